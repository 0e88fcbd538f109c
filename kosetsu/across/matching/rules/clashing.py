"""Why nothing fulfils every limit: a smallest set that clashes, and the smallest relaxations that help."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any, Generic, TypeVar

from kosetsu.across.matching.rules.linear import Program, Row
from kosetsu.across.matching.rules.solving import NEAR, solve
from kosetsu.across.matching.rules.watching import Watch

L = TypeVar("L", bound=Hashable)


@dataclass(frozen=True, slots=True, order=True)
class Relaxation(Generic[L]):
    """One limit given up by a number: a minimum lowered, tables added; by one where it is given up whole."""

    limit: L
    by: int


@dataclass(frozen=True, slots=True)
class Clash(Generic[L]):
    """Limits that cannot all hold, none of them superfluous where ``minimal``, and the ways out.

    Each way out is what is given up together so that everything else holds; the smallest first. None is known where
    the time was over, or where what clashes is no limit.
    """

    core: tuple[L, ...]
    minimal: bool
    ways_out: tuple[tuple[Relaxation[L], ...], ...]


def clash(program: Program, watch: Watch) -> "Clash[Any]":
    """What clashes in a program that nothing fulfils."""
    core, minimal = _Core(program, watch).found()
    return Clash(core, minimal, _ways_out(program, core, watch))


class _Core:
    """The search for a smallest set that clashes, by halves (QuickXplain)."""

    def __init__(self, program: Program, watch: Watch) -> None:
        self.program, self.watch, self.minimal = replace(program, gains=[0.0] * len(program.gains)), watch, True

    def found(self) -> tuple[tuple[Hashable, ...], bool]:
        if self._clashes(()):
            return (), True
        limits = _limits(self.program)
        blamed = solve(self.program, self.watch, whole=False).blamed
        if blamed and self._clashes(some := _limits(self.program, blamed)):
            limits = some
        return tuple(self._needed((), limits, added=False)), self.minimal

    def _needed(self, kept: Sequence[Hashable], among: Sequence[Hashable], *, added: bool) -> list[Hashable]:
        """The limits among some that clash with those kept."""
        if added and self._clashes(kept):
            return []
        if len(among) == 1:
            return list(among)
        half = len(among) // 2
        one, two = among[:half], among[half:]
        of_two = self._needed([*kept, *one], two, added=bool(one))
        of_one = self._needed([*kept, *of_two], one, added=bool(of_two))
        return of_one + of_two

    def _clashes(self, limits: Collection[Hashable]) -> bool:
        """Whether nothing fulfils these; what could not be found out in time counts as possible."""
        kept = {None, *limits}
        part = replace(self.program, rows=[row for row in self.program.rows if row.limit in kept])
        if solve(part, self.watch, whole=False).possible is False:
            return True
        possible = solve(part, self.watch).possible
        self.minimal &= possible is not None
        return possible is False


def _limits(program: Program, rows: Collection[int] | None = None) -> list[Hashable]:
    some = program.rows if rows is None else [program.rows[n] for n in rows]
    return list(dict.fromkeys(row.limit for row in some if row.limit is not None))


def _ways_out(program: Program, core: Sequence[Hashable], watch: Watch) -> tuple[tuple[Relaxation[Any], ...], ...]:
    """Each limit of the core alone, where that is enough; else the smallest set of any."""
    alone = [way for limit in core if (way := _way_out(program, [limit], watch))]
    if not alone and core and (way := _way_out(program, _limits(program), watch)):
        alone = [way]
    return tuple(sorted(alone, key=lambda way: sum(one.by for one in way)))


def _way_out(program: Program, limits: Collection[Hashable], watch: Watch) -> tuple[Relaxation[Any], ...]:
    eased, slack = _eased(program, limits)
    answer = solve(eased, watch, gap=0.5)
    given = {limit: round(answer.values[n]) for limit, n in slack.items()} if answer.found else {}
    return tuple(Relaxation(limit, by) for limit, by in given.items() if by > NEAR)


def _eased(program: Program, limits: Collection[Hashable]) -> tuple[Program, Mapping[Hashable, int]]:
    """The program in which some limits may be given up, as little as possible."""
    count = len(program.gains)
    slack = {limit: count + n for n, limit in enumerate(limits)}
    more = [float(program.gives.get(limit, 1)) for limit in limits]

    def row(one: Row) -> Row:
        if one.limit not in slack:
            return one
        return replace(one, weights={**one.weights, slack[one.limit]: 1.0 if one.most == inf else -1.0})

    return Program(
        [0.0] * count + [-1.0] * len(more), program.lowers + [0.0] * len(more), program.uppers + more,
        program.whole + [True] * len(more), [row(one) for one in program.rows],
    ), slack  # fmt: skip
