"""The best choice among things that are taken or left, proven by HiGHS and reckoned again in whole numbers.

The bound without whole numbers is close, so that a few branches nearly always end the search, each a millisecond after
the one before. Where they do not, what cannot reach the best known choice under the bound is left out, and HiGHS
searches the rest, which takes it far longer to begin with. HiGHS and numpy, which it brings along, hold 22 MB; whoever
plans nothing does not import them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

NEAR = 1e-4
BRANCHES = 100
"""How many are tried: HiGHS needs longer to begin its own search than most of a hundred take."""


@dataclass(frozen=True, slots=True)
class Row:
    """The weights of what is taken add up to no more than ``most``."""

    weights: dict[int, int]
    most: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What there is to take, by number, and what each brings."""

    gains: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Solution:
    """What is taken, what it brings, and whether nothing better exists."""

    taken: frozenset[int]
    total: int
    proven: bool


class Unsolved(RuntimeError):
    """The solver found nothing, or what it found breaks a row."""


class Solver:
    """One choice, which may be asked for again without some of the things."""

    def __init__(self, choice: Choice, seconds: float) -> None:
        self.choice, self.seconds = choice, seconds
        self.all = list(range(len(choice.gains)))
        self._model = _Model(choice, self.all, seconds)

    def reaches(self, without: Collection[int], least: int) -> bool:
        """Whether the bound leaves room for ``least`` without some of the things."""
        self._model.relaxed(without)
        return self._model.value() >= least - NEAR

    def best(self, without: Collection[int] = (), least: int = 0) -> Solution | None:
        """The best set that brings ``least`` or more; None where there is none."""
        self._model.relaxed(without)
        bound, prices = self._model.value(), self._model.prices()
        found, ended = self._branched(without, least)
        if ended:
            return found
        least = found.total + 1 if found else least
        better = self._whole([n for n in self.all if n not in without and bound + min(prices[n], 0) >= least - NEAR])
        if better.total >= least:
            return better
        return found and Solution(found.taken, found.total, better.proven)

    def _branched(self, without: Collection[int], least: int) -> tuple[Solution | None, bool]:
        """The best set found when what the bound takes a part of is taken, and left; and whether none is better.

        What brings nothing by itself comes first: much else depends on it.
        """
        gains = self.choice.gains
        found, left = None, [(frozenset[int](), frozenset(without))]
        for _ in range(BRANCHES):
            if not left:
                break
            within, out = left.pop()
            values = self._model.relaxed(out, within)
            if self._model.value() < least - NEAR:
                continue
            parts = {n: min(value, 1 - value) for n, value in enumerate(values) if NEAR < value < 1 - NEAR}
            if not parts:
                found = self._reckoned((n for n in self.all if values[n] > 0.5), self._model.value())
                least = found.total + 1
                continue
            n = max(parts, key=lambda n: (gains[n] <= 0, parts[n] * abs(gains[n]), parts[n]))
            left += [(within, out | {n}), (within | {n}, out)]
        return found, not left

    def _whole(self, numbers: Sequence[int]) -> Solution:
        model = _Model(self.choice, numbers, self.seconds)
        values = model.whole()
        return self._reckoned((n for n, value in zip(numbers, values, strict=True) if value > 0.5), model.bound())

    def _reckoned(self, taken: Any, bound: float) -> Solution:
        """In whole numbers: every row holds, and the bound leaves no room for one more."""
        chosen = frozenset(taken)
        for row in self.choice.rows:
            if sum(weight for n, weight in row.weights.items() if n in chosen) > row.most:
                raise Unsolved("what the solver took breaks a row")
        total = sum(self.choice.gains[n] for n in chosen)
        return Solution(chosen, total, bound < total + 1 - NEAR)


class _Model:
    """One problem in HiGHS, over some of the things."""

    def __init__(self, choice: Choice, numbers: Sequence[int], seconds: float) -> None:
        import highspy
        import numpy

        self.library: Any = highspy
        self.numpy, self.count = numpy, len(numbers)
        self.highs = self.library._core._Highs()  # the class around it greets on the standard output
        for option, value in (
            ("output_flag", False), ("threads", 1), ("random_seed", 0), ("time_limit", seconds),
            ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5), ("presolve", "off"),  # of no use to a bound
        ):  # fmt: skip
            self.highs.setOptionValue(option, value)
        self.highs.passModel(self._written(choice, numbers))

    def _written(self, choice: Choice, numbers: Sequence[int]) -> Any:
        numpy, model, places = self.numpy, self.library.HighsLp(), {n: place for place, n in enumerate(numbers)}
        rows = [([places[n] for n in row.weights if n in places], [w for n, w in row.weights.items() if n in places])
                for row in choice.rows]  # fmt: skip
        model.num_col_, model.num_row_ = self.count, len(rows)
        model.sense_ = self.library.ObjSense.kMaximize
        model.col_cost_ = numpy.array([choice.gains[n] for n in numbers], dtype=float)
        model.col_lower_, model.col_upper_ = numpy.zeros(self.count), numpy.ones(self.count)
        model.row_lower_ = numpy.full(len(rows), -inf)
        model.row_upper_ = numpy.array([row.most for row in choice.rows], dtype=float)
        matrix = model.a_matrix_
        matrix.format_ = self.library.MatrixFormat.kRowwise
        matrix.start_ = numpy.cumsum([0, *(len(places) for places, _weights in rows)])
        matrix.index_ = numpy.array([place for places, _weights in rows for place in places])
        matrix.value_ = numpy.array([weight for _places, weights in rows for weight in weights], dtype=float)
        return model

    def relaxed(self, without: Collection[int], within: Collection[int] = ()) -> list[float]:
        """The solution in fractions."""
        lower, upper = self.numpy.zeros(self.count), self.numpy.ones(self.count)
        lower[list(within)], upper[list(without)] = 1, 0
        every = self.numpy.arange(self.count, dtype=self.numpy.int32)
        self.highs.changeColsBounds(self.count, every, lower, upper)
        return self._run()

    def prices(self) -> list[float]:
        """What each thing would add to the solution in fractions or take from it."""
        return list(self.highs.getSolution().col_dual)

    def whole(self) -> list[float]:
        kinds = self.numpy.full(self.count, self.library.HighsVarType.kInteger)
        self.highs.setOptionValue("presolve", "choose")
        self.highs.changeColsIntegrality(self.count, self.numpy.arange(self.count, dtype=self.numpy.int32), kinds)
        return self._run()

    def value(self) -> float:
        """What the solution brings; less than anything where there is none."""
        if self.highs.getModelStatus() == self.library.HighsModelStatus.kInfeasible:
            return -inf
        return float(self.highs.getInfo().objective_function_value)

    def bound(self) -> float:
        return float(self.highs.getInfo().mip_dual_bound)

    def _run(self) -> list[float]:
        self.highs.run()
        values = list(self.highs.getSolution().col_value)
        if len(values) != self.count:
            raise Unsolved(str(self.highs.modelStatusToString(self.highs.getModelStatus())))
        return values
