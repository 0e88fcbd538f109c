"""Words that mean the same to the people who ask (錆・さび・腐食): applied to the question, never to the index."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kosetsu.foundation.search.engine.kana import Readings
from kosetsu.foundation.search.engine.text import tokens

SYNONYM = "synonym"
NOISE = "noise"
SPOKEN = "spoken"
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
    readings: Readings = field(default_factory=Readings)

    @classmethod
    def of(cls, concepts: Iterable[ConceptWords]) -> "ConceptTable":
        table = cls()
        for concept in concepts:
            table._add(concept)
        return table

    def _add(self, concept: ConceptWords) -> None:
        self.readings.add(concept.terms)
        if concept.kind == SPOKEN:
            return
        terms = [Term(term, tuple(token.word for token in tokens(term))) for term in concept.terms]
        terms = [term for term in terms if term.words]
        if concept.kind == NOISE:
            self.noise.update(term.words for term in terms)
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

    def _longest(self, words: Sequence[str], at: int) -> Span | None:
        for end in range(min(at + _LONGEST, len(words)), at, -1):
            words_here = tuple(words[at:end])
            if words_here in self.noise:
                return Span(at, end, (), noise=True)
            if words_here in self.synonyms:
                return Span(at, end, tuple(self.synonyms[words_here]))
        return None
