"""Name use: apply, follow, renew, print the certificate; and the institute's decision."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import require
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.billing.pages.shown import pdf
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.testing import permissions
from kosetsu.services.testing.actions import names as actions
from kosetsu.services.testing.documents.names import name_use_pdf, name_use_texts
from kosetsu.services.testing.models import NameUse, NameUseTerms, Report
from kosetsu.services.testing.pages.report_forms import EnglishForm, NameUseForm, WithdrawForm
from kosetsu.services.testing.pages.reports import known_words
from kosetsu.services.testing.pages.reports import load as load_report
from kosetsu.services.testing.states import NameUseState

COLOURS = {
    NameUseState.APPLIED: "waiting", NameUseState.APPROVED: "done", NameUseState.REFUSED: "stopped",
    NameUseState.ENDED: "stopped",
}  # fmt: skip
COLUMNS = [
    Column(key="product", label=_l("対象の製品")),
    Column(key="number", label=_l("承認番号"), value=lambda one: one.number or "―", sort="number"),
    Column(key="organisation", label=_l("申請者"), value=lambda one: one.report.order.case.organisation or "―"),
    Column(key="report", label=_l("成績書番号"), value="report.number"),
    Column(key="applied_at", label=_l("申請日"), sort="applied_at"),
    Column(key="valid_until", label=_l("使用期限"), sort="valid_until"),
    Column(
        key="state", label=_l("状態"), value="get_state_display", state=lambda one: COLOURS[NameUseState(one.state)]
    ),
]


@require_safe
@open_door()
def name_uses(request: SignedIn) -> HttpResponse:
    """My company's name uses."""
    return _list(request, "layouts/portal.html")


@require_safe
@open_door(permissions.can_read_board)
def staff_name_uses(request: SignedIn) -> HttpResponse:
    """Every application; those that wait are one filter away."""
    return _list(request, "layouts/desk.html")


