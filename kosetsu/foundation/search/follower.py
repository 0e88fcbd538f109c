"""Keeps an index folder equal to the database: applies what the change log says, rebuilds what cannot be trusted."""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from django.db import connection

from kosetsu.foundation.search import changes
from kosetsu.foundation.search.changes import EVERY, Batch, Position, Row
from kosetsu.foundation.search.engine import meaning
from kosetsu.foundation.search.engine.documents import Document
from kosetsu.foundation.search.engine.index import FORMAT, Entry, Writing, fill, open_index, writing
from kosetsu.foundation.search.engine.profiles import Profile
from kosetsu.foundation.search.folders import Folder, State
from kosetsu.foundation.search.sources import PUBLIC, kinds_of, sources

SMALL = 100
"""A question applies so many changes itself; more are left to the worker."""

SMALL_HEAP_BYTES = 16_000_000
WORN = 0.1
"""Share of replaced documents from which an index is built anew: their words still count in the frequencies."""
_WORN_FROM = 2_000
_KEYS_AT_ONCE = 500
_MEANT_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Report:
    """What one run did."""

    scope: str
    rebuilt: bool
    applied: int
    documents: int


def follow(scope: str) -> Report:
    """Bring the index of ``scope`` up to date; waits for another process that is at it."""
    folder = Folder(scope)
    batch = _news(folder.state(), scope)
    if batch and not batch.rows and not _worn(folder.state()):
        return _settled(folder, scope, batch)
    with folder.lock():
        return _follow_locked(folder, scope)


def catch_up(scope: str) -> State:
    """What a question does first: a small lag is applied, a lost index rebuilt, a large lag left to the worker."""
    folder = Folder(scope)
    state = folder.state()
    batch = _news(state, scope)
    if state and batch and (not batch.rows or len(batch.rows) > SMALL or _uncommitted()):
        return state
    with folder.lock(wait=batch is None) as mine:
        if mine:
            _follow_locked(folder, scope, renew=False)
    state = folder.state()
    assert state is not None
    return state


def rebuild(scope: str) -> Report:
    """Build the index of ``scope`` anew beside the old one."""
    folder = Folder(scope)
    with folder.lock():
        return _rebuild_locked(folder, scope)


def lag(scope: str) -> int | None:
    """How many changes are not applied yet (at most one reading of them); None where a rebuild is due."""
    batch = _news(Folder(scope).state(), scope)
    return len(batch.rows) if batch else None


def folder_format(scope: str) -> str:
    """Folders with another mark than this are rebuilt: other schema, other tokeniser, other kinds."""
    return f"{FORMAT}:{','.join(kinds_of(scope))}"


def _news(state: State | None, scope: str) -> Batch | None:
    """What is new for a folder, or None when it must be rebuilt."""
    if state is None or state.format != folder_format(scope):
        return None
    if not (Folder(scope).generation(state.generation) / "meta.json").exists():
        return None
    batch = changes.since(state.position)
    return None if batch.broken else batch


def _settled(folder: Folder, scope: str, batch: Batch) -> Report:
    """Nothing to apply; gaps that can no longer fill are forgotten."""
    state = folder.state()
    assert state is not None
    if batch.position != state.position:
        with folder.lock(wait=False) as mine:
            if mine and folder.state() == state:
                folder.write(replace(state, position=batch.position))
    return Report(scope, rebuilt=False, applied=0, documents=state.documents)


def _follow_locked(folder: Folder, scope: str, *, renew: bool = True) -> Report:
    """``renew``: also build a worn index anew, which nobody who asks a question should wait for."""
    state = folder.state()
    batch = _news(state, scope)
    if state is None or batch is None or (renew and _worn(state)):
        return _rebuild_locked(folder, scope)
    applied = 0
    while batch and batch.rows:
        try:
            state = _apply(folder, scope, state, batch)
        except (OSError, ValueError):  # tantivy's words for a folder that is damaged
            return _rebuild_locked(folder, scope)
        applied += len(batch.rows)
        batch = _news(state, scope)
    return Report(scope, rebuilt=False, applied=applied, documents=state.documents)


def _apply(folder: Folder, scope: str, state: State, batch: Batch) -> State:
    index = open_index(folder.generation(state.generation))
    with writing(index, SMALL_HEAP_BYTES) as writer:
        for kind, keys in _by_kind(batch.rows).items():
            _renew(writer, scope, kind, keys)
    index.reload()
    fresh = State(
        format=state.format,
        generation=state.generation,
        position=batch.position,
        documents=index.searcher().num_docs,
        removed=state.removed + writer.removed,
    )
    folder.write(fresh)
    return fresh


def _by_kind(rows: Iterable[Row]) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {}
    for _, kind, key, _ in rows:
        kinds.setdefault(kind, set()).add(key)
    return kinds


def _renew(writer: Writing, scope: str, kind: str, keys: set[str]) -> None:
    """Take the old documents out, put in those that the sources still give."""
    if not any(kind in source.kinds for source in sources(scope)):
        return
    if EVERY in keys:
        writer.remove_kind(kind)
    for key in keys:
        writer.remove(kind, key)
    for entry in _entries(scope, _documents(scope, kind, None if EVERY in keys else sorted(keys))):
        writer.put(entry)


def _documents(scope: str, kind: str | None, keys: list[str] | None) -> Iterator[Document]:
    for source in sources(scope):
        if kind is not None and kind not in source.kinds:
            continue
        for part in [None] if keys is None else _parts(keys):
            yield from (one for one in source.documents(part) if kind in (None, one.kind))


def _parts(keys: list[str]) -> Iterator[list[str]]:
    yield from (keys[at : at + _KEYS_AT_ONCE] for at in range(0, len(keys), _KEYS_AT_ONCE))


def _rebuild_locked(folder: Folder, scope: str) -> Report:
    position: Position = changes.current()  # before reading: what comes in between is applied again, never missed
    generation = f"g{secrets.token_hex(6)}"
    index = open_index(folder.generation(generation))
    count = fill(index, _entries(scope, _documents(scope, None, None)))
    folder.write(State(folder_format(scope), generation, position, count))
    return Report(scope, rebuilt=True, applied=0, documents=count)


def _entries(scope: str, documents: Iterable[Document]) -> Iterator[Entry]:
    """Documents ready for the index; only what a company's problem is compared with carries its meaning."""
    rest = iter(documents)
    while some := [*islice(rest, _MEANT_AT_ONCE)]:
        vectors = meaning.packed([one.text for one in some]) if scope == PUBLIC else [b""] * len(some)
        for document, packed in zip(some, vectors, strict=True):
            yield Entry(document.kind, document.key, Profile.of(document), packed)


def _worn(state: State | None) -> bool:
    return state is not None and state.removed > max(_WORN_FROM, WORN * state.documents)


def _uncommitted() -> bool:
    """Whether this connection sees changes that others do not: they must not get into the index."""
    blocks = connection.atomic_blocks
    return any(not getattr(block, "_from_testcase", False) for block in blocks)
