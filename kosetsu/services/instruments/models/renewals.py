"""The renewal plan (機器の更新整備計画): what becomes of each device when, and when one is proposed."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.devices.permissions import KEEPERS
from kosetsu.foundation.parties.models import Dated, DatedQuerySet
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.instruments import states

PERSON = settings.AUTH_USER_MODEL
PLANNERS = (StaffRole.PLANNING, *KEEPERS)
"""The posts that read and write the plan: the planning office, and who keeps the register of devices."""


class RenewalRule(Dated):
    """One row for every period in which a device, or (empty) every device without a rule of its own, wears out so."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, null=True, related_name="renewal_rules")
    life_years = models.PositiveSmallIntegerField()
    ahead_years = models.PositiveSmallIntegerField()
    """So many years before the end of its life a device is proposed."""
    back_years = models.PositiveSmallIntegerField()
    """Over so many years outages and repairs are added up."""
    outage_hours = models.PositiveIntegerField()
    repair_yen = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "valid_from"], name="one_renewal_rule_from_a_day"),
            models.UniqueConstraint(
                fields=["valid_from"], condition=Q(device=None), name="one_renewal_rule_of_all_from_a_day"
            ),
            models.CheckConstraint(condition=Q(life_years__gte=1, back_years__gte=1), name="a_device_lives_a_year"),
        ]

    @classmethod
    def on(cls, day: dt.date) -> dict[int | None, "RenewalRule"]:
        """The rule in force by the device's row number; under None the one of every other device."""
        rows = cls.objects.on(day).order_by(F("valid_from").asc(nulls_first=True))
        return {row.device_id: row for row in rows}


class RenewalLineQuerySet(models.QuerySet["RenewalLine"]):
    """Questions over the plan."""

    def visible_to(self, user: Any) -> Self:
        """What is to be bought and given up is the planners' own."""
        return self if standing(user).has(*PLANNERS) else self.none()

    def open(self) -> Self:
        """What is still to be done."""
        return self.filter(state__in=states.OPEN_RENEWALS)

    def for_lists(self) -> Self:
        return self.select_related("device__branch", "planned_by", "approved_by", "ended_by")

    def sums(self) -> Any:
        """By fiscal year, without what was cancelled: how many lines, their yen, and what of it is approved or done."""
        rows = self.exclude(state=states.RenewalState.CANCELLED).order_by().values("fiscal_year")
        settled = Q(state__in=(states.RenewalState.APPROVED, states.RenewalState.DONE))
        found = rows.annotate(lines=Count("pk"), yen=Sum("estimated_yen", default=0),
                              settled_yen=Sum("estimated_yen", filter=settled, default=0))  # fmt: skip
        return found.order_by("fiscal_year")


class RenewalLine(PublicRecord):
    """One row for every line of the renewal plan: a device, what becomes of it, when, for how much, and who decided."""

    device = models.ForeignKey(Device, verbose_name=_("機器"), on_delete=models.PROTECT, related_name="renewals")
    kind = models.CharField(_("区分"), max_length=10, choices=states.RenewalKind)
    fiscal_year = models.PositiveSmallIntegerField(_("予定年度"))
    estimated_yen = models.PositiveBigIntegerField(_("概算額"))
    money = models.CharField(_("財源"), max_length=100, blank=True)
    reason = models.CharField(_("理由"), max_length=300)
    state = models.CharField(_("状態"), max_length=10, choices=states.RenewalState, default=states.RenewalState.PLANNED)
    planned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(_("計画した日時"))
    approved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(_("承認した日時"), null=True)
    ended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("終了した日時"), null=True)
    outcome = models.CharField(_("結果・取りやめの理由"), max_length=300, blank=True)
    objects = RenewalLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("更新整備計画の項目")
        ordering = ["fiscal_year", "device__code", "pk"]
        indexes = [models.Index(fields=["state", "fiscal_year"])]
        constraints = [
            models.UniqueConstraint(
                fields=["device"], condition=Q(state__in=("planned", "approved")), name="one_open_renewal_of_a_device"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_renewal_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "done")) | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="a_renewal_is_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("planned_by")), name="somebody_else_approves_a_renewal"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("done", "cancelled"))
                | (Q(ended_by__isnull=False, ended_at__isnull=False) & ~Q(outcome="")),
                name="a_renewal_ends_with_its_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device.code} {self.fiscal_year} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("instruments-desk:renewal", args=[self.public_id])
