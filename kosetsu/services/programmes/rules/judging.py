"""The evaluator as the planner asks it: what a company surely meets, and what a course surely pays it.

What is not certain is not planned on: an uplift counts only where it surely applies, and an amount only where no term
of it is left open.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from kosetsu.services.programmes.rules.deciding import Decider, Verdict
from kosetsu.services.programmes.rules.language import Course, Value
from kosetsu.services.programmes.rules.paying import Line, Way, least_of, lines, most_of
from kosetsu.services.programmes.rules.situation import CostLine, Paying


class Judge:
    """What ``rules.situation.Judge`` asks for, by the decider of one book."""

    def __init__(self, decider: Decider) -> None:
        self.decider = decider

    def meets(self, description: int, course: int | None, answers: Mapping[str, Value]) -> bool:
        """Whether it surely meets the programme and the course."""
        circuit = self.decider.circuit
        own = () if course is None else (circuit.terms[description][course][0],)
        found = self.decider.outcomes((circuit.who[description], *own), self.decider.known(answers))
        return all(one.verdict is Verdict.YES for one in found)

    def pays(self, description: int, course: int, answers: Mapping[str, Value]) -> Paying:
        """The exact yen for some of the costs; None where a term is open."""
        said, sure = self._course(description, course), self.uplifts(description, course, answers)

        def paying(costs: Sequence[CostLine]) -> int | None:
            spent = _by_kind(costs)
            least = least_of(said, sure, spent)
            return least if least == most_of(said, sure, spent) else None

        return paying

    def uplifts(self, description: int, course: int, answers: Mapping[str, Value]) -> tuple[int, ...]:
        """The uplifts that surely apply."""
        nodes = tuple(self.decider.circuit.terms[description][course][1])
        found = self.decider.outcomes(nodes, self.decider.known(answers)) if nodes else []
        return tuple(n for n, one in enumerate(found) if one.verdict is Verdict.YES)

    def computation(
        self, description: int, course: int, answers: Mapping[str, Value], costs: Sequence[CostLine]
    ) -> tuple[Line, ...]:
        """How the amount for these costs is computed, line by line."""
        said, sure = self._course(description, course), self.uplifts(description, course, answers)
        total = sum(line.yen for line in costs)
        return tuple(lines(said, Way(course, sure, least_of(said, sure, _by_kind(costs))), total))

    def _course(self, description: int, course: int) -> Course:
        return self.decider.book.descriptions[description].courses[course]


def _by_kind(costs: Sequence[CostLine]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for line in costs:
        found[line.cost] += line.yen
    return dict(found)
