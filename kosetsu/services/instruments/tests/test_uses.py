"""A use is metered to the minute and becomes one entry and its charges; so does a late cancellation."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.models import Booking
from kosetsu.foundation.bookings.tests.conftest import hours
from kosetsu.foundation.casebook.models import Entry
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.models import CancellationFee, Consumable, Use

Book = Callable[..., Booking]


def at_(hour: float, day: int = 24) -> dt.datetime:
    return hours(0, hour, day).ends


def charges() -> list[tuple[str, int]]:
    return list(Charge.objects.order_by("pk").values_list("what", "yen"))


def test_four_hours_are_6550_yen_exactly(running: Booking, institute: Any, company: Any) -> None:
    use = actions.stop_use(by=institute.researcher, at=at_(14), booking=running)
    assert (use.used_minutes, use.units) == (240, 4)
    charge = Charge.objects.get()
    assert (charge.yen, charge.organisation, charge.entry) == (6_550, company.organisation, use.entry)
    entry = Entry.objects.get()
    assert (entry.service, entry.kind, entry.reference, entry.details) == (
        "instruments", "use", "I-EMC", {"minutes": 240, "guidance_minutes": 0}
    )  # fmt: skip


@pytest.mark.parametrize(("stopped", "minutes", "units", "yen"), [(12, 120, 2, 4_710), (12.02, 122, 3, 5_630)])
def test_begun_hours_count_and_unused_ones_do_not(
    running: Booking, institute: Any, stopped: float, minutes: int, units: int, yen: int
) -> None:
    use = actions.stop_use(by=institute.researcher, at=at_(stopped), booking=running)
    assert (use.used_minutes, use.units, charges()) == (minutes, units, [("use", yen)])


def test_where_the_rule_says_so_the_booked_time_is_charged(running: Booking, institute: Any, offering: Any) -> None:
    offering.metering_rules.update(basis="booked")
    use = actions.stop_use(by=institute.researcher, at=at_(11), booking=running)
    assert (use.used_minutes, use.units, charges()) == (60, 4, [("use", 6_550)])


def test_guidance_and_consumables_are_charges_of_their_own(running: Booking, institute: Any, offering: Any) -> None:
    tape = Consumable.objects.create(offering=offering, code="CU", name_ja="銅箔テープ", unit="m", yen=400, source="x")
    common: dict[str, Any] = {"by": institute.researcher, "booking": running}
    actions.log_guidance(**common, at=at_(11), minutes=45)
    actions.log_guidance(**common, at=at_(12), minutes=30)
    actions.log_consumable(**common, at=at_(12), consumable=tape, quantity=3)
    use = actions.stop_use(**common, at=at_(14))
    assert (use.guidance_minutes, charges()) == (75, [("use", 6_550), ("guide", 4_000), ("consumables", 1_200)])


def test_consumable_of_another_instrument_is_refused(running: Booking, institute: Any, course: Any) -> None:
    other = Consumable.objects.create(offering=course, code="X", name_ja="紙", unit="枚", yen=1, source="x")
    for consumable, quantity in ((other, 1), (other, 0)):
        with pytest.raises(Refused):
            actions.log_consumable(
                by=institute.researcher, at=at_(11), booking=running, consumable=consumable, quantity=quantity
            )


def test_stop_at_the_booking_page_settles_the_same_way_once(
    running: Booking, institute: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        bookings.stop(by=institute.researcher, at=at_(14), booking=running)
    running.refresh_from_db()
    actions.settle(running, by=None, at=at_(15))
    assert (Use.objects.get().used_minutes, charges(), Entry.objects.count()) == (240, [("use", 6_550)], 1)


def test_job_settles_what_a_lost_receiver_left(running: Booking, institute: Any) -> None:
    bookings.stop(by=institute.researcher, at=at_(14), booking=running)
    assert [actions.settle_missed(at=at_(15)), actions.settle_missed(at=at_(16))] == [1, 0]
    assert charges() == [("use", 6_550)]


@pytest.mark.parametrize(
    ("cancelled", "yen"), [(at_(17, 23), []), (at_(9.5), [3_275]), (at_(10), [6_550]), (at_(13), [6_550])]
)
def test_cancelled_the_day_before_is_free_and_from_the_start_full(
    book: Book, engineer: Any, cancelled: dt.datetime, yen: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    booking = book()
    with django_capture_on_commit_callbacks(execute=True):
        bookings.cancel(by=engineer, at=cancelled, booking=booking)
    assert [one for _what, one in charges()] == yen
    assert list(CancellationFee.objects.values_list("yen", flat=True)) == yen
    assert Entry.objects.count() == 0


def test_nobody_came_costs_what_a_late_cancellation_costs_once(
    book: Book, engineer: Any, django_capture_on_commit_callbacks: Any
) -> None:
    book()
    with django_capture_on_commit_callbacks(execute=True):
        assert bookings.mark_no_shows(at=at_(10.5)) == 1
    actions.settle_missed(at=at_(11))
    assert charges() == [("cancellation", 6_550)]


def test_use_ends_although_the_price_is_not_known_yet_and_is_charged_later(
    running: Booking, institute: Any, company: Any
) -> None:
    company.organisation.class_decided = ""
    company.organisation.save()
    use = actions.stop_use(by=institute.researcher, at=at_(14), booking=running)
    assert (use.used_minutes, charges(), "料金区分が決まっていません" in use.unpriced) == (240, [], True)
    assert actions.settle_missed(at=at_(15)) == 0
    company.organisation.class_decided = "sme"
    company.organisation.save()
    assert [actions.settle_missed(at=at_(16)), actions.settle_missed(at=at_(17))] == [1, 0]
    assert charges() == [("use", 6_550)]


def test_only_who_runs_the_bench_logs(running: Booking, engineer: Any) -> None:
    with pytest.raises(Refused) as refused:
        actions.log_guidance(by=engineer, at=at_(11), booking=running, minutes=10)
    assert refused.value.decision.hidden
