"""What a plan can be made of: one course of one programme in one window, for some of the project's costs.

An option is feasible by itself; which options go together is another matter (``choosing``). Those that another one
makes useless are left out: more costs for the same yen, more steps for the same yen.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, product
from typing import Any, Literal, Protocol

from kosetsu.services.programmes.rules.book import Book, Formula, One, leaves
from kosetsu.services.programmes.rules.language import Description, Value, Window
from kosetsu.services.programmes.rules.steps import DAY, Begins, Key, Step, Steps, in_order, last_day, ready
from kosetsu.services.programmes.rules.windows import coming, day_of, state

Reason = Literal[
    "refused", "unpublished", "full", "nothing_to_pay", "amount_unknown", "closed", "too_short", "award_late",
    "period_short", "exclusive", "same_cost", "same_programme", "other_fact", "fees",
]  # fmt: skip
"""Why a programme the company can have is not in its plan."""
Remark = Literal["decision_unknown", "order_rule_unknown", "fee_unknown", "step_unpublished"]
"""What the source does not say and the plan had to suppose."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost of a project, of one kind of the vocabulary."""

    key: str
    cost: str
    yen: int


@dataclass(frozen=True, slots=True)
class Project:
    """What a company wants to buy or do: its costs, when it is ordered and when it is finished."""

    lines: tuple[CostLine, ...]
    earliest_order: dt.date
    latest_order: dt.date
    latest_completion: dt.date

    def __post_init__(self) -> None:
        if not self.earliest_order <= self.latest_order <= self.latest_completion:
            raise ValueError("a project is ordered and then finished")
        if len({line.key for line in self.lines}) < len(self.lines) or any(line.yen <= 0 for line in self.lines):
            raise ValueError("each cost has a key of its own and some yen")


Paying = Callable[[Sequence[CostLine]], int | None]


class Judge(Protocol):
    """Whoever knows whether a company meets a programme, and what a course of it pays."""

    def meets(self, description: int, course: int | None, answers: Mapping[str, Value]) -> bool:
        """Whether it surely meets the programme and the course (None: only the programme)."""

    def pays(self, description: int, course: int, answers: Mapping[str, Value]) -> Paying:
        """The exact yen for some of the costs, None where the source leaves it open. More costs never pay less."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An application that was made already: the plan is built around it."""

    code: str
    paid: tuple[tuple[str, int], ...] = ()
    """The yen it pays for each cost line, by key."""
    yen: int = 0
    course: str = ""
    award: dt.date | None = None


@dataclass(frozen=True)
class Situation:
    """All that is known when a plan is asked for."""

    book: Book
    judge: Judge
    answers: Mapping[str, Value]
    project: Project
    at: dt.datetime
    zone: dt.tzinfo
    refused: frozenset[str] = frozenset()
    kept: tuple[Kept, ...] = ()

    @cached_property
    def today(self) -> dt.date:
        return day_of(self.at, self.zone)

    @cached_property
    def steps(self) -> Steps:
        return Steps(self.book, self.answers, self.refused, self.at, self.zone)

    @cached_property
    def partners(self) -> dict[str, frozenset[str]]:
        """By code, the programmes that may pay for the same cost: both say so, in every round."""
        said: dict[str, set[str]] = {}
        for one in self.book.descriptions:
            said[one.code] = said.get(one.code, set(one.stacks_with)) & set(one.stacks_with)
        return {code: frozenset(two for two in others if code in said.get(two, ())) for code, others in said.items()}

    @cached_property
    def rivals(self) -> dict[str, frozenset[str]]:
        """By code, the programmes that are not given to the same company: either says so."""
        found: dict[str, set[str]] = {one.code: set() for one in self.book.descriptions}
        for one in self.book.descriptions:
            for other in one.exclusive_with:
                found[one.code].add(other)
                found.setdefault(other, set()).add(one.code)
        return {code: frozenset(others) for code, others in found.items()}

    @cached_property
    def made(self) -> dict[str, dict[str, int]]:
        """By cost line, what the applications already made pay for it, by code."""
        found: dict[str, dict[str, int]] = {line.key: {} for line in self.project.lines}
        for one in self.kept:
            for key, yen in one.paid:
                found.setdefault(key, {})[one.code] = yen
        return found

    @cached_property
    def left(self) -> dict[str, int]:
        """By cost line, what the applications already made leave of it."""
        return {line.key: line.yen - sum(self.made[line.key].values()) for line in self.project.lines}

    def with_steps(self, steps: Iterable[Step]) -> dict[str, Value]:
        """The answers once the steps are done."""
        return {**self.answers, **{step.fact: step.to for step in steps}}


