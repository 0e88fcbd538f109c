"""Which options go together, and which of them bring most after fees.

Every rule is a row of whole numbers: a programme is taken once, a cost is paid once unless both programmes allow it
and never beyond what it is, exclusive programmes exclude each other, a fact is made one thing, and a step that costs
something is paid for once for as long as it holds.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kosetsu.services.programmes.rules.options import Option, Situation, lapses
from kosetsu.services.programmes.rules.solving import Choice, Row, solve
from kosetsu.services.programmes.rules.steps import DAY, Key, Step


@dataclass(frozen=True)
class Chosen:
    """The best set of options: greatest yen after fees, then the earliest last day, then the fewest programmes."""

    options: tuple[Option, ...]
    yen: int
    fees_yen: int
    proven: bool

    @property
    def last_day(self) -> dt.date:
        return max((one.when.last_day for one in self.options), default=dt.date.min)


def best(given: Situation, options: Sequence[Option], seconds: float = 10) -> Chosen:
    """The best set, proven. Raises ``Unsolved`` where the solver breaks a rule."""
    found = _best(given, options, seconds)
    while found.options:
        earlier = [one for one in options if one.when.last_day < found.last_day]
        sooner = _best(given, earlier, seconds)
        if sooner.yen - sooner.fees_yen < found.yen - found.fees_yen:
            break
        found = Chosen(sooner.options, sooner.yen, sooner.fees_yen, found.proven and sooner.proven)
    return found


def _best(given: Situation, options: Sequence[Option], seconds: float) -> Chosen:
    if not options:
        return Chosen((), 0, 0, True)
    problem = _Problem(given, options)
    solution = solve(problem.choice(), seconds)
    chosen = tuple(one for n, one in enumerate(options) if n in solution.taken)
    yen, fees = sum(one.yen for one in chosen), fees_yen(chosen)
    if (yen - fees) * problem.scale - len(chosen) != solution.total:
        raise ArithmeticError("the plan does not bring what the solver reckoned")
    return Chosen(chosen, yen, fees, solution.proven)


def fees_yen(options: Collection[Option]) -> int:
    """What programmes ask for, and every doing of every step."""
    return sum(one.fee_yen for one in options) + sum(doing.step.fee_yen for doing in doings(options))


@dataclass(frozen=True)
class Doing:
    """A step done once, for all options it still holds for."""

    step: Step
    begins: dt.date
    """The latest day that is in time for all of them."""
    options: tuple[Option, ...]


def doings(options: Iterable[Option]) -> Iterator[Doing]:
    """The fewest doings of every step: each ends as late as its first option allows and serves all it holds for."""
    waiting: dict[Key, list[tuple[Step, Option]]] = defaultdict(list)
    for option in options:
        for step in option.steps:
            waiting[step.key].append((step, option))
    for (fact, to), pairs in waiting.items():
        step, left = pairs[0][0], sorted((option for _step, option in pairs), key=lambda one: one.when.begins[fact, to])
        while left:
            begins = left[0].when.begins[fact, to]
            served = [one for one in left if _holds(step, begins, one)]
            yield Doing(step, begins, tuple(served))
            left = [one for one in left if one not in served]


def _holds(step: Step, begins: dt.date, option: Option) -> bool:
    """Whether a step begun on a day serves an application: done in time, and not lapsed on its last day."""
    if begins > option.when.begins[step.key]:
        return False
    return step.valid_days is None or step.done(begins) + step.valid_days * DAY >= option.when.last_day


class _Problem:
    """Options first, then the steps that count: what is made of a fact, and doings that cost something."""

    def __init__(self, given: Situation, options: Sequence[Option]) -> None:
        self.given, self.options = given, options
        self.codes: dict[str, list[int]] = defaultdict(list)
        for n, option in enumerate(options):
            self.codes[option.code].append(n)
        self.scale = len(self.codes) + 1
        """A yen outweighs all programmes, of which the fewest are taken."""
        self.gains = [(option.yen - option.fee_yen) * self.scale - 1 for option in options]
        self.rows: list[Row] = []

    def choice(self) -> Choice:
        self._once()
        self._costs()
        self._steps()
        return Choice(tuple(self.gains), tuple(self.rows))

    def _row(self, numbers: Iterable[int], against: Iterable[int] = (), most: int = 1) -> None:
        """No more than one of ``numbers``, or no more of them than of ``against``."""
        self.rows.append(Row(dict.fromkeys(numbers, 1) | dict.fromkeys(against, -1), most))

    def _new(self, fee_yen: int) -> int:
        self.gains.append(-fee_yen * self.scale)
        return len(self.gains) - 1

    def _once(self) -> None:
        """One option of a programme; one programme of those that exclude each other."""
        apart = {one: {two for two in self.given.rivals[one] if two in self.codes} for one in self.codes}
        for group in _groups(apart):
            self._row(n for code in group for n in self.codes[code])

    def _costs(self) -> None:
        """One programme for a cost, or several that all allow it and together pay no more than it is."""
        for line in self.given.project.lines:
            users = [n for n, option in enumerate(self.options) if line.key in option.lines]
            codes = dict.fromkeys(self.options[n].code for n in users)
            apart = {one: {two for two in codes if two != one and two not in self.given.partners[one]} for one in codes}
            for group in _groups(apart):
                if len(group) > 1:
                    self._row(n for n in users if self.options[n].code in group)
            if any(len(others) < len(codes) - 1 for others in apart.values()):
                left = line.yen - sum(self.given.made[line.key].values())
                self.rows.append(Row({n: self.options[n].paid[line.key] for n in users}, left))

    def _steps(self) -> None:
        steps = {step.key: step for option in self.options for step in option.steps}
        spoilt = {key for option in self.options for key in option.spoils}
        made: dict[str, list[Key]] = defaultdict(list)
        for key in steps:
            made[key[0]].append(key)
        taken: dict[Key, int] = {}
        for key, step in steps.items():
            if lapses(step):
                self._doings(step)
            once = bool(step.fee_yen) and not lapses(step)
            if once or key in spoilt or len(made[key[0]]) > 1:
                taken[key] = self._new(step.fee_yen if once else 0)
                for numbers in self._by_code(lambda option, key=key: key in option.keys):  # type: ignore[misc]
                    self._row(numbers, (taken[key],), 0)
                for numbers in self._by_code(lambda option, key=key: key in option.spoils):  # type: ignore[misc]
                    self._row((*numbers, taken[key]))
        for keys in made.values():
            if len(keys) > 1:
                self._row(taken[key] for key in keys)

    def _doings(self, step: Step) -> None:
        """A doing may end whenever an option's own must: whatever else is possible serves no more of them."""
        users = [n for n, option in enumerate(self.options) if step.key in option.keys]
        days = {begins: self._new(step.fee_yen)
                for begins in sorted({self.options[n].when.begins[step.key] for n in users})}  # fmt: skip
        served: dict[tuple[str, tuple[int, ...]], list[int]] = defaultdict(list)
        for n in users:
            option = self.options[n]
            serving = tuple(m for begins, m in days.items() if _holds(step, begins, option))
            served[option.code, serving].append(n)
        for (_code, serving), numbers in served.items():
            self._row(numbers, serving, 0)

    def _by_code(self, which: Callable[[Option], bool]) -> Iterator[list[int]]:
        for numbers in self.codes.values():
            if found := [n for n in numbers if which(self.options[n])]:
                yield found


def _groups(apart: Mapping[str, Collection[str]]) -> Iterator[list[str]]:
    """Groups of which only one can be taken, until every two that exclude each other share one; each code is in one."""
    left = {(one, two) for one, others in apart.items() for two in others}
    for one in apart:
        while mine := [two for two in apart if (one, two) in left] or None:
            group = [one]
            for two in (*mine, *apart):
                if two not in group and all(two in apart[each] for each in group):
                    group.append(two)
            left -= {(a, b) for a in group for b in group}
            yield group
        if not apart[one]:
            yield [one]
