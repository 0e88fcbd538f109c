"""Story 2: the 10 m chamber with a licence — course, card, export control, one slot for two, prices, three numbers."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from kosetsu.common.decisions import Refused
from kosetsu.entrances.api import actions as api
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.actions.beats import OtherTimes
from kosetsu.foundation.bookings.models import Booking, BookingRule, Resource, Waiting
from kosetsu.foundation.bookings.rules import Span, last_day
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.governance.actions import clear, declare
from kosetsu.foundation.parties import actions as parties
from kosetsu.foundation.parties.models import Area, Workplace
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.models import Licence
from kosetsu.services.instruments.relations import months_of
from tests import build

pytestmark = pytest.mark.django_db
JST = dt.timezone(dt.timedelta(hours=9))
COURSE = "10m法電波暗室利用資格講習"


def moment(month: int, day: int, hour: float = 9) -> dt.datetime:
    return dt.datetime(2026, month, day, tzinfo=JST) + dt.timedelta(hours=hour)


def span(month: int, day: int, begins: float, ends: float) -> Span:
    return Span(moment(month, day, begins), moment(month, day, ends))


def of_the_demo(name: str) -> Person:
    return Person.objects.get(email=f"{name}@demo.example.jp")


def company_of(name: str, at: dt.datetime) -> Person:
    """A company with one workplace, registered by its own engineer."""
    person = build.person(f"{name} 技術")
    profile = parties.Profile(industry="E29", capital_yen=10_000_000, employees=12)
    company = parties.register_own_company(by=person, at=at, name=name, corporate_number="", profile=profile)
    area = Area.objects.get(code="132071")
    parties.add_workplace(by=person, at=at, organisation=company, name="工場", area=area)
    return person


def workplace_of(person: Person) -> Workplace:
    return Workplace.objects.get(organisation__memberships__person=person)


@pytest.fixture
def chamber(tokyo: Any) -> Resource:
    """The 10 m chamber, in use by clients without an approval for this story."""
    found = Resource.objects.select_related("branch", "group", "offering").get(code="I-EMC-001")
    BookingRule.objects.filter(resource=found).update(approval=False)
    return found


@pytest.fixture
def emc(tokyo: Any) -> Person:
    return of_the_demo("emc")


@pytest.fixture
def engineer(tokyo: Any) -> Person:
    return company_of("昭島無線株式会社", moment(5, 7))


@pytest.fixture
def other(tokyo: Any) -> Person:
    return company_of("立川電機株式会社", moment(5, 7))


def declared(person: Person, at: dt.datetime) -> Person:
    declare(by=person, at=at, person=person, resident=True)
    return person


def licensed(person: Person, emc: Person) -> Licence:
    """Course on 2026-05-11, passed and issued on the 12th."""
    offering = Offering.objects.get(code="I-EMC-001")
    licence = actions.attend_course(
        by=emc, at=moment(5, 11, 17), person=person, offering=offering, attended_on=dt.date(2026, 5, 11),
        workplace=workplace_of(person),
    )  # fmt: skip
    licence = actions.pass_course(by=emc, at=moment(5, 12, 10), licence=licence)
    return actions.issue_card(by=emc, at=moment(5, 12, 10), licence=licence)


def book(person: Person, chamber: Resource, wanted: Span, *, at: dt.datetime) -> Booking:
    wish = bookings.Wish(resources=(chamber,), span=wanted, workplace=workplace_of(person))
    return bookings.request(by=person, at=at, wish=wish)


@pytest.fixture
def ready(engineer: Person, emc: Person) -> Person:
    """Licensed and declared."""
    licensed(engineer, emc)
    return declared(engineer, moment(5, 12, 11))


def test_without_a_licence_every_door_names_the_course_and_its_next_date(
    engineer: Person, chamber: Resource, settings: Any
) -> None:
    declared(engineer, moment(5, 8))
    wanted, at = span(5, 21, 10, 14), moment(5, 8, 12)
    with pytest.raises(Refused) as refused:
        book(engineer, chamber, wanted, at=at)
    assert refused.value.decision.next_step == f"「{COURSE}」を受講してください。次の日程：2026/05/11"
    settings.KOSETSU_FIXED_NOW = at
    _token, secret = api.issue_token(by=engineer, at=at, name="予約", scopes=["write:bookings"], days=30)
    body = {
        "resource": chamber.code,
        "starts_at": wanted.starts.isoformat(),
        "ends_at": wanted.ends.isoformat(),
    }
    client = Client(headers={"authorization": f"Bearer {secret}"})
    answer = client.post("/api/v1/bookings", body, content_type="application/json")
    assert (answer.status_code, COURSE in answer.content.decode()) == (403, True)
    assert Booking.objects.filter(person=engineer).count() == 0


def test_licence_from_2026_05_12_runs_to_2029_05_11(engineer: Person, emc: Person, chamber: Resource) -> None:
    licence = licensed(engineer, emc)
    assert (licence.valid_from, licence.valid_until) == (dt.date(2026, 5, 12), dt.date(2029, 5, 11))
    assert (licence.course.name_ja, licence.number[:3]) == (COURSE, "認R8")
    assert Charge.objects.get(organisation=workplace_of(engineer).organisation).yen == 16_500


def test_specific_type_is_held_until_cleared_for_that_technology_only(
    engineer: Person, emc: Person, chamber: Resource
) -> None:
    licensed(engineer, emc)
    at = moment(5, 12, 11)
    declaration = declare(by=engineer, at=at, person=engineer, resident=True, types=[2], technology="")
    with pytest.raises(Refused, match="確認しています"):
        book(engineer, chamber, span(5, 21, 10, 14), at=at)
    export, field = of_the_demo("export"), Offering.objects.get(code="I-EMC-001").field.name_ja
    clear(by=export, at=at, declaration=declaration, technology=field, reason="経歴を確かめた")
    assert book(engineer, chamber, span(5, 21, 10, 14), at=at).state == "confirmed"
    corrosion = Resource.objects.select_related("branch", "group").get(code="I-COR-001")
    with pytest.raises(Refused, match="まだ確認されていません"):
        book(engineer, corrosion, span(5, 21, 10, 14), at=at)


def test_same_slot_has_one_winner_and_who_waits_gets_it_when_freed(
    ready: Person, other: Person, emc: Person, chamber: Resource
) -> None:
    licensed(declared(other, moment(5, 12, 11)), emc)
    wanted, at = span(5, 21, 9, 17), moment(5, 12, 12)
    won = book(ready, chamber, wanted, at=at)
    with pytest.raises(OtherTimes):
        book(other, chamber, wanted, at=at)
    waiting = bookings.join_waiting_list(
        by=other, at=at, resource=chamber, workplace=workplace_of(other), minutes=480, within=wanted
    )
    bookings.cancel(by=ready, at=moment(5, 13), booking=won)
    assert bookings.offer_freed(at=moment(5, 13), resource=chamber) == 1
    waiting = Waiting.objects.get(pk=waiting.pk)
    taken = bookings.accept_offer(by=other, at=moment(5, 13, 12), waiting=waiting)
    assert (taken.person, taken.span, taken.state) == (other, wanted, "confirmed")


def test_on_2026_04_15_the_last_bookable_day_is_2026_06_30(tokyo: Any, chamber: Resource) -> None:
    rule = BookingRule.objects.get(resource=chamber)
    assert last_day(rule.horizon, dt.date(2026, 4, 15)) == dt.date(2026, 6, 30)


def test_day_after_the_horizon_is_refused(ready: Person, chamber: Resource) -> None:
    assert book(ready, chamber, span(7, 31, 10, 12), at=moment(5, 29)).state == "confirmed"
    with pytest.raises(OtherTimes, match="2026-07-31までです"):
        book(ready, chamber, span(8, 3, 10, 12), at=moment(5, 29))


@pytest.mark.parametrize(("code", "hours", "yen"), [("I-EMC-001", 4, 6_550), ("I-MET-003", 36, 65_390)])
def test_tariff_is_set_up_and_unit_times_time(tokyo: Any, code: str, hours: int, yen: int) -> None:
    offering = Offering.objects.get(code=code)
    assert offering.price(day=dt.date(2026, 5, 21), client_class="sme", quantity=hours).total_yen == yen


def test_four_hours_are_metered_entered_and_charged_once(ready: Person, emc: Person, chamber: Resource) -> None:
    booking = book(ready, chamber, span(5, 21, 10, 15), at=moment(5, 12, 12))
    actions.start_use(by=emc, at=moment(5, 21, 10), booking=booking)
    use = actions.stop_use(by=emc, at=moment(5, 21, 13.75), booking=booking)
    charge = Charge.objects.get(entry=use.entry)
    assert (use.used_minutes, use.units, charge.yen) == (225, 4, 6_550)
    assert Entry.objects.filter(service="instruments", kind="use", workplace=booking.workplace).count() == 1


@pytest.mark.parametrize(("cancelled", "yen"), [((5, 20, 16), 0), ((5, 21, 10), 6_550)])
def test_cancelled_the_day_before_costs_nothing_and_from_the_start_everything(
    ready: Person, chamber: Resource, cancelled: Any, yen: int, django_capture_on_commit_callbacks: Any
) -> None:
    booking = book(ready, chamber, span(5, 21, 10, 14), at=moment(5, 12, 12))
    with django_capture_on_commit_callbacks(execute=True):
        bookings.cancel(by=ready, at=moment(*cancelled), booking=booking)
    assert sum(one.yen for one in Charge.objects.filter(what="cancellation", offering=chamber.offering)) == yen


def test_booked_used_and_closed_hours_are_three_numbers(ready: Person, emc: Person, chamber: Resource) -> None:
    booking = book(ready, chamber, span(5, 21, 10, 15), at=moment(5, 12, 12))
    actions.start_use(by=emc, at=moment(5, 21, 10), booking=booking)
    actions.stop_use(by=emc, at=moment(5, 21, 13.75), booking=booking)
    bookings.close_resource(by=emc, at=moment(5, 12), resource=chamber, span=span(5, 28, 13, 17), reason="校正")
    [(_resource, month)] = months_of([chamber], dt.date(2026, 5, 1))
    assert (month.booked, month.used, month.maintenance) == (300, 225, 240)
