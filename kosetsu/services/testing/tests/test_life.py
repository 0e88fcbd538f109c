"""An order from the first word to the entry and the charge, and every refusal on the way."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing.models import Charge, Quote
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.governance.actions import declare
from kosetsu.services.testing import actions
from kosetsu.services.testing.actions import Wanted
from kosetsu.services.testing.models import Order
from kosetsu.services.testing.tests.conftest import Life, offering

pytestmark = pytest.mark.django_db


def state_of(order: Order) -> str:
    return Order.objects.get(pk=order.pk).case.state


def test_order_from_enquiry_to_charge_has_one_completed_entry_and_one_charge_per_part(life: Life) -> None:
    order = life.accepted()
    life.verified(order)
    assert state_of(order) == "tested"
    done = actions.complete_order(by=life.staff.counter, at=life.at, order=life.reported(order))
    assert (done.case.number, done.case.state, done.case.closed_at) == ("試R8-00001", "completed", life.at)
    entries = list(Entry.objects.order_by("pk").values_list("kind", "quantity", "unit", "amount_yen", "reference"))
    assert entries == [("part", 30, "24時間・個", 87_600, "T-COR-001"), ("completed", 1, "件", 0, "試R8-00001")]
    [charge] = Charge.objects.all()
    assert (charge.yen, charge.entry, charge.quote_line) == (
        87_600,
        Entry.objects.get(kind="part"),
        done.items.get().quote_line,
    )


def test_application_accepts_the_quote_at_its_price(life: Life) -> None:
    order = life.applied()
    assert (order.quote.state, order.quote.total_yen, order.applied_by) == ("accepted", 87_600, life.client.engineer)


def test_second_quote_is_a_version_and_replaces_the_parts(life: Life) -> None:
    order = actions.quote_order(
        by=life.staff.counter, at=life.at, order=life.quoted(), wanted=[Wanted(offering=life.spray, quantity=10)]
    )
    assert (order.quote.version, order.quote.total_yen) == (2, 29_300)
    assert [(one.quantity, one.quote_line.quote) for one in order.items.all()] == [(10, order.quote)]
    assert list(Quote.objects.order_by("version").values_list("state", flat=True)) == ["replaced", "issued"]


def test_application_without_export_declaration_is_refused_and_with_one_accepted(life: Life) -> None:
    order = life.quoted()
    with pytest.raises(Refused, match="輸出管理の申告がありません"):
        actions.apply(by=life.client.engineer, at=life.at, order=order)
    assert state_of(order) == "quoted"
    declare(by=life.client.engineer, at=life.at, person=life.client.engineer, resident=True, types=[], technology="")
    assert actions.apply(by=life.client.engineer, at=life.at, order=order).case.state == "applied"


def test_held_declaration_stops_the_acceptance_not_the_application(life: Life) -> None:
    who = life.client.engineer
    declare(by=who, at=life.at, person=who, resident=True, types=[2], technology="表面")
    order = actions.apply(by=who, at=life.at, order=life.quoted())
    with pytest.raises(Refused, match="輸出管理の担当者が"):
        actions.accept_order(by=life.staff.head, at=life.at, order=order)
    assert state_of(order) == "applied"


def test_acceptance_sets_working_day_deadlines(life: Life) -> None:
    order = life.accepted()
    assert order.items.get().due_on == dt.date(2026, 11, 30)  # Friday + 5 working days, 勤労感謝の日 between
    assert order.case.due_on == dt.date(2026, 11, 30)


def test_counter_does_not_accept(life: Life) -> None:
    with pytest.raises(Refused, match="研究部門の担当者が行います"):
        actions.accept_order(by=life.staff.counter, at=life.at, order=life.applied())


def test_refusal_needs_a_reason_and_takes_the_quote_back(life: Life) -> None:
    order = life.applied()
    with pytest.raises(Refused, match="理由"):
        actions.refuse_order(by=life.staff.head, at=life.at, order=order, reason=" ")
    refused = actions.refuse_order(by=life.staff.head, at=life.at, order=order, reason="試験槽に入らない大きさ")
    assert (refused.case.state, refused.ended_because) == ("refused", "試験槽に入らない大きさ")
    assert Quote.objects.get().state == "withdrawn"


def test_order_is_not_completed_before_its_report(life: Life, in_order: Any) -> None:
    with pytest.raises(Refused, match="成績書がまだ発行されていません"):
        actions.complete_order(by=life.staff.counter, at=life.at, order=in_order("tested"))
    assert (Charge.objects.count(), Entry.objects.count()) == (0, 0)


def test_order_is_completed_once(life: Life, in_order: Any) -> None:
    with pytest.raises(Refused):
        actions.complete_order(by=life.staff.counter, at=life.at, order=in_order("completed"))
    assert (Charge.objects.count(), Entry.objects.count()) == (1, 2)


def test_completion_that_fails_leaves_nothing(life: Life, in_order: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_kwargs: Any) -> None:
        raise RuntimeError

    order = in_order("reported")
    monkeypatch.setattr("kosetsu.services.testing.actions.finish.billing.charge", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        actions.complete_order(by=life.staff.counter, at=life.at, order=order)
    assert (state_of(order), Entry.objects.count(), Charge.objects.count()) == ("reported", 0, 0)


def test_another_company_neither_sees_nor_touches(life: Life, rival: Any) -> None:
    order = life.quoted()
    assert list(Order.objects.visible_to(rival.engineer)) == []
    for verb, more in ((actions.apply, {}), (actions.cancel_order, {"reason": "x"})):
        with pytest.raises(Refused) as refused:
            verb(by=rival.engineer, at=life.at, order=order, **more)
        assert refused.value.decision.hidden


def test_order_for_anothers_workplace_is_hidden(life: Life, rival: Any) -> None:
    with pytest.raises(Refused) as refused:
        actions.open_order(
            by=rival.engineer, at=life.at, workplace=life.client.workplace, purpose="x",
            wanted=[Wanted(offering=life.spray, quantity=1)],
        )  # fmt: skip
    assert refused.value.decision.hidden


@pytest.mark.parametrize(
    ("quantity", "state", "reason"), [(0, "offered", "数量"), (1, "withdrawn", "提供していません")]
)
def test_part_that_cannot_be_asked_for_opens_nothing(life: Life, quantity: int, state: str, reason: str) -> None:
    life.spray.state = state
    life.spray.save()
    with pytest.raises(Refused, match=reason):
        life.asked(wanted=[Wanted(offering=life.spray, quantity=quantity)])
    assert Order.objects.count() == 0


def test_commissioned_support_over_two_branches_is_one_quote_and_counts_once(life: Life, institute: Any) -> None:
    design = offering(institute, "S-DES-001", "設計支援", institute.emc)
    order = life.accepted(
        kind="support",
        wanted=[
            Wanted(offering=life.spray, quantity=2),
            Wanted(offering=design, quantity=8, kind="hours", label="回路設計"),
        ],
    )
    assert (order.case.number, order.quote.lines.count(), order.is_composite) == ("託R8-00001", 2, True)
    life.verified(order)
    assert state_of(order) == "testing"
    hours = order.items.get(kind="hours")
    actions.deliver_part(by=institute.colleague, at=life.at, item=hours, on_date=life.at.date())
    actions.complete_order(by=life.staff.counter, at=life.at, order=life.reported(order))
    assert Entry.objects.filter(service="testing", kind="completed").count() == 1
    parts = Entry.objects.filter(kind="part").order_by("pk")
    assert [(one.branch.code, one.topic, one.quantity) for one in parts] == [("B01", "test", 2), ("B02", "hours", 8)]
    assert [one.yen for one in Charge.objects.order_by("pk")] == [6_100, 23_500]
