"""Calls at the desk: the list, one call with its verbs, planning and changing, talks before applying."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.manifests import links
from kosetsu.common.spreadsheets import Kind as Cells
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.calls import actions
from kosetsu.foundation.calls.models import Application, Call, KindEdition
from kosetsu.foundation.calls.pages.forms import CounsellingForm, KindForm, PlanForm, ReasonForm, initial_of
from kosetsu.foundation.calls.pages.public import count_of, load, search
from kosetsu.foundation.calls.pages.shown import call_kind
from kosetsu.foundation.calls.permissions import (
    can_begin_round,
    can_counsel,
    can_enter_application,
    can_finish,
    can_move,
    can_plan,
    can_read_applications,
    can_read_calls,
    does,
    papers,
)
from kosetsu.foundation.calls.states import ApplicationState, CallState, Paper, Task
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.foundation.reviews.models import Panel


def _columns(user: Any) -> list[Column]:
    """How many applied stands there where the kind lets this person know."""

    def known(name: str) -> Any:
        return lambda one: getattr(one, name) if Paper.COUNT in papers(user, one) else None

    return [
        Column(key="number", label=_l("番号"), sort="number"),
        Column(key="title", label=_l("名称"), sort="title"),
        Column(key="kind", label=_l("種類"), value=lambda one: str(one.kind.title), sort="edition__title"),
        Column(key="state", label=_l("状態"), value="get_state_display", sort="state", state=call_kind),
        Column(key="shuts_at", label=_l("締切"), sort="shuts_at"),
        Column(key="capacity", label=_l("採択数の上限"), sort="capacity", kind=Cells.NUMBER),
        Column(key="applied", label=_l("応募"), value=known("applied"), kind=Cells.NUMBER),
        Column(key="waiting", label=_l("未確認"), value=known("waiting"), kind=Cells.NUMBER),
    ]


@require_safe
@open_door(can_read_calls)
def calls(request: SignedIn) -> HttpResponse:
    """Every call, the newest first; without counting what one has a conflict of interest with."""
    handed_in = Application.objects.visible_to(request.user).handed_in()
    rows = Call.objects.visible_to(request.user).select_related("edition").annotate(
        shuts_at=Max("windows__until_at"),
        applied=Count("applications", filter=Q(applications__in=handed_in), distinct=True),
        waiting=Count("applications", filter=Q(applications__in=handed_in.filter(state=ApplicationState.SUBMITTED)),
                      distinct=True),
    )  # fmt: skip
    page = ListPage(
        request,
        rows,
        _columns(request.user),
        [Filter(key="state", label=_("状態"), choices=CallState.choices)],
        search,
        title=_("公募"),
        url=lambda row: reverse("calls-desk:call", args=[row.public_id]),
        order=("-pk",),
        empty_title=_("公募がここに並びます。"),
    )
    return page.response("calls/staff/calls.html", may_plan=can_plan(request.user))


@require_safe
@open_door(can_read_calls)
def call(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One call, and what can be done with it now."""
    return show(request, load(request, public_id))


