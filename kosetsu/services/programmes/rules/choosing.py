"""Which options go together, and which of them bring most after fees.

Every rule is a row of whole numbers: a programme is taken once, a cost is paid once unless both programmes allow it
and never beyond what it is, exclusive programmes exclude each other, a fact is made one thing, and a step that costs
something is paid for once for as long as it holds. The solver is quick where its bound in fractions is close: most
of what is here beyond the rules themselves is for that.
"""

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import gcd

from kosetsu.services.programmes.rules.parcels import Parcel, Parties, parties
from kosetsu.services.programmes.rules.situation import Option, Situation
from kosetsu.services.programmes.rules.solving import Choice, Row, Solution, Solver
from kosetsu.services.programmes.rules.steps import DAY, Key, Step, lapses


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

    def as_good(self, other: "Chosen") -> bool:
        """Whether the other brings as much."""
        return other.yen - other.fees_yen >= self.yen - self.fees_yen


def best(given: Situation, options: Sequence[Option], seconds: float = 10) -> Chosen:
    """The best set, proven. Raises ``Unsolved`` where the solver breaks a rule."""
    if not options:
        return Chosen((), 0, 0, True)
    problem = _Problem(given, options)
    solver = Solver(problem.choice(), seconds)
    found = solver.best()
    assert found is not None
    chosen = problem.chosen(found)
    return _sooner(chosen, problem, solver) if chosen.options else chosen


