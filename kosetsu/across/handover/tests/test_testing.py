"""From a proposal to an order: everything comes along, once."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kosetsu.across.handover.actions import order_proposed
from kosetsu.common.decisions import Refused
from kosetsu.services.consultations import actions as consult
from kosetsu.services.consultations.actions.propose import Item
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.testing.models import Order
from kosetsu.services.testing.tests.conftest import offering

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(company: Any, institute: Any, at: dt.datetime) -> Consultation:
    made = consult.ask(by=company.engineer, at=at, workplace=company.workplace, question="ボルトに赤さびが出ます")
    return consult.take(by=institute.researcher, at=at, consultation=made)


@pytest.fixture
def proposed(asked: Consultation, institute: Any, at: dt.datetime) -> Consultation:
    """Two tests and an instrument, proposed after an older proposal."""
    spray, tensile = offering(institute, "T-1", "塩水噴霧試験"), offering(institute, "T-2", "引張試験")
    chamber = offering(institute, "I-1", "電波暗室")
    chamber.kind = "instrument"
    chamber.save()
    for items in ([Item(tensile, 9)], [Item(spray, 30, copies=1), Item(tensile, 2), Item(chamber, 1)]):
        consult.propose(by=institute.researcher, at=at, consultation=asked, items=items, text="提案")
    return asked


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_order_takes_the_tests_of_the_newest_proposal_and_everything_else_from_the_case(
    proposed: Consultation, company: Any, at: dt.datetime
) -> None:
    order = order_proposed(by=company.engineer, at=at, consultation=proposed)
    case = order.case
    assert (case.led_from, case.workplace, case.contact) == (proposed.case, company.workplace, company.engineer)
    assert (order.purpose, case.state, case.channel) == ("ボルトに赤さびが出ます", "enquired", proposed.case.channel)
    parts = order.items.values_list("offering__code", "quantity", "copies")
    assert list(parts) == [("T-1", 30, 1), ("T-2", 2, 0)]


def test_same_proposal_is_ordered_once(proposed: Consultation, company: Any, at: dt.datetime) -> None:
    first = order_proposed(by=company.engineer, at=at, consultation=proposed)
    with pytest.raises(Refused, match=f"すでに{first.case.number}として"):
        order_proposed(by=company.engineer, at=at, consultation=proposed)
    assert Order.objects.count() == 1


def test_nothing_proposed_orders_nothing(asked: Consultation, company: Any, at: dt.datetime) -> None:
    with pytest.raises(Refused, match="まだ試験を提案していません"):
        order_proposed(by=company.engineer, at=at, consultation=asked)


def test_case_page_leads_to_the_order_by_one_press_and_a_rival_sees_nothing(
    proposed: Consultation, company: Any, rival: Any
) -> None:
    address = f"/handover/consultations/{proposed.public_id}/order/"
    browser = signed_in(company.engineer)
    assert address in browser.get(f"/consultations/{proposed.public_id}/").content.decode()
    assert "塩水噴霧試験" in browser.get(address).content.decode()
    form = {"submission_key": str(uuid4())}
    answers = [browser.post(address, form)["Location"] for _ in range(2)]
    assert answers == [f"/testing/{Order.objects.get().public_id}/"] * 2
    assert Order.objects.get().case.number in browser.get(f"/consultations/{proposed.public_id}/").content.decode()
    assert signed_in(rival.engineer).get(address).status_code == 404
