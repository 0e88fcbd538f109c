"""The rooms, what lists once printed of them, and how their number grew."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import localized
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.parties.models import Branch, Dated, DatedQuerySet


class Lab(Dated):
    """One row for every room that is let for product development, in the period it is offered."""

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="labs")
    room = models.CharField(_("室番号"), max_length=20)
    order = models.PositiveSmallIntegerField(default=0)
    area_m2 = models.DecimalField(_("面積（㎡）"), max_digits=6, decimal_places=1, null=True, blank=True)
    equipment_ja = models.CharField(_("設備"), max_length=300, blank=True)
    equipment_en = models.CharField(max_length=300, blank=True)
    equipment_th = models.CharField(max_length=300, blank=True)
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Its tariff: what a whole month costs."""
    source = models.CharField(max_length=200, blank=True)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["branch__code", "order"]
        constraints = [models.UniqueConstraint(fields=["branch", "room"], name="one_lab_per_room")]

    def __str__(self) -> str:
        return self.room

    def get_absolute_url(self) -> str:
        return reverse("labs-desk:room", args=[self.branch.code, self.room])

    @property
    def equipment(self) -> str:
        return localized(self, "equipment")

    @property
    def full_name(self) -> str:
        """With its branch."""
        return f"{self.branch} {self.room}"


class PrintedTenancyQuerySet(models.QuerySet["PrintedTenancy"]):
    """Questions over printed lists."""

    def on(self, day: dt.date) -> Self:
        """What lists of ``day`` or earlier days say about it."""
        return self.filter(Q(since__lte=day) | Q(since=None, printed_on__lte=day), Q(until=None) | Q(until__gte=day))


class PrintedTenancy(models.Model):
    """One row for every company that a published list names in a room; what the source does not print stays empty.

    Lists speak until the first terms hold (:class:`LabTerms`): from then on the tenancies themselves are on record.
    """

    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="printed")
    tenant_name = models.CharField(_("企業名"), max_length=200)
    use_summary = models.CharField(_("利用の概要"), max_length=300)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    printed_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    objects = PrintedTenancyQuerySet.as_manager()


class CapacityChange(models.Model):
    """One row for every time rooms were added or ended at a site, as printed."""

    month = models.DateField(_("年月"))
    site = models.CharField(_("施設"), max_length=60)
    rooms_delta = models.SmallIntegerField()
    rooms_after = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["month"]
