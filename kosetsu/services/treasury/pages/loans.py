"""Short-term loans: what is borrowed of the limit, each loan with its repayments."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common import fiscal
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.treasury import actions, permissions
from kosetsu.services.treasury.models import BorrowingLimit, Loan
from kosetsu.services.treasury.pages import forms
from kosetsu.services.treasury.rules import a_year_after
from kosetsu.services.treasury.states import LoanState

LOANS = [
    Column(key="lender", label=gettext_lazy("借入先"), sort="lender"),
    Column(key="borrowed_on", label=gettext_lazy("借入日"), sort="borrowed_on"),
    Column(key="due_on", label=gettext_lazy("返済期限"), sort="due_on"),
    Column(key="yen", label=gettext_lazy("借入額"), kind=Kind.YEN, sort="yen"),
    Column(key="repaid_yen", label=gettext_lazy("返済済み"), kind=Kind.YEN, sort="repaid_yen"),
    Column(key="left_yen", label=gettext_lazy("借入残高"), kind=Kind.YEN),
    Column(key="state", label=gettext_lazy("状態"), value="get_state_display",
           state=lambda one: "done" if one.state == LoanState.REPAID else "active"),
    Column(key="approval", label=gettext_lazy("借換えの認可番号"), sort="approval", shown=False),
    Column(key="reason", label=gettext_lazy("借入の理由"), shown=False),
]  # fmt: skip


@require_safe
@open_door(permissions.can_read)
def loans(request: SignedIn) -> HttpResponse:
    """Every loan, and how much of today's limit is left."""
    page = ListPage(
        request,
        Loan.objects.all(),
        LOANS,
        [
            Filter(key="state", label=_("状態"), choices=LoanState.choices),
            Filter(key="borrowed", label=_("借入日"), kind="dates", field="borrowed_on"),
        ],
        lambda rows, text: rows.filter(lender__icontains=text) | rows.filter(reason__icontains=text),
        title=_("短期借入金"),
        url=lambda one: one.get_absolute_url(),
        empty_title=_("短期借入金はありません。"),
    )
    limit = BorrowingLimit.objects.on(request.today).first()
    return page.response("treasury/staff/loans.html", limit=limit, may_keep=permissions.can_keep(request.user))


@require_safe
@open_door(permissions.can_read)
def loan(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One loan and what was repaid of it."""
    rows = Loan.objects.select_related("limit", "by", "rolls_over", "rolled_over_by")
    found = get_object_or_404(rows, public_id=public_id)
    open_ = found.state == LoanState.BORROWED and permissions.can_keep(request.user)
    context = {
        "loan": found,
        "repayments": found.repayments.select_related("by"),
        "may_repay": open_,
        "may_roll_over": open_ and not found.rolls_over_id and not hasattr(found, "rolled_over_by"),
    }
    return render(request, "treasury/staff/loan.html", context)


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep)
def borrow(request: SignedIn) -> HttpResponse:
    """Write a loan down."""
    last = fiscal.end_of(fiscal.fiscal_year(request.today))
    form = forms.BorrowForm(request.POST or None, initial={"borrowed_on": request.today, "due_on": last})

    def work() -> str:
        names = ("lender", "yen", "borrowed_on", "due_on", "reason")
        data = {name: form.cleaned_data[name] for name in names}
        return actions.borrow(by=request.user, at=request.at, **data).get_absolute_url()

    lead = _("中期計画の限度額の中で借り、借りた年度のうちに返済します。")
    return form_page(
        request, form, work, layout="desk", title=_("短期借入を登録する"), lead=lead, done=_("借入を記録しました。")
    )


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep)
def repay(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Write a repayment down."""
    found = get_object_or_404(Loan, public_id=public_id)
    form = forms.RepayForm(request.POST or None, initial={"yen": found.left_yen, "on_date": request.today})

    def work() -> str:
        data = {name: form.cleaned_data[name] for name in ("yen", "on_date")}
        actions.repay(by=request.user, at=request.at, loan=found, **data)
        return found.get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("返済を登録する"), lead=str(found), done=_("返済を記録しました。")
    )


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep)
def roll_over(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Write down that a loan was rolled over."""
    found = get_object_or_404(Loan, public_id=public_id)
    due_on = a_year_after(request.today)
    known = {"lender": found.lender, "yen": found.left_yen, "on_date": request.today, "due_on": due_on}
    form = forms.RollOverForm(request.POST or None, initial=known)

    def work() -> str:
        names = ("lender", "yen", "on_date", "due_on", "approval", "approved_on", "reason")
        data = {name: form.cleaned_data[name] for name in names}
        return actions.roll_over(by=request.user, at=request.at, loan=found, **data).get_absolute_url()

    lead = _("%(loan)s。年度内に返済できない額を、設立団体の長の認可を受けて借り換え、一年以内に返済します。")
    return form_page(
        request, form, work, layout="desk", title=_("短期借入金を借り換える"), lead=lead % {"loan": found},
        done=_("借り換えを記録しました。"),
    )  # fmt: skip
