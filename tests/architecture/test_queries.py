"""List pages ask the same number of queries however many rows they show; the numbers stand in query_counts.txt."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kosetsu.common.drawing.routes import routes
from kosetsu.common.lists import ListPage
from kosetsu.foundation.search import changes
from tests.architecture.rows import Town

COUNTS = Path(__file__).parent / "query_counts.txt"
READERS = ("nobody", "engineer", "counter", "researcher", "planner", "exporter", "accountant", "administrator",
           "officer")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the file: who reads which page, with how many queries."""

    queries: int
    reader: str
    address: str

    def __str__(self) -> str:
        return f"{self.queries:3}  {self.reader:13}  {self.address}"


def _written() -> list[Line]:
    cells = [row.split() for row in COUNTS.read_text().splitlines() if row and not row.startswith("#")]
    return [Line(int(queries), reader, address) for queries, reader, address in cells]


@pytest.fixture(autouse=True)
def _log_without_gaps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that other tests took back leave gaps in the change log; asking after them belongs to no page."""
    monkeypatch.setattr(changes, "_gaps", lambda after, seen: iter(()))


@pytest.fixture
def town(institute: Any, company: Any, at: Any) -> Town:
    """The institute and its company, with one row of everything."""
    town = Town(institute, company, at)
    town.add(1)
    return town


def _client(town: Town, reader: str) -> Client:
    client = Client(raise_request_exception=False)
    if reader != "nobody":
        client.force_login(town.reader(reader))
    return client


def _read(town: Town, line: Line) -> tuple[Line, Any]:
    """What a second look at the page costs: the first one fills what a process or a session keeps."""
    client = _client(town, line.reader)
    assert client.get(line.address).status_code == 200, line
    with CaptureQueriesContext(connection) as asked:
        page = client.get(line.address)
    return Line(len(asked), line.reader, line.address), page


def test_list_pages_ask_as_many_queries_as_the_file_says_with_one_row_and_with_three(town: Town) -> None:
    lines = _written()
    with_one = [_read(town, line) for line in lines]
    town.add(2)
    town.add(3)
    with_three = [_read(town, line) for line in lines]
    assert [str(line) for line, _page in with_one] == [str(line) for line, _page in with_three]
    assert [str(line) for line, _page in with_one] == [str(line) for line in lines]
    shorter = [one[0].address for one, three in zip(with_one, with_three, strict=True) if _size(three) <= _size(one)]
    assert shorter == [], "these pages do not show the added rows, so their numbers prove nothing"


def test_every_list_page_stands_in_the_file(town: Town) -> None:
    pages = {route.path for route in routes() if not set("<^") & set(route.path) and "/api/v1/" not in route.path}
    lists = {address for address in sorted(pages) if _is_list(town, address)}
    assert lists - {line.address for line in _written()} == set()


def _is_list(town: Town, address: str) -> bool:
    pages = (_client(town, reader).get(address) for reader in READERS)
    page = next((page for page in pages if page.status_code == 200), None)
    return bool(page and page.context and isinstance(page.context.get("list"), ListPage))


def _size(read: tuple[Line, Any]) -> int:
    return len(read[1].content)
