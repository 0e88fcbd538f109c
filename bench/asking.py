"""Pages asked as a browser asks them: through every middleware, as a person in a role."""

import random
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client
from django.urls import reverse

from bench.scale.dice import sentence
from bench.scale.sizes import SEED, YEARS, Size
from kosetsu.across.reporting.tables.book import book
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.consultations.models import Consultation

Call = Callable[[], Any]

WORDS = (
    "腐食", "ノイズ", "アルミ 表面", "樹脂の強度", "塩水噴霧試験",
    "SUS304", "00123", "電子顕微鏡", "工業", "めっき はがれ",
)  # fmt: skip
"""What a clerk types: words that stand in a hundred thousand cases, in few, in none; codes, numbers, companies."""


def pages(size: Size) -> dict[str, Sequence[Call]]:
    """Name → one call for every time the page is asked."""
    anyone, dice = Client(SERVER_NAME="localhost"), random.Random(SEED + 9)
    researcher, planner = _signed_in(StaffRole.RESEARCHER), _signed_in(StaffRole.PLANNING)
    [outline] = book().outlines.values()
    queue = reverse("consultations-desk:queue")
    problems = [f"{reverse('navigator:plan')}?{urlencode({'q': sentence(dice)})}" for _ in range(size.rounds)]
    few = max(1, size.rounds // 10)
    waiting = [f"{queue}{asked}" for asked in ("", "?whose=group", "?when=overdue")]
    searched = [f"{queue}?{urlencode({'q': words})}" for words in WORDS[:few]]
    return {
        "the sign-in page (the floor)": _asked(anyone, [reverse("account_login")] * size.rounds),
        "plan for a problem": _asked(anyone, problems),
        "desk home": _asked(researcher, [reverse("desk-desk:home")] * (few * 2)),
        "desk queue": _asked(researcher, waiting * (few * 2)),
        "desk queue, closed ones too": _asked(researcher, [f"{queue}?whose=all"] * few),
        "desk queue, searched by words": _asked(researcher, searched),
        "desk queue, closed ones too, by words": _asked(researcher, [f"{one}&whose=all" for one in searched]),
        "case page at the desk": _asked(researcher, _cases(size, dice)),
        "case page of the company": _own_case(few),
        "chapter 4 of the annual report": _asked(planner, [reverse("reporting-desk:report", args=[outline.key])] * few),
        "the ten targets": _asked(planner, [reverse("reporting-desk:targets")] * few),
        "public figures: the targets": _asked(anyone, [reverse("reporting:targets")] * few),
        "public figures: all of a year": _asked(anyone, [f"{reverse('reporting:figures')}?year={YEARS[-1]}"] * few),
        "the rows behind a figure": _asked(planner, _rows(few)),
    }  # fmt: skip


def _rows(count: int) -> list[str]:
    address = reverse("reporting-desk:figure", args=["kpi.commissioned_support"])
    return [f"{address}?year={YEARS[-1]}&page={page}" for page in range(1, count + 1)]


def _cases(size: Size, dice: random.Random) -> list[str]:
    last = Consultation.objects.order_by("-pk").values_list("pk", flat=True)[0]
    chosen = Consultation.objects.in_bulk([dice.randrange(last - size.cases, last) + 1 for _ in range(size.rounds)])
    return [reverse("consultations-desk:case", args=[one.public_id]) for one in chosen.values()]


def _own_case(count: int) -> list[Call]:
    own = Consultation.objects.select_related("case__contact").exclude(case__contact=None).order_by("-pk")[0]
    client = Client(SERVER_NAME="localhost")
    client.force_login(own.case.contact, settings.AUTHENTICATION_BACKENDS[0])
    return _asked(client, [reverse("consultations:case", args=[own.public_id])] * count)


def _signed_in(role: StaffRole) -> Client:
    person = Person.objects.filter(posts__role=role, email__endswith="@bench.example.jp").order_by("pk")[0]
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, settings.AUTHENTICATION_BACKENDS[0])
    return client


def _asked(client: Client, addresses: Sequence[str]) -> list[Call]:
    return [lambda address=address: _must_answer(client, address) for address in addresses]


def _must_answer(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    if response.streaming:
        b"".join(response.streaming_content)
