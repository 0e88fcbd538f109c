"""A device found out of tolerance: every result since its last good check, on a page and as an Excel file."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from bench.lines import Line
from bench.scale import results
from bench.scale.results import Doubted
from bench.scale.sizes import Size
from bench.timing import Times, queries, timed
from kosetsu.services.testing.models import UsedDevice

PAGE_SECONDS = 1


def run(size: Size) -> Iterator[Line]:
    """The page as its keeper sees it, through every middleware: with the count, deep inside, what is undecided."""
    filled = results.fill(size.results)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(filled.keeper, settings.AUTHENTICATION_BACKENDS[0])
    address = reverse("devices-desk:doubts", args=[filled.check.public_id, "testing"])
    rounds, last = max(1, size.rounds // 10), -(-filled.results // 50)
    least = timed([partial(_rows, filled)] * rounds)
    for name, query in {"first page": "", "last page": f"?page={last}", "undecided": "?verdict=open"}.items():
        ask = partial(_must, browser, address + query)
        yield _line(f"doubts, {filled.results:,} results: {name}", timed([ask] * rounds), least, queries(ask))
    export = timed([partial(_must, browser, f"{address}?format=xlsx")], warm=False)
    yield Line(f"doubts, {filled.results:,} results: Excel", str(export), "the same rows read", str(least),
               export.p50 / least.p50, "its time")  # fmt: skip


def _line(name: str, found: Times, least: Times, asked: int) -> Line:
    bar = f"{PAGE_SECONDS} s; the rows read and thrown away: {least}"
    return Line(name, str(found), "the bar", bar, found.p50 / PAGE_SECONDS, "of the bar", asked)


def _rows(filled: Doubted) -> int:
    """The reference: the same rows by their index, read and thrown away."""
    rows = UsedDevice.objects.filter(device=filled.check.device).values_list("pk", "record", "used_until")
    return sum(1 for _row in rows.iterator())


def _must(browser: Client, address: str) -> Any:
    answer = browser.get(address)
    if answer.status_code != 200 or not answer.content:
        raise SystemExit(f"{address} answered {answer.status_code}")
