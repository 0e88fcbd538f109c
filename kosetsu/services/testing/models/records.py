"""What was measured: templates per test item, records with readings and calculations, and who verified them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.parties.models import Dated, DatedQuerySet
from kosetsu.services.testing import states
from kosetsu.services.testing.models.orders import Order, OrderItem
from kosetsu.services.testing.models.samples import Sample

PERSON = settings.AUTH_USER_MODEL


class RecordTemplate(Dated):
    """One row for every dated template of a test item: how it is measured and what is written down."""

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="record_templates")
    method = models.CharField(_("試験方法"), max_length=300)
    conditions = models.JSONField(default=list)
    """What is written down about the conditions: [{"key", "label", "unit"}]."""
    quantities = models.JSONField(default=list)
    """What is read for each sample: [{"key", "label", "unit"}]."""
    calculations = models.JSONField(default=list)
    """What is computed from the readings: [{"quantity", "kind"}], kind being a key of ``rules.CALCULATIONS``."""
    uncertainty = models.CharField(_("不確かさ"), max_length=300, blank=True)
    decision_rule = models.CharField(_("判定規則"), max_length=300, blank=True)
    verifiers = models.PositiveSmallIntegerField(_("確認者の人数"), default=1)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["offering", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["offering", "valid_from"], name="one_template_from_a_day"),
            models.CheckConstraint(condition=Q(verifiers__gte=1), name="a_template_wants_a_verifier"),
        ]


class TestRecordQuerySet(models.QuerySet["TestRecord"]):
    """Questions over test records."""

    def visible_to(self, user: Any) -> "TestRecordQuerySet":
        return self.filter(item__order__in=Order.objects.visible_to(user))

    def valid(self) -> "TestRecordQuerySet":
        """What a report may state: verified, and not replaced by a retest."""
        return self.filter(state=states.RecordState.VERIFIED)


class TestRecord(PublicRecord):
    """One row for every measurement of a part of an order; ``attempt`` counts retests. A verified one never changes."""

    __test__ = False  # the word is the laboratory's: pytest must not take it for a class of tests

    item = models.ForeignKey(OrderItem, on_delete=models.PROTECT, related_name="records")
    attempt = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(_("状態"), max_length=10, choices=states.RecordState, default=states.RecordState.DRAFT)
    method = models.CharField(_("試験方法"), max_length=300)
    deviation = models.CharField(_("方法からの逸脱・追加"), max_length=300, blank=True)
    place = models.CharField(_("試験場所"), max_length=200, blank=True)
    conditions = models.JSONField(default=list)
    """[{"key", "label", "unit", "value"}], as filled in."""
    quantities = models.JSONField(default=list)
    """The template's quantities and (``calculated``) calculations, as they stood when the record was opened."""
    calculated = models.JSONField(default=list)
    uncertainty = models.CharField(_("不確かさ"), max_length=300, blank=True)
    decision_rule = models.CharField(_("判定規則"), max_length=300, blank=True)
    specification = models.CharField(_("仕様・規格値"), max_length=300, blank=True)
    judgement = models.CharField(_("判定"), max_length=10, choices=states.Judgement, blank=True)
    remarks = models.TextField(_("所見"), blank=True)
    measured_from = models.DateTimeField(_("測定開始"), null=True)
    measured_until = models.DateTimeField(_("測定終了"), null=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    superseded_because = models.CharField(max_length=300, blank=True)
    objects = TestRecordQuerySet.as_manager()

    class Meta:
        ordering = ["item", "attempt"]
        constraints = [
            models.UniqueConstraint(fields=["item", "attempt"], name="one_record_per_attempt"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state__in=("draft", "submitted", "verified")), name="one_record_counts"
            ),
            models.CheckConstraint(
                condition=Q(measured_from=None) | Q(measured_until=None) | Q(measured_until__gte=F("measured_from")),
                name="measured_forwards",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(submitted_by__isnull=False, submitted_at__isnull=False, measured_from__isnull=False,
                    measured_until__isnull=False),
                name="submitted_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.item} #{self.attempt}"


class UsedDevice(models.Model):
    """One row for every device that a record was measured with, main or part, and from when until when.

    Empty moments are the record's own; they are written out when the record is submitted.
    """

    record = models.ForeignKey(TestRecord, on_delete=models.CASCADE, related_name="devices")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="test_uses")
    role = models.CharField(_("役割"), max_length=10, choices=states.DeviceRole, default=states.DeviceRole.MAIN)
    used_from = models.DateTimeField(_("使用開始"), null=True, blank=True)
    used_until = models.DateTimeField(_("使用終了"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["device", "used_until"], name="results_of_a_device")]
        constraints = [
            models.UniqueConstraint(fields=["record", "device"], name="a_device_is_named_once"),
            models.CheckConstraint(
                condition=Q(used_from=None) | Q(used_until=None) | Q(used_until__gte=F("used_from")),
                name="used_forwards",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.device.code} {self.device.name}"


class Reading(models.Model):
    """One row for every value read: of one quantity, for one sample, the n-th time. Exact, as it was written."""

    record = models.ForeignKey(TestRecord, on_delete=models.CASCADE, related_name="readings")
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="readings")
    quantity = models.CharField(max_length=30)
    position = models.PositiveSmallIntegerField()
    value = models.CharField(max_length=40)

    class Meta:
        ordering = ["sample", "quantity", "position"]
        constraints = [
            models.UniqueConstraint(fields=["record", "sample", "quantity", "position"], name="one_value_per_reading")
        ]


class Calculation(models.Model):
    """One row for every value computed from the readings of one sample, with how it came about."""

    record = models.ForeignKey(TestRecord, on_delete=models.CASCADE, related_name="calculations")
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="+")
    quantity = models.CharField(max_length=30)
    kind = models.CharField(max_length=12)
    value = models.CharField(max_length=40)
    formula = models.CharField(max_length=300)

    class Meta:
        ordering = ["sample", "quantity", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["record", "sample", "quantity", "kind"], name="one_result_per_calculation")
        ]


class Verification(models.Model):
    """One row for every person who checked a submitted record; never the one who submitted it."""

    record = models.ForeignKey(TestRecord, on_delete=models.PROTECT, related_name="verifications")
    submitted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    """As the record names them (the database compares): one row holds both people and a constraint parts them."""
    verified_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField()
    note = models.CharField(_("備考"), max_length=300, blank=True)
    objects = models.Manager["Verification"]()

    class Meta:
        ordering = ["verified_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["record", "verified_by"], name="a_person_verifies_once"),
            models.CheckConstraint(condition=~Q(verified_by=F("submitted_by")), name="somebody_else_verifies"),
        ]
