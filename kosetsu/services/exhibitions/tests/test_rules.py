"""The arithmetic: who counts, what is told, which place is free, when months are over."""

import datetime as dt

import pytest

from kosetsu.common.calendars import after_months
from kosetsu.services.exhibitions import rules


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_small_number_is_not_told_and_none_is(count: int, told: int | None) -> None:
    assert rules.told(count, 5) == told


@pytest.mark.parametrize(("taken", "place"), [([], 1), ([1, 3], 2), ([1, 2, 3], None)])
def test_first_free_place_of_the_quota(taken: list[int], place: int | None) -> None:
    assert rules.free_place(taken, 3) == place


def test_day_begins_at_midnight_of_the_place_and_ends_with_the_next() -> None:
    day = dt.date(2022, 1, 20)
    assert rules.day_begins(day, "Asia/Tokyo") == dt.datetime(2022, 1, 19, 15, tzinfo=dt.UTC)
    assert rules.day_ends(day, "Asia/Tokyo") == dt.datetime(2022, 1, 20, 15, tzinfo=dt.UTC)


@pytest.mark.parametrize(("day", "months", "later"), [("2022-02-18", 3, "2022-05-18"), ("2021-11-30", 3, "2022-02-28"),
                                                      ("2022-02-18", 12, "2023-02-18")])  # fmt: skip
def test_months_after_ends_with_a_shorter_month(day: str, months: int, later: str) -> None:
    assert after_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(later)
