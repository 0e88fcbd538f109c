"""How long a call takes, and how often it asks the database."""

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass(frozen=True, slots=True)
class Times:
    """The times of several calls, in seconds."""

    seconds: tuple[float, ...]

    @property
    def p50(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[min(len(self.seconds) - 1, round(0.95 * (len(self.seconds) - 1)))]

    def __str__(self) -> str:
        return f"p50 {self.p50 * 1000:.1f} ms, p95 {self.p95 * 1000:.1f} ms"


def timed(calls: Sequence[Callable[[], Any]], *, warm: bool = True) -> Times:
    """Each call once, after the first has been made once for nothing."""
    if warm:
        calls[0]()
    gc.collect()
    return Times(tuple(_seconds(call) for call in calls))


def _seconds(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def queries(call: Callable[[], Any]) -> int:
    """How many statements one call sends to the database."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)
