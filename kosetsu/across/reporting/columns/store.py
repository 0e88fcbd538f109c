"""The columns follow the casebook: entries up to a watermark in Parquet, the few newer ones read live.

Ids of PostgreSQL may become visible out of order, so the watermark lags behind the newest entries, and every refresh
counts again what the database holds below it: a year whose count differs is written anew. A lost folder is an
empty ledger, and the next refresh writes everything.
"""

import datetime as dt
import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.db.models import Count, Max, Q

from kosetsu.across.reporting.columns import ledger as ledgers
from kosetsu.across.reporting.columns.asking import DatabaseSource, Question, Source
from kosetsu.across.reporting.columns.engines import Engine, engine
from kosetsu.across.reporting.columns.exporting import chunks, export
from kosetsu.across.reporting.columns.flat import ENTRY_COLUMNS, FLAT_ENTRIES, create_table
from kosetsu.across.reporting.columns.ledger import Ledger, Year
from kosetsu.across.reporting.columns.remembering import Remembered
from kosetsu.common.ids import uuid7
from kosetsu.foundation.casebook.models import Entry

LAG = dt.timedelta(minutes=10)
"""Longer than any transaction of the web may last."""
PARTS = 12
"""A year of more files than this is packed into one."""
LONGEST_TAIL = 50_000
"""With more live rows than this the database itself answers, until the worker has refreshed the columns."""


ANSWERS = 256
LONGEST_ANSWER = 128
"""Rows of an answer that is kept; more are a page of rows, which nobody asks twice."""


class ColumnSource:
    """Parquet files and the live tail, as one table.

    Files never change under their name and the tail is read each time, so that an answer belongs to the files' names
    and the tail's content: it is kept under both, and one new entry is enough for every question to be asked anew.
    DuckDB is opened for the first question whose answer is not known.
    """

    def __init__(self, ledger: Ledger, place: Path, open_engine: Callable[[], Engine]) -> None:
        self._ledger, self._place, self._open_engine = ledger, place, open_engine
        self.state = self._read(lambda rows: None)

    def ask(self, question: Question) -> list[tuple[Any, ...]]:
        text = question.sql("duckdb")
        known = answers.get((self.state, text))
        if known is None:
            known = self.engine.run(text)
            if len(known) <= LONGEST_ANSWER:
                answers.put((self.state, text), known)
        return known

    @cached_property
    def engine(self) -> Engine:
        """The engine over files and tail; an entry that came since is in it, and in the state from then on."""
        opened = self._open_engine()
        opened.run(create_table("tail", ENTRY_COLUMNS))
        self.state = self._read(lambda rows: opened.append("tail", rows))
        opened.run(f'CREATE OR REPLACE VIEW "entries" AS {_union(self._ledger, self._place)}')
        if self._ledger.paths(self._place):  # one report asks the same files many questions
            opened.run("SET parquet_metadata_cache = true")
        return opened

    def _read(self, take: Callable[[list[tuple[Any, ...]]], Any]) -> bytes:
        """Hand the tail over, some thousand rows at a time; returns what tells this state from any other."""
        state = blake2b(repr(self._ledger.paths(self._place)).encode(), digest_size=16)
        for rows in chunks(f"{FLAT_ENTRIES} WHERE e.id > {self._ledger.watermark:d} ORDER BY e.id"):
            state.update(repr(rows).encode())
            take(rows)
        return state.digest()


answers: Remembered[list[tuple[Any, ...]]] = Remembered(ANSWERS)


def _union(ledger: Ledger, place: Path) -> str:
    files = ", ".join("'" + str(path).replace("'", "''") + "'" for path in ledger.paths(place))
    packed = f"SELECT * FROM read_parquet([{files}]) UNION ALL " if files else ""
    return f"{packed}SELECT * FROM tail"


