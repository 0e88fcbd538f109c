"""The arithmetic of bookings: opening hours, horizon, cells, lanes, limits of a client, cancellation."""

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosetsu.common.calendars import ClosingDays
from kosetsu.foundation.bookings import rules
from kosetsu.foundation.bookings.rules import Calendar, Span, Terms
from kosetsu.foundation.bookings.states import CHANGES, COMING, KEEPING, MOVES, State

TOKYO = ZoneInfo("Asia/Tokyo")
AT = dt.datetime(2026, 11, 20, 10, 0, tzinfo=TOKYO)  # a Friday
OPEN = rules.read_opening("0-4 09:00-17:00")
TERMS = Terms(OPEN, "months+2", longest_minutes=480, longest_days=3)
HOUSE = Calendar(TOKYO, ClosingDays(dates=frozenset({dt.date(2026, 11, 26)})))


def moment(day: int, hour: int, minute: int = 0, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=TOKYO)


def span(day: int, begins: int, ends: int, last: int | None = None) -> Span:
    return Span(moment(day, begins), moment(last or day, ends))


def reason(wanted: Span, terms: Terms = TERMS, calendar: Calendar = HOUSE, **more: Any) -> str:
    return rules.check(terms, wanted, at=AT, cell=30, calendar=calendar, **more).reason


def test_the_horizon_is_the_end_of_the_second_following_month() -> None:
    assert rules.last_day("months+2", dt.date(2026, 4, 15)) == dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("horizon", "today", "last"),
    [
        ("months+2", dt.date(2026, 11, 30), dt.date(2027, 1, 31)),
        ("months+2", dt.date(2027, 12, 31), dt.date(2028, 2, 29)),
        ("months+0", dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
        ("days+90", dt.date(2026, 11, 20), dt.date(2027, 2, 18)),
    ],
)
def test_the_horizon_crosses_years(horizon: str, today: dt.date, last: dt.date) -> None:
    assert rules.last_day(horizon, today) == last


@pytest.mark.parametrize("broken", ["weeks+2", "months", "", "months+2 "])
def test_a_horizon_that_nobody_can_read_is_an_error(broken: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        rules.last_day(broken, AT.date())


@given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)), st.integers(0, 24))
def test_a_later_day_never_has_an_earlier_horizon(today: dt.date, months: int) -> None:
    last = rules.last_day(f"months+{months}", today)
    assert last >= today
    assert (last + dt.timedelta(days=1)).day == 1
    assert rules.last_day(f"months+{months}", today + dt.timedelta(days=1)) >= last


def test_opening_hours_are_read_by_weekday() -> None:
    assert rules.read_opening("0-1 09:00-12:00; 0 13:00-17:00") == {0: ((540, 720), (780, 1020)), 1: ((540, 720),)}


@pytest.mark.parametrize("broken", ["7 09:00-17:00", "0 17:00-09:00", "0 09:00-25:00", "always"])
def test_opening_hours_that_nobody_can_read_are_an_error(broken: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        rules.read_opening(broken)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (span(24, 9, 17), ""),
        (span(20, 10, 11), ""),
        (span(24, 9, 17, 25), "1回に予約できるのは、8時間までです。"),
        (span(24, 12, 10), "終了時刻が開始時刻より前です。"),
        (span(20, 9, 11), "過ぎた時刻は予約できません。"),
        (Span(moment(24, 9, 10), moment(24, 10)), "30分きざみの時刻で予約してください。"),
        (Span(moment(1, 10, month=2).replace(year=2027), moment(1, 11, month=2).replace(year=2027)),
         "いま予約できるのは、2027-01-31までです。"),
        (span(24, 8, 10), "利用できる時間の外です（休館日を含みます）。"),
        (span(21, 10, 11), "利用できる時間の外です（休館日を含みます）。"),  # Saturday
        (span(23, 10, 11), "利用できる時間の外です（休館日を含みます）。"),  # 勤労感謝の日
        (span(26, 10, 11), "利用できる時間の外です（休館日を含みます）。"),  # the house's own closing day
    ],
)  # fmt: skip
def test_each_limit_is_named(wanted: Span, said: str) -> None:
    assert reason(wanted) == said


def test_several_days_may_be_booked_over_night_but_over_no_closed_day() -> None:
    terms = Terms(OPEN, "months+2", longest_days=3)
    assert reason(span(24, 15, 11, 25), terms) == ""
    assert reason(span(25, 15, 11, 27), terms) == "利用できる時間の外です（休館日を含みます）。"
    assert (
        reason(Span(moment(1, 9, month=12), moment(4, 17, month=12)), terms) == "1回に予約できるのは、3日間までです。"
    )


def test_a_closure_of_the_resource_is_named() -> None:
    closed = Calendar(TOKYO, closures=[span(24, 11, 12)])
    assert reason(span(24, 10, 12), calendar=closed) == "その時間は、休止しています。"
    assert reason(span(24, 9, 11), calendar=closed) == ""


def test_notice_holds_for_clients_and_not_at_the_counter() -> None:
    terms = Terms(OPEN, "months+2", notice_minutes=24 * 60)
    assert reason(span(20, 11, 12), terms) == "予約は、開始の24時間前までに申し込んでください。"
    assert reason(span(20, 11, 12), terms, notice=False) == ""


