"""What a plan can be made of: one course of one programme in one window, for some of the project's costs.

An option is feasible by itself; which options go together is another matter (``choosing``). Those that another one
makes useless are left out: more costs for the same yen, more steps for the same yen.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, product

from kosetsu.services.programmes.rules.book import Formula, One, leaves
from kosetsu.services.programmes.rules.fitting import FAR, fitting
from kosetsu.services.programmes.rules.language import Description, Value
from kosetsu.services.programmes.rules.situation import Candidate, CostLine, Option, Reason, Situation, When
from kosetsu.services.programmes.rules.steps import Key, Step, in_order, lapses
from kosetsu.services.programmes.rules.windows import coming


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
        late = max((late for _whens, lates in days.values() for late in lates), key=lambda late: FAR.index(late.reason))
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
        for mask, places in _masks(len(lines)):
            part = max([yen for other, yen in kept if other & mask == other], default=0) if alone else 0
            if part == most:
                continue
            chosen = tuple([lines[n] for n in places])
            yen = pays(chosen)
            if yen and yen > part and (not chosen or yen <= sum([line.yen for line in chosen])):
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


@cache
def _masks(count: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Sets of so many things, as bits and by their places; parts before what they are part of."""
    masks = sorted(range(1 << count), key=lambda mask: (mask.bit_count(), mask))
    return tuple((mask, tuple(n for n in range(count) if mask >> n & 1)) for mask in masks)


def shared(yen: int, lines: Sequence[CostLine]) -> dict[str, int]:
    """An amount, which is no more than the costs are, shared among them in proportion, to the yen."""
    total = sum(line.yen for line in lines)
    paid = {line.key: yen * line.yen // total for line in lines}
    rests = sorted(lines, key=lambda line: -(yen * line.yen % total))
    for line in rests[: yen - sum(paid.values())]:
        paid[line.key] += 1
    return paid
