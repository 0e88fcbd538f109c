"""How near somebody is to something, from what they really did: an item to a reader, a need to a seed.

Both sides are words. A source (fields, cases, tests, papers) answers a share of what is asked: rare words count more, a
word that stands there often a little more, and less where very much else stands there too. All is in whole numbers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import log

from kosetsu.across.matching.rules.misstated import Misstated

BID = "bid"
TERMS = 5
"""How many of the words that match are told, the weightiest first."""
OFTEN = 3
"""From how many times on a word of what is asked counts no more."""
HELD = 10_000


@dataclass(frozen=True, slots=True)
class Words:
    """What a text says: how often each word stands there, and how it was written first."""

    counts: Mapping[str, int]
    written: Mapping[str, str] = field(default_factory=dict)

    def __add__(self, other: "Words") -> "Words":
        return Words(Counter(self.counts) + Counter(other.counts), {**other.written, **self.written})


@dataclass(frozen=True, slots=True)
class Doer:
    """One who did something, or a thing that is offered: words by source."""

    key: str
    sources: Mapping[str, Words]


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is looked for somebody or something for."""

    key: str
    words: Words


@dataclass(frozen=True, slots=True)
class Weights:
    """Points by source, for one that answers everything that is asked, and by what somebody bids."""

    sources: Mapping[str, int]
    bids: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """Points of one source, and the words that match, as they were written by who asks."""

    source: str
    points: int
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Affinity:
    """How near two are, in points, and what these are made of."""

    points: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Affinities:
    """All doers at once: how rare a word is comes from what all of them did."""

    doers: tuple[Doer, ...]
    weights: Weights

    def __post_init__(self) -> None:
        for doer in self.doers:
            if unknown := sorted(set(doer.sources) - set(self.weights.sources)):
                raise Misstated("sources", unknown[0])

    def between(self, asked: Asked, doer: str, bid: str = "") -> Affinity:
        """One pair, explained."""
        parts = [self._part(asked, self._by_key[doer], source) for source in self.weights.sources]
        if bid:
            parts.append(Part(BID, self._bid(bid), (bid,)))
        told = tuple(part for part in parts if part.points or part.terms)
        return Affinity(sum(part.points for part in told), told)

    def points(
        self, asked: Iterable[Asked], bids: Mapping[tuple[str, str], str] | None = None
    ) -> dict[tuple[str, str], int]:
        """All pairs that are worth something: what is asked, and the doer."""
        found: Counter[tuple[str, str]] = Counter()
        for one in asked:
            whole = self._whole(one)
            for source, weight in self.weights.sources.items():
                shares: Counter[str] = Counter()
                for word, times in one.words.counts.items():
                    for key, held in self._held[source].get(word, {}).items():
                        shares[key] += self._weight(word, times) * held
                for key, share in shares.items():
                    found[one.key, key] += weight * share // whole
        for pair, bid in (bids or {}).items():
            found[pair] += self._bid(bid)
        return {pair: points for pair, points in found.items() if points}

    def _part(self, asked: Asked, doer: Doer, source: str) -> Part:
        held = self._held[source]
        shares = {word: self._weight(word, times) * held[word][doer.key]
                  for word, times in asked.words.counts.items() if doer.key in held.get(word, ())}  # fmt: skip
        best = sorted(shares, key=lambda word: (-shares[word], word))[:TERMS]
        points = self.weights.sources[source] * sum(shares.values()) // self._whole(asked)
        return Part(source, points, tuple(asked.words.written.get(word, word) for word in best))

    def _bid(self, bid: str) -> int:
        if bid not in self.weights.bids:
            raise Misstated("bids", bid)
        return self.weights.bids[bid]

    def _whole(self, asked: Asked) -> int:
        return max(sum(self._weight(word, times) for word, times in asked.words.counts.items()) * HELD, 1)

    def _weight(self, word: str, times: int) -> int:
        return self._rare(word) * min(times, OFTEN)

    def _rare(self, word: str) -> int:
        """What one time is worth; a word that nobody has is as rare as one that a single doer has."""
        few = max(self._spread[word], 1)
        return round(1000 * log(1 + (len(self.doers) + 0.5) / few))

    @cached_property
    def _by_key(self) -> dict[str, Doer]:
        return {doer.key: doer for doer in self.doers}

    @cached_property
    def _spread(self) -> Counter[str]:
        """How many doers have each word."""
        return Counter(
            word for doer in self.doers for word in {each for one in doer.sources.values() for each in one.counts}
        )

    @cached_property
    def _held(self) -> dict[str, dict[str, dict[str, int]]]:
        """By source and word, how well each doer holds it, of ``HELD``."""
        found: dict[str, dict[str, dict[str, int]]] = {source: defaultdict(dict) for source in self.weights.sources}
        for source in self.weights.sources:
            own = {doer.key: doer.sources[source] for doer in self.doers if source in doer.sources}
            lengths = {key: sum(words.counts.values()) for key, words in own.items()}
            mean = max(sum(lengths.values()) // max(len(lengths), 1), 1)
            for key, words in own.items():
                for word, times in words.counts.items():
                    found[source][word][key] = (
                        HELD * times * 10 * mean // (times * 10 * mean + 2 * (mean + lengths[key]))
                    )
        return found
