"""A booking changes and ends: moved, longer, shorter, handed over, cancelled, used, or nobody came."""

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from django.core import mail

from kosetsu.common.decisions import Refused
from kosetsu.foundation.bookings import actions, jobs, signals
from kosetsu.foundation.bookings.actions.beats import OtherTimes
from kosetsu.foundation.bookings.models import Booking, Notice, Resource
from kosetsu.foundation.bookings.states import State
from kosetsu.foundation.bookings.tests.conftest import engineer_of, hours, resource
from tests import build

Book = Callable[..., Booking]


@pytest.fixture
def common(book: Book, company: build.Company, at: dt.datetime) -> dict[str, Any]:
    """A booking of 10 to 12 on the 24th, and who changes it when."""
    return {"by": company.engineer, "at": at, "booking": book(hours(10, 12))}


def move(common: dict[str, Any], to: Any) -> Booking:
    return actions.move(**common, starts_at=to.starts, ends_at=to.ends)


def test_moving_gives_the_old_time_back(book: Book, common: dict[str, Any]) -> None:
    moved = move(common, hours(11, 13))
    assert (moved.span, moved.sequence, moved.cells.count()) == (hours(11, 13), 1, 4)
    assert book(hours(9, 11)).state == State.CONFIRMED


def test_a_move_that_is_refused_changes_nothing(book: Book, common: dict[str, Any], rival: build.Company) -> None:
    book(hours(14, 16), by=rival.engineer, workplace=rival.workplace)
    with pytest.raises(OtherTimes, match="次に空いている時間：11/24 16:00–17:00") as refused:
        move(common | {}, hours(15, 16))
    kept = Booking.objects.get(pk=common["booking"].pk)
    assert (kept.span, kept.cells.count()) == (hours(10, 12), 4)
    assert refused.value.spans[0] == hours(16, 17)


def test_a_set_moves_whole(book: Book, institute: Any, company: Any, at: dt.datetime) -> None:
    room = resource("R-1", institute.head_office, kind="room")
    pair = book(hours(10, 12), room)
    book(hours(13, 14), resources=(room,))
    with pytest.raises(OtherTimes, match="「機器 R-1」は、その時間は予約済みです。"):
        actions.move(
            by=company.engineer, at=at, booking=pair, starts_at=hours(12.5, 14).starts, ends_at=hours(13, 14).ends
        )
    moved = actions.move(
        by=company.engineer, at=at, booking=pair, starts_at=hours(14, 15).starts, ends_at=hours(14, 15).ends
    )
    assert {part.resource.code: part.span for part in moved.parts.all()} == {
        "R-1": hours(14, 15),
        "I-SEM": hours(14, 15),
    }


def test_extending_needs_the_time_after(book: Book, common: dict[str, Any]) -> None:
    book(hours(13, 14))
    assert actions.extend(**common, ends_at=hours(0, 13).ends).span == hours(10, 13)
    with pytest.raises(OtherTimes):
        actions.extend(**common, ends_at=hours(0, 14).ends)


def test_a_running_booking_is_extended(common: dict[str, Any]) -> None:
    running = {**common, "at": hours(10, 11).starts}
    actions.start(**running)
    assert actions.extend(**running | {"at": hours(0, 11).ends}, ends_at=hours(0, 13).ends).span == hours(10, 13)


def test_shortening_gives_the_rest_back(book: Book, common: dict[str, Any]) -> None:
    assert actions.shorten(**common, ends_at=hours(0, 11).ends).span == hours(10, 11)
    assert book(hours(11, 12)).state == State.CONFIRMED
    for end in (hours(0, 12).ends, hours(0, 10).ends):
        with pytest.raises(Refused, match="終了時刻が正しくありません。"):
            actions.shorten(**common, ends_at=end)


def test_a_moved_booking_wants_a_new_approval(book: Book, institute: Any, company: Any, at: dt.datetime) -> None:
    chamber = resource("I-EMC", institute.head_office, rule={"approval": True})
    booking = actions.approve(by=institute.researcher, at=at, booking=book(hours(10, 12), resources=(chamber,)))
    assert move({"by": company.engineer, "at": at, "booking": booking}, hours(13, 14)).state == State.REQUESTED


