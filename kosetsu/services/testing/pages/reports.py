"""Reports: the list of each side, one report, its papers; and the institute's verbs."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision, require
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.billing.pages.shown import pdf
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.testing import permissions
from kosetsu.services.testing.actions import reports as actions
from kosetsu.services.testing.documents.reports import LANGUAGES, paper_bytes
from kosetsu.services.testing.models import Order, Report, ReportCopy
from kosetsu.services.testing.pages import report_forms as forms
from kosetsu.services.testing.pages.verifying import COLOURS
from kosetsu.services.testing.papers.content import texts
from kosetsu.services.testing.states import Judgement, ReportKind, Seal

COLUMNS = [
    Column(key="number", label=_l("成績書番号"), sort="number"),
    Column(key="kind", label=_l("種別"), value="get_kind_display", sort="kind"),
    Column(key="organisation", label=_l("依頼者"), value=lambda one: one.order.case.organisation or "―"),
    Column(key="case", label=_l("案件"), value="order.case.number"),
    Column(key="issued_on", label=_l("発行日"), sort="issued_on"),
    Column(
        key="validity", label=_l("状態"), value=lambda one: one.validity.label, state=lambda one: COLOURS[one.validity]
    ),
]
VERBS: list[tuple[str, Any, Callable[[Any, Report], Decision]]] = [
    ("revise_report", _l("訂正する"), permissions.can_revise),
    ("reissue_report", _l("別の規格で判定する"), permissions.can_reissue),
    ("print_english", _l("英文を作る"), permissions.can_print_english),
    ("hand_out_copies", _l("謄本を渡す"), permissions.can_hand_out),
    ("withdraw_report", _l("取り下げる"), permissions.can_withdraw),
]


@require_safe
@open_door()
def reports(request: SignedIn) -> HttpResponse:
    """My company's reports, the newest first."""
    return _list(request).response("testing/reports/reports.html", layout="layouts/portal.html")


@require_safe
@open_door(permissions.can_read_board)
def staff_reports(request: SignedIn) -> HttpResponse:
    """Every report of the institute."""
    return _list(request).response()


