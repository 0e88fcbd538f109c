"""Who visits: registration, looks and who was counted, what was saved, questions, and cards."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.exhibitions.models.booths import Booth
from kosetsu.services.exhibitions.models.exhibitions import PERSON, Exhibition
from kosetsu.services.exhibitions.states import Verdict


class VisitorQuerySet(models.QuerySet["Visitor"]):
    """Questions over visitors."""

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all, anyone else themselves."""
        return self if standing(user).is_staff else self.filter(person=user)


class Visitor(PublicRecord):
    """One row for every person who registered for an exhibition and agreed to its terms.

    ``shows_company``: whether exhibitors whose page was looked at may know of which company the visitor is.
    """

    exhibition = models.ForeignKey(Exhibition, on_delete=models.PROTECT, related_name="visitors")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    company = models.CharField(_("会社名・所属"), max_length=200, blank=True)
    shows_company = models.BooleanField(_("見た出展者に、会社名を知らせてよい"), default=False)
    agreed_at = models.DateTimeField(_("登録日時"))
    objects = VisitorQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["exhibition", "person"], name="one_visitor_per_person")]

    def __str__(self) -> str:
        return str(self.person)


class Look(models.Model):
    """One row for every time a booth's page was looked at, append-only, with whether and why it is counted."""

    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, related_name="looks", db_index=False)
    visitor = models.ForeignKey(Visitor, on_delete=models.PROTECT, null=True, related_name="looks", db_index=False)
    at = models.DateTimeField()
    verdict = models.CharField(max_length=12, choices=Verdict)
    rule = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["booth", "verdict", "visitor"], name="looks_by_booth")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.COUNTED) | Q(visitor__isnull=False), name="a_counted_look_is_somebodys"
            )
        ]


class Viewing(models.Model):
    """One row for every visitor who is counted at a booth: once, whatever comes later."""

    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, related_name="viewings", db_index=False)
    visitor = models.ForeignKey(Visitor, on_delete=models.PROTECT, related_name="viewings")
    first_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booth", "visitor"], name="a_visitor_counts_once_per_booth")]


class Recount(models.Model):
    """One row for every night in which the log of looks was counted anew."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="recounts")
    at = models.DateTimeField()
    looks = models.PositiveIntegerField()
    viewers = models.PositiveIntegerField()
    differing = models.JSONField(default=list)
    """Booths of which the log says another number than the page."""

    class Meta:
        ordering = ["-at", "-pk"]


class Saved(models.Model):
    """One row for every booth that a visitor keeps in mind."""

    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, related_name="saved")
    booth = models.ForeignKey(Booth, on_delete=models.CASCADE, related_name="saved")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "booth"], name="a_booth_is_saved_once")]


class OfBothQuerySet(models.QuerySet[Any]):
    """Questions over what passes between a visitor and a booth."""

    def visible_to(self, user: Any) -> Self:
        """The visitor sees their own, an exhibitor those of its booth; the institute's people only of its own booth."""
        theirs = Booth.objects.filter(kind="institute") if standing(user).is_staff else Booth.objects.visible_to(user)
        return self.filter(Q(visitor__person=user) | Q(booth__in=theirs))


class Question(PublicRecord):
    """One row for every question that a visitor asked an exhibitor, with its answer."""

    visitor = models.ForeignKey(Visitor, on_delete=models.PROTECT, related_name="questions")
    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, related_name="questions")
    text = models.TextField(_("質問"), max_length=2000)
    asked_at = models.DateTimeField(_("質問日時"))
    answer = models.TextField(_("回答"), blank=True, max_length=2000)
    answered_at = models.DateTimeField(_("回答日時"), null=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    objects = OfBothQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]


class Card(PublicRecord):
    """One row for every card that a visitor offered an exhibitor; once accepted, both see each other's address."""

    visitor = models.ForeignKey(Visitor, on_delete=models.PROTECT, related_name="cards")
    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, related_name="cards")
    offered_at = models.DateTimeField(_("交換を申し込んだ日時"))
    accepted_at = models.DateTimeField(_("交換した日時"), null=True)
    accepted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    objects = OfBothQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["visitor", "booth"], name="one_card_per_pair")]
