"""Opening matters and what is typed into them: a dispatch, a plan, an award, a yearly report."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosetsu.common.decisions import require
from kosetsu.common.list_parts import Column
from kosetsu.common.lists import ListPage
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.programmes import permissions
from kosetsu.services.programmes.actions import awards, dispatches, innovations
from kosetsu.services.programmes.models import DescriptionEdition, InnovationPlan, OutcomeReport
from kosetsu.services.programmes.pages import matter_forms as forms

METHODS = ["GET", "HEAD", "POST"]
GRANTS = ("grant", "incentive")


def pages(name: str, desk: bool) -> Callable[..., HttpResponse]:
    """The page of that name for one side: at the desk for who works on matters, else for a company's people."""
    found = _pages()[name]

    @require_http_methods(METHODS)
    @open_door(permissions.can_work_matters if desk else permissions.can_be_client)
    def page(request: SignedIn, **where: Any) -> HttpResponse:
        return found(request, desk, **where)

    page.__name__ = page.__qualname__ = name
    return page


def new_dispatch(request: SignedIn, desk: bool) -> HttpResponse:
    """Ask for an expert; a programme's page hands over its code."""
    start = {"programme": request.GET.get("programme", "")[:20]}
    form = forms.DispatchForm(request.POST or None, user=request.user, today=request.today, initial=start)

    def work() -> str:
        made = dispatches.request_dispatch(by=request.user, at=request.at, **form.said)
        return made.address(desk=desk)

    return _page(request, form, work, desk, title=_("専門家派遣を申し込む"), done=_("申し込みました。"),
                 button=_("申し込む"))  # fmt: skip


def new_innovation(request: SignedIn, desk: bool) -> HttpResponse:
    """Type a plan's figures and see what they come to."""
    form = forms.InnovationForm(request.POST or None, user=request.user, today=request.today)

    def work() -> str:
        said = form.cleaned_data
        made = innovations.open_innovation(
            by=request.user, at=request.at, workplace=said["workplace"], title=said["title"], summary=said["summary"],
            figures=form.figures,
        )  # fmt: skip
        return made.address(desk=desk)

    return _page(request, form, work, desk, title=_("経営革新計画を確認する"), done=_("保存し、確認しました。"),
                 lead=_("わからない欄は空のままにできます。送信する前に、項目ごとの結果を確かめられます。"),
                 button=_("確認する"))  # fmt: skip


def change_innovation(request: SignedIn, desk: bool, public_id: UUID) -> HttpResponse:
    """Other figures."""
    plan = get_object_or_404(InnovationPlan.objects.visible_to(request.user).for_lists(), public_id=public_id)
    require(permissions.can_move_innovation(request.user, plan, "change_innovation"))
    start = {**plan.figures, "summary": plan.summary}
    if "new_to_company" in start:
        start["new_to_company"] = "yes" if start["new_to_company"] else "no"
    form = forms.FiguresForm(request.POST or None, initial=start)

    def work() -> str:
        innovations.change_innovation(
            by=request.user, at=request.at, plan=plan, summary=form.cleaned_data["summary"], figures=form.figures
        )
        return str(plan.address(desk=desk))

    return _page(request, form, work, desk, title=_("数値を直す"), lead=plan.case.title, done=_("確認しました。"),
                 button=_("確認する"))  # fmt: skip


def new_award(request: SignedIn, desk: bool) -> HttpResponse:
    """Say what was won."""
    form = forms.AwardForm(request.POST or None, user=request.user, today=request.today, programmes=_grants(request))

    def work() -> str:
        return awards.record_award(by=request.user, at=request.at, **form.said).address(desk=desk)

    return _page(request, form, work, desk, title=_("採択を記録する"), button=_("記録する"),
                 done=_("記録しました。報告の期限は次のとおりです。"))  # fmt: skip


def submit_report(request: SignedIn, desk: bool, public_id: UUID) -> HttpResponse:
    """One yearly report."""
    report = get_object_or_404(
        OutcomeReport.objects.visible_to(request.user).select_related("award__case__organisation"),
        public_id=public_id,
    )  # fmt: skip
    if not (decision := permissions.can_submit_report(request.user, report)):
        if decision.hidden:
            raise Http404
        require(decision)
    form = forms.ReportForm(request.POST or None)

    def work() -> str:
        awards.submit_report(by=request.user, at=request.at, report=report, **form.said)
        return str(report.award.address(desk=desk))

    lead = f"{report.award.programme_title}（{_('第%(number)d回') % {'number': report.number}}）"
    return _page(request, form, work, desk, title=_("成果を報告する"), lead=lead, done=_("提出しました。"),
                 button=_("提出する"))  # fmt: skip


@require_http_methods(["GET", "HEAD"])
@open_door(permissions.can_read_descriptions)
def overdue_reports(request: SignedIn) -> HttpResponse:
    """Reports whose day is over, the oldest first."""
    page = ListPage(
        request,
        OutcomeReport.objects.visible_to(request.user).overdue(request.today)
        .select_related("award__case__organisation", "award__case__contact"),
        [
            Column(key="organisation", label=_("会社"), value="award.case.organisation.name",
                   sort="award__case__organisation__name"),
            Column(key="programme", label=_("施策"), value="award.programme_title", sort="award__programme"),
            Column(key="number", label=_("回")),
            Column(key="due_on", label=_("期限"), sort="due_on"),
            Column(key="dunned_at", label=_("督促した日時"), sort="dunned_at"),
        ],
        search=lambda found, words: (
            found.filter(award__case__organisation__name__icontains=words)
            | found.filter(award__programme_title__icontains=words)
        ),
        title=_("期限を過ぎた成果の報告"),
        url=lambda one: one.award.address(desk=True),
        order=("due_on",),
        empty_title=_("期限を過ぎた報告はありません"),
    )  # fmt: skip
    return page.response("programmes/matters.html", layout="layouts/desk.html", new="")


def _page(request: SignedIn, form: Any, work: Callable[[], str], desk: bool, **words: Any) -> HttpResponse:
    return form_page(request, form, work, layout="desk" if desk else "portal", **words)


def _grants(request: SignedIn) -> list[tuple[str, str]]:
    """The programmes that pay money, as they are or were described, each by its newest name."""
    found = {one.code: one.title for one in DescriptionEdition.objects.newest(request.at).order_by("code", "number")
             if one.body["kind"] in GRANTS}  # fmt: skip
    return [(code, f"{code} {title}") for code, title in found.items()]


def _pages() -> dict[str, Callable[..., HttpResponse]]:
    return {one.__name__: one for one in (new_dispatch, new_innovation, new_award, change_innovation, submit_report)}
