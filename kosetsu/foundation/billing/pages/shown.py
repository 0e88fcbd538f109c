"""What both sides' pages share: a PDF as an answer, the columns of papers, how a state looks."""

import datetime as dt
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.pdf import pdf_response_type
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.billing.states import InvoiceKind


def pdf(body: bytes, name: str) -> HttpResponse:
    """A paper to keep; nobody between us and the reader may."""
    headers = {
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}.pdf",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(body, content_type=pdf_response_type, headers=headers)


def load(model: Any, user: Any, public_id: Any, *related: str) -> Any:
    """The paper, or 404 just as for nothing."""
    found = model.objects.visible_to(user).select_related(*related).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def invoice_columns(day: dt.date) -> list[Column]:
    """The columns of a list of papers."""
    return [
        Column(key="number", label=_("番号"), sort="number"),
        Column(key="kind", label=_("種類"), value="get_kind_display", sort="kind"),
        Column(key="billed_to", label=_("請求先"), sort="billed_to"),
        Column(key="title", label=_("件名"), shown=False),
        Column(key="issued_on", label=_("発行日"), sort="issued_on"),
        Column(key="due_on", label=_("支払期限"), sort="due_on"),
        Column(key="total_yen", label=_("金額"), kind=Kind.YEN, sort="total_yen"),
        Column(key="open_yen", label=_("未入金"), kind=Kind.YEN),
        Column(
            key="state",
            label=_("状態"),
            value=lambda one: one.standing_on(day)[1],
            state=lambda one: one.standing_on(day)[0],
        ),
    ]


INVOICE_FILTERS = [
    Filter(key="kind", label=_("種類"), choices=InvoiceKind.choices),
    Filter(key="open", label=_("未入金だけ"), kind="flag", apply=lambda found, _yes: found.unsettled()),  # type: ignore[attr-defined]
    Filter(key="issued", label=_("発行日"), kind="dates", field="issued_on"),
]


def search_invoices(found: Any, text: str) -> Any:
    return found.filter(number__icontains=text) | found.filter(billed_to__icontains=text)
