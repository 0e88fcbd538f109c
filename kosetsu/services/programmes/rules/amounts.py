"""How much a programme gives: exact yen where everything is known, and otherwise between which amounts it lies.

The interval always contains what the company is given once all is known. Zero lies in it unless the verdict is yes.
It is no wider than it must be: the least and the most are reached by some answers that agree with those given.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from kosetsu.services.programmes.rules.deciding import Decider, Known, Outcome, Verdict
from kosetsu.services.programmes.rules.language import Value
from kosetsu.services.programmes.rules.paying import (
    NOTHING,
    Costs,
    Line,
    Way,
    least_of,
    lines,
    most_of,
    sets,
    size,
    spent,
    terms,
)  # fmt: skip

TRIES = 2_000
"""How many combinations of answers that courses and uplifts share are looked at; beyond it the interval is wider."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What is given lies between ``least`` and ``most``; None is without an upper end."""

    verdict: Verdict
    least: int
    most: int | None
    course: str = ""
    """The course that gives most, and the one ``lines`` are about."""
    open_terms: tuple[str, ...] = ()
    """Terms of it that the source leaves open."""
    lines: tuple[Line, ...] = ()
    """How ``most`` is computed."""
    least_course: str = ""
    least_lines: tuple[Line, ...] = ()
    """How ``least`` is computed, where it is another amount."""

    @property
    def exact(self) -> bool:
        return self.least == self.most


def amount(decider: Decider, n: int, answers: Mapping[str, Value], costs: Costs | None) -> Amount:
    """What description ``n`` gives this company for these costs, with its computation line by line."""
    return Reckoner(decider, costs).amount(n, decider.known(answers))


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which amounts the verdicts of one description leave it."""

    outcomes: Sequence[Outcome]
    low: Way
    high: Way

    @property
    def verdict(self) -> Verdict:
        return self.outcomes[0].verdict


@dataclass
class Reckoner:
    """Amounts for one plan of costs; ``None``: nothing is known of them."""

    decider: Decider
    costs: Costs | None
    _ends: dict[tuple[int, int, tuple[int, ...]], tuple[Way, Way]] = field(default_factory=dict)

    def amount(self, n: int, known: Known) -> Amount:
        """What description ``n`` gives, with its computation."""
        found, courses = self.interval(n, known), self.decider.book.descriptions[n].courses
        low, high = found.low, found.high
        course = courses[high.course] if high.course >= 0 else None
        other = courses[low.course] if low.course >= 0 and low.yen != high.yen else None
        return Amount(
            found.verdict,
            low.yen or 0,
            high.yen,
            course.key if course else "",
            terms(course, high.uplifts).open if course else (),
            tuple(lines(course, high, spent(course, self.costs)[1])) if course else (),
            other.key if other else "",
            tuple(lines(other, low, spent(other, self.costs)[0])) if other else (),
        )

    def interval(self, n: int, known: Known) -> Bounds:
        """The verdict, and the ways of the least and of the most, as narrow as they can be."""
        return self.proven(n, known)[0]

    def proven(self, n: int, known: Known) -> tuple[Bounds, tuple[int, ...] | None]:
        """The same, and nodes it rests on: while none is ruled out, the same verdicts come to the same amounts.

        None where they may not.
        """
        first = self._bounds(n, known)
        if first.low.yen == first.high.yen or self._torn(first.outcomes) is None:
            return first, ()
        node = self._together(n, first)
        if node is not None and self.decider.outcomes((node,), known)[0].verdict is not Verdict.NO:
            return first, (node,)
        return self._tightened(n, known, first), None

    def _bounds(self, n: int, known: Known) -> Bounds:
        """What courses and uplifts come to where each verdict could go either way alone."""
        outcomes = self.decider.outcomes(self.decider.circuit.roots[n], known)
        who, low, high = outcomes[0].verdict, NOTHING, NOTHING
        for course, own, uplifts in self._courses(n, outcomes) if who is not Verdict.NO else ():
            if own is not Verdict.NO:
                ends = [self._ends_of(n, course, one)
                        for one in sets(self.decider.book.descriptions[n].courses[course], uplifts)]  # fmt: skip
                if own is Verdict.YES is who:
                    low = max(low, min((least for least, _most in ends), key=size), key=size)
                high = max(high, max((most for _least, most in ends), key=size), key=size)
        return Bounds(outcomes, low, high)

    def _courses(self, n: int, outcomes: Sequence[Outcome]) -> Iterator[tuple[int, Verdict, list[Verdict]]]:
        at = 1
        for course, (_who, uplifts) in enumerate(self.decider.circuit.terms[n]):
            own, *applying = (one.verdict for one in outcomes[at : at + 1 + len(uplifts)])
            yield course, own, applying
            at += 1 + len(uplifts)

    def _ends_of(self, n: int, number: int, uplifts: tuple[int, ...]) -> tuple[Way, Way]:
        key = (n, number, uplifts)
        if key not in self._ends:
            course = self.decider.book.descriptions[n].courses[number]
            self._ends[key] = (Way(number, uplifts, least_of(course, uplifts, self.costs)),
                               Way(number, uplifts, most_of(course, uplifts, self.costs)))  # fmt: skip
        return self._ends[key]

    def _together(self, n: int, found: Bounds) -> int | None:
        """What holds where just this is given; an undecided programme gives nothing at the least."""
        way = found.high
        base = terms(self.decider.book.descriptions[n].courses[way.course], ())
        if found.verdict is not Verdict.UNKNOWN or base.open or base.limit is None:
            return None  # where a term is open an uplift can make it less: who has it must not have others
        return self.decider.circuit.together(n, way.course, way.uplifts)

    def _tightened(self, n: int, known: Known, first: Bounds) -> Bounds:
        """Every combination of answers on which several verdicts rest, as far as it can still widen what was found."""
        low: Way | None = None
        high: Way | None = None
        stack = [known]
        for _try in range(TRIES):
            if not stack or (low and high and (low.yen, high.yen) == (first.low.yen, first.high.yen)):
                return Bounds(first.outcomes, low or first.low, high or first.high)
            now = stack.pop()
            here = self._bounds(n, now)
            if low and high and size(low) <= size(here.low) and size(here.high) <= size(high):
                continue
            fact = None if here.low.yen == here.high.yen else self._torn(here.outcomes)
            if fact is not None:
                stack += self._ways(n, fact, now)
                continue
            low = here.low if low is None else min(low, here.low, key=size)
            high = here.high if high is None else max(high, here.high, key=size)
        return first

    def _ways(self, n: int, fact: str, known: Known) -> list[Known]:
        possible = known.regions.get(fact, self.decider.readers[fact].possible)
        classes = self.decider.told_apart(fact, self.decider.circuit.roots[n])
        return [self.decider.changed(known, fact, inside) for one in classes if (inside := one & possible)]

    def _torn(self, outcomes: Sequence[Outcome]) -> str | None:
        """The fact most of the unknown verdicts rest on; None where no two share one: any combination can happen."""
        unknown = [one.open for one in outcomes if one.verdict is Verdict.UNKNOWN]
        if outcomes[0].verdict is Verdict.NO or len(unknown) < 2:
            return None
        readers, most, found = self.decider.readers, 1, None
        largest = max(range(len(unknown)), key=lambda n: unknown[n].bit_count())
        few = reduce(or_, (mask for n, mask in enumerate(unknown) if n != largest))
        for fact in self.decider.facts(few):
            times = sum(mask & readers[fact].mask != 0 for mask in unknown)
            if times > most:
                most, found = times, fact
        return found
