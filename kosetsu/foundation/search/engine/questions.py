"""A question taken apart: the clues it gives, each with the spellings under which a document may answer it."""

from collections import Counter
from dataclasses import dataclass

from kosetsu.foundation.search.engine.concepts import ConceptTable, Span, Term
from kosetsu.foundation.search.engine.text import Token, bigram_runs, bigrams, tokens

SYNONYM_WEIGHT = 0.8
SYNONYM_PAIR_WEIGHT = 0.5
FILLER_PAIR_WEIGHT = 0.25
"""Pairs that touch a particle or an ending: mostly the style of a sentence, sometimes a word the dictionary missed."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand side by side in a document; ``written`` is how a person would write them."""

    words: tuple[str, ...]
    written: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Clue:
    """One thing that the question asks about: its words ``start`` to ``end``, and every phrase that answers it."""

    surface: str
    start: int
    end: int
    phrases: tuple[Phrase, ...]
    count: int = 1

    @property
    def is_word(self) -> bool:
        """Whether this is one whole word of the question, not a part of a code or a term of several words."""
        return self.end - self.start == 1 and self.phrases[0].weight == 1


@dataclass(frozen=True, slots=True)
class Question:
    """A question as clues (words) and pairs of characters with their weights."""

    text: str
    words: tuple[str, ...]
    clues: tuple[Clue, ...]
    pairs: dict[str, float]
    single: str = ""
    """The character, where the whole question is one."""
    idle: bool = False
    """Whether it consists of words of no matter alone (テスト)."""

    @property
    def empty(self) -> bool:
        return not self.clues and not self.pairs and not self.single


def read(text: str, concepts: ConceptTable) -> Question:
    """Take a question apart; noise is dropped unless nothing else is left."""
    typed, text = text, concepts.readings.rewritten(text)
    found = tokens(text)
    spans = concepts.spans([token.word for token in found])
    quiet = {place for span in spans if span.noise for place in range(span.start, span.end)}
    idle = len(quiet) == len(found)
    if idle:
        quiet = set()
    kept = [place for place in range(len(found)) if place not in quiet]
    clues = _clues(text, found, kept, [span for span in spans if not span.noise])
    asked = _without(text, [found[place] for place in quiet])
    runs = bigram_runs(asked)
    single = runs[0] if len(runs) == 1 and len(runs[0]) == 1 else ""
    words = tuple(found[place].word for place in kept)
    said = bigram_runs(_only(asked, [found[place] for place in kept]))
    pairs = _pairs(said, runs, clues)
    return Question(typed, words, tuple(clues), pairs, single, idle)


def _clues(text: str, found: list[Token], kept: list[int], spans: list[Span]) -> list[Clue]:
    meanings = {span.start: span.others for span in spans if span.end - span.start == 1}
    clues: dict[str, Clue] = {}
    for place in kept:
        token = found[place]
        if token.word in clues:
            known = clues[token.word]
            clues[token.word] = Clue(known.surface, known.start, known.end, known.phrases, known.count + 1)
            continue
        phrases = (Phrase((token.word,), token.surface), *_others(meanings.get(place, ())))
        clues[token.word] = Clue(token.surface, place, place + 1, phrases)
    parts = [_part_clue(found[place], place, part) for place in kept for part in found[place].parts]
    return [*clues.values(), *parts, *(_span_clue(text, found, span) for span in spans if span.end - span.start > 1)]


def _part_clue(token: Token, place: int, part: str) -> Clue:
    return Clue(token.surface, place, place + 1, (Phrase((part,), part, SYNONYM_PAIR_WEIGHT),))


def _span_clue(text: str, found: list[Token], span: Span) -> Clue:
    inside = found[span.start : span.end]
    words = tuple(token.word for token in inside)
    surface = text[inside[0].start : inside[-1].end]
    return Clue(surface, span.start, span.end, (Phrase(words, surface), *_others(span.others)))


def _others(terms: tuple[Term, ...]) -> tuple[Phrase, ...]:
    return tuple(Phrase(term.words, term.written, SYNONYM_WEIGHT) for term in terms)


def _without(text: str, dropped: list[Token]) -> str:
    for token in dropped:
        text = text[: token.start] + " " * (token.end - token.start) + text[token.end :]
    return text


def _only(text: str, kept: list[Token]) -> str:
    """The text with everything blank that is not inside a content word."""
    inside = {place for token in kept for place in range(token.start, token.end)}
    return "".join(character if place in inside else " " for place, character in enumerate(text))


def _pairs(said: list[str], runs: list[str], clues: list[Clue]) -> dict[str, float]:
    """Pairs of the content words, of the terms that mean the same, and, for little, of everything else typed."""
    pairs: dict[str, float] = dict(Counter(bigrams(said)))
    others = {phrase.written for clue in clues for phrase in clue.phrases if phrase.weight == SYNONYM_WEIGHT}
    for written in sorted(others):
        for pair in bigrams(bigram_runs(written)):
            pairs.setdefault(pair, SYNONYM_PAIR_WEIGHT)
    for pair in bigrams(runs):
        pairs.setdefault(pair, FILLER_PAIR_WEIGHT)
    return pairs
