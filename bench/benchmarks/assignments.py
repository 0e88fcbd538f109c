"""Who reads what: panels like published ones, broken ones, conflicts by chance, and a year in 24 batches."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from bench.lines import Line
from bench.matching.assignments_checked import points, worst_tenth, worth, wrongs
from bench.matching.by_the_best import pairs as by_the_best
from bench.matching.whole_program import better, in_fractions
from bench.scale import applications, panels
from bench.scale.sizes import Size
from kosetsu.across.matching.rules.assignments.assigning import Assignment, assign
from kosetsu.across.matching.rules.assignments.batching import assign_batch
from kosetsu.across.matching.rules.assignments.board import Board
from kosetsu.across.matching.rules.assignments.coming import LIFT, Like, Year
from kosetsu.across.matching.rules.assignments.given import EVERYTHING, TOTAL, Pair, Panel
from kosetsu.across.matching.rules.assignments.limits import Limit, relaxed
from kosetsu.across.matching.rules.assignments.planned import Planned
from kosetsu.across.matching.rules.clashing import Clash
from kosetsu.across.matching.rules.solving import solve
from kosetsu.across.matching.rules.watching import Watch

SECONDS, PATIENCE = 60, 300
"""The bars are 10 s and 1 s; the machine may be busy, so that CPU is printed and nothing ends at them."""
LEAST, GAP = 0.999, 1e-6
CHANCES, BROKEN = 10_000, 50
YEAR, YEAR_WRONG, TENTH = 0.99, 0.975, 0.87


class Clock:
    """Seconds and seconds of CPU since."""

    def __init__(self) -> None:
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def __str__(self) -> str:
        return f"{time.perf_counter() - self.wall:.2f} s, {time.process_time() - self.cpu:.2f} s of CPU"


def run(size: Size) -> Iterator[Line]:
    large = size.rounds > 1
    for seed, (items, readers) in enumerate(panels.LIKE_PUBLISHED if large else panels.LIKE_PUBLISHED[:1]):
        for bids in (False, True):
            given = panels.panel(seed, items, readers, bids=bids)
            yield from _panel(f"{items} × {readers}, {'bids' if bids else 'scores'}", given)
    yield _by_chance(CHANCES if large else 20)
    yield _broken(BROKEN if large else 4)
    yield from _year(applications.year(1) if large else applications.year(1, 60, 12, 4), strict=large)


def _panel(name: str, given: Panel) -> Iterator[Line]:
    clock = Clock()
    found = _valid(given, assign(given, Watch(SECONDS)))
    took = str(clock)
    bound, above = (in_fractions(given, PATIENCE, least=found.worst + more) for more in (0, 1))
    if found.worst < found.worst_bound:
        raise SystemExit(f"{name}: the worst has {found.worst} of {found.worst_bound} points")
    said = "one point more for all: " + ("proven impossible" if above.possible is False else "possible in fractions")
    if found.total < LEAST * bound.value:
        more = better(given, PATIENCE, least=found.worst, than=found.total)
        if more.possible is not False:
            raise SystemExit(f"{name}: {found.total} of {bound.value} points, {more.value} in whole pairs")
        said += "; a better total of whole pairs: proven impossible"
    yield Line(f"{name}: the worst item first",
               f"worst {found.worst}, total {found.total}, gap {found.gap:.1e}; {took}",
               f"all pairs in fractions; {said}", f"{bound.value:.1f} points", found.total / bound.value,
               "of it")  # fmt: skip
    yield _alone(name, replace(given, aim=TOTAL))


def _alone(name: str, given: Panel) -> Line:
    clock = Clock()
    found = _valid(given, assign(given, Watch(SECONDS)))
    took, best = str(clock), in_fractions(given, PATIENCE).value
    if best - found.total > GAP * best:
        raise SystemExit(f"{name}: {found.total} of {best} points")
    return Line(f"{name}: the total alone", f"{found.total} points; {took}", "all pairs in fractions",
                f"{best:.1f} points", found.total / best, "of it")  # fmt: skip


def _by_chance(count: int) -> Line:
    """Small panels, a third of all pairs in conflict."""
    clock, found = Clock(), Counter[str]()
    for seed in range(count):
        dice, given = random.Random(seed), panels.panel(seed, 8, 6, bids=True, count=2)
        every = [(item.key, reader.key) for item in given.items for reader in given.readers]
        given = replace(given, conflicts=frozenset(dice.sample(every, dice.randrange(8, 20))))
        one = assign(given, Watch(SECONDS))
        if isinstance(one, Assignment):
            _valid(given, one)
            found["forbidden"] += len(given.conflicts.intersection(one.pairs))
        found["clashes" if isinstance(one, Clash) else "assigned"] += 1
    if found["forbidden"]:
        raise SystemExit(f"{found['forbidden']} pairs in conflict")
    said = f"{found['forbidden']} forbidden pairs; {found['assigned']} assigned, {found['clashes']} cannot be; {clock}"
    return Line(f"{count} panels with conflicts", said)


def _broken(count: int) -> Line:
    """Each set that clashes is asked again, whole and without any part of it; ways out are tried."""
    clock, cores, ways = Clock(), 0, 0
    for seed in range(count):
        given = panels.broken(seed)
        found = assign(given, Watch(SECONDS))
        if not isinstance(found, Clash) or not found.ways_out or not smallest(given, found.core):
            raise SystemExit(f"broken panel {seed}: {found}")
        cores += len(found.core)
        for way in found.ways_out[:5]:
            _valid(easier := relaxed(given, way), assign(easier, Watch(SECONDS)))
            ways += 1
    said = f"{cores} limits named, none of them superfluous; {ways} ways out tried, all lead on; {clock}"
    return Line(f"{count} broken panels", said)


def smallest(given: Panel, core: tuple[Limit, ...]) -> bool:
    """Whether nothing keeps all of these limits, and something keeps all but any one of them."""
    program = Planned(Board(given)).program

    def possible(kept: set[Limit | None]) -> bool | None:
        rows = [row for row in program.rows if row.limit in kept]
        return solve(replace(program, rows=rows), Watch(SECONDS), whole=False).possible

    return possible({None, *core}) is False and all(possible({None, *core} - {one}) for one in core)


def _year(year: applications.Applications, *, strict: bool) -> Iterator[Line]:
    clock = Clock()
    hindsight = _valid(year.panel, assign(year.panel, Watch(PATIENCE)))
    yield Line(f"a year in hindsight: {len(year.panel.items)} × {len(year.panel.readers)}",
               f"{hindsight.total} points, proven {hindsight.proven}; {clock}")  # fmt: skip
    bound = worst_tenth(_own_best(year.panel))
    greedy = by_the_best([year.batch(span) for span in year.batches])
    yield _line("  the best readers who are free", year.panel, greedy, hindsight.total, bound, "")
    for name, expected, least in (
        ("  in batches, as expected", year.expected, YEAR),
        ("  in batches, wrongly expected", year.wrongly, YEAR_WRONG),
    ):
        pairs, slowest = _in_batches(year, expected)
        total, tenth = worth(year.panel, pairs)[1], worst_tenth(points(year.panel, pairs).values())
        wrong = wrongs(year.panel, pairs)
        if wrong or (strict and (total < least * hindsight.total or (least == YEAR and tenth < TENTH * bound))):
            raise SystemExit(f"{name}: {total} of {hindsight.total}, tenth {tenth:.0f} of {bound:.0f}, {wrong[:3]}")
        yield _line(name, year.panel, pairs, hindsight.total, bound, f"; the slowest batch {slowest}")


def _line(name: str, panel: Panel, pairs: list[Pair], best: int, bound: float, more: str) -> Line:
    total, tenth = worth(panel, pairs)[1], worst_tenth(points(panel, pairs).values())
    said = (
        f"{total} points, the worst tenth {tenth:.0f} ({tenth / bound:.1%}), {len(wrongs(panel, pairs))} rules broken"
    )
    return Line(name, said + more, "hindsight; each item's own best readers", f"{best} points; {bound:.0f}",
                total / best, "of it")  # fmt: skip


def _own_best(panel: Panel) -> list[int]:
    """What each item could have if it were the only one: no assignment gives it more."""
    own: dict[str, list[int]] = {one.key: [] for one in panel.items}
    for pair, value in panel.points.items():
        if pair not in panel.conflicts:
            own[pair[0]].append(value)
    return [sum(sorted(own[one.key])[-one.readers :]) for one in panel.items]


def _in_batches(year: applications.Applications, expected: tuple[Like, ...]) -> tuple[list[Pair], str]:
    had: dict[str, Counter[str]] = {one.key: Counter() for one in year.panel.readers}
    pairs: list[Pair] = []
    seen: list[Like] = []
    slowest = (0.0, 0.0)
    for span in year.batches:
        given, clock = year.batch(span), Clock()
        found = assign_batch(given, Year(had, expected, tuple(seen), LIFT), Watch(SECONDS))
        slowest = max(slowest, (time.process_time() - clock.cpu, time.perf_counter() - clock.wall))
        assert isinstance(found, Assignment)
        pairs += found.pairs
        for _item, reader in found.pairs:
            had[reader].update((span, EVERYTHING))
        rows = {item.key: {} for item in given.items}  # type: dict[str, dict[str, int]]
        for (item, reader), value in given.points.items():
            rows[item][reader] = value
        seen += [Like(item, rows[item.key]) for item in given.items]
    return pairs, f"{slowest[1]:.2f} s, {slowest[0]:.2f} s of CPU"


def _valid(given: Panel, found: object) -> Assignment:
    if not isinstance(found, Assignment):
        raise SystemExit(f"no assignment: {found}")
    wrong = wrongs(given, found.pairs)
    if wrong or (found.worst, found.total) != worth(given, found.pairs):
        raise SystemExit(f"an assignment that does not hold: {wrong[:5]}")
    return found
