"""What is handed out reaches those it is for, from its moment on; and nobody else."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Gathering, Material, Registration
from kosetsu.foundation.gatherings.states import Audience
from kosetsu.foundation.gatherings.tests.conftest import DAY, come, published
from kosetsu.foundation.gatherings.tests.test_attending import arrival
from tests import build
from tests.build import browser
from tests.fixtures import AT

THEN = AT + 10 * DAY


def material(institute: build.Institute, seminar: Gathering, audience: Audience, **more: Any) -> Material:
    file = SimpleUploadedFile("資料.pdf", b"%PDF-1.7 secret")
    return actions.add_material(
        by=institute.researcher, at=AT, gathering=seminar, file=file, title="資料", audience=audience, **more
    )


def statuses(material: Material, ticket: Registration) -> list[int]:
    """For a visitor without and with the ticket, and for the institute's people."""
    client = browser()
    public = reverse("gatherings:material", args=[material.public_id])
    mine = reverse("gatherings:ticket_material", args=[ticket.ticket, material.public_id])
    return [status(client, address) for address in (public, mine)]


def status(client: Client, address: str) -> int:
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer)  # read to its end, a file is closed
    return answer.status_code


@pytest.mark.parametrize(
    ("audience", "answers"), [("everyone", [200, 200]), ("registered", [404, 200]), ("attended", [404, 404])]
)
def test_material_reaches_only_those_it_is_for(
    institute: build.Institute, seminar: Gathering, audience: Audience, answers: list[int]
) -> None:
    assert statuses(material(institute, seminar, audience), come(seminar, "a")) == answers


def test_material_for_those_who_came_is_had_by_who_came_and_not_by_who_stayed_away(
    institute: build.Institute, seminar: Gathering
) -> None:
    came, away = come(seminar, "a"), come(seminar, "b")
    actions.receive(by=institute.counter, at=THEN, gathering=seminar, arrivals=[arrival(came)])
    handed = material(institute, seminar, Audience.ATTENDED)
    assert (statuses(handed, came), statuses(handed, away)) == ([404, 200], [404, 404])


def test_material_is_not_for_who_waits_or_cancelled(institute: build.Institute, seminar: Gathering) -> None:
    first, _second, waits = (come(seminar, name) for name in "abc")
    handed = material(institute, seminar, Audience.REGISTERED)
    actions.cancel_registration(by=None, at=AT, registration=first)
    first.refresh_from_db()
    assert (statuses(handed, first), statuses(handed, waits)) == ([404, 404], [404, 404])


def test_material_under_embargo_is_nothing_at_all_until_its_moment(
    institute: build.Institute, seminar: Gathering, settings: Any
) -> None:
    mine = come(seminar, "a")
    handed = material(institute, seminar, Audience.EVERYONE, released_at=AT + DAY)
    page = reverse("gatherings:gathering", args=[seminar.public_id])
    before = (statuses(handed, mine), "資料</a>" in browser().get(page).content.decode())
    settings.KOSETSU_FIXED_NOW = AT + DAY
    after = (statuses(handed, mine), "資料</a>" in browser().get(page).content.decode())
    assert (before, after) == (([404, 404], False), ([200, 200], True))


def test_material_of_another_gathering_is_not_had_with_this_ticket(
    institute: build.Institute, seminar: Gathering
) -> None:
    mine, other = come(seminar, "a"), published(institute)
    assert statuses(material(institute, other, Audience.REGISTERED), mine) == [404, 404]


