"""The file the finance system reads: one row per paper and tax rate, payment, refund and write-off; layout as data."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.encodings import encode_cp932
from kosetsu.common.mistakes import Mistake
from kosetsu.foundation.billing.models import Allocation, FinanceColumn, Invoice, Payment, Refund

Row = Mapping[str, Any]
VALUES: Mapping[str, Callable[[Row], str]] = {
    "date": lambda row: row["day"].strftime("%Y%m%d"),
    "kind": lambda row: row["kind"],
    "number": lambda row: row["number"],
    "organisation": lambda row: row["organisation"].name if row["organisation"] else "",
    "corporate_number": lambda row: (row["organisation"].corporate_number or "") if row["organisation"] else "",
    "rate": lambda row: row.get("rate", ""),
    "net_yen": lambda row: str(row["net"]),
    "tax_yen": lambda row: str(row.get("tax", 0)),
    "gross_yen": lambda row: str(row["net"] + row.get("tax", 0)),
    "description": lambda row: row.get("text", ""),
}
"""What a column of the layout may hold."""


class NoLayout(Mistake):
    """The institute's folder says nothing of the finance system's file."""


def finance_csv(first: dt.date, last: dt.date) -> bytes:
    """Everything dated in the span, in cp932 with CRLF; raises where a character cannot be written, by its place."""
    columns = list(FinanceColumn.objects.on(last))
    if not columns:
        raise NoLayout(_("財務システムの様式がありません。"), _("billing/finance_columns.csvに登録してください。"))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    writer.writerows([_cell(column.value, row) for column in columns] for row in _rows(first, last))
    return encode_cp932(out.getvalue())


def _cell(value: str, row: Row) -> str:
    return value[1:] if value.startswith("=") else VALUES[value](row)


def _rows(first: dt.date, last: dt.date) -> Iterator[Row]:
    span = (first, last)
    papers = Invoice.objects.filter(issued_on__range=span).select_related("organisation").prefetch_related("taxes")
    for paper in papers.order_by("issued_on", "number"):
        sign = -1 if paper.kind == "return" else 1
        for tax in paper.taxes.all():
            yield {
                "day": paper.issued_on, "kind": paper.kind, "number": paper.number, "text": paper.title,
                "organisation": paper.organisation, "rate": tax.rate, "net": sign * tax.net_yen,
                "tax": sign * tax.tax_yen,
            }  # fmt: skip
    payments = Payment.objects.filter(received_on__range=span).select_related("organisation")
    for one in payments.order_by("received_on", "pk"):
        yield _money(one.received_on, f"payment:{one.method}", one.reference, one.organisation, one.amount_yen)
    refunds = Refund.objects.filter(paid_on__range=span).select_related("payment__organisation", "credit__organisation")
    for back in refunds.order_by("paid_on", "pk"):
        source: Any = back.payment or back.credit
        yield _money(back.paid_on, "refund", str(back.public_id), source.organisation, -back.yen)  # type: ignore[arg-type]
    lost = Allocation.objects.filter(write_off__isnull=False, write_off__decided_at__date__range=span)
    for given in lost.select_related("invoice__organisation", "write_off").order_by("pk"):
        yield _money(given.at.date(), "write_off", given.invoice.number, given.invoice.organisation, -given.yen)


def _money(day: dt.date, kind: str, number: str, organisation: Any, yen: int) -> Row:
    return {"day": day, "kind": kind, "number": number, "organisation": organisation, "net": yen}
