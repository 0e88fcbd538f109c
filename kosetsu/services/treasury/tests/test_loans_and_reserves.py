"""Loans within the plan's limit and within their year; reserves to the yen."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from kosetsu.common.decisions import Refused
from kosetsu.services.treasury import actions
from kosetsu.services.treasury.models import BorrowingLimit, Loan, Reserve
from kosetsu.services.treasury.tests.conftest import LIMIT, TODAY, borrow, roll_over, use

pytestmark = pytest.mark.django_db


def refusal(work, *given, **more):
    with pytest.raises(Refused) as refused, transaction.atomic():
        work(*given, **more)
    return refused.value.decision.reason


def repay(loan, yen, clerk, at, on_date=TODAY):
    return actions.repay(by=clerk, at=at, loan=loan, yen=yen, on_date=on_date)


def test_loan_up_to_the_limit_is_taken_and_one_yen_more_refused_with_the_numbers(limit, clerk, at):
    borrow(LIMIT - 100, clerk, at)
    said = "借入中の1,499,999,900円に101円を加えると、限度額1,500,000,000円を1円超えます。"
    assert refusal(borrow, 101, clerk, at) == said
    borrow(100, clerk, at)
    assert BorrowingLimit.objects.get().outstanding_yen == LIMIT


def test_repaid_sum_may_be_borrowed_again(limit, clerk, at):
    loan = borrow(LIMIT, clerk, at)
    repay(loan, 400, clerk, at)
    borrow(400, clerk, at)
    assert (BorrowingLimit.objects.get().outstanding_yen, Loan.objects.count()) == (LIMIT, 2)


def test_loan_entered_late_must_fit_into_the_days_it_was_open(limit, clerk, at):
    """Repaid meanwhile: today there is room, in May there was none."""
    early = borrow(LIMIT, clerk, at, borrowed_on=dt.date(2026, 5, 10))
    repay(early, LIMIT, clerk, at, dt.date(2026, 6, 10))
    assert refusal(borrow, 1, clerk, at, borrowed_on=dt.date(2026, 5, 1)).endswith("を1円超えます。")
    borrow(1, clerk, at, borrowed_on=dt.date(2026, 6, 10))


@pytest.mark.parametrize("due_on", [dt.date(2027, 4, 1), dt.date(2026, 11, 19)])
def test_loan_is_due_between_its_day_and_the_end_of_the_fiscal_year(limit, clerk, at, due_on):
    said = f"返済期限{due_on}は、借入日から年度末2027-03-31までにありません。"
    assert refusal(borrow, 1, clerk, at, due_on=due_on) == said


def test_without_a_limit_of_the_day_nothing_is_borrowed(clerk, at):
    assert refusal(borrow, 1, clerk, at) == "2026-11-20に有効な短期借入金の限度額がありません。"


def test_loan_is_repaid_when_nothing_is_left(limit, clerk, at):
    loan = borrow(1_000, clerk, at)
    states = []
    for yen in (400, 600):
        repay(loan, yen, clerk, at)
        loan.refresh_from_db()
        states.append((loan.state, loan.left_yen))
    assert states == [("borrowed", 600), ("repaid", 0)]
    assert refusal(repay, loan, 1, clerk, at) == "いまの状態では、この操作はできません。"


@pytest.mark.parametrize(
    ("yen", "day", "said"),
    [(1_001, TODAY, "残りは1,000円です。1,001円は登録できません。"),
     (0, TODAY, "残りは1,000円です。0円は登録できません。"),
     (1, dt.date(2026, 11, 19), "返済日2026-11-19が、借入日2026-11-20より前です。")],
)  # fmt: skip
def test_repayment_is_refused_with_the_number(limit, clerk, at, yen, day, said):
    assert refusal(repay, borrow(1_000, clerk, at), yen, clerk, at, day) == said


def test_loan_rolled_over_is_repaid_by_the_new_one_and_what_is_owed_stays(limit, clerk, at):
    """Even where the limit is full."""
    loan = borrow(LIMIT, clerk, at)
    repay(loan, LIMIT - 700, clerk, at)
    borrow(LIMIT - 700, clerk, at)
    new = roll_over(loan, 700, clerk, at)
    loan.refresh_from_db()
    assert (loan.state, loan.rolled_over_by, new.state, new.left_yen) == ("repaid", new, "borrowed", 700)
    assert BorrowingLimit.objects.get().outstanding_yen == LIMIT


def test_part_that_cannot_be_repaid_is_rolled_over_and_the_rest_is_still_owed(limit, clerk, at):
    loan = borrow(1_000, clerk, at)
    roll_over(loan, 400, clerk, at)
    loan.refresh_from_db()
    assert (loan.state, loan.left_yen, BorrowingLimit.objects.get().outstanding_yen) == ("borrowed", 600, 1_000)


@pytest.mark.parametrize(
    ("given", "said"),
    [({"yen": 1_001}, "残りは1,000円です。1,001円は登録できません。"),
     ({"due_on": dt.date(2027, 11, 21)}, "返済期限2027-11-21は、借換日から一年後の2027-11-20までにありません。"),
     ({"due_on": dt.date(2026, 11, 19)}, "返済期限2026-11-19は、借換日から一年後の2027-11-20までにありません。"),
     ({"approved_on": dt.date(2026, 11, 21)}, "認可日2026-11-21が、借換日2026-11-20より後です。")],
)  # fmt: skip
def test_roll_over_is_refused_with_the_number(limit, clerk, at, given, said):
    assert refusal(roll_over, borrow(1_000, clerk, at), **{"yen": 1, "clerk": clerk, "at": at, **given}) == said


def test_loan_of_last_year_is_no_longer_rolled_over(limit, clerk, at):
    in_march = dt.date(2026, 3, 20)
    loan = borrow(1_000, clerk, at, borrowed_on=in_march, due_on=in_march)
    assert refusal(roll_over, loan, 1, clerk, at) == "借換日2026-11-20が、借りた年度の末日2026-03-31より後です。"


def test_loan_is_rolled_over_once_and_one_that_rolls_another_over_not_at_all(limit, clerk, at):
    loan = borrow(1_000, clerk, at)
    new = roll_over(loan, 400, clerk, at)
    said = "借り換えた短期借入金は、もう一度借り換えられません。"
    assert [refusal(roll_over, one, 1, clerk, at) for one in (loan, new)] == [said] * 2


@pytest.mark.parametrize("wrong", [{"approval": ""}, {"approved_on": None}, {"approved_on": dt.date(2026, 11, 21)}])
def test_database_keeps_no_roll_over_without_an_approval_of_its_day(limit, clerk, at, wrong):
    new = roll_over(borrow(1_000, clerk, at), 400, clerk, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.filter(pk=new.pk).update(**wrong)


def test_reserve_is_used_when_nothing_is_left(reserve, clerk, at):
    states = []
    for yen in (30_000, 70_000):
        use(reserve, yen, clerk, at)
        reserve.refresh_from_db()
        states.append((reserve.state, reserve.left_yen))
    assert states == [("recognised", 70_000), ("used", 0)]


@pytest.mark.parametrize(
    ("yen", "day", "said"),
    [(100_001, TODAY, "残りは100,000円です。100,001円は登録できません。"),
     (1, dt.date(2026, 7, 30), "使用日2026-07-30が、承認日2026-07-31より前です。")],
)  # fmt: skip
def test_use_of_a_reserve_is_refused_with_the_number(reserve, clerk, at, yen, day, said):
    assert refusal(use, reserve, yen, clerk, at, day) == said


def test_purpose_belongs_to_a_purpose_reserve_alone_and_an_approval_comes_once(reserve, clerk, at):
    common = {"by": clerk, "at": at, "yen": 1, "recognised_on": TODAY}
    assert [
        refusal(actions.recognise, **common, kind="purpose", approval="R8-2"),
        refusal(actions.recognise, **common, kind="general", approval="R8-2", purpose=reserve.purpose),
        refusal(actions.recognise, **common, kind="general", approval="R8-1"),
    ] == ["使途が選ばれていません。", "使途は、目的積立金だけに選びます。", "承認番号R8-1は、すでに登録されています。"]
    assert Reserve.objects.count() == 1
