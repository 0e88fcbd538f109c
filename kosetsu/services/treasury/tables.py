"""The institute's own money as data: ``treasury/*.csv``; and the demo's year, lived through by the actions."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from kosetsu.common.clock import now
from kosetsu.common.money import yen_text
from kosetsu.common.tables import BadRow, Blank, Items, Table, TableRow, cells, lookup
from kosetsu.foundation.catalogue.states import PRICED_KINDS
from kosetsu.services.treasury.actions.demo import Deed, play
from kosetsu.services.treasury.models import (
    BorrowingLimit,
    BudgetLine,
    BudgetYear,
    FinancialPlan,
    PlanLine,
    Reserve,
    ReservePurpose,
)
from kosetsu.services.treasury.states import PARTS, Held, Part, PlanKind, ReserveKind, Side, YearState


class LimitRow(TableRow):
    """One line of treasury/borrowing_limits.csv."""

    limit_yen: int = Field(ge=0)
    valid_from: dt.date
    valid_to: Blank[dt.date] = None
    source: str


class LineRow(TableRow):
    """One line of treasury/budget_lines.csv."""

    fiscal_year: int = Field(ge=2000, le=2200)
    side: Side
    code: str
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    planned_yen: int = Field(ge=0)
    charge_kinds: Items = []
    source: str

    @model_validator(mode="after")
    def _fees_are_income(self) -> "LineRow":
        if unknown := set(self.charge_kinds) - set(PRICED_KINDS):
            raise ValueError(_("「%(value)s」は使えません。") % {"value": "・".join(sorted(unknown))})
        if self.charge_kinds and self.side != Side.INCOME:
            raise ValueError(_("料金が計上されるのは、収入の科目だけです。"))
        return self


class PlanRow(TableRow):
    """One line of treasury/plan_lines.csv: of a fiscal year's plan, or of the plan of the mid-term plan's years."""

    plan: PlanKind
    first_year: int = Field(ge=2000, le=2200)
    last_year: int = Field(ge=2000, le=2200)
    side: Side
    part: Part
    code: str
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    planned_yen: int = Field(ge=0)
    budget_codes: Items = []
    held: Items = []
    source: str

    @property
    def of(self) -> tuple[PlanKind, int, int]:
        """Which plan it is a line of."""
        return self.plan, self.first_year, self.last_year

    @model_validator(mode="after")
    def _is_a_line_of_its_plan(self) -> "PlanRow":
        if self.last_year < self.first_year:
            raise ValueError(_("最後の年度が、最初の年度より前です。"))
        if self.part not in PARTS[self.plan]:
            raise ValueError(
                _("%(plan)sに「%(part)s」の科目はありません。") % {"plan": self.plan.label, "part": self.part.label}
            )
        if self.part == Part.RESERVES and self.side != Side.INCOME:
            raise ValueError(_("目的積立金の取崩しは、収入の側に書いてください。"))
        if unknown := set(self.held) - set(Held):
            raise ValueError(_("「%(value)s」は使えません。") % {"value": "・".join(sorted(unknown))})
        return self


class PurposeRow(TableRow):
    """One line of treasury/reserve_purposes.csv."""

    code: str
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str


class ReserveRow(TableRow):
    """One line of treasury/reserves.csv."""

    kind: ReserveKind
    purpose: str = ""
    recognised_on: dt.date
    approval: str
    yen: int = Field(ge=1)
    source: str

    @model_validator(mode="after")
    def _has_its_purpose(self) -> "ReserveRow":
        if (self.kind == ReserveKind.PURPOSE) != bool(self.purpose):
            raise ValueError(_("使途は、目的積立金だけに書き、必ず書いてください。"))
        return self


class DeedRow(TableRow):
    """One line of demo/treasury.csv: a deed so many days before the loading day, under the line or reserve named."""

    verb: str = Field(pattern="^(change|execute|borrow|repay|use)$")
    key: str
    yen: int
    days_ago: int = Field(ge=0, le=200)
    words: str
    source: str


def load_limits(rows: list[tuple[int, LimitRow]]) -> None:
    """Write the limits; what is borrowed under one stays counted."""
    for row in cells(rows):
        BorrowingLimit.objects.update_or_create(
            valid_from=row.valid_from, defaults=row.model_dump(exclude={"valid_from"})
        )


def load_lines(rows: list[tuple[int, LineRow]]) -> None:
    """Write the lines in the order of the file; a settled year stays as it was settled."""
    years: dict[int, BudgetYear] = {}
    for order, row in enumerate(cells(rows)):
        if row.fiscal_year not in years:
            years[row.fiscal_year] = BudgetYear.objects.get_or_create(fiscal_year=row.fiscal_year)[0]
        year = years[row.fiscal_year]
        if year.state != YearState.CLOSED:
            fields = row.model_dump(exclude={"fiscal_year", "code"}) | {"order": order}
            BudgetLine.objects.update_or_create(year=year, code=row.code, defaults=fields)


def load_plans(rows: list[tuple[int, PlanRow]]) -> None:
    """Write the plans in the order of the file; one whose years are settled stays as it was."""
    plans = {one: _plan(*one) for one in dict.fromkeys(row.of for row in cells(rows))}
    for order, (line, row) in enumerate(rows):
        if (plan := plans[row.of]) is None:
            continue
        _count_budget(plan, line, row)
        fields = row.model_dump(exclude={"plan", "first_year", "last_year", "code"}) | {"order": order}
        PlanLine.objects.update_or_create(plan=plan, code=row.code, defaults=fields)


def _plan(kind: PlanKind, first_year: int, last_year: int) -> FinancialPlan | None:
    """The plan, unless its years are settled; a year that has only plans is settled like any other."""
    wanted: dict[str, Any] = {"kind": kind, "first_year": first_year, "last_year": last_year}
    if FinancialPlan(**wanted).state == YearState.CLOSED:
        return None
    if first_year == last_year:
        BudgetYear.objects.get_or_create(fiscal_year=first_year)
    return FinancialPlan.objects.get_or_create(**wanted)[0]


def _count_budget(plan: FinancialPlan, line: int, row: PlanRow) -> None:
    """The budget lines it counts are of its years and its side; fees are cash when they are paid, not when billed."""
    found = BudgetLine.objects.filter(year__in=plan.years, side=row.side, code__in=row.budget_codes)
    known = {one.code: one for one in found}
    for code in row.budget_codes:
        if lookup(known, code, line, "budget_codes").charge_kinds and plan.kind == PlanKind.CASH:
            raise BadRow(line, "budget_codes", _("料金は、heldにreceiptsと書いて入金で数えてください。"))


def load_purposes(rows: list[tuple[int, PurposeRow]]) -> None:
    """Write the purposes in the order of the file."""
    for order, row in enumerate(cells(rows)):
        fields = row.model_dump(exclude={"code"}) | {"order": order}
        ReservePurpose.objects.update_or_create(code=row.code, defaults=fields)


def load_reserves(rows: list[tuple[int, ReserveRow]]) -> None:
    """Write what was recognised before the program came; one that is known by its approval is kept as it is."""
    purposes = {one.code: one for one in ReservePurpose.objects.all()}
    for line, row in rows:
        purpose = lookup(purposes, row.purpose, line, "purpose") if row.purpose else None
        fields = row.model_dump(exclude={"approval", "purpose"}) | {"purpose": purpose, "at": now()}
        Reserve.objects.get_or_create(approval=row.approval, defaults=fields)


def load_demo(rows: list[tuple[int, DeedRow]]) -> None:
    """The demo's deeds, through the actions."""
    play([Deed(**row.model_dump(exclude={"source"})) for row in cells(rows)], now())


