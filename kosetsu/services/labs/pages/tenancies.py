"""Tenancies from either side: lists, offering a room, one tenancy with its verbs, its contracts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.manifests import links
from kosetsu.common.spreadsheets import Kind
from kosetsu.common.states import chain
from kosetsu.foundation.accounts.doors import Page, SignedIn, open_door, side_door
from kosetsu.foundation.billing.models import Charge, Invoice
from kosetsu.foundation.billing.pages.shown import pdf
from kosetsu.foundation.billing.permissions import can_read_books
from kosetsu.foundation.parties.models import Branch
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.labs import actions
from kosetsu.services.labs.documents.contracts import contract_pdf
from kosetsu.services.labs.models import Contract, Tenancy
from kosetsu.services.labs.pages import forms
from kosetsu.services.labs.permissions import (
    can_ask_deposit,
    can_ask_extension,
    can_ask_relief,
    can_be_tenant,
    can_check_leaving,
    can_manage_labs,
    can_move,
    can_read_labs,
    can_settle_deposit,
    can_use_inside,
    can_visit,
)
from kosetsu.services.labs.states import INSIDE, TenancyState

METHODS = ["GET", "HEAD", "POST"]
COLOURS = {
    TenancyState.OFFERED: "waiting", TenancyState.CONTRACTED: "waiting", TenancyState.LIVING: "active",
    TenancyState.LEAVING: "waiting", TenancyState.LEFT: "done",
}  # fmt: skip
WAY = (TenancyState.OFFERED, TenancyState.CONTRACTED, TenancyState.LIVING, TenancyState.LEAVING, TenancyState.LEFT)
"""The straight way, for the chain on top."""
COLUMNS = [
    Column(key="number", label=_l("案件番号"), value="case.number", sort="case__number"),
    Column(key="room", label=_l("室"), value="lab.full_name", sort=("lab__branch__code", "lab__order")),
    Column(key="organisation", label=_l("会社"), value="case.organisation.name", sort="case__organisation__name"),
    Column(key="theme", label=_l("製品開発のテーマ"), sort="theme"),
    Column(key="since", label=_l("契約の開始日"), sort="since", kind=Kind.DATE),
    Column(key="last", label=_l("最後の日"), value="last_day", sort="last", kind=Kind.DATE),
    Column(key="monthly", label=_l("月額"), value="monthly_yen", sort="monthly_yen", kind=Kind.YEN),
    Column(key="workplace", label=_l("事業所"), value="case.workplace.name", shown=False),
    Column(key="show_name", label=_l("企業名の公開"), shown=False),
    Column(key="state", label=_l("状態"), value="state.label", state=lambda one: colour(one), sort="case__state"),
]


def colour(tenancy: Tenancy) -> str:
    """The colour of its state."""
    return COLOURS.get(tenancy.state, "stopped")


def list_page(desk: bool) -> Page:
    """All of them at the desk, or the company's own; the newest first."""

    @require_safe
    @side_door(desk, can_read_labs)
    def tenancies(request: SignedIn) -> HttpResponse:
        if not desk and standing(request.user).is_staff:
            return redirect("labs-desk:tenancies")
        page = ListPage(
            request,
            Tenancy.objects.visible_to(request.user).for_lists(),
            COLUMNS,
            [
                Filter(key="state", label=_("状態"), choices=TenancyState.choices, field="case__state"),
                Filter(key="branch", label=_("拠点"), choices=_branches, field="lab__branch__code"),
                Filter(key="last", label=_("最後の日"), kind="dates"),
            ],
            _search,
            title=_("ラボの入居者") if desk else _("入居中のラボ"),
            url=lambda one: one.address(desk=desk),
            order=("-since",),
            empty_title=_("製品開発支援ラボの入居が、ここに並びます。"),
            empty_help="" if desk else _("入居の案内は「ラボ」のページにあります。"),
        )
        may = can_manage_labs(request.user)
        new = reverse("labs-desk:offer_room") if desk and may else ""
        layout = f"layouts/{'desk' if desk else 'portal'}.html"
        return page.response("labs/tenancies.html", layout=layout, new=new, desk=desk, may_manage=may)

    return tenancies


