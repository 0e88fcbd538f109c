"""Who may operate an instrument: its rules, the dates of courses, the courses taken and the cards that came of it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, FilteredRelation, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.gatherings.states import GatheringState
from kosetsu.foundation.parties.models import Dated, DatedQuerySet, Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.instruments import rules, states

PERSON = settings.AUTH_USER_MODEL
_OLDEST = F("valid_from").asc(nulls_first=True)


def good(day: dt.date, of: str = "", **more: Any) -> Q:
    """Cards that are good on that day; ``of`` is the way to them from another table."""
    asked = {"state": states.LicenceState.LICENSED, "valid_from__lte": day, "valid_until__gte": day, **more}
    return Q(**{f"{of}{name}": value for name, value in asked.items()})


class LicenceRule(Dated):
    """One row for every period in which an instrument is used with a licence of this level only."""

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="licence_rules")
    level = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(3)])
    course = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="+")
    months = models.PositiveSmallIntegerField()
    renewal_months = models.PositiveSmallIntegerField(null=True, blank=True)
    """So many months before its end a card can be renewed without the course; empty: the course again."""
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["offering", F("valid_from").desc(nulls_last=True)]
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="three_training_levels"),
            models.CheckConstraint(condition=Q(months__gte=1), name="a_licence_lasts"),
            models.UniqueConstraint(fields=["offering", "valid_from"], name="one_licence_rule_from_a_day"),
        ]

    @classmethod
    def of(cls, offerings: Collection[int], day: dt.date) -> dict[int, "LicenceRule"]:
        """The rule in force for each, by the offering's row number; none where no licence is asked for."""
        rows = cls.objects.on(day).filter(offering__in=offerings).select_related("offering", "course")
        found: dict[int, LicenceRule] = {}
        for row in rows.order_by(_OLDEST):
            found[row.offering_id] = row
        return found

    @classmethod
    def with_holders(
        cls, offerings: Collection[int], day: dt.date, people: Collection[Any]
    ) -> list[tuple["LicenceRule", set[int]]]:
        """The rule in force for each, and which of these people have a card that is good on the day; one question."""
        cards = "offering__licences"
        theirs = FilteredRelation(
            cards, condition=good(day, f"{cards}__", person__in=[one.pk for one in people] or [0])
        )
        rows = cls.objects.on(day).filter(offering__in=offerings)
        found: dict[int, LicenceRule] = {}
        holders: dict[int, set[int]] = defaultdict(set)
        for row in rows.annotate(theirs=theirs, holder=F("theirs__person")).order_by(_OLDEST):
            found[row.offering_id] = row
            holders[row.offering_id].add(row.holder)
        return [(rule, holders[offering]) for offering, rule in found.items()]


class CourseDate(models.Model):
    """One row for every date that the institute's folder names for a course; the gathering says when and where.

    A gathering that is planned at the desk for the course (its ``offering``) needs no row: it is one of its dates.
    """

    course = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="course_dates")
    gathering = models.OneToOneField(Gathering, on_delete=models.CASCADE, related_name="course_date")
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["gathering__starts_on", "pk"]

    @classmethod
    def coming(cls, courses: Collection[int], day: dt.date) -> "models.QuerySet[Gathering]":
        """The public gatherings of these courses that are still to come, the next first."""
        held = Q(course_date__course__in=courses) | Q(course_date=None, offering__in=courses)
        rows = Gathering.objects.filter(held, starts_on__gte=day, state=GatheringState.PUBLISHED, public=True)
        return rows.select_related("branch").order_by("starts_on", "pk")


class LicenceQuerySet(models.QuerySet["Licence"]):
    """Questions over licences; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Staff see all; anyone else their own."""
        if standing(user).is_staff:
            return self
        return self.filter(person=user) if getattr(user, "is_authenticated", False) else self.none()

    def good_on(self, day: dt.date) -> Self:
        """Cards that are good on that day."""
        return self.filter(good(day))

    def for_lists(self) -> Self:
        return self.select_related("person", "offering__branch", "workplace__organisation")


class Licence(PublicRecord):
    """One row for every course a person took for an instrument, and the numbered card that came of it.

    A renewal is a row of its own that begins when the renewed one ends, so that every day keeps its answer.
    """

    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="licences")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="licences")
    course = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="+")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="licences")
    level = models.PositiveSmallIntegerField(_("研修レベル"))
    months = models.PositiveSmallIntegerField()
    """How long the card is good: the rule of the day of the course."""
    state = models.CharField(_("状態"), max_length=10, choices=states.LicenceState)
    attended_on = models.DateField(_("受講日"))
    passed_on = models.DateField(_("合格日"), null=True)
    number = models.CharField(_("認定番号"), max_length=30, blank=True)
    valid_from = models.DateField(_("有効期間の初日"), null=True)
    valid_until = models.DateField(_("有効期間の末日"), null=True)
    renews = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="renewed_by")
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    """Why it is suspended, or why it was not passed."""
    issued_at = models.DateTimeField(null=True)
    objects = LicenceQuerySet.as_manager()

    class Meta:
        ordering = ["-attended_on", "-pk"]
        indexes = [models.Index(fields=["person", "offering", "valid_until"])]
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="one_licence_per_number"),
            models.CheckConstraint(
                condition=~Q(state__in=["licensed", "suspended"])
                | (~Q(number="") & Q(valid_from__isnull=False, valid_until__isnull=False)),
                name="a_card_has_a_number_and_an_end",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="a_card_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(state="suspended") | ~Q(reason=""), name="a_suspension_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.number or self.get_state_display()} {self.offering}"

    def get_absolute_url(self) -> str:
        return reverse("instruments:card", args=[self.public_id])

    @property
    def has_card(self) -> bool:
        return self.state in states.CARDS

    def validity_on(self, day: dt.date) -> states.Validity:
        """What the public page of its card says."""
        assert self.valid_from
        assert self.valid_until
        suspended = self.state == states.LicenceState.SUSPENDED
        return rules.validity(suspended=suspended, valid_from=self.valid_from, valid_until=self.valid_until, on=day)
