"""What kind of help a problem asks for: "自分で使いたい" raises instruments, "習いたい" courses. Pure.

The words are data (``navigator/intents.csv``), so that an institute can teach its own.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from kosetsu.common.text import fold
from kosetsu.foundation.search.engine.documents import Hit

AND = "+"
"""Joins words of one term that must all stand in the text: ``自分+使い``."""


@dataclass(frozen=True, slots=True)
class Intent:
    """Words that raise (above 1) or lower (below 1) the hits of a kind; without words it always applies."""

    kind: str
    words: tuple[str, ...]
    weight: float


def kind_weights(intents: Iterable[Intent], text: str) -> dict[str, float]:
    """The weight of each kind that some intent speaks of; several intents of a kind multiply."""
    folded = fold(text)
    weights: dict[str, float] = {}
    for intent in intents:
        if not intent.words or any(_said(word, folded) for word in intent.words):
            weights[intent.kind] = weights.get(intent.kind, 1.0) * intent.weight
    return weights


def boosted(hits: Sequence[Hit], intents: Iterable[Intent], text: str) -> list[Hit]:
    """The hits with their scores weighed by what the text asks for, best first."""
    weights = kind_weights(intents, text)
    weighed = [replace(hit, score=hit.score * weights.get(hit.kind, 1.0)) for hit in hits]
    return sorted(weighed, key=lambda hit: -hit.score)


def rank_kinds(hits: Sequence[Hit], intents: Collection[Intent], text: str) -> list[str]:
    """The kinds of the hits in the order in which a plan shows them: by the best hit, weighed."""
    return list(dict.fromkeys(hit.kind for hit in boosted(hits, intents, text)))


def _said(word: str, folded: str) -> bool:
    return all(_stands(fold(part), folded) for part in word.split(AND))


def _stands(part: str, folded: str) -> bool:
    """A part stands anywhere in the text; one of ASCII letters only where no letter touches it."""
    if not part.isascii():
        return part in folded
    at = folded.find(part)
    while at >= 0:
        around = folded[max(at - 1, 0) : at] + folded[at + len(part) : at + len(part) + 1]
        if not any(character.isascii() and character.isalpha() for character in around):
            return True
        at = folded.find(part, at + 1)
    return False
