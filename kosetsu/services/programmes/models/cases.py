"""Matters that grow out of programmes; number, parties and state of each stand in its case."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.parties.post import OwedMail
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.programmes import states


class MatterQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Questions over the matters of one kind; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Staff see every one; a company's person those of the workplaces acted for; anyone else none."""
        return self if standing(user).is_staff else self.filter(case__in=Case.objects.visible_to(user))

    def for_lists(self) -> Self:
        """With everything a list row shows."""
        return self.select_related("case__organisation", "case__workplace__organisation", "case__contact")


class Matter(PublicRecord):
    """What the three kinds share: a case, and a page for either side."""

    page = ""
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    objects = MatterQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.case)

    def address(self, *, desk: bool) -> str:
        """Its page at the desk, or the company's."""
        return reverse(f"programmes{'-desk' if desk else ''}:{self.page}", args=[self.public_id])


class Dispatch(Matter):
    """One row for every request that an expert comes to the company (専門家派遣)."""

    page = "dispatch"
    programme = models.CharField(_("施策の番号"), max_length=20, blank=True)
    theme = models.TextField(_("相談したいこと"))
    wished_from = models.DateField(_("希望する時期"), null=True, blank=True)
    expert = models.CharField(_("専門家"), max_length=100, blank=True)
    """Name and field as the desk writes them; experts need no login."""
    times = models.PositiveSmallIntegerField(_("派遣の回数"), null=True, blank=True)
    answer = models.TextField(_("回答"), blank=True)
    outcome = models.TextField(_("成果"), blank=True)

    class Meta:
        verbose_name = _("専門家派遣")


class DispatchVisit(PublicRecord):
    """One row for every time the expert came; each is one entry of the casebook."""

    dispatch = models.ForeignKey(Dispatch, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("訪問日"))
    hours = models.PositiveSmallIntegerField(_("時間"))
    channel = models.CharField(_("方法"), max_length=10, choices=Channel)
    text = models.TextField(_("助言の内容"))
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["visited_on", "pk"]

    def __str__(self) -> str:
        return f"{self.dispatch} {self.visited_on}"


class InnovationTerms(models.Model):
    """One row for every period in which a plan for management innovation must reach these figures, with its source."""

    effective_from = models.DateField(unique=True)
    effective_to = models.DateField(null=True)
    least_years = models.PositiveSmallIntegerField()
    most_years = models.PositiveSmallIntegerField()
    value_added = models.CharField(max_length=12)
    """A year, as an exact fraction: 3/100."""
    payroll = models.CharField(max_length=12)
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["effective_from"]

    def __str__(self) -> str:
        return f"{self.effective_from}"


class InnovationPlan(Matter):
    """One row for every plan for management innovation a company has checked (経営革新計画)."""

    page = "innovation"
    summary = models.TextField(_("新しい取組の内容"), blank=True)
    figures = models.JSONField(default=dict)
    """What was typed: novelties, new_to_company, years, base_… and last_… of value added, employees and payroll."""
    advice = models.TextField(_("助言"), blank=True)
    passed_to = models.CharField(_("取次ぎ先"), max_length=200, blank=True)
    passed_on = models.DateField(_("取次ぎ日"), null=True, blank=True)
    decided_on = models.DateField(_("承認・不承認の日"), null=True, blank=True)
    approval_number = models.CharField(_("承認番号"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("経営革新計画")


class Award(Matter):
    """One row for every award of a programme a company told of, or the desk recorded (採択)."""

    page = "award"
    programme = models.CharField(_("施策の番号"), max_length=20)
    programme_title = models.CharField(_("施策"), max_length=200)
    awarded_on = models.DateField(_("交付決定日"))
    award_yen = models.PositiveBigIntegerField(_("交付決定額"))
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("採択")


class OutcomeReportQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Which reports are still owed."""

    def visible_to(self, user: Any) -> Self:
        """As their awards."""
        return self.filter(award__in=Award.objects.visible_to(user))

    def owed(self) -> Self:
        """Not in, and the award still stands."""
        return self.filter(submitted_at=None, award__case__state=states.AwardState.FOLLOWED)

    def overdue(self, day: dt.date) -> Self:
        """Owed since before this day."""
        return self.owed().filter(due_on__lt=day)


class OutcomeReport(PublicRecord):
    """One row for every report a company owes about what it won, and what it said in it."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField(_("回"))
    words = models.CharField(_("報告の種類"), max_length=200, blank=True)
    due_on = models.DateField(_("期限"), db_index=True)
    submitted_at = models.DateTimeField(_("提出日時"), null=True)
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    sales_yen = models.BigIntegerField(_("売上高"), null=True)
    value_added_yen = models.BigIntegerField(_("付加価値額"), null=True)
    payroll_yen = models.PositiveBigIntegerField(_("給与支給総額"), null=True)
    employees = models.PositiveIntegerField(_("従業員数"), null=True)
    text = models.TextField(_("成果と課題"), blank=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    """When its time was announced, before it was due."""
    dunned_at = models.DateTimeField(null=True)
    """When it was asked for, after it was due."""
    objects = OutcomeReportQuerySet.as_manager()

    class Meta:
        ordering = ["award", "number"]
        constraints = [
            models.UniqueConstraint(fields=["award", "number"], name="one_outcome_report_per_time"),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(submitted_by__isnull=False, entry__isnull=False),
                name="a_submitted_report_has_its_entry",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} {self.number}"


class ProgrammeNotice(OwedMail):
    """One row for every mail about a matter of programmes, written with the change it tells of and sent by a job."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("種別"), max_length=12, choices=states.NoticeKind)
