"""The minute in which a sought-after seminar opens: two thousand register over HTTP, none lost, none oversold."""

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.clock import LAST_MOMENT
from bench.lines import Line
from bench.scale.sizes import Size
from bench.served import Ask, Served, serving
from bench.timing import Times
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Gathering, Registration
from kosetsu.foundation.parties.states import StaffRole

PEOPLE, PLACES, CLIENTS, LIMIT_SECONDS = 2_000, 100, 24, 60
TOKEN = "b" * 32
DAY = dt.timedelta(days=1)


def run(size: Size) -> Iterator[Line]:
    """Everyone looks at the form once, then everyone sends it; whoever has no seat stands in one line.

    Where no other process sees the rows (a test's transaction), a few people do the same in this one.
    """
    inside = connection.in_atomic_block
    people, places = (60, 10) if inside else (PEOPLE, PLACES)
    gathering = _open(places)
    address = reverse("gatherings:register", args=[gathering.public_id])
    quota = gathering.quotas.get().pk
    with nullcontext(_one_by_one) if inside else serving(CLIENTS) as ask_all:
        looking, looked = _timed(ask_all, [("GET", address, "", {}) for _ in range(people)])
        sending, sent = _timed(ask_all, [_sent(address, quota, number) for number in range(people)])
    _check(gathering, people, places)
    yield Line(f"{people:,} people register for {places} places", sent, "the same people look at the form", looked,
               sending / looking)  # fmt: skip
    yield Line("the opening minute", f"{sending:.0f} s", "limit", f"{LIMIT_SECONDS} s", sending / LIMIT_SECONDS)


def _timed(ask_all: Callable[[Sequence[Ask]], Served], asked: Sequence[Ask]) -> tuple[float, str]:
    began = time.perf_counter()
    served = ask_all(asked)
    wall = time.perf_counter() - began
    return wall, f"{wall:.0f} s, {served.times}, CPU {served.cpu_ms:.0f} ms each"


def _one_by_one(asked: Sequence[Ask]) -> Served:
    client, seconds, spent = Client(SERVER_NAME="localhost"), [], time.process_time()
    for number, (method, address, body, _headers) in enumerate(asked):
        began, where = time.perf_counter(), f"10.1.0.{number % 250 + 1}"
        form = dict(parse_qsl(body, keep_blank_values=True))
        answer = client.post(address, form, REMOTE_ADDR=where) if form else client.get(address, REMOTE_ADDR=where)
        if answer.status_code not in (200, 302):
            raise SystemExit(f"{method} {address} answered {answer.status_code}")
        seconds.append(time.perf_counter() - began)
    return Served(Times(tuple(seconds)), (time.process_time() - spent) / len(asked) * 1000)


def _open(places: int) -> Gathering:
    """A seminar that takes registrations at the bench's moment."""
    at = LAST_MOMENT
    planner, approver = (_with_post(role) for role in (StaffRole.RESEARCHER, StaffRole.PLANNING))
    post = planner.posts.select_related("branch").exclude(branch=None).first()
    plan = actions.Plan(
        service="training", kind="seminar", title="開始の1分", format=Format.ON_SITE,
        branch=post.branch if post else None, parts=[actions.Part(at + 30 * DAY, at + 30 * DAY + DAY / 12)],
        pools=[actions.Pool("会場", Format.ON_SITE, places)], registers_from=at - DAY, registers_until=at + 20 * DAY,
    )  # fmt: skip
    made = actions.plan_gathering(by=planner, at=at, plan=plan)
    made = actions.approve_gathering(by=approver, at=at, gathering=made)
    return actions.publish(by=planner, at=at, gathering=made)


def _with_post(role: StaffRole) -> Person:
    found = Person.objects.filter(posts__role=role, is_active=True, email__endswith="@demo.example.jp").first()
    assert found is not None
    return found


def _sent(address: str, quota: int, number: int) -> Ask:
    form = {"quota": quota, "name": f"申込 {number}", "email": f"opening{number}@example.jp", "others": "",
            "csrfmiddlewaretoken": TOKEN, "submission_key": str(uuid4())}  # fmt: skip
    headers = {
        "Content-Type": "application/x-www-form-urlencoded", "Cookie": f"{settings.CSRF_COOKIE_NAME}={TOKEN}"
    }  # fmt: skip
    return "POST", address, urlencode(form), headers


def _check(gathering: Gathering, people: int, places: int) -> None:
    """Every seat once, every turn once, nobody lost; or the run ends."""
    rows = Registration.objects.filter(gathering=gathering)
    seats = list(rows.filter(seat__isnull=False).order_by("seat").values_list("seat", flat=True))
    turns = list(rows.filter(turn__isnull=False).order_by("turn").values_list("turn", flat=True))
    if (seats, turns) != ([*range(1, places + 1)], [*range(1, people - places + 1)]):
        raise SystemExit(f"{rows.count()} registrations, {len(seats)} seats, {len(turns)} turns")