def test_a_client_has_so_many_bookings_a_week_with_a_pause_between() -> None:
    terms = Terms(OPEN, "months+2", per_week=2, spacing_minutes=120)
    own = [span(24, 9, 10), span(25, 9, 10)]
    said = [rules.check_client(terms, one, own, TOKYO).reason for one in (span(27, 9, 10), span(30, 9, 10))]
    assert said == ["1週間に予約できるのは、2回までです。", ""]
    near = rules.check_client(terms, span(24, 11, 12), own[:1], TOKYO).reason
    assert near == "前後の予約との間を、2時間以上あけてください。"


def test_set_up_and_clean_up_are_kept_in_whole_cells() -> None:
    terms = Terms(OPEN, "months+2", setup_minutes=10, cleanup_minutes=30)
    assert rules.kept(span(24, 10, 12), terms, 30) == Span(moment(24, 9, 30), moment(24, 12, 30))


MINUTES = st.integers(0, 60 * 24 * 400)


@given(MINUTES, st.integers(1, 2000), st.integers(0, 90), st.integers(0, 90), st.sampled_from([5, 10, 15, 30, 60]))
def test_cells_cover_the_booking_and_nothing_else(begins: int, long: int, before: int, after: int, cell: int) -> None:
    wanted = Span(AT + dt.timedelta(minutes=begins), AT + dt.timedelta(minutes=begins + long))
    kept = rules.kept(wanted, Terms({}, "days+1", setup_minutes=before, cleanup_minutes=after), cell)
    found = rules.cells(kept, cell)
    assert found == [kept.starts + n * dt.timedelta(minutes=cell) for n in range(len(found))]
    assert kept.ends == found[-1] + dt.timedelta(minutes=cell)
    assert dt.timedelta(0) <= wanted.starts - dt.timedelta(minutes=before) - kept.starts < dt.timedelta(minutes=cell)
    assert dt.timedelta(0) <= kept.ends - wanted.ends - dt.timedelta(minutes=after) < dt.timedelta(minutes=cell)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 8)), max_size=60), st.integers(1, 4))
def test_lanes_taken_one_after_another_never_overlap(wishes: list[tuple[int, int]], k: int) -> None:
    lanes: list[list[Span]] = [[] for _n in range(k)]
    for begins, long in wishes:
        wish = Span(AT + dt.timedelta(hours=begins), AT + dt.timedelta(hours=begins + long))
        lane = rules.free_lane(lanes, wish)
        if lane is None:
            assert all(any(wish.overlaps(one) for one in taken) for taken in lanes)
        else:
            lanes[lane].append(wish)
    for taken in lanes:
        ordered = sorted(taken)
        assert all(one.ends <= other.starts for one, other in pairwise(ordered))


@pytest.mark.parametrize(
    ("at", "share"),
    [
        (moment(23, 23, 59), Fraction(0)),
        (moment(24, 0), Fraction(1, 2)),
        (moment(24, 9, 59), Fraction(1, 2)),
        (moment(24, 10), Fraction(1)),
    ],
)
def test_cancelling_is_free_until_the_day_before_and_full_from_the_start(at: dt.datetime, share: Fraction) -> None:
    steps = rules.read_fee("day-1=0; start=1/2; after=1")
    assert rules.fee_share(steps, moment(24, 10), at, TOKYO) == share


def test_a_rule_without_a_fee_costs_nothing() -> None:
    assert rules.fee_share((), moment(24, 10), moment(25, 10), TOKYO) == 0


@dataclass
class Thing:
    """A resource as the search reads it."""

    terms: Terms | None = TERMS
    lanes: list[list[Span]] = field(default_factory=lambda: [[]])
    cell: int = 30
    calendar: Calendar = HOUSE

    def terms_on(self, day: dt.date) -> Terms | None:
        return self.terms


def _free(*things: Thing, minutes: int = 120, count: int = 3) -> list[Span]:
    found = rules.free_spans(things, minutes, after=AT, days=30, at=AT)
    return [one for one, _n in zip(found, range(count), strict=False)]


def test_the_next_free_times_skip_what_is_kept_and_closed() -> None:
    busy = Thing(lanes=[[span(20, 10, 14)]])
    assert _free(busy) == [span(20, 14, 16), span(24, 9, 11), span(24, 11, 13)]


def test_the_earliest_common_time_is_free_for_all_at_once() -> None:
    instrument = Thing(lanes=[[span(20, 10, 16)]])
    room = Thing(lanes=[[span(24, 9, 12)], [span(24, 9, 10)]])
    operator = Thing(lanes=[[span(24, 13, 17)]])
    assert _free(instrument, room, operator, count=1) == [span(24, 10, 12)]


def test_nothing_is_free_where_no_rule_holds() -> None:
    assert _free(Thing(terms=None)) == []
    assert _free(Thing(), Thing(terms=None)) == []


def test_every_verb_of_the_tables_is_possible_and_every_end_is_final() -> None:
    assert MOVES.states() == set(State)
    ends = {state for state in State if not MOVES.verbs(state)}
    assert ends == {State.FINISHED, State.CANCELLED, State.EXPIRED, State.NO_SHOW, State.REFUSED}
    assert all(allowed <= KEEPING for allowed in CHANGES.values())
    assert {State.HELD, State.REQUESTED, State.CONFIRMED} == COMING
