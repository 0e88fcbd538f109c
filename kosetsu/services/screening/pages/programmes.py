"""Programmes at the desk: the list, a request, one programme with its chain and verbs."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common import fiscal
from kosetsu.common.decisions import Decision
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.common.states import chain
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.billing.permissions import can_read_books
from kosetsu.foundation.parties.pages.submitting import FormPages, form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.foundation.reviews.permissions import can_run
from kosetsu.foundation.reviews.states import ReviewState
from kosetsu.services.screening import actions
from kosetsu.services.screening.models import RequestingBody, ScreeningProgramme, Submission
from kosetsu.services.screening.pages import forms
from kosetsu.services.screening.pages.shown import colour, dispatch_colour, scoring_sheets, way_of
from kosetsu.services.screening.permissions import (
    can_ask_for_seat,
    can_keep,
    can_manage_screening,
    can_move,
    can_name_readers,
    can_read_again,
    can_read_screening,
    can_see_results,
    can_take_paper,
)
from kosetsu.services.screening.states import BodyClass, Matched, ScreeningState

METHODS = ["GET", "HEAD", "POST"]
COLUMNS = [
    Column(key="number", label=_l("案件番号"), value="case.number", sort="case__number"),
    Column(key="title", label=_l("事業名"), sort="title"),
    Column(key="body", label=_l("依頼団体"), sort="body__organisation__name"),
    Column(key="year", label=_l("年度"), value=lambda one: fiscal.label(one.fiscal_year), sort="fiscal_year"),
    Column(key="way", label=_l("審査の方法"), value="get_way_display", sort="way", shown=False),
    Column(key="items", label=_l("審査対象"), kind=Kind.NUMBER, sort="items"),
    Column(key="due_on", label=_l("返却期限"), sort="case__due_on", kind=Kind.DATE),
    Column(key="assignee", label=_l("担当"), value="case.assignee", sort="case__assignee__name", shown=False),
    Column(key="state", label=_l("状態"), value="state.label", sort="case__state", state=lambda one: colour(one)),
]


@require_safe
@open_door(can_read_screening)
def programmes(request: SignedIn) -> HttpResponse:
    """Those that the person may see, the next deadline first."""
    page = ListPage(
        request,
        ScreeningProgramme.objects.visible_to(request.user).for_lists(request.user),
        COLUMNS,
        [
            Filter(key="state", label=_("状態"), choices=ScreeningState.choices, field="case__state"),
            Filter(key="class", label=_("実施主体の区分"), choices=BodyClass.choices, field="body__body_class"),
            Filter(key="year", label=_("年度"), choices=_years, field="fiscal_year"),
            Filter(key="due_on", label=_("返却期限"), kind="dates", field="case__due_on"),
        ],
        lambda found, words: found.filter(
            Q(title__icontains=words) | Q(case__number__icontains=words) | Q(body__organisation__name__icontains=words)
        ),
        title=_("技術審査"),
        url=lambda one: one.get_absolute_url(),
        order=("case__closed_at", "case__due_on", "-pk"),
        empty_title=_("ほかの団体から頼まれた技術審査が、ここに並びます。"),
    )
    new = reverse("screening-desk:request_programme") if can_manage_screening(request.user) else ""
    return page.response("screening/staff/programmes.html", new=new)


def _years() -> list[tuple[int, str]]:
    found = ScreeningProgramme.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
    return [(one, fiscal.label(one)) for one in found]


@require_http_methods(METHODS)
@open_door(can_manage_screening)
def request_programme(request: SignedIn) -> HttpResponse:
    """Enter what a body asked for."""
    form = forms.ProgrammeForm(request.POST or None, bodies=RequestingBody.objects.all(), today=request.today)

    def work() -> str:
        made = actions.request_programme(by=request.user, at=request.at, request=form.request())
        return made.get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("技術審査の依頼を登録する"), button=_("登録する"),
        lead=_("依頼団体が一覧にないときは、先に「技術審査の依頼団体」で登録してください。"),
        done=_("依頼を登録しました。"),
    )  # fmt: skip


@require_safe
@open_door(can_read_screening)
def programme(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One programme, and what can be done with it now."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> ScreeningProgramme:
    """A programme that the person may see, or 404 just as for nothing."""
    return get_object_or_404(
        ScreeningProgramme.objects.visible_to(request.user).for_lists(request.user), public_id=public_id
    )


def show(request: Any, found: ScreeningProgramme, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    user, paper = request.user, getattr(found, "returned", None)
    line = getattr(found.charge, "invoice_line", None)
    context = {
        "programme": found,
        "case": found.case,
        "colour": colour(found),
        "chain": chain(way_of(found), found.state),
        "overdue": found.overdue(request.today),
        "counts": _counts(user, found) if found.panel else None,
        "sheets": found.sheets.select_related("by"),
        "matched": _matched(user, found),
        "readers": found.second_readers.all(),
        "dispatches": [(one, dispatch_colour(one)) for one in found.dispatches.select_related("person")],
        "paper": paper if paper and can_take_paper(user, paper, request.at) else None,
        "invoice": line.invoice if line else None,
        "may_bill": can_read_books(user),
        "runs_panel": found.panel and can_run(user, found.panel),
        "may": {
            "change": can_move(user, found, "change_programme", request.at),
            "accept": can_move(user, found, "accept_programme", request.at),
            "take_in": can_move(user, found, "import_submissions", request.at),
            "keep": can_keep(user, found),
            "name": can_name_readers(user, found),
            "read": can_read_again(user, found),
            "results": can_see_results(user, found, request.at),
            "seat": can_ask_for_seat(user, found),
        },
        "scoring_sheets": scoring_sheets(request, found),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "screening/staff/programme.html", context, status=status)


def _seen(user: Any, found: ScreeningProgramme) -> Any:
    """Its applications as far as the person may know of them."""
    mine = Submission.objects.visible_to(user).filter(programme=found)
    return Submission.objects.filter(pk__in=mine.values("pk"))


def _counts(user: Any, found: ScreeningProgramme) -> dict[str, int]:
    """How far the reviews have come, without a word of any of them."""
    handed_in, asked_for = Q(item__reviews__state=ReviewState.HANDED_IN), ~Q(item__reviews__state=ReviewState.VOID)
    every = _seen(user, found)
    counted = every.waiting().aggregate(
        items=Count("pk", distinct=True), handed_in=Count("item__reviews", filter=handed_in, distinct=True),
        assigned=Count("item__reviews", filter=asked_for, distinct=True),
    )  # fmt: skip
    return {**counted, "unread": every.unread().count(), "withdrawn": every.count() - counted["items"]}


def _matched(user: Any, found: ScreeningProgramme) -> list[tuple[str, int]]:
    rows = _seen(user, found).order_by("matched").values("matched").annotate(many=Count("pk"))
    return [(str(Matched(one["matched"]).label), one["many"]) for one in rows]


def _may(request: Any, found: ScreeningProgramme, verb: str) -> Decision:
    return can_move(request.user, found, verb, request.at)


MOVES = Verbs(
    "programme", "screening-desk", can_read_screening, load, _may, show, lambda one: one.get_absolute_url(),
    [
        Verb("begin_review", _l("審査を始める"), _l("審査員の採点が始まりました。"), actions.begin_review),
        Verb("submit_results", _l("承認を依頼する"), _l("承認者に結果の承認を依頼しました。"),
             actions.submit_results),
        Verb("approve_results", _l("結果を承認する"), _l("承認しました。"), actions.approve_results),
        Verb("send_back", _l("審査に差し戻す"), _l("差し戻しました。"), actions.send_back, forms.ReasonForm,
             "secondary"),
        Verb("return_results", _l("団体に返却する"), _l("返却しました。件数を実績に数えました。"),
             actions.return_results),
        Verb("finish_dispatches", _l("派遣を終える"), _l("完了しました。"), actions.finish_dispatches),
        Verb("decline_programme", _l("受けない"), _l("団体にお断りを知らせます。"), actions.decline_programme,
             forms.ReasonForm, "secondary"),
        Verb("call_off", _l("取りやめる"), _l("取りやめました。"), actions.call_off, forms.ReasonForm, "danger"),
    ],
)  # fmt: skip
PAGES = FormPages(can_read_screening, load, lambda one: one.get_absolute_url(), _may)
change_programme = PAGES.move(
    "change_programme",
    lambda request, one: forms.ProgrammeForm(
        request.POST or None, bodies=RequestingBody.objects.all(), today=request.today, initial=forms.as_it_is(one)
    ),
    lambda form, one, **common: actions.change_programme(**common, programme=one, request=form.request()),
    title=_l("依頼を変える"), done=_l("変えました。"), button=_l("変える"),
)  # fmt: skip
accept_programme = PAGES.move(
    "accept_programme",
    lambda request, one: forms.AcceptForm(
        request.POST or None, programme=one, today=request.today, zone=get_default_timezone()
    ),
    lambda form, one, **common: actions.accept_programme(**common, programme=one, terms=form.terms()),
    title=_l("依頼を受ける"), done=_l("受諾しました。団体に知らせます。"), button=_l("受ける"),
)  # fmt: skip
put_off = PAGES.page(
    "put_off", can_keep, lambda request, one: forms.DueForm(request.POST or None, initial={"due_on": one.due_on}),
    lambda form, one, **common: actions.put_off(**common, programme=one, **form.said),
    title=_l("返却期限を変える"), done=_l("期限を変えました。"),
)  # fmt: skip
keep_blank = PAGES.page(
    "keep_blank", can_keep, lambda request, _one: forms.BlankForm(request.POST or None, request.FILES or None),
    lambda form, one, **common: actions.keep_blank(**common, programme=one, **form.said),
    title=_l("団体の様式（Excel）を登録する"), done=_l("様式を登録しました。"), button=_l("登録する"),
)  # fmt: skip
BELOW = "<uuid:public_id>/"
URLS = [
    path("", programmes, name="programmes"),
    path("new/", request_programme, name="request_programme"),
    path(BELOW, programme, name="programme"),
    path(f"{BELOW}change_programme/", change_programme, name="change_programme"),
    path(f"{BELOW}accept_programme/", accept_programme, name="accept_programme"),
    path(f"{BELOW}put_off/", put_off, name="put_off"),
    path(f"{BELOW}keep_blank/", keep_blank, name="keep_blank"),
    *MOVES.urls(BELOW),
]
