"""The licence and the declarations at every door of a booking, about the time of its end.

The door for programs stands on a higher floor: `tests/stories/test_02_licence.py` opens it.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kosetsu.common.decisions import Refused
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.actions.beats import OtherTimes
from kosetsu.foundation.bookings.models import Booking, Notice, Resource
from kosetsu.foundation.bookings.tests.conftest import engineer_of, hours, resource
from kosetsu.foundation.catalogue.models import Offering, TechnologyField
from kosetsu.foundation.devices.actions import enter_outage
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.gatherings.actions import plan_gathering
from kosetsu.foundation.gatherings.tests.conftest import plan, published
from kosetsu.foundation.governance.actions import clear, declare
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.tests.conftest import card, cleared

Book = Callable[..., Booking]
NO_LICENCE = "「電波暗室」の利用には、研修レベル3の認定証が必要です"


def moment(day: int, hour: float) -> dt.datetime:
    return hours(0, hour, day).ends


def test_refusal_names_the_missing_course_and_its_next_date(book: Book, company: Any, at: dt.datetime) -> None:
    cleared(company.engineer, at)
    with pytest.raises(Refused) as refused:
        book()
    assert str(refused.value) == (
        f"{NO_LICENCE}（城東精密株式会社 技術さん）。 「電波暗室利用資格講習」を受講してください。次の日程：2026/12/09"
    )
    assert Booking.objects.count() == 0


def test_course_planned_at_the_desk_is_the_next_date_and_what_is_not_public_is_none(
    book: Book, company: Any, at: dt.datetime, institute: Any, course: Any
) -> None:
    cleared(company.engineer, at)
    plan_gathering(by=institute.researcher, at=at, plan=plan(offering=course))
    published(institute, offering=course, public=False)
    with pytest.raises(Refused, match="次の日程：2026/12/09"):
        book()
    published(institute, offering=course)
    with pytest.raises(Refused, match="次の日程：2026/11/30"):
        book()


def test_licence_for_another_instrument_is_none(
    book: Book, company: Any, field: Any, institute: Any, offering: Any, course: Any, chamber: Any, at: Any
) -> None:
    other = Offering.objects.create(
        code="I-OTH", kind="instrument", name_ja="別の機器", branch=institute.tama, field=field, state="offered"
    )
    licence = card(cleared(company.engineer, at), offering)
    licence.offering = other
    licence.save()
    with pytest.raises(Refused, match=NO_LICENCE):
        book()


def test_licence_must_be_good_when_the_booking_ends(book: Book, company: Any, offering: Any, at: Any) -> None:
    card(cleared(company.engineer, at), offering, until=dt.date(2026, 11, 24))
    book(hours(10, 14))
    with pytest.raises(Refused, match="2026/11/25には有効ではありません"):
        book(hours(10, 14, 25))


@pytest.mark.parametrize("verb", [bookings.request, bookings.hold])
@pytest.mark.parametrize("state", ["attended", "passed", "failed"])
def test_course_without_a_card_opens_no_door(
    book: Book, company: Any, offering: Any, at: Any, state: str, verb: Any
) -> None:
    card(cleared(company.engineer, at), offering, state=state, number="")
    with pytest.raises(Refused, match=NO_LICENCE):
        book(verb=verb)


class TestEveryDoor:
    """The licence ends on the 24th: what was booked is kept, what asks for the 25th is refused."""

    @pytest.fixture
    def booking(self, book: Book, company: Any, offering: Any, at: Any) -> Booking:
        self.licence = card(cleared(company.engineer, at), offering, until=dt.date(2026, 11, 24))
        return book()

    def test_move(self, booking: Booking, company: Any, at: Any) -> None:
        with pytest.raises(Refused, match="有効ではありません"):
            bookings.move(by=company.engineer, at=at, booking=booking, starts_at=moment(25, 10), ends_at=moment(25, 12))

    def test_extend_over_midnight(self, booking: Booking, company: Any, at: Any) -> None:
        with pytest.raises(Refused, match="2026/11/25には有効ではありません"):
            bookings.extend(by=company.engineer, at=at, booking=booking, ends_at=moment(25, 9))

    def test_extend_until_midnight_asks_about_the_same_day(self, booking: Booking, company: Any, at: Any) -> None:
        with pytest.raises(Refused) as refused:
            bookings.extend(by=company.engineer, at=at, booking=booking, ends_at=moment(25, 0))
        assert "有効ではありません" not in str(refused.value)

    def test_hand_over(self, booking: Booking, company: Any, at: Any, offering: Any) -> None:
        colleague = cleared(engineer_of(company, "同僚"), at)
        with pytest.raises(Refused, match="（同僚さん）"):
            bookings.hand_over(by=company.engineer, at=at, booking=booking, to=colleague)
        card(colleague, offering)
        assert bookings.hand_over(by=company.engineer, at=at, booking=booking, to=colleague).person == colleague

    def test_start(self, booking: Booking, company: Any, institute: Any) -> None:
        actions.suspend(by=institute.colleague, at=moment(23, 9), licence=self.licence, reason="事故の調査")
        with pytest.raises(Refused, match="停止されています"):
            bookings.start(by=institute.researcher, at=moment(24, 10), booking=booking)

    def test_hardened_hold(self, booking: Booking, book: Book, company: Any, institute: Any, at: Any) -> None:
        held = book(hours(15, 16), verb=bookings.hold)
        actions.suspend(by=institute.colleague, at=at, licence=self.licence, reason="事故の調査")
        with pytest.raises(Refused, match="停止されています"):
            bookings.confirm_hold(by=company.engineer, at=at, booking=held)


def test_offer_of_freed_time_passes_over_who_has_no_licence(
    book: Book, engineer: Person, rival: Any, chamber: Any, at: Any
) -> None:
    booking = book(hours(9, 17))
    cleared(rival.engineer, at)
    bookings.join_waiting_list(
        by=rival.engineer, at=at, resource=chamber, workplace=rival.workplace, minutes=480, within=hours(9, 17)
    )
    bookings.cancel(by=engineer, at=at, booking=booking)
    assert bookings.offer_freed(at=at, resource=chamber) == 0


def test_booked_guide_stands_in_for_the_licence(book: Book, company: Any, institute: Any, at: Any) -> None:
    cleared(company.engineer, at)
    guide = resource("P-1", institute.tama, kind="person", person=institute.colleague)
    assert book(hours(10, 14), guide).parts.count() == 2


def test_caller_is_named_before_the_use_begins(book: Book, institute: Any, company: Any) -> None:
    booking = book(by=institute.counter, caller_name="電話 太郎")
    with pytest.raises(Refused, match="利用する人が登録されていません"):
        bookings.start(by=institute.counter, at=moment(24, 10), booking=booking)


def test_every_named_user_needs_a_licence_and_who_only_watches_does_not(
    book: Book, engineer: Person, company: Any, at: Any, institute: Any
) -> None:
    booking, colleague = book(), cleared(engineer_of(company, "同僚"), at)
    with pytest.raises(Refused, match="（同僚さん）"):
        actions.name_companion(by=engineer, at=at, booking=booking, person=colleague, operates=True)
    assert not booking.companions.exists()
    actions.name_companion(by=engineer, at=at, booking=booking, person=colleague, operates=False)
    assert bookings.start(by=institute.researcher, at=moment(24, 10), booking=booking).state == "started"


def test_everyone_present_has_declared_and_a_colleague_hears_no_more(
    book: Book, engineer: Person, company: Any, at: Any
) -> None:
    booking, colleague = book(), engineer_of(company, "同僚")
    declare(by=colleague, at=at, person=colleague, resident=True, types=[1], technology="電磁両立性")
    with pytest.raises(Refused) as refused:
        actions.name_companion(by=engineer, at=at, booking=booking, person=colleague, operates=False)
    assert refused.value.decision.reason == "同僚さんの輸出管理の手続きが済んでいません。"


def test_specific_type_is_held_until_cleared_for_that_technology_only(
    book: Book, company: Any, offering: Any, institute: Any, at: Any
) -> None:
    card(company.engineer, offering)
    with pytest.raises(Refused, match="申告がありません"):
        book()
    declared = declare(by=company.engineer, at=at, person=company.engineer, resident=True, types=[2], technology="")
    with pytest.raises(Refused, match="確認しています"):
        book()
    clear(by=institute.exporter, at=at, declaration=declared, technology="電磁両立性", reason="経歴を確かめた")
    booking = book()
    offering.field = TechnologyField.objects.create(code="CMP", name_ja="複合素材")
    offering.save()
    with pytest.raises(Refused, match="「複合素材」は、まだ確認されていません"):
        bookings.start(by=institute.researcher, at=moment(24, 10), booking=booking)


def test_people_of_the_institute_need_no_licence(book: Book, institute: Any) -> None:
    assert book(by=institute.researcher, person=institute.colleague, workplace=None).person == institute.colleague


def test_instrument_without_a_rule_asks_for_no_licence(book: Book, company: Any, chamber: Any, at: Any) -> None:
    cleared(company.engineer, at)
    chamber.offering.licence_rules.all().delete()
    assert book().state == "confirmed"


def test_unusable_instrument_is_not_started_until_mended(
    book: Book, engineer: Person, institute: Any, chamber: Any, at: Any
) -> None:
    booking = book()
    fault = actions.report_fault(by=institute.researcher, at=at, resource=chamber, text="扉が閉まらない", unusable=True)
    with pytest.raises(Refused, match="扉が閉まらない"):
        actions.start_use(by=institute.researcher, at=moment(24, 10), booking=booking)
    actions.mend(by=institute.researcher, at=moment(24, 9), fault=fault, mending="ちょうつがいを替えた")
    assert actions.start_use(by=institute.researcher, at=moment(24, 10), booking=booking).booking == booking


@pytest.fixture
def device(institute: Any, chamber: Any) -> Device:
    """The chamber in the register."""
    chamber.device = Device.objects.create(
        code="D-EMC",
        kind="instrument",
        name_ja="電波暗室",
        branch=institute.tama,
        needs_calibration=False,
        source="試験",
    )
    chamber.save()
    made: Device = chamber.device
    return made


def test_unusable_instrument_is_out_of_order_and_whoever_booked_it_is_told(
    book: Book, engineer: Person, institute: Any, device: Device, chamber: Any, at: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    booking = book()
    with django_capture_on_commit_callbacks(execute=True):
        actions.report_fault(
            by=institute.researcher, at=at, resource=chamber, text="鈴木さんが扉を壊した", unusable=True
        )
    outage = device.outages.get()
    assert (outage.kind, outage.starts_at, outage.ends_at, outage.public_reason) == ("sudden", at, None, "故障のため")
    assert Booking.objects.across(outage).get() == booking
    assert Notice.objects.filter(booking=booking, kind="outage").count() == 1
    with pytest.raises(OtherTimes, match="休止"):
        book(hours(15, 16))


def test_outage_of_two_faults_ends_with_the_last_and_the_instrument_can_be_booked(
    book: Book, engineer: Person, institute: Any, device: Device, chamber: Any, at: Any
) -> None:
    common = {"by": institute.researcher, "resource": chamber, "unusable": True}
    one = actions.report_fault(**common, at=at, text="扉")
    other = actions.report_fault(**common, at=at + dt.timedelta(hours=1), text="回転台")
    actions.mend(by=institute.researcher, at=moment(23, 10), fault=one, mending="調整")
    assert device.outages.get().ends_at is None
    actions.mend(by=institute.researcher, at=moment(23, 11), fault=other, mending="調整")
    assert device.outages.get().ends_at == moment(23, 11)
    assert book().state == "confirmed"


def test_fault_leaves_an_outage_alone_that_somebody_entered(
    institute: Any, device: Device, chamber: Any, at: Any
) -> None:
    said = {"kind": "planned", "public_reason": "法定点検", "by": institute.researcher, "at": at, "device": device}
    enter_outage(**said, starts_at=at, ends_at=at + dt.timedelta(hours=4))
    enter_outage(**said, starts_at=at + dt.timedelta(days=30), ends_at=None)
    common = {"by": institute.researcher, "resource": chamber, "text": "扉", "unusable": True}
    first = actions.report_fault(**common, at=at + dt.timedelta(hours=1))
    actions.mend(by=institute.researcher, at=at + dt.timedelta(hours=2), fault=first, mending="調整")
    assert (first.outage, device.outages.count()) == (None, 2)
    second = actions.report_fault(**common, at=at + dt.timedelta(days=1))
    assert second.outage.ends_at == at + dt.timedelta(days=30)


def test_licensed_booking_of_a_registered_device_costs_fifteen_queries_at_most(
    book: Book, engineer: Person, device: Device, chamber: Any, at: dt.datetime
) -> None:
    device.needs_calibration = True
    device.save()
    device.calibrations.create(
        done_on=dt.date(2026, 1, 5), valid_until=dt.date(2027, 1, 4), as_found="good", result="passed", recorded_at=at
    )
    book(hours(9, 10))
    wanted = Resource.objects.for_booking().get(code=chamber.code)
    with CaptureQueriesContext(connection) as asked:
        book(hours(10, 11), resources=(wanted,))
    assert len([one for one in asked.captured_queries if "SAVEPOINT" not in one["sql"]]) <= 15
