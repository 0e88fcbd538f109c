"""Programmes of other bodies that are screened here, and the mails about them."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import RandomPlace
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.parties.models import Branch
from kosetsu.foundation.parties.post import OwedMail
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.foundation.reviews.models import Item, Panel
from kosetsu.services.screening.models.bodies import RequestingBody
from kosetsu.services.screening.states import SCREENING_ENDS, NoticeKind, ScreeningState, Way

PERSON = settings.AUTH_USER_MODEL
MANAGERS = (StaffRole.REVIEW, StaffRole.PLANNING)
"""The posts that run the screening; they run every panel of it."""
APPROVERS = (StaffRole.EXECUTIVE, StaffRole.BRANCH_HEAD, StaffRole.GROUP_HEAD)
"""The posts that approve results and dispatches."""


class ProgrammeQuerySet(models.QuerySet["ScreeningProgramme"]):
    """Questions over programmes; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Who runs or approves the screening sees all, a second reader what was asked of them; anyone else none."""
        place = standing(user)
        if place.has(*MANAGERS, *APPROVERS):
            return self
        return self.filter(second_readers=user) if place.is_staff else self.none()

    def of_bodies(self, user: Any) -> Self:
        """Those of the bodies for which the person is the officer."""
        return self.filter(body__organisation__in=standing(user).partner_organisations)

    def for_lists(self, user: Any) -> Self:
        """With everything a list row or a page shows; what the reader has a conflict with is not counted."""
        shown = Item.objects.waiting().without_conflict_of(user)
        waiting = Count("panel__items", filter=Q(panel__items__in=shown), distinct=True)
        found: Self = self.select_related("case__assignee", "body__organisation", "panel", "branch")
        return found.annotate(items=waiting)

    def unfinished(self) -> Self:
        return self.exclude(case__state__in=SCREENING_ENDS)

    def due_until(self, day: dt.date) -> Self:
        """Not returned yet, with a deadline by this day."""
        return self.unfinished().filter(case__due_on__lte=day)


class ScreeningProgramme(PublicRecord):
    """One row for every programme of a body in a year that is screened here; its case holds number and state.

    It owns a panel from its acceptance on (none where only members of a committee are sent). ``blank`` is the body's
    own workbook, which is filled in when the results go back.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(RequestingBody, on_delete=models.PROTECT, related_name="programmes")
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("事業名"), max_length=150)
    way = models.CharField(_("審査の方法"), max_length=10, choices=Way, default=Way.PAPERS)
    reference = models.CharField(_("依頼文書の番号"), max_length=80, blank=True)
    secrecy = models.TextField(_("団体が求める守秘の条件"), blank=True)
    charged = models.BooleanField(_("料金を請求する"), default=False)
    note = models.TextField(_("依頼の内容"), blank=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, related_name="+")
    sheet = models.CharField(_("審査票の様式"), max_length=30, blank=True)
    panel = models.OneToOneField(Panel, on_delete=models.PROTECT, null=True, related_name="+")
    blank = models.FileField(upload_to=RandomPlace("screening"), max_length=120, blank=True)
    second_readers: Any = models.ManyToManyField(PERSON, related_name="+", verbose_name=_("二次確認者"))
    submitted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("承認依頼日時"), null=True)
    results_digest = models.CharField(max_length=64, blank=True)
    """Of the results as they were submitted: what is approved and returned is this, or nothing."""
    approved_by: Any = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(_("承認日時"), null=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    reminded_on = models.DateField(null=True)
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, null=True, related_name="+")
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("技術審査の対象事業")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "fiscal_year", "title"], name="one_programme_a_body_and_year"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("submitted_by")),
                name="another_one_approves_a_screening",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.title}"

    @property
    def state(self) -> ScreeningState:
        return ScreeningState(self.case.state)

    @property
    def due_on(self) -> dt.date | None:
        """When the results are to be back."""
        return self.case.due_on

    def overdue(self, day: dt.date) -> bool:
        return self.due_on is not None and self.due_on < day and self.state not in SCREENING_ENDS

    def get_absolute_url(self) -> str:
        return reverse("screening-desk:programme", args=[self.public_id])


class ScreeningNotice(OwedMail):
    """One row for every mail about a programme, written with the change it tells of and sent by a job."""

    programme = models.ForeignKey(
        ScreeningProgramme, on_delete=models.PROTECT, related_name="notices", verbose_name=_("技術審査の対象事業")
    )
    kind = models.CharField(_("種別"), max_length=12, choices=NoticeKind)
