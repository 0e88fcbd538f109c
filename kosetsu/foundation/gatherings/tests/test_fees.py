"""Places that are paid beforehand: firm once paid, lost when not, given back by the rule, charged once at the end."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import Charge, Invoice, Refund
from kosetsu.foundation.billing.tests.conftest import Office, offering, with_class
from kosetsu.foundation.billing.tests.conftest import office as office  # a fixture
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import FeeTerms, Gathering, Letter, Registration
from kosetsu.foundation.gatherings.states import Selection
from kosetsu.foundation.gatherings.tests.conftest import DAY, HOUR, published
from kosetsu.foundation.gatherings.tests.test_attending import arrival
from tests import build
from tests.build import browser
from tests.fixtures import AT

BEGINS = AT + 40 * DAY
FEE = 9_800


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Any:
    """What is announced after the commit is heard, as outside of tests."""
    return django_capture_on_commit_callbacks


@pytest.fixture
def course(institute: build.Institute, company: build.Company, office: Office) -> Gathering:
    """Two places for 9,800 yen each, paid within 30 days and 3 of grace; half is kept from the third day before."""
    with_class(company)
    FeeTerms.objects.create(grace_days=3, fee="day-4=0; day-1=1/2; after=1", source="fixture")
    offered = offering(institute, "C1", "SEM操作講習", "course", [("any", "unit", FEE, "人")])
    return opened(institute, offering=offered)


def opened(institute: build.Institute, **more: Any) -> Gathering:
    given: dict[str, Any] = {
        "kind": "course", "prepaid": True, "pools": [actions.Pool("会場", Format.ON_SITE, 2)],
        "parts": [actions.Part(BEGINS, BEGINS + 2 * HOUR)], "registers_until": BEGINS - DAY,
    }  # fmt: skip
    return published(institute, **{**given, **more})


def group(course: Gathering, company: build.Company, *names: str, at: dt.datetime = AT) -> list[Registration]:
    guests = [actions.Guest(name, f"{name}@example.jp") for name in names]
    return actions.register(
        by=company.engineer, at=at, gathering=course, quota=course.quotas.get(), guests=guests, agreed=True,
        workplace=company.workplace,
    )  # fmt: skip


def pay(office: Office, registration: Registration, committed: Any, *, yen: int = 0, at: dt.datetime = AT) -> None:
    registration.refresh_from_db()
    paper = registration.advance
    assert paper
    with committed(execute=True):
        billing.take_cash(by=office.clerk, at=at, invoice=paper, amount_yen=yen or paper.total_yen,
                          reference=f"till-{paper.number}-{paper.settled_yen}")  # fmt: skip


def states(course: Gathering) -> list[tuple[str, str, int | None]]:
    rows = Registration.objects.filter(gathering=course).order_by("pk")
    return [(one.name, one.state, one.seat) for one in rows]


def refunds() -> list[int]:
    return [*Refund.objects.order_by("pk").values_list("yen", flat=True)]


def test_place_is_kept_unpaid_and_one_paper_asks_for_all_of_a_group(course: Gathering, company: build.Company) -> None:
    first, second = group(course, company, "a", "b")
    paper = Invoice.objects.get()
    assert states(course) == [("a", "unpaid", 1), ("b", "unpaid", 2)]
    assert (first.advance, second.advance, first.fee_yen) == (paper, paper, FEE)
    assert (paper.kind, paper.total_yen, paper.tax_yen, paper.due_on) == ("deposit", 2 * FEE, 0, dt.date(2026, 12, 20))
    assert first.offered_until == dt.datetime(2026, 12, 24, tzinfo=course.zone)
    assert Charge.objects.count() == 0
    told = Letter.objects.get(registration=first)
    assert (told.kind, told.calendar) == ("unpaid", "")
    assert f"お一人{FEE:,}円" in told.body


def test_payment_makes_the_places_firm_and_brings_the_appointment(
    course: Gathering, company: build.Company, office: Office, committed: Any
) -> None:
    first, _second = group(course, company, "a", "b")
    pay(office, first, committed, yen=FEE)
    assert states(course) == [("a", "unpaid", 1), ("b", "unpaid", 2)]
    pay(office, first, committed, yen=FEE)
    assert states(course) == [("a", "confirmed", 1), ("b", "confirmed", 2)]
    kinds = [(one.kind, "METHOD:REQUEST" in one.calendar) for one in Letter.objects.filter(registration=first)]
    assert kinds == [("unpaid", False), ("confirmed", True)]


def test_paid_twice_is_refused_and_told_twice_changes_nothing(
    course: Gathering, company: build.Company, office: Office, committed: Any
) -> None:
    [mine] = group(course, company, "a")
    pay(office, mine, committed)
    paper, letters = Invoice.objects.get(), Letter.objects.count()
    assert actions.firm_places(at=AT, invoice=paper) == 0
    with pytest.raises(Refused, match="すでに支払い済み"):
        billing.open_page(by=company.engineer, at=AT, invoice=paper, method="card", provider=None, back_to="/")  # type: ignore[arg-type]
    again = billing.take_cash(by=office.clerk, at=AT, invoice=paper, amount_yen=FEE, reference="again")
    with pytest.raises(Refused, match="未入金は0円"):
        billing.allocate(by=office.clerk, at=AT, payment=again, invoice=paper, yen=FEE)
    paper.refresh_from_db()
    assert (paper.settled_yen, again.left_yen, Letter.objects.count()) == (FEE, FEE, letters)


def test_unpaid_place_lapses_after_the_grace_and_is_offered_on(
    course: Gathering, company: build.Company, committed: Any
) -> None:
    first, *_ = [group(course, company, name)[0] for name in "abc"]
    end = first.offered_until
    assert end
    assert (actions.lapse_offers(at=end - HOUR), actions.lapse_offers(at=end)) == (0, 2)
    assert states(course) == [("a", "lapsed", None), ("b", "lapsed", None), ("c", "offered", 1)]
    assert [(one.open_yen, one.standing_on(end.date())) for one in Invoice.objects.order_by("pk")] == [
        (0, ("stopped", "取り下げ"))
    ] * 2
    assert (Invoice.objects.unsettled().count(), Invoice.objects.outstanding_on(end.date()).count()) == (0, 0)


def test_place_offered_on_asks_for_its_price_when_it_is_accepted(
    course: Gathering, company: build.Company, office: Office, committed: Any
) -> None:
    first, _second, third = [group(course, company, name)[0] for name in "abc"]
    actions.cancel_registration(by=company.engineer, at=AT, registration=first)
    actions.accept_place(by=None, at=AT + HOUR, registration=third)
    assert states(course)[2] == ("c", "unpaid", 1)
    pay(office, third, committed)
    assert states(course)[2] == ("c", "confirmed", 1)


def test_payment_whose_message_was_lost_makes_the_place_firm_at_the_next_look(
    course: Gathering, company: build.Company, office: Office
) -> None:
    [mine] = group(course, company, "a")
    assert mine.advance
    billing.take_cash(by=office.clerk, at=AT, invoice=mine.advance, amount_yen=FEE, reference="till")
    assert states(course) == [("a", "unpaid", 1)]
    assert actions.lapse_offers(at=AT + HOUR) == 0
    assert states(course) == [("a", "confirmed", 1)]


def test_too_little_until_the_end_is_given_back(
    course: Gathering, company: build.Company, office: Office, committed: Any
) -> None:
    [mine] = group(course, company, "a")
    pay(office, mine, committed, yen=5_000)
    mine.refresh_from_db()
    assert mine.offered_until
    assert actions.lapse_offers(at=mine.offered_until) == 1
    assert (refunds(), Charge.objects.count()) == ([5_000], 0)


@pytest.mark.parametrize(
    ("days", "kept"), [(4, 0), (3, 4_900), (1, 4_900), (0, FEE)], ids=["free", "half", "half-last-day", "all"]
)
def test_paid_place_given_back_keeps_what_the_rule_says_and_pays_the_rest_back(
    course: Gathering, company: build.Company, office: Office, committed: Any, institute: build.Institute,
    days: int, kept: int,
) -> None:  # fmt: skip
    [mine] = group(course, company, "a")
    pay(office, mine, committed)
    actions.cancel_registration(by=institute.counter, at=BEGINS - days * DAY - HOUR, registration=mine)
    assert [(one.yen, one.what) for one in Charge.objects.all()] == ([(kept, "cancellation")] if kept else [])
    assert refunds() == ([FEE - kept] if kept < FEE else [])
    assert states(course) == [("a", "cancelled", None)]


def test_rule_of_the_day_of_the_registration_holds_though_it_changed(
    course: Gathering, company: build.Company, office: Office, committed: Any, institute: build.Institute
) -> None:
    FeeTerms.objects.update(valid_to=AT.date())
    FeeTerms.objects.create(fee="after=1", valid_from=AT.date() + DAY, source="fixture")
    [mine] = group(course, company, "a")
    pay(office, mine, committed)
    actions.cancel_registration(by=company.engineer, at=AT + 5 * DAY, registration=mine)
    assert (Charge.objects.count(), refunds()) == (0, [FEE])


def test_one_of_an_unpaid_group_goes_and_the_others_are_asked_anew_until_the_same_day(
    course: Gathering, company: build.Company, office: Office, committed: Any
) -> None:
    first, second = group(course, company, "a", "b")
    actions.cancel_registration(by=company.engineer, at=AT + DAY, registration=first)
    old, new = Invoice.objects.order_by("pk")
    second.refresh_from_db()
    assert (old.open_yen, new.open_yen, new.due_on, second.advance) == (0, FEE, old.due_on, new)
    pay(office, second, committed)
    assert states(course) == [("a", "cancelled", None), ("b", "confirmed", 2)]


def test_called_off_by_the_institute_gives_all_back(
    course: Gathering, company: build.Company, office: Office, committed: Any, institute: build.Institute
) -> None:
    paid, _along = group(course, company, "a", "b")
    pay(office, paid, committed)
    actions.call_off(by=institute.researcher, at=BEGINS - HOUR, gathering=course, reason="台風")
    assert (refunds(), Charge.objects.count()) == ([FEE, FEE], 0)


def test_end_charges_each_place_once_and_the_advance_settles_the_invoice(
    course: Gathering, company: build.Company, office: Office, committed: Any, institute: build.Institute
) -> None:
    came, _missing = group(course, company, "a", "b")
    pay(office, came, committed)
    actions.receive(by=institute.counter, at=BEGINS, gathering=course, arrivals=[arrival(came, BEGINS)])
    actions.close_gathering(by=institute.researcher, at=BEGINS + 2 * HOUR, gathering=course)
    charges = list(Charge.objects.order_by("pk"))
    assert sorted((one.yen, one.what) for one in charges) == [(FEE, ""), (FEE, "cancellation")]
    invoice = billing.issue_invoice(by=office.clerk, at=BEGINS + DAY, charges=charges)
    paper = Invoice.objects.get(kind="deposit")
    assert (invoice.total_yen, invoice.open_yen, paper.credit_yen, refunds()) == (2 * FEE, 0, 0, [])
    assert Registration.objects.filter(charge=None).count() == 0


def test_winner_of_a_lottery_is_asked_for_the_price(
    course: Gathering, company: build.Company, institute: build.Institute
) -> None:
    drawn = opened(institute, offering=course.offering, selection=Selection.LOTTERY)
    for name in "abc":
        group(drawn, company, name)
    actions.draw(by=institute.researcher, at=BEGINS - DAY, gathering=drawn)
    assert sorted(state for _name, state, _seat in states(drawn)) == ["unpaid", "unpaid", "waiting"]


def test_course_without_a_price_for_it_is_firm_at_once(
    course: Gathering, company: build.Company, institute: build.Institute
) -> None:
    free = opened(institute, offering=offering(institute, "C0", "無料講習", "course", [("any", "unit", 0, "人")]))
    group(free, company, "a")
    assert (states(free), Invoice.objects.count()) == ([("a", "confirmed", 1)], 0)


def test_prepaid_without_a_price_list_is_refused_when_planned(institute: build.Institute) -> None:
    with pytest.raises(Refused, match="料金表を選んでください"):
        opened(institute)


def test_reception_says_that_a_place_is_not_paid(
    course: Gathering, company: build.Company, institute: build.Institute
) -> None:
    [mine] = group(course, company, "a")
    late = arrival(mine, BEGINS)
    told = actions.receive(by=institute.counter, at=BEGINS, gathering=course, arrivals=[late])
    assert told == {late.key: "この申し込みは「入金待ち」です。"}


def test_ticket_leads_its_company_to_the_paper_and_nobody_else(
    course: Gathering, company: build.Company, institute: build.Institute, client: Any
) -> None:
    [mine] = group(course, company, "a")
    assert mine.advance
    ticket, paper = (
        reverse("gatherings:ticket", args=[mine.ticket]), reverse("billing:invoice", args=[mine.advance.public_id]),
    )  # fmt: skip
    own, other = browser(company.engineer), client
    assert (paper in own.get(ticket).content.decode(), paper in other.get(ticket).content.decode()) == (True, False)
    assert "4日前まで無料、1日前まで50%、その後100%" in own.get(ticket).content.decode()
    assert own.get(paper).status_code == 200
    assert [one.subject for one in mail.outbox] == []
