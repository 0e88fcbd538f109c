"""What is agreed: a booking, its part of every resource, and the cells that make overlap impossible."""

import datetime as dt
from fractions import Fraction
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.bookings import rules, states
from kosetsu.foundation.bookings.models.resources import Resource
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.devices.models import Outage
from kosetsu.foundation.parties.models import Institute, Workplace
from kosetsu.foundation.parties.standing import standing

PERSON = settings.AUTH_USER_MODEL


def due(at: dt.datetime, of: str = "") -> Q:
    """Bookings that keep nothing any more: holds whose time has run out, and requests that nobody approved before they
    began. ``of`` is the way to them from another table.
    """
    held = {f"{of}state": states.State.HELD, f"{of}held_until__lte": at}
    late = {f"{of}state": states.State.REQUESTED, f"{of}starts_at__lte": at}
    return Q(**held) | Q(**late)


class BookingQuerySet(models.QuerySet["Booking"]):
    """Questions over bookings; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Staff see all; anyone else their own, and those of the workplaces they act for."""
        place = standing(user)
        if place.is_staff:
            return self
        if not getattr(user, "is_authenticated", False):
            return self.none()
        own = Q(workplace__organisation__in=place.organisations)
        if place.workplaces is not None:
            own &= Q(workplace__in=place.workplaces)
        return self.filter(own | Q(person=user, workplace=None))

    def for_lists(self) -> Self:
        return self.select_related("resource__branch", "person", "workplace__organisation")

    def across(self, outage: Outage) -> Self:
        """Those to come that lie across an outage of a device they need, the next first."""
        needs = self.filter(parts__resource__device=outage.device_id, ends_at__gt=outage.starts_at)
        met = needs if outage.ends_at is None else needs.filter(starts_at__lt=outage.ends_at)
        return met.filter(state__in=states.COMING).order_by("starts_at", "pk").distinct()

    def across_outages(self, at: dt.datetime) -> Self:
        """Those to come that lie across any outage of a device they need."""
        met = Outage.objects.filter(
            Q(ends_at=None) | Q(ends_at__gt=OuterRef("starts_at")),
            device__resources__parts__booking=OuterRef("pk"),
            starts_at__lt=OuterRef("ends_at"),
        )
        return self.filter(Exists(met), state__in=states.COMING, ends_at__gt=at)

    def waiting(self) -> Self:
        """Those that wait for an approval."""
        return self.filter(state=states.State.REQUESTED)

    def due(self, at: dt.datetime) -> Self:
        """Those that the job ends."""
        return self.filter(due(at))


class Booking(PublicRecord):
    """One row for every agreed use: one resource or a set of them, all for the same time, all or none."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="bookings")
    """What it is about; the set itself stands in :class:`BookedResource`."""
    state = models.CharField(_("状態"), max_length=10, choices=states.State)
    starts_at = models.DateTimeField(_("開始"))
    ends_at = models.DateTimeField(_("終了"))
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="bookings")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="bookings")
    caller_name = models.CharField(_("利用者の氏名"), max_length=100, blank=True)
    caller_telephone = models.CharField(_("電話番号"), max_length=30, blank=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="bookings")
    purpose = models.CharField(_("利用の目的"), max_length=200, blank=True)
    upkeep = models.BooleanField(_("校正・保守のための予約"), default=False)
    """Calibration work must be possible on what is not calibrated."""
    ours = models.BooleanField(_("機関が自ら使う予約"), default=False)
    """What the rules ask of clients is not asked of it, nobody is waited for, and it costs nothing."""
    booked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    booked_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(_("利用開始"), null=True)
    stopped_at = models.DateTimeField(_("利用終了"), null=True)
    ended_because = models.CharField(_("理由"), max_length=200, blank=True)
    fee_share = models.CharField(max_length=12, blank=True)
    """What its cancellation costs, as a share of the price: "1/2"."""
    sequence = models.PositiveIntegerField(default=0)
    """How often it changed, as calendars count (RFC 5545)."""
    changed_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    objects = BookingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["state", "starts_at"]),
            models.Index(fields=["state", "held_until"]),
            models.Index(fields=["person", "ends_at"]),
            models.Index(fields=["workplace", "resource", "starts_at"]),
            models.Index(fields=["resource", "ends_at"]),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_booking_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(state="held") | Q(held_until__isnull=False), name="a_hold_runs_out"),
        ]

    @property
    def span(self) -> rules.Span:
        return rules.Span(self.starts_at, self.ends_at)

    @property
    def first_day(self) -> dt.date:
        """The day it begins, where the resource is."""
        return self.starts_at.astimezone(self.resource.zone).date()

    @property
    def fee(self) -> Fraction:
        """What its cancellation costs, as a share of the price."""
        return Fraction(self.fee_share or 0)

    @cached_property
    def institute(self) -> Institute | None:
        """Whose it is, read once for all that a verb asks and writes."""
        return Institute.current()

    @property
    def user_name(self) -> str:
        """Who comes: the person, or what a caller without a login said."""
        return str(self.person) if self.person else self.caller_name


class BookedResource(models.Model):
    """One row for every resource of a booking: its lane, and how long it is kept, set-up and clean-up included."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="parts")
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="parts")
    lane = models.PositiveSmallIntegerField()
    kept_from = models.DateTimeField()
    kept_until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["resource", "kept_until"])]
        constraints = [
            models.UniqueConstraint(fields=["booking", "resource"], name="a_resource_once_per_booking"),
            models.CheckConstraint(condition=Q(kept_until__gt=F("kept_from")), name="kept_until_after_kept_from"),
        ]

    @property
    def span(self) -> rules.Span:
        return rules.Span(self.kept_from, self.kept_until)


class BookedCell(models.Model):
    """One row for every cell of time that a booking has on a lane. The unique row is the guard: nobody has it twice."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+", db_index=False)
    lane = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="cells")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "lane", "starts_at"], name="one_booking_per_cell")]
