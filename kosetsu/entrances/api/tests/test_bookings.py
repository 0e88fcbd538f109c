"""Bookings, waiting lists and licences by program: the same verbs as the pages, and nothing of another company's."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.api.schemas import WeekOut
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.bookings.states import State
from kosetsu.foundation.bookings.tests.conftest import engineer_of, hours, resource
from kosetsu.foundation.catalogue.models import Offering, TechnologyField
from kosetsu.services.instruments.models import Licence
from tests import build

Programs = Callable[..., Any]


@pytest.fixture
def sem(institute: build.Institute) -> Resource:
    return resource("I-SEM", institute.head_office, name_ja="走査電子顕微鏡")


@pytest.fixture
def booking(company: build.Company, sem: Resource, at: dt.datetime) -> Booking:
    """The morning of the 24th, the company's."""
    return book(company, sem, at, 9, 13)


def book(one: build.Company, sem: Resource, at: dt.datetime, begins: int, ends: int) -> Booking:
    wish = actions.Wish(resources=(sem,), span=hours(begins, ends), workplace=one.workplace)
    return actions.request(by=one.engineer, at=at, wish=wish)


def moment(hour: int) -> str:
    return hours(hour, hour + 1).starts.isoformat()


def test_a_booking_is_extended_into_free_time_and_no_further(
    program: Programs, company: build.Company, rival: build.Company, sem: Resource, booking: Booking, at: dt.datetime
) -> None:
    mine, address = program(company.engineer), f"/bookings/{booking.public_id}/extend"
    book(rival, sem, at, 15, 17)
    assert mine.post(address, {"ends_at": moment(14)}).status_code == 200
    refused = mine.post(address, {"ends_at": moment(16)})
    assert (refused.status_code, "次に空いている時間" in refused.json()["next_step"]) == (409, True)
    booking.refresh_from_db()
    assert booking.span == hours(9, 14)


def test_a_booking_goes_to_a_colleague_and_a_stranger_is_like_nobody(
    program: Programs, company: build.Company, rival: build.Company, booking: Booking
) -> None:
    mine, address = program(company.engineer), f"/bookings/{booking.public_id}/hand-over"
    answers = [mine.post(address, {"to": to}) for to in (rival.engineer.email, "nobody@example.jp")]
    assert [one.status_code for one in answers] == [403, 403]
    assert answers[0].json() == answers[1].json()
    colleague = engineer_of(company, "同僚")
    assert mine.post(address, {"to": colleague.email}).status_code == 200
    again = mine.post(address, {"to": colleague.email})
    assert (again.status_code, again.json()["detail"]) == (409, "この予約は、すでに同僚さんの予約です。")
    booking.refresh_from_db()
    assert booking.person == colleague


def test_another_company_s_booking_is_like_none(
    program: Programs, company: build.Company, rival: build.Company, booking: Booking
) -> None:
    theirs = program(rival.engineer)
    for verb, body in (("extend", {"ends_at": moment(14)}), ("hand-over", {"to": rival.engineer.email})):
        found, nothing = (
            theirs.post(f"/bookings/{key}/{verb}", body)
            for key in (booking.public_id, "00000000-0000-7000-8000-000000000000")
        )
        assert (found.status_code, found.json()) == (404, nothing.json())
    booking.refresh_from_db()
    assert (booking.span, booking.person) == (hours(9, 13), company.engineer)