@require_safe
@open_door()
def report(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One report: what it says, its papers, what became of it, what can be done."""
    found = load(request, public_id)
    staff, said = standing(request.user).is_staff, found.said
    context = {
        "layout": f"layouts/{'desk' if staff else 'portal'}.html",
        "report": found,
        "said": said,
        "lines": [
            {"line": one, "verdict": Judgement(one.verdict).label if one.verdict else ""} for one in found.said.results
        ],
        "word": found.validity.label,
        "colour": COLOURS[found.validity],
        "languages": ["ja", *(one.language for one in found.papers.all() if one.language != "ja")],
        "copies": ReportCopy.objects.filter(paper__report=found).select_related("paper", "handed_by") if staff else [],
        "reissues": found.reissues.all(),
        "name_uses": found.name_uses.all(),
        "verbs": [
            (reverse(f"testing-desk:{verb}", args=[found.public_id]), label)
            for verb, label, can in VERBS
            if staff and can(request.user, found)
        ],
        "may_apply": permissions.can_apply_for_name_use(request.user, found, request.today),
    }
    return render(request, "testing/reports/report.html", context)


@require_safe
@open_door()
def report_paper(request: SignedIn, public_id: UUID, language: str) -> HttpResponse:
    """The paper itself; the Japanese one is printed here where its job has not come by yet."""
    found = load(request, public_id)
    if language not in LANGUAGES:
        raise Http404
    paper = found.papers.filter(language=language).first()
    if paper is None and language == "en":
        raise Http404
    paper = paper or actions.print_report(report=found, at=request.at, apart=True)
    return pdf(paper_bytes(paper), f"{found.number}-{language}")


@require_http_methods(["GET", "POST"])
@open_door()
def issue_report(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Issue a report of an order's verified results."""
    order = Order.objects.visible_to(request.user).for_lists().filter(public_id=public_id).first()
    if order is None:
        raise Http404
    require(permissions.can_issue(request.user, order))
    form = forms.IssueForm(request.POST or None, order=order)

    def work() -> str:
        data = form.cleaned_data
        wording = actions.Wording(
            kind=ReportKind(data["kind"]), seal=Seal(data["seal"]), needs_uncertainty=data["needs_uncertainty"],
            opinions=form.opinions(request.user.name), remarks=data["remarks"].splitlines(),
        )  # fmt: skip
        made = actions.issue_report(
            by=request.user, at=request.at, order=order, records=data["records"], wording=wording
        )
        return str(made.get_absolute_url())

    lead = f"{order.case.number} {order.case.title}"
    return _page(request, form, work, title=_("成績書を発行する"), lead=lead, done=_("成績書を発行しました。"))


@require_http_methods(["GET", "POST"])
@open_door()
def revise_report(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A new report in place of this one."""
    found = load(request, public_id)
    require(permissions.can_revise(request.user, found))
    form = forms.ReviseForm(request.POST or None, content=found.said)

    def work() -> str:
        data = form.cleaned_data
        made = actions.revise_report(
            by=request.user, at=request.at, report=found, changes=data["changes"], reason=data["reason"],
            seal=Seal(data["seal"]), texts=form.texts(),
        )  # fmt: skip
        return str(made.get_absolute_url())

    lead = _("%(number)s はそのまま残り、代わりの成績書を新しい番号で発行します。") % {"number": found.number}
    return _page(request, form, work, title=_("成績書を訂正する"), lead=lead, done=_("代わりの成績書を発行しました。"))


@require_http_methods(["GET", "POST"])
@open_door()
def reissue_report(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The same measurements beside another specification."""
    found = load(request, public_id)
    require(permissions.can_reissue(request.user, found))
    form = forms.ReissueForm(request.POST or None, content=found.said)

    def work() -> str:
        data = form.cleaned_data
        made = actions.reissue_report(
            by=request.user, at=request.at, report=found, specification=data["specification"], limits=form.limits(),
            guarded=data["guarded"], seal=Seal(data["seal"]),
        )  # fmt: skip
        return str(made.get_absolute_url())

    lead = _("%(number)s の測定値をそのまま使い、測り直しません。") % {"number": found.number}
    return _page(request, form, work, title=_("別の規格で判定する"), lead=lead, done=_("成績書を発行しました。"))


@require_http_methods(["GET", "POST"])
@open_door()
def print_english(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The same report in English, each text by each."""
    found = load(request, public_id)
    require(permissions.can_print_english(request.user, found))
    form = forms.EnglishForm(request.POST or None, asked=texts(found.said), known=known_words(found))

    def work() -> str:
        actions.print_english(by=request.user, at=request.at, report=found, english=form.english())
        return str(found.get_absolute_url())

    return _page(request, form, work, title=_("英文の成績書を作る"), lead=found.number, done=_("英文を作りました。"))


@require_http_methods(["GET", "POST"])
@open_door()
def hand_out_copies(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Write down copies that are handed out."""
    found = load(request, public_id)
    require(permissions.can_hand_out(request.user, found))
    form = forms.CopiesForm(request.POST or None, report=found)

    def work() -> str:
        data = form.cleaned_data
        paper = found.papers.get(language=data["language"])
        actions.hand_out_copies(by=request.user, at=request.at, paper=paper, count=data["count"], note=data["note"])
        return str(found.get_absolute_url())

    return _page(request, form, work, title=_("謄本を渡す"), lead=found.number, done=_("謄本の交付を記録しました。"))


@require_http_methods(["GET", "POST"])
@open_door()
def withdraw_report(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Take a report back."""
    found = load(request, public_id)
    require(permissions.can_withdraw(request.user, found))
    form = forms.WithdrawForm(request.POST or None)

    def work() -> str:
        reason = form.cleaned_data["reason"]
        actions.withdraw_report(by=request.user, at=request.at, report=found, reason=reason)
        return str(found.get_absolute_url())

    lead = _("%(number)s は無効になります。本文は読めるまま残ります。") % {"number": found.number}
    return _page(request, form, work, title=_("成績書を取り下げる"), lead=lead, done=_("成績書を取り下げました。"))


def load(request: Any, public_id: UUID) -> Report:
    """The report, or 404 just as for nothing."""
    found = Report.objects.visible_to(request.user).for_lists().filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def known_words(found: Report) -> dict[str, str]:
    """The words that English papers of the same order use."""
    known: dict[str, str] = {}
    for report in found.order.reports.prefetch_related("papers"):
        for paper in report.papers.all():
            known |= paper.english
    return known


def _only_valid(rows: Any, on: Any) -> Any:
    return rows.valid() if on else rows


def _page(request: SignedIn, form: OnceForm, work: Callable[[], str], **words: Any) -> HttpResponse:
    return form_page(request, form, work, layout="desk", button=words["title"], **words)


def _list(request: SignedIn) -> ListPage:
    return ListPage(
        request,
        Report.objects.visible_to(request.user).for_lists(),
        COLUMNS,
        [
            Filter(key="kind", label=_("種別"), field="kind", choices=ReportKind.choices),
            Filter(key="issued", label=_("発行日"), kind="dates", field="issued_on"),
            Filter(key="valid", label=_("有効なものだけ"), kind="flag", apply=_only_valid),
        ],
        lambda rows, words: rows.filter(number__icontains=words) | rows.filter(order__case__number__icontains=words),
        title=_("成績書"),
        url=lambda one: one.get_absolute_url(),
        order=("-issued_at", "-pk"),
        empty_title=_("ここに、発行された成績書が並びます"),
        empty_help=_("試験の結果が確認されると、成績書が発行されます。"),
    )
