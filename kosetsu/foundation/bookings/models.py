"""Anything scarce with a calendar: resources under dated rules, bookings, the cells that make overlap impossible."""

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import Named, PublicRecord
from kosetsu.foundation.bookings import rules, states
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.devices.models import Device, Outage
from kosetsu.foundation.parties.models import Branch, Dated, DatedQuerySet, Group, Institute, Workplace
from kosetsu.foundation.parties.post import OwedMail
from kosetsu.foundation.parties.standing import standing

PERSON = settings.AUTH_USER_MODEL


class AdviserHours(Dated):
    """One row for every weekly span in which an offering's adviser receives, in the branch's time zone."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("月曜日")
        TUESDAY = 1, _("火曜日")
        WEDNESDAY = 2, _("水曜日")
        THURSDAY = 3, _("木曜日")
        FRIDAY = 4, _("金曜日")

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="adviser_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts = models.TimeField()
    ends = models.TimeField()
    channel = models.CharField(max_length=10, choices=Channel)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["offering", "weekday", "starts"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="hours_end_after_they_begin")
        ]


class ResourceQuerySet(models.QuerySet["Resource"]):
    """Questions over resources."""

    def visible_to(self, user: Any) -> Self:
        """Staff see every resource; anyone else what is shown to the public and in use."""
        return self if standing(user).is_staff else self.filter(public=True, in_use=True)

    def for_booking(self) -> Self:
        """With all that the rules and the gates of a booking read."""
        return self.select_related("branch", "group", "offering__field")

    def for_lists(self) -> Self:
        return self.for_booking().order_by("branch__code", "kind", "code")


class Resource(PublicRecord, Named):
    """One row for every scarce thing: an instrument, a room, an accessory, a member of staff's time."""

    CELLS = [(minutes, str(minutes)) for minutes in (5, 10, 15, 30, 60)]

    code = models.CharField(_("番号"), max_length=30, unique=True)
    kind = models.CharField(_("種別"), max_length=12, choices=states.ResourceKind)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="resources")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="resources")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, null=True, blank=True, related_name="resources")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, null=True, blank=True, related_name="resources")
    """The apparatus itself: its calibration and its outages decide about bookings."""
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    capacity = models.PositiveSmallIntegerField(_("同時に使える数"), default=1)
    cell_minutes = models.PositiveSmallIntegerField(_("予約のきざみ（分）"), default=30, choices=CELLS)
    goes_with = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="+")
    """What can be booked along: accessories, a preparation room, an operator."""
    public = models.BooleanField(_("空き状況を公開"), default=True)
    in_use = models.BooleanField(_("使用中"), default=True)
    source = models.CharField(max_length=200)
    objects = ResourceQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gte=1), name="a_resource_has_a_place"),
            models.CheckConstraint(condition=Q(cell_minutes__in=(5, 10, 15, 30, 60)), name="cells_divide_the_hour"),
        ]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.branch.timezone)


class BookingRuleQuerySet(DatedQuerySet):
    """Questions over rules."""

    def newest_first(self) -> Self:
        """The latest beginning first; a rule without one has always been."""
        return self.order_by(F("valid_from").desc(nulls_last=True), "-pk")


class BookingRule(Dated):
    """One row for every period in which a resource is booked under these rules; empty numbers say "no limit"."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="rules")
    opening = models.CharField(max_length=200)
    horizon = models.CharField(max_length=12)
    longest_minutes = models.PositiveIntegerField(null=True, blank=True)
    longest_days = models.PositiveSmallIntegerField(default=1)
    per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    spacing_minutes = models.PositiveIntegerField(default=0)
    notice_minutes = models.PositiveIntegerField(default=0)
    setup_minutes = models.PositiveSmallIntegerField(default=0)
    cleanup_minutes = models.PositiveSmallIntegerField(default=0)
    approval = models.BooleanField(default=False)
    hold_minutes = models.PositiveIntegerField(default=30)
    offer_minutes = models.PositiveIntegerField(default=24 * 60)
    no_show_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    reminder_minutes = models.PositiveIntegerField(null=True, blank=True)
    fee = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=200)
    objects = BookingRuleQuerySet.as_manager()

    class Meta:
        ordering = ["resource", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "valid_from"], name="one_booking_rule_from_a_day"),
        ]

    @property
    def terms(self) -> rules.Terms:
        """The rule as the arithmetic reads it."""
        return rules.Terms(
            rules.read_opening(self.opening), self.horizon, self.longest_minutes, self.longest_days, self.per_week,
            self.spacing_minutes, self.notice_minutes, self.setup_minutes, self.cleanup_minutes,
        )  # fmt: skip


class ClosureQuerySet(models.QuerySet["Closure"]):
    """Questions over closures."""

    def of(self, resources: Iterable[Resource]) -> Self:
        """Those of the resources themselves and of their branches."""
        known = list(resources)
        return self.filter(Q(resource__in=known) | Q(branch__in={one.branch_id for one in known}))


class Closure(models.Model):
    """One row for every span in which a resource, or all of a branch, cannot be used."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, null=True, related_name="closures")
    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, null=True, related_name="closures")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.CharField(_("理由"), max_length=200)
    source = models.CharField(max_length=200, blank=True)
    objects = ClosureQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["resource", "ends_at"]), models.Index(fields=["branch", "ends_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_closure_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(resource=None, branch__isnull=False) | Q(resource__isnull=False, branch=None),
                name="a_closure_is_of_one_thing",
            ),
        ]


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


class WaitingQuerySet(models.QuerySet["Waiting"]):
    """Questions over the waiting list."""

    def visible_to(self, user: Any) -> Self:
        """Staff see all; anyone else their own."""
        if standing(user).is_staff:
            return self
        return self.filter(person=user) if getattr(user, "is_authenticated", False) else self.none()

    def in_turn(self, resource: Resource, at: dt.datetime) -> Self:
        """Who still waits for the resource, the first first."""
        open_ = self.filter(resource=resource, state=states.WaitingState.WAITING, until__gt=at)
        return open_.select_related("person", "workplace").order_by("made_at", "pk")


class Waiting(PublicRecord):
    """One row for every place on a waiting list: so many minutes of a resource, some time within a span."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="waiting")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="+")
    minutes = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=states.WaitingState, default=states.WaitingState.WAITING)
    made_at = models.DateTimeField()
    offered = models.OneToOneField(Booking, on_delete=models.PROTECT, null=True, related_name="offered_to")
    objects = WaitingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["resource", "state", "made_at"])]
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="waits_until_after_since")]


class Feed(PublicRecord):
    """One row for every iCal address: a person's own bookings, a resource's or a branch's; revoked, it is gone.

    ``named`` says that names and purposes stand in it, as long as the owner is of the institute.
    """

    kind = models.CharField(max_length=10, choices=states.FeedKind)
    owner = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, null=True, related_name="+")
    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, null=True, related_name="+")
    named = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="person", resource=None, branch=None)
                | Q(kind="resource", resource__isnull=False, branch=None)
                | Q(kind="branch", branch__isnull=False, resource=None),
                name="a_feed_is_of_one_thing",
            )
        ]


class Notice(OwedMail):
    """One row for every mail about a booking, written with the change it tells of and sent by a job.

    ``calendar`` is its iCal file, empty where there is none.
    """

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=states.NoticeKind)
    calendar = models.TextField(blank=True)

    def letter(self) -> EmailMessage:
        """With the appointment as a file."""
        letter = super().letter()
        if self.calendar:
            method = states.calendar_method(self.kind)
            letter.attach("booking.ics", self.calendar, f"text/calendar; charset=utf-8; method={method}")
        return letter