def show(request: Any, found: Call, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    counsels = bool(does(request.user, found.kind, Task.COUNSEL))
    context = {
        "call": found,
        "kind": found.kind,
        "state_kind": call_kind(found),
        "windows": [(one, found.kind.way(one.channel)) for one in found.windows.all()],
        "count": count_of(request.user, found),
        "actors": [(task.label, _posts(found, task)) for task in Task if found.kind.posts(task)],
        "counsellings": found.counsellings.select_related("workplace__organisation", "recorded_by") if counsels else [],
        "rounds": _rounds(request.user, found),
        "may_change": can_move(request.user, found, "change_call"),
        "may_counsel": can_counsel(request.user, found),
        "may_enter": can_enter_application(request.user, found),
        "may_read": can_read_applications(request.user, found),
        "panels": MOVES.panels(request, found, wrong),
        "links": links("call_links", request.user, found),
    }
    return render(request, "calls/staff/call.html", context, status=status)


def _rounds(user: Any, found: Call) -> list[tuple[Any, Any, bool, bool]]:
    """Each round with its title, whether this person sees its ranking, and whether its panel."""
    ranked = Paper.RANK in papers(user, found)
    rows = list(found.rounds.select_related("panel").order_by("number"))
    run = set(Panel.objects.visible_to(user).filter(pk__in=[one.panel_id for one in rows]).values_list("pk", flat=True))
    return [(one, found.kind.rounds[one.number - 1].title, ranked, one.panel_id in run) for one in rows]


def _posts(call: Call, task: Task) -> str:
    return "、".join(str(post.label) for post in call.kind.posts(task))


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan)
def choose_kind(request: SignedIn) -> HttpResponse:
    """Which kind of call: its form follows."""
    known = KindEdition.objects.current(request.today)
    editions = [one for one in known if does(request.user, one.said, Task.PLAN)]
    form = KindForm(request.POST or None, editions=editions)
    if request.method == "POST" and form.is_valid():
        return redirect("calls-desk:plan_call", kind=form.cleaned_data["kind"])
    return form_page(
        request, form, lambda: "", layout="desk", title=_("公募を計画する"), done="", button=_("次へ"),
        lead=_("公募の種類を選ぶと、その種類の様式・審査項目・通知が使われます。"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan)
def plan_call(request: SignedIn, kind: str) -> HttpResponse:
    """Plan a call of this kind."""
    edition = get_object_or_404(KindEdition.objects.current(request.today), kind=kind)
    if not (may := does(request.user, edition.said, Task.PLAN)):
        return refusal(request, may)
    form = PlanForm(request.POST or None, kind=edition.said, zone=get_default_timezone())

    def work() -> str:
        made = actions.plan_call(by=request.user, at=request.at, plan=form.plan())
        return reverse("calls-desk:call", args=[made.public_id])

    return form_page(
        request, form, work, layout="desk", title=_("公募を計画する"), done=_("計画しました。"), button=_("計画する"),
        lead=str(edition.said.title),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan)
def change_call(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Plan it otherwise, while it is not approved."""
    found = load(request, public_id)
    if not (may := can_move(request.user, found, "change_call")):
        return refusal(request, may)
    form = PlanForm(request.POST or None, kind=found.kind, zone=get_default_timezone(), initial=initial_of(found))

    def work() -> str:
        actions.change_call(by=request.user, at=request.at, call=found, plan=form.plan())
        return address(found)

    return form_page(
        request, form, work, layout="desk", title=_("計画を変える"), done=_("計画を変えました。"), button=_("変える")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_calls)
def record_counselling(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A talk with somebody who thinks of applying."""
    found = load(request, public_id)
    if not (may := can_counsel(request.user, found)):
        return refusal(request, may)
    form = CounsellingForm(request.POST or None, initial={"held_on": request.today})

    def work() -> str:
        actions.record_counselling(by=request.user, at=request.at, call=found, **form.said)
        return address(found)

    return form_page(
        request, form, work, layout="desk", title=_("応募前の相談を記録する"), done=_("相談を記録しました。"),
        button=_("記録する"), lead=found.title,
    )  # fmt: skip


def _may(request: Any, found: Call, verb: str) -> Decision:
    if verb == "begin_round":
        return can_begin_round(request.user, found, request.at)
    if verb == "finish_call":
        return can_finish(request.user, found, request.at)
    return can_move(request.user, found, verb)


def address(found: Call) -> str:
    return reverse("calls-desk:call", args=[found.public_id])


MOVES = Verbs(
    "call", "calls-desk", can_read_calls, load, _may, show, address,
    [
        Verb("approve_call", _l("承認する"), _l("承認しました。"), actions.approve_call),
        Verb("publish_call", _l("公開する"), _l("公開しました。"), actions.publish_call),
        Verb("send_back_call", _l("計画に差し戻す"), _l("差し戻しました。"), actions.send_back_call, ReasonForm,
             "secondary"),
        Verb("begin_round", _l("審査を始める"), _l("審査会を作りました。"), actions.begin_round),
        Verb("finish_call", _l("公募を終える"), _l("公募を終え、残る補欠にお知らせしました。"), actions.finish_call),
        Verb("call_off_call", _l("中止する"), _l("中止し、応募者にお知らせしました。"), actions.call_off_call,
             ReasonForm, "danger"),
    ],
)  # fmt: skip
