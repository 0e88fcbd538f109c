"""Who gets what answer at every address: URL × method × role × whose record, against the reviewed ``matrix.csv``.

``pytest tests/architecture/test_matrix.py --write`` writes the file anew; read the difference before keeping it.
``--below circles/`` asks the addresses that begin so, at the desk and for partners as well, and leaves the rest.
After every request, whatever came back (headers, body, mail) is searched for words of companies the role may not meet.
"""

import csv
import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.architecture import matrix_world
from tests.architecture.matrix_doors import Door, doors
from tests.architecture.matrix_world import ALLOWED, CANARIES, OURS, THEIRS, World
from tests.requirements import LOOKED_AT

FILE = Path(__file__).with_name("matrix.csv")
Row = tuple[str, str, str]
METHODS = ("GET", "POST")
SENT = {
    "text": "確かめました", "reason": "確かめました", "name": "試験", "question": "さび", "satisfaction": "5",
    "channel": "mail", "on_date": "2026-11-20", "outcome": "withdrawn", "language": "ja", "technology": "めっき",
}  # fmt: skip
"""What every form is sent: enough for some verbs to succeed where they are allowed."""

FURTHEST = ("anonymous", "engineer", "rival", "planning", "administrator", "ward_officer")
"""Who is asked on PostgreSQL: what a role may does not depend on the database, what its pages ask of one does."""
STRANGERS = 2
"""How many ask before a method counts as refused to all: a visitor, and somebody who is signed in."""

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(institute: Any, company: Any, rival: Any, at: Any, settings: Any) -> World:
    settings.API_CALLS_PER_MINUTE = settings.API_VISITOR_CALLS_PER_MINUTE = 10**9
    return matrix_world.make(institute, company, rival, at)


@pytest.fixture
def browsers(world: World) -> dict[str, Client]:
    return {role: _browser(person) for role, person in world.people.items()}


def test_every_address_answers_each_role_as_reviewed_and_leaks_nothing(
    world: World, browsers: dict[str, Client], request: pytest.FixtureRequest
) -> None:
    found: dict[Row, dict[str, str]] = {}
    leaks: list[str] = []
    below = request.config.getoption("--below")
    for door in (one for one in doors() if _lies(one.route, below)):
        for whose, address in _addresses(door, world):
            for method in METHODS:
                found[method, door.route, whose] = _asked(browsers, world, method, address, leaks)
    found |= {row: answers for row, answers in _reviewed().items() if not _lies(row[1], below)}
    broken = [row for row, answers in found.items() if any(status.startswith("5") for status in answers.values())]
    assert (broken, leaks) == ([], [])
    if request.config.getoption("--write"):
        _write(found, list(world.people))
    assert _different(_reviewed(), found, _roles(world)) == []


@pytest.mark.parametrize("form", ["", "csv", "xlsx"])
def test_no_list_or_export_finds_what_belongs_to_others(world: World, browsers: dict[str, Client], form: str) -> None:
    leaks: list[str] = []
    for door in doors():
        if door.parameters or door.route.startswith(("backoffice/", "accounts/", "api/")):
            continue
        for role in ("anonymous", "engineer", "ward_officer", "bank_officer", "nobody"):
            # Half of the word: the page repeats what was typed, and must not complete it.
            address = f"{door.address()}?q=乙9942&q=丙5513&company=乙9942&format={form}"
            _ask(browsers, world, role, "GET", address, leaks)
    assert leaks == []


def test_the_search_for_leaks_would_find_one(world: World, browsers: dict[str, Client]) -> None:
    own = world.targets["consultations:case"]["company"]["public_id"]
    file = world.targets["consultations:download"]["company"]["public_id"]
    answers = [browsers["engineer"].get(f"/consultations/{path}/") for path in (own, f"files/{file}")]
    assert [_met(answer) for answer in answers] == [{OURS}, {OURS}]
    assert _met(browsers["rival"].get("/consultations/?format=xlsx")) == {THEIRS}


def _lies(route: str, below: str) -> bool:
    return route.removeprefix("desk/").removeprefix("partners/").startswith(below)


def _browser(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        client.get("/")  # the session has its moment: none of the requests that are taken back writes it again
    return client


def _addresses(door: Door, world: World) -> Iterator[tuple[str, str]]:
    """Whose record is asked for, and its address; an address with parameters is also asked for nothing."""
    for whose, parameters in world.targets.get(door.name, {}).items():
        yield whose, door.address(**parameters)
    yield "nothing" if door.parameters else "-", door.address()


def _asked(browsers: dict[str, Client], world: World, method: str, address: str, leaks: list[str]) -> dict[str, str]:
    """Every role's answer. A method that the door refuses before it looks who asks is refused to all."""
    roles, found = _roles(world), {}
    for role in roles:
        found[role] = _ask(browsers, world, role, method, address, leaks)
        if len(found) == STRANGERS and {*found.values()} == {"405"}:
            return dict.fromkeys(roles, "405")
    return found


def _roles(world: World) -> list[str]:
    return [role for role in world.people if LOOKED_AT or role in FURTHEST]


def _ask(browsers: dict[str, Client], world: World, role: str, method: str, address: str, leaks: list[str]) -> str:
    """The status; whatever the request changed is taken back."""
    api, secret = address.startswith("/api/v1"), world.secrets.get(role)
    headers = {"Authorization": f"Bearer {secret}"} if api and secret else {}
    client, outbox = browsers[role], len(mail.outbox)
    cache.clear()  # counters of rate limits: the order of requests must not matter
    kept = dict(client.cookies)
    with transaction.atomic():
        if method == "GET":
            answer = client.get(address, headers=headers)
        elif api:
            answer = client.post(address, {"text": "さび"}, content_type="application/json", headers=headers)
        else:
            key = {"submission_key": "01900000-0000-7000-8000-000000000001"}
            answer = client.post(address, {**SENT, **key}, headers=headers)
        met = _met(answer) | _in_mail(outbox)
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(kept)
    if foreign := met - ALLOWED.get(role, set()):
        leaks.append(f"{role} {method} {address}: {sorted(foreign)}")
    return str(answer.status_code)


def _met(answer: Any) -> set[str]:
    """The canaries in headers and body; a spreadsheet is unpacked first."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(packed.read(name) for name in packed.namelist())
    text = body.decode(errors="replace") + str(answer.headers)
    text = html.unescape(re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text))
    return {word for word in CANARIES if word in text}


def _in_mail(since: int) -> set[str]:
    return {word for one in mail.outbox[since:] for word in CANARIES if word in f"{one.subject}{one.body}"}


def _write(found: dict[Row, dict[str, str]], roles: list[str]) -> None:
    with FILE.open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["method", "route", "whose", *roles])
        writer.writerows([*row, *(answers[role] for role in roles)] for row, answers in sorted(found.items()))


def _reviewed() -> dict[Row, dict[str, str]]:
    with FILE.open(newline="") as given:
        rows = list(csv.DictReader(given))
    return {(row.pop("method"), row.pop("route"), row.pop("whose")): row for row in rows}


def _different(
    reviewed: dict[Row, dict[str, str]], found: dict[Row, dict[str, str]], roles: list[str]
) -> list[Any]:  # fmt: skip
    """Each address that is not in the file, no longer there, or answers one of the roles otherwise."""
    reviewed, found = ({row: {role: answers[role] for role in roles} for row, answers in rows.items()}
                       for rows in (reviewed, found))  # fmt: skip
    return [
        (*row, "reviewed:", reviewed.get(row), "found:", found.get(row))
        for row in sorted({*reviewed, *found})
        if reviewed.get(row) != found.get(row)
    ]
