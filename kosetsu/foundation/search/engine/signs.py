"""What the words of a question tell before anything is found: known here, the name of something here, or elsewhere."""

from collections.abc import Collection
from dataclasses import dataclass

from kosetsu.foundation.search.engine.questions import Clue, Question
from kosetsu.foundation.search.engine.scoring import Statistics, own_weight

_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Signs:
    """Three shares of a question, by the weight of its words (0 to 1)."""

    unknown: float = 1.0
    """Words that no document knows under any spelling."""
    named: float = 0.0
    """Words of titles and keywords, under some spelling: what the documents are about, not only what they mention."""
    elsewhere: float = 0.0
    """Words of matters handled elsewhere."""
    trade: float = 0.0
    """Words of making and testing: not a share but their number, three being enough (0 to 1)."""
    things: float = 0.0
    """Words of materials, parts and products, by their number too."""
    away: float = 0.0
    """Words of matters handled elsewhere, by their number too."""
    everyday: float = 0.0
    """Words of private life, by their number."""
    known: float = 0.0
    """Share of words that belong to making, testing and things, each word counting the same."""

    @classmethod
    def of(cls, question: Question, statistics: Statistics) -> "Signs":
        weights = {clue.start: own_weight(clue, statistics) for clue in question.clues if clue.is_word}
        whole = sum(weight for weight, _ in weights.values())
        if question.idle or not whole:
            return cls()
        named = _named_places(question, statistics) - question.elsewhere
        return cls(
            unknown=sum(weight for weight, known in weights.values() if not known) / whole,
            named=sum(weight for place, (weight, _) in weights.items() if place in named) / whole,
            elsewhere=sum(weight for place, (weight, _) in weights.items() if place in question.elsewhere) / whole,
            trade=_number(question.trade & weights.keys()),
            things=_number(question.things & weights.keys()),
            away=_number(question.elsewhere),
            everyday=_number(question.everyday),
            known=len((question.trade | question.things) & weights.keys()) / len(weights),
        )


def _number(places: Collection[int]) -> float:
    return min(len(places) / _ENOUGH, 1.0)


def _named_places(question: Question, statistics: Statistics) -> set[int]:
    named = [clue for clue in question.clues if _is_name(clue, statistics)]
    return {place for clue in named for place in range(clue.start, clue.end)}


def _is_name(clue: Clue, statistics: Statistics) -> bool:
    return any(all(statistics.name_frequency(word) for word in phrase.words) for phrase in clue.phrases)
