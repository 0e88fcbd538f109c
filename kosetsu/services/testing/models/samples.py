"""Samples, and who has them at every moment.

A holding lasts until the next one begins: with only the beginnings stored there can be no gap and no overlap, and
``holder_at`` is the latest beginning. The database refuses a second holding at one place of the chain or at one
moment, one that begins before its forerunner, and one after a return or disposal (see ``guards.py``).
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.services.testing import states
from kosetsu.services.testing.models.orders import Order

PERSON = settings.AUTH_USER_MODEL


class SampleQuerySet(models.QuerySet["Sample"]):
    """Questions over samples."""

    def visible_to(self, user: Any) -> "SampleQuerySet":
        return self.filter(order__in=Order.objects.visible_to(user))

    def at_the_institute(self) -> "SampleQuerySet":
        """Neither returned nor disposed of."""
        return self.exclude(custody__kind__in=states.FINAL)


class Sample(PublicRecord):
    """One row for every thing a client handed over to be tested, with its gapless number."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="samples")
    number = models.CharField(_("試料番号"), max_length=30, unique=True)
    name = models.CharField(_("試料名"), max_length=200)
    mark = models.CharField(_("お客様の記号"), max_length=100, blank=True)
    material = models.CharField(_("材質・ロットなど"), max_length=200, blank=True)
    pieces = models.PositiveIntegerField(_("個数"), default=1)
    condition = models.CharField(_("受領時の状態"), max_length=300, blank=True)
    received_on = models.DateField(_("受領日"))
    objects = SampleQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.CheckConstraint(condition=Q(pieces__gte=1), name="a_sample_is_something")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def holding(self) -> "Custody":
        """Who has it now."""
        return self.custody.latest("position")

    def holding_at(self, moment: dt.datetime) -> "Custody | None":
        """Who had it at ``moment``; None before it came."""
        return self.custody.filter(since__lte=moment).order_by("-position").first()


class ExpectedSample(models.Model):
    """One row for every sample that an application announces; ``sample`` is what came of it when it was taken in."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="expected")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("試料名"), max_length=200)
    mark = models.CharField(_("お客様の記号"), max_length=100, blank=True)
    material = models.CharField(_("材質・ロットなど"), max_length=200, blank=True)
    pieces = models.PositiveIntegerField(_("個数"), default=1)
    sample = models.OneToOneField(Sample, on_delete=models.PROTECT, null=True, related_name="expected")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["order", "position"], name="one_expected_sample_per_position"),
            models.CheckConstraint(condition=Q(pieces__gte=1), name="an_expected_sample_is_something"),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.name, self.mark, self.material, f"× {self.pieces}") if part)


class Custody(models.Model):
    """One row for every holding of a sample, append-only: from ``since`` until the next row begins.

    The holder is a member of staff, or a named store; after a return it is the client, after disposal nobody.
    """

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="custody")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=states.Holding)
    holder = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    store = models.CharField(_("保管場所"), max_length=100, blank=True)
    since = models.DateTimeField()
    note = models.CharField(_("備考"), max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "position"], name="one_holding_after_another"),
            models.UniqueConstraint(fields=["sample", "since"], name="one_holder_at_a_moment"),
            models.CheckConstraint(
                condition=Q(kind__in=("received", "handed_over"), holder__isnull=False, store="")
                | (Q(kind="stored", holder=None) & ~Q(store=""))
                | Q(kind__in=states.FINAL, holder=None, store=""),
                name="a_holding_has_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(position=1, kind="received") | (Q(position__gt=1) & ~Q(kind="received")),
                name="custody_begins_with_receipt",
            ),
        ]

    @property
    def is_final(self) -> bool:
        return self.kind in states.FINAL
