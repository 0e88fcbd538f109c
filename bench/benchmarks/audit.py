"""Appending to the audit log, one transaction each, beside a plain INSERT of the same row into a table of its own."""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from bench.clock import LAST_MOMENT
from bench.lines import Line
from bench.scale.sizes import Size
from bench.writing import write
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit

PLAIN = "bench_plain"
COLUMNS = ("at", "actor_id", "actor_name", "verb", "thing", "thing_id", "reason", "before", "after", "key_id",
           "previous_digest", "digest")  # fmt: skip
INSERT = f"INSERT INTO {PLAIN} ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"


class Appending:
    """One writer with the record its rows speak of."""

    def __init__(self) -> None:
        self.person = Person.objects.order_by("pk")[0]

    def audited(self) -> None:
        after = {"state": "closed", "number": "相R7-00012"}
        audit.record(by=self.person, at=LAST_MOMENT, verb="close_case", thing=self.person, after=after)

    def plain(self) -> None:
        row = (LAST_MOMENT.isoformat(), self.person.pk, str(self.person), "close_case", "accounts.Person",
               str(self.person.pk), "", "{}", '{"state": "closed", "number": "相R7-00012"}', "k" * 12, "0" * 64,
               "0" * 64)  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(INSERT, row)


def run(size: Size) -> Iterator[Line]:
    """Alone with a commit for each row, alone with a hundred to a commit, and several processes at once."""
    count = max(100, 10 * size.rounds)
    with _plain_table():
        yield _line("audit rows, one process, a commit each", _alone("audited", count, 1), _alone("plain", count, 1))
        yield _line(
            "audit rows, one process, 100 to a commit", _alone("audited", count, 100), _alone("plain", count, 100)
        )
        if size.processes > 1:
            name = f"audit rows, {size.processes} processes, a commit each"
            yield _line(name, _together("audited", count // 2, size), _together("plain", count // 2, size))


def _line(name: str, ours: float, plain: float) -> Line:
    return Line(name, f"{ours:,.0f} rows/s", "plain INSERT", f"{plain:,.0f} rows/s", plain / ours, "its time")


def _alone(what: str, count: int, at_once: int) -> float:
    append: Callable[[], None] = getattr(Appending(), what)
    began = time.perf_counter()
    for _ in range(count // at_once):
        with transaction.atomic():
            for _ in range(at_once):
                append()
    return count // at_once * at_once / (time.perf_counter() - began)


def _together(what: str, count: int, size: Size) -> float:
    context = multiprocessing.get_context("spawn")
    barrier, spans = context.Barrier(size.processes), context.Queue()
    writers = [context.Process(target=write, args=(what, count, barrier, spans)) for _ in range(size.processes)]
    for writer in writers:
        writer.start()
    begun, ended = zip(*(spans.get(timeout=120) for _ in writers), strict=True)
    for writer in writers:
        writer.join()
    return count * size.processes / (max(ended) - min(begun))


@contextmanager
def _plain_table() -> Iterator[None]:
    """A table with the audit log's texts and no key, chain or trigger."""
    kind = "bigserial" if connection.vendor == "postgresql" else "integer"
    columns = ", ".join(f"{name} text" for name in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {PLAIN}")
        cursor.execute(f"CREATE TABLE {PLAIN} (id {kind} PRIMARY KEY, {columns})")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {PLAIN}")
