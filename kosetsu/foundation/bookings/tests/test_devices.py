"""A booking and the apparatus behind it: calibrated through the end, and out of order."""

import datetime as dt

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.actions.beats import OtherTimes
from kosetsu.foundation.bookings.models import Booking, Notice
from kosetsu.foundation.bookings.tests.conftest import hours, resource
from kosetsu.foundation.devices.actions import call_off, end_outage, enter_outage
from kosetsu.foundation.devices.models import Calibration, Device

pytestmark = pytest.mark.django_db
END_OF_TUESDAY = dt.date(2026, 11, 24)


@pytest.fixture
def device(institute, sem):
    """The microscope in the register; its check holds through Tuesday the 24th."""
    made = Device.objects.create(
        code="D-SEM", kind="instrument", name_ja="走査電子顕微鏡", branch=institute.head_office, source="fixture"
    )
    check(made, dt.date(2025, 11, 25), END_OF_TUESDAY)
    sem.device = made
    sem.save()
    return made


def check(device, done_on, until, **fields):
    given = {"as_found": "good", "result": "passed", **fields}
    return Calibration.objects.create(
        device=device, done_on=done_on, valid_until=until, recorded_at=dt.datetime(2025, 11, 25, tzinfo=dt.UTC), **given
    )


@pytest.fixture
def out(device, institute, at):
    """Out of order, from the beginning of a span to its end or until further notice."""

    def enter(span, *, open_end=False, **fields):
        return enter_outage(
            by=institute.researcher, at=at, device=device, kind="sudden", starts_at=span.starts,
            ends_at=None if open_end else span.ends, public_reason="真空ポンプの故障", **fields,
        )  # fmt: skip

    return enter


def test_a_booking_ends_while_the_calibration_still_holds(device, book):
    assert book(hours(10, 12)).state == "confirmed"


def test_a_booking_that_ends_after_the_calibration_is_refused_with_the_day(device, book):
    with pytest.raises(Refused, match=r"D-SEM 走査電子顕微鏡.*2026/11/24"):
        book(hours(10, 12, day=25))
    assert Booking.objects.count() == 0


def test_a_booking_over_the_last_day_of_the_calibration_is_refused(device, book):
    device.resources.get().rules.update(opening="0-6 00:00-24:00", longest_minutes=None)
    with pytest.raises(Refused, match="有効期限"):
        book(hours(20, 30))


def test_a_booking_for_calibration_passes_and_only_a_keeper_makes_one(device, book, institute, company):
    kept = book(hours(10, 12, day=25), by=institute.researcher, workplace=None, upkeep=True)
    assert (kept.state, kept.upkeep) == ("confirmed", True)
    with pytest.raises(Refused, match="校正・保守のための予約は"):
        book(hours(13, 14, day=25), upkeep=True)


def test_a_device_along_must_be_calibrated_too(device, book, institute, at):
    gauge = Device.objects.create(
        code="D-2", kind="instrument", name_ja="膜厚計", branch=institute.head_office, source="fixture"
    )
    with pytest.raises(Refused, match="D-2 膜厚計"):
        book(hours(10, 12), resource("I-2", institute.head_office, device=gauge))


def test_a_check_that_failed_meanwhile_stops_the_start(device, book, company):
    booking = book(hours(10, 12))
    check(device, dt.date(2026, 11, 23), None, result="failed")
    with pytest.raises(Refused, match="不合格"):
        actions.start(by=company.engineer, at=booking.starts_at, booking=booking)


def test_extending_past_the_calibration_is_refused(device, book, company, at):
    booking = book(hours(10, 12))
    check(device, dt.date(2026, 11, 23), dt.date(2026, 11, 23))
    with pytest.raises(Refused, match="有効期限"):
        actions.extend(by=company.engineer, at=at, booking=booking, ends_at=hours(10, 13).ends)


def test_what_lies_across_an_outage_by_now_is_neither_approved_nor_confirmed_nor_shortened(
    device, out, book, institute, company, at
):
    device.resources.get().rules.update(approval=True)
    waits, held = book(hours(10, 12)), book(hours(14, 16), verb=actions.hold)
    out(hours(9, 17))
    for change in (
        lambda: actions.approve(by=institute.researcher, at=at, booking=waits),
        lambda: actions.confirm_hold(by=company.engineer, at=at, booking=held),
        lambda: actions.shorten(by=company.engineer, at=at, booking=waits, ends_at=hours(0, 11).ends),
    ):
        with pytest.raises(Refused, match="休止して"):
            change()


