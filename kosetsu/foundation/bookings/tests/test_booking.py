"""A booking begins: alone or as a set, at once, held, or after an approval; refusals name the next free times."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kosetsu.common.decisions import YES, Decision, Refused, no
from kosetsu.foundation.bookings import actions, permissions
from kosetsu.foundation.bookings.actions.beats import OtherTimes
from kosetsu.foundation.bookings.models import BookedCell, Booking, Closure, Resource
from kosetsu.foundation.bookings.permissions import Draft
from kosetsu.foundation.bookings.states import State
from kosetsu.foundation.bookings.tests.conftest import engineer_of, hours, resource
from kosetsu.foundation.governance.models import AuditEvent
from tests import build

Book = Callable[..., Booking]


def test_a_free_time_is_booked_and_its_cells_are_taken(book: Book, sem: Resource) -> None:
    booking = book(hours(10, 12))
    assert (booking.state, booking.span) == (State.CONFIRMED, hours(10, 12))
    assert BookedCell.objects.filter(resource=sem, booking=booking).count() == 4
    assert AuditEvent.objects.filter(verb="request", thing_id=str(booking.pk)).count() == 1


def test_a_taken_time_is_refused_with_the_next_free_ones(book: Book, rival: build.Company) -> None:
    book(hours(10, 12))
    with pytest.raises(OtherTimes) as refused:
        book(hours(11, 13), by=rival.engineer, workplace=rival.workplace)
    assert refused.value.spans == (hours(12, 14), hours(14, 16), hours(9, 11, 25))
    assert str(refused.value) == (
        "「走査電子顕微鏡」は、その時間は予約済みです。 "
        "次に空いている時間：11/24 12:00–14:00、11/24 14:00–16:00、11/25 09:00–11:00"
    )
    assert Booking.objects.count() == 1


def test_times_that_touch_do_not_overlap(book: Book) -> None:
    book(hours(10, 12))
    assert book(hours(12, 13)).state == State.CONFIRMED


def test_set_up_and_clean_up_are_kept_from_others(book: Book, institute: Any) -> None:
    furnace = resource("I-FUR", institute.head_office, rule={"setup_minutes": 30, "cleanup_minutes": 60})
    book(hours(12, 13), resources=(furnace,))
    for wish in (hours(10.5, 11.5), hours(14, 15)):
        with pytest.raises(OtherTimes):
            book(wish, resources=(furnace,))
    assert book(hours(14.5, 15), resources=(furnace,)).state == State.CONFIRMED


def test_k_places_take_k_bookings(book: Book, institute: Any) -> None:
    reading = resource("R-LIB", institute.head_office, kind="room", capacity=2)
    lanes = [book(hours(10, 12), resources=(reading,)).parts.get().lane for _n in range(2)]
    with pytest.raises(OtherTimes):
        book(hours(11, 12), resources=(reading,))
    assert lanes == [0, 1]


def test_a_set_is_booked_whole_or_not_at_all(book: Book, institute: Any) -> None:
    room = resource("R-1", institute.head_office, kind="room")
    stage = resource("A-1", institute.head_office, kind="accessory")
    book(hours(10, 11), resources=(room,))
    cells = BookedCell.objects.count()
    with pytest.raises(OtherTimes) as refused:
        book(hours(10, 12), room, stage)
    assert (Booking.objects.count(), BookedCell.objects.count()) == (1, cells)
    assert refused.value.spans[0] == hours(11, 13)
    assert sorted(part.resource.code for part in book(hours(11, 13), room, stage).parts.all()) == [
        "A-1",
        "I-SEM",
        "R-1",
    ]


def test_a_hold_keeps_the_time_until_it_runs_out(book: Book, rival: build.Company, at: dt.datetime) -> None:
    held = book(hours(10, 12), verb=actions.hold)
    assert (held.state, held.held_until) == (State.HELD, at + dt.timedelta(minutes=30))
    theirs: dict[str, Any] = {"by": rival.engineer, "workplace": rival.workplace}
    with pytest.raises(OtherTimes):
        book(hours(10, 12), **theirs)
    late = at + dt.timedelta(minutes=30)
    assert book(hours(10, 12), at=late, **theirs).state == State.CONFIRMED
    held.refresh_from_db()
    assert held.state == State.EXPIRED


def test_a_hold_hardens_in_time_only(book: Book, company: Any, at: dt.datetime) -> None:
    held = book(hours(10, 12), verb=actions.hold)
    with pytest.raises(Refused, match="仮予約の期限が過ぎました"):
        actions.confirm_hold(by=company.engineer, at=at + dt.timedelta(hours=1), booking=held)
    assert actions.confirm_hold(by=company.engineer, at=at, booking=held).state == State.CONFIRMED


def test_where_the_rule_asks_for_it_a_keeper_approves(book: Book, institute: Any, at: dt.datetime) -> None:
    chamber = resource("I-EMC", institute.head_office, rule={"approval": True})
    wanted = book(hours(10, 12), resources=(chamber,))
    other = book(hours(14, 15), resources=(chamber,))
    assert [wanted.state, other.state] == [State.REQUESTED, State.REQUESTED]
    assert actions.approve(by=institute.researcher, at=at, booking=wanted).state == State.CONFIRMED
    refused = actions.refuse(by=institute.researcher, at=at, booking=other, reason="点検のため")
    assert (refused.state, refused.ended_because, refused.cells.count()) == (State.REFUSED, "点検のため", 0)
    by_staff = book(hours(15, 16), resources=(chamber,), by=institute.counter)
    assert by_staff.state == State.CONFIRMED


def test_a_client_does_not_approve_its_own_booking(book: Book, institute: Any, company: Any, at: dt.datetime) -> None:
    chamber = resource("I-EMC", institute.head_office, rule={"approval": True})
    with pytest.raises(Refused) as refused:
        actions.approve(by=company.engineer, at=at, booking=book(hours(10, 12), resources=(chamber,)))
    assert refused.value.decision.hidden


def test_nobody_books_for_another_company(book: Book, rival: build.Company) -> None:
    with pytest.raises(Refused) as refused:
        book(hours(10, 12), workplace=rival.workplace)
    assert refused.value.decision.hidden


def test_the_counter_books_for_a_caller_at_once_although_clients_need_notice(institute: Any, at: dt.datetime) -> None:
    lathe = resource("I-LAT", institute.head_office, rule={"notice_minutes": 24 * 60})
    wish = actions.Wish(resources=(lathe,), span=hours(11, 12, 20), caller_name="電話 太郎")
    booking = actions.request(by=institute.counter, at=at, wish=wish)
    assert (booking.person, booking.user_name, booking.state) == (None, "電話 太郎", State.CONFIRMED)


def test_a_company_has_so_many_bookings_a_week(book: Book, company: Any, institute: Any) -> None:
    busy = resource("I-BSY", institute.head_office, rule={"per_week": 1})
    book(hours(10, 11), resources=(busy,))
    with pytest.raises(OtherTimes, match="1週間に予約できるのは、1回までです。"):
        book(hours(10, 11, 25), resources=(busy,), by=engineer_of(company, "同僚"))
    assert book(hours(10, 11, 30), resources=(busy,)).state == State.CONFIRMED


def test_a_closed_resource_is_not_booked(book: Book, sem: Resource, institute: Any, at: dt.datetime) -> None:
    earlier = book(hours(13, 14))
    closure, across = actions.close_resource(
        by=institute.researcher, at=at, resource=sem, span=hours(9, 17), reason="校正"
    )
    assert (across, Closure.objects.get()) == ([earlier], closure)
    with pytest.raises(OtherTimes, match="その時間は、休止しています。") as refused:
        book(hours(10, 12))
    assert refused.value.spans[0] == hours(9, 11, 25)


def test_a_branch_that_is_closed_closes_its_resources(book: Book, institute: Any) -> None:
    span = hours(0, 24)
    Closure.objects.create(branch=institute.head_office, starts_at=span.starts, ends_at=span.ends, reason="停電")
    with pytest.raises(OtherTimes, match="その時間は、休止しています。"):
        book(hours(10, 12))
    tama = resource("I-TAM", institute.tama)
    assert book(hours(10, 12), resources=(tama,)).state == State.CONFIRMED


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> list[Draft]:
    """A condition of another room: a licence that ends on the 24th at 13:00. What it was asked is kept."""
    asked: list[Draft] = []

    def licence(draft: Draft, at: dt.datetime) -> Decision:
        asked.append(draft)
        return YES if draft.span.ends <= hours(0, 13).ends else no("ライセンスがありません。", "講習は12/1です。")

    monkeypatch.setattr(permissions, "collect", lambda what: [licence] if what == "booking_gates" else [])
    return asked


def test_every_change_asks_the_gates_about_the_end_of_the_booking(
    book: Book, company: Any, at: dt.datetime, gate: list[Draft]
) -> None:
    with pytest.raises(Refused, match="講習は12/1です。"):
        book(hours(12, 13.5))
    booking = actions.confirm_hold(by=company.engineer, at=at, booking=book(hours(10, 12), verb=actions.hold))
    common: dict[str, Any] = {"by": company.engineer, "at": at, "booking": booking}
    for change in (
        lambda: actions.extend(**common, ends_at=hours(0, 14).ends),
        lambda: actions.move(**common, starts_at=hours(12, 14).starts, ends_at=hours(12, 14).ends),
    ):
        with pytest.raises(Refused, match="ライセンスがありません。"):
            change()
    colleague = engineer_of(company, "同僚")
    actions.hand_over(**common, to=colleague)
    actions.shorten(**common, ends_at=hours(0, 11.5).ends)
    actions.start(**common | {"at": hours(10, 12).starts})
    verbs = ["request", "hold", "confirm_hold", "extend", "move", "hand_over", "shorten", "start"]
    assert [draft.verb for draft in gate] == verbs
    assert gate[5].person == colleague


def test_what_a_gate_refuses_by_now_is_neither_approved_nor_shortened(
    book: Book, institute: Any, company: Any, at: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = book(hours(10, 12), resources=(resource("I-EMC", institute.head_office, rule={"approval": True}),))
    monkeypatch.setattr(permissions, "collect", lambda what: [lambda draft, at: no("認定証が停止されました。")])
    for change in (
        lambda: actions.approve(by=institute.researcher, at=at, booking=waits),
        lambda: actions.shorten(by=company.engineer, at=at, booking=waits, ends_at=hours(0, 11).ends),
    ):
        with pytest.raises(Refused, match="認定証が停止されました。"):
            change()
    waits.refresh_from_db()
    assert (waits.state, waits.span) == (State.REQUESTED, hours(10, 12))


def test_a_booking_costs_as_many_queries_however_many_there_are(book: Book) -> None:
    def cost(span: Any) -> int:
        with CaptureQueriesContext(connection) as asked:
            book(span)
        return len([one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]])

    book(hours(16, 17))
    few = cost(hours(9, 10))
    for day in (25, 26, 27):
        for hour in range(9, 16):
            book(hours(hour, hour + 1, day))
    assert (cost(hours(10, 11)), few) == (few, few)
    assert few <= 15


def test_confirmed_bookings_are_mailed_with_an_appointment(book: Book, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        book(hours(10, 12))
    [message] = mail.outbox
    name, content, kind = message.attachments[0]
    assert (message.subject, name, kind) == (
        "予約が確定しました", "booking.ics", "text/calendar; charset=utf-8; method=REQUEST"
    )  # fmt: skip
    assert "DTSTART:20261124T010000Z" in str(content)
    assert "2026/11/24 10:00 – 2026/11/24 12:00" in message.body
