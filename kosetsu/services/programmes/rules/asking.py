"""What to ask a company next: the question whose answer is expected to settle most.

**Undecided yen** is the sum, over all programmes, of the most a programme can still give less the least: all of it
while the verdict is unknown, nothing once it is no. An amount without an upper end counts for nothing, as no figure
of it is known. The **effect** of a fact is the mean, over the regions it can be in, of how much less is undecided
once it is known to be there; where no yen moves, the mean number of verdicts that are then decided. No answer is held
more likely than another.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import NamedTuple

from kosetsu.services.programmes.rules.amounts import Bounds, Reckoner
from kosetsu.services.programmes.rules.circuits import bits
from kosetsu.services.programmes.rules.deciding import Decider, Known, Outcome, Verdict
from kosetsu.services.programmes.rules.language import Value
from kosetsu.services.programmes.rules.paying import Costs
from kosetsu.services.programmes.rules.supposing import Supposed

TRIES = 500
"""How many combinations of other answers are looked at to find whether a fact without an effect of its own matters."""


class Question(NamedTuple):
    """The fact to ask for, and what is expected of the answer."""

    fact: str
    yen: Fraction
    """By how much less will be undecided, on average."""
    decided: Fraction
    """How many verdicts will be decided, on average."""
    undecided_yen: int
    """What is undecided now."""


class Span(NamedTuple):
    """What is known of one programme."""

    verdict: Verdict
    least: int
    most: int | None

    @property
    def yen(self) -> int:
        return 0 if self.most is None else self.most - self.least

    @property
    def settled(self) -> bool:
        return self.verdict is not Verdict.UNKNOWN and self.least == self.most


RULED_OUT = Span(Verdict.NO, 0, 0)


class Standing(NamedTuple):
    """How a programme stands, the facts of the company it waits for, and what proves its amounts."""

    n: int
    span: Span
    facts: list[str]
    proof: tuple[int, ...] | None


def next_question(
    decider: Decider, answers: Mapping[str, Value], costs: Costs | None, skip: Collection[str] = ()
) -> Question | None:
    """The unanswered fact with the greatest effect; None where no answer can change a verdict or an amount.

    What only a named person can confirm is not asked of a company; neither is what it said it cannot tell (``skip``).
    A code that is too short to tell counts as unanswered.
    """
    return _Asking(decider, decider.known(answers), Reckoner(decider, costs), frozenset(skip)).best()


@dataclass
class _Asking:
    """One company's unsettled programmes and the facts they wait for."""

    decider: Decider
    known: Known
    reckoner: Reckoner
    skip: frozenset[str]
    yen: dict[str, int] = field(default_factory=dict)
    decided: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, list[int]] = field(default_factory=dict)
    undecided_yen: int = 0

    def best(self) -> Question | None:
        standing = [one for one in self._standing() if not one.span.settled]
        facts = dict.fromkeys(fact for one in standing for fact in one.facts)
        nodes = {node for one in standing for node in (*self.decider.circuit.roots[one.n], *(one.proof or ()))}
        supposed = Supposed(self.decider, self.known, facts, nodes)
        for one in standing:
            self._weigh(one, supposed)
        questions = sorted((self._question(fact) for fact in self.waiting), key=lambda one: (one.yen, one.decided))
        while questions:
            question = questions.pop()
            if question.yen or question.decided or self._matters(question.fact):
                return question
        return None

    def _question(self, fact: str) -> Question:
        count = self._possible(fact).bit_count()
        return Question(fact, Fraction(self.yen[fact], count), Fraction(self.decided[fact], count), self.undecided_yen)

    def _possible(self, fact: str) -> int:
        return self.known.regions.get(fact, self.decider.readers[fact].possible)

    def _standing(self) -> Iterator[Standing]:
        """Every programme that is not ruled out."""
        outcomes = self.decider.outcomes(self.decider.circuit.who, self.known)
        for n, outcome in enumerate(outcomes):
            if outcome.verdict is not Verdict.NO:
                found, proof = self.reckoner.proven(n, self.known)
                facts = [fact for fact in self._open(found.outcomes)
                         if fact in self.decider.asked and fact not in self.skip]  # fmt: skip
                self.undecided_yen += _span(found).yen
                yield Standing(n, _span(found), facts, proof)

    def _weigh(self, one: Standing, supposed: Supposed) -> None:
        """Adds what each supposed answer changes for one programme."""
        roots, own = self.decider.circuit.roots[one.n], 0
        under = _any(self.decider.circuit.nodes[root].under for root in roots)
        for fact in one.facts:
            self.waiting.setdefault(fact, []).append(one.n)
            self.yen.setdefault(fact, 0)
            self.decided.setdefault(fact, 0)
            own |= supposed.of[fact]
        spans: dict[tuple[int, int], Span] = {}
        for case in bits(own & self._moved(one, supposed)):
            fact, effect = supposed.cases[case]
            key = (effect.true & under, effect.false & under)
            if key not in spans:
                spans[key] = RULED_OUT
                if supposed.may[roots[0]] >> case & 1:
                    spans[key] = self._span(one.n, self.decider.changed(self.known, fact, effect.regions))
            weight, then = effect.regions.bit_count(), spans[key]
            self.yen[fact] += weight * (one.span.yen - then.yen)
            self.decided[fact] += weight * (one.span.verdict is Verdict.UNKNOWN is not then.verdict)

    def _moved(self, one: Standing, supposed: Supposed) -> int:
        """The cases in which a programme may stand otherwise than now: a verdict is another, or its proof is gone."""
        if one.proof is None:
            return supposed.everywhere
        changed = _any(supposed.changed(root) for root in self.decider.circuit.roots[one.n])
        return changed | _any(supposed.everywhere & ~supposed.may[node] for node in one.proof)

    def _span(self, n: int, known: Known) -> Span:
        return _span(self.reckoner.interval(n, known))

    def _open(self, outcomes: Sequence[Outcome]) -> list[str]:
        """The facts that the outcomes of a programme may still wait for."""
        return self.decider.facts(_any(one.open for one in outcomes if one.verdict is Verdict.UNKNOWN))

    def _answered(self, n: int, fact: str, known: Known) -> Iterator[tuple[int, Span]]:
        """How a programme stands for every region of a fact."""
        return ((weight, self._span(n, then)) for weight, then in self._ways(n, fact, known))

    def _ways(self, n: int, fact: str, known: Known) -> Iterator[tuple[int, Known]]:
        """Every region of a fact, those put together that the programme does not tell apart."""
        possible = known.regions.get(fact, self.decider.readers[fact].possible)
        for one in self.decider.told_apart(fact, self.decider.circuit.roots[n]):
            inside = one & possible
            if inside:
                yield inside.bit_count(), self.decider.changed(known, fact, inside)

    def _matters(self, fact: str) -> bool:
        return any(self._matters_for(n, fact) for n in self.waiting[fact])

    def _matters_for(self, n: int, fact: str) -> bool:
        """Whether other answers exist with which this one makes a difference."""
        stack = [self.known]
        for _try in range(TRIES):
            if not stack:
                return False
            known = stack.pop()
            spans = {span for _weight, span in self._answered(n, fact, known)}
            if len(spans) > 1:
                return True
            outcomes = self.decider.outcomes(self.decider.circuit.roots[n], known)
            others = [one for one in self._open(outcomes) if one != fact]
            if others and not next(iter(spans)).settled:
                stack += [then for _weight, then in self._ways(n, others[0], known)]
        return False


def _span(found: Bounds) -> Span:
    return Span(found.verdict, found.low.yen or 0, found.high.yen)


def _any(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)
