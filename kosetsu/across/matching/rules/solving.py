"""A linear program solved by HiGHS, on one thread from one seed: the same question has the same answer.

Only the seconds that are left may change what comes back, and then the answer says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from kosetsu.across.matching.rules.linear import Program
from kosetsu.across.matching.rules.watching import Watch

NEAR = 1e-6
AT_LEAST = 0
"""In a basis, a column that is as small as it may be."""


class Unsolved(RuntimeError):
    """What the solver found breaks a row."""


@dataclass(frozen=True, slots=True)
class Basis:
    """HiGHS's number of every column and row, basic or at which end: from there a program like it is soon solved."""

    columns: Sequence[int]
    rows: Sequence[int]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the solver says: values by column where it found any, the bound, and whether it got to the end."""

    possible: bool | None
    """False where nothing fulfils every row; None where the time was over first."""
    values: Sequence[float]
    value: float
    bound: float
    prices: Sequence[float] = ()
    """What one more of each column would bring, of a program in fractions."""
    duals: Sequence[float] = ()
    """What one more of each row's limit would bring, of a program in fractions."""
    blamed: Sequence[int] = ()
    """Rows that alone cannot be fulfilled, not even in fractions."""
    basis: Basis | None = None
    """Where the simplex ended, of a program in fractions."""

    @property
    def found(self) -> bool:
        return len(self.values) > 0

    @property
    def proven(self) -> bool:
        return self.found and self.bound <= self.value + NEAR * max(1, abs(self.value))


def solve(
    program: Program, watch: Watch, *, whole: bool = True, nodes: int | None = None, gap: float = 0,
    start: Basis | None = None,
) -> Answer:  # fmt: skip
    """The columns that bring most.

    ``gap`` is how far from the bound is good enough, in points; ``nodes`` how many branches are looked at before the
    best so far is taken; ``start`` where a program in fractions begins. What is known already of one in whole numbers
    is best said as a row (``Program.better``): HiGHS 1.16, given a start, carries it wrongly into what presolve leaves
    of a program. Raises ``Unsolved`` where a row does not hold.
    """
    if watch.over:
        return Answer(None, (), -inf, inf)
    run = _Run(program, watch, whole)
    if whole:
        run.set(mip_abs_gap=gap, mip_rel_gap=0.0, **({} if nodes is None else {"mip_max_nodes": nodes}))
    elif start:
        run.begin(start)
    return run.answer()


class _Run:
    """One run of HiGHS."""

    def __init__(self, program: Program, watch: Watch, whole: bool) -> None:
        import highspy
        import numpy

        self.library: Any = highspy
        self.numpy, self.program, self.watch, self.whole = numpy, program, watch, whole and any(program.whole)
        self.highs = self.library._core._Highs()  # the class around it greets on the standard output
        self.set(output_flag=False, threads=1, random_seed=0, time_limit=max(watch.left, 0.01))
        self.highs.passModel(self._written())
        self._interruptible()

    def set(self, **options: Any) -> None:
        for name, value in options.items():
            self.highs.setOptionValue(name, value)

    def begin(self, start: Basis) -> None:
        basis, status = self.library.HighsBasis(), self.library.HighsBasisStatus
        basis.col_status, basis.row_status = list(map(status, start.columns)), list(map(status, start.rows))
        basis.valid = True
        self.highs.setBasis(basis)

    def _written(self) -> Any:
        numpy, program, model = self.numpy, self.program, self.library.HighsLp()
        model.num_col_, model.num_row_ = len(program.gains), len(program.rows)
        model.sense_ = self.library.ObjSense.kMaximize
        model.col_cost_ = numpy.array(program.gains, dtype=float)
        model.col_lower_, model.col_upper_ = numpy.array(program.lowers, float), numpy.array(program.uppers, float)
        model.row_lower_ = numpy.array([row.least for row in program.rows], dtype=float)
        model.row_upper_ = numpy.array([row.most for row in program.rows], dtype=float)
        matrix = model.a_matrix_
        matrix.format_ = self.library.MatrixFormat.kRowwise
        matrix.start_ = numpy.cumsum([0, *(len(row.weights) for row in program.rows)])
        matrix.index_ = numpy.array([n for row in program.rows for n in row.weights], dtype=numpy.int32)
        matrix.value_ = numpy.array([weight for row in program.rows for weight in row.weights.values()], dtype=float)
        if self.whole:
            kinds = self.library.HighsVarType
            model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in program.whole]
        return model

    def _interruptible(self) -> None:
        kinds, watch = self.library.cb.HighsCallbackType, self.watch

        def asked(_kind: int, _text: str, _out: Any, reply: Any, _own: Any) -> None:
            reply.user_interrupt = watch.cancelled()

        self.highs.setCallback(asked, None)
        for kind in (kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt):
            self.highs.startCallback(kind)

    def answer(self) -> Answer:
        self.highs.run()
        status, info, known = self.highs.getModelStatus(), self.highs.getInfo(), self.library.HighsModelStatus
        if status in (known.kInfeasible, known.kUnboundedOrInfeasible):
            return Answer(False, (), -inf, -inf, blamed=() if self.whole else self._blamed())
        solution = self.highs.getSolution()
        if status == known.kModelEmpty:
            return Answer(True, (), 0, 0)
        if info.primal_solution_status != self.library.SolutionStatus.kSolutionStatusFeasible:
            return Answer(None, (), -inf, inf)
        self._hold(solution.col_value)
        value = float(self.numpy.dot(self.program.gains, solution.col_value))
        bound = float(info.mip_dual_bound) if self.whole else value if status == known.kOptimal else inf
        duals, rows = list(solution.col_dual), list(solution.row_dual)
        return Answer(True, list(solution.col_value), value, bound, duals, rows, basis=self._ended())

    def _ended(self) -> Basis | None:
        basis = self.highs.getBasis()
        if self.whole or not basis.valid:
            return None
        return Basis(list(map(int, basis.col_status)), list(map(int, basis.row_status)))

    def _hold(self, values: Sequence[float]) -> None:
        """Every row is reckoned again."""
        for row in self.program.rows if self.whole else ():
            total = sum(weight * values[n] for n, weight in row.weights.items())
            if not row.least - 1e-4 <= total <= row.most + 1e-4:
                raise Unsolved(f"what the solver found breaks a row: {row.limit}")

    def _blamed(self) -> list[int]:
        """Where presolve found out by itself, the simplex has to find out again."""
        self.set(presolve="off")
        self.highs.run()
        _status, there, ray = self.highs.getDualRay()
        return [n for n, weight in enumerate(ray) if abs(weight) > NEAR] if there else []
