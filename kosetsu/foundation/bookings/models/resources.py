"""What is scarce: resources, the dated rules under which they are booked, and when they are closed."""

from collections.abc import Iterable
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import Named, PublicRecord
from kosetsu.foundation.bookings import rules, states
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.parties.models import Branch, Dated, DatedQuerySet, Group
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

    def for_weeks(self) -> Self:
        """With no more than a week reads: when they are open, and what they are called."""
        names = ("name_ja", "name_en", "name_th")
        own = ("code", "kind", "capacity", "cell_minutes", "device", *names)
        return self.select_related("branch").only(
            *own, "branch__code", "branch__timezone", *(f"branch__{name}" for name in names)
        )

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
