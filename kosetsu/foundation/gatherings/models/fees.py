"""The institute's rules of what is paid for a place beforehand, as dated data."""

import datetime as dt
from typing import Self

from django.db import models

from kosetsu.foundation.parties.models import Dated, DatedQuerySet


class FeeTerms(Dated):
    """One row for every period in which places of this kind of gathering are paid and given back by these rules."""

    kind = models.CharField(max_length=60, blank=True)
    """"service.key" of the kind; empty: for all that have no row of their own."""
    grace_days = models.PositiveSmallIntegerField(default=0)
    """So many days after the paper's due day a place is still kept, as banks tell late."""
    fee = models.CharField(max_length=100, blank=True)
    """What giving a paid place back costs: "day-3=0; start=1/2; after=1", as rules of bookings write it."""
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "valid_from", "pk"]

    @classmethod
    def of(cls, kind: str, day: dt.date) -> Self | None:
        """The rule in force for a kind: its own before the one for all."""
        return cls.objects.on(day).filter(kind__in=["", kind]).order_by("-kind", "-valid_from").first()
