"""DuckDB, here or in a process of its own: `python -m kosetsu.across.reporting.columns.engines`.

A web process keeps some eighty megabytes of what DuckDB once needed, for as long as it lives. With the setting
KOSETSU_ENGINE_APART a page's questions go to a process beside it; a worker asks in its own.
Nothing of Django is imported at the top, so that the process starts quickly.
"""

import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kosetsu.common.apart import Keeping, serve

if TYPE_CHECKING:
    import duckdb

AT_ONCE = 2
"""Pages that count at the same time; the next one waits for its turn."""
IDLE_SECONDS = 60
"""How long a process waits for the next page: a reader who opens a report opens figures of it next."""

Rows = list[tuple[Any, ...]]
_kept = Keeping(__name__, AT_ONCE)


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

    def begin(self) -> None:
        """Forget every table."""
        self._connection.close()
        self._connection = connect()

    def run(self, sql: str) -> Rows:
        return self._connection.execute(sql).fetchall()

    def append(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        with self._connection.appender(table) as appender:
            appender.append_rows([tuple(row) for row in rows])


class Beside:
    """In a process beside this one, which the next page gets when nobody holds this any more."""

    def __init__(self) -> None:
        self._apart = _kept.take()
        weakref.finalize(self, _kept.give_back, self._apart)

    def run(self, sql: str) -> Rows:
        rows: Rows = self._apart.ask("run", sql)
        return rows

    def append(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        self._apart.ask("append", table, rows)


def engine() -> Engine:
    """The engine of one page or report."""
    from django.conf import settings

    return Beside() if settings.KOSETSU_ENGINE_APART else Here()


if __name__ == "__main__":
    serve(Here, IDLE_SECONDS)
