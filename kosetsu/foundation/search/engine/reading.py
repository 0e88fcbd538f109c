"""From a question to ranked hits: candidates by their words and by what they mean, then our own scores."""

import heapq
from collections.abc import Collection, Iterable, Iterator, Set
from functools import cached_property
from typing import Any

import tantivy

from kosetsu.foundation.search.engine import meaning
from kosetsu.foundation.search.engine.documents import Hit
from kosetsu.foundation.search.engine.holding import holding
from kosetsu.foundation.search.engine.index import SCHEMA, identity
from kosetsu.foundation.search.engine.meaning import Meaning, Vector
from kosetsu.foundation.search.engine.questions import Question
from kosetsu.foundation.search.engine.scoring import Candidate, Statistics, rank
from kosetsu.foundation.search.engine.signs import named_share

CANDIDATES = 200
MEANT = 30
"""Candidates by their meaning alone."""
FEW = 2_000
"""Documents of an index up to which all of them are compared in meaning; an institute has some hundreds."""
POSTINGS_BUDGET = 400_000
"""Rarest terms first until this many postings: at a million documents a common pair would cost more than it tells."""
_FEWEST_TERMS = 8
_PREFIX_TERMS = 200


class Reading:
    """One state of one index, as it was when it was opened."""

    def __init__(self, index: Any) -> None:
        index.reload()
        self._searcher = index.searcher()

    @property
    def documents(self) -> int:
        return int(self._searcher.num_docs)

    def search(
        self,
        question: Question,
        kinds: Collection[str] | None = None,
        limit: int = 50,
        asked: Meaning | None = None,
    ) -> list[Hit]:
        """The best hits for a question, among ``kinds`` where they are given.

        With ``asked``, the meaning of the question, documents that mean the same count as well; in an index of few
        documents they are found even where they share no word with it.
        """
        if question.empty or not self.documents:
            return []
        candidates = self._worded(question, kinds, limit)
        if asked is None or question.single:
            return self._ranked(question, candidates, limit)
        candidates += self._meant(asked.vector, kinds, {(one.kind, one.key) for one in candidates})
        closeness = meaning.closeness(asked.vector, [one.meaning for one in candidates]) if candidates else []
        return rank(question, candidates, self.statistics, limit, closeness)

    def _worded(self, question: Question, kinds: Collection[str] | None, limit: int) -> list[Candidate]:
        """Candidates that share words or pairs of characters with the question."""
        terms = self._terms(question)
        if not terms:
            return []
        found = self._searcher.search(self._query(terms, kinds), max(limit, CANDIDATES), count=False)
        return [self._candidate(address) for _, address in found.hits]

    def _meant(self, asked: Vector, kinds: Collection[str] | None, known: Set[tuple[str, str]]) -> list[Candidate]:
        """The documents closest in meaning, without those that are ``known`` already."""
        if self.documents > FEW:
            return []
        allowed = [one for one in self._all if kinds is None or one.kind in kinds]
        closeness = meaning.closeness(asked, [one.meaning for one in allowed])
        closest = heapq.nlargest(MEANT, zip(closeness, range(len(allowed)), strict=True))
        found = (allowed[place] for near, place in closest if near > 0)
        return [one for one in found if (one.kind, one.key) not in known]

    @cached_property
    def _all(self) -> list[Candidate]:
        found = self._searcher.search(tantivy.Query.all_query(), self.documents, count=False)
        return [self._candidate(address) for _, address in found.hits]

    def newest(self, question: Question, kind: str, limit: int, among: Iterable[int] | None = None) -> list[int]:
        """The highest row numbers whose documents hold every word, from the top; no document is read for it."""
        parts = [holding(question), tantivy.Query.term_query(SCHEMA, "kind", kind, "basic")]
        if among is not None:
            keys = [identity(kind, str(serial)) for serial in among]
            parts.append(tantivy.Query.term_set_query(SCHEMA, "identity", keys))
        query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])
        found = self._searcher.search(query, limit, count=False, order_by_field="serial")
        return [serial for serial, _ in found.hits if serial is not None]

    def named(self, question: Question) -> float:
        """Share of the question's words that are names of something in this index."""
        return named_share(question, self.statistics)

    @cached_property
    def statistics(self) -> Statistics:
        means = {name: {"avg": {"field": name}} for name in ("word_count", "pair_count")}
        found = self._searcher.aggregate(tantivy.Query.all_query(), means) if self.documents else {}
        return Statistics(
            documents=self.documents,
            mean_words=_value(found, "word_count"),
            mean_pairs=_value(found, "pair_count"),
            word_frequency=lambda word: self._searcher.doc_freq("words", word),
            pair_frequency=lambda pair: self._searcher.doc_freq("pairs", pair),
            name_frequency=lambda word: self._searcher.doc_freq("names", word),
        )

    def _ranked(self, question: Question, candidates: list[Candidate], limit: int) -> list[Hit]:
        if not question.single:
            return rank(question, candidates, self.statistics, limit)
        return rank(_single(question), candidates, self._single_statistics(question.single), limit)

    def _single_statistics(self, character: str) -> Statistics:
        known = self.statistics
        frequency = min(sum(count for _, count in self._starting_with(character)), known.documents)
        return Statistics(
            known.documents,
            known.mean_words,
            known.mean_pairs,
            known.word_frequency,
            lambda _: frequency,
            known.name_frequency,
        )

    def _starting_with(self, character: str) -> list[tuple[str, int]]:
        """Pairs that begin with a character: with the end marks, every place where it stands."""
        found: list[tuple[str, int]] = self._searcher.terms_with_prefix("pairs", character, limit=_PREFIX_TERMS)
        return found

    def _terms(self, question: Question) -> list[tuple[str, str, float]]:
        """(field, term, weight) of the candidate query, within the postings budget."""
        wanted = dict(self._wanted(question))
        counted = sorted((self._searcher.doc_freq(*term), term, weight) for term, weight in wanted.items())
        kept: list[tuple[str, str, float]] = []
        spent = 0
        for frequency, term, weight in counted:
            spent += frequency
            if frequency and (spent <= POSTINGS_BUDGET or len(kept) < _FEWEST_TERMS):
                kept.append((*term, weight))
        return kept

    def _wanted(self, question: Question) -> Iterator[tuple[tuple[str, str], float]]:
        if question.single:
            yield from ((("pairs", pair), 1.0) for pair, _ in self._starting_with(question.single))
        yield from ((("pairs", pair), weight) for pair, weight in question.pairs.items())
        for clue in question.clues:
            for spelling in clue.phrases:
                yield from ((("words", word), spelling.weight) for word in spelling.words if spelling.weight < 1)
        for clue in question.clues:
            yield from ((("words", word), 1.0) for word in clue.phrases[0].words if clue.phrases[0].weight == 1)

    def _query(self, terms: list[tuple[str, str, float]], kinds: Collection[str] | None) -> Any:
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, _term(*term)) for term in terms])
        if kinds is None:
            return query
        allowed = tantivy.Query.const_score_query(tantivy.Query.term_set_query(SCHEMA, "kind", sorted(kinds)), 0.0)
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, allowed)])

    def _candidate(self, address: Any) -> Candidate:
        document = self._searcher.doc(address)
        kind, _, key = document.get_first("identity").partition(" ")
        return Candidate(
            kind,
            key,
            document.get_first("words"),
            bytes(document.get_first("runs")).decode(),
            bytes(document.get_first("meaning")),
        )


def _term(field: str, term: str, weight: float) -> Any:
    query = tantivy.Query.term_query(SCHEMA, field, term, "freq")
    return query if weight == 1 else tantivy.Query.boost_query(query, weight)


def _value(found: dict[str, Any], name: str) -> float:
    return float(found.get(name, {}).get("value") or 0.0)


def _single(question: Question) -> Question:
    return Question(question.text, question.words, question.clues, {question.single: 1.0}, question.single)
