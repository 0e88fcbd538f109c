"""A year's call for members, and who applied."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.parties.models import Area, Branch, Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.circles.states import CALLED, Aim, ApplicationState

PERSON = settings.AUTH_USER_MODEL


class IntakeQuerySet(models.QuerySet["Intake"]):
    """Questions over calls."""

    def visible_to(self, user: Any, at: dt.datetime) -> Self:
        """The institute's people see every call, anyone else those that have begun."""
        return self if standing(user).is_staff else self.filter(opens_at__lte=at)


class Intake(PublicRecord):
    """One row for every year's call of one kind: when one applies, and what the cohorts are composed by.

    ``days``, ``interests`` are what applicants choose from; ``size_steps`` the most employees of each size class but
    the last. All limits are the call's own data: another year may have others.
    """

    kind = models.CharField(_("種類"), max_length=10, choices=[(one.value, one.label) for one in CALLED])
    aim = models.CharField(_("型"), max_length=10, choices=Aim)
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("名称"), max_length=200)
    text = models.TextField(_("募集の案内"), blank=True)
    opens_at = models.DateTimeField(_("募集開始"))
    closes_at = models.DateTimeField(_("募集締切"))
    launches_on = models.DateField(_("発足日"))
    cohorts = models.PositiveSmallIntegerField(_("グループ数"))
    least = models.PositiveSmallIntegerField(_("1グループの最少社数"))
    most = models.PositiveSmallIntegerField(_("1グループの最多社数"))
    days = models.JSONField(_("例会の曜日・時間の候補"), default=list)
    interests = models.JSONField(_("関心の候補"), default=list)
    size_steps = models.JSONField(_("規模の区切り（従業員数）"), default=list)
    planned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-fiscal_year", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "fiscal_year"], name="one_intake_a_year"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="an_intake_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(least__gte=1, most__gte=F("least")), name="a_cohort_has_room"),
            models.CheckConstraint(condition=Q(cohorts__gte=1), name="an_intake_forms_a_cohort"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("circles:intake", args=[self.public_id])

    def open_at(self, at: dt.datetime) -> bool:
        return self.opens_at <= at < self.closes_at and self.decided_at is None


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Questions over applications; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all, a company's people those of the workplaces they act for."""
        if standing(user).is_staff:
            return self
        return self.filter(workplace__in=Workplace.objects.acted_for_by(user))

    def waiting(self) -> Self:
        """Those that take part in the selection."""
        return self.filter(state=ApplicationState.RECEIVED)

    def for_lists(self) -> Self:
        return self.select_related("intake", "workplace__organisation", "place")


class Application(PublicRecord):
    """One row for every workplace that applied to a call; trade, size and place are those of that day."""

    intake = models.ForeignKey(Intake, on_delete=models.PROTECT, related_name="applications")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="circle_applications")
    contact_name = models.CharField(_("担当者"), max_length=100)
    contact_email = models.EmailField(_("メールアドレス"))
    language = models.CharField(max_length=5, default="ja")
    trade = models.CharField(_("業種"), max_length=10, blank=True)
    size = models.CharField(_("規模"), max_length=20, blank=True)
    place = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    interests = models.JSONField(_("関心"), default=list)
    days = models.JSONField(_("参加できる曜日・時間"), default=list)
    rivals = models.TextField(_("同じグループにしてほしくない会社"), blank=True)
    motive = models.TextField(_("応募の動機"))
    state = models.CharField(_("状態"), max_length=10, choices=ApplicationState, default=ApplicationState.RECEIVED)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    """Why it was refused or withdrawn."""
    made_at = models.DateTimeField(_("応募日時"))
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["intake", "workplace"],
                condition=~Q(state=ApplicationState.WITHDRAWN),
                name="one_application_per_workplace_and_intake",
            ),
            models.CheckConstraint(
                condition=~Q(state=ApplicationState.REFUSED) | ~Q(reason=""), name="a_refused_application_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.workplace)

    def get_absolute_url(self) -> str:
        return reverse("circles:application", args=[self.public_id])
