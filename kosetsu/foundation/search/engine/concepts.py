"""Words that mean the same to the people who ask (錆・さび・腐食): applied to the question, never to the index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kosetsu.foundation.search.engine.text import tokens

SYNONYM = "synonym"
NOISE = "noise"
ELSEWHERE = "elsewhere"
TRADE = "trade"
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class ConceptWords:
    """One concept as its editor wrote it."""

    concept: str
    terms: tuple[str, ...]
    kind: str = SYNONYM


@dataclass(frozen=True, slots=True)
class Term:
    """One spelling of a concept: as written, and as the words of the index."""

    written: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Words ``start`` to ``end`` of a question are a term; ``others`` mean the same."""

    start: int
    end: int
    others: tuple[Term, ...]
    noise: bool = False


@dataclass(slots=True)
class ConceptTable:
    """All concepts, ready for questions."""

    synonyms: dict[tuple[str, ...], list[Term]] = field(default_factory=dict)
    noise: set[tuple[str, ...]] = field(default_factory=set)
    elsewhere: set[tuple[str, ...]] = field(default_factory=set)
    """Terms of matters that no institute of this kind handles: cooking, journeys, licences, insurance."""
    trade: set[tuple[str, ...]] = field(default_factory=set)
    """Terms of making and testing things: what happens to a product, what one wants to know of it, what it is."""

    @classmethod
    def of(cls, concepts: Iterable[ConceptWords]) -> "ConceptTable":
        table = cls()
        for concept in concepts:
            table._add(concept)
        return table

    def _add(self, concept: ConceptWords) -> None:
        terms = [Term(term, tuple(token.word for token in tokens(term))) for term in concept.terms]
        terms = [term for term in terms if term.words]
        lists = {NOISE: self.noise, ELSEWHERE: self.elsewhere, TRADE: self.trade}
        if concept.kind in lists:
            lists[concept.kind].update(term.words for term in terms)
            return
        for term in terms:
            known = self.synonyms.setdefault(term.words, [])
            known.extend(other for other in terms if other.words != term.words and other not in known)

    def spans(self, words: Sequence[str]) -> list[Span]:
        """The terms that stand in a question, longest first at each place, none inside another."""
        found: list[Span] = []
        at = 0
        while at < len(words):
            span = self._longest(words, at)
            if span:
                found.append(span)
            at = span.end if span else at + 1
        return found

    @staticmethod
    def places(words: Sequence[str], terms: set[tuple[str, ...]]) -> frozenset[int]:
        """The places of a question that belong to one of the terms."""
        places: set[int] = set()
        for at in range(len(words)):
            ends = range(at + 1, min(at + _LONGEST, len(words)) + 1)
            places.update(*(range(at, end) for end in ends if tuple(words[at:end]) in terms))
        return frozenset(places)

    def _longest(self, words: Sequence[str], at: int) -> Span | None:
        for end in range(min(at + _LONGEST, len(words)), at, -1):
            words_here = tuple(words[at:end])
            if words_here in self.noise:
                return Span(at, end, (), noise=True)
            if words_here in self.synonyms:
                return Span(at, end, tuple(self.synonyms[words_here]))
        return None
