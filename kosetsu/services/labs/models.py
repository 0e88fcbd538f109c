"""Laboratories for rent (製品開発支援ラボ): rooms, who was in them when, and how the number of rooms grew."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.parties.models import Branch, Dated, DatedQuerySet


class Lab(Dated):
    """One row for every room that is let for product development, in the period it is offered."""

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="labs")
    room = models.CharField(_("室番号"), max_length=20)
    order = models.PositiveSmallIntegerField(default=0)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["branch__code", "order"]
        constraints = [models.UniqueConstraint(fields=["branch", "room"], name="one_lab_per_room")]

    def __str__(self) -> str:
        return self.room


class TenancyQuerySet(models.QuerySet["Tenancy"]):
    """Questions over tenancies."""

    def on(self, day: dt.date) -> "TenancyQuerySet":
        """The tenancies known to hold on ``day``: begun before, or printed in a list of an earlier day."""
        return self.filter(Q(since__lte=day) | Q(since=None, printed_on__lte=day), Q(until=None) | Q(until__gte=day))


class Tenancy(models.Model):
    """One row for every company in a room; days the source does not print stay empty, ``printed_on`` is its day."""

    lab = models.ForeignKey(Lab, on_delete=models.PROTECT, related_name="tenancies")
    tenant_name = models.CharField(_("企業名"), max_length=200)
    use_summary = models.CharField(_("利用の概要"), max_length=300)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    printed_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    objects = TenancyQuerySet.as_manager()


class CapacityChange(models.Model):
    """One row for every time rooms were added or ended at a site, as printed."""

    month = models.DateField(_("年月"))
    site = models.CharField(_("施設"), max_length=60)
    rooms_delta = models.SmallIntegerField()
    rooms_after = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["month"]