def test_who_waits_takes_the_offer_once_and_sees_only_the_own_place(
    program: Programs, company: build.Company, rival: build.Company, sem: Resource, booking: Booking, at: dt.datetime
) -> None:
    book(company, sem, at, 13, 17)
    theirs, mine = program(rival.engineer), program(company.engineer)
    wanted = {"resource": "I-SEM", "minutes": 120, "since": moment(9), "until": moment(17)}
    place = theirs.post("/waiting", wanted)
    assert (place.status_code, place.json()["state"], place.json()["offered"]) == (201, "waiting", None)
    assert mine.get("/waiting").json()["items"] == []
    actions.cancel(by=company.engineer, at=at, booking=booking)
    assert actions.offer_freed(at=at, resource=sem) == 1
    [offered] = theirs.get("/waiting").json()["items"]
    accept = f"/waiting/{offered['id']}/accept"
    assert mine.post(accept, {}).status_code == 404
    assert theirs.post(accept, {}).json()["id"] == offered["offered"]
    assert Booking.objects.get(public_id=offered["offered"]).state == State.CONFIRMED
    again = theirs.post(accept, {})
    assert (again.status_code, again.json()["detail"]) == (409, "ご案内した空きは、すでに予約されています。")
    assert mine.post(accept, {}).status_code == 404


def test_nobody_waits_for_what_is_free(program: Programs, company: build.Company, sem: Resource) -> None:
    wanted = {"resource": "I-SEM", "minutes": 120, "since": moment(9), "until": moment(17)}
    refused = program(company.engineer).post("/waiting", wanted)
    assert (refused.status_code, "空いている時間があります" in refused.json()["detail"]) == (409, True)


def test_a_week_says_what_is_taken_and_not_by_whom(
    visitor: Any, company: build.Company, sem: Resource, booking: Booking
) -> None:
    answer = visitor.get("/resources/I-SEM/week?day=2026-11-25")
    [day] = [one for one in answer.json()["days"] if one["day"] == "2026-11-24"]
    taken = [(dt.datetime.fromisoformat(one["starts_at"]), one["free"]) for one in day["stretches"]]
    assert taken == [(hours(9, 13).starts, False), (hours(13, 17).starts, True)]
    assert company.organisation.name not in answer.content.decode()
    assert visitor.get("/branches/B01/week?day=2026-11-25").json() == [answer.json()]
    assert WeekOut.model_validate(answer.json()).model_dump(mode="json") == answer.json()


def test_a_branch_without_resources_has_an_empty_week_and_an_unknown_one_none(
    visitor: Any, institute: build.Institute
) -> None:
    assert visitor.get(f"/branches/{institute.tama.code}/week").json() == []
    unknown = visitor.get("/branches/nowhere/week")
    assert (unknown.status_code, unknown.headers["Content-Type"]) == (404, "application/problem+json")
    assert unknown.json() == visitor.get("/resources/nowhere/week").json()


@pytest.fixture
def passed(institute: build.Institute, company: build.Company) -> Licence:
    """A course that the company's engineer has passed; no card yet."""
    field = TechnologyField.objects.create(code="EMC", name_ja="電磁両立性")
    common = {"kind": "instrument", "branch": institute.tama, "field": field, "state": "offered"}
    chamber = Offering.objects.create(code="I-EMC", name_ja="電波暗室", **common)
    return Licence.objects.create(
        person=company.engineer, offering=chamber, course=chamber, level=3, months=36, state="passed",
        attended_on=dt.date(2026, 11, 2),
    )  # fmt: skip


def test_a_trainer_issues_a_card_once_and_its_holder_reads_it(
    program: Programs, institute: build.Institute, company: build.Company, rival: build.Company, passed: Licence
) -> None:
    trainer, address = program(institute.colleague), f"/licences/{passed.public_id}"
    assert [trainer.post(f"{address}/issue", {}).status_code for _ in range(2)] == [200, 409]
    assert program(company.engineer).get(address).json()["number"] == "認R8-00001"
    assert program(rival.engineer).get(address).status_code == 404
    assert program(rival.engineer).get("/licences").json()["items"] == []


def test_a_holder_decides_nothing_about_the_own_card(
    program: Programs, company: build.Company, passed: Licence
) -> None:
    assert program(company.engineer).post(f"/licences/{passed.public_id}/issue", {}).status_code == 404
    passed.refresh_from_db()
    assert passed.state == "passed"