@require_http_methods(METHODS)
@open_door(can_manage_labs)
def offer_room(request: SignedIn) -> HttpResponse:
    """Offer a room to a workplace."""
    form = forms.OfferForm(request.POST or None)

    def work() -> str:
        return actions.offer_room(by=request.user, at=request.at, **form.said).address(desk=True)

    return form_page(
        request, form, work, layout="desk", title=_("室を提供する（内定）"), button=_("内定を記録する"),
        lead=_("審査で選ばれた事業所に、室と期間を割り当てます。その日から、ほかの入居とは重ならなくなります。"),
        done=_("内定を記録しました。続けて契約してください。"),
    )  # fmt: skip


def one_page(desk: bool) -> Page:
    """One tenancy from one side."""

    @require_safe
    @side_door(desk, can_read_labs)
    def tenancy(request: SignedIn, public_id: UUID) -> HttpResponse:
        found = load(request, public_id)
        if not desk and standing(request.user).is_staff:
            return redirect(found.address(desk=True))
        return (SHOW_DESK if desk else SHOW_CLIENT)(request, found)

    return tenancy


def contract_page(desk: bool) -> Page:
    """One contract to print."""

    @require_safe
    @side_door(desk, can_read_labs)
    def contract_paper(request: SignedIn, public_id: UUID) -> HttpResponse:
        found = get_object_or_404(Contract.objects.visible_to(request.user), public_id=public_id)
        return pdf(contract_pdf(found), found.number)

    return contract_paper


def load(request: Any, public_id: UUID) -> Tenancy:
    """The tenancy, or 404 just as for nothing."""
    return get_object_or_404(Tenancy.objects.visible_to(request.user).for_lists(), public_id=public_id)


def show_page(desk: bool) -> Page:
    """How one side shows a tenancy; ``wrong`` is a verb's form that was refused."""

    def show(request: Any, found: Tenancy, wrong: Wrong = None, status: int = 200) -> HttpResponse:
        asks = Decision(True) if found.state not in INSIDE else can_ask_extension(request.user, found, request.today)
        context = {
            "layout": f"layouts/{'desk' if desk else 'portal'}.html",
            "space": f"labs{'-desk' if desk else ''}",
            "desk": desk,
            "tenancy": found,
            "case": found.case,
            "links": links("case_links", request.user, found.case),
            "colour": colour(found),
            "chain": chain(WAY, found.state),
            "contracts": found.contracts.all(),
            "passes": found.passes.all() if not desk or can_manage_labs(request.user) else [],
            "visits": found.visits.select_related("by"),
            "checks": found.checks.all(),
            "next_check": actions.next_check(found) if found.state in INSIDE else None,
            "extensions": found.extensions.select_related("decided_by"),
            "reliefs": found.reliefs.select_related("rule", "decided_by"),
            "charges": Charge.objects.visible_to(request.user).filter(case=found.case).order_by("-on_date", "-pk")[:36],
            "papers": _papers(request.user, found),
            "may_bill": can_read_books(request.user),
            "items": found.leaving_items.all(),
            "may_check": can_check_leaving(request.user, found),
            "why_not_longer": asks,
            "panels": (DESK if desk else CLIENT).panels(request, found, wrong),
        }
        return render(request, "labs/tenancy.html", context, status=status)

    show.__module__ = __name__
    return show


def urls_of(*, desk: bool) -> list[URLPattern]:
    """The addresses of one side."""
    below = "tenancies/<uuid:public_id>/"
    return [
        path("tenancies/", list_page(desk), name="tenancies"),
        *([path("tenancies/new/", offer_room, name="offer_room")] if desk else []),
        path(below, one_page(desk), name="tenancy"),
        path("contracts/<uuid:public_id>/pdf/", contract_page(desk), name="contract_paper"),
        *(DESK if desk else CLIENT).urls(below),
    ]


def _papers(user: Any, tenancy: Tenancy) -> list[Invoice]:
    """The invoices of this tenancy with its deposit, the newest first."""
    theirs = Invoice.objects.visible_to(user)
    found = theirs.filter(lines__charge__case=tenancy.case) | theirs.filter(pk=tenancy.deposit_id)
    return list(found.distinct().order_by("-issued_on", "-pk")[:36])


