"""One batch of a year: what comes later is not known, only what is likely.

First the batch and what is likely are assigned together, in fractions: the prices of the readers say what an item of
theirs would bring later, and their shares how many of this batch they take. Then the batch alone is assigned at these
prices. Rows beside it hold a place in later batches for every minimum that is still open, and for every later item.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, floor, inf

import numpy

from kosetsu.across.matching.rules.assignments.assigning import Assignment, assign
from kosetsu.across.matching.rules.assignments.board import Board, Table
from kosetsu.across.matching.rules.assignments.columns import Ask, Columns, Part, Relaxed, grouped
from kosetsu.across.matching.rules.assignments.coming import Like, Year, ahead, left, likely
from kosetsu.across.matching.rules.assignments.coming import checked as checked_year
from kosetsu.across.matching.rules.assignments.given import EVERYTHING, TOTAL, Panel, checked
from kosetsu.across.matching.rules.assignments.limits import Limit
from kosetsu.across.matching.rules.assignments.reserving import Later, batches, places, within
from kosetsu.across.matching.rules.clashing import Clash
from kosetsu.across.matching.rules.solving import Answer, solve
from kosetsu.across.matching.rules.watching import Unfinished, Watch

SECONDS = 10
NODES, ENOUGH = 50, 0.0005
TENTH = 0.1
"""How many of the items a lift is for."""
NEAR_WHOLE = 1e-4
ODD = 0.05
"""Of the most points of any pair: what a pair may be worth below its price in the plan, and is looked at."""


def assign_batch(panel: Panel, year: Year, watch: Watch | None = None) -> Assignment | Clash[Limit]:
    """The assignment of a batch that leaves most for what is likely to come, and all that is needed of it.

    Readers' loads are those of the whole year. A minimum that cannot be reached any more is not looked at, the others
    are; a batch that clashes in itself says what does. ``value`` and ``bound`` of the answer are at the year's prices.
    Raises what ``assign`` raises.
    """
    watch, year = watch or Watch(SECONDS), checked_year(checked(panel), year)
    return _Batch(left(panel, year), year, watch).assigned()


class Fluid(Board):
    """A batch and what is likely to come: rows of which some stand for several items.

    Until every item has a row of its own, only loads of spans that the batch lies in are asked for: of a later one
    there are too few rows to say anything.
    """

    def __init__(self, panel: Panel, coming: tuple[Like, ...]) -> None:
        own, spans = len(panel.items), frozenset[str]().union(*(one.spans for one in panel.items))
        if all(like.count == 1 for like in coming):
            spans = spans.union(*(like.item.spans for like in coming))
        loads = [{span: load for span, load in one.loads.items() if span in spans} for one in panel.readers]
        readers = tuple(replace(one, loads=some) for one, some in zip(panel.readers, loads, strict=True))
        keyed = [replace(like.item, key=f"{n} {like.item.key}") for n, like in enumerate(coming)]
        super().__init__(replace(panel, items=(*panel.items, *keyed), readers=readers))
        self.times = numpy.array([1] * own + [like.count for like in coming])
        for n, like in enumerate(coming):
            for reader, points in like.points.items():
                self.points[own + n, self.readers[reader]] = points


@dataclass
class _Batch:
    panel: Panel
    """With the loads that are left."""
    year: Year
    watch: Watch

    @cached_property
    def board(self) -> Board:
        return Board(self.panel)

    @cached_property
    def columns(self) -> Columns:
        return Columns(self.board, self.watch)

    @cached_property
    def later(self) -> dict[frozenset[str], Later]:
        return batches(ahead(self.panel, self.year))

    def assigned(self) -> Assignment | Clash[Limit]:
        plan, sure = self._plan(), float(self.year.sure)
        for shared, share, empty in (
            (True, sure, inf), (False, sure, inf), (True, sure, self._empty), (False, 1.0, self._empty),
        ):  # fmt: skip
            part, answer = self._whole(plan, share, empty, shared=shared)
            if answer.found:
                return self._finished(self.columns.taken(part, answer), answer)
            if answer.possible is None:
                raise Unfinished
        if (kept := self._within_reach()) != self.panel:
            return _Batch(kept, self.year, self.watch).assigned()
        free = tuple(replace(one, least=0) for one in self.panel.readers)
        return assign(replace(self.panel, readers=free, aim=TOTAL), self.watch)

    def _within_reach(self) -> Panel:
        """The panel without the minima that nothing to come can bring any more, as few as can be."""
        part = self.columns.part(Ask(0), self.board.open)
        losing = self._reserve(part, 1, 0, losing=True)
        answer = solve(part.program, self.watch, nodes=NODES, gap=0.5)
        lost = {place for place, column in losing.items() if answer.found and answer.values[column] > 0.5}
        readers = tuple(replace(
            one, least=0 if (n, EVERYTHING) in lost else one.least,
            loads={span: replace(load, least=0) if (n, span) in lost else load for span, load in one.loads.items()},
        ) for n, one in enumerate(self.panel.readers))  # fmt: skip
        return replace(self.panel, readers=readers)

    def _plan(self) -> Relaxed:
        """The batch and what is likely, in fractions; the tenth that has least is lifted as the year asks.

        Nothing is lacking above the points that the best of this tenth has: these are the plan's ``worst``.
        """
        lift, fluid = self.year.lift, self.fluid
        ask = Ask(floor=lift * TENTH * int(fluid.times.sum()), lacking=lift, missing=self._empty)
        return Columns(fluid, self.watch).relaxed(ask, enough=ENOUGH)

    @property
    def _empty(self) -> float:
        """What a place costs that stays empty: more than any pair brings."""
        return 4 * (1 + self.year.lift) * (int(self.fluid.points.max()) + 1)

    @cached_property
    def fluid(self) -> Fluid:
        return Fluid(self.panel, likely(self.panel, self.year))

    def _whole(self, plan: Relaxed, share: float, empty: float, *, shared: bool) -> tuple[Part, Answer]:
        """The batch alone, at the plan's prices; ``shared`` has readers take as many as in the plan, up or down."""
        own = len(self.panel.items)
        priced = self.board.points - self._prices(plan)
        ask = Ask(least=round(plan.worst), lacking=self.year.lift)
        near = plan.worth[:own] > -ODD * int(self.board.points.max()) if shared else True
        part = self.columns.part(ask, self.board.open & near)
        part.program.gains[: len(part.items)] = priced[part.items, part.readers].tolist()
        self._reserve(part, share, empty)
        if shared:
            shares = plan.taken[:own].sum(axis=0)
            for reader, columns in enumerate(grouped(part.readers, self.board.shape[1])):
                least, most = floor(shares[reader] + NEAR_WHOLE), ceil(shares[reader] - NEAR_WHOLE)
                part.program.row(columns.tolist(), least=least, most=most)
        return part, solve(part.program, self.watch, nodes=NODES, gap=max(0.5, ENOUGH * float(self.board.best.sum())))

    def _prices(self, plan: Relaxed) -> Table:
        """What each reader would bring later, by items of the batch."""
        later = {EVERYTHING}.union(*self.later)
        prices = numpy.zeros(self.board.shape)
        for (reader, span), price in plan.prices.items():
            if span in later and span in self.board.spans:
                prices[self.board.spans[span], reader] += price
        return prices

    def _reserve(self, part: Part, share: float, empty: float, *, losing: bool = False) -> dict[tuple[int, str], int]:
        """Later places that keep every minimum reachable with a share of what is likely, and readers for all of it.

        ``empty`` is what a place without a reader costs. Where minima may be lost, the columns that say which are
        answered, by readers and spans.
        """
        program, readers, lost = part.program, self.panel.readers, {}
        for _reader, _span, row in part.loads:
            program.rows[row] = replace(program.rows[row], least=-inf)
        needed = places(program, readers, {spans: one.share(share) for spans, one in self.later.items()})
        wanted = places(program, readers, self.later, empty=empty)
        for reader, span, load, columns in self.columns.loaded(part):
            own, later = columns.tolist(), within(wanted[reader], span)
            if load.least:
                enough = dict.fromkeys([*own, *within(needed[reader], span)], 1.0)
                if losing:
                    lost[reader, span] = program.column(-1)
                    enough[lost[reader, span]] = load.least
                program.row(enough, least=load.least)
            if load.most is not None and later and len(own) + len(later) > 1:
                program.row([*own, *later], most=load.most)
        return lost

    def _finished(self, table: Table, answer: Answer) -> Assignment:
        total, worst = int(self.board.points[table].sum()), self.board.worst(table)
        value, bound = floor(answer.value), floor(max(answer.bound, answer.value))
        return Assignment(self.board.pairs(table), total, worst, value, bound, worst)
