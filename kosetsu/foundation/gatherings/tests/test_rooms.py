"""The rooms of a gathering: booked once it is approved, by no rule for clients, and given back."""

import datetime as dt
from typing import Any

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.actions.beats import OtherTimes
from kosetsu.foundation.bookings.models import BookedCell, Booking, Resource
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import State
from kosetsu.foundation.bookings.tests.conftest import resource
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.gatherings.states import GatheringState
from kosetsu.foundation.gatherings.tests.conftest import DAY, HOUR, plan
from tests import build
from tests.fixtures import AT

FAR = AT + 200 * DAY
"""Further than clients may book."""
TALKS = (FAR, FAR + 2 * HOUR, FAR + 3 * HOUR, FAR + DAY)


@pytest.fixture
def hub(institute: build.Institute) -> Resource:
    """A room that clients book two months ahead, for an hour at most."""
    rule = {"longest_minutes": 60, "longest_days": 1, "setup_minutes": 30, "cleanup_minutes": 30}
    return resource("R-HUB", institute.head_office, kind="room", name_ja="ハブ", rule=rule)


def planned(institute: build.Institute, hub: Resource, *starts: dt.datetime, **changes: Any) -> Gathering:
    """A gathering of talks of an hour each in one room."""
    parts = [actions.Part(one, one + HOUR, room=hub) for one in starts or TALKS]
    given = plan(parts=parts, branch=institute.head_office, registers_until=AT + 3 * DAY, **changes)
    return actions.plan_gathering(by=institute.researcher, at=AT, plan=given)


def approved(institute: build.Institute, hub: Resource, *starts: dt.datetime) -> Gathering:
    made = planned(institute, hub, *starts)
    return actions.approve_gathering(by=institute.planner, at=AT, gathering=made)


def kept(room: Resource) -> list[tuple[dt.datetime, dt.datetime, str]]:
    """The bookings of a room that still stand."""
    found = Booking.objects.filter(resource=room, state=State.CONFIRMED).order_by("starts_at")
    return [(one.starts_at, one.ends_at, one.purpose) for one in found]


def test_planned_gathering_keeps_no_room(institute: build.Institute, hub: Resource) -> None:
    planned(institute, hub)
    assert kept(hub) == []


def test_approved_gathering_keeps_its_room_once_a_day_whatever_clients_may(
    institute: build.Institute, hub: Resource
) -> None:
    made = approved(institute, hub)
    said = "催し「めっきの密着不良を防ぐ」"
    assert kept(hub) == [(FAR, FAR + 4 * HOUR, said), (FAR + DAY, FAR + DAY + HOUR, said)]
    first, second = Booking.objects.order_by("starts_at")
    assert [one.booking for one in made.sessions.all()] == [first, first, first, second]


def test_taken_room_refuses_the_approval_and_keeps_nothing(institute: build.Institute, hub: Resource) -> None:
    approved(institute, hub, FAR + DAY)
    other = planned(institute, hub, FAR, FAR + DAY)
    with pytest.raises(OtherTimes) as refused:
        actions.approve_gathering(by=institute.planner, at=AT, gathering=other)
    assert "「ハブ」は、その時間は予約済みです。" in str(refused.value)
    other.refresh_from_db()
    assert (other.state, Booking.objects.count()) == (GatheringState.PLANNED, 1)


def test_client_does_not_get_a_room_that_a_gathering_keeps(
    institute: build.Institute, company: build.Company, hub: Resource
) -> None:
    tuesday = AT.replace(hour=1, minute=0, second=0, microsecond=0) + 4 * DAY
    approved(institute, hub, tuesday)
    wish = bookings.Wish(resources=(hub,), span=Span(tuesday, tuesday + HOUR), workplace=company.workplace)
    with pytest.raises(OtherTimes):
        bookings.request(by=company.engineer, at=AT, wish=wish)
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("verb", ["send_back", "call_off"])
def test_gathering_that_does_not_take_place_gives_its_rooms_back_for_nothing(
    institute: build.Institute, hub: Resource, verb: str
) -> None:
    made = approved(institute, hub)
    if verb == "call_off":
        made = actions.publish(by=institute.researcher, at=AT, gathering=made)
    getattr(actions, verb)(by=institute.planner, at=FAR - HOUR, gathering=made, reason="台風のため")
    assert (kept(hub), BookedCell.objects.count()) == ([], 0)
    assert {(one.state, one.fee) for one in Booking.objects.all()} == {(State.CANCELLED, 0)}


def test_gathering_that_is_approved_again_keeps_its_room_again(institute: build.Institute, hub: Resource) -> None:
    made = approved(institute, hub, FAR)
    actions.send_back(by=institute.planner, at=AT, gathering=made, reason="講師を変えてください")
    actions.approve_gathering(by=institute.planner, at=AT, gathering=made)
    assert [begins for begins, _ends, _purpose in kept(hub)] == [FAR]


def test_room_where_nobody_presses_start_is_no_absence(institute: build.Institute, hub: Resource) -> None:
    approved(institute, hub, FAR)
    assert bookings.mark_no_shows(at=FAR + HOUR) == 0
    assert len(kept(hub)) == 1


def test_closed_room_refuses_the_approval(institute: build.Institute, hub: Resource) -> None:
    bookings.close_resource(by=institute.counter, at=AT, resource=hub, span=Span(FAR, FAR + DAY), reason="改修")
    made = planned(institute, hub, FAR)
    with pytest.raises(Refused, match="その時間は、休止しています。"):
        actions.approve_gathering(by=institute.planner, at=AT, gathering=made)


def test_desk_sees_the_booking_of_a_room_and_everyone_else_the_room_alone(
    institute: build.Institute, hub: Resource
) -> None:
    made = approved(institute, hub, FAR)
    made = actions.publish(by=institute.researcher, at=AT, gathering=made)
    link = f"/bookings/{Booking.objects.get().public_id}/"
    desk = build.browser(institute.counter).get(f"/desk/events/{made.public_id}/").content.decode()
    page = build.browser(institute.counter).get(f"/events/{made.public_id}/").content.decode()
    assert [(word in desk, word in page) for word in ("ハブ", link)] == [(True, True), (True, False)]
    assert build.browser(institute.counter).get(link).status_code == 200


def test_colleague_who_keeps_no_room_sees_the_booking_without_a_way_to_the_list(
    institute: build.Institute, hub: Resource
) -> None:
    approved(institute, hub, FAR)
    link = f"/bookings/{Booking.objects.get().public_id}/"
    pages = [build.browser(one).get(link).content.decode() for one in (institute.counter, institute.planner)]
    assert ["予約の一覧へ" in page for page in pages] == [True, False]
