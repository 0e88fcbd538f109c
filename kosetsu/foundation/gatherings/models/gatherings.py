"""Anything with a date, organisers and attendees: seminars, meetings, exhibitions, forums, drills."""

import datetime as dt
from collections.abc import Collection
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext_lazy as _

from kosetsu.common.clock import day_of
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.gatherings.states import SHOWN, GatheringState, Selection
from kosetsu.foundation.parties.models import Branch, Organisation
from kosetsu.foundation.parties.standing import standing

PERSON = settings.AUTH_USER_MODEL


class GatheringQuerySet(models.QuerySet["Gathering"]):
    """Questions over gatherings."""

    def shown(self) -> Self:
        """What everyone may read."""
        return self.filter(public=True, state__in=SHOWN)

    def to_come_first(self, today: dt.date) -> Self:
        """With ``past`` and ``coming_on`` to order by: the next one first, and what is over after all that comes."""
        coming = Q(ends_on__gte=today) | Q(ends_on=None, starts_on__gte=today)
        return self.annotate(
            past=Case(When(coming, then=0), default=1), coming_on=Case(When(coming, then=F("starts_on")), default=None)
        )

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all, anyone else what is public."""
        return self if standing(user).is_staff else self.shown()


class Gathering(PublicRecord):
    """One row for every event; a date the source did not print stays empty.

    Whoever wants to come registers between ``registers_from`` and ``registers_until``, where these are set;
    ``offering`` is what it costs by, if anything.
    """

    code = models.CharField(max_length=40, unique=True)
    service = models.CharField(max_length=30, blank=True)
    """The service that holds it, whose entries it becomes; empty where the entries come from elsewhere."""
    kind = models.CharField(max_length=30)
    title = models.CharField(_("名称"), max_length=200)
    summary = models.TextField(_("概要"), blank=True)
    starts_on = models.DateField(_("開始日"), null=True, blank=True)
    ends_on = models.DateField(_("終了日"), null=True, blank=True)
    fiscal_year = models.PositiveSmallIntegerField(null=True, blank=True)
    format = models.CharField(_("開催形式"), max_length=10, choices=Format, blank=True)
    place = models.CharField(_("会場"), max_length=200, blank=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, blank=True)
    times = models.PositiveSmallIntegerField(_("回数"), default=1)
    state = models.CharField(_("状態"), max_length=10, choices=GatheringState, default=GatheringState.PUBLISHED)
    public = models.BooleanField(default=True)
    source = models.CharField(max_length=10, default="recorded")
    reference = models.CharField(max_length=200, blank=True)
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, null=True, blank=True, related_name="gatherings")
    prepaid = models.BooleanField(_("前納"), default=False)
    """Whether a place is firm only when its price is paid; else whoever came is charged afterwards."""
    selection = models.CharField(_("参加者の決め方"), max_length=10, choices=Selection, default=Selection.FIRST_COME)
    registers_from = models.DateTimeField(_("申込開始"), null=True, blank=True)
    registers_until = models.DateTimeField(_("申込期限"), null=True, blank=True)
    cancels_until = models.DateTimeField(_("取消期限"), null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(_("繰り上げの回答期限（時間）"), default=48)
    terms = models.TextField(_("参加条件"), blank=True)
    planned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    drawn_with = models.CharField(max_length=40, blank=True)
    """The seed of the draw: with it the order of the lottery comes out again."""
    objects = GatheringQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(registers_from=None, registers_until=None) | Q(registers_until__gt=F("registers_from")),
                name="registration_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(prepaid=False) | Q(offering__isnull=False), name="what_is_prepaid_has_a_price"
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("planned_by")) | Q(approved_by=None), name="another_one_approves_a_gathering"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its place; a gathering of no branch is the institute's."""
        return ZoneInfo(self.branch.timezone if self.branch else settings.TIME_ZONE)

    @property
    def kind_key(self) -> str:
        """The key of its kind among those of all services."""
        return f"{self.service}.{self.kind}"

    def day_of(self, moment: dt.datetime) -> dt.date:
        """The day of a moment where it is held."""
        return day_of(moment, self.zone.key)

    @property
    def called_off(self) -> bool:
        return self.state == GatheringState.CANCELLED

    def written_down(self, days: Collection[dt.date]) -> set[tuple[int, dt.date | None]]:
        """Whose attendance of these days is known already, by registration and day."""
        rows = self.attendances.filter(registration__isnull=False, on_date__in=days)
        return set(rows.values_list("registration_id", "on_date"))

    def registers_at(self, at: dt.datetime) -> bool:
        """Whether registrations are taken at a moment."""
        return (
            self.state == GatheringState.PUBLISHED
            and self.registers_from is not None
            and self.registers_until is not None
            and self.registers_from <= at < self.registers_until
        )


class Session(models.Model):
    """One row for every part of a gathering with a time of its own; sessions of other tracks may run beside it."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("内容"), max_length=200, blank=True)
    speaker = models.CharField(_("講師"), max_length=200, blank=True)
    track = models.CharField(_("トラック"), max_length=60, blank=True)
    starts_at = models.DateTimeField(_("開始"))
    ends_at = models.DateTimeField(_("終了"))
    room = models.ForeignKey(Resource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, null=True, related_name="sessions")
    """What keeps the room once the gathering is approved; one for all its sessions of a day there."""
    online_url = models.URLField(_("オンライン会場"), blank=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_session_ends_after_it_starts"),
            models.UniqueConstraint(fields=["gathering", "track", "starts_at"], name="one_session_per_track_and_time"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.gathering)


class Organiser(models.Model):
    """One row for every body that hosts, co-hosts, backs, sponsors or speaks at a gathering."""

    class Role(models.TextChoices):
        HOST = "host", _("主催")
        COHOST = "cohost", _("共催")
        BACKER = "backer", _("後援")
        SPONSOR = "sponsor", _("協賛")
        PARTNER = "partner", _("連携機関")

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=8, choices=Role)