def entries_source(open_engine: Callable[[], Engine] = engine) -> Source:
    """Whatever answers fastest and completely: the columns, or the database where they lag too far behind."""
    place = ledgers.folder()
    ledger = ledgers.load(place)
    if (Entry.objects.aggregate(newest=Max("id"))["newest"] or 0) < ledger.watermark:
        ledger = Ledger()  # the folder belongs to another database: a restored or emptied one
    tail = Entry.objects.filter(id__gt=ledger.watermark).order_by()[: LONGEST_TAIL + 1].count()
    return ColumnSource(ledger, place, open_engine) if tail <= LONGEST_TAIL else DatabaseSource()


def refresh(*, at: dt.datetime, lag: dt.timedelta = LAG) -> Ledger:
    """Bring the columns up to the watermark that is safe at ``at``; returns what the folder then holds."""
    place = ledgers.folder()
    place.mkdir(parents=True, exist_ok=True)
    with _alone(place):
        ledger = ledgers.load(place)
        retired = _forget_changed_years(ledger)
        newest = Entry.objects.filter(recorded_at__lte=at - lag).aggregate(newest=Max("id"))["newest"] or 0
        retired += _advance(ledger, place, max(newest, ledger.watermark))
        ledgers.save(ledger, place, at)
        _sweep(place, ledger, keep=retired)
    return ledger


def freeze(fiscal_year: int, *, at: dt.datetime) -> None:
    """Pack a closed year into one file that is never written again; corrections go to files of their own."""
    refresh(at=at, lag=dt.timedelta(0))
    place = ledgers.folder()
    with _alone(place):
        ledger = ledgers.load(place)
        year = ledger.year(fiscal_year)
        if not year.frozen:
            retired = _pack_year(ledger, place, fiscal_year)
            ledger.year(fiscal_year).frozen = True
            ledgers.save(ledger, place, at)
            _sweep(place, ledger, keep=retired)


def _forget_changed_years(ledger: Ledger) -> list[str]:
    """Drop every year whose rows below the watermark are not as many as the files hold."""
    below = Entry.objects.filter(id__lte=ledger.watermark).values_list("fiscal_year").annotate(Count("id"))
    held = dict(below.order_by())
    retired: list[str] = []
    for year in {*held, *ledger.years}:
        if ledger.year(year).rows != held.get(year, 0):
            retired += ledger.year(year).files
            ledger.years[year] = Year(frozen=ledger.year(year).frozen)
    return retired


def _advance(ledger: Ledger, place: Path, newest: int) -> list[str]:
    after = Q(id__gt=ledger.watermark, id__lte=newest)
    grown = set(Entry.objects.filter(after).values_list("fiscal_year", flat=True).distinct())
    emptied = {key for key, year in ledger.years.items() if not year.files}
    since, ledger.watermark = ledger.watermark, newest
    retired: list[str] = []
    for key in sorted(grown | emptied):
        _add(ledger.year(key), place, key, since if key not in emptied else 0, newest)
        if len(ledger.year(key).files) > PARTS and not ledger.year(key).frozen:
            retired += _pack_year(ledger, place, key)
    return retired


def _add(year: Year, place: Path, key: int, after: int, upto: int) -> None:
    target = place / f"{key}-{uuid7().hex}.parquet"
    rows = export(key, after, upto, target)
    if rows:
        year.rows += rows
        year.files.append(target.name)


def _pack_year(ledger: Ledger, place: Path, key: int) -> list[str]:
    """Write the year anew as one file; the old files are retired, a reader may still hold them."""
    retired, ledger.years[key] = ledger.year(key).files, Year()
    _add(ledger.years[key], place, key, 0, ledger.watermark)
    return retired


def _sweep(place: Path, ledger: Ledger, keep: list[str]) -> None:
    """Remove files no ledger names; those retired just now stay until the next refresh."""
    named = {path.name for path in ledger.paths(place)} | set(keep)
    for path in place.glob("*.parquet"):
        if path.name not in named:
            path.unlink()


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """One writer of the folder at a time, across processes; the kernel lets go on a crash."""
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
