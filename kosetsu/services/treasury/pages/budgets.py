"""The year's table, the rows behind each figure, and what is done about them."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common import fiscal
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind, xlsx_response_type
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.billing.pages.shown import pdf
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.treasury import actions, permissions
from kosetsu.services.treasury.documents.settlement import (
    charges_of,
    settlement_pdf,
    settlement_xlsx,
    table_of,
    title_of,
)
from kosetsu.services.treasury.models import BudgetLine, BudgetYear, Execution, FinancialPlan
from kosetsu.services.treasury.pages import forms
from kosetsu.services.treasury.states import YearState

EXECUTIONS = [
    Column(key="words", label=gettext_lazy("摘要"), sort="words"),
    Column(key="on_date", label=gettext_lazy("執行日"), sort="on_date"),
    Column(key="document", label=gettext_lazy("伝票番号"), value=str, sort=("document", "document_line")),
    Column(key="yen", label=gettext_lazy("金額"), kind=Kind.YEN, sort="yen"),
    Column(key="by", label=gettext_lazy("登録した人"), value="by.name"),
    Column(key="reason", label=gettext_lazy("取り消しの理由"), shown=False),
]
CHARGES = [
    Column(key="label", label=gettext_lazy("内容")),
    Column(key="on_date", label=gettext_lazy("利用日"), sort="on_date"),
    Column(key="organisation", label=gettext_lazy("会社"), value="organisation.name", sort="organisation__name"),
    Column(key="invoice", label=gettext_lazy("請求書"), value="invoice_line.invoice.number"),
    Column(key="yen", label=gettext_lazy("金額"), kind=Kind.YEN, sort="yen"),
]


@require_safe
@open_door(permissions.can_read)
def home(request: SignedIn) -> HttpResponse:
    """This fiscal year, or the latest one with a budget."""
    this = fiscal.fiscal_year(request.today)
    years = BudgetYear.objects.select_related("settlement")
    found = years.filter(fiscal_year__lte=this).first() or years.first()
    return _show(request, found)


@require_safe
@open_door(permissions.can_read)
def year(request: SignedIn, fiscal_year: int) -> HttpResponse:
    """One year; ``?form=excel`` is the same as a file."""
    found = _year(fiscal_year)
    if request.GET.get("form") != "excel":
        return _show(request, found)
    name = content_disposition_header(True, f"{title_of(found)}.xlsx") or ""
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(settlement_xlsx(found), content_type=xlsx_response_type, headers=headers)


def _show(request: SignedIn, found: BudgetYear | None) -> HttpResponse:
    over = found is not None and found.last_on < request.today and found.state != YearState.CLOSED
    context = {
        "year": found,
        "title": title_of(found) if found else _("予算と決算"),
        "parts": table_of(found) if found else (),
        "settlement": getattr(found, "settlement", None),
        "years": BudgetYear.objects.all(),
        "plans": FinancialPlan.objects.covering(found.fiscal_year) if found else (),
        "may_keep": permissions.can_keep(request.user),
        "may_settle": over and permissions.can_settle(request.user),
    }
    return render(request, "treasury/staff/year.html", context)


@require_safe
@open_door(permissions.can_read)
def year_pdf(request: SignedIn, fiscal_year: int) -> HttpResponse:
    """The table on A4."""
    found = _year(fiscal_year)
    return pdf(settlement_pdf(found, request.today, request.at), title_of(found))


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_settle)
def settle(request: SignedIn, fiscal_year: int) -> HttpResponse:
    """Freeze the year's figures."""
    found = _year(fiscal_year)
    form = forms.SettleForm(request.POST or None)

    def work() -> str:
        actions.settle_year(by=request.user, at=request.at, year=found)
        return reverse("treasury-desk:year", args=[fiscal_year])

    lead = _("%(year)sの表の数字が、決算として確定します。") % {"year": found}
    return form_page(
        request, form, work, layout="desk", title=_("決算を確定する"), lead=lead, done=_("決算を確定しました。"),
        button=_("確定する"),
    )  # fmt: skip


