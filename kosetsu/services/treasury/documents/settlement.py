"""The settlement table (決算報告書): each line's figures, each side's sums; a settled year's as they were frozen."""

import datetime as dt
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common.pdf import render_apart
from kosetsu.common.spreadsheets import Column, Kind, write_xlsx
from kosetsu.foundation.billing.models import Charge
from kosetsu.services.treasury.documents.paper import NOTHING, TEMPLATE, paper, printed
from kosetsu.services.treasury.models import BudgetChange, BudgetLine, BudgetYear, Execution
from kosetsu.services.treasury.rules import Figures
from kosetsu.services.treasury.states import Side

NONE = Figures()


@dataclass(frozen=True, slots=True)
class Part:
    """One side of the budget: its lines with their figures, and their sum."""

    side: Side
    rows: tuple[tuple[BudgetLine, Figures], ...]

    @property
    def total(self) -> Figures:
        return reduce(add, (figures for _line, figures in self.rows), NONE)


def table_of(year: BudgetYear) -> tuple[Part, ...]:
    """The year's table: incomes, then outlays."""
    lines = list(year.lines.all())
    settlement = getattr(year, "settlement", None)
    found = _frozen(settlement.totals) if settlement else _counted(year, lines)
    return tuple(
        Part(side, tuple((line, found.get(line.code, NONE)) for line in lines if line.side == side)) for side in Side
    )


def frozen_totals(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    """What a settlement keeps."""
    return [
        {"code": line.code, "planned": one.planned, "changed": one.changed, "executed": one.executed}
        for part in parts
        for line, one in part.rows
    ]


def charges_of(line: BudgetLine) -> Any:
    """The charges that are a line's income: billed, delivered in its year."""
    span = (line.year.first_on, line.year.last_on)
    billed = Charge.objects.filter(invoice_line__isnull=False, on_date__range=span)
    return billed.filter(offering__kind__in=line.charge_kinds)


def _frozen(totals: list[dict[str, Any]]) -> dict[str, Figures]:
    lines = [one for one in totals if "plan" not in one]
    return {one["code"]: Figures(one["planned"], one["changed"], one["executed"]) for one in lines}


def _counted(year: BudgetYear, lines: list[BudgetLine]) -> dict[str, Figures]:
    """Three queries, however many rows: changes, executions, charges."""
    changed = _sums(BudgetChange.objects.filter(line__year=year), "line")
    executed = _sums(Execution.objects.filter(year=year), "line")
    span = (year.first_on, year.last_on)
    fees = _sums(Charge.objects.filter(invoice_line__isnull=False, on_date__range=span), "offering__kind")
    return {
        line.code: Figures(
            line.planned_yen,
            changed.get(line.pk, 0),
            executed.get(line.pk, 0) + sum(fees.get(kind, 0) for kind in line.charge_kinds),
        )
        for line in lines
    }


def _sums(rows: Any, key: str) -> dict[Any, int]:
    return dict(rows.order_by().values_list(key).annotate(Sum("yen")))


# on paper


def settlement_xlsx(year: BudgetYear) -> bytes:
    """The table as a sheet."""
    columns = [
        Column("side", _("区分")), Column("code", _("科目コード")), Column("name", _("科目")),
        Column("planned", _("当初予算"), Kind.YEN), Column("changed", _("補正"), Kind.YEN),
        Column("budget", _("予算現額"), Kind.YEN), Column("executed", _("執行額"), Kind.YEN),
        Column("rest", _("残額"), Kind.YEN), Column("rate", _("執行率")),
    ]  # fmt: skip
    rows: list[list[object]] = []
    for part in table_of(year):
        rows += [[part.side.label, line.code, line.name, *_cells(one)] for line, one in part.rows]
        rows.append([part.side.label, "", _("計"), *_cells(part.total)])
    return write_xlsx(columns, rows, title_of(year))


def _cells(one: Figures) -> list[object]:
    return [one.planned, one.changed, one.budget, one.executed, one.rest, one.percent]


def title_of(year: BudgetYear) -> str:
    """The settlement report of a settled year; before that, how the budget stands."""
    settled = hasattr(year, "settlement")
    return (_("%(year)s 決算報告書") if settled else _("%(year)s 予算執行状況")) % {"year": year}


def settlement_pdf(year: BudgetYear, day: dt.date, at: dt.datetime) -> bytes:
    """The table as A4."""
    return render_apart(TEMPLATE, settlement_data(year, day), at=at)


def settlement_data(year: BudgetYear, day: dt.date) -> dict[str, Any]:
    """What the template is filled with."""
    with override("ja"):
        heads = [
            (_("科目"), 0), (_("当初予算"), 32), (_("補正"), 28), (_("予算現額"), 32), (_("執行額"), 32),
            (_("残額"), 32), (_("執行率"), 18),
        ]  # fmt: skip
        parts = [
            {
                "name": str(part.side.label),
                "rows": [[f"{line.code} {line.name_ja}", *_printed(one)] for line, one in part.rows],
                "total": [_("計"), *_printed(part.total)],
            }
            for part in table_of(year)
        ]
        return paper(title_of(year), day, heads, 1, parts)


def _printed(one: Figures) -> list[str]:
    return [*printed(one.planned, one.changed, one.budget, one.executed, one.rest), one.percent or NOTHING]
