"""How an instrument does: what is broken, and what is decided where it is little used."""

import datetime as dt
from fractions import Fraction
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common import money
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.devices.models import Outage
from kosetsu.foundation.parties.models import Dated, DatedQuerySet

PERSON = settings.AUTH_USER_MODEL


class FaultQuerySet(models.QuerySet["Fault"]):
    """Questions over faults."""

    def open(self) -> Self:
        """What nobody has mended yet."""
        return self.filter(mended_at=None)


class Fault(PublicRecord):
    """One row for every fault reported at an instrument; while it makes it unusable, no use begins and the apparatus is
    out of order.
    """

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="faults")
    text = models.CharField(_("故障の内容"), max_length=300)
    unusable = models.BooleanField(_("使えない"), default=False)
    outage = models.ForeignKey(Outage, on_delete=models.PROTECT, null=True, related_name="faults")
    """The outage that it opened, or shares with an earlier fault; it ends with the last of them."""
    reported_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    mended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    mended_at = models.DateTimeField(null=True)
    mending = models.CharField(_("処置"), max_length=300, blank=True)
    repair_yen = models.PositiveIntegerField(_("修理費（円）"), default=0)
    objects = FaultQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at"]
        indexes = [models.Index(fields=["resource", "mended_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(mended_at=None) | ~Q(mending=""), name="a_mending_says_what_was_done")
        ]


class UtilisationRule(Dated):
    """One row for every period in which an instrument below this rate is looked at."""

    low_rate = models.CharField(max_length=12)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    @classmethod
    def low_on(cls, day: dt.date) -> Fraction | None:
        """The rate in force on the day; None where nobody looks."""
        rule = cls.objects.on(day).order_by("-valid_from").first()
        return money.rate(rule.low_rate) if rule else None


class LowUseStep(models.Model):
    """One row for every step decided about an instrument that is little used."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="low_use_steps")
    month = models.DateField()
    """The first day of the month whose figures were looked at."""
    step = models.CharField(_("対応"), max_length=300)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-decided_at", "-pk"]
