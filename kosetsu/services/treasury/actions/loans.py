"""Short-term loans: borrowed within the limit, repaid within the year or, with the founder's approval, rolled over."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import Refused, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.services.treasury import permissions
from kosetsu.services.treasury.actions.years import hold_year
from kosetsu.services.treasury.models import BorrowingLimit, Loan, Repayment
from kosetsu.services.treasury.states import LOAN_MOVES, LoanState

LIMIT = "treasury:limit"


@transaction.atomic
def borrow(
    *, by: Person, at: dt.datetime, lender: str, yen: int, borrowed_on: dt.date, due_on: dt.date, reason: str
) -> Loan:
    """Write a loan down; what is owed with it stays within the limit on every day."""
    hold_year(fiscal.fiscal_year(borrowed_on))
    lock_keys(LIMIT)
    require(permissions.can_keep(by))
    require(permissions.day_is_open(borrowed_on, day_of(at)))
    limit = _limit_on(borrowed_on)
    require(permissions.can_borrow(limit, yen, borrowed_on, due_on))
    BorrowingLimit.objects.filter(pk=limit.pk).update(outstanding_yen=F("outstanding_yen") + yen)
    made = Loan.objects.create(
        limit=limit, lender=lender, yen=yen, borrowed_on=borrowed_on, due_on=due_on, reason=reason, at=at, by=by
    )
    audit.record(by=by, at=at, verb="borrow", thing=made, reason=reason, after={"lender": lender, "yen": yen})
    return made


@transaction.atomic
def repay(*, by: Person, at: dt.datetime, loan: Loan, yen: int, on_date: dt.date) -> Repayment:
    """Write a repayment down, in full or in part."""
    hold_year(fiscal.fiscal_year(on_date))
    lock_keys(LIMIT)
    require(permissions.can_keep(by))
    locked = Loan.objects.get(pk=loan.pk)
    target = LOAN_MOVES.target("repay", locked.state)
    require(permissions.day_is_open(on_date, day_of(at)))
    require(permissions.can_repay(locked, yen, on_date))
    made = _take(locked, target, by=by, at=at, yen=yen, on_date=on_date)
    BorrowingLimit.objects.filter(pk=locked.limit_id).update(outstanding_yen=F("outstanding_yen") - yen)
    audit.record(by=by, at=at, verb="repay", thing=made, after={"loan": locked.pk, "yen": yen})
    return made


@transaction.atomic
def roll_over(
    *,
    by: Person,
    at: dt.datetime,
    loan: Loan,
    lender: str,
    yen: int,
    on_date: dt.date,
    due_on: dt.date,
    approval: str,
    approved_on: dt.date,
    reason: str,
) -> Loan:
    """Repay what cannot be repaid by a new loan in its place (借換え); what is owed, and its limit, stay the same."""
    hold_year(fiscal.fiscal_year(on_date))
    lock_keys(LIMIT)
    require(permissions.can_keep(by))
    locked = Loan.objects.get(pk=loan.pk)
    target = LOAN_MOVES.target("roll_over", locked.state)
    require(permissions.day_is_open(on_date, day_of(at)))
    require(permissions.can_repay(locked, yen, on_date))
    require(permissions.can_roll_over(locked, on_date, due_on, approved_on))
    made = Loan.objects.create(
        limit_id=locked.limit_id, lender=lender, yen=yen, borrowed_on=on_date, due_on=due_on, reason=reason,
        rolls_over=locked, approval=approval, approved_on=approved_on, at=at, by=by,
    )  # fmt: skip
    _take(locked, target, by=by, at=at, yen=yen, on_date=on_date)
    after = {"loan": locked.pk, "yen": yen, "approval": approval}
    audit.record(by=by, at=at, verb="roll_over", thing=made, reason=reason, after=after)
    return made


def _take(locked: Loan, target: LoanState, *, by: Person, at: dt.datetime, yen: int, on_date: dt.date) -> Repayment:
    """The loan is repaid by so much; whoever calls holds the limit."""
    made = Repayment.objects.create(loan=locked, on_date=on_date, yen=yen, at=at, by=by)
    locked.state = target if yen == locked.left_yen else locked.state
    locked.repaid_yen += yen
    locked.save(update_fields=["state", "repaid_yen"])
    return made


def _limit_on(day: dt.date) -> BorrowingLimit:
    """The mid-term plan's limit of that day; without one nothing is borrowed."""
    found: BorrowingLimit | None = BorrowingLimit.objects.on(day).first()
    if found is None:
        raise Refused(
            no(
                _("%(day)sに有効な短期借入金の限度額がありません。") % {"day": day.isoformat()},
                _("treasury/borrowing_limits.csvに登録してください。"),
            )
        )
    return found