@require_safe
@open_door()
def name_use(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One name use: what is asked for, what was decided, until when."""
    found = _load(request, public_id)
    staff = standing(request.user).is_staff
    context = {
        "layout": f"layouts/{'desk' if staff else 'portal'}.html",
        "name_use": found,
        "report": found.report,
        "colour": COLOURS[NameUseState(found.state)],
        "may_word": permissions.can_word_in_english(request.user, found),
        "may_renew": _may_renew(request, found),
        "may_approve": permissions.can_decide_name_use(request.user, found, "approve_name_use"),
        "may_refuse": permissions.can_decide_name_use(request.user, found, "refuse_name_use"),
        "may_end": permissions.can_end_name_use(request.user, found),
    }
    return render(request, "testing/reports/name_use.html", context)


@require_safe
@open_door()
def name_use_certificate(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The certificate of an approved name use."""
    found = _load(request, public_id)
    if not found.number:
        raise Http404
    return pdf(name_use_pdf(found), found.number)


@require_safe
@open_door()
def english_certificate(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The same in English, once its words were given."""
    found = _load(request, public_id)
    if not found.number or not found.english:
        raise Http404
    return pdf(name_use_pdf(found, "en"), f"{found.number}-en")


@require_http_methods(["GET", "POST"])
@open_door()
def word_in_english(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The words of the English certificate; those of the report's English paper and of the terms come along."""
    found = _load(request, public_id)
    require(permissions.can_word_in_english(request.user, found))
    form = EnglishForm(request.POST or None, asked=name_use_texts(found), known=_known(request, found))

    def work() -> str:
        actions.word_in_english(by=request.user, at=request.at, name_use=found, english=form.english())
        return str(found.get_absolute_url())

    return _page(request, form, work, title=_("英文の承認書を作る"), lead=found.number, done=_("英文を作りました。"))


@require_http_methods(["GET", "POST"])
@open_door()
def apply_for_name_use(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Ask to show the institute's name beside a result."""
    report = load_report(request, public_id)
    require(permissions.can_apply_for_name_use(request.user, report, request.today))
    return _apply(request, report, None)


@require_http_methods(["GET", "POST"])
@open_door()
def renew_name_use(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Ask again before it ends; the new period begins where the old one ends."""
    found = _load(request, public_id)
    require(_may_renew(request, found))
    return _apply(request, found.report, found)


@require_http_methods(["GET", "POST"])
@open_door()
def approve_name_use(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Lend the name."""
    found = _load(request, public_id)
    require(permissions.can_decide_name_use(request.user, found, "approve_name_use"))

    def work() -> str:
        return str(actions.approve_name_use(by=request.user, at=request.at, name_use=found).get_absolute_url())

    lead = f"{found.report.number} {found.product}"
    return _page(request, OnceForm(request.POST or None), work, title=_("名義使用を承認する"), lead=lead,
                 done=_("名義使用を承認しました。"))  # fmt: skip


@require_http_methods(["GET", "POST"])
@open_door()
def refuse_name_use(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Say no, and why."""
    found = _load(request, public_id)
    require(permissions.can_decide_name_use(request.user, found, "refuse_name_use"))
    form = WithdrawForm(request.POST or None)

    def work() -> str:
        reason = form.cleaned_data["reason"]
        actions.refuse_name_use(by=request.user, at=request.at, name_use=found, reason=reason)
        return str(found.get_absolute_url())

    return _page(request, form, work, title=_("名義使用を承認しない"), lead=found.product, done=_("不承認としました。"))


@require_http_methods(["GET", "POST"])
@open_door()
def end_name_use(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Take the name back before its time."""
    found = _load(request, public_id)
    require(permissions.can_end_name_use(request.user, found))
    form = WithdrawForm(request.POST or None)

    def work() -> str:
        reason = form.cleaned_data["reason"]
        actions.end_name_use(by=request.user, at=request.at, name_use=found, reason=reason)
        return str(found.get_absolute_url())

    return _page(request, form, work, title=_("名義使用を終了する"), lead=found.product, done=_("終了しました。"))


def _apply(request: SignedIn, report: Report, renews: NameUse | None) -> HttpResponse:
    first = {"product": renews.product, "used_in": renews.used_in, "wording": renews.wording} if renews else None
    form = NameUseForm(request.POST or None, initial=first)

    def work() -> str:
        said = {name: form.cleaned_data[name] for name in ("product", "used_in", "wording")}
        made = actions.apply_for_name_use(by=request.user, at=request.at, report=report, renews=renews, **said)
        return str(made.get_absolute_url())

    title = _("名義使用の更新を申請する") if renews else _("名義使用を申請する")
    layout = "desk" if standing(request.user).is_staff else "portal"
    done = _("申請を受け付けました。承認されると承認書を開けます。")
    return form_page(
        request, form, work, layout=layout, title=title, lead=report.number, button=_("申請する"), done=done
    )


def _known(request: SignedIn, found: NameUse) -> dict[str, str]:
    """Words given before: by the report's English paper, by the terms, for this certificate."""
    terms = NameUseTerms.objects.on(request.today).filter(conditions=found.conditions).exclude(conditions_en="").first()
    of_terms: dict[str, str] = {terms.conditions: terms.conditions_en} if terms else {}
    return {**known_words(found.report), **of_terms, **found.english}


def _may_renew(request: SignedIn, found: NameUse) -> Any:
    return permissions.can_renew_name_use(request.user, found, request.today)


def _load(request: Any, public_id: UUID) -> NameUse:
    """The name use, or 404 just as for nothing."""
    found = NameUse.objects.visible_to(request.user).for_lists().filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _page(request: SignedIn, form: OnceForm, work: Any, **words: Any) -> HttpResponse:
    return form_page(request, form, work, layout="desk", button=words["title"], **words)


def _list(request: SignedIn, layout: str) -> HttpResponse:
    page = ListPage(
        request,
        NameUse.objects.visible_to(request.user).for_lists(),
        COLUMNS,
        [Filter(key="state", label=_("状態"), field="state", choices=NameUseState.choices)],
        lambda rows, words: rows.filter(product__icontains=words) | rows.filter(report__number__icontains=words),
        title=_("名義使用"),
        url=lambda one: one.get_absolute_url(),
        order=("-applied_at", "-pk"),
        empty_title=_("ここに、名義使用の申請が並びます"),
        empty_help=_("成績書の画面から申請できます。"),
    )
    return page.response(layout=layout)