def test_nothing_is_booked_across_an_outage_and_the_refusal_names_the_time_after_it(out, book):
    out(hours(9, 12))
    with pytest.raises(OtherTimes) as refused:
        book(hours(11, 13))
    assert refused.value.spans[0] == hours(12, 14)
    assert book(hours(12, 14)).state == "confirmed"


def test_an_outage_without_an_end_closes_until_it_is_ended(out, book, institute):
    outage = out(hours(9, 10), open_end=True)
    with pytest.raises(OtherTimes):
        book(hours(15, 16))
    end_outage(by=institute.researcher, at=hours(14, 15).starts, outage=outage)
    assert book(hours(15, 16), at=hours(14, 15).starts).state == "confirmed"


def test_an_outage_that_was_called_off_closes_nothing(out, book, institute, at):
    call_off(by=institute.researcher, at=at, outage=out(hours(9, 12)))
    assert book(hours(10, 12)).state == "confirmed"


def test_the_affected_are_listed_and_mailed_once_and_nobody_else(
    out, book, institute, at, django_capture_on_commit_callbacks
):
    met, free = book(hours(10, 12)), book(hours(14, 15))
    with django_capture_on_commit_callbacks(execute=True):
        outage = out(hours(9, 12))
    assert list(Booking.objects.across(outage)) == [met]
    assert list(Booking.objects.across_outages(at)) == [met]
    assert actions.tell_of_outage(at=at, outage=outage) == 1
    told = Notice.objects.filter(kind="outage")
    assert [(one.booking, one.address) for one in told] == [(met, met.person.email)]
    assert free.pk not in told.values_list("booking", flat=True)


def test_an_affected_booking_moves_to_the_next_free_time(out, book, institute, at):
    booking = book(hours(10, 12))
    out(hours(9, 12))
    moved = actions.move_on(by=institute.researcher, at=at, booking=booking)
    assert moved.span == hours(12, 14)
    assert not Booking.objects.across_outages(at).exists()
    assert Notice.objects.filter(booking=booking, kind="changed").count() == 1


def test_an_affected_booking_is_cancelled_with_the_reason_and_without_a_fee(out, book, institute):
    booking = book(hours(10, 12))
    out(hours(9, 12))
    late = hours(9, 10).starts
    gone = actions.give_way(by=institute.researcher, at=late, booking=booking)
    assert (gone.state, gone.ended_because, gone.fee) == ("cancelled", "真空ポンプの故障", 0)
    assert "理由：真空ポンプの故障" in Notice.objects.get(booking=booking, kind="cancelled").body


def test_a_client_who_cancels_because_of_an_outage_pays_nothing(out, book, company):
    booking, other = book(hours(10, 12)), book(hours(14, 16))
    out(hours(9, 12))
    late = hours(9, 10).starts
    assert actions.cancel(by=company.engineer, at=late, booking=booking).fee == 0
    assert actions.cancel(by=company.engineer, at=late, booking=other).fee > 0


def test_nobody_is_absent_from_a_device_that_is_out_of_order(out, book):
    booking = book(hours(10, 12))
    out(hours(9, 12))
    assert actions.mark_no_shows(at=hours(10, 11).ends) == 0
    booking.refresh_from_db()
    assert booking.state == "confirmed"


def test_only_keepers_release_and_only_where_there_is_an_outage(out, book, institute, company, at):
    booking = book(hours(10, 12))
    with pytest.raises(Refused, match="機器の休止はありません"):
        actions.give_way(by=institute.researcher, at=at, booking=booking)
    out(hours(9, 12))
    with pytest.raises(Refused) as refused:
        actions.give_way(by=company.engineer, at=at, booking=booking)
    assert refused.value.decision.hidden


def test_a_use_does_not_begin_while_the_device_is_out_of_order(out, book, company):
    booking = book(hours(10, 12))
    out(hours(9, 12))
    with pytest.raises(Refused, match="休止"):
        actions.start(by=company.engineer, at=booking.starts_at, booking=booking)
