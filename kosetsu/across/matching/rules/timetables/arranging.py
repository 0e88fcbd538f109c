"""A timetable of a business-meeting day, and a new one on the day after some dropped out.

First who meets whom: a small linear program, whose value no timetable can exceed. Then in which slot: a search that
puts the pairs one by one. Where some find no room, others are chosen; where that is not enough, the whole question
goes to the solver, without the pairs that cannot be part of anything better. Then the same meetings with
less waiting, and tables.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import floor

from kosetsu.across.matching.rules.clashing import Clash, clash
from kosetsu.across.matching.rules.solving import NEAR, Answer, solve
from kosetsu.across.matching.rules.timetables.given import Fair, Meeting, Pair, checked
from kosetsu.across.matching.rules.timetables.grid import Grid
from kosetsu.across.matching.rules.timetables.limits import Limit
from kosetsu.across.matching.rules.timetables.placing import TRIES, Placing, fill, lacking
from kosetsu.across.matching.rules.timetables.planned import Planned, meetable, timed_pairs
from kosetsu.across.matching.rules.timetables.refusing import Refusal, refusals
from kosetsu.across.matching.rules.timetables.seating import seated, table_moves
from kosetsu.across.matching.rules.timetables.settling import settle, waiting
from kosetsu.across.matching.rules.watching import Progress, Unfinished, Watch

TRIES_AGAIN = 4_000
"""On the day there is less time to look for the last points."""
CHOICES, LIKED = 8, 0.2
"""How often pairs are chosen again, and what it is worth, in points, that a pair has found room already."""
SMALL = 4_000
"""Up to how many columns the whole question is asked at once, where it is about what clashes."""


@dataclass(frozen=True)
class Timetable:
    """The best timetable found; nothing better than ``bound`` points exists."""

    meetings: tuple[Meeting, ...]
    total: int
    bound: int
    waits: int
    """Slots in which buyers wait between two meetings."""
    table_moves: int
    moved: int
    """Meetings that stood before and now have another slot or are gone, though both come."""
    refusals: tuple[Refusal, ...]

    @property
    def gap(self) -> float:
        """How much better a timetable could be, as a share of the bound."""
        return (self.bound - self.total) / self.bound if self.bound else 0

    @property
    def proven(self) -> bool:
        return self.total >= self.bound


def arrange(fair: Fair, watch: Watch | None = None, *, enough: float = 0.001) -> Timetable | Clash[Limit]:
    """The timetable with most points, or what clashes.

    The search ends where it is proven, where the gap is ``enough`` (a share of the bound), or with the watch. Raises
    ``Misstated`` where the fair names what is not there and ``Unfinished`` where the time was too short.
    """
    return _Arranging(checked(fair), watch or Watch(), enough).arranged()


def rearrange(
    fair: Fair, before: Iterable[Meeting], watch: Watch | None = None, *, most_moved: float = 0.1
) -> Timetable | Clash[Limit]:
    """A timetable near to the one before, of the fair as it is now (``dropped``); raises what ``arrange`` raises.

    A meeting that stays in its slot is worth some points more. They grow until no more than a share of the meetings
    that can still be held is moved; where that cannot be, few are.
    """
    old = {meeting.pair: meeting for meeting in sorted(before)}
    watch, mean = watch or Watch(5), sum(wish.points for wish in fair.wishes) // max(len(fair.wishes), 1)
    work = _Arranging(checked(fair), watch, old=old, stay=max(mean // 5, 1))
    found = work.arranged()
    for stay in (max(mean, 1), 10 * max(mean, 1)):
        if isinstance(found, Clash) or found.moved <= most_moved * len(work.homes) or watch.over:
            break
        again = _Arranging(fair, watch, old=old, stay=stay).arranged()
        found = again if isinstance(again, Timetable) and again.moved < found.moved else found
    return found


@dataclass
class _Arranging:
    """One call. ``old`` are the meetings before, where there were any."""

    fair: Fair
    watch: Watch
    enough: float = 0
    old: Mapping[Pair, Meeting] = field(default_factory=dict)
    stay: int = 0

    def arranged(self) -> Timetable | Clash[Limit]:
        outline = Planned(self.fair, meetable(self.fair), timed_pairs(self.fair))
        relaxed = solve(outline.program, self.watch, whole=False)
        choice = self._choice(outline) if relaxed.found else relaxed
        if choice.possible is False:
            return self._clash()
        if not choice.found:
            raise Unfinished
        bound = relaxed.value if self.old else min(relaxed.value, choice.bound)
        grid = self._chosen_again(self._taken(outline, choice), outline, bound)
        if self._wanting(grid, bound):
            exact = self._exact(grid, outline, relaxed)
            if exact.possible is False and lacking(grid):
                return self._clash()
            bound = min(bound, max(exact.bound, self._total(grid)))
        if lacking(grid):
            raise Unfinished
        return self._finished(grid, floor(bound + NEAR))

    def _choice(self, outline: Planned) -> Answer:
        """Who meets whom."""
        if self.old:
            outline = Planned(self.fair, outline.pairs, outline.timed, homes=self.homes, stay=self.stay)
        return solve(outline.program, self.watch, gap=0.5)

    @cached_property
    def homes(self) -> dict[Pair, int]:
        """Slots before, of meetings that can still be held there."""
        grid = Grid(self.fair)
        there = {pair: one.slot for pair, one in self.old.items() if all(key in grid.parties for key in pair)}
        return {pair: slot for pair, slot in there.items() if slot in self.fair.slots and grid.come(pair, slot)}

    @staticmethod
    def _taken(outline: Planned, choice: Answer) -> list[Pair]:
        return [pair for pair, n in outline.meet.items() if choice.values[n] > 0.5]

    def _wanting(self, grid: Grid, bound: float) -> bool:
        """Whether it is worth looking further; on the day only for what is required."""
        return lacking(grid) or (not self.old and bound - self._total(grid) > self.enough * bound)

    def _chosen_again(self, chosen: Sequence[Pair], outline: Planned, bound: float) -> Grid:
        """The best grid of some choices: pairs that find no room are left out of the next."""
        best = grid = self._placed(chosen, outline.pairs, self.homes)
        out: set[Pair] = set()
        for _ in range(CHOICES):
            if not self._wanting(best, bound):
                break
            out.update(pair for pair in chosen if pair not in grid.where and pair not in outline.timed)
            pairs = {pair: points for pair, points in outline.pairs.items() if pair not in out}
            again = Planned(self.fair, pairs, outline.timed, homes=grid.where, stay=LIKED)
            choice = solve(again.program, self.watch, gap=0.5)
            if not choice.found:
                break
            chosen = self._taken(again, choice)
            grid = self._placed(chosen, outline.pairs, grid.where)
            best = max(best, grid, key=lambda one: (not lacking(one), self._total(one)))
        return best

    def _placed(self, chosen: Sequence[Pair], points: Mapping[Pair, int], homes: Mapping[Pair, int]) -> Grid:
        """The chosen pairs in slots: first what is locked, then what stays where it was, then the rest."""
        grid = Grid(self.fair)
        for lock in sorted(self.fair.locks):
            if grid.fits(lock.pair, lock.slot):
                grid.put(lock.pair, lock.slot)
        for pair in chosen:
            if pair not in grid.where and pair in homes and grid.fits(pair, homes[pair]):
                grid.put(pair, homes[pair])
        self._report("placing", grid)
        search = Placing(grid, points, self.homes, self.stay)
        search.place(
            [pair for pair in chosen if pair not in grid.where], self.watch, TRIES_AGAIN if self.old else TRIES
        )
        fill(grid, points)
        return grid

    def _exact(self, grid: Grid, outline: Planned, relaxed: Answer) -> Answer:
        """The whole question, without pairs that are in nothing better; what is found is put into the grid."""
        total, bare = self._total(grid), lacking(grid)
        self._report("solving", grid)
        reach = {pair: relaxed.value + relaxed.prices[n] for pair, n in outline.meet.items()}
        pairs = {pair: points for pair, points in outline.pairs.items()
                 if bare or pair in grid.where or reach[pair] > total + NEAR}  # fmt: skip
        whole = Planned(self.fair, pairs, pairs, homes=self.homes, stay=self.stay)
        if not bare:
            whole.program.better(total)
        answer = solve(whole.program, self.watch.part(0.6), gap=max(0.5, self.enough * relaxed.value))
        if answer.found:
            grid.fill({pair: slot for (pair, slot), n in whole.at.items() if answer.values[n] > 0.5})
            fill(grid, outline.pairs)
        return answer

    def _clash(self) -> Clash[Limit]:
        """Asked of the small program where that is enough; of small fairs always of the whole question."""
        pairs = meetable(self.fair, loose=True)
        few = len(pairs) * len(self.fair.tables) <= SMALL
        found = clash(
            Planned(self.fair, pairs, pairs if few else timed_pairs(self.fair), loose=True).program, self.watch
        )
        if found.core or few:
            return found
        return clash(Planned(self.fair, pairs, pairs, loose=True).program, self.watch)

    def _finished(self, grid: Grid, bound: int) -> Timetable:
        homes = self.homes
        settle(grid, homes, self.watch)
        self._report("seating", grid)
        meetings = (Meeting(slot, *pair) for pair, slot in grid.where.items())
        table = seated(self.fair, meetings, self.old.values())
        moved = sum(grid.where.get(pair) != slot for pair, slot in homes.items())
        waits = sum(waiting(grid, party.key) for party in self.fair.buyers)
        return Timetable(table, self._total(grid), bound, waits, table_moves(table), moved, refusals(grid))

    def _total(self, grid: Grid) -> int:
        return sum(wish.points for wish in self.fair.wishes if wish.pair in grid.where)

    def _report(self, stage: str, grid: Grid) -> None:
        self.watch.tell(Progress(stage, self._total(grid)))
