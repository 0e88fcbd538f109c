"""Calendars at two scales: a week of one instrument, of a branch, one more booking; on PostgreSQL by HTTP as well."""

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.clock import LAST_MOMENT
from bench.lines import Line
from bench.scale.calendars import PER_BRANCH, Filled, fill, free_starts
from bench.scale.sizes import Calendars, Size
from bench.served import Ask, serving
from bench.timing import Times, timed
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.models import BookedCell, Resource
from kosetsu.foundation.bookings.rules import MINUTE, Span
from kosetsu.foundation.parties.standing import standing

LENGTH = 120 * MINUTE
CREATE, WEEK, BRANCH = "a booking", "week of one instrument", f"week of a branch ({PER_BRANCH} instruments)"
WEEK_PAGE, BRANCH_PAGE = f"{WEEK}, the page", f"{BRANCH}, the page"
LIMITS = {WEEK: (6, 10), WEEK_PAGE: (6, 10), BRANCH: (12, None), BRANCH_PAGE: (12, None), CREATE: (15, 20)}
"""Queries, and milliseconds of the application's CPU."""
NOT_COUNTED = r"^SELECT 1$|^(BEGIN|COMMIT|SAVEPOINT|RELEASE SAVEPOINT|ROLLBACK)|cache_entry"
WARM = 2
"""Calls before the timed ones: one for nothing, one whose questions are counted."""
TOKEN = "b" * 32


Slots = Iterator[tuple[Resource, Person, Span]]


def _slots(filled: Filled) -> Slots:
    """The free slots, each given away once, to somebody who may have it."""
    starts = free_starts()
    taken = set(BookedCell.objects.filter(starts_at__in=starts).values_list("resource", "starts_at"))
    for at in starts:
        for number, one in enumerate(filled.instruments):
            if (one.pk, at) not in taken:
                standing(filled.licensed_for(number))  # as the door has asked before
                yield one, filled.licensed_for(number), Span(at, at + LENGTH)


def run(size: Size) -> Iterator[Line]:
    """Each scale in its turn; a query more at the larger one ends the run."""
    counted: dict[str, int] = {}
    for calendars in size.calendars:
        filled = fill(calendars)
        free = _slots(filled)
        asked = {name: _measure(calls) for name, calls in _calls(filled, free, size.rounds).items()}
        for name, (times, cpu, queries) in asked.items():
            yield _line(name, calendars, times, cpu, queries)
            if counted.setdefault(name, queries) < queries:
                raise SystemExit(f"{name}: {counted[name]} queries, then {queries} with more rows")
        if connection.vendor == "postgresql" and not connection.in_atomic_block:  # else no other process sees the rows
            yield from _by_http(filled, free, calendars, size.rounds)


def _calls(filled: Filled, free: Slots, rounds: int) -> dict[str, list[Callable[[], Any]]]:
    anyone = Client(SERVER_NAME="localhost")
    codes = [one.code for one in filled.instruments]
    branch = filled.instruments[0].branch.code
    few = range(max(1, rounds // 5) + WARM)
    return {
        WEEK: [
            partial(_must, anyone, f"/api/v1/resources/{codes[n % len(codes)]}/week", n) for n in range(rounds + WARM)
        ],
        WEEK_PAGE: [
            partial(_must, anyone, f"/bookings/resources/{codes[n % len(codes)]}/", n) for n in range(rounds + WARM)
        ],
        BRANCH: [partial(_must, anyone, f"/api/v1/branches/{branch}/week", n) for n in few],
        BRANCH_PAGE: [partial(_must, anyone, f"/bookings/branches/{branch}/", n) for n in few],
        CREATE: [partial(_create, filled, *next(free)) for _ in range(rounds + WARM)],
    }


def _create(filled: Filled, resource: Resource, user: Person, span: Span) -> None:
    wish = actions.Wish(resources=(resource,), span=span, workplace=filled.workplace)
    actions.request(by=user, at=LAST_MOMENT, wish=wish)


def _must(client: Client, address: str, number: int) -> None:
    """From an address of its own: visitors may call so many times a minute each."""
    answer = client.get(address, REMOTE_ADDR=f"10.0.0.{number % 250 + 1}")
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")


def _measure(calls: Sequence[Callable[[], Any]]) -> tuple[Times, list[float], int]:
    """Wall clock, this process's CPU (the database's is its own), and how many questions were asked.

    Not counted: begin, commit and savepoints, the look whether the connection still stands, and the API's own
    count of its callers, which lies in the cache.
    """
    calls[0]()
    with CaptureQueriesContext(connection) as captured:
        calls[1]()
    queries = [one for one in captured.captured_queries if not re.search(NOT_COUNTED, one["sql"])]
    spent: list[float] = []

    def counting(call: Callable[[], Any]) -> None:
        began = time.process_time()
        call()
        spent.append((time.process_time() - began) * 1000)

    times = timed([partial(counting, call) for call in calls[WARM:]], warm=False)
    return times, spent, len(queries)


def _line(name: str, calendars: Calendars, times: Times, cpu: list[float], queries: int) -> Line:
    most, milliseconds = LIMITS[name]
    limit = f"{most} queries" + (f", {milliseconds} ms CPU" if milliseconds else "")
    ratio = median(cpu) / milliseconds if milliseconds else None
    spent = f"CPU p50 {median(cpu):.1f} ms, least {min(cpu):.1f} ms"
    return Line(f"{name}, {calendars}", f"{times}, {spent}", "limit", limit, ratio, "of its CPU", queries)


def _by_http(filled: Filled, free: Slots, calendars: Calendars, rounds: int) -> Iterator[Line]:
    codes = [one.code for one in filled.instruments]
    branch = filled.instruments[0].branch.code
    with serving() as ask_all:
        for name, asked in {
            WEEK: [_get(f"/api/v1/resources/{codes[n % len(codes)]}/week") for n in range(rounds + WARM)],
            WEEK_PAGE: [_get(f"/bookings/resources/{codes[n % len(codes)]}/") for n in range(rounds + WARM)],
            BRANCH: [_get(f"/api/v1/branches/{branch}/week")] * (max(1, rounds // 5) + WARM),
            CREATE: [_post(*next(free)) for _ in range(rounds + WARM)],
        }.items():
            ask_all(asked[:WARM])
            served = ask_all(asked[WARM:])
            figure = f"{served.times}, CPU {served.cpu_ms:.1f} ms"
            yield Line(f"{name} by HTTP, two workers, {calendars}", figure)


def _get(address: str) -> Ask:
    return "GET", address, "", {}


def _post(resource: Resource, user: Person, span: Span) -> Ask:
    """Through the API, as someone signed in at a browser."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    cookies = {settings.SESSION_COOKIE_NAME: browser.cookies[settings.SESSION_COOKIE_NAME].value,
               settings.CSRF_COOKIE_NAME: TOKEN}  # fmt: skip
    said = {"resource": resource.code, "starts_at": span.starts.isoformat(), "ends_at": span.ends.isoformat()}
    headers = {
        "Content-Type": "application/json",
        "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "X-CSRFToken": TOKEN,
    }
    return "POST", "/api/v1/bookings", json.dumps(said), headers
