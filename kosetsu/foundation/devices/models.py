"""The institute's apparatus and reference standards: their calibrations, parts, works, outages, files."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import RandomPlace
from kosetsu.common.clock import day_of
from kosetsu.common.models import Named, PublicRecord
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.devices import states
from kosetsu.foundation.parties.models import Branch, Dated, DatedQuerySet, Group
from kosetsu.foundation.parties.post import OwedMail
from kosetsu.foundation.parties.standing import standing

PERSON = settings.AUTH_USER_MODEL


class StaffOnly(models.QuerySet):  # type: ignore[type-arg]
    """Questions over rows that only the institute's people read."""

    def visible_to(self, user: Any) -> Self:
        return self if standing(user).is_staff else self.none()


class DeviceQuerySet(StaffOnly):
    """Questions over devices."""

    def for_lists(self) -> Self:
        return self.select_related("branch", "group").with_validity().order_by("code")

    def in_use(self) -> Self:
        return self.filter(state=states.DeviceState.IN_USE)

    def with_validity(self, day: dt.date | None = None) -> Self:
        """``result_now`` and ``valid_until_now`` of the check that decides about ``day`` (empty: the newest of all).

        A failed check holds until no day at all, and neither does a missing one.
        """
        checks = Calibration.objects.filter(device=OuterRef("pk")).order_by("-done_on", "-pk")
        newest = checks.filter(done_on__lte=day) if day else checks
        return self.annotate(
            result_now=Subquery(newest.values("result")[:1]), valid_until_now=Subquery(newest.values("valid_until")[:1])
        )

    def calibrated_on(self, day: dt.date) -> Self:
        """Those whose newest check by ``day`` holds on it, and those that need none."""
        return self.with_validity(day).filter(Q(needs_calibration=False) | Q(valid_until_now__gte=day))

    def calibrated_at(self, moment: dt.datetime) -> Self:
        """The same for a moment, on the institute's calendar."""
        return self.calibrated_on(day_of(moment))

    def lacking(self, devices: Iterable[int], day: dt.date) -> Self:
        """What was not calibrated on ``day``: of these devices (row numbers) and of their registered parts."""
        known = list(devices)
        parts = Part.objects.filter(device__in=known, apparatus__isnull=False).on(day).values("apparatus")
        asked = self.filter(Q(pk__in=known) | Q(pk__in=parts), needs_calibration=True)
        return asked.with_validity(day).filter(Q(valid_until_now=None) | Q(valid_until_now__lt=day))

    def due(self, by: dt.date) -> Self:
        """Those in use that will lack a valid check on ``by``: overdue, failed, never calibrated, or soon due."""
        lacks = Q(valid_until_now=None) | Q(valid_until_now__lt=by)
        return self.with_validity().in_use().filter(lacks, needs_calibration=True)


class Device(PublicRecord, Named):
    """One row for every physical apparatus or reference standard, with or without clients who use it."""

    code = models.CharField(_("管理番号"), max_length=30, unique=True)
    kind = models.CharField(_("種別"), max_length=12, choices=states.DeviceKind)
    state = models.CharField(_("状態"), max_length=12, choices=states.DeviceState, default=states.DeviceState.IN_USE)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="devices")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="devices")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, null=True, blank=True, related_name="devices")
    place = models.CharField(_("設置場所"), max_length=100, blank=True)
    maker = models.CharField(_("製造者"), max_length=100, blank=True)
    model_name = models.CharField(_("型式"), max_length=100, blank=True)
    serial = models.CharField(_("製造番号"), max_length=60, blank=True)
    limits = models.TextField(_("測定範囲・制限"), blank=True)
    acquired_on = models.DateField(_("取得日"), null=True, blank=True)
    needs_calibration = models.BooleanField(_("校正の対象"), default=True)
    calibration_months = models.PositiveSmallIntegerField(_("校正の周期（月）"), null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    """When its group was last told that a check is due."""
    source = models.CharField(max_length=200)
    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(calibration_months=None) | Q(calibration_months__gte=1), name="a_period_is_a_month_or_more"
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("devices-desk:device", args=[self.code])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.branch.timezone)

    def day_of(self, at: dt.datetime) -> dt.date:
        """The day of ``at`` where the device stands."""
        return at.astimezone(self.zone).date()


class Calibration(PublicRecord):
    """One row for every check of a device: how it was found, how it was left, until when it holds. Written once.

    A mistake is corrected by a new row of the same day: of two, the later one counts.
    """

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="calibrations")
    done_on = models.DateField(_("校正日"))
    valid_until = models.DateField(_("有効期限"), null=True, blank=True)
    as_found = models.CharField(_("校正前の状態"), max_length=10, choices=states.Finding)
    result = models.CharField(_("結果"), max_length=10, choices=states.Result)
    certificate_number = models.CharField(_("証明書番号"), max_length=60, blank=True)
    done_by = models.CharField(_("校正した機関・担当"), max_length=100, blank=True)
    traceability = models.CharField(_("トレーサビリティ"), max_length=200, blank=True)
    references = models.ManyToManyField(
        Device, verbose_name=_("使用した標準器"), blank=True, related_name="calibrated_with"
    )
    note = models.TextField(_("記事"), blank=True)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    source = models.CharField(max_length=200, blank=True)
    objects = StaffOnly.as_manager()

    class Meta:
        ordering = ["device", "done_on", "pk"]
        indexes = [models.Index(fields=["device", "-done_on", "-id"], name="newest_check_of_a_device")]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="failed", valid_until=None)
                | (~Q(result="failed") & Q(valid_until__gte=F("done_on"))),
                name="only_a_passed_check_holds",
            )
        ]

    def __str__(self) -> str:
        return f"{self.device.code} {self.done_on:%Y/%m/%d}"

    @property
    def casts_doubt(self) -> bool:
        """Whether what was measured before it must be looked at."""
        return self.as_found == states.Finding.FAILED


