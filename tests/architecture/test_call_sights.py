"""Who sees what of a call: stage × address × role, against the reviewed ``call_sights.csv``.

Every answer is searched for words that stand in one company's name, answers, file, reason, comment and points, in a
reviewer's name and in the minutes; each role may meet in each stage what :func:`may_meet` says, and nothing besides.
``pytest tests/architecture/test_call_sights.py --write`` writes the file anew; read the difference before keeping it.
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
from django.test import Client

from kosetsu.foundation.calls.models import Letter
from kosetsu.foundation.reviews.models import ReviewNotice
from tests.architecture.call_world import CANARIES, LOSER, OF, WINNER, World, make, stages
from tests.architecture.matrix_doors import doors
from tests.build import browser
from tests.fixtures import AT

FILE = Path(__file__).with_name("call_sights.csv")
HOUSES = ("calls/", "desk/calls/", "reviews/", "desk/reviews/", "api/v1/calls", "desk/handover/applications/")
LISTS = ("calls:calls", "calls-desk:calls", "calls-desk:applications", "reviews-desk:panels", "reviews-desk:panel",
         "reviews:mine")  # fmt: skip
BESIDES = ("/", "/me/", "/desk/", "/partners/", "/desk/find/", "/search/", "/api/v1/search/")
TOLD = ("decided", "finished")
PANEL_STAGES = ("scoring", "calibrating", "closed", *TOLD)
ASKED = ("かちねじ文", "甲勝工業")
"""What everybody searches for."""

pytestmark = pytest.mark.django_db
Row = tuple[str, str, str]


def may_meet(role: str, stage: str) -> set[str]:
    """The letters of what a role may come across, by hand."""
    told, heard = stage in TOLD, stage in PANEL_STAGES
    public = "W" if told else ""
    name, answers, paper, reason, comment, points = OF.get(role, " " * 6)
    both = "WwaLlb"
    found = {
        "anonymous": public, "stranger": public, "partner": public, "other_branch": public,
        WINNER: public + name + answers + paper + (reason + comment + points if told else ""),
        LOSER: public + name + answers + paper + (reason + comment + points if told else ""),
        "reviewer": both if heard else "", "chair": both if heard else "",
        "conflicted": public + ("Llb" if heard else ""),
        "checker": both + ("pqcdrs" if stage != "published" else ""),
        "executive": both + ("pqcdrs" if stage != "published" else ""),
        "panel_office": both + ("pqcdrsVM" if stage != "published" else ""),
    }  # fmt: skip
    return set(found[role])


@pytest.fixture
def world(institute: Any, settings: Any) -> World:
    settings.API_CALLS_PER_MINUTE = settings.API_VISITOR_CALLS_PER_MINUTE = 10**9
    return make(institute, AT)


def test_each_role_meets_in_each_stage_what_it_may_and_nothing_else(
    world: World, institute: Any, settings: Any, request: pytest.FixtureRequest
) -> None:
    found: dict[Row, dict[str, str]] = {}
    leaks: list[tuple[str, ...]] = []
    met: dict[tuple[str, str], set[str]] = {}
    for stage in stages(world, institute):
        settings.KOSETSU_FIXED_NOW = world.at
        clients = {role: browser(person) for role, person in world.people.items()}
        for name, whose, address in _addresses(world):
            row = {}
            for role, client in clients.items():
                status, seen = _answer(client, address)
                if foreign := seen - may_meet(role, stage):
                    leaks.append((stage, role, address, "".join(sorted(foreign))))
                met[stage, role] = met.get((stage, role), set()) | seen
                row[role] = " ".join(filter(None, (status, "".join(sorted(seen)))))
            found[stage, name, whose] = row
    if request.config.getoption("--write"):
        _write(found, list(world.people))
    assert leaks == []
    assert _in_mails(world) == []
    assert (met["decided", "panel_office"], met["decided", WINNER], met["scoring", "reviewer"]) == (
        set(CANARIES), set("Wwarcp"), set("WwaLlb"),
    )  # fmt: skip
    assert _different(_reviewed(), found) == []


def _addresses(world: World) -> Iterator[tuple[str, str, str]]:
    """Each page, file, list, export, calendar, answer of the API and search: its name, whose it is, where."""
    for door in doors():
        if not door.route.startswith(HOUSES) or door.name.rpartition(":")[2] in _VERBS:
            continue
        known = world.targets.get(door.name, {} if door.parameters else {"-": {}})
        for whose, parameters in known.items():
            address = door.address(**parameters)
            yield door.name or door.route, whose, address
            if door.name in LISTS:
                for form in ("csv", "xlsx"):
                    yield f"{door.name}?{form}", whose, f"{address}?format={form}"
    for address in BESIDES:
        yield address, "-", address
        if "search" in address or "find" in address:
            for word in ASKED:
                yield f"{address}?q={word}", "-", f"{address}?q={word}"


_VERBS = {"promise"}


def _answer(client: Client, address: str) -> tuple[str, set[str]]:
    answer: Any = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(packed.read(name) for name in packed.namelist())
    text = html.unescape(body.decode(errors="replace") + str(answer.headers))
    text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)
    asked = address.partition("?q=")[2]
    text = text.replace(asked, "") if asked else text  # the page repeats what was typed
    return str(answer.status_code), {letter for letter, word in CANARIES.items() if word in text}


def _in_mails(world: World) -> list[tuple[str, str]]:
    """Mails that tell anybody but the applicant of an application, or a reviewer of what is reviewed."""
    wrong = []
    for mail in Letter.objects.all():
        whose = WINNER if mail.address == world.people[WINNER].email else LOSER
        foreign = {word for letter, word in CANARIES.items() if letter not in OF[whose]}
        wrong += [(mail.address, word) for word in foreign if word in mail.subject + mail.body]
    for notice in ReviewNotice.objects.all():
        own = {CANARIES["V"]} if CANARIES["V"] in notice.body else set()
        foreign = set(CANARIES.values()) - own
        wrong += [(notice.address, word) for word in foreign if word in notice.subject + notice.body]
    return wrong


def _write(found: dict[Row, dict[str, str]], roles: list[str]) -> None:
    with FILE.open("w", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["stage", "door", "whose", *roles])
        writer.writerows([*row, *(answers[role] for role in roles)] for row, answers in found.items())


def _reviewed() -> dict[Row, dict[str, str]]:
    with FILE.open(newline="") as given:
        rows = list(csv.DictReader(given))
    return {(row.pop("stage"), row.pop("door"), row.pop("whose")): row for row in rows}


def _different(reviewed: dict[Row, dict[str, str]], found: dict[Row, dict[str, str]]) -> list[Any]:
    return [
        (*row, "reviewed:", reviewed.get(row), "found:", found.get(row))
        for row in sorted({*reviewed, *found})
        if reviewed.get(row) != found.get(row)
    ]
