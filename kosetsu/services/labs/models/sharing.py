"""Rooms that tenants share (試作加工室・化学実験室), and the log of their use."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.models import Dated, DatedQuerySet
from kosetsu.services.labs.models.living import OfTenancyQuerySet
from kosetsu.services.labs.models.tenancies import Tenancy


class SharedRoom(Dated):
    """One row for every room that only tenants book, in the period that rule holds."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="+")
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["resource__code"]
        constraints = [models.UniqueConstraint(fields=["resource", "valid_from"], name="one_shared_room_from_a_day")]


class RoomUse(models.Model):
    """One row for every use of a shared room: the room log, written when the booking ends."""

    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, related_name="+")
    tenancy = models.ForeignKey(Tenancy, on_delete=models.PROTECT, related_name="room_uses")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("利用開始"))
    stopped_at = models.DateTimeField(_("利用終了"))
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="+")
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, null=True, related_name="+")
    objects = OfTenancyQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        verbose_name = _("共用の部屋の利用")
