"""From an accepted application to a room: nothing typed twice, once, and given up with the seat."""

# ruff: noqa: F811

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from kosetsu.across.handover.actions.labs import can_offer_room, offer_room, tenancy_of
from kosetsu.common.decisions import Refused
from kosetsu.foundation.calls import actions as calls
from kosetsu.foundation.calls.models import Application
from kosetsu.foundation.calls.tests.conftest import AFTER, firms, hear, office, publish, stand  # noqa: F401
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.labs import actions
from kosetsu.services.labs.models import Tenancy
from kosetsu.services.labs.tests.conftest import labs, rent, rooms  # noqa: F401
from tests.build import browser, once

pytestmark = pytest.mark.django_db
SINCE = dt.date(2026, 12, 10)
ACTORS = {
    "plan": ["planning"], "approve": ["executive"], "check": ["counter"], "review": ["review"],
    "decide": ["executive"], "hear_appeal": ["planning"], "conclude": ["lab_manager", "counter"],
}  # fmt: skip


@pytest.fixture
def accepted(stand: Any, labs: Any) -> Application:
    """The better of two applications for a room."""
    call, board = stand((9, 9), (5, 5), capacity=1, service="labs", actors=ACTORS)
    board.decide()
    return call.applications.get(seat=1)


def offered(labs: Any, application: Application) -> Tenancy:
    return offer_room(by=labs.manager, at=AFTER, application=application, lab=labs.rooms[0], since=SINCE)


def test_room_goes_to_who_was_accepted_with_all_that_the_application_says(accepted: Application, labs: Any) -> None:
    made = offered(labs, accepted)
    assert (made.case.workplace, made.theme, made.case.contact, made.origin, made.since) == (
        accepted.workplace, accepted.title, accepted.made_by, f"calls:application:{accepted.number}", SINCE,
    )  # fmt: skip


def test_application_gets_one_room_and_another_only_when_that_was_given_up(accepted: Application, labs: Any) -> None:
    made = offered(labs, accepted)
    with pytest.raises(Refused, match=f"すでに{made.case.number}として"):
        offered(labs, accepted)
    actions.decline_room(by=labs.manager, at=AFTER, tenancy=made, reason="狭い")
    assert offered(labs, accepted).pk != made.pk


def test_who_is_on_the_reserve_list_gets_no_room(accepted: Application, labs: Any) -> None:
    other = accepted.call.applications.exclude(pk=accepted.pk).get()
    with pytest.raises(Refused, match="この応募は「補欠」です"):
        offered(labs, other)


def test_call_of_another_service_leads_to_no_room(stand: Any, labs: Any) -> None:
    call, board = stand((9, 9), capacity=1)
    board.decide()
    decision = can_offer_room(labs.manager, call.applications.get(seat=1))
    assert (bool(decision), decision.hidden) == (False, True)


@pytest.mark.parametrize(("contracted", "state", "days"), [(False, "declined", 0), (True, "contracted", 1096)])
def test_seat_that_is_given_up_gives_up_the_offered_room_but_no_contract(
    accepted: Application, labs: Any, contracted: bool, state: str, days: int,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    made = offered(labs, accepted)
    if contracted:
        Organisation.objects.update(class_decided="sme", class_reason="試験")
        actions.contract(by=labs.manager, at=AFTER, tenancy=made)
    with django_capture_on_commit_callbacks(execute=True):
        calls.decline(by=accepted.made_by, at=AFTER, application=accepted, reason="都合")
    made = Tenancy.objects.select_related("case").get()
    assert (str(made.state), made.days.count()) == (state, days)


def test_pages_lead_from_the_application_to_the_room_and_back(
    accepted: Application,
    labs: Any,
    firms: Any,
    settings: Any,
) -> None:
    settings.KOSETSU_FIXED_NOW = AFTER
    manager, owner, rival = (browser(one) for one in (labs.manager, firms[0].engineer, firms[1].engineer))
    desk, own = (reverse(f"{space}:application", args=[accepted.public_id]) for space in ("calls-desk", "calls"))
    offer = reverse("handover-desk:offer_room", args=[accepted.public_id])
    assert offer in manager.get(desk).content.decode()
    past = manager.post(offer, once(lab=labs.rooms[0].pk, since="2026-11-01"))
    assert (past.status_code, "2026-11-01は過去の日付です" in past.content.decode()) == (422, True)
    answer = manager.post(offer, once(lab=labs.rooms[0].pk, since=f"{SINCE}"))
    made = tenancy_of(accepted)
    assert made is not None
    assert answer["Location"] == made.address(desk=True)
    pages = [
        manager.get(desk),
        owner.get(own),
        manager.get(made.address(desk=True)),
        owner.get(made.address(desk=False)),
    ]
    wanted = [made.address(desk=True), made.address(desk=False), desk, own]
    assert [link in page.content.decode() for page, link in zip(pages, wanted, strict=True)] == [True] * 4
    assert [rival.get(one).status_code for one in (own, offer, made.address(desk=False))] == [404] * 3
