"""Money at the same moment, by real processes: billed once, paid once, never more relief than the budget.

Each race has its negative control: without the lock the same moment goes wrong, and then only the database's own
constraint keeps the money right.
"""

import multiprocessing
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing import actions
from kosetsu.foundation.billing.models import Charge, Invoice, InvoiceLine, Payment, ReliefAccount
from kosetsu.foundation.billing.tests.conftest import charge, with_class
from kosetsu.foundation.catalogue.models import Relief
from tests import build

pytestmark = pytest.mark.django_db(transaction=True)
RIVALS = 6
FORK = multiprocessing.get_context("fork")


@pytest.fixture(autouse=True)
def _real_database() -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("SQLite in memory has one connection; races are tested on PostgreSQL and on a file")


def at_once(works: list[Callable[[], Any]]) -> Counter[str]:
    """Start every work at the same moment in a process of its own; how many ended in which way."""
    connections.close_all()
    start, ends = FORK.Barrier(len(works)), FORK.SimpleQueue()

    def run(work: Callable[[], Any]) -> None:
        end = "ok"
        try:
            start.wait(30)
            work()
        except (Refused, IntegrityError) as failed:
            end = type(failed).__name__
        finally:
            connections.close_all()
            ends.put(end)

    rivals = [FORK.Process(target=run, args=[work]) for work in works]
    for one in rivals:
        one.start()
    found = Counter(ends.get() for _one in rivals)
    for one in rivals:
        one.join(30)
    return found


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The locks off: everybody meets where somebody should have waited."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time, whatever we lock")
    meet = FORK.Barrier(RIVALS)
    for module in ("charges", "invoices"):
        monkeypatch.setattr(f"kosetsu.foundation.billing.actions.{module}.lock_keys", lambda *keys: None)
    monkeypatch.setattr("kosetsu.foundation.billing.actions.beats.hold_month", lambda day: meet.wait(30))


def _bill(charged: Charge, office: Any, at: Any) -> list[Callable[[], Any]]:
    return [lambda: actions.issue_invoice(by=office.clerk, at=at, charges=[charged])] * RIVALS


def test_one_charge_is_billed_once_and_the_rest_is_refused(charged, office, at):
    assert at_once(_bill(charged, office, at)) == {"ok": 1, "Refused": RIVALS - 1}
    assert (InvoiceLine.objects.count(), list(Invoice.objects.values_list("number", flat=True))) == (1, ["請R8-00001"])


def test_without_the_lock_only_the_constraint_keeps_it_from_being_billed_twice(charged, office, at, unlocked):
    assert at_once(_bill(charged, office, at)) == {"ok": 1, "IntegrityError": RIVALS - 1}


def _pay(invoice: Invoice, office: Any, at: Any, reference: str = "T-{}") -> list[Callable[[], Any]]:
    return [
        lambda number=number: actions.take_cash(
            by=office.clerk, at=at, invoice=invoice, amount_yen=50_000, reference=reference.format(number)
        )
        for number in range(RIVALS)
    ]


def test_one_payment_is_booked_once(invoice, office, at):
    assert at_once(_pay(invoice, office, at, "T-1")) == {"ok": 1, "Refused": RIVALS - 1}
    assert (Payment.objects.count(), Invoice.objects.get().settled_yen) == (1, 50_000)


def test_without_the_lock_only_the_constraint_keeps_it_from_being_booked_twice(
    invoice, office, at, unlocked, monkeypatch
):
    meet, create = FORK.Barrier(RIVALS), Payment.objects.create

    def write_together(**columns: Any) -> Payment:
        """Everybody has looked before anybody writes."""
        meet.wait(30)
        return create(**columns)

    monkeypatch.setattr(Payment.objects, "create", write_together)
    assert at_once(_pay(invoice, office, at, "T-1")) == {"ok": 1, "IntegrityError": RIVALS - 1}


def test_many_payments_of_one_invoice_settle_it_once_and_the_rest_is_left(invoice, office, at):
    assert at_once(_pay(invoice, office, at)) == {"ok": RIVALS}
    assert Invoice.objects.get().settled_yen == 87_600
    assert sum(one.left_yen for one in Payment.objects.all()) == RIVALS * 50_000 - 87_600


@pytest.fixture
def companies(spray: Any, office: Any) -> list[Any]:
    Relief.objects.create(code="R", name_ja="減免", rate="1/2", budget_yen=100_000, source="試験")
    return [with_class(build.company(f"会社{number}", "131083")) for number in range(RIVALS)]


def _use(companies: list[Any], spray: Any, office: Any, at: Any) -> list[Callable[[], Any]]:
    return [lambda one=one: charge(one, spray, office, at, 30, copies=1) for one in companies]


def test_the_budget_of_a_relief_is_spent_to_the_yen_and_no_further(companies, spray, office, at):
    assert at_once(_use(companies, spray, office, at)) == {"ok": RIVALS}
    assert ReliefAccount.objects.get(organisation=None).used_yen == 100_000
    assert sum(one.yen for one in Charge.objects.all()) == RIVALS * 87_600 - 100_000


def test_without_the_lock_only_the_constraint_keeps_the_budget(companies, spray, office, at, unlocked, monkeypatch):
    meet = FORK.Barrier(RIVALS)
    monkeypatch.setattr("kosetsu.foundation.billing.actions.beats.hold_month", lambda day: None)
    from kosetsu.foundation.billing.actions import charges

    granted = charges.granted

    def read_together(*given: Any) -> Any:
        meet.wait(30)
        return granted(*given)

    monkeypatch.setattr(charges, "granted", read_together)
    found = at_once(_use(companies, spray, office, at))
    assert found["IntegrityError"] > 0
    assert ReliefAccount.objects.get(organisation=None).used_yen <= 100_000
