"""Timetables of business meetings: 66 sellers, 120 buyers, 12 slots, 60 tables, each from other numbers."""

import random
import time
from collections.abc import Iterator

from bench.lines import Line
from bench.matching import booked
from bench.matching.meetings_checked import points, table_moves, wrongs
from bench.scale import meetings
from bench.scale.sizes import Size
from kosetsu.across.matching.rules.timetables.arranging import Timetable, arrange, rearrange
from kosetsu.across.matching.rules.timetables.dropping import dropped
from kosetsu.across.matching.rules.timetables.given import Fair
from kosetsu.across.matching.rules.watching import Watch

SEEDS = (1, 2, 3)
SECONDS, AGAIN_SECONDS = 60, 5
LEAST, LEAST_AGAIN, MOST_MOVED, MOST_TABLE_MOVES = 0.995, 0.98, 0.1, 100
"""The bars. One that is not met ends the run, except for time: the machine may be busy."""


def run(size: Size) -> Iterator[Line]:
    for seed in SEEDS:
        fair = meetings.fair(seed) if size.rounds > 1 else meetings.fair(seed, 12, 24, 8, 10)
        began, cpu = time.perf_counter(), time.process_time()
        found = arrange(fair, Watch(SECONDS))
        yield _whole(fair, _valid(fair, found), time.perf_counter() - began, time.process_time() - cpu)
        for name, total in (("the dearest first", booked.greedy(fair)), ("self-booking", booked.self_booking(fair))):
            yield Line(
                f"  {name}", f"{total} points", "our timetable", f"{found.total} points", total / found.total, "of it"
            )
        yield _again(fair, found)


def _whole(fair: Fair, found: Timetable, seconds: float, cpu: float) -> Line:
    if found.total < LEAST * found.bound or found.table_moves > MOST_TABLE_MOVES:
        raise SystemExit(f"{found.total} of {found.bound} points, {found.table_moves} table moves")
    return Line(
        f"day {fair.seed}: {len(fair.sellers)} × {len(fair.buyers)}, {len(fair.wishes)} wishes",
        f"{found.total} points in {len(found.meetings)} meetings, {found.table_moves} table moves, {found.waits} waits"
        f"; {seconds:.1f} s, {cpu:.1f} s of CPU", "the bound in fractions", f"{found.bound} points",
        found.total / found.bound, "of it",
    )  # fmt: skip


def _again(fair: Fair, before: Timetable) -> Line:
    """One party in twenty does not come."""
    dice = random.Random(fair.seed)
    gone = {party.key for side in (fair.sellers, fair.buyers) for party in dice.sample(side, max(len(side) // 20, 1))}
    now = dropped(fair, before.meetings, gone)
    began, cpu = time.perf_counter(), time.process_time()
    found = _valid(now, rearrange(now, before.meetings, Watch(AGAIN_SECONDS)))
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    moved = _moved(before, found, gone)
    if found.total < LEAST_AGAIN * found.bound or moved > MOST_MOVED:
        raise SystemExit(f"{found.total} of {found.bound} points, {moved:.0%} moved")
    return Line(f"  {len(gone)} drop out", f"{found.total} points, {moved:.1%} of other meetings moved, "
                f"{found.table_moves} table moves; {seconds:.2f} s, {cpu:.2f} s of CPU", "the new bound",
                f"{found.bound} points", found.total / found.bound, "of it")  # fmt: skip


def _moved(before: Timetable, found: Timetable, gone: set[str]) -> float:
    stayed = {(one.slot, one.seller, one.buyer) for one in found.meetings}
    others = [one for one in before.meetings if gone.isdisjoint((one.seller, one.buyer))]
    return sum((one.slot, one.seller, one.buyer) not in stayed for one in others) / len(others)


def _valid(fair: Fair, found: object) -> Timetable:
    if not isinstance(found, Timetable):
        raise SystemExit(f"no timetable: {found}")
    wrong = wrongs(fair, found.meetings)
    said = found.total, found.table_moves
    if wrong or said != (points(fair, found.meetings), table_moves(found.meetings)):
        raise SystemExit(f"a timetable that does not hold: {wrong[:5]}, said {said}")
    return found