@dataclass(frozen=True)
class When:
    """The days of one application: they fit the window, the steps before it and the project."""

    window: Window | None
    first_day: dt.date
    last_day: dt.date
    begins: Begins
    """The latest day on which each step before it begins."""
    first_award: dt.date
    award: dt.date
    """The decision on what is handed in on the last day."""


@dataclass(frozen=True)
class Late:
    """Why no days fit, with the days that do not."""

    reason: Reason
    data: dict[str, dt.date] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """One way to be supported."""

    description: int
    code: str
    course: int
    lines: frozenset[str]
    yen: int
    paid: Mapping[str, int]
    fee_yen: int
    steps: tuple[Step, ...]
    keys: frozenset[Key]
    """The steps by key."""
    when: When
    spoils: frozenset[Key]
    """Steps that would make the company lose it."""


@dataclass(frozen=True)
class Candidate:
    """One programme a company can have: its options, or why there are none; and what it could pay by itself."""

    description: int
    code: str
    possible_yen: int
    options: tuple[Option, ...] = ()
    reason: Reason | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def candidates(given: Situation) -> tuple[Candidate, ...]:
    """Every programme that the company meets now or after steps."""
    found = (_Programme(given, n).candidate() for n in range(len(given.book.descriptions)))
    return tuple(one for one in found if one is not None)


