"""Twenty real processes at one bench: extending, and settling a use, which leaves exactly one entry and one charge.

On a SQLite file or on PostgreSQL; without the guard a use is settled again and again.
"""

import datetime as dt
import multiprocessing
import os
from collections import Counter
from typing import Any

import pytest

from kosetsu.foundation.bookings.tests.racer_process import HOUR, PATIENCE
from kosetsu.services.instruments.tests import bench_process
from tests.databases import UNDER_TEST, Migrated

PROCESSES, TRIALS = 20, int(os.environ.get("KOSETSU_RACE_TRIALS", "3"))
SETTLED = {"settled": 1, "entries": 1, "charges": 1}

Told = tuple[dict[str, list[Counter[str]]], dict[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def told(migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """How every trial of every race ended, and what then stands in the database."""
    spawn = multiprocessing.get_context("spawn")
    results = spawn.Queue()

    def race(url: str) -> Told:
        host = spawn.Process(target=bench_process.hold, args=(url, TRIALS, PROCESSES, results))
        host.start()
        found: Told = results.get(timeout=PATIENCE * 6)
        host.join(PATIENCE)
        return found

    if UNDER_TEST == "postgres":
        with migrated.postgres() as url:
            yield race(url)
    else:
        yield race(migrated.file(tmp_path_factory.mktemp("bench-race")))


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


def test_without_the_guard_a_use_is_settled_more_than_once(told: Told) -> None:
    """Negative control: the race above is real."""
    afters = [told[1][f"settle-unguarded-{number}"] for number in range(TRIALS)]
    assert max(after["entries"] for after in afters) > 1
    assert max(after["charges"] for after in afters) > 1
