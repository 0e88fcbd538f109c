"""The best choice among things that are taken or left, proven by HiGHS and reckoned again in whole numbers.

HiGHS and numpy, which it brings along, hold 22 MB; whoever plans nothing does not import them.
"""

from dataclasses import dataclass
from math import gcd, inf
from typing import Any

NEAR = 1e-6


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


def solve(choice: Choice, seconds: float) -> Solution:
    """The best set. Where the problem without whole numbers has a whole solution, it is the best one already."""
    unit = gcd(*choice.gains) or 1
    model = _Model(choice, unit, seconds)
    found = model.relaxed()
    if found is None:
        found = model.whole()
    values, bound = found
    taken = frozenset(n for n, value in enumerate(values) if value > 0.5)
    for row in choice.rows:
        if sum(weight for n, weight in row.weights.items() if n in taken) > row.most:
            raise Unsolved("what the solver took breaks a row")
    total = sum(choice.gains[n] for n in taken)
    return Solution(taken, total, bound < total // unit + 1 - NEAR)


class _Model:
    """One problem in HiGHS, in units of the greatest common divisor so that numbers stay small."""

    def __init__(self, choice: Choice, unit: int, seconds: float) -> None:
        import highspy
        import numpy

        self.library: Any = highspy
        self.numpy, self.count = numpy, len(choice.gains)
        self.highs = self.library._core._Highs()  # the class around it greets on the standard output
        for option, value in (
            ("output_flag", False), ("threads", 1), ("random_seed", 0), ("presolve", "off"), ("time_limit", seconds),
            ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5), ("mip_feasibility_tolerance", 1e-9),
        ):  # fmt: skip
            self.highs.setOptionValue(option, value)
        self.highs.passModel(self._written(choice, unit))

    def _written(self, choice: Choice, unit: int) -> Any:
        numpy, model = self.numpy, self.library.HighsLp()
        units = [gcd(row.most, *row.weights.values()) or 1 for row in choice.rows]
        model.num_col_, model.num_row_ = self.count, len(choice.rows)
        model.sense_ = self.library.ObjSense.kMaximize
        model.col_cost_ = numpy.array([float(gain // unit) for gain in choice.gains])
        model.col_lower_, model.col_upper_ = numpy.zeros(self.count), numpy.ones(self.count)
        model.row_lower_ = numpy.full(len(choice.rows), -inf)
        model.row_upper_ = numpy.array([float(row.most // by) for row, by in zip(choice.rows, units, strict=True)])
        matrix = model.a_matrix_
        matrix.format_ = self.library.MatrixFormat.kRowwise
        starts, at = [0], 0
        for row in choice.rows:
            at += len(row.weights)
            starts.append(at)
        matrix.start_ = numpy.array(starts)
        matrix.index_ = numpy.array([n for row in choice.rows for n in row.weights])
        matrix.value_ = numpy.array([
            float(weight // by) for row, by in zip(choice.rows, units, strict=True) for weight in row.weights.values()
        ])  # fmt: skip
        return model

    def relaxed(self) -> tuple[list[float], float] | None:
        """The solution in fractions where it happens to be whole."""
        values, bound = self._run()
        return (values, bound) if all(min(value, 1 - value) < NEAR for value in values) else None

    def whole(self) -> tuple[list[float], float]:
        kinds = self.numpy.full(self.count, self.library.HighsVarType.kInteger)
        self.highs.changeColsIntegrality(self.count, self.numpy.arange(self.count, dtype=self.numpy.int32), kinds)
        values, _bound = self._run()
        return values, self.highs.getInfo().mip_dual_bound

    def _run(self) -> tuple[list[float], float]:
        self.highs.run()
        values = list(self.highs.getSolution().col_value)
        if len(values) != self.count:
            raise Unsolved(str(self.highs.modelStatusToString(self.highs.getModelStatus())))
        return values, self.highs.getInfo().objective_function_value