def _one_limit_at_a_time(rows: list[tuple[int, LimitRow]]) -> Iterator[BadRow]:
    ordered = sorted(rows, key=lambda one: one[1].valid_from)
    for (before, one), (line, other) in pairwise(ordered):
        if one.valid_to is None or one.valid_to >= other.valid_from:
            yield BadRow(line, "valid_from", _("%(line)d 行目と期間が重なっています。") % {"line": before})


def _a_fee_is_income_once(rows: list[tuple[int, LineRow]]) -> Iterator[BadRow]:
    """A kind that stood under two lines of a year would be counted twice."""
    seen: dict[Any, int] = {}
    for line, row in rows:
        for kind in row.charge_kinds:
            first = seen.setdefault((row.fiscal_year, kind), line)
            if first != line:
                text = _("「%(kind)s」の料金は、%(line)d行目の科目にも計上されます。")
                yield BadRow(line, "charge_kinds", text % {"kind": kind, "line": first})


def _plans_stand(rows: list[tuple[int, PlanRow]]) -> Iterator[BadRow]:
    for _of, group in groupby(sorted(rows, key=lambda one: (one[1].of, one[0])), key=lambda one: one[1].of):
        lines = list(group)
        yield from _counted_once(lines)
        if lines[0][1].plan == PlanKind.CASH:
            yield from _in_balance(lines)


def _counted_once(lines: list[tuple[int, PlanRow]]) -> Iterator[BadRow]:
    seen: dict[tuple[str, str], int] = {}
    for line, row in lines:
        for field in ("budget_codes", "held"):
            for value in getattr(row, field):
                if (first := seen.setdefault((field, value), line)) != line:
                    text = _("「%(value)s」は、%(line)d行目の科目でも数えられます。")
                    yield BadRow(line, field, text % {"value": value, "line": first})


def _in_balance(lines: list[tuple[int, PlanRow]]) -> Iterator[BadRow]:
    """With what is carried over from before and into the next period, cash in is cash out."""
    sums = {side: sum(row.planned_yen for _line, row in lines if row.side == side) for side in Side}
    over = sums[Side.INCOME] - sums[Side.OUTLAY]
    carried = [line for line, row in lines if (row.side, row.part) == (Side.OUTLAY, Part.CARRIED)]
    if over:
        text = _(
            "資金収入の計%(income)sと資金支出の計%(outlay)sが合いません（差%(over)s円）。次期への繰越金を確かめてください。"
        )
        values = {"income": yen_text(sums[Side.INCOME]), "outlay": yen_text(sums[Side.OUTLAY]), "over": f"{over:+,}"}
        yield BadRow((carried or [lines[-1][0]])[0], "planned_yen", text % values)


TABLES = [
    Table("treasury/borrowing_limits.csv", LimitRow, load_limits, order=345, optional=True, key=("valid_from",),
          check=_one_limit_at_a_time),
    Table("treasury/budget_lines.csv", LineRow, load_lines, order=345, optional=True, key=("fiscal_year", "code"),
          check=_a_fee_is_income_once),
    Table("treasury/plan_lines.csv", PlanRow, load_plans, order=346, optional=True,
          key=("plan", "first_year", "last_year", "code"), check=_plans_stand),
    Table("treasury/reserve_purposes.csv", PurposeRow, load_purposes, order=345, optional=True, key=("code",)),
    Table("treasury/reserves.csv", ReserveRow, load_reserves, order=346, optional=True, key=("approval",)),
    Table("demo/treasury.csv", DeedRow, load_demo, order=640, optional=True, demo=True),
]  # fmt: skip
