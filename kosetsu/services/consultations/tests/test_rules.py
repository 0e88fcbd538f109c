"""Deadlines and the chain's place."""

import datetime as dt

import pytest

from kosetsu.common.calendars import ClosingDays
from kosetsu.services.consultations import rules
from kosetsu.services.consultations.states import MOVES, OPEN, State

CLOSING = ClosingDays(yearly=(((12, 29), (1, 3)),), dates=frozenset({dt.date(2027, 1, 4)}))


@pytest.mark.parametrize(
    ("received", "days", "wished", "due"),
    [
        (dt.date(2026, 11, 20), 1, None, dt.date(2026, 11, 24)),  # Friday, then 勤労感謝の日 on Monday
        (dt.date(2026, 12, 28), 1, None, dt.date(2027, 1, 5)),  # year end, and one closing day of the institute
        (dt.date(2026, 4, 30), 3, None, dt.date(2026, 5, 8)),  # 憲法記念日 on Sunday: the 6th is a holiday too
        (dt.date(2026, 11, 20), 5, dt.date(2026, 11, 25), dt.date(2026, 11, 25)),
        (dt.date(2026, 11, 20), 1, dt.date(2027, 11, 25), dt.date(2026, 11, 24)),
        (dt.date(2026, 11, 20), 1, dt.date(2026, 11, 1), dt.date(2026, 11, 24)),  # a wish in the past
    ],
)
def test_due_on(received: dt.date, days: int, wished: dt.date | None, due: dt.date) -> None:
    assert rules.due_on(received, days, CLOSING, wished) == due


def test_settings_without_rules_have_the_default() -> None:
    assert rules.response_days({}) == 5
    assert rules.response_days({"response_days": {"consultation": 3}}) == 3


@pytest.mark.parametrize(
    ("due", "urgency"),
    [
        (dt.date(2026, 11, 19), "overdue"),
        (dt.date(2026, 11, 20), "today"),
        (dt.date(2026, 11, 22), "week"),
        (dt.date(2026, 11, 23), "later"),
        (None, "later"),
    ],
)
def test_urgency(due: dt.date | None, urgency: str) -> None:
    today = dt.date(2026, 11, 20)
    assert rules.urgency(due, today, rules.week_end(today)) == urgency


def test_chain_marks_done_current_skipped_and_todo() -> None:
    assert rules.chain_states("waiting", delivered=False, proposed=False) == ["done", "current", "todo", "todo", "todo"]
    assert rules.chain_states("closed", delivered=True, proposed=False) == [
        "done", "done", "done", "skipped", "current",
    ]  # fmt: skip
    assert rules.chain_states("assigned", delivered=True, proposed=True) == [
        "done", "current", "done", "done", "todo",
    ]  # fmt: skip


def test_every_state_has_its_place_and_every_open_one_a_way_to_the_end() -> None:
    assert MOVES.states() == set(State.values)
    assert all(rules.chain_states(state, delivered=False, proposed=False) for state in State.values)
    assert [state for state in OPEN if not MOVES.allows("close", state)] == []