class Part(Dated):
    """One row for every part of a device in its period; ``apparatus`` where the part is registered itself."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="parts")
    name = models.CharField(_("部品名"), max_length=100)
    serial = models.CharField(_("製造番号"), max_length=60, blank=True)
    apparatus = models.ForeignKey(
        Device, verbose_name=_("台帳の機器"), on_delete=models.PROTECT, null=True, blank=True, related_name="built_into"
    )
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["device", "name", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(apparatus=None) | ~Q(apparatus=F("device")), name="a_device_is_no_part_of_itself"
            )
        ]


class MaintenanceQuerySet(StaffOnly):
    """Questions over works."""

    def open(self) -> Self:
        return self.filter(done_on=None)


class Maintenance(PublicRecord):
    """One row for every work on a device, planned or done; a repeated one plans its next when it is done."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="works")
    work = models.CharField(_("作業"), max_length=200)
    planned_on = models.DateField(_("予定日"))
    every_months = models.PositiveSmallIntegerField(_("くり返し（月）"), null=True, blank=True)
    done_on = models.DateField(_("実施日"), null=True, blank=True)
    done_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(_("結果"), max_length=500, blank=True)
    objects = MaintenanceQuerySet.as_manager()

    class Meta:
        ordering = ["planned_on", "pk"]
        indexes = [models.Index(fields=["done_on", "planned_on"])]


class OutageQuerySet(models.QuerySet["Outage"]):
    """Questions over outages."""

    def visible_to(self, user: Any) -> Self:
        """Staff see all; anyone else those that are published."""
        return self if standing(user).is_staff else self.filter(public=True)

    def across(self, starts_at: dt.datetime, ends_at: dt.datetime | None) -> Self:
        """Those that share a moment with the span; without an end it goes on."""
        late = self.filter(Q(ends_at=None) | Q(ends_at__gt=starts_at))
        return late if ends_at is None else late.filter(starts_at__lt=ends_at)

    def of(self, devices: Iterable[int]) -> Self:
        """Those of these devices (row numbers)."""
        return self.filter(device__in=devices)

    def shown_on_portal(self, at: dt.datetime, back: dt.timedelta) -> Self:
        """What is going on or announced, and what has ended within ``back``: 休止・再開のお知らせ."""
        shown = self.filter(Q(ends_at=None) | Q(ends_at__gt=at - back), public=True)
        return shown.select_related("device__branch").order_by("starts_at", "pk")

    def going_on(self, at: dt.datetime) -> Self:
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)

    def shown_on_first_page(self) -> Self:
        """The newest few that are published."""
        return self.filter(public=True).select_related("device__branch").order_by("-starts_at", "-pk")[:5]


class Outage(PublicRecord):
    """One row for every span in which a device cannot be used; without an end, until somebody ends it."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="outages")
    kind = models.CharField(_("種別"), max_length=10, choices=states.OutageKind)
    starts_at = models.DateTimeField(_("休止の開始"))
    ends_at = models.DateTimeField(_("再開の予定"), null=True, blank=True)
    public_reason = models.CharField(_("お知らせに載せる理由"), max_length=200)
    note = models.TextField(_("内部のメモ"), blank=True)
    public = models.BooleanField(_("お知らせに載せる"), default=True)
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(_("再開"), null=True, blank=True)
    objects = OutageQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["device", "ends_at"]), models.Index(fields=["ends_at", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="an_outage_ends_after_it_begins"
            )
        ]

    def is_over(self, at: dt.datetime) -> bool:
        """Whether the device can be used again."""
        return self.ends_at is not None and self.ends_at <= at


class DeviceFile(PublicRecord):
    """One row for every certificate, photograph or manual of a device; its bytes lie outside the web root."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="files")
    calibration = models.ForeignKey(Calibration, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    kind = models.CharField(_("種類"), max_length=12, choices=states.FileKind)
    file = models.FileField(upload_to=RandomPlace("devices"), max_length=120)
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()
    objects = StaffOnly.as_manager()

    class Meta:
        ordering = ["-added_at", "-pk"]


class ImpactDecision(models.Model):
    """One row for every result that a failed as-found check throws doubt on, once somebody decided. Written once."""

    calibration = models.ForeignKey(Calibration, on_delete=models.PROTECT, related_name="decisions")
    source = models.CharField(max_length=40)
    """Which list of results (``DeviceUses.key``)."""
    thing = models.PositiveBigIntegerField()
    """Which row of it."""
    number = models.CharField(max_length=60)
    verdict = models.CharField(_("判断"), max_length=10, choices=states.Verdict)
    reason = models.CharField(_("理由"), max_length=300)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    objects = StaffOnly.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calibration", "source", "thing"], name="one_decision_per_doubted_result")
        ]


class Notice(OwedMail):
    """One row for every mail about devices, written with what it tells of and sent by a job."""