def _branches() -> list[tuple[str, str]]:
    return [(one.code, str(one)) for one in Branch.objects.filter(labs__isnull=False).distinct().order_by("code")]


def _search(found: Any, words: str) -> Any:
    return (
        found.filter(case__number__icontains=words)
        | found.filter(theme__icontains=words)
        | found.filter(lab__room__icontains=words)
        | found.filter(case__organisation__name__icontains=words)
    )


def _may(request: Any, tenancy: Tenancy, verb: str) -> Decision:
    user = request.user
    asked: dict[str, Callable[[], Decision]] = {
        "ask_deposit": lambda: can_ask_deposit(user, tenancy),
        "settle_deposit": lambda: can_settle_deposit(user, tenancy),
        "name_pass": lambda: can_use_inside(user, tenancy),
        "show_name": lambda: can_use_inside(user, tenancy),
        "record_visit": lambda: can_visit(user, tenancy),
        "record_check": lambda: can_visit(user, tenancy),
        "ask_extension": lambda: can_ask_extension(user, tenancy, request.today),
        "ask_relief": lambda: can_ask_relief(user, tenancy),
    }
    return asked.get(verb, lambda: can_move(user, tenancy, verb))()


SHOW_DESK, SHOW_CLIENT = show_page(True), show_page(False)
NOTICE = Verb("give_notice", _l("退去を届け出る"), _l("退去の届出を記録しました。"), actions.give_notice,
              forms.NoticeForm, "secondary")  # fmt: skip
STAY = Verb("take_back_notice", _l("退去を取りやめる"), _l("退去の届出を取り下げました。"), actions.take_back_notice,
            kind="secondary")  # fmt: skip
DECLINE = Verb("decline_room", _l("内定を辞退する"), _l("辞退を記録しました。"), actions.decline_room, forms.ReasonForm,
               "secondary")  # fmt: skip
PASS = Verb("name_pass", _l("入館する人を登録する"), _l("登録しました。入館証は、ラボマネージャーがお渡しします。"),
            actions.name_pass, forms.PassForm, "secondary")  # fmt: skip
LONGER = Verb("ask_extension", _l("契約期間の延長を申請する"), _l("延長を申請しました。"), actions.ask_extension,
              forms.ReasonForm)  # fmt: skip
NAME = Verb("show_name", _l("企業名の公開を決める"), _l("公開の設定を保存しました。"), actions.show_name,
            forms.ShowNameForm, "secondary")  # fmt: skip
DESK = Verbs(
    "tenancy", "labs-desk", can_read_labs, load, _may, SHOW_DESK, lambda one: one.address(desk=True),
    [
        Verb("contract", _l("契約する"), _l("契約書を作成しました。"), actions.contract, forms.ContractForm),
        Verb("ask_deposit", _l("保証金を請求する"), _l("保証金を請求しました。"), actions.ask_deposit),
        Verb("move_in", _l("入居を記録する"), _l("入居を記録しました。"), actions.move_in),
        Verb("record_visit", _l("訪問を記録する"), _l("訪問を記録しました。"), actions.record_visit, forms.VisitForm),
        Verb("record_check", _l("年次確認を記録する"), _l("年次確認を記録しました。"), actions.record_check,
             forms.CheckForm, "secondary"),
        PASS,
        LONGER,
        Verb("ask_relief", _l("使用料の減免を申請する"), _l("申請しました。別の人が決定します。"), actions.ask_relief,
             forms.ReliefForm, "secondary"),
        NAME,
        Verb("leave", _l("退去の完了を記録する"), _l("退去を記録しました。"), actions.leave),
        Verb("settle_deposit", _l("保証金を精算する"), _l("精算しました。残りは返金の承認に回りました。"),
             actions.settle_deposit),
        NOTICE,
        STAY,
        DECLINE,
        Verb("call_off", _l("入居前に解約する"), _l("解約を記録しました。"), actions.call_off, forms.ReasonForm,
             "danger"),
    ],
)  # fmt: skip
CLIENT = Verbs(
    "tenancy", "labs", can_be_tenant, load, _may, SHOW_CLIENT, lambda one: one.address(desk=False),
    [LONGER, PASS, NAME, NOTICE, STAY, DECLINE],
)  # fmt: skip
