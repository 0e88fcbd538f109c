"""Words that mean the same to the people who ask (錆・さび・腐食): applied to the question, never to the index."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kosetsu.foundation.search.engine.kana import Readings
from kosetsu.foundation.search.engine.text import Token, plain, tokens

SYNONYM = "synonym"
NOISE = "noise"
ELSEWHERE = "elsewhere"
TRADE = "trade"
THINGS = "things"
EVERYDAY = "everyday"
_LONGEST = 8
_LEFT_OUT = re.compile("(?<=.)[をがはに](?=.)")  # パスワード忘れた


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


@dataclass(slots=True)
class TermList:
    """Terms that only say what a question speaks of: by their words, or as written where words lose a particle."""

    words: set[tuple[str, ...]] = field(default_factory=set)
    written: dict[str, set[str]] = field(default_factory=dict)
    """By their first two characters."""

    def add(self, term: str) -> None:
        """Of 購入したい the words are just 購入, so it is looked for as it is written."""
        found = tokens(term)
        if sum(token.end - token.start for token in found) < len(plain(term)):
            for written in (plain(term), _LEFT_OUT.sub("", plain(term))):
                self.written.setdefault(written[:2], set()).add(written)
        else:
            self.words.add(tuple(token.word for token in found))

    def join(self, other: "TermList") -> None:
        self.words |= other.words
        for start, terms in other.written.items():
            self.written.setdefault(start, set()).update(terms)

    def places(self, text: str, found: Sequence[Token]) -> frozenset[int]:
        """The places of a question that belong to one of the terms; ``text`` is plain."""
        words = [token.word for token in found]
        places: set[int] = set()
        for at in range(len(words)):
            ends = range(at + 1, min(at + _LONGEST, len(words)) + 1)
            places.update(*(range(at, end) for end in ends if tuple(words[at:end]) in self.words))
        for start, end in self._spots(text):
            places.update(place for place, token in enumerate(found) if token.start < end and start < token.end)
        return frozenset(places)

    def _spots(self, text: str) -> Iterator[tuple[int, int]]:
        for at in range(len(text) - 1):
            terms = self.written.get(text[at : at + 2], ())
            yield from ((at, at + len(term)) for term in terms if text.startswith(term, at))


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
    elsewhere: TermList = field(default_factory=TermList)
    """Terms of matters that no institute of this kind handles: cooking, journeys, licences, insurance."""
    trade: TermList = field(default_factory=TermList)
    """Terms of making and testing: what happens to a product, what one wants to know of it."""
    things: TermList = field(default_factory=TermList)
    """Terms of what is made: materials, parts, products."""
    everyday: TermList = field(default_factory=TermList)
    """Terms of private life that also stand in the questions of makers: dog, hotel, cake."""
    readings: Readings = field(default_factory=Readings)

    @classmethod
    def of(cls, concepts: Iterable[ConceptWords]) -> "ConceptTable":
        table = cls()
        for concept in concepts:
            table._add(concept)
        return table

    def _add(self, concept: ConceptWords) -> None:
        if concept.kind not in (ELSEWHERE, EVERYDAY):
            self.readings.add(concept.terms)
        lists = {ELSEWHERE: self.elsewhere, TRADE: self.trade, THINGS: self.things, EVERYDAY: self.everyday}
        if concept.kind in lists:
            lists[concept.kind].join(_term_list(concept.terms))
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


@lru_cache(maxsize=16)
def _term_list(terms: tuple[str, ...]) -> TermList:
    """Remembered, because the lists that come with the program stay while the concepts are edited."""
    known = TermList()
    for term in terms:
        known.add(term)
    return known
