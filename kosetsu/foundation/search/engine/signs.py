"""What the words of a question tell before anything is found."""

from kosetsu.foundation.search.engine.questions import Clue, Question
from kosetsu.foundation.search.engine.scoring import Statistics, own_weight


def named_share(question: Question, statistics: Statistics) -> float:
    """Share of the question's words, by weight, that are names of something here under some spelling (0 to 1).

    Names are the words of titles and keywords: what the documents are about, not only what they mention.
    """
    weights = {clue.start: own_weight(clue, statistics)[0] for clue in question.clues if clue.is_word}
    whole = sum(weights.values())
    if question.idle or not whole:
        return 0.0
    named = _named_places(question, statistics)
    return sum(weight for place, weight in weights.items() if place in named) / whole


def _named_places(question: Question, statistics: Statistics) -> set[int]:
    named = [clue for clue in question.clues if _is_name(clue, statistics)]
    return {place for clue in named for place in range(clue.start, clue.end)}


def _is_name(clue: Clue, statistics: Statistics) -> bool:
    return any(all(statistics.name_frequency(word) for word in phrase.words) for phrase in clue.phrases)
