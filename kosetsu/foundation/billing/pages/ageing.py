"""Receivables by age (債権年齢表): what was owed on a day, by company and by how long it has been due."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kosetsu.common import spreadsheets
from kosetsu.common.clock import day_asked
from kosetsu.common.downloads import excel
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.billing import permissions
from kosetsu.foundation.billing.models import Invoice
from kosetsu.foundation.billing.pages.shown import search_invoices
from kosetsu.foundation.billing.rules import AGES, age_of
from kosetsu.foundation.billing.states import InvoiceKind

OWED = [
    Column(key="number", label=gettext_lazy("番号"), sort="number"),
    Column(key="kind", label=gettext_lazy("種類"), value="get_kind_display", sort="kind"),
    Column(key="billed_to", label=gettext_lazy("請求先"), sort="billed_to"),
    Column(key="issued_on", label=gettext_lazy("発行日"), sort="issued_on"),
    Column(key="due_on", label=gettext_lazy("支払期限"), sort="due_on"),
    Column(key="total_yen", label=gettext_lazy("金額"), kind=Kind.YEN, sort="total_yen"),
    Column(key="outstanding_yen", label=gettext_lazy("未入金"), kind=Kind.YEN, sort="outstanding_yen"),
]


@dataclass(slots=True)
class Debtor:
    """One company's line: what it owes in each age."""

    pk: int | None
    name: str
    by_age: dict[str, int] = field(default_factory=lambda: dict.fromkeys((age.key for age in AGES), 0))

    @property
    def yen(self) -> list[int]:
        """The ages in their order, then their sum."""
        return [*self.by_age.values(), sum(self.by_age.values())]

    def cells(self, day: dt.date) -> list[tuple[str, int, str]]:
        """Each sum with its heading, and the address of the invoices behind it."""
        keys, heads = [*self.by_age, ""], headings()
        return [
            (head, yen, rows_address(day, self.pk, key) if yen else "")
            for head, yen, key in zip(heads, self.yen, keys, strict=True)
        ]


@require_safe
@open_door(permissions.can_read_books)
def ageing(request: SignedIn) -> HttpResponse:
    """The table on the day of ``?day=``; ``?form=excel`` is the same as a file."""
    day = day_asked(request)
    rows, total = debtors(Invoice.objects.outstanding_on(day).select_related("organisation"), day)
    if request.GET.get("form") == "excel":
        return _excel([*rows, total], day)
    context = {
        "day": day,
        "heads": headings(),
        "rows": [(one, one.cells(day)) for one in rows],
        "total": total.cells(day),
    }
    return render(request, "billing/staff/ageing.html", context)


@require_safe
@open_door(permissions.can_read_books)
def owed(request: SignedIn) -> HttpResponse:
    """The invoices behind a figure of the table."""
    day = day_asked(request)
    found = Invoice.objects.outstanding_on(day)
    asked = request.GET.get("company", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        found = found.filter(organisation=int(asked))
    page = ListPage(
        request,
        found,
        OWED,
        [
            Filter(key="age", label=_("期限からの日数"), choices=[(age.key, age.label) for age in AGES],
                   apply=lambda rows, key: of_age(rows, key, day)),
            Filter(key="kind", label=_("種類"), choices=InvoiceKind.choices[:2]),
        ],
        search_invoices,
        title=_("%(day)s現在の未入金") % {"day": f"{day:%Y/%m/%d}"},
        url=lambda one: one.get_absolute_url(),
        order=("due_on",),
        empty_title=_("未入金の請求書はありません。"),
    )  # fmt: skip
    return page.response()


def of_age(found: Any, key: str, day: dt.date) -> Any:
    """The papers of one age on ``day``; what has no due day is not late."""
    first, last = next(age for age in AGES if age.key == key).due_between(day)
    rows = found.filter(due_on__gte=first) if first else found
    rows = rows.filter(due_on__lte=last) if last else rows
    return rows | found.filter(due_on=None) if key == AGES[0].key else rows


def debtors(invoices: Iterable[Any], day: dt.date) -> tuple[list[Debtor], Debtor]:
    """Each company with what it owes, the largest debt first, and the sum of all."""
    found: dict[int, Debtor] = {}
    total = Debtor(None, _("合計"))
    sums: defaultdict[tuple[int, str], int] = defaultdict(int)
    for one in invoices:
        found.setdefault(one.organisation_id, Debtor(one.organisation_id, one.organisation.name))
        sums[one.organisation_id, age_of(one.due_on, day).key] += one.outstanding_yen
    for (pk, key), yen in sums.items():
        found[pk].by_age[key] = yen
        total.by_age[key] += yen
    return sorted(found.values(), key=lambda one: (-one.yen[-1], one.name)), total


def headings() -> list[str]:
    return [*(str(age.label) for age in AGES), _("合計")]


def rows_address(day: dt.date, company: int | None, age: str) -> str:
    """Where the invoices of a figure are listed."""
    asked = {"day": day.isoformat(), "company": company, "age": age}
    return f"{reverse('billing-desk:owed')}?{urlencode({key: value for key, value in asked.items() if value})}"


def _excel(rows: list[Debtor], day: dt.date) -> HttpResponse:
    columns = [spreadsheets.Column("name", _("会社"))]
    columns += [spreadsheets.Column(head, head, Kind.YEN) for head in headings()]
    title = _("債権年齢表")
    return excel(columns, [[one.name, *one.yen] for one in rows], title, f"{title}-{day:%Y-%m-%d}")
