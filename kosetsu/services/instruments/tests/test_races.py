"""Twenty real processes at one bench: extending, and settling a use, which leaves exactly one entry and one charge.

On a SQLite file or on PostgreSQL; without the guard the hour goes to both, and a use is settled again and again.
"""

import datetime as dt
import os
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from kosetsu.foundation.bookings.tests.racer_process import HOUR, spawned
from kosetsu.services.instruments.tests import bench_process

PROCESSES, TRIALS = 20, int(os.environ.get("KOSETSU_RACE_TRIALS", "3"))
SETTLED = {"settled": 1, "entries": 1, "charges": 1}

Told = tuple[dict[str, list[Counter[str]]], dict[str, dict[str, Any]]]


def _race(url: str, verbs: Sequence[str]) -> Told:
    """How every trial of every race ended, and what then stands in the database."""
    told: Told = spawned(bench_process.hold, url, verbs, TRIALS, PROCESSES)
    return told


@pytest.fixture(scope="module")
def told(fresh_database: Any) -> Told:
    return _race(fresh_database(), bench_process.GUARDED)


@pytest.fixture(scope="module")
def unguarded(fresh_database: Any) -> Told:
    return _race(fresh_database(), bench_process.WITHOUT)


def test_of_one_who_extends_at_the_bench_and_nineteen_who_book_the_hour_after_one_wins(told: Told) -> None:
    assert told[0]["extend"] == [Counter({"ok": 1, "refused": PROCESSES - 1})] * TRIALS
    for number in range(TRIALS):
        after = told[1][f"extend-{number}"]
        won = (after["ends"], after["bookings"])
        assert won in ((HOUR, 1), (dt.timedelta(0), 2))
        assert after["doubles"] == 0


def test_twenty_presses_at_the_bench_extend_by_one_hour(told: Told) -> None:
    for ends in told[0]["press"]:
        late = {word: many for word, many in ends.items() if word != "ok"}
        assert (ends["ok"], sum(late.values())) == (1, PROCESSES - 1)
        assert all("終了時刻が正しくありません" in word for word in late), late
    afters = [told[1][f"press-{number}"] for number in range(TRIALS)]
    assert [(after["ends"], after["doubles"]) for after in afters] == [(HOUR, 0)] * TRIALS


def test_a_use_that_twenty_settle_has_one_entry_and_one_charge(told: Told) -> None:
    assert told[0]["settle"] == [Counter({"ok": PROCESSES})] * TRIALS
    afters = [told[1][f"settle-{number}"] for number in range(TRIALS)]
    assert [{name: after[name] for name in SETTLED} for after in afters] == [SETTLED] * TRIALS


def test_without_the_guard_the_hour_is_extended_into_and_booked(unguarded: Told) -> None:
    """Negative control: the race for the hour is real."""
    assert max(trial["ok"] for trial in unguarded[0]["extend-unguarded"]) > 1
    afters = [unguarded[1][f"extend-unguarded-{number}"] for number in range(TRIALS)]
    doubles = [after["doubles"] for after in afters if after["ends"] == HOUR and after["bookings"] > 1]
    assert max(doubles, default=0) > 0


def test_without_the_guard_a_use_is_settled_more_than_once(unguarded: Told) -> None:
    """Negative control: the race for the settling is real."""
    afters = [unguarded[1][f"settle-unguarded-{number}"] for number in range(TRIALS)]
    assert max(after["entries"] for after in afters) > 1
    assert max(after["charges"] for after in afters) > 1
