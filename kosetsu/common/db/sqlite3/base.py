"""Django's SQLite backend, safe for several writing processes: WAL, full sync, immediate transactions, a fair gate."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base

from kosetsu.common.db.gate import Gate

_TIMEOUT = 20
# VACUUM INTO, the online backup, only reads: writers need not wait for it.
_WRITES = re.compile(
    r"\s*(?:BEGIN|INSERT|UPDATE|DELETE|REPLACE|CREATE|ALTER|DROP|REINDEX|VACUUM(?!.*\bINTO\b)|ANALYZE"
    r"|WITH\b.*\b(?:INSERT|UPDATE|DELETE|REPLACE))\b",
    re.IGNORECASE | re.DOTALL,
)


class GatedCursor(base.SQLiteCursorWrapper):
    """Passes the gate before a statement that begins to write, and leaves it once no transaction is open."""

    def __init__(self, connection: Any, gate: Gate) -> None:
        super().__init__(connection)
        self._gate = gate
        self._returned: deque[Any] | None = None

    def execute(self, query: str, params: Any = None) -> Any:
        with self._gated(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        with self._gated(query):
            return super().executemany(query, param_list)

    def executescript(self, sql_script: str) -> Any:
        self._returned = None
        self._gate.enter()
        try:
            return super().executescript(sql_script)
        finally:
            self._leave_unless_open()

    @contextmanager
    def _gated(self, query: str) -> Iterator[None]:
        self._returned = None
        if self.connection.in_transaction or not _WRITES.match(query):
            try:
                yield
            finally:
                self._leave_unless_open()
            return
        self._gate.enter()
        try:
            yield
            # A write that returns rows commits when its last row is read: read them before leaving the gate.
            if self.description is not None and not self.connection.in_transaction:
                self._returned = deque(super().fetchall())
        finally:
            self._leave_unless_open()

    def _leave_unless_open(self) -> None:
        if self._gate.held and not self.connection.in_transaction:
            self._gate.leave()

    def fetchone(self) -> Any:
        if self._returned is None:
            return super().fetchone()
        return self._returned.popleft() if self._returned else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        wanted = self.arraysize if size is None else size
        if self._returned is None:
            return super().fetchmany(wanted)
        return [self._returned.popleft() for _ in range(min(wanted, len(self._returned)))]

    def fetchall(self) -> list[Any]:
        if self._returned is None:
            return super().fetchall()
        return self.fetchmany(len(self._returned))

    def __next__(self) -> Any:
        if self._returned is None:
            return super().__next__()
        if not self._returned:
            raise StopIteration
        return self._returned.popleft()


class DatabaseWrapper(base.DatabaseWrapper):
    gate: Gate | None = None
    transaction_mode: str | None

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        if self.transaction_mode not in (None, "IMMEDIATE"):
            raise ImproperlyConfigured("transaction_mode must be IMMEDIATE: a read that turns into a write cannot wait")
        self.transaction_mode = "IMMEDIATE"
        params.setdefault("timeout", _TIMEOUT)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.gate = self._new_gate(conn_params)
        connection = super().get_new_connection(conn_params)
        try:
            self._make_safe(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        if self.gate is None:
            return super().create_cursor(name)
        return self.connection.cursor(factory=partial(GatedCursor, gate=self.gate))

    def _new_gate(self, conn_params: dict[str, Any]) -> Gate | None:
        if self.is_in_memory_db():
            return None
        return Gate(f"{_file_of(conn_params['database'])}.gate", conn_params["timeout"])

    def _make_safe(self, connection: Any) -> None:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        if self.gate is None or connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        # The change of mode, once in a database's life, does not wait for other connections by itself.
        self.gate.enter()
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        finally:
            self.gate.leave()

    def _commit(self) -> None:
        self._then_leave(super()._commit)  # type: ignore[misc]  # the stubs leave private methods out

    def _rollback(self) -> None:
        self._then_leave(super()._rollback)  # type: ignore[misc]

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            if self.gate is not None:
                self.gate.leave()

    def _then_leave(self, finish: Callable[[], None]) -> None:
        """A commit that fails leaves its transaction open: the gate stays ours until the rollback."""
        try:
            finish()
        finally:
            if self.gate is not None and not (self.connection is not None and self.connection.in_transaction):
                self.gate.leave()


def _file_of(name: str | Path) -> str:
    text = str(name)
    return unquote(urlsplit(text).path) if text.startswith("file:") else text
