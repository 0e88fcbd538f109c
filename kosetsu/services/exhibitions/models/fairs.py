"""A business-meeting day: its slots and tables, who wishes to meet whom, searches for a timetable, and the meetings."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.exhibitions.models.booths import Booth
from kosetsu.services.exhibitions.models.exhibitions import PERSON, Exhibition
from kosetsu.services.exhibitions.models.visitors import OfBothQuerySet, Visitor
from kosetsu.services.exhibitions.states import MeetingState, ProposalState


class FairQuerySet(models.QuerySet["Fair"]):
    """Questions over business-meeting days."""

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all; on their own pages everyone sees their own meetings alone."""
        return self if standing(user).is_staff else self.none()

    def wishing(self, exhibition: Exhibition, at: dt.datetime) -> Self:
        """Those of an exhibition for which wishes are taken now."""
        return self.filter(exhibition=exhibition, wishes_until__gt=at)


class Fair(PublicRecord):
    """One row for every day on which exhibitors and visitors of an exhibition meet at tables, or on screens."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.PROTECT, related_name="fairs")
    title = models.CharField(_("名称"), max_length=200)
    place = models.CharField(_("会場・方法"), max_length=200, blank=True)
    wishes_until = models.DateTimeField(_("希望の期限"))
    longest_run = models.PositiveSmallIntegerField(_("続けて行う商談の上限"), default=0)
    """How many meetings may follow each other without a pause; 0 for any number."""
    planned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    objects = FairQuerySet.as_manager()

    class Meta:
        ordering = ["-wishes_until", "pk"]

    def __str__(self) -> str:
        return self.title


class Slot(models.Model):
    """One row for every span of a fair in which as many meetings are held as there are tables; closed, none."""

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField(_("開始"))
    ends_at = models.DateTimeField(_("終了"))
    tables = models.PositiveSmallIntegerField(_("卓の数"))
    lunch = models.BooleanField(_("昼食の時間帯"), default=False)
    """Everybody has one slot of the lunch window free."""
    closed = models.BooleanField(_("使わない"), default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["fair", "number"], name="one_slot_per_number"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_slot_ends_after_it_starts"),
        ]

    @property
    def open_tables(self) -> int:
        return 0 if self.closed else self.tables


class Away(models.Model):
    """One row for every slot in which an exhibitor or a visitor cannot come."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="away")
    booth = models.ForeignKey(Booth, on_delete=models.CASCADE, null=True, related_name="away")
    visitor = models.ForeignKey(Visitor, on_delete=models.CASCADE, null=True, related_name="away")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slot", "booth"], name="a_booth_is_away_once"),
            models.UniqueConstraint(fields=["slot", "visitor"], name="a_visitor_is_away_once"),
            models.CheckConstraint(
                condition=Q(booth=None, visitor__isnull=False) | Q(booth__isnull=False, visitor=None),
                name="either_a_booth_or_a_visitor_is_away",
            ),
        ]


class Wish(PublicRecord):
    """One row for every pair of which the visitor would like to meet; the exhibitor adds its points, or declines."""

    fair = models.ForeignKey(Fair, on_delete=models.PROTECT, related_name="wishes")
    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, related_name="wishes")
    visitor = models.ForeignKey(Visitor, on_delete=models.PROTECT, related_name="wishes")
    buyer_points = models.PositiveSmallIntegerField(_("来場者の希望"))
    seller_points = models.PositiveSmallIntegerField(_("出展者の希望"), default=1)
    declined = models.BooleanField(_("出展者が辞退"), default=False)
    about = models.CharField(_("話したいこと"), max_length=300, blank=True)
    wished_at = models.DateTimeField(_("希望した日時"))
    objects = OfBothQuerySet.as_manager()

    class Meta:
        ordering = ["wished_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["fair", "booth", "visitor"], name="one_wish_per_pair")]


class Meeting(PublicRecord):
    """One row for every meeting of a settled timetable; a person may lock it where it is, or call it off."""

    fair = models.ForeignKey(Fair, on_delete=models.PROTECT, related_name="meetings")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="meetings")
    table = models.PositiveSmallIntegerField(_("卓"))
    """Counted from 0, as the solver does."""
    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, related_name="meetings")
    visitor = models.ForeignKey(Visitor, on_delete=models.PROTECT, related_name="meetings")
    state = models.CharField(_("状態"), max_length=10, choices=MeetingState, default=MeetingState.SETTLED)
    locked = models.BooleanField(_("動かさない"), default=False)
    objects = OfBothQuerySet.as_manager()

    class Meta:
        ordering = ["slot__number", "table", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["slot", *fields],
                condition=Q(state=MeetingState.SETTLED),
                name=f"one_meeting_per_slot_and_{name}",
            )
            for name, fields in {"table": ["table"], "booth": ["booth"], "visitor": ["visitor"]}.items()
        ]

    @property
    def table_number(self) -> int:
        """The table as people count."""
        return self.table + 1


class Proposal(PublicRecord):
    """One row for every search for a timetable: how far it is, what it found, or what clashes.

    ``gone`` and ``from_slot`` are those of the day itself, once some dropped out; keys are the solver's.
    """

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE, related_name="proposals")
    state = models.CharField(_("状態"), max_length=10, choices=ProposalState, default=ProposalState.QUEUED)
    again = models.BooleanField(default=False)
    """Near to the settled timetable, of which as little as may be moves."""
    gone = models.JSONField(default=list)
    from_slot = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("計算を始めた日時"))
    stage = models.CharField(max_length=30, blank=True)
    total = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=dict)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fair"], condition=Q(state__in=(ProposalState.QUEUED, ProposalState.RUNNING)),
                name="one_search_per_fair",
            )
        ]  # fmt: skip

    @property
    def goes_on(self) -> bool:
        return self.state in (ProposalState.QUEUED, ProposalState.RUNNING)
