"""BM25 over the candidates, counted on our side: words (k1 0.6) and pairs (k1 1.2), each divided by its best, summed.

tantivy finds the candidates but its k1 is fixed, and adding its two raw scores lets the pairs drown the words: 0.928
instead of 0.933 nDCG@10 on public questions. Document frequencies and mean lengths are those of the index itself.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kosetsu.foundation.search.engine.documents import Hit
from kosetsu.foundation.search.engine.profiles import phrase
from kosetsu.foundation.search.engine.questions import Clue, Phrase, Question

WORD_K1 = 0.6
PAIR_K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class Statistics:
    """What BM25 must know of an index."""

    documents: int
    mean_words: float
    mean_pairs: float
    word_frequency: Callable[[str], int]
    pair_frequency: Callable[[str], int]

    def idf(self, frequency: int) -> float:
        frequency = min(frequency, self.documents)
        return math.log(1 + (self.documents - frequency + 0.5) / (frequency + 0.5))


@dataclass(frozen=True, slots=True)
class Candidate:
    """One document that tantivy proposed."""

    kind: str
    key: str
    words: str
    runs: str


@dataclass(frozen=True, slots=True)
class _WeighedClue:
    clue: Clue
    idf: float
    own_idf: float
    patterns: tuple[tuple[str, Phrase], ...]


def rank(question: Question, candidates: Sequence[Candidate], statistics: Statistics) -> list[Hit]:
    """All candidates as hits, best first; equal scores in the order of their keys."""
    clues = [_weigh(clue, statistics) for clue in question.clues]
    pairs = [(pair, weight, statistics.idf(statistics.pair_frequency(pair))) for pair, weight in question.pairs.items()]
    places = _places(clues)
    scored = [_score(candidate, clues, pairs, places, statistics) for candidate in candidates]
    best_words = max((one.words for one in scored), default=0) or 1
    best_pairs = max((one.pairs for one in scored), default=0) or 1
    hits = [one.hit(best_words, best_pairs) for one in scored if one.words or one.pairs]
    return sorted(hits, key=lambda hit: (-hit.score, hit.kind, hit.key))


def _weigh(clue: Clue, statistics: Statistics) -> _WeighedClue:
    frequencies = [min(map(statistics.word_frequency, one.words)) for one in clue.phrases]
    patterns = tuple((phrase(one.words), one) for one in clue.phrases)
    return _WeighedClue(clue, statistics.idf(max(frequencies)), statistics.idf(frequencies[0]), patterns)


def _places(clues: list[_WeighedClue]) -> dict[int, float]:
    """Weight of every word of the question by its place."""
    places: dict[int, float] = {}
    for one in clues:
        if one.clue.end - one.clue.start == 1 and one.clue.phrases[0].weight == 1:
            places[one.clue.start] = one.idf * one.clue.count
    return places


@dataclass(slots=True)
class _Scored:
    candidate: Candidate
    words: float
    pairs: float
    matched: tuple[str, ...]
    found_as: tuple[str, ...]
    coverage: float
    pair_coverage: float
    ceiling: float

    def hit(self, best_words: float, best_pairs: float) -> Hit:
        return Hit(
            key=self.candidate.key,
            kind=self.candidate.kind,
            score=self.words / best_words + self.pairs / best_pairs,
            matched=self.matched,
            found_as=self.found_as,
            coverage=self.coverage,
            bigram_coverage=self.pair_coverage,
            strength=self.words / self.ceiling if self.ceiling else 0.0,
        )


def _score(
    candidate: Candidate,
    clues: list[_WeighedClue],
    pairs: list[tuple[str, float, float]],
    places: dict[int, float],
    statistics: Statistics,
) -> _Scored:
    words, matches = _word_score(candidate.words, clues, statistics)
    pair_score, pair_coverage = _pair_score(candidate.runs, pairs, statistics)
    return _Scored(
        candidate,
        words,
        pair_score,
        matched=tuple(dict.fromkeys(clue.surface for clue, _ in matches)),
        found_as=tuple(dict.fromkeys(one.written for clue, one in matches if one is not clue.phrases[0])),
        coverage=_coverage(matches, places),
        pair_coverage=pair_coverage,
        ceiling=sum(one.idf * one.clue.count * (WORD_K1 + 1) for one in clues),
    )


def _word_score(
    line: str, clues: list[_WeighedClue], statistics: Statistics
) -> tuple[float, list[tuple[Clue, Phrase]]]:
    norm = _norm(line.count("  ") + 1, statistics.mean_words, WORD_K1)
    score, matches = 0.0, []
    for one in clues:
        frequency = 0.0
        for pattern, spelling in one.patterns:
            count = line.count(pattern)
            if count:
                frequency += count * spelling.weight
                matches.append((one.clue, spelling))
        if frequency:
            score += one.idf * one.clue.count * frequency * (WORD_K1 + 1) / (frequency + norm)
    return score, matches


def _pair_score(runs: str, pairs: list[tuple[str, float, float]], statistics: Statistics) -> tuple[float, float]:
    norm = _norm(len(runs) - 2 * runs.count(" ") - 1, statistics.mean_pairs, PAIR_K1)
    score = covered = whole = 0.0
    for pair, weight, idf in pairs:
        whole += idf * (weight >= 1)
        frequency = runs.count(pair)
        if frequency:
            score += weight * idf * frequency * (PAIR_K1 + 1) / (frequency + norm)
            covered += idf * (weight >= 1)
    return score, covered / whole if whole else 0.0


def _norm(length: int, mean: float, k1: float) -> float:
    return k1 * (1 - B + B * length / mean) if mean else k1


def _coverage(matches: list[tuple[Clue, Phrase]], places: dict[int, float]) -> float:
    covered: dict[int, float] = {}
    for clue, spelling in matches:
        for place in range(clue.start, clue.end):
            covered[place] = max(covered.get(place, 0.0), spelling.weight)
    whole = sum(places.values())
    return sum(places.get(place, 0.0) * share for place, share in covered.items()) / whole if whole else 0.0
