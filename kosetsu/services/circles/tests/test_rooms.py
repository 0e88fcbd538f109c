"""A room for a meeting: booked by the same rules as everywhere, free again when the meeting is called off."""

import datetime as dt
import uuid

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.actions.beats import OtherTimes
from kosetsu.foundation.bookings.models import Booking
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.tests.conftest import resource
from kosetsu.foundation.casebook.states import Format
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Meeting
from kosetsu.services.circles.states import Role
from tests import build

pytestmark = pytest.mark.django_db
TWO_HOURS = dt.timedelta(hours=2)


@pytest.fixture
def room(institute):
    return resource("R-SEM-001", institute.head_office, kind="room", name_ja="研修室",
                    rule={"opening": "0-6 00:00-24:00", "horizon": "days+400", "fee": ""})  # fmt: skip


@pytest.fixture
def today(launched_at):
    return launched_at + dt.timedelta(days=300)


@pytest.fixture
def officers(circle, partner, firm, secrecy, launched_at, today):
    """The circle runs itself; people of two companies lead it."""
    for one, role in ((firm.member, Role.CHAIR), (firm.other, Role.VICE)):
        member = circle.members.get(workplace=one.workplace)
        actions.appoint(by=partner, at=launched_at, circle=circle, member=member, role=role, name="幹事")
        actions.pledge(by=one.engineer, at=launched_at, circle=circle, version="1")
    actions.hand_over(by=partner, at=today, circle=circle)
    circle.refresh_from_db()
    return firm.member.engineer, firm.other.engineer


def appointment(today, room, format_=Format.ON_SITE):
    starts = today.replace(hour=6, minute=0) + dt.timedelta(days=9)
    return actions.Appointment(
        topic="社外秘の話", starts_at=starts, ends_at=starts + TWO_HOURS, format=format_, room=room
    )


@pytest.fixture
def meeting(officers, circle, room, today):
    return actions.plan_meeting(by=officers[0], at=today, circle=circle, appointment=appointment(today, room))


def test_officer_books_the_room_as_the_member_and_says_nothing_of_the_topic(meeting, firm):
    booking = meeting.booking
    assert (booking.state, booking.workplace, booking.span) == (
        "confirmed", firm.member.workplace, Span(meeting.starts_at, meeting.ends_at)
    )  # fmt: skip
    assert ("社外秘" in booking.purpose, meeting.place) == (False, "研修室")


def test_room_that_is_taken_is_refused_with_other_times_and_no_meeting_is_planned(
    officers, circle, room, today, rival, institute
):
    wanted = appointment(today, room)
    span = Span(wanted.starts_at, wanted.ends_at)
    bookings.request(
        by=institute.counter, at=today, wish=bookings.Wish(resources=(room,), span=span, caller_name="先客")
    )
    with pytest.raises(OtherTimes, match="予約済み") as refused:
        actions.plan_meeting(by=officers[0], at=today, circle=circle, appointment=wanted)
    assert (bool(refused.value.spans), Meeting.objects.count(), Booking.objects.count()) == (True, 0, 1)


def test_another_companys_officer_calls_the_meeting_off_and_the_room_is_free(meeting, officers, circle, room, today):
    later = today + dt.timedelta(days=1)
    actions.call_off_meeting(by=officers[1], at=later, meeting=meeting, reason="講師の都合")
    meeting.booking.refresh_from_db()
    again = actions.plan_meeting(by=officers[1], at=later, circle=circle, appointment=appointment(today, room))
    assert (meeting.booking.state, meeting.booking.ended_because) == ("cancelled", "例会の中止")
    assert again.booking.state == "confirmed"


def test_meeting_whose_room_was_given_back_before_is_called_off_all_the_same(meeting, officers, today):
    bookings.cancel(by=officers[0], at=today, booking=meeting.booking)
    off = actions.call_off_meeting(by=officers[0], at=today, meeting=meeting, reason="会場がない")
    assert off.state == "called_off"


def test_circle_that_ends_gives_its_rooms_back(meeting, partner, circle, today):
    actions.close_circle(by=partner, at=today, circle=circle, reason="解散")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.booking.state, meeting.reason) == ("called_off", "cancelled", "解散")


def test_online_meeting_books_no_room(officers, circle, room, today):
    with pytest.raises(Refused, match="オンラインの例会に"):
        actions.plan_meeting(
            by=officers[0], at=today, circle=circle, appointment=appointment(today, room, Format.ONLINE)
        )


def test_colleague_who_keeps_no_resources_is_refused_as_everywhere(circle, room, partner, launched_at):
    with pytest.raises(Refused, match="窓口と研究部門の担当者"):
        actions.plan_meeting(by=partner, at=launched_at, circle=circle, appointment=appointment(launched_at, room))


def test_researcher_books_it_for_the_circle(circle, room, institute, launched_at):
    made = actions.plan_meeting(
        by=institute.researcher, at=launched_at, circle=circle, appointment=appointment(launched_at, room)
    )
    assert (made.booking.workplace, made.booking.caller_name) == (None, circle.name)


def test_form_offers_rooms_only_and_a_taken_one_keeps_what_was_typed(
    officers, circle, room, institute, settings, today
):
    settings.KOSETSU_FIXED_NOW = today
    resource("I-COR-001", institute.head_office, name_ja="試験機")
    hidden = resource("R-IN-001", institute.head_office, kind="room", name_ja="内の部屋", public=False)
    browser, address = build.browser(officers[0]), f"/circles/{circle.public_id}/plan_meeting/"
    page = browser.get(address).content.decode()
    wanted = appointment(today, room)
    local = [one.astimezone(dt.timezone(dt.timedelta(hours=9))) for one in (wanted.starts_at, wanted.ends_at)]
    typed = {
        "submission_key": uuid.uuid4(), "topic": "例会", "format": "on_site", "room": room.code,
        "starts_at": f"{local[0]:%Y-%m-%dT%H:%M}", "ends_at": f"{local[1]:%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    first = browser.post(address, typed)
    second = browser.post(address, {**typed, "submission_key": uuid.uuid4()})
    assert ("研修室" in page, "試験機" in page, str(hidden) in page) == (True, False, False)
    assert (first.status_code, second.status_code, Meeting.objects.count()) == (302, 422, 1)
    assert "次に空いている時間" in second.content.decode()
    shown = browser.get(first.url).content.decode()
    assert f"/bookings/{Booking.objects.get().public_id}/" in shown
