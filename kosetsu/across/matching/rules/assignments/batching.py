"""One batch of a year: what comes later is not known, only what is likely.

First the batch and what is likely are assigned together, in fractions: the prices of the readers say what an item of
theirs would bring later, and their shares how many of this batch they take. Then the batch alone is assigned at these
prices. Rows beside it hold a place in later batches for every minimum that is still open, and for every later item.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, floor, inf

import numpy

from kosetsu.across.matching.rules.assignments.assigning import Assignment, assign
from kosetsu.across.matching.rules.assignments.board import Board, Table
from kosetsu.across.matching.rules.assignments.columns import Ask, Columns, Part, Relaxed, grouped
from kosetsu.across.matching.rules.assignments.coming import Like, Year, left, likely
from kosetsu.across.matching.rules.assignments.coming import checked as checked_year
from kosetsu.across.matching.rules.assignments.given import EVERYTHING, TOTAL, Panel, checked
from kosetsu.across.matching.rules.assignments.limits import Limit
from kosetsu.across.matching.rules.clashing import Clash
from kosetsu.across.matching.rules.solving import Answer, solve
from kosetsu.across.matching.rules.watching import Unfinished, Watch

SECONDS = 10
NODES, ENOUGH = 50, 0.0005
LOW = 0.25
NEAR_WHOLE = 1e-4


def assign_batch(panel: Panel, year: Year, watch: Watch | None = None) -> Assignment | Clash[Limit]:
    """The assignment of a batch that leaves most for what is likely to come, and all that is needed of it.

    Readers' loads are those of the whole year. Where the minima cannot all be reached any more, the batch is assigned
    as well as it can be without regard to them; what clashes in itself is told. ``value`` and ``bound`` of the answer
    are at the year's prices. Raises what ``assign`` raises.
    """
    watch, year = watch or Watch(SECONDS), checked_year(checked(panel), year)
    return _Batch(left(panel, year), year, watch).assigned()


class Fluid(Board):
    """A batch and what is likely to come: rows of which some stand for several items."""

    def __init__(self, panel: Panel, coming: tuple[Like, ...]) -> None:
        own = len(panel.items)
        keyed = [replace(like.item, key=f"{n} {like.item.key}") for n, like in enumerate(coming)]
        super().__init__(replace(panel, items=(*panel.items, *keyed)))
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
    def coming(self) -> tuple[Like, ...]:
        return likely(self.panel, self.year)

    @cached_property
    def batches(self) -> dict[frozenset[str], tuple[int, int]]:
        """How many items each later batch brings, and how many readers to each."""
        found: dict[frozenset[str], tuple[int, int]] = {}
        for like in self.coming:
            count, readers = found.get(like.item.spans, (0, 0))
            found[like.item.spans] = count + like.count, max(readers, like.item.readers)
        return found

    @cached_property
    def seniors(self) -> dict[frozenset[str], int]:
        """How many seniors the items of a later batch need."""
        return {like.item.spans: like.item.seniors for like in sorted(self.coming, key=lambda one: one.item.seniors)}

    def assigned(self) -> Assignment | Clash[Limit]:
        plan = self._plan()
        for within in (True, False):
            part, answer = self._whole(plan, within=within)
            if answer.found:
                return self._finished(self.columns.taken(part, answer), answer)
            if answer.possible is None:
                raise Unfinished
        free = tuple(replace(one, least=0) for one in self.panel.readers)
        return assign(replace(self.panel, readers=free, aim=TOTAL), self.watch)

    def _plan(self) -> Relaxed:
        """The batch and what is likely, in fractions."""
        return Columns(self.fluid, self.watch).relaxed(Ask(missing=4.0 * (int(self.fluid.points.max()) + 1)))

    @cached_property
    def fluid(self) -> Fluid:
        return Fluid(self.panel, self.coming)

    def _few(self, plan: Relaxed) -> int:
        """What three quarters of the items have in the plan."""
        own, times = (self.fluid.points * plan.taken).sum(axis=1) / self.fluid.times, self.fluid.times
        order = numpy.argsort(own, kind="stable")
        reached = numpy.searchsorted(numpy.cumsum(times[order]), LOW * times.sum())
        return int(own[order][reached])

    def _whole(self, plan: Relaxed, *, within: bool) -> tuple[Part, Answer]:
        """The batch alone, at the plan's prices; ``within`` has readers take as many as in the plan, up or down."""
        own = len(self.panel.items)
        priced = self.board.points - self._prices(plan)
        ask = Ask(least=self._few(plan), lacking=self.year.lift) if self.year.lift else Ask()
        part = self.columns.part(ask, self.board.open)
        part.program.gains[: len(part.items)] = priced[part.items, part.readers].tolist()
        self._reserve(part)
        if within:
            shares = plan.taken[:own].sum(axis=0)
            for reader, columns in enumerate(grouped(part.readers, self.board.shape[1])):
                least, most = floor(shares[reader] + NEAR_WHOLE), ceil(shares[reader] - NEAR_WHOLE)
                part.program.row(columns.tolist(), least=least, most=most)
        return part, solve(part.program, self.watch, nodes=NODES, gap=max(0.5, ENOUGH * float(self.board.best.sum())))

    def _prices(self, plan: Relaxed) -> Table:
        """What each reader would bring later, by items of the batch."""
        later = {EVERYTHING}.union(*self.batches)
        prices = numpy.zeros(self.board.shape)
        for (reader, span), price in plan.prices.items():
            if span in later and span in self.board.spans:
                prices[self.board.spans[span], reader] += price
        return prices

    def _reserve(self, part: Part) -> None:
        """Later places that keep every minimum reachable, and later readers for every item."""
        program = part.program
        for _reader, _span, row in part.loads:
            program.rows[row] = replace(program.rows[row], least=-inf)
        needed = self._later(part, float(self.year.sure), exactly=False)
        wanted = self._later(part, 1, exactly=True)
        for reader, span, load, columns in self.columns.loaded(part):
            own = columns.tolist()
            if load.least:
                program.row([*own, *_within(needed[reader], span)], least=load.least)
            if load.most is not None and (later := _within(wanted[reader], span)):
                program.row([*own, *later], most=load.most)

    def _later(self, part: Part, share: float, *, exactly: bool) -> list[dict[frozenset[str], int]]:
        """How many of each later batch each reader has, in any way that is possible."""
        places: list[dict[frozenset[str], int]] = [{} for _reader in self.panel.readers]
        for spans, (whole, some) in self.batches.items():
            count = floor(whole * share)
            for own, reader in zip(places, self.panel.readers, strict=True):
                if not reader.away & spans:
                    own[spans] = part.program.column(0, most=count, whole=False)
            columns = [own[spans] for own in places if spans in own]
            part.program.row(columns, least=some * count if exactly else -inf, most=some * count)
            if exactly and self.seniors[spans]:
                senior = [
                    own[spans]
                    for own, one in zip(places, self.panel.readers, strict=True)
                    if spans in own and one.senior
                ]
                part.program.row(senior, least=self.seniors[spans] * count)
        return places

    def _finished(self, table: Table, answer: Answer) -> Assignment:
        total, worst = int(self.board.points[table].sum()), self.board.worst(table)
        value, bound = floor(answer.value), floor(max(answer.bound, answer.value))
        return Assignment(self.board.pairs(table), total, worst, value, bound, worst)


def _within(places: Mapping[frozenset[str], int], span: str) -> list[int]:
    return [column for spans, column in places.items() if span == EVERYTHING or span in spans]
