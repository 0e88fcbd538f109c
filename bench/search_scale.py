"""Search at scale: p50 and p95 per question, memory and folder size, beside SQLite's trigram and plain word BM25.

    python -m bench.search_scale [--documents 20000 1000000] [--questions 200] [--references-up-to 20000]

Documents are mixed from the clauses of the demo catalogue, so that words are as frequent as there; every document also
carries a code of its own. Each step runs in its own process: its memory is its own.
"""

import argparse
import json
import multiprocessing
import random
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.catalogue_text import clauses, concepts, titles
from kosetsu.foundation.search.engine import meaning
from kosetsu.foundation.search.engine.concepts import ConceptTable
from kosetsu.foundation.search.engine.index import Entry, fill, open_index
from kosetsu.foundation.search.engine.profiles import Profile
from kosetsu.foundation.search.engine.questions import read
from kosetsu.foundation.search.engine.reading import Reading

KINDS = ("offering", "programme", "partner", "text", "figure")


def documents(count: int) -> Iterator[Entry]:
    """Documents put together from analysed clauses: the analysis is measured apart."""
    dice = random.Random(20261120)
    heads = [Profile.of_text(title) for title in titles()]
    bodies = [Profile.of_text(clause) for clause in clauses()]
    for number in range(count):
        parts = [dice.choice(heads), *dice.sample(bodies, dice.randint(4, 12)), Profile.of_text(f"K{number}")]
        profile = Profile("".join(part.words for part in parts), " ".join(part.runs for part in parts))
        yield Entry(KINDS[number % len(KINDS)], str(number), profile, dice.randbytes(meaning.SIZE))


def questions(count: int) -> list[str]:
    dice = random.Random(42)
    ends = ("を調べたい", "で困っている。原因は?", "に合う試験を教えてください", "の費用は", "")
    return [f"{dice.choice(clauses())}{dice.choice(ends)}" for _ in range(count)]


def build_ours(folder: Path, count: int) -> None:
    fill(open_index(folder), documents(count))


def ask_ours(folder: Path, _: int) -> Callable[[str], Any]:
    reading, table = Reading(open_index(folder)), concepts()
    return lambda text: reading.search(read(text, table))


def ask_ours_by_meaning(folder: Path, _: int) -> Callable[[str], Any]:
    """As a plan asks: the encoder beside this process, its time included."""
    reading, table = Reading(open_index(folder)), concepts()
    meaning.warm()
    return lambda text: reading.search(read(text, table), asked=meaning.of(text))


def ask_ours_of_one_kind(folder: Path, _: int) -> Callable[[str], Any]:
    reading, table = Reading(open_index(folder)), concepts()
    return lambda text: reading.search(read(text, table), ["offering"])


def _build_sqlite(folder: Path, count: int, tokenizer: str, text: Callable[[Entry], str]) -> None:
    with sqlite3.connect(folder / "fts.sqlite3") as database:
        database.execute(f"CREATE VIRTUAL TABLE fts USING fts5(text, tokenize='{tokenizer}')")
        rows = ((text(entry),) for entry in documents(count))
        database.executemany("INSERT INTO fts(text) VALUES (?)", rows)


def _ask_sqlite(folder: Path, terms: Callable[[str], list[str]]) -> Callable[[str], Any]:
    database = sqlite3.connect(folder / "fts.sqlite3")

    def ask(text: str) -> Any:
        wanted = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms(text)))
        sql = "SELECT rowid FROM fts WHERE fts MATCH ? ORDER BY bm25(fts) LIMIT 50"
        return database.execute(sql, [wanted]).fetchall() if wanted else []

    return ask


def build_trigram(folder: Path, count: int) -> None:
    _build_sqlite(folder, count, "trigram", lambda entry: entry.profile.runs)


def ask_trigram(folder: Path, _: int) -> Callable[[str], Any]:
    return _ask_sqlite(folder, lambda text: [text[at : at + 3] for at in range(len(text) - 2)])


def build_words(folder: Path, count: int) -> None:
    _build_sqlite(folder, count, "unicode61", lambda entry: entry.profile.words)


def ask_words(folder: Path, _: int) -> Callable[[str], Any]:
    return _ask_sqlite(folder, lambda text: list(read(text, ConceptTable()).words))


CONTENDERS = {
    "ours": (build_ours, ask_ours),
    "ours, one kind": (None, ask_ours_of_one_kind),
    "ours, by meaning too": (None, ask_ours_by_meaning),
    "SQLite FTS5 trigram": (build_trigram, ask_trigram),
    "SQLite FTS5, word BM25": (build_words, ask_words),
}


def _apart(task: Callable[..., Any], *arguments: Any) -> Any:
    """Run in a fresh process, so that memory figures do not add up."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(task, arguments)


def _measure_build(name: str, folder: Path, count: int) -> dict[str, float]:
    started = time.perf_counter()
    build = CONTENDERS[name][0]
    if build:
        build(folder, count)
    return {"build_s": time.perf_counter() - started, "build_mb": _resident_peak()}


def _measure_questions(name: str, folder: Path, count: int, asked: int) -> dict[str, float]:
    ask = CONTENDERS[name][1](folder, count)
    texts = questions(asked)
    for text in texts[:20]:
        ask(text)
    times, spent = [], []
    for text in texts:
        started, began = time.perf_counter(), time.process_time()
        ask(text)
        times.append((time.perf_counter() - started) * 1000)
        spent.append((time.process_time() - began) * 1000)
    cuts, own = statistics.quantiles(times, n=100), statistics.quantiles(spent, n=100)
    return {"p50_ms": cuts[49], "p95_ms": cuts[94], "p95_cpu_ms": own[94], "anonymous_mb": _anonymous()}


def _resident_peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _anonymous() -> float:
    """Memory of the process without mapped files, which the kernel may drop at any time."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[20_000, 1_000_000])
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--references-up-to", type=int, default=20_000)
    options = parser.parse_args()
    for count in options.documents:
        with tempfile.TemporaryDirectory() as place:
            for name in CONTENDERS:
                if name.startswith("SQLite") and count > options.references_up_to:
                    continue
                folder = Path(place) / name.split(",")[0].replace(" ", "-")
                folder.mkdir(exist_ok=True)
                if name.endswith("word BM25"):
                    folder = folder / "words"
                    folder.mkdir()
                figures = _apart(_measure_build, name, folder, count)
                figures |= _apart(_measure_questions, name, folder, count, options.questions)
                figures["folder_mb"] = sum(file.stat().st_size for file in folder.glob("*") if file.is_file()) / 1e6
                rounded = {key: round(value, 1) for key, value in figures.items()}
                print(json.dumps({"documents": count, "contender": name, **rounded}), flush=True)


if __name__ == "__main__":
    main()
