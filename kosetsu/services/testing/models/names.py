"""Name use (名義使用): a client shows the institute's name beside a result, for some years, with its permission."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.parties.models import Dated, DatedQuerySet
from kosetsu.services.testing import states
from kosetsu.services.testing.models.orders import Order
from kosetsu.services.testing.models.reports import Report

PERSON = settings.AUTH_USER_MODEL


class NameUseTerms(Dated):
    """One row for every period in which the institute lends its name on these terms."""

    within_years = models.PositiveSmallIntegerField()
    """So many years after its issue a report may be applied for."""
    valid_years = models.PositiveSmallIntegerField()
    notice_months = models.PositiveSmallIntegerField()
    """So long before the end the client is asked whether to renew."""
    conditions = models.TextField()
    """What the client promises, as the certificate says it."""
    conditions_en = models.TextField(blank=True)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from", "pk"]


class NameUseQuerySet(models.QuerySet["NameUse"]):
    """Questions over name uses."""

    def visible_to(self, user: Any) -> "NameUseQuerySet":
        """Those of the orders that the person sees."""
        return self.filter(report__order__in=Order.objects.visible_to(user))

    def for_lists(self) -> "NameUseQuerySet":
        return self.select_related(
            "report__order__case__organisation", "report__order__case__workplace", "report__branch", "applied_by",
            "renews",
        )  # fmt: skip

    def waiting(self) -> "NameUseQuerySet":
        """Applications that nobody has decided."""
        return self.filter(state=states.NameUseState.APPLIED)

    def to_remind(self, last_day: dt.date) -> "NameUseQuerySet":
        """Approved ones that end by ``last_day``, neither renewed nor reminded of."""
        return self.filter(
            state=states.NameUseState.APPROVED, valid_until__lte=last_day, reminded_at=None, renewed_by=None
        )

    def run_out(self, today: dt.date) -> "NameUseQuerySet":
        """Approved ones whose last day is over."""
        return self.filter(state=states.NameUseState.APPROVED, valid_until__lt=today)


class NameUse(PublicRecord):
    """One row for every application to use the institute's name for one report, with its decision and its period."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="name_uses")
    state = models.CharField(_("状態"), max_length=10, choices=states.NameUseState, default=states.NameUseState.APPLIED)
    product = models.CharField(_("対象の製品"), max_length=200)
    used_in = models.CharField(_("使用する媒体"), max_length=300)
    wording = models.TextField(_("表示する文言"), max_length=1000)
    applied_at = models.DateTimeField(_("申請日時"))
    applied_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    renews = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="renewed_by")
    number = models.CharField(_("承認番号"), max_length=40, unique=True, null=True)  # noqa: DJ001 (unique where there is one)
    decided_at = models.DateTimeField(_("決定日時"), null=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    valid_from = models.DateField(_("使用開始日"), null=True)
    valid_until = models.DateField(_("使用期限"), null=True)
    conditions = models.TextField(_("使用の条件"), blank=True)
    english = models.JSONField(default=dict)
    """Japanese text → its words on the English certificate; empty where none was made."""
    reminded_at = models.DateTimeField(_("更新の案内"), null=True)
    objects = NameUseQuerySet.as_manager()

    class Meta:
        ordering = ["-applied_at", "-pk"]
        indexes = [models.Index(fields=["state", "valid_until"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("applied", "refused"), number=None, valid_from=None, valid_until=None)
                | Q(state__in=("approved", "ended"), number__isnull=False, valid_until__gt=F("valid_from")),
                name="an_approved_name_use_has_number_and_period",
            ),
            models.CheckConstraint(
                condition=Q(state="applied", decided_by=None) | (~Q(state="applied") & ~Q(decided_by=F("applied_by"))),
                name="somebody_else_decides_about_a_name_use",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="a_refused_name_use_says_why"),
            models.UniqueConstraint(
                fields=["report", "product"], condition=Q(state="applied"), name="one_open_application_per_product"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.report} {self.product}"

    def get_absolute_url(self) -> str:
        return reverse("testing:name_use", args=[self.public_id])

    def holds_on(self, day: dt.date) -> bool:
        """Whether the name may be shown on ``day``."""
        return bool(
            self.state == states.NameUseState.APPROVED
            and self.valid_from
            and self.valid_until
            and self.valid_from <= day <= self.valid_until
        )
