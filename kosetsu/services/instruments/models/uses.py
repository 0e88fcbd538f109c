"""What was used of an instrument, by whom, how it is metered, and the fee of a booking that was not used."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import Named, PublicRecord
from kosetsu.foundation.bookings.models import Booking
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import TaxClass
from kosetsu.foundation.parties.models import Dated, DatedQuerySet, Workplace
from kosetsu.services.instruments import states

PERSON = settings.AUTH_USER_MODEL


class Companion(models.Model):
    """One row for every further person who comes with a booking; whoever operates needs the licence as well."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="companions")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    operates = models.BooleanField(_("操作する"), default=False)
    named_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "person"], name="a_companion_is_named_once")]


class MeteringRule(Dated):
    """One row for every period in which an instrument's hours are counted and its guide is charged like this."""

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="metering_rules")
    basis = models.CharField(max_length=8, choices=states.Basis, default=states.Basis.USED)
    unit_minutes = models.PositiveSmallIntegerField()
    rounding = models.CharField(max_length=8, choices=states.Rounding)
    guide_yen = models.PositiveIntegerField(null=True, blank=True)
    """What a unit of guidance costs; empty: guidance is part of the price."""
    guide_tax_class = models.CharField(max_length=24, choices=TaxClass, default=TaxClass.INCLUDED_10)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offering", "valid_from"], name="one_metering_rule_from_a_day"),
            models.CheckConstraint(condition=Q(unit_minutes__gte=1), name="a_unit_takes_time"),
        ]


class Consumable(Named, Dated):
    """One row for every period in which a consumable of an instrument has this price."""

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="consumables")
    code = models.CharField(max_length=30)
    unit = models.CharField(max_length=10)
    yen = models.PositiveIntegerField()
    tax_class = models.CharField(max_length=24, choices=TaxClass, default=TaxClass.INCLUDED_10)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["offering", "code", "valid_from"], name="one_consumable_price_from_a_day")
        ]


class Use(PublicRecord):
    """One row for every booking of an instrument that was begun: metered to the minute when it ends."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="use")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="uses")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="uses")
    started_at = models.DateTimeField(_("利用開始"))
    stopped_at = models.DateTimeField(_("利用終了"), null=True)
    used_minutes = models.PositiveIntegerField(_("利用時間（分）"), default=0)
    units = models.PositiveIntegerField(_("計上した数量"), default=0)
    guidance_minutes = models.PositiveIntegerField(_("操作指導（分）"), default=0)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="+")
    unpriced = models.CharField(max_length=300, blank=True)
    """Why it has no charge yet; a job tries again."""

    class Meta:
        indexes = [models.Index(fields=["offering", "started_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(stopped_at=None) | Q(stopped_at__gte=F("started_at")), name="a_use_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(stopped_at=None) | Q(entry__isnull=False), name="a_finished_use_has_its_entry"
            ),
        ]


class Consumed(models.Model):
    """One row for every consumable taken during a use, at the price of that day."""

    use = models.ForeignKey(Use, on_delete=models.PROTECT, related_name="consumed")
    consumable = models.ForeignKey(Consumable, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField(_("数量"))
    logged_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()

    class Meta:
        ordering = ["logged_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(quantity__gte=1), name="something_was_consumed")]

    @property
    def yen(self) -> int:
        return self.quantity * self.consumable.yen


class CancellationFee(models.Model):
    """One row for every booking that costs something although it was not used: cancelled late, or nobody came."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="cancellation_fee")
    yen = models.PositiveIntegerField()
    charged_at = models.DateTimeField()
