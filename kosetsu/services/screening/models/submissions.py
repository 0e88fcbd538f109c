"""Applications that a body sent for screening: where each came from, and who read its result for the second time."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.reviews.models import Item, Panel, Review
from kosetsu.foundation.reviews.states import ALIVE, OPEN, ItemState
from kosetsu.services.screening.models.programmes import APPROVERS, ScreeningProgramme
from kosetsu.services.screening.states import FIXED, Matched

PERSON = settings.AUTH_USER_MODEL


class ImportedSheet(PublicRecord):
    """One row for every list of applications that was taken in, whole; the same file is never taken in twice."""

    programme = models.ForeignKey(ScreeningProgramme, on_delete=models.PROTECT, related_name="sheets")
    name = models.CharField(_("ファイル名"), max_length=150)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField(_("件数"))
    files = models.PositiveIntegerField(_("ファイル数"))
    at = models.DateTimeField(_("取り込み日時"))
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("取り込んだ一覧")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "digest"], name="one_import_of_a_list")]


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Questions over applications; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Whoever runs the panel, reads it for the second time, or approves it; of nothing one has a conflict with."""
        place = standing(user)
        if not place.is_staff:
            return self.none()
        seen = Q(item__panel__in=Panel.objects.run_by(user)) | Q(programme__second_readers=user)
        if place.has(*APPROVERS):
            seen |= Q(programme__case__state__in=FIXED)
        return self.filter(seen).filter(item__in=Item.objects.without_conflict_of(user)).distinct()

    def waiting(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(item__state=ItemState.WAITING)

    def with_reading(self) -> Self:
        """With whether a second reader agreed with the reviews as they stand now."""
        own = Review.objects.filter(item=OuterRef("item"))
        newest = Subquery(own.filter(state__in=ALIVE).order_by("-handed_in_at").values("handed_in_at")[:1])
        last = SecondReading.objects.filter(submission=OuterRef("pk")).order_by("-pk")
        found = self.annotate(
            open_reviews=Exists(own.filter(state__in=OPEN)), last_handed_in=newest,
            last_read=Subquery(last.values("at")[:1]), last_agreed=Subquery(last.values("agreed")[:1]),
        )  # fmt: skip
        holds = Q(open_reviews=False, last_agreed=True, last_read__gte=models.F("last_handed_in"))
        return found.annotate(read=models.Case(models.When(holds, then=True), default=False))

    def unread(self) -> Self:
        """Still to be read for the second time."""
        return self.waiting().with_reading().filter(read=False)

    def readable(self) -> Self:
        """All their reviews are handed in."""
        done = Review.objects.filter(item=OuterRef("item"))
        return self.waiting().filter(Exists(done.handed_in()), ~Exists(done.open()))


class Submission(PublicRecord):
    """One row for every application of a body's programme; number, title and files lie in the panel's item.

    ``workplace`` is the applicant's where it is known here; ``matched`` says by what it was found.
    """

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(ScreeningProgramme, on_delete=models.PROTECT, related_name="submissions")
    sheet = models.ForeignKey(ImportedSheet, on_delete=models.PROTECT, null=True, related_name="+")
    row = models.PositiveIntegerField(_("行"), null=True)
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="+")
    workplace_name = models.CharField(_("事業所名"), max_length=200, blank=True)
    matched = models.CharField(_("申請者の照合"), max_length=8, choices=Matched)
    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("審査の申請")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.item)


class SecondReading(models.Model):
    """One row for every time somebody who had not reviewed an application read its reviews, and agreed or not."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="readings")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("確認日時"))
    agreed = models.BooleanField(_("確認した"))
    note = models.CharField(_("指摘"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("二次確認")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(agreed=True) | ~Q(note=""), name="a_second_reader_says_what_is_wrong")
        ]
