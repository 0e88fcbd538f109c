"""Readers for items: the worst item first, then most points; or the total alone, or both at once.

Without the worst item the question is a flow: its linear program is whole by itself. How many points every item can
have is found from above, by programs in fractions; the highest number that a whole assignment reaches is proven where
the one above it is out of reach. Then the solver takes whole pairs, of those that the prices do not exclude.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import floor, inf

from kosetsu.across.matching.rules.assignments.board import Board, Table
from kosetsu.across.matching.rules.assignments.columns import Ask, Columns, Kept, Relaxed
from kosetsu.across.matching.rules.assignments.given import TOTAL, Pair, Panel, checked
from kosetsu.across.matching.rules.assignments.limits import Limit
from kosetsu.across.matching.rules.assignments.planned import Planned
from kosetsu.across.matching.rules.clashing import Clash, clash
from kosetsu.across.matching.rules.solving import NEAR, solve
from kosetsu.across.matching.rules.watching import Progress, Unfinished, Watch

ENOUGH = 0.0005
"""How near to the bound the first whole assignment is, as a share; then it is bettered."""
SECONDS = 10
NODES = 500
"""How many branches are looked at, each time."""


@dataclass(frozen=True)
class Assignment:
    """The best assignment found; none has a worst item above ``worst_bound`` or, with such a one, more than ``bound``.

    With a floor, ``bound`` is of the total and so many times the worst item's points.
    """

    pairs: tuple[Pair, ...]
    total: int
    worst: int
    value: int
    bound: int
    worst_bound: int

    @property
    def gap(self) -> float:
        """How much better the value could be, as a share of the bound."""
        return (self.bound - self.value) / self.bound if self.bound else 0

    @property
    def proven(self) -> bool:
        """Whether nothing is better."""
        return self.value >= self.bound and self.worst >= self.worst_bound


def assign(panel: Panel, watch: Watch | None = None) -> Assignment | Clash[Limit]:
    """The best assignment, or what clashes.

    Raises ``Misstated`` where the panel names what is not there and ``Unfinished`` where the time was too short.
    """
    return Assigning(Board(checked(panel)), watch or Watch(SECONDS)).assigned()


def reassign(
    panel: Panel, before: Iterable[Pair], watch: Watch | None = None, *, most_changed: int = 3
) -> Assignment | Clash[Limit]:
    """The best assignment of the panel as it is now, with no more pairs changed; raises what ``assign`` raises.

    A pair before that is still possible and is no more is changed. Where so few cannot be, as few are as can.
    """
    watch, board = watch or Watch(SECONDS), Board(checked(panel))
    kept = board.table(pair for pair in before if pair[0] in board.items and pair[1] in board.readers) & board.open
    staying = assign(replace(panel, points=dict.fromkeys(board.pairs(kept), 1), aim=TOTAL), watch)
    if isinstance(staying, Clash):
        return staying
    least = min(int(kept.sum()) - most_changed, staying.total)
    return Assigning(board, watch, Kept(kept, least)).assigned()


@dataclass
class Assigning:
    """One call. ``best`` is a table of yes and no; ``highest`` what the worst item cannot exceed, where known."""

    board: Board
    watch: Watch
    kept: Kept | None = None
    highest: int | None = None
    best: Table = None
    bound: float = inf
    """Of the value, or of the total where the worst item comes first."""
    proven: set[int] = field(default_factory=set)
    """How many points not every item can have."""
    gone_through: bool = False
    """Whether the solver looked at everything, the last time."""

    @cached_property
    def columns(self) -> Columns:
        return Columns(self.board, self.watch, self.kept)

    @property
    def floor(self) -> int | None:
        return self.board.panel.aim.floor

    def assigned(self) -> Assignment | Clash[Limit]:
        """The best so far where the time is over."""
        try:
            if not self._possible():
                return clash(Planned(self.board).program, self.watch)
            self._worst_first() if self.floor is None else self._together(Ask(floor=self.floor))
        except Unfinished:
            if self.best is None:
                raise
        return self._finished()

    def _possible(self) -> bool:
        """Whether any assignment there is; the pairs that show it stay in the program.

        Where the best total is found on the way, it is the first assignment, and its points bound those of any.
        """
        board = self.board
        if (board.locked & ~board.open).any() or not self._locks_fit():
            return False
        self.bound = int(board.best.sum()) + (self.floor or 0) * self._own_best
        found = self.columns.relaxed(Ask(missing=4.0 * (int(board.points.max()) + 1)))
        if found.missing < NEAR:
            self.bound = _rounded(found.value) + (self.floor or 0) * self._own_best
            if found.whole:
                self._took(found.taken > 0.5)
            return True
        return self.columns.relaxed(Ask(0, missing=1)).missing < NEAR

    def _locks_fit(self) -> bool:
        """Whether the locks go together by themselves; what is kept may well go beyond them."""
        if not self.board.panel.locks:
            return True
        alone = Columns(self.board, self.watch).part(Ask(missing=1), self.board.locked).program
        return solve(alone, self.watch, whole=False).possible is not False

    @property
    def _own_best(self) -> int:
        """No more has the item that could have least if it were the only one."""
        return int(self.board.best[self.board.wanted > 0].min(initial=int(self.board.best.max())))

    def _together(self, ask: Ask) -> None:
        """The total, and the worst item as often as the aim says."""
        found = self.columns.relaxed(ask)
        if found.whole and not ask.floor:
            self._took(found.taken > 0.5)
        elif not self._first(ask, self.columns.chosen, found.value):
            raise Unfinished
        self.bound = self._bettered(ask, found)

    def _worst_first(self) -> None:
        """From the most that every item can have in fractions; where that is out of reach, by halves from below."""
        if self.best is None:
            ask = Ask()
            self._first(ask, self.columns.chosen, self.columns.relaxed(ask).value)
        if self.highest is None:
            self.highest = self._in_fractions()
        found, tried = None, self.highest
        while not self.watch.over:
            reached = self._reached(tried)
            if reached:
                found = reached
            elif tried in self.proven:
                self.highest = tried - 1
            elif tried <= self._worst + 1:
                break
            if found and self._worst >= self.highest:
                break
            tried = (max(self._worst, 0) + (self.highest if tried in self.proven or reached else tried - 1) + 1) // 2
        if found:
            self.bound = self._bettered(*found)

    @property
    def _worst(self) -> int:
        return -1 if self.best is None else self.board.worst(self.best)

    def _in_fractions(self) -> int:
        """The most that every item can have in fractions, rounded down.

        What is lacking grows faster and faster with what is asked; from above, its slope leads down to where nothing is
        lacking, never below it.
        """
        least = self._own_best
        while least > 0:
            found = self.columns.relaxed(Ask(0, least, lacking=1))
            if found.lacking < NEAR * least:
                break
            least = min(floor(least - found.lacking / max(found.slope, NEAR) + NEAR), least - 1)
        return max(least, 0)

    def _reached(self, least: int) -> tuple[Ask, Relaxed] | None:
        """What an assignment in which every item has so many points was found by; ``proven`` where there is none."""
        ask, usable = Ask(1, least), self.board.reaching(least)
        lacks = self.columns.relaxed(Ask(0, least, lacking=1, missing=1), usable)
        if lacks.lacking + lacks.missing >= NEAR * max(least, 1):
            self.proven.add(least)
            return None
        relaxed = self.columns.relaxed(ask, usable)
        if self._first(ask, self.columns.chosen & usable, relaxed.value):
            return ask, relaxed
        if self.gone_through and (self.columns.chosen >= usable).all():
            self.proven.add(least)
        return None

    def _first(self, ask: Ask, table: Table, bound: float) -> bool:
        """Whether a whole assignment near the bound was found."""
        part = self.columns.part(ask, table)
        answer = solve(part.program, self.watch, nodes=NODES, gap=max(0.5, ENOUGH * bound))
        self.gone_through = answer.possible is False
        if answer.found:
            self._took(self.columns.taken(part, answer))
        return answer.found

    def _took(self, table: Table) -> None:
        self.best = table
        self.watch.tell(Progress("assigning", int(self.board.points[table].sum())))

    def _bettered(self, ask: Ask, relaxed: Relaxed) -> float:
        """The bound, after what could be better was looked for; pairs that cost more than is to be had are left out."""
        bound = _rounded(relaxed.value)
        while (value := self._value(self.best, ask)) < bound and not self.watch.over:
            near = (relaxed.worth > value - relaxed.value) & self.board.reaching(ask.least)
            part = self.columns.part(ask, near)
            part.program.better(value)
            answer = solve(part.program, self.watch, nodes=NODES, gap=0.5)
            if answer.possible is False:
                return value
            bound = min(bound, max(_rounded(answer.bound), value))
            if not answer.found:
                break
            self._took(self.columns.taken(part, answer))
        return bound

    def _value(self, table: Table, ask: Ask) -> int:
        return int(self.board.points[table].sum() + ask.floor * self.board.worst(table))

    def _finished(self) -> Assignment:
        total, worst = int(self.board.points[self.best].sum()), self.board.worst(self.best)
        value = total + (self.floor or 0) * worst
        highest = self._own_best if self.highest is None else self.highest
        worst_bound = worst if self.floor is not None else max(highest, worst)
        return Assignment(self.board.pairs(self.best), total, worst, value, max(int(self.bound), value), worst_bound)


def _rounded(bound: float) -> float:
    """The highest whole number that a bound in fractions allows."""
    return bound if bound == inf else floor(bound + NEAR * max(1, abs(bound)))
