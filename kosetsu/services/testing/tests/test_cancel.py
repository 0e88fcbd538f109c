"""An order called off by either side: what it costs is a dated rule, and nothing else is left behind."""

import datetime as dt
from typing import Any

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import Charge, Quote
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.testing import actions
from kosetsu.services.testing.actions import Wanted
from kosetsu.services.testing.models import CancellationTerms, Notice, Order
from kosetsu.services.testing.tests.conftest import Life, offering
from kosetsu.services.testing.tests.test_pages import do, signed_in
from tests import build

pytestmark = pytest.mark.django_db
SHARES = {"applied": "0", "accepted": "10%", "testing": "1/2", "tested": "1"}


@pytest.fixture(autouse=True)
def _terms(institute: Any) -> None:
    """The rule of today; and an older, dearer one that no longer holds."""
    for state, share in SHARES.items():
        CancellationTerms.objects.create(state=state, share=share, valid_from=dt.date(2026, 4, 1), source="試験")
    CancellationTerms.objects.create(state="applied", share="1", valid_to=dt.date(2026, 3, 31), source="試験")


def cancel(by: Any, life: Life, order: Order, **fields: Any) -> Order:
    return actions.cancel_order(by=by, at=life.at, order=order, reason="中止になった", **fields)


def reached(life: Life, in_order: Any, state: str) -> Order:
    if state != "testing":
        return in_order(state)
    order = in_order("accepted")
    life.drafted(order)
    return Order.objects.get(pk=order.pk)


@pytest.mark.parametrize(
    ("state", "yen"),
    [("enquired", 0), ("quoted", 0), ("applied", 0), ("accepted", 8_760), ("testing", 43_800), ("tested", 87_600)],
)
def test_client_owes_the_share_of_the_quote_that_the_rule_of_the_day_says(
    life: Life, in_order: Any, state: str, yen: int
) -> None:
    order = cancel(life.client.engineer, life, reached(life, in_order, state))
    charged = list(Charge.objects.values_list("what", "yen", "case"))
    assert (order.case.state, order.fee_yen, order.cancelled_for) == ("cancelled", yen, "client")
    assert charged == ([("cancellation", yen, order.case_id)] if yen else [])
    assert Entry.objects.count() == 0
    assert list(Quote.objects.values_list("state", flat=True)) == ([] if state == "enquired" else ["withdrawn"])


def test_what_the_institute_gives_up_itself_costs_nothing(life: Life, in_order: Any) -> None:
    order = cancel(life.staff.counter, life, in_order("tested"), on_account_of="institute")
    assert (order.cancelled_for, order.fee_yen, Charge.objects.count()) == ("institute", 0, 0)


def test_client_cannot_say_that_it_is_the_institutes_account(life: Life, in_order: Any) -> None:
    order = cancel(life.client.engineer, life, in_order("tested"), on_account_of="institute")
    assert (order.cancelled_for, order.fee_yen) == ("client", 87_600)


def test_each_quoted_part_is_charged_its_share_cut_to_the_yen(life: Life, institute: Any, in_order: Any) -> None:
    CancellationTerms.objects.filter(state="applied").update(share="1/3")
    other = offering(institute, "T-COR-002", "膜厚測定")
    order = life.applied(wanted=[Wanted(offering=life.spray, quantity=1), Wanted(offering=other, quantity=2)])
    order = cancel(life.client.engineer, life, order)
    charges = Charge.objects.order_by("pk")
    assert [(one.label, one.yen, one.parts[0]["formula"]) for one in charges] == [
        ("塩水噴霧試験 取消し料", 1_066, "3,200 × 1/3"),
        ("膜厚測定 取消し料", 2_033, "6,100 × 1/3"),
    ]
    assert order.fee_yen == 3_099


def test_fee_is_invoiced_like_any_charge(life: Life, in_order: Any) -> None:
    cancel(life.client.engineer, life, in_order("tested"))
    accounts = build.post(build.person("経理 係"), StaffRole.ACCOUNTS, life.spray.branch)
    invoice = billing.issue_invoice(by=accounts, at=life.at, charges=list(Charge.objects.all()))
    assert (invoice.total_yen, invoice.lines.get().label) == (87_600, "塩水噴霧試験 取消し料")


@pytest.mark.parametrize("state", ["reported", "completed"])
def test_reported_order_is_not_cancelled(life: Life, in_order: Any, state: str) -> None:
    order = in_order(state)
    before = Charge.objects.count()
    with pytest.raises(Refused, match="この操作はできません"):
        cancel(life.staff.counter, life, order)
    assert Charge.objects.count() == before


def test_second_press_charges_nothing_more(life: Life, in_order: Any) -> None:
    order = in_order("tested")
    cancel(life.client.engineer, life, order)
    with pytest.raises(Refused):
        cancel(life.client.engineer, life, order)
    assert Charge.objects.count() == 1


def test_rival_cancels_nothing(life: Life, rival: Any, in_order: Any) -> None:
    with pytest.raises(Refused) as refused:
        cancel(rival.engineer, life, in_order("accepted"))
    assert (refused.value.decision.hidden, Charge.objects.count()) == (True, 0)


def test_page_says_the_fee_before_the_press_and_after(life: Life, in_order: Any) -> None:
    order = in_order("accepted")
    address = f"/testing/{order.public_id}/"
    browser = signed_in(life.client.engineer)
    assert "取り消すときの取消し料：8,760円" in browser.get(address).content.decode()
    assert do(life.client.engineer, f"{address}do/cancel/", reason="不要になった").status_code == 302
    assert "取消し料：8,760円" in browser.get(address).content.decode()
    letter = Notice.objects.get(kind="cancelled", address=life.client.engineer.email)
    assert "取消し料：8,760円" in letter.body


def test_counter_says_on_whose_account(life: Life, in_order: Any) -> None:
    order = in_order("tested")
    address = f"/desk/testing/{order.public_id}/do/cancel/"
    answer = do(life.staff.counter, address, reason="装置の故障", on_account_of="institute")
    assert (answer.status_code, Order.objects.get().fee_yen) == (302, 0)
