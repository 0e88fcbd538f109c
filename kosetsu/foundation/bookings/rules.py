"""Arithmetic of time: when a resource is open, how far ahead it can be booked, which cells a booking fills, what it
costs to cancel. Every rule is data that these functions read; none of them knows the clock.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Protocol

from django.utils.translation import gettext as _

from kosetsu.common.calendars import NEVER_CLOSED, ClosingDays, is_holiday, is_working_day
from kosetsu.common.decisions import YES, Decision, no

HORIZON_DAYS = 92
"""How far ahead an adviser's hour is looked for; what is later is asked of a person."""
DAY = 24 * 60
MINUTE = dt.timedelta(minutes=1)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Hours(Protocol):
    """What the arithmetic reads of a row of hours."""

    weekday: Any
    starts: Any

    def holds_on(self, day: dt.date) -> bool: ...


def next_hour(hours: Iterable[Hours], after: dt.date, closing: ClosingDays) -> tuple[dt.date, dt.time] | None:
    """The first day after ``after`` with an hour, and when it begins; None within three months of nothing."""
    known = list(hours)
    for ahead in range(1, HORIZON_DAYS + 1):
        day = after + dt.timedelta(days=ahead)
        starts = [h.starts for h in known if h.weekday == day.weekday() and h.holds_on(day)]
        if starts and is_working_day(day, closing):
            return day, min(starts)
    return None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From a moment up to, and not including, another."""

    starts: dt.datetime
    ends: dt.datetime

    @property
    def minutes(self) -> int:
        return int((self.ends - self.starts) / MINUTE)

    def overlaps(self, other: "Span") -> bool:
        return self.starts < other.ends and other.starts < self.ends

    def covers(self, other: "Span") -> bool:
        return self.starts <= other.starts and other.ends <= self.ends

    def days(self, zone: dt.tzinfo) -> list[dt.date]:
        """The calendar days it touches; one that ends at midnight does not touch the next."""
        first = self.starts.astimezone(zone).date()
        last = (self.ends - dt.datetime.resolution).astimezone(zone).date()
        return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]


Opening = Mapping[int, Sequence[tuple[int, int]]]
"""Weekday (0 is Monday) → spans in minutes of the day."""
_OPEN = re.compile(r"([0-6])(?:-([0-6]))? (\d\d):(\d\d)-(\d\d):(\d\d)")
_HORIZON = re.compile(r"(months|days)\+(\d{1,3})")
_FEE = re.compile(r"(day-\d{1,3}|start|after)=(\d+(?:/[1-9]\d*)?)")


@lru_cache(maxsize=1024)
def read_opening(written: str) -> Opening:
    """As a table writes them: ``0-4 09:00-17:00; 5 09:00-12:00``. Raises ``ValueError``.

    Remembered by what is written: hundreds of instruments share few sets of hours.
    """
    found: dict[int, list[tuple[int, int]]] = {}
    for part in _parts(written):
        match = _OPEN.fullmatch(part)
        if match is None:
            raise ValueError(part)
        first, last, *clock = match.groups()
        hour, minute, to_hour, to_minute = map(int, clock)
        begins, ends = hour * 60 + minute, to_hour * 60 + to_minute
        if not begins < ends <= DAY:
            raise ValueError(part)
        for weekday in range(int(first), int(last or first) + 1):
            found.setdefault(weekday, []).append((begins, ends))
    return MappingProxyType({weekday: tuple(sorted(spans)) for weekday, spans in found.items()})


def last_day(horizon: str, today: dt.date) -> dt.date:
    """The last day that can be booked on ``today``. ``months+2`` is the end of the second following month,
    ``days+90`` is the ninetieth day from today. Raises ``ValueError``.

    >>> last_day("months+2", dt.date(2026, 4, 15))
    datetime.date(2026, 6, 30)
    """
    match = _HORIZON.fullmatch(horizon)
    if match is None:
        raise ValueError(horizon)
    count = int(match[2])
    if match[1] == "days":
        return today + dt.timedelta(days=count)
    years, month = divmod(today.year * 12 + today.month + count, 12)
    return dt.date(years, month + 1, 1) - dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FeeStep:
    """Until when a cancellation costs which share of the price: so many days before, the start, or ever after."""

    until: str
    share: Fraction


def read_fee(written: str) -> tuple[FeeStep, ...]:
    """As a table writes it: ``day-1=0; start=1/2; after=1`` is free until the day before, half until the start, then
    all of it. Raises ``ValueError``; nothing written costs nothing.
    """
    steps = []
    for part in _parts(written):
        match = _FEE.fullmatch(part)
        if match is None:
            raise ValueError(part)
        steps.append(FeeStep(match[1], Fraction(match[2])))
    return tuple(steps)


def fee_share(steps: Sequence[FeeStep], starts: dt.datetime, at: dt.datetime, zone: dt.tzinfo) -> Fraction:
    """The share of the price that a cancellation at ``at`` costs: that of the first step still open."""
    left = (starts.astimezone(zone).date() - at.astimezone(zone).date()).days
    for step in steps:
        is_open = {"start": at < starts, "after": True}.get(step.until)
        if is_open or (is_open is None and left >= int(step.until.removeprefix("day-"))):
            return step.share
    return steps[-1].share if steps else Fraction(0)


@dataclass(frozen=True, slots=True)
class Terms:
    """One rule as the arithmetic reads it; None and empty say "no limit"."""

    opening: Opening
    horizon: str
    longest_minutes: int | None = None
    longest_days: int = 1
    per_week: int | None = None
    spacing_minutes: int = 0
    notice_minutes: int = 0
    setup_minutes: int = 0
    cleanup_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where and when: the branch's zone, the days the house is closed, and spans in which this resource is closed."""

    zone: dt.tzinfo
    closing: ClosingDays = NEVER_CLOSED
    closures: Sequence[Span] = ()

    def is_closed(self, day: dt.date) -> bool:
        return day in self.closing or is_holiday(day)

    def open_spans(self, opening: Opening, day: dt.date) -> list[Span]:
        """When the resource is open on ``day``; spans that meet are one."""
        if self.is_closed(day):
            return []
        spans: list[Span] = []
        for begins, ends in opening.get(day.weekday(), ()):
            one = Span(self._moment(day, begins), self._moment(day, ends))
            if spans and spans[-1].ends >= one.starts:
                spans[-1] = Span(spans[-1].starts, max(spans[-1].ends, one.ends))
            else:
                spans.append(one)
        return spans

    def _moment(self, day: dt.date, minutes: int) -> dt.datetime:
        days, rest = divmod(minutes, DAY)
        clock = dt.time(rest // 60, rest % 60)
        return dt.datetime.combine(day + dt.timedelta(days=days), clock, self.zone).astimezone(dt.UTC)


def check(terms: Terms, span: Span, *, at: dt.datetime, cell: int, calendar: Calendar, notice: bool = True) -> Decision:
    """Whether the rule lets anyone have this time; what others booked is not its matter."""
    for answer in _answers(terms, span, at, cell, calendar, notice):
        if not answer:
            return answer
    return YES


def check_ours(span: Span, *, at: dt.datetime, calendar: Calendar) -> Decision:
    """What holds for the institute's own use as well; the hours, the horizon and the length it asks of clients only."""
    if span.ends <= span.starts:
        return no(_("終了時刻が開始時刻より前です。"), _("終了時刻を直してください。"))
    if span.starts < at:
        return no(_("過ぎた時刻は予約できません。"))
    if any(closed.overlaps(span) for closed in calendar.closures):
        return no(_("その時間は、休止しています。"))
    return YES


def _answers(
    terms: Terms, span: Span, at: dt.datetime, cell: int, calendar: Calendar, notice: bool
) -> Iterator[Decision]:
    yield check_ours(span, at=at, calendar=calendar)
    if any((moment - EPOCH) % (cell * MINUTE) for moment in (span.starts, span.ends)):
        yield no(_("%(minutes)d分きざみの時刻で予約してください。") % {"minutes": cell})
    if notice and span.starts < at + terms.notice_minutes * MINUTE:
        yield no(_("予約は、開始の%(hours)g時間前までに申し込んでください。") % {"hours": terms.notice_minutes / 60})
    days = span.days(calendar.zone)
    last = last_day(terms.horizon, at.astimezone(calendar.zone).date())
    if days[-1] > last:
        yield no(_("いま予約できるのは、%(day)sまでです。") % {"day": last.isoformat()})
    if terms.longest_minutes is not None and span.minutes > terms.longest_minutes:
        yield no(_("1回に予約できるのは、%(hours)g時間までです。") % {"hours": terms.longest_minutes / 60})
    if len(days) > terms.longest_days:
        yield no(_("1回に予約できるのは、%(days)d日間までです。") % {"days": terms.longest_days})
    if not _is_open(terms.opening, span, days, calendar):
        yield no(_("利用できる時間の外です（休館日を含みます）。"))


def _is_open(opening: Opening, span: Span, days: Sequence[dt.date], calendar: Calendar) -> bool:
    """Begins and ends in open hours; over night it may go on, but over no closed day."""
    spans = [calendar.open_spans(opening, day) for day in days]
    if len(days) == 1:
        return any(one.covers(span) for one in spans[0])
    begins = any(one.starts <= span.starts < one.ends for one in spans[0])
    ends = any(one.starts < span.ends <= one.ends for one in spans[-1])
    return begins and ends and all(spans)


def check_client(terms: Terms, span: Span, own: Sequence[Span], zone: dt.tzinfo) -> Decision:
    """Whether the same client may have one more: ``own`` are the client's other bookings of the resource."""
    week = _week(span.starts, zone)
    if terms.per_week is not None and sum(_week(one.starts, zone) == week for one in own) >= terms.per_week:
        return no(_("1週間に予約できるのは、%(count)d回までです。") % {"count": terms.per_week})
    pause = terms.spacing_minutes * MINUTE
    if any(Span(one.starts - pause, one.ends + pause).overlaps(span) for one in own):
        return no(_("前後の予約との間を、%(hours)g時間以上あけてください。") % {"hours": terms.spacing_minutes / 60})
    return YES


def kept(span: Span, terms: Terms, cell: int) -> Span:
    """The time that the booking keeps from others: with set-up and clean-up, in whole cells."""
    size = cell * MINUTE
    early, late = span.starts - terms.setup_minutes * MINUTE, span.ends + terms.cleanup_minutes * MINUTE
    return Span(early - (early - EPOCH) % size, late + (EPOCH - late) % size)


def cells(span: Span, cell: int) -> list[dt.datetime]:
    """When each cell of the span begins."""
    return [span.starts + n * cell * MINUTE for n in range(span.minutes // cell)]


Lanes = Sequence[Sequence[Span]]
"""For each of the k places of a resource, what is kept there."""


def free_lane(lanes: Lanes, wanted: Span, preferred: int | None = None) -> int | None:
    """A lane where nothing overlaps: the preferred one if it can be, else the first."""
    free = [number for number, lane in enumerate(lanes) if not any(wanted.overlaps(one) for one in lane)]
    return preferred if preferred in free else next(iter(free), None)


class Place(Protocol):
    """One resource, as the search for free time reads it."""

    @property
    def cell(self) -> int: ...
    @property
    def calendar(self) -> Calendar: ...
    @property
    def lanes(self) -> Lanes: ...

    def terms_on(self, day: dt.date) -> Terms | None: ...


def fits(places: Sequence[Place], span: Span, *, at: dt.datetime, notice: bool = True) -> bool:
    """Whether all of them are open and free at once."""
    return all(_fits(place, span, at, notice) for place in places)


def _fits(place: Place, span: Span, at: dt.datetime, notice: bool) -> bool:
    terms = place.terms_on(span.starts.astimezone(place.calendar.zone).date())
    if terms is None or free_lane(place.lanes, kept(span, terms, place.cell)) is None:
        return False
    return bool(check(terms, span, at=at, cell=place.cell, calendar=place.calendar, notice=notice))


def free_spans(
    places: Sequence[Place], minutes: int, *, after: dt.datetime, days: int, at: dt.datetime, notice: bool = True
) -> Iterator[Span]:
    """Times of this length that all places have free at once, the earliest first; the next begins after it."""
    lead, step = places[0], max(place.cell for place in places)
    first = after.astimezone(lead.calendar.zone).date()
    reached = after
    for day in (first + dt.timedelta(days=n) for n in range(days)):
        terms = lead.terms_on(day)
        for window in lead.calendar.open_spans(terms.opening, day) if terms else ():
            for starts in cells(kept(window, _BARE, step), step):
                span = Span(starts, starts + minutes * MINUTE)
                if starts >= reached and fits(places, span, at=at, notice=notice):
                    reached = span.ends
                    yield span


_BARE = Terms({}, "days+0")


def _week(moment: dt.datetime, zone: dt.tzinfo) -> tuple[int, int]:
    year, week, _weekday = moment.astimezone(zone).isocalendar()
    return year, week


def _parts(written: str) -> list[str]:
    return [part.strip() for part in written.split(";") if part.strip()]
