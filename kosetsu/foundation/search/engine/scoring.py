"""BM25 over the candidates, counted on our side: words (k1 0.6) and pairs (k1 1.2), each divided by its best, summed;
and how close they are in meaning, from the middle candidate (0) to the closest one (1).

tantivy finds the candidates but its k1 is fixed, and adding its two raw scores lets the pairs drown the words: 0.928
instead of 0.933 nDCG@10 on public questions. Document frequencies and mean lengths are those of the index itself.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from kosetsu.foundation.search.engine.documents import Hit
from kosetsu.foundation.search.engine.profiles import phrase
from kosetsu.foundation.search.engine.questions import Clue, Phrase, Question

WORD_K1 = 0.6
PAIR_K1 = 1.2
B = 0.75
MEANING = 1.0
STRAY_NUMBER = 0.3


@dataclass(frozen=True, slots=True)
class Statistics:
    """What BM25 must know of an index."""

    documents: int
    mean_words: float
    mean_pairs: float
    word_frequency: Callable[[str], int]
    pair_frequency: Callable[[str], int]
    name_frequency: Callable[[str], int] = lambda word: 0
    """Documents with a word in their title or keywords."""

    def clue_frequency(self, clue: Clue) -> int:
        """Documents with the most frequent spelling of a clue; a spelling of several words has that of its rarest."""
        return max(min(map(self.word_frequency, one.words)) for one in clue.phrases)

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
    meaning: bytes = b""


@dataclass(frozen=True, slots=True)
class _WeighedClue:
    clue: Clue
    weight: float
    known: bool
    patterns: tuple[tuple[str, Phrase], ...]


Matches = list[tuple[Clue, Phrase]]
_Scored = tuple[Candidate, float, float, Matches, float]
"""Candidate, word score, pair score, clues with the spelling that matched, weight of the pairs found."""


def rank(
    question: Question,
    candidates: Sequence[Candidate],
    statistics: Statistics,
    limit: int,
    closeness: Sequence[float] = (),
) -> list[Hit]:
    """The best ``limit`` candidates as hits, best first; equal scores in the order of their keys.

    ``closeness`` is that of each candidate to the question in meaning, where it is known.
    """
    weights = _Weights(question, statistics)
    scored = [weights.score(candidate) for candidate in candidates]
    best_words = max((one[1] for one in scored), default=0) or 1
    best_pairs = max((one[2] for one in scored), default=0) or 1
    close = [*closeness] or [0.0] * len(scored)
    meant = _from_the_middle(close)
    sums = [one[1] / best_words + one[2] / best_pairs + MEANING * more for one, more in zip(scored, meant, strict=True)]
    ranked = [found for found in zip(sums, scored, close, strict=True) if found[0]]
    ranked.sort(key=lambda found: (-found[0], found[1][0].kind, found[1][0].key))
    return [weights.hit(*found) for found in ranked[:limit]]


def _from_the_middle(close: Sequence[float]) -> list[float]:
    """0 for the middle one and all below, 1 for the closest: half of the candidates only share a common word."""
    if not close:
        return []
    middle, best = median(close), max(close)
    return [max(0.0, one - middle) / (best - middle) if best > middle else 0.0 for one in close]


class _Weights:
    """A question with the weight that each of its clues and pairs has in one index."""

    def __init__(self, question: Question, statistics: Statistics) -> None:
        self.statistics = statistics
        self.clues = [_weigh(clue, statistics) for clue in question.clues]
        idfs = {pair: statistics.idf(statistics.pair_frequency(pair)) for pair in question.pairs}
        self.pairs = [(pair, weight * idfs[pair], idfs[pair]) for pair, weight in question.pairs.items()]
        self.own_pairs = {pair for pair, weight in question.pairs.items() if weight >= 1}
        self.whole_pairs = sum(idfs[pair] for pair in self.own_pairs)
        self.places = _places(question, statistics)
        self.whole_places = sum(self.places.values())
        self.ceiling = sum(one.weight for one in self.clues if one.known) * (WORD_K1 + 1)

    def score(self, candidate: Candidate) -> _Scored:
        words, matches = self._word_score(candidate.words)
        pairs, covered = self._pair_score(candidate.runs)
        return candidate, words, pairs, matches, covered

    def hit(self, score: float, scored: _Scored, closeness: float) -> Hit:
        candidate, words, _, matches, covered = scored
        return Hit(
            key=candidate.key,
            kind=candidate.kind,
            score=score,
            matched=tuple(dict.fromkeys(clue.surface for clue, _ in matches)),
            found_as=tuple(dict.fromkeys(one.written for clue, one in matches if one is not clue.phrases[0])),
            coverage=self._coverage(matches),
            bigram_coverage=covered / self.whole_pairs if self.whole_pairs else 0.0,
            strength=words / self.ceiling if self.ceiling else 0.0,
            evidence=words / self.statistics.idf(1) if self.statistics.documents else 0.0,
            closeness=closeness,
        )

    def _word_score(self, line: str) -> tuple[float, Matches]:
        norm = _norm(line.count("  ") + 1, self.statistics.mean_words, WORD_K1)
        score = 0.0
        matches: Matches = []
        for one in self.clues:
            frequency = 0.0
            for pattern, spelling in one.patterns:
                if count := line.count(pattern):
                    frequency += count * spelling.weight
                    matches.append((one.clue, spelling))
            if frequency:
                score += one.weight * frequency * (WORD_K1 + 1) / (frequency + norm)
        return score, matches

    def _pair_score(self, runs: str) -> tuple[float, float]:
        norm = _norm(len(runs) - 2 * runs.count(" ") - 1, self.statistics.mean_pairs, PAIR_K1)
        score = covered = 0.0
        for pair, weight, idf in self.pairs:
            if frequency := runs.count(pair):
                score += weight * frequency * (PAIR_K1 + 1) / (frequency + norm)
                covered += idf if pair in self.own_pairs else 0.0
        return score, covered

    def _coverage(self, matches: Matches) -> float:
        covered: dict[int, float] = {}
        for clue, spelling in matches:
            for place in range(clue.start, clue.end):
                covered[place] = max(covered.get(place, 0.0), spelling.weight)
        answered = sum(self.places.get(place, 0.0) * share for place, share in covered.items())
        return answered / self.whole_places if self.whole_places else 0.0


def _weigh(clue: Clue, statistics: Statistics) -> _WeighedClue:
    """A clue weighs what the most frequent of its spellings weighs, times how often it was asked."""
    patterns = tuple((phrase(one.words), one) for one in clue.phrases)
    frequency = statistics.clue_frequency(clue)
    return _WeighedClue(clue, statistics.idf(frequency) * clue.count, frequency > 0, patterns)


def own_weight(clue: Clue, statistics: Statistics) -> tuple[float, bool]:
    """What a word of the question weighs in its coverage, and whether the index knows it under any spelling.

    A size or number that no document carries (M6, 120) says little about whether something fits.
    """
    frequency = statistics.clue_frequency(clue)
    weight = statistics.idf(frequency) * clue.count
    stray = not frequency and any(character.isdigit() for character in clue.phrases[0].words[0])
    return weight * STRAY_NUMBER if stray else weight, frequency > 0


def _places(question: Question, statistics: Statistics) -> dict[int, float]:
    """Weight of every word of the question by its place."""
    return {clue.start: own_weight(clue, statistics)[0] for clue in question.clues if clue.is_word}


def _norm(length: int, mean: float, k1: float) -> float:
    return k1 * (1 - B + B * length / mean) if mean else k1
