"""Search quality on the demo institute: right kind, right offering, kept and refused questions, beside two references.

    python -m bench.search.quality [--errors]

Asked are ``questions.csv`` (good), ``off_topic.csv`` and ``near_miss.csv``; their ``final`` halves were never looked at
one by one. References: word BM25 over the same words without concepts, and SQLite's FTS5 trigram. No database is read.
nDCG@10 on a public question set is not measured here: none is delivered with the program.
"""

import argparse
import csv
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.search import institute
from kosetsu.across.navigator.ranking import boosted
from kosetsu.foundation.search.engine import meaning
from kosetsu.foundation.search.engine.concepts import ConceptTable
from kosetsu.foundation.search.engine.documents import Document, Found, Hit
from kosetsu.foundation.search.engine.index import Entry, fill, open_index
from kosetsu.foundation.search.engine.judge import Judge
from kosetsu.foundation.search.engine.meaning import Meaning
from kosetsu.foundation.search.engine.profiles import Profile
from kosetsu.foundation.search.engine.questions import read
from kosetsu.foundation.search.engine.reading import Reading

HERE = Path(__file__).parent
ASKED = 120
HALVES = ("tune", "final")
PARTS = (*HALVES, "hard")

Ranked = list[tuple[str, str]]
"""Kind and key, best first."""
Examined = tuple[list[Hit], float, Meaning]
"""What the judge looks at: hits, share of names, the question's meaning."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One good question with what a counter clerk would accept."""

    id: str
    text: str
    split: str
    kinds: frozenset[str]
    right: frozenset[str]


class Ours:
    """The product's search: index, concepts, scores, judge, and the intents of the navigator."""

    def __init__(self, documents: Iterable[Document], folder: Path) -> None:
        index = open_index(folder)
        known = [*documents]
        vectors = meaning.packed([one.text for one in known])
        fill(index, (Entry(one.kind, one.key, Profile.of(one), v) for one, v in zip(known, vectors, strict=True)))
        self.reading = Reading(index)
        self.concepts = institute.concepts()
        self.intents = institute.intents()

    def examine(self, text: str) -> Examined:
        question, asked = read(text, self.concepts), meaning.of(text)
        return self.reading.search(question, limit=ASKED, asked=asked), self.reading.named(question), asked

    def rank(self, text: str) -> Ranked:
        return [(hit.kind, hit.key) for hit in boosted(self.examine(text)[0], self.intents, text)]

    def found(self, text: str) -> bool:
        return isinstance(Judge.fitted().decide(text, *self.examine(text)), Found)


class Reference:
    """A table of SQLite's FTS5, asked for any of the terms of a question."""

    def __init__(
        self,
        documents: Iterable[Document],
        tokenizer: str,
        written: Callable[[Document], str],
        terms: Callable[[str], list[str]],
    ) -> None:
        self.database = sqlite3.connect(":memory:")
        self.database.execute(
            f"CREATE VIRTUAL TABLE fts USING fts5(kind UNINDEXED, key UNINDEXED, text, tokenize='{tokenizer}')"
        )
        texts = ((one.kind, one.key, written(one)) for one in documents)
        self.database.executemany("INSERT INTO fts VALUES (?, ?, ?)", texts)
        self.terms = terms

    def rank(self, text: str) -> Ranked:
        wanted = " OR ".join(f'"{term}"' for term in dict.fromkeys(self.terms(text)) if '"' not in term)
        sql = "SELECT kind, key FROM fts WHERE fts MATCH ? ORDER BY bm25(fts) LIMIT ?"
        return self.database.execute(sql, [wanted, ASKED]).fetchall() if wanted else []


def word_reference(documents: Iterable[Document]) -> Reference:
    return Reference(
        documents, "unicode61", lambda one: Profile.of(one).words, lambda text: list(read(text, ConceptTable()).words)
    )


def trigram_reference(documents: Iterable[Document]) -> Reference:
    return Reference(
        documents,
        "trigram",
        lambda one: "\n".join((one.title, *one.keywords, one.body)),
        lambda text: [text[at : at + 3] for at in range(len(text) - 2)],
    )


def problems() -> list[Problem]:
    return [
        Problem(
            row["id"],
            row["text"],
            row["split"],
            frozenset(institute.items(row["kind_expected"])),
            frozenset(institute.items(row["offerings_right"])),
        )
        for row in table("questions")
    ]


def table(name: str) -> list[dict[str, str]]:
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def first_kinds(ranked: Ranked, count: int = 3) -> list[str]:
    return list(dict.fromkeys(kind for kind, _ in ranked))[:count]


def right_kind(problem: Problem, ranked: Ranked) -> bool:
    return bool(problem.kinds & set(first_kinds(ranked)))


def right_offering(problem: Problem, ranked: Ranked) -> bool:
    """Among the first five of the whole list."""
    return bool(problem.right & {key for _, key in ranked[:5]})


def right_in_section(problem: Problem, ranked: Ranked) -> bool:
    """Among the first five of one of the first three kinds: what a plan shows without paging."""
    shown = set(first_kinds(ranked))
    sections: dict[str, list[str]] = {}
    for kind, key in ranked:
        sections.setdefault(kind, []).append(key)
    return any(problem.right & set(keys[:5]) for kind, keys in sections.items() if kind in shown)


def share(flags: Sequence[bool]) -> str:
    return f"{sum(flags):4}/{len(flags):<4}{sum(flags) / len(flags):7.1%}"


def report_good(name: str, rank: Callable[[str], Ranked]) -> None:
    asked = [(problem, rank(problem.text)) for problem in problems()]
    for half in PARTS:
        mine = [(problem, ranked) for problem, ranked in asked if problem.split == half]
        figures = [share([test(*one) for one in mine]) for test in (right_kind, right_offering, right_in_section)]
        print(f"{name:22} {half:6} kind in 3 {figures[0]}  offering in 5 {figures[1]}  in a section {figures[2]}")


def report_judge(ours: Ours) -> None:
    for name, wanted in (("questions", True), ("off_topic", False), ("near_miss", False)):
        for half in PARTS:
            flags = [ours.found(row["text"]) == wanted for row in table(name) if row["split"] == half]
            print(f"{'kept' if wanted else 'refused'} {name:14} {half:6} {share(flags)}")


def report_errors(ours: Ours) -> None:
    for problem in (one for one in problems() if one.split == "tune"):
        ranked = ours.rank(problem.text)
        marks = "".join(
            mark
            for mark, good in (
                ("K", right_kind(problem, ranked)),
                ("O", right_offering(problem, ranked)),
                ("F", ours.found(problem.text)),
            )
            if not good
        )
        if marks:
            print(marks, problem.id, problem.text, sorted(problem.right), "→", [key for _, key in ranked[:6]])
    for name in ("off_topic", "near_miss"):
        for row in table(name):
            if row["split"] == "tune" and ours.found(row["text"]):
                print("N", row["id"], row["text"], "→", ours.rank(row["text"])[:3])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list the errors of the tuning half")
    options = parser.parse_args()
    documents = institute.documents()
    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(documents, Path(folder))
        if options.errors:
            report_errors(ours)
            return
        print(f"{len(documents)} documents, {len(problems())} good questions")
        report_good("ours", ours.rank)
        report_judge(ours)
        report_good("word BM25", word_reference(documents).rank)
        report_good("SQLite FTS5 trigram", trigram_reference(documents).rank)


if __name__ == "__main__":
    main()
