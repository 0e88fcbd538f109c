"""What to ask a company next: the question whose answer is expected to settle most.

**Undecided yen** is the sum, over all programmes, of the most a programme can still give less the least: all of it
while the verdict is unknown, nothing once it is no. An amount without an upper end counts for nothing, as no figure
of it is known. The **effect** of a fact is the mean, over the regions it can be in, of how much less is undecided
once it is known to be there; where no yen moves, the mean number of verdicts that are then decided. No answer is held
more likely than another.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from kosetsu.services.programmes.rules.amounts import Reckoner
from kosetsu.services.programmes.rules.circuits import bits
from kosetsu.services.programmes.rules.deciding import Decider, Known, Verdict
from kosetsu.services.programmes.rules.language import Value
from kosetsu.services.programmes.rules.paying import Costs

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
        outcomes = self.decider.outcomes(self.decider.circuit.who, self.known)
        for n, outcome in enumerate(outcomes):
            if outcome.verdict is not Verdict.NO:
                self._weigh(n)
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

    def _weigh(self, n: int) -> None:
        now = self._span(n, self.known)
        self.undecided_yen += now.yen
        if now.settled:
            return
        for fact in self._open(n, self.known):
            self.waiting.setdefault(fact, []).append(n)
            self.yen.setdefault(fact, 0)
            self.decided.setdefault(fact, 0)
            for weight, then in self._answered(n, fact, self.known):
                self.yen[fact] += weight * (now.yen - then.yen)
                self.decided[fact] += weight * (now.verdict is Verdict.UNKNOWN is not then.verdict)

    def _span(self, n: int, known: Known) -> Span:
        found = self.reckoner.interval(n, known)
        return Span(found.verdict, found.low.yen or 0, found.high.yen)

    def _open(self, n: int, known: Known, of_company: bool = True) -> list[str]:
        """The facts that the programme may still wait for."""
        mask = 0
        for outcome in self.decider.outcomes(self.decider.circuit.roots[n], known):
            mask |= outcome.open if outcome.verdict is Verdict.UNKNOWN else 0
        facts = dict.fromkeys(self.decider.circuit.fact(literal) for literal in bits(mask))
        return [fact for fact in facts if not of_company or (fact in self.decider.asked and fact not in self.skip)]

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
            others = [one for one in self._open(n, known, of_company=False) if one != fact]
            if others and not next(iter(spans)).settled:
                stack += [then for _weight, then in self._ways(n, others[0], known)]
        return False