def test_a_client_does_not_move_what_costs_to_cancel_but_a_keeper_does(common: dict[str, Any], institute: Any) -> None:
    morning = common | {"at": hours(9, 10).starts}
    with pytest.raises(Refused, match="取り消し料がかかる時期"):
        move(morning, hours(13, 14))
    assert move(morning | {"by": institute.counter}, hours(13, 14)).span == hours(13, 14)


def test_a_booking_is_handed_to_a_colleague_and_to_nobody_else(
    common: dict[str, Any], company: build.Company, rival: build.Company
) -> None:
    with pytest.raises(Refused, match="引き継げるのは、同じ会社の登録済みの方です。"):
        actions.hand_over(**common, to=rival.engineer)
    colleague = engineer_of(company, "同僚")
    assert actions.hand_over(**common, to=colleague).person == colleague
    with pytest.raises(Refused, match="この予約は、すでに同僚さんの予約です。"):
        actions.hand_over(**common, to=colleague)
    assert Notice.objects.filter(kind="changed").count() == 1


def test_another_company_can_do_nothing_with_it(common: dict[str, Any], rival: build.Company) -> None:
    theirs = common | {"by": rival.engineer}
    for change in (
        lambda: move(theirs, hours(13, 14)),
        lambda: actions.extend(**theirs, ends_at=hours(0, 13).ends),
        lambda: actions.hand_over(**theirs, to=rival.engineer),
        lambda: actions.cancel(**theirs),
        lambda: actions.start(**theirs),
    ):
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.decision.hidden


@pytest.mark.parametrize(
    ("when", "fee"),
    [(hours(0, 23, 23).ends, Fraction(0)), (hours(9, 10).starts, Fraction(1, 2)), (hours(10, 11).starts, Fraction(1))],
)
def test_cancelling_costs_what_the_rule_says_and_frees_the_time(
    book: Book, common: dict[str, Any], when: dt.datetime, fee: Fraction
) -> None:
    cancelled = actions.cancel(**common | {"at": when}, reason="試料が届かない")
    assert (cancelled.state, cancelled.fee, cancelled.ended_because) == (State.CANCELLED, fee, "試料が届かない")
    assert cancelled.cells.count() == 0
    with pytest.raises(Refused, match="「取り消し」の予約では、この操作はできません。"):
        actions.cancel(**common)


def test_stopping_early_frees_the_rest(book: Book, common: dict[str, Any], rival: build.Company) -> None:
    actions.start(**common | {"at": hours(10, 11).starts})
    now = hours(10, 10.75).ends
    stopped = actions.stop(**common | {"at": now})
    assert (stopped.state, stopped.started_at, stopped.stopped_at) == (State.FINISHED, hours(10, 11).starts, now)
    after = book(hours(11, 12), by=rival.engineer, workplace=rival.workplace, at=now)
    assert after.state == State.CONFIRMED


def test_nothing_starts_before_its_time(common: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="予約の時間ではありません。"):
        actions.start(**common | {"at": hours(9.5, 10).starts})


def test_who_does_not_come_within_the_rules_minutes_loses_the_time(book: Book, common: dict[str, Any]) -> None:
    assert actions.mark_no_shows(at=hours(10, 10.25).ends) == 0
    assert actions.mark_no_shows(at=hours(10, 10.5).ends) == 1
    lost = Booking.objects.get(pk=common["booking"].pk)
    assert (lost.state, lost.fee, lost.cells.count()) == (State.NO_SHOW, Fraction(1), 0)
    assert book(hours(10.5, 12), at=hours(10, 10.5).ends).state == State.CONFIRMED


def test_who_has_started_is_no_no_show(common: dict[str, Any]) -> None:
    actions.start(**common | {"at": hours(10, 11).starts})
    assert actions.mark_no_shows(at=hours(10, 11).ends) == 0


def test_holds_that_ran_out_are_ended_once(book: Book, at: dt.datetime) -> None:
    book(hours(14, 15), verb=actions.hold)
    late = at + dt.timedelta(hours=1)
    assert [actions.expire_holds(at=at), actions.expire_holds(at=late), actions.expire_holds(at=late)] == [0, 1, 0]


