"""A financial plan's table: each line's planned and actual sum, each side's, and what they come to; Excel and A4."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from kosetsu.common.pdf import render_apart
from kosetsu.common.spreadsheets import Column, Kind, write_xlsx
from kosetsu.foundation.billing.models import Payment, Refund
from kosetsu.services.treasury.documents.paper import NOTHING, TEMPLATE, paper, printed
from kosetsu.services.treasury.documents.settlement import table_of
from kosetsu.services.treasury.models import BudgetYear, FinancialPlan, Loan, PlanLine, Repayment, ReserveUse
from kosetsu.services.treasury.rules import Beside
from kosetsu.services.treasury.states import Held, Part, PlanKind, ReserveKind, Side

Span = tuple[dt.date, dt.date]
NAMES = {
    (PlanKind.PROFIT, Side.INCOME): gettext_lazy("収益の部"),
    (PlanKind.PROFIT, Side.OUTLAY): gettext_lazy("費用の部"),
    (PlanKind.CASH, Side.INCOME): gettext_lazy("資金収入"),
    (PlanKind.CASH, Side.OUTLAY): gettext_lazy("資金支出"),
}


@dataclass(frozen=True, slots=True)
class PlanSide:
    """One side of a plan: its lines with what was planned and what became of it, and their sum."""

    name: str
    rows: tuple[tuple[PlanLine, Beside], ...]

    @property
    def total(self) -> Beside:
        return _sum(one for _line, one in self.rows)


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A plan: income, outlay, and what they come to."""

    sides: tuple[PlanSide, ...]
    results: tuple[tuple[str, Beside], ...]


def plan_table(plan: FinancialPlan) -> PlanTable:
    """The plan with its actual sums; a settled year's as they were frozen."""
    lines = list(plan.lines.all())
    settlement = plan.settlement
    found = _frozen(plan, settlement.totals) if settlement else _counted(plan, lines)
    rows = [(line, found.get(line.code, Beside(line.planned_yen, None))) for line in lines]
    sides = tuple(
        PlanSide(str(NAMES[PlanKind(plan.kind), side]), tuple(row for row in rows if row[0].side == side))
        for side in Side
    )
    return PlanTable(sides, tuple(_results(PlanKind(plan.kind), rows)))


def frozen_plans(year: BudgetYear) -> list[dict[str, Any]]:
    """What a settlement keeps of the year's own plans."""
    return [
        {"plan": plan.kind, "code": line.code, "planned": one.planned, "actual": one.actual}
        for plan in FinancialPlan.objects.filter(first_year=year.fiscal_year, last_year=year.fiscal_year)
        for side in plan_table(plan).sides
        for line, one in side.rows
    ]


def _results(kind: PlanKind, rows: list[tuple[PlanLine, Beside]]) -> Iterable[tuple[str, Beside]]:
    """Net and gross profit, or by how much the cash in hand changes: income without outlay."""
    apart = {PlanKind.PROFIT: Part.RESERVES, PlanKind.CASH: Part.CARRIED}[kind]
    signed = [(line.part, one if line.side == Side.INCOME else -one) for line, one in rows]
    name = {PlanKind.PROFIT: _("純利益"), PlanKind.CASH: _("資金の増減")}[kind]
    yield name, _sum(one for part, one in signed if part != apart)
    if kind == PlanKind.PROFIT:
        yield _("総利益"), _sum(one for _part, one in signed)


def _sum(found: Iterable[Beside]) -> Beside:
    return reduce(add, found, Beside())


def _frozen(plan: FinancialPlan, totals: list[dict[str, Any]]) -> dict[str, Beside]:
    return {one["code"]: Beside(one["planned"], one["actual"]) for one in totals if one.get("plan") == plan.kind}


def _counted(plan: FinancialPlan, lines: list[PlanLine]) -> dict[str, Beside]:
    """A line that names nothing has no actual sum: the records do not hold it."""
    executed = _executed(plan.years.select_related("settlement"))
    wanted = {Held(name) for line in lines for name in line.held}
    held = {one: HOLDERS[one](plan.span) for one in wanted}
    return {
        line.code: Beside(
            line.planned_yen,
            sum(executed[code] for code in line.budget_codes) + sum(held[Held(name)] for name in line.held),
        )
        for line in lines
        if line.budget_codes or line.held
    }


def _executed(years: Iterable[BudgetYear]) -> Counter[str]:
    """What was executed under each code of the years' budgets, fees with it."""
    found: Counter[str] = Counter()
    for year in years:
        for part in table_of(year):
            found.update({line.code: one.executed for line, one in part.rows})
    return found


def _receipts(span: Span) -> int:
    came = _total(Payment.objects.filter(received_on__range=span), "amount_yen")
    return came - _total(Refund.objects.filter(paid_on__range=span))


def _total(rows: Any, field: str = "yen") -> int:
    return rows.aggregate(total=Sum(field))["total"] or 0


HOLDERS: dict[Held, Callable[[Span], int]] = {
    Held.RECEIPTS: _receipts,
    Held.BORROWED: lambda span: _total(Loan.objects.filter(borrowed_on__range=span)),
    Held.REPAID: lambda span: _total(Repayment.objects.filter(on_date__range=span)),
    Held.RESERVES_USED: lambda span: _total(
        ReserveUse.objects.filter(on_date__range=span, reserve__kind=ReserveKind.PURPOSE)
    ),
}


# on paper


def plan_xlsx(plan: FinancialPlan) -> bytes:
    """The table as a sheet."""
    columns = [
        Column("side", _("区分")), Column("part", _("内訳")), Column("code", _("科目コード")),
        Column("name", _("科目")), Column("planned", _("計画額"), Kind.YEN), Column("actual", _("実績額"), Kind.YEN),
        Column("difference", _("差額"), Kind.YEN), Column("rate", _("計画比")),
    ]  # fmt: skip
    table = plan_table(plan)
    rows: list[list[object]] = []
    for side in table.sides:
        rows += [[side.name, line.get_part_display(), line.code, line.name, *_cells(one)] for line, one in side.rows]
        rows.append([side.name, "", "", _("計"), *_cells(side.total)])
    rows += [["", "", "", name, *_cells(one)] for name, one in table.results]
    return write_xlsx(columns, rows, str(plan))


def _cells(one: Beside) -> list[object]:
    return [one.planned, one.actual, one.difference, one.percent]


def plan_pdf(plan: FinancialPlan, day: dt.date, at: dt.datetime) -> bytes:
    """The table as A4."""
    return render_apart(TEMPLATE, plan_data(plan, day), at=at)


def plan_data(plan: FinancialPlan, day: dt.date) -> dict[str, Any]:
    """What the template is filled with."""
    with override("ja"):
        table = plan_table(plan)
        heads = [
            (_("科目"), 0), (_("内訳"), 34), (_("計画額"), 36), (_("実績額"), 36), (_("差額"), 36), (_("計画比"), 18),
        ]  # fmt: skip
        parts = [
            {
                "name": side.name,
                "rows": [
                    [f"{line.code} {line.name_ja}", line.get_part_display(), *_printed(one)] for line, one in side.rows
                ],
                "total": [_("計"), "", *_printed(side.total)],
            }
            for side in table.sides
        ]
        results = [[name, "", *_printed(one)] for name, one in table.results]
        return paper(str(plan), day, heads, 2, parts, results)


def _printed(one: Beside) -> list[str]:
    return [*printed(one.planned, one.actual, one.difference), one.percent or NOTHING]