class _Programme:
    """One description, as far as one situation needs it."""

    def __init__(self, given: Situation, n: int) -> None:
        self.given, self.n = given, n
        self.said: Description = given.book.descriptions[n]

    def candidate(self) -> Candidate | None:
        ways = [(course, steps) for course in range(len(self.said.courses)) for steps in self._ways(course)]
        if not ways and (self.said.courses or not self.given.judge.meets(self.n, None, self.given.answers)):
            return None
        if self.said.code in {one.code for one in self.given.kept}:
            return None
        amounts = [self._most(course, steps) for course, steps in ways]
        possible = max((yen for yen in amounts if yen is not None), default=0)
        if (reason := self._barred(amounts)) is not None:
            return Candidate(self.n, self.said.code, possible, reason=reason)
        return self._dated(ways, possible)

    def _barred(self, amounts: Sequence[int | None]) -> Reason | None:
        """What no date can change."""
        if self.said.code in self.given.refused:
            return "refused"
        if not any(amounts):
            return "amount_unknown" if None in amounts else "nothing_to_pay"
        if self.said.windows is None:
            return "unpublished"
        if any(one.code in self.given.rivals[self.said.code] for one in self.given.kept):
            return "exclusive"
        return "full" if self.said.places_left == 0 else None

    def _dated(self, ways: Sequence[tuple[int, tuple[Step, ...]]], possible: int) -> Candidate:
        windows = coming(self.said, self.given.at, self.given.zone)
        days = {frozenset(step.key for step in steps): fitting(self.given, self.said, steps, windows)
                for _course, steps in ways}  # fmt: skip
        options: dict[frozenset[str], list[Option]] = {}
        for course, steps in sorted(ways, key=lambda way: len(way[1])):
            whens, _lates = days[frozenset(step.key for step in steps)]
            if whens:
                self._add(options, course, steps, whens)
        if options:
            return Candidate(self.n, self.said.code, possible, tuple(one for some in options.values() for one in some))
        if any(whens for whens, _lates in days.values()):
            return Candidate(self.n, self.said.code, possible, reason="same_cost")
        late = max(
            (late for _whens, lates in days.values() for late in lates), key=lambda late: _FAR.index(late.reason)
        )
        return Candidate(self.n, self.said.code, possible, reason=late.reason, data=late.data)

    # amounts

    def _eligible(self, course: int) -> tuple[CostLine, ...]:
        costs = self.said.courses[course].costs
        return tuple(line for line in self.given.project.lines if not costs or line.cost in costs)

    def _most(self, course: int, steps: tuple[Step, ...]) -> int | None:
        pays = self.given.judge.pays(self.n, course, self.given.with_steps(steps))
        lines = self._eligible(course)
        yen = pays(lines)
        return yen if yen is None or not lines else max(yen, pays(()) or 0)

    def _add(
        self, options: dict[frozenset[str], list[Option]], course: int, steps: tuple[Step, ...], whens: Sequence[When]
    ) -> None:
        """The options of one course by their costs, unless those that are there already make them useless."""
        spoils, alone = self._spoils(course, steps), not self.given.partners[self.said.code]
        keys = frozenset(step.key for step in steps)
        for some, yen in self._subsets(course, steps):
            paid, lines = shared(yen, some), frozenset(line.key for line in some)
            if not self._room(some, paid):
                continue
            for when in whens:
                one = Option(self.n, self.said.code, course, lines, yen, paid, self.said.fee_yen or 0,
                             steps, keys, when, spoils)  # fmt: skip
                if not any(_useless(one, other, alone=alone) for other in options.get(lines, ())):
                    options.setdefault(lines, []).append(one)

    def _subsets(self, course: int, steps: tuple[Step, ...]) -> Iterator[tuple[tuple[CostLine, ...], int]]:
        """Sets of costs with what they pay; without those of which a part pays as much, where nobody shares a cost."""
        pays = self.given.judge.pays(self.n, course, self.given.with_steps(steps))
        lines = self._eligible(course)
        most, alone = pays(lines), not self.given.partners[self.said.code]
        kept: list[tuple[int, int]] = []
        for mask in _masks(len(lines)):
            parts = [yen for other, yen in kept if other & mask == other]
            if alone and most is not None and most in parts:
                continue
            chosen = tuple(line for n, line in enumerate(lines) if mask >> n & 1)
            yen = pays(chosen)
            if not yen or (chosen and yen > sum(line.yen for line in chosen)):
                continue
            if not alone or yen > max(parts, default=0):
                kept.append((mask, yen))
                yield chosen, yen

    def _room(self, lines: Sequence[CostLine], paid: Mapping[str, int]) -> bool:
        """Whether what was applied for already leaves these costs to it."""
        partners = self.given.partners[self.said.code]
        return not self.given.kept or all(
            paid[line.key] <= self.given.left[line.key] and self.given.made[line.key].keys() <= partners
            for line in lines
        )

    # steps

    def _ways(self, course: int) -> tuple[tuple[Step, ...], ...]:
        """The smallest sets of steps that make the company meet a course; and larger ones that improve its terms, or
        that take in a step which would otherwise be against it."""
        who, uplifts = self.given.book.courses[self.n][course]
        asked = self._facts((self.given.book.who[self.n], who))
        if not self._possible((self.given.book.who[self.n], who), asked):
            return ()
        least: list[tuple[Step, ...]] = []
        for steps in self._sets(asked):
            keys = {step.key for step in steps}
            if any({step.key for step in other} <= keys for other in least):
                continue
            if self.given.judge.meets(self.n, course, self.given.with_steps(steps)):
                least.append(steps)
        more: dict[frozenset[Key], tuple[Step, ...]] = {}
        for base in least:
            improving = self._facts(uplifts) + tuple(sorted({fact for fact, _to in self._spoils(course, base)}))
            for each in self._sets(tuple(dict.fromkeys(improving))):
                both = _together(base, each)
                if both is not None and len(both) > len(base):
                    more[frozenset(step.key for step in both)] = both
        met = (both for both in more.values() if self.given.judge.meets(self.n, course, self.given.with_steps(both)))
        return (*least, *met)

    def _facts(self, formulas: Iterable[Formula]) -> tuple[str, ...]:
        """The facts of some formulas that a step can change."""
        facts = dict.fromkeys(self.given.book.atoms[leaf.atom].fact for each in formulas for leaf in leaves(each))
        return tuple(fact for fact in facts if self.given.steps.to_change(fact))

    def _sets(self, facts: Sequence[str]) -> Iterator[tuple[Step, ...]]:
        """Every set of steps over some facts, at most one for each fact, with all they need; small ones first."""
        for size in range(len(facts) + 1):
            for some in combinations(facts, size):
                for steps in product(*(self.given.steps.to_change(fact) for fact in some)):
                    if (all_ := _together((), steps)) is not None:
                        yield all_

    def _possible(self, formulas: Sequence[Formula], free: Collection[str]) -> bool:
        """Whether the formulas can hold at all while the facts that steps change are left open."""
        return all(self._may(formula, free) for formula in formulas)

    def _may(self, formula: Formula, free: Collection[str]) -> bool:
        if not isinstance(formula, One):
            return sum(self._may(part, free) for part in formula.parts) >= formula.least
        fact = self.given.book.atoms[formula.atom].fact
        return fact in free or self._true(formula, self.given.answers.get(fact))

    def _true(self, leaf: One, value: Value | None) -> bool:
        """Whether a comparison can be true of a value, None being any."""
        atom = self.given.book.atoms[leaf.atom]
        regions = self.given.book.regions[atom.fact]
        some = regions.possible if value is None else regions.of(value)
        return any((atom.true_in >> region & 1) != leaf.negated for region in some)

    def _spoils(self, course: int, steps: tuple[Step, ...]) -> frozenset[Key]:
        """Steps of other programmes that make a comparison false which may be true of the company here."""
        who, uplifts = self.given.book.courses[self.n][course]
        own = {step.fact for step in steps}
        found = set()
        for formula in (self.given.book.who[self.n], who, *uplifts):
            for leaf in leaves(formula):
                fact = self.given.book.atoms[leaf.atom].fact
                if fact not in own and self._true(leaf, self.given.answers.get(fact)):
                    found |= {step.key for step in self.given.steps.to_change(fact) if not self._true(leaf, step.to)}
        return frozenset(found)