def test_a_reminder_is_written_once_as_early_as_the_rule_says(common: dict[str, Any]) -> None:
    before = hours(9, 10, 23).starts
    assert [actions.remind(at=before), actions.remind(at=hours(10, 11, 23).starts), actions.remind(at=before)] == [
        0,
        1,
        0,
    ]
    assert Notice.objects.filter(kind="reminder").count() == 1


def test_a_change_and_a_cancellation_bring_the_appointment_again(
    common: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        move(common, hours(13, 14))
        actions.cancel(**common)
    methods = [message.attachments[0][2].rpartition("=")[2] for message in mail.outbox]
    assert methods == ["REQUEST", "REQUEST", "CANCEL"][-len(methods) :]
    assert [str(one.attachments[0][1]).count("SEQUENCE:") for one in mail.outbox] == [1] * len(mail.outbox)


def test_a_change_is_announced_after_the_commit(
    common: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[str] = []

    def listen(verb: str, **_: Any) -> None:
        heard.append(verb)

    signals.booking_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            actions.cancel(**common)
            assert heard == []
    finally:
        signals.booking_changed.disconnect(listen)
    assert heard == ["cancel"]


class TestWaiting:
    """Who waits is offered what becomes free, in turn."""

    @pytest.fixture
    def full(self, book: Book) -> list[Booking]:
        """The whole of the 24th is taken."""
        return [book(hours(9, 13)), book(hours(13, 17))]

    def wait(self, who: build.Company, sem: Resource, at: dt.datetime) -> Any:
        return actions.join_waiting_list(
            by=who.engineer, at=at, resource=sem, workplace=who.workplace, minutes=120, within=hours(9, 17)
        )

    def test_nobody_waits_for_what_is_free(self, company: build.Company, sem: Resource, at: dt.datetime) -> None:
        with pytest.raises(OtherTimes, match="空いている時間があります。"):
            self.wait(company, sem, at)

    def test_a_freed_time_is_offered_to_the_first_and_then_to_the_next(
        self, full: list[Booking], company: build.Company, rival: build.Company, sem: Resource, at: dt.datetime
    ) -> None:
        first, second = self.wait(rival, sem, at), self.wait(company, sem, at + dt.timedelta(minutes=1))
        actions.cancel(by=company.engineer, at=at, booking=full[0])
        actions.shorten(by=company.engineer, at=at, booking=full[1], ends_at=hours(0, 15).ends)
        assert actions.offer_freed(at=at, resource=sem) == 2
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.offered.span, first.offered.state) == (hours(9, 11), State.HELD)
        assert second.offered.span == hours(11, 13)
        booking = actions.accept_offer(by=rival.engineer, at=at, waiting=first)
        assert (booking.state, booking.workplace) == (State.CONFIRMED, rival.workplace)
        with pytest.raises(Refused, match="ご案内中の空きはありません。"):
            actions.accept_offer(by=rival.engineer, at=at, waiting=second)

    def test_an_offer_that_nobody_takes_goes_to_the_next(
        self, full: list[Booking], company: build.Company, rival: build.Company, sem: Resource, at: dt.datetime
    ) -> None:
        first, second = self.wait(rival, sem, at), self.wait(company, sem, at + dt.timedelta(minutes=1))
        actions.shorten(by=company.engineer, at=at, booking=full[0], ends_at=hours(0, 11).ends)
        assert actions.offer_freed(at=at, resource=sem) == 1
        late = at + dt.timedelta(days=1)
        assert actions.expire_holds(at=late) == 1
        assert actions.offer_freed(at=late, resource=sem) == 1
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state, second.offered.span) == ("lapsed", "offered", hours(11, 13))

    def test_freed_time_is_offered_by_itself(
        self, full: list[Booking], company: build.Company, rival: build.Company, sem: Resource, at: dt.datetime,
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        waiting = self.wait(rival, sem, at)
        with django_capture_on_commit_callbacks(execute=True):
            actions.cancel(by=company.engineer, at=at, booking=full[0])
        waiting.refresh_from_db()
        assert waiting.state == "offered"
        assert jobs.offer_all() == 0
