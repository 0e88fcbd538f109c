"""The staff's index of past cases: built from nothing, its size and memory, and its answers beside LIKE over titles."""

import random
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench import rss
from bench.asking import WORDS
from bench.lines import Line
from bench.scale.dice import sentence
from bench.scale.sizes import SEED, Size
from bench.timing import timed
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.search import follower, queries
from kosetsu.foundation.search.folders import Folder
from kosetsu.foundation.search.sources import STAFF, sources

LIMIT_MB = 600
NEWEST = 1_000


def run(size: Size) -> Iterator[Line]:
    """Building, then a question put in words, then the words of a list."""
    yield from _building()
    dice = random.Random(SEED + 10)
    texts = [sentence(dice) for _ in range(size.rounds)]
    read = timed([_reading(words) for words in WORDS])
    for name, times in {
        "past cases for a question": timed([_question(text) for text in texts]),
        f"the newest {NEWEST:,} past cases with every word": timed([_list(words) for words in WORDS]),
    }.items():
        yield Line(name, str(times), "LIKE over every title", str(read), times.p50 / read.p50, "its p50")


def _building() -> Iterator[Line]:
    before = rss.now_mb()
    began = time.perf_counter()
    count = follower.rebuild(STAFF).documents
    seconds, peak = time.perf_counter() - began, rss.peak_mb()
    yield Line(
        f"staff index, {count:,} past cases", f"peak {peak:.0f} MB ({seconds:.0f} s, {count / seconds:,.0f} a second)",
        "before", f"{before:.0f} MB", peak / LIMIT_MB, f"of {LIMIT_MB} MB",
    )  # fmt: skip
    held, given = _folder_bytes(), sum(_text_bytes())
    text = f"{given / 1e6:.0f} MB"
    yield Line("staff index on the disk", f"{held / 1e6:.0f} MB", "its documents as text", text, held / given)


def _folder_bytes() -> int:
    return sum(file.stat().st_size for file in Folder(STAFF).path.rglob("*") if file.is_file())


def _text_bytes() -> Iterator[int]:
    for source in sources(STAFF):
        for document in source.documents(None):
            yield sum(len(part.encode()) for part in (document.title, *document.keywords, document.body))


def _question(text: str) -> Callable[[], Any]:
    return lambda: queries.find(text, scope=STAFF, kinds=("case",))


def _list(words: str) -> Callable[[], Any]:
    return lambda: queries.newest(words, scope=STAFF, kind="case", limit=NEWEST)


def _reading(words: str) -> Callable[[], Any]:
    return lambda: list(Case.objects.filter(title__icontains=words).order_by("-pk").values_list("pk")[:NEWEST])
