"""Short words for the tests of the institute's own money: this year's and last year's budget, a limit, a reserve."""

import datetime as dt
from typing import Any

import pytest

from kosetsu.foundation.billing.tests.conftest import chamber, charged, classed, office, spray  # noqa: F401
from kosetsu.services.treasury import actions
from kosetsu.services.treasury.models import BorrowingLimit, BudgetLine, BudgetYear, Reserve, ReservePurpose

LIMIT = 1_500_000_000
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def clerk(institute: Any) -> Any:
    return institute.accountant


@pytest.fixture
def lines(institute: Any) -> dict[str, BudgetLine]:
    """Grants and fees of tests as income, wages and running costs as outlay."""
    return {line.code: line for line in budget(2026)}


def budget(fiscal_year: int) -> list[BudgetLine]:
    year = BudgetYear.objects.create(fiscal_year=fiscal_year)
    wanted = [("income", "S01", 6_000_000, []), ("income", "S03", 280_000, ["test"]), ("outlay", "H01", 3_000_000, []),
              ("outlay", "H02", 3_100_000, [])]  # fmt: skip
    return [
        BudgetLine.objects.create(
            year=year, side=side, code=code, order=order, name_ja=f"科目{code}", planned_yen=yen, charge_kinds=kinds,
            source="試験",
        )
        for order, (side, code, yen, kinds) in enumerate(wanted)
    ]  # fmt: skip


@pytest.fixture
def limit(institute: Any) -> BorrowingLimit:
    return BorrowingLimit.objects.create(
        limit_yen=LIMIT, valid_from=dt.date(2021, 4, 1), valid_to=dt.date(2027, 3, 31), source="中期計画 第5"
    )


@pytest.fixture
def reserve(institute: Any, at: dt.datetime) -> Reserve:
    """A hundred thousand yen for facilities, recognised on 31 July."""
    purpose = ReservePurpose.objects.create(
        code="facilities", name_ja="施設・設備の整備及び改善", source="中期計画 第8"
    )
    return actions.recognise(
        by=institute.accountant, at=at, kind="purpose", purpose=purpose, yen=100_000,
        recognised_on=dt.date(2026, 7, 31), approval="R8-1",
    )  # fmt: skip


def execute(line: BudgetLine, yen: int, clerk: Any, at: dt.datetime, document: str = "D1", **more: Any) -> Any:
    more = {"on_date": TODAY, "words": "試薬", **more}
    return actions.execute(by=clerk, at=at, line=line, yen=yen, document=document, **more)


def borrow(yen: int, clerk: Any, at: dt.datetime, **more: Any) -> Any:
    days = {"borrowed_on": TODAY, "due_on": dt.date(2027, 3, 31), **more}
    return actions.borrow(by=clerk, at=at, lender="みほん銀行", yen=yen, reason="支払い", **days)


def roll_over(loan: Any, yen: int, clerk: Any, at: dt.datetime, **more: Any) -> Any:
    given = {"on_date": TODAY, "due_on": dt.date(2027, 11, 20), "approved_on": dt.date(2026, 11, 18), **more}
    return actions.roll_over(
        by=clerk, at=at, loan=loan, yen=yen, lender="みほん銀行", approval="8産労第1号", reason="資金の不足", **given
    )


def use(reserve: Reserve, yen: int, clerk: Any, at: dt.datetime, on_date: dt.date = TODAY) -> Any:
    return actions.use_reserve(by=clerk, at=at, reserve=reserve, yen=yen, on_date=on_date, words="屋根の修理")