def _year(fiscal_year: int) -> BudgetYear:
    found = BudgetYear.objects.select_related("settlement").filter(fiscal_year=min(fiscal_year, 9999)).first()
    if found is None:
        raise Http404
    return found


@require_safe
@open_door(permissions.can_read)
def line(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One line: its figures, its changes, and every row behind what was executed."""
    found = _line(public_id)
    fees = bool(found.charge_kinds)
    page = ListPage(
        request,
        _charges(found) if fees else found.executions.select_related("by", "reversed_by"),
        CHARGES if fees else EXECUTIONS,
        [Filter(key="on", label=_("日付"), kind="dates", field="on_date")],
        _search_charges if fees else _search_executions,
        title=str(found),
        url=None if fees else _reversing(request, found),
        empty_title=_("まだ執行されていません。"),
    )
    figures = next(one for part in table_of(found.year) for row, one in part.rows if row.pk == found.pk)
    return page.response(
        "treasury/staff/line.html",
        line=found,
        figures=figures,
        changes=found.changes.select_related("by"),
        may_keep=permissions.can_keep(request.user) and found.year.state != YearState.CLOSED,
    )


def _charges(found: BudgetLine) -> Any:
    return charges_of(found).select_related("organisation", "invoice_line__invoice")


def _search_charges(rows: Any, text: str) -> Any:
    return rows.filter(label__icontains=text) | rows.filter(organisation__name__icontains=text)


def _search_executions(rows: Any, text: str) -> Any:
    return rows.filter(words__icontains=text) | rows.filter(document__icontains=text)


def _reversing(request: SignedIn, found: BudgetLine) -> Any:
    """A row leads to its correction, where there may be one."""
    open_ = permissions.can_keep(request.user) and found.year.state != YearState.CLOSED

    def address(one: Execution) -> str:
        done = one.reverses_id or hasattr(one, "reversed_by")
        return reverse("treasury-desk:reverse", args=[one.public_id]) if open_ and not done else ""

    return address


def _line(public_id: UUID) -> BudgetLine:
    return get_object_or_404(BudgetLine.objects.select_related("year__settlement"), public_id=public_id)


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep)
def change(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Write a change of the budget down."""
    found = _line(public_id)
    form = forms.ChangeForm(request.POST or None, initial={"on_date": request.today})

    def work() -> str:
        data = {name: form.cleaned_data[name] for name in ("yen", "on_date", "reason")}
        actions.change_budget(by=request.user, at=request.at, line=found, **data)
        return found.get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("予算を補正する"), lead=str(found), done=_("補正を記録しました。")
    )


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep)
def execute(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Write one sum down."""
    found = _line(public_id)
    form = forms.ExecuteForm(request.POST or None, initial={"on_date": request.today})

    def work() -> str:
        names = ("yen", "on_date", "words", "document", "document_line")
        data = {name: form.cleaned_data[name] for name in names}
        actions.execute(by=request.user, at=request.at, line=found, **data)
        return found.get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("執行を登録する"), lead=str(found), done=_("執行を記録しました。")
    )


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep)
def reverse_execution(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Take a row back by one with the opposite sign."""
    found = get_object_or_404(Execution.objects.select_related("line__year", "year"), public_id=public_id)
    form = forms.ReverseForm(request.POST or None, initial={"on_date": request.today})

    def work() -> str:
        data = {name: form.cleaned_data[name] for name in ("on_date", "reason")}
        actions.reverse_execution(by=request.user, at=request.at, execution=found, **data)
        return found.line.get_absolute_url()

    lead = _("伝票%(document)s（%(words)s）と反対の額を記録します。もとの行は残ります。") % {
        "document": found,
        "words": found.words,
    }
    return form_page(
        request, form, work, layout="desk", title=_("執行を取り消す"), lead=lead, done=_("取り消しを記録しました。")
    )
