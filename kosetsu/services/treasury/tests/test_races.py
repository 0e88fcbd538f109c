"""Loans and reserves at the same moment, by real processes: never more than the limit, never more than is there.

Each race has its negative control: without the lock only the database's own constraint keeps the sum right.
"""

from typing import Any

import pytest
from django.db import connection

from kosetsu.foundation.billing.tests.test_races import FORK, RIVALS, at_once
from kosetsu.services.treasury.models import BorrowingLimit, Execution, Loan, Repayment, Reserve, ReserveUse
from kosetsu.services.treasury.tests.conftest import LIMIT, TODAY, borrow, execute, roll_over, use

pytestmark = pytest.mark.django_db(transaction=True)
SHARE = LIMIT // 4


@pytest.fixture(autouse=True)
def _real_database() -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("SQLite in memory has one connection; races are tested on PostgreSQL and on a file")


@pytest.fixture
def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The locks off: everybody has looked before anybody writes."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time, whatever we lock")
    meet = FORK.Barrier(RIVALS)
    for module in ("years", "loans", "reserves"):
        monkeypatch.setattr(f"kosetsu.services.treasury.actions.{module}.lock_keys", lambda *keys: None)

    from kosetsu.services.treasury import permissions

    for name in ("can_borrow", "can_roll_over", "can_use", "is_new_document"):
        monkeypatch.setattr(permissions, name, _then_wait(getattr(permissions, name), meet))


def _then_wait(can: Any, meet: Any) -> Any:
    def waiting(*given: Any) -> Any:
        answer = can(*given)
        meet.wait(30)
        return answer

    return waiting


def test_loans_fill_the_limit_and_the_rest_is_refused(limit, clerk, at):
    assert at_once([lambda: borrow(SHARE, clerk, at)] * RIVALS) == {"ok": 4, "Refused": RIVALS - 4}
    assert (Loan.objects.count(), BorrowingLimit.objects.get().outstanding_yen) == (4, LIMIT)


def test_without_the_lock_only_the_constraint_keeps_the_limit(limit, clerk, at, unlocked):
    assert at_once([lambda: borrow(SHARE, clerk, at)] * RIVALS) == {"ok": 4, "IntegrityError": RIVALS - 4}
    assert (Loan.objects.count(), Repayment.objects.count()) == (4, 0)


def test_loan_is_rolled_over_once(limit, clerk, at):
    loan = borrow(900, clerk, at)
    assert at_once([lambda: roll_over(loan, 100, clerk, at)] * RIVALS) == {"ok": 1, "Refused": RIVALS - 1}
    assert (Loan.objects.count(), BorrowingLimit.objects.get().outstanding_yen) == (2, 900)


def test_without_the_lock_only_the_constraint_keeps_a_loan_from_being_rolled_over_twice(limit, clerk, at, unlocked):
    loan = Loan.objects.create(
        limit=limit, lender="銀行", yen=900, borrowed_on=TODAY, due_on=TODAY, reason="支払い", at=at, by=clerk
    )
    assert at_once([lambda: roll_over(loan, 100, clerk, at)] * RIVALS) == {"ok": 1, "IntegrityError": RIVALS - 1}


def test_reserve_is_used_to_the_yen_and_no_further(reserve, clerk, at):
    assert at_once([lambda: use(reserve, 40_000, clerk, at)] * RIVALS) == {"ok": 2, "Refused": RIVALS - 2}
    assert (ReserveUse.objects.count(), Reserve.objects.get().left_yen) == (2, 20_000)


def test_without_the_lock_only_the_constraint_keeps_the_reserve(reserve, clerk, at, unlocked):
    assert at_once([lambda: use(reserve, 40_000, clerk, at)] * RIVALS) == {"ok": 2, "IntegrityError": RIVALS - 2}


def test_line_of_a_document_is_executed_once(lines, clerk, at):
    assert at_once([lambda: execute(lines["H01"], 5, clerk, at)] * RIVALS) == {"ok": 1, "Refused": RIVALS - 1}
    assert Execution.objects.count() == 1


def test_without_the_lock_only_the_constraint_keeps_a_document_from_coming_twice(lines, clerk, at, unlocked):
    assert at_once([lambda: execute(lines["H01"], 5, clerk, at)] * RIVALS) == {"ok": 1, "IntegrityError": RIVALS - 1}