def test_withdrawn_material_is_gone_for_everyone_but_the_institute(
    institute: build.Institute, seminar: Gathering
) -> None:
    handed, mine = material(institute, seminar, Audience.EVERYONE), come(seminar, "a")
    client = browser(institute.researcher)
    client.post(reverse("gatherings-desk:withdraw_material", args=[handed.public_id]), {"submission_key": str(uuid4())})
    desk = status(client, reverse("gatherings-desk:material", args=[handed.public_id]))
    assert (statuses(handed, mine), desk) == ([404, 404], 200)
    with pytest.raises(Refused, match="すでに取り下げ"):
        actions.withdraw_material(by=institute.researcher, at=AT, material=handed)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [("a.exe", b"MZ", "形式は添付できません"), ("a.pdf", b"MZ", "中身は、名前の形式と合いません")],
)
def test_file_that_is_not_what_it_says_is_refused_beside_the_field(
    institute: build.Institute, seminar: Gathering, name: str, content: bytes, problem: str
) -> None:
    given = {"title": "資料", "audience": "everyone", "submission_key": str(uuid4())}
    answer = browser(institute.researcher).post(
        reverse("gatherings-desk:add_material", args=[seminar.public_id]),
        {**given, "file": SimpleUploadedFile(name, content)},
    )
    assert (answer.status_code, problem in answer.content.decode(), Material.objects.count()) == (422, True, 0)


def test_certificate_is_for_who_came_on_every_day_of_what_is_over(
    institute: build.Institute, seminar: Gathering
) -> None:
    came, away = come(seminar, "a"), come(seminar, "b")
    actions.receive(by=institute.counter, at=THEN, gathering=seminar, arrivals=[arrival(came)])
    pages = [reverse("gatherings:certificate", args=[one.ticket]) for one in (came, away)]
    early = [browser().get(page).status_code for page in pages]
    actions.close_gathering(by=institute.researcher, at=THEN, gathering=seminar)
    answers = [browser().get(page) for page in pages]
    assert early == [409, 409]
    assert [(one.status_code, one.content[:5] == b"%PDF-") for one in answers] == [(200, True), (409, False)]


def test_code_on_a_certificate_says_whose_it_is_and_never_the_ticket(
    institute: build.Institute, seminar: Gathering
) -> None:
    came, away = come(seminar, "a"), come(seminar, "b")
    actions.receive(by=institute.counter, at=THEN, gathering=seminar, arrivals=[arrival(came)])
    actions.close_gathering(by=institute.researcher, at=THEN, gathering=seminar)
    page, none = (browser().get(reverse("gatherings:certificate_check", args=[one.public_id])) for one in (came, away))
    text = page.content.decode()
    assert (page.status_code, none.status_code) == (200, 404)
    assert (seminar.title in text, came.ticket in text, came.email in text) == (True, False, False)


def test_caller_is_registered_at_the_desk_after_the_deadline_and_cancelled_again(
    institute: build.Institute, seminar: Gathering, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = late = seminar.registers_until + dt.timedelta(hours=1)  # type: ignore[operator]
    client = browser(institute.counter)
    given = {"quota": seminar.quotas.get().pk, "name": "電話の人", "email": "call@example.jp", "others": "",
             "submission_key": str(uuid4())}  # fmt: skip
    answer = client.post(reverse("gatherings-desk:add_registration", args=[seminar.public_id]), given)
    made = Registration.objects.get(email="call@example.jp")
    assert (answer.status_code, made.state, made.person, made.made_at) == (302, "confirmed", None, late)
    off = reverse("gatherings-desk:cancel_registration", args=[made.public_id])
    client.post(off, {"submission_key": str(uuid4())})
    made.refresh_from_db()
    assert made.state == "cancelled"


def test_what_is_to_come_stands_first_and_the_next_one_on_top(institute: build.Institute) -> None:
    for days in (20, 10, -5, -9):
        begins = AT + days * DAY
        published(institute, title=f"催し{days}", parts=[actions.Part(begins, begins + dt.timedelta(hours=1))],
                  registers_from=None, registers_until=None)  # fmt: skip
    text = browser().get(reverse("gatherings:list")).content.decode()
    places = [text.index(f"催し{days}<") for days in (10, 20, -5, -9)]
    assert places == sorted(places)
