"""DuckDB, here or in a process of its own: `python -m kosetsu.across.reporting.columns.engines`.

A web process keeps some eighty megabytes of what DuckDB once needed, for as long as it lives. With the setting
KOSETSU_ENGINE_APART a page's questions go to a process that ends with the page; a worker asks in its own.
Nothing of Django is imported at the top, so that the process starts quickly.
"""

import pickle
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import duckdb

HERE = Path(__file__).resolve().parents[4]
Rows = list[tuple[Any, ...]]


def connect(**config: Any) -> "duckdb.DuckDBPyConnection":
    """A DuckDB that stays small: it spills to a temporary folder instead of growing."""
    import duckdb

    spill = Path(tempfile.gettempdir()) / "kosetsu-duckdb"
    return duckdb.connect(config={"memory_limit": "128MB", "threads": 2, "temp_directory": str(spill), **config})


class Engine(Protocol):
    """Something that holds tables and answers SQL."""

    def run(self, sql: str) -> Rows:
        """The rows of one statement."""

    def append(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows to a table."""


class Here:
    """In this process."""

    def __init__(self) -> None:
        self._connection = connect()

    def run(self, sql: str) -> Rows:
        return self._connection.execute(sql).fetchall()

    def append(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        with self._connection.appender(table) as appender:
            appender.append_rows([tuple(row) for row in rows])


class Apart:
    """In a process that ends when nobody holds this any more."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", __name__]
        child = subprocess.Popen(command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._child = child
        weakref.finalize(self, _end, child)

    def run(self, sql: str) -> Rows:
        rows: Rows = self._ask("run", sql)
        return rows

    def append(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        self._ask("append", table, rows)

    def _ask(self, verb: str, *given: Any) -> Any:
        assert self._child.stdin
        assert self._child.stdout
        pickle.dump((verb, given), self._child.stdin)
        self._child.stdin.flush()
        fine, answer = pickle.load(self._child.stdout)
        if not fine:
            raise RuntimeError(answer)
        return answer


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Its input ends, so it does."""
    assert child.stdin
    assert child.stdout
    child.stdin.close()
    child.wait()
    child.stdout.close()


def engine() -> Engine:
    """The engine of one page or report."""
    from django.conf import settings

    return Apart() if settings.KOSETSU_ENGINE_APART else Here()


def serve() -> None:
    """Answer on the standard output what the standard input asks, until it ends."""
    here = Here()
    while True:
        try:
            verb, given = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            answer: tuple[bool, Any] = (True, getattr(here, verb)(*given))
        except Exception as error:  # whatever it is, the parent raises it
            answer = (False, f"{type(error).__name__}: {error}")
        pickle.dump(answer, sys.stdout.buffer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    serve()