def _sooner(chosen: Chosen, problem: "_Problem", solver: Solver) -> Chosen:
    """The best set with the earliest last day, between the first that the bound allows and the one found."""
    days = sorted(day for day in {option.when.last_day for option in problem.options} if day < chosen.last_day)
    least = (chosen.yen - chosen.fees_yen) // problem.unit * problem.scale - len(problem.codes)
    if not days or not solver.reaches(problem.after(days[-1]), least):
        return chosen
    low = bisect_left(days, True, key=lambda day: solver.reaches(problem.after(day), least))
    while (high := bisect_left(days, chosen.last_day)) > low:
        at = (low + high) // 2
        found = solver.best(problem.after(days[at]), least)
        if found is not None and chosen.as_good(problem.chosen(found)):
            chosen = problem.chosen(found)
        else:
            low = at + 1
    return chosen


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
    """Parcels first, then the steps that count: what is made of a fact, and doings that cost something."""

    def __init__(self, given: Situation, options: Sequence[Option]) -> None:
        self.given, self.options = given, options
        taken = Parties(given, options)
        self.partners, self.parcels = taken.partners, tuple(taken.parcels)
        self.sharers = {n for n, parcel in enumerate(self.parcels) if any(map(self.partners.get, parcel.codes))}
        self.codes: dict[str, list[int]] = defaultdict(list)
        for n, parcel in enumerate(self.parcels):
            for code in parcel.codes:
                self.codes[code].append(n)
        self.scale = len(self.codes) + 1
        """A yen outweighs all programmes, of which the fewest are taken."""
        self.unit = gcd(*(yen for one in options for yen in (one.yen, one.fee_yen, *(s.fee_yen for s in one.steps))))
        """What all amounts are multiples of: numbers stay small."""
        self.gains = [one.net_yen // self.unit * self.scale - len(one.options) for one in self.parcels]
        self.rows: list[Row] = []
        self.single: list[frozenset[int]] = []
        """Parcels of which a row lets one be taken; every parcel is in some."""

    def after(self, day: dt.date) -> list[int]:
        """The parcels with a later last day."""
        return [n for n, parcel in enumerate(self.parcels) if parcel.last_day > day]

    def chosen(self, solution: Solution) -> Chosen:
        """The options taken, reckoned without the rows: what they pay, and the fewest doings of their steps."""
        parcels = (parcel for n, parcel in enumerate(self.parcels) if n in solution.taken)
        options = tuple(sorted((one for parcel in parcels for one in parcel.options), key=lambda one: one.description))
        yen, fees = sum(one.yen for one in options), fees_yen(options)
        if (yen - fees) // self.unit * self.scale - len(options) != solution.total:
            raise ArithmeticError("the plan does not bring what the solver reckoned")
        return Chosen(options, yen, fees, solution.proven)

    def choice(self) -> Choice:
        self._once()
        self._costs()
        self._steps()
        return Choice(tuple(self.gains), tuple(self.rows))

    def _row(self, numbers: Iterable[int], against: Iterable[int] = (), most: int = 1) -> None:
        """No more than one of ``numbers``, or no more of them than of ``against``."""
        self.rows.append(Row(dict.fromkeys(numbers, 1) | dict.fromkeys(against, -1), most))

    def _new(self, fee_yen: int) -> int:
        self.gains.append(-fee_yen // self.unit * self.scale)
        return len(self.gains) - 1

    def _once(self) -> None:
        """One option of a programme; one programme of those that exclude each other."""
        apart = {one: {two for two in self.given.rivals[one] if two in self.codes} for one in self.codes}
        for group in _groups(apart):
            self.single.append(frozenset(n for code in group for n in self.codes[code]))
            self._row(sorted(self.single[-1]))

    def _costs(self) -> None:
        """One programme for a cost, or several that all allow it and together pay no more than it is.

        Two that each take most of an odd number of costs share one of them; saying so makes the bound tight.
        """
        keys = [line.key for line in self.given.project.lines]
        bits = {key: 1 << n for n, key in enumerate(keys)}
        by_mask: dict[int, list[int]] = defaultdict(list)
        for n, parcel in enumerate(self.parcels):
            by_mask[sum(bits[key] for key in parcel.lines)].append(n)
        for count in range(1, len(keys) + 1, 2):
            for some in combinations(keys, count):
                wanted = sum(bits[key] for key in some)
                using = (numbers for mask, numbers in by_mask.items() if 2 * (mask & wanted).bit_count() > count)
                self._shared(some, sorted(n for numbers in using for n in numbers))

    def _shared(self, some: tuple[str, ...], users: Sequence[int]) -> None:
        """Those who may share costs are one party, which takes a thing of its own; of all parties one is taken."""
        codes = dict.fromkeys(code for n in users if n in self.sharers for code in self.parcels[n].codes)
        together = {one: self.partners[one] & codes.keys() for one in codes}
        sharing = tuple(parties(together))
        taken = [n for n in users if n not in self.sharers or not any(map(self.parcels[n].codes.__le__, sharing))]
        self.single.append(frozenset(taken))
        for party in sharing:
            mine = [n for n in users if self.parcels[n].codes <= party]
            taken.append(self._new(0))
            for group in _groups({one: party - together[one] - {one} for one in codes if one in party}):
                self._row((n for n in mine if not self.parcels[n].codes.isdisjoint(group)), taken[-1:], 0)
            for key in some:
                self._capacity(key, mine, taken[-1], whole=len(some) == 1)
        if len(taken) > 1:
            self._row(taken)

    def _capacity(self, key: str, party: Sequence[int], taken: int, *, whole: bool) -> None:
        """What is left of a cost holds all that is paid for it; two who together want more exclude each other."""
        left = self.given.left[key]
        paying = {n: option for n in party for option in self.parcels[n].options if key in option.lines}
        weights = {n: option.paid[key] for n, option in paying.items()}
        if whole:
            self.rows.append(Row({**weights, taken: -left}, 0))
        by_code: dict[str, list[int]] = defaultdict(list)
        for n, option in paying.items():
            by_code[option.code].append(n)
        for one, two in combinations(by_code, 2):
            if two in self.partners[one]:
                for group in _too_much(left, weights, by_code[one], by_code[two]):
                    self._row(group, (taken,), 0)

    def _steps(self) -> None:
        steps = {step.key: step for option in self.options for step in option.steps}
        spoilt = {key for option in self.options for key in option.spoils}
        made: dict[str, list[Key]] = defaultdict(list)
        for key in steps:
            made[key[0]].append(key)
        taken: dict[Key, int] = {}
        for key, step in steps.items():
            if step.fee_yen or key in spoilt or len(made[key[0]]) > 1:
                taken[key] = self._new(0 if lapses(step) else step.fee_yen)
                for numbers in self._singles(lambda parcel, key=key: key in parcel.keys):  # type: ignore[misc]
                    self._row(numbers, (taken[key],), 0)
                for numbers in self._singles(lambda parcel, key=key: key in parcel.spoils):  # type: ignore[misc]
                    self._row((*numbers, taken[key]))
            if lapses(step):
                self._doings(step, taken[key])
        for keys in made.values():
            if len(keys) > 1:
                self._row(taken[key] for key in keys)

    def _doings(self, step: Step, taken: int) -> None:
        """A doing may end whenever an option's own must: whatever else is possible serves no more of them."""
        users = [(n, option) for n, parcel in enumerate(self.parcels) for option in parcel.options
                 if step.key in option.keys]  # fmt: skip
        days = {begins: self._new(step.fee_yen)
                for begins in sorted({option.when.begins[step.key] for _n, option in users})}  # fmt: skip
        served: dict[tuple[str, tuple[int, ...]], list[int]] = defaultdict(list)
        servings: dict[tuple[dt.date, dt.date], tuple[int, ...]] = {}
        for n, option in users:
            when = option.when.begins[step.key], option.when.last_day
            if when not in servings:
                servings[when] = tuple(m for begins, m in days.items() if _holds(step, begins, option))
            served[option.code, servings[when]].append(n)
        for (_code, serving), numbers in served.items():
            self._row(numbers, serving, 0)
        self._row((taken,), days.values(), 0)

    def _singles(self, which: Callable[[Parcel], bool]) -> Iterator[list[int]]:
        """Of parcels of which only one is taken, those that a step matters to. One by one they would each be served by
        a part of the step, for a part of its fee."""
        found = {n for n, parcel in enumerate(self.parcels) if which(parcel)}
        yield from map(sorted, filter(None, dict.fromkeys(single & found for single in self.single)))


def _too_much(
    left: int, weights: Mapping[int, int], mine: Sequence[int], others: Sequence[int]
) -> Iterator[tuple[int, ...]]:
    """Groups of options of two programmes such that any of the one with any of the other is more than is left."""
    found: dict[tuple[int, ...], tuple[int, ...]] = {}
    for least in sorted({weights[n] for n in mine}, reverse=True):
        against = tuple(n for n in others if weights[n] + least > left)
        found[against] = tuple(n for n in mine if weights[n] >= least)
    yield from (group + against for against, group in found.items() if against)


def _groups(apart: Mapping[str, Collection[str]]) -> Iterator[list[str]]:
    """Groups of which only one can be taken, until every two that exclude each other share one; each code is in one."""
    lone = [one for one, others in apart.items() if len(others) == len(apart) - 1]
    rest = {one: set(others).difference(lone) for one, others in apart.items() if one not in lone}
    if lone and not rest:
        yield lone
    left = {(one, two) for one, others in rest.items() for two in others}
    for one in rest:
        if not rest[one]:
            yield [*lone, one]
        while mine := [two for two in rest if (one, two) in left]:
            group = [one]
            for two in (*mine, *rest):
                if two not in group and all(two in rest[each] for each in group):
                    group.append(two)
            left -= {(a, b) for a in group for b in group}
            yield [*lone, *group]
