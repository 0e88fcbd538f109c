"""Exact results, limits, deadlines, bars, the chain."""

import datetime as dt

import pytest

from kosetsu.common.calendars import NEVER_CLOSED
from kosetsu.services.testing import rules
from kosetsu.services.testing.states import DONE, MOVES, OrderState


@pytest.mark.parametrize(
    ("kind", "texts", "value"),
    [
        ("mean", ["1.2", "1.3"], "1.25"),
        ("mean", ["1", "1", "2"], "1.3"),
        ("max", ["-0.10", "-0.2"], "-0.10"),
        ("min", ["10", "9.5"], "9.5"),
        ("range", ["0.3", "0.1"], "0.2"),
        ("deviation", ["2", "4", "4", "4", "5", "5", "7", "9"], "2.1"),
        ("deviation", ["5"], "0.0"),
        ("sum", ["0.1", "0.2"], "0.3"),
    ],
)
def test_calculation_is_exact_with_one_place_more_for_means(kind: str, texts: list[str], value: str) -> None:
    assert rules.calculate(kind, texts) == (value, f"{kind}({', '.join(texts)})")


@pytest.mark.parametrize("texts", [[], ["割れ"], ["1.2", "<0.1"], ["1e5"], ["１.２"]])
def test_what_is_no_number_is_not_computed(texts: list[str]) -> None:
    assert rules.calculate("mean", texts) is None


@pytest.mark.parametrize(
    ("wished", "due"),
    [(None, dt.date(2026, 11, 30)), (dt.date(2026, 11, 25), dt.date(2026, 11, 25)),
     (dt.date(2026, 11, 1), dt.date(2026, 11, 30))],
)  # fmt: skip
def test_due_on_working_days_or_sooner_where_wished(wished: dt.date | None, due: dt.date) -> None:
    assert rules.due_on(dt.date(2026, 11, 20), 5, NEVER_CLOSED, wished) == due


def test_code128_has_start_check_and_stop() -> None:
    widths = rules.code128("PJJ123C")
    values = ["".join(map(str, widths[n : n + 6])) for n in range(0, len(widths) - 7, 6)]
    # Its check value is 54 with start A, as the textbooks print it, so one more with start B.
    assert (values[0], values[-1], widths[-7:]) == ("211214", "311321", [2, 3, 3, 1, 1, 1, 2])
    assert sum(widths) == 11 * (len("PJJ123C") + 2) + 13


@pytest.mark.parametrize("text", ["", "料R8", "a\n"])
def test_code128_refuses_what_it_cannot_hold(text: str) -> None:
    with pytest.raises(ValueError, match="Code 128"):
        rules.code128(text)


def test_every_state_has_a_way_to_an_end_and_a_place_in_the_chain() -> None:
    assert MOVES.states() == set(OrderState.values)
    assert [one for one in OrderState if one not in DONE and not MOVES.verbs(one)] == []
    assert [one for one in OrderState if not rules.chain_states(one)] == []
    assert [MOVES.verbs(one) for one in DONE] == [[], [], []]
