"""The tantivy side: one folder of segments, its schema, its writer and its reader."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from kosetsu.foundation.search.engine.profiles import Profile

FORMAT = 3
"""Raised whenever folders written before must be rebuilt: schema, tokeniser or folding changed."""

HEAP_BYTES = 64_000_000
_SPLIT = "split"
_LONGEST_SERIAL = 18


@dataclass(frozen=True, slots=True)
class Entry:
    """One document ready for the index."""

    kind: str
    key: str
    profile: Profile
    meaning: bytes = b""
    """Its packed vector; empty in an index that only knows words."""


def identity(kind: str, key: str) -> str:
    return f"{kind} {key}"


def is_serial(key: str) -> bool:
    """Whether a key is a row number: such documents can be listed by the newest, without reading them."""
    return key.isascii() and key.isdigit() and len(key) <= _LONGEST_SERIAL


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("identity", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", stored=True, tokenizer_name=_SPLIT, index_option="freq")
    builder.add_text_field("pairs", tokenizer_name=_SPLIT, index_option="freq")
    builder.add_text_field("names", tokenizer_name=_SPLIT, index_option="basic")
    builder.add_bytes_field("runs", stored=True)
    builder.add_bytes_field("meaning", stored=True)
    builder.add_unsigned_field("word_count", fast=True)
    builder.add_unsigned_field("pair_count", fast=True)
    builder.add_unsigned_field("serial", fast=True)
    return builder.build()


SCHEMA = _schema()


def open_index(folder: Path) -> Any:
    """The index in ``folder``, made where there is none; raises ValueError when it cannot be read."""
    folder.mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(SCHEMA, path=str(folder))
    index.register_tokenizer(_SPLIT, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    index.config_reader(reload_policy="manual")
    return index


class Writing:
    """Adds, replaces and removes documents; nothing is seen before the commit."""

    def __init__(self, index: Any, heap_bytes: int = HEAP_BYTES) -> None:
        self._writer = index.writer(heap_bytes, 1)
        self.removed = 0

    def put(self, entry: Entry) -> None:
        document = tantivy.Document()
        document.add_text("identity", identity(entry.kind, entry.key))
        document.add_text("kind", entry.kind)
        document.add_text("words", entry.profile.words)
        document.add_text("pairs", entry.profile.pairs_line())
        document.add_text("names", entry.profile.names)
        document.add_bytes("runs", entry.profile.runs.encode())
        document.add_bytes("meaning", entry.meaning)
        document.add_unsigned("word_count", entry.profile.word_count)
        document.add_unsigned("pair_count", entry.profile.pair_count)
        if is_serial(entry.key):
            document.add_unsigned("serial", int(entry.key))
        self._writer.add_document(document)

    def remove(self, kind: str, key: str) -> None:
        self._writer.delete_documents_by_term("identity", identity(kind, key))
        self.removed += 1

    def remove_kind(self, kind: str) -> None:
        self._writer.delete_documents_by_term("kind", kind)

    def commit(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()


@contextmanager
def writing(index: Any, heap_bytes: int = HEAP_BYTES) -> Iterator[Writing]:
    """A writer that commits at the end; on an error the index stays as it was."""
    writer = Writing(index, heap_bytes)
    yield writer
    writer.commit()


def fill(index: Any, entries: Iterable[Entry], heap_bytes: int = HEAP_BYTES) -> int:
    """Write a new index; returns the number of documents."""
    count = 0
    with writing(index, heap_bytes) as writer:
        for entry in entries:
            writer.put(entry)
            count += 1
    return count