def _together(base: Sequence[Step], more: Sequence[Step]) -> tuple[Step, ...] | None:
    """All steps in order; None where they make one fact two things."""
    steps = in_order((*base, *more))
    return steps if len({step.fact for step in steps}) == len(steps) else None


def _useless(one: Option, other: Option, *, alone: bool) -> bool:
    """Whether ``other``, which is for the same costs, pays as much with no more steps, as early and as safely.

    Where others may pay for the costs too, paying more is no advantage: it may be more than is left of them.
    """
    return (
        (one.yen == other.yen or (one.yen < other.yen and (alone or not one.lines)))
        and other.keys <= one.keys
        and other.spoils <= one.spoils
        and (one.when == other.when or not any(map(lapses, other.steps)))
    )


def lapses(step: Step) -> bool:
    """Whether it matters when the step is done: it costs something and does not hold for ever."""
    return bool(step.fee_yen) and step.valid_days is not None


def _masks(count: int) -> list[int]:
    """Sets of so many things as bits, parts before what they are part of."""
    return sorted(range(1 << count), key=lambda mask: (mask.bit_count(), mask))


def shared(yen: int, lines: Sequence[CostLine]) -> dict[str, int]:
    """An amount, which is no more than the costs are, shared among them in proportion, to the yen."""
    total = sum(line.yen for line in lines)
    paid = {line.key: yen * line.yen // total for line in lines}
    rests = sorted(lines, key=lambda line: -(yen * line.yen % total))
    for line in rests[: yen - sum(paid.values())]:
        paid[line.key] += 1
    return paid


# --- days ------------------------------------------------------------------------------------------------------------

_FAR: tuple[Reason, ...] = ("closed", "too_short", "award_late", "period_short")
"""How far an application comes before it fails."""


def fitting(
    given: Situation, said: Description, steps: tuple[Step, ...], windows: Sequence[Window]
) -> tuple[tuple[When, ...], tuple[Late, ...]]:
    """The windows in which the steps, the award and the project fit, and why others do not.

    The window with the earliest last day is enough, unless a step that lapses costs something and may be shared.
    """
    if said.windows == "always":
        found = [_always(given, said, steps)]
    else:
        found = [_in_window(given, said, steps, window) for window in windows]
    whens = sorted((one for one in found if isinstance(one, When)), key=lambda one: one.last_day)
    lates = [one for one in found if isinstance(one, Late)]
    if not found:
        lates = [Late("closed")]
    return tuple(whens if any(map(lapses, steps)) else whens[:1]), tuple(lates)


def _in_window(given: Situation, said: Description, steps: tuple[Step, ...], window: Window) -> When | Late:
    done = ready(steps, given.today)
    first = max(window.opens, done + said.prepare_days * DAY) if done is not None else None
    found = None if first is None else last_day(steps, first, window.closes, said.prepare_days)
    if first is None or found is None:
        return Late("too_short", {"closes": window.closes, **({"ready": first} if first is not None else {})})
    award = window.decided or window.closes + _decision(said)
    if said.award_before_order is not False and award > given.project.latest_order:
        return Late("award_late", {"award": award, "latest_order": given.project.latest_order})
    if award < (least := _first_award(given.project, said)):
        return Late("period_short", {"award": award, "first_award": least})
    return When(window, first, *found, award, award)


def _always(given: Situation, said: Description, steps: tuple[Step, ...]) -> When | Late:
    """What is taken all year is handed in so late that the award still comes before the order."""
    if state(said, given.at, given.zone) == "closed":
        return Late("closed")
    ordered = said.award_before_order is not False
    by = given.project.latest_order - _decision(said) if ordered else given.project.latest_completion
    end = min(by, said.effective_to or by)
    done = ready(steps, given.today)
    first = max(said.effective_from, done + said.prepare_days * DAY) if done is not None else None
    found = None if first is None else last_day(steps, first, end, said.prepare_days)
    if first is None or found is None:
        reason: Reason = "award_late" if ordered and first is not None and end == by else "too_short"
        return Late(reason, {"latest_order": given.project.latest_order, **({"ready": first} if first else {})})
    least = _first_award(given.project, said)
    if found[0] + _decision(said) < least:
        return Late("period_short", {"award": found[0] + _decision(said), "first_award": least})
    if said.period_months is not None:
        first = max(first, least - _decision(said))
    return When(None, first, *found, first + _decision(said), found[0] + _decision(said))


def _decision(said: Description) -> dt.timedelta:
    """From the last day to the award; the day after where nothing is said, with a remark."""
    return (1 if said.decision_days is None else said.decision_days) * DAY


def _first_award(project: Project, said: Description) -> dt.date:
    """The first award whose period, which ends the day before its anniversary, holds the latest completion."""
    if said.period_months is None:
        return dt.date.min
    day = months_after(project.latest_completion, -said.period_months)
    while months_after(day, said.period_months) <= project.latest_completion:
        day += DAY
    return day


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = dt.date(year, month + 1, 1)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return first + min(day.day - 1, (following - first).days - 1) * DAY


def remarks(given: Situation, said: Description, window: Window | None, steps: Sequence[Step]) -> tuple[Remark, ...]:
    """What had to be supposed for one application."""
    announced = window is not None and window.decided is not None
    found: list[tuple[Remark, bool]] = [
        ("decision_unknown", said.decision_days is None and not announced),
        ("order_rule_unknown", said.award_before_order is None),
        ("fee_unknown", said.fee_yen is None),
        ("step_unpublished", any(step.unpublished for step in steps)),
    ]
    return tuple(key for key, holds in found if holds)
