"""Gatherings at the desk: the list, one gathering with its verbs, and planning."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.charts import Bar, bar_chart
from kosetsu.common.decisions import Decision
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.manifests import links
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.casebook.pages.surveys import GRADES
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.gatherings.models.opinions import SATISFIED
from kosetsu.foundation.gatherings.pages import forms
from kosetsu.foundation.gatherings.pages.public import fee_rule, quotas_of, search, state_kind
from kosetsu.foundation.gatherings.permissions import can_draw, can_move, can_plan, can_read_gatherings
from kosetsu.foundation.gatherings.states import SEATED, GatheringState, RegistrationState
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong

COLUMNS = [
    Column(key="code", label=_l("番号"), sort="code"),
    Column(key="title", label=_l("名称"), sort="title"),
    Column(key="starts_on", label=_l("開始日"), sort="starts_on", kind=Kind.DATE),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state", state=state_kind),
    Column(key="format", label=_l("開催形式"), value="get_format_display", sort="format"),
    Column(key="branch", label=_l("拠点"), sort="branch__code"),
    Column(key="seated", label=_l("参加"), sort="seated", kind=Kind.NUMBER),
    Column(key="waiting", label=_l("キャンセル待ち"), sort="waiting", kind=Kind.NUMBER),
    Column(key="ends_on", label=_l("終了日"), sort="ends_on", kind=Kind.DATE, shown=False),
]


@require_safe
@open_door(can_read_gatherings)
def gatherings(request: SignedIn) -> HttpResponse:
    """Every gathering, the next first, planned ones too."""
    rows = Gathering.objects.visible_to(request.user).to_come_first(request.today).select_related("branch")
    page = ListPage(
        request,
        rows.annotate(
            seated=Count("registrations", filter=Q(registrations__state__in=SEATED)),
            waiting=Count("registrations", filter=Q(registrations__state=RegistrationState.WAITING)),
        ),
        COLUMNS,
        [
            Filter(key="state", label=_("状態"), choices=GatheringState.choices),
            Filter(key="starts_on", label=_("開催日"), kind="dates"),
        ],
        search,
        title=_("催し"),
        url=lambda row: reverse("gatherings-desk:gathering", args=[row.public_id]),
        order=("past", "coming_on", "-starts_on", "code"),
        empty_title=_("計画した催しがここに並びます。"),
    )
    return page.response("gatherings/staff/gatherings.html", may_plan=can_plan(request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan)
def plan_gathering(request: SignedIn) -> HttpResponse:
    """Plan a gathering."""
    form = forms.PlanForm(request.POST or None, zone=get_default_timezone())

    def work() -> str:
        made = actions.plan_gathering(by=request.user, at=request.at, plan=form.plan())
        return reverse("gatherings-desk:gathering", args=[made.public_id])

    return form_page(
        request, form, work, layout="desk", title=_("催しを計画する"), done=_("計画しました。"), button=_("計画する"),
        lead=_("承認されて公開されるまで、外からは見えません。"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan)
def change_gathering(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Plan it otherwise, while it is not approved."""
    found = load(request, public_id)
    if not (may := can_move(request.user, found, "change_gathering")):
        return refusal(request, may)
    form = forms.PlanForm(request.POST or None, zone=found.zone, initial=forms.initial_of(found))

    def work() -> str:
        actions.change_gathering(by=request.user, at=request.at, gathering=found, plan=form.plan())
        return reverse("gatherings-desk:gathering", args=[found.public_id])

    return form_page(
        request, form, work, layout="desk", title=_("計画を変える"), done=_("計画を変えました。"), button=_("変える")
    )


@require_safe
@open_door(can_read_gatherings)
def gathering(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One gathering, and what can be done with it now."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Gathering:
    """The gathering, or 404 just as for nothing."""
    rows = Gathering.objects.visible_to(request.user).select_related("branch", "offering", "planned_by", "approved_by")
    return get_object_or_404(rows, public_id=public_id)


def show(request: Any, found: Gathering, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "gathering": found,
        "state_kind": state_kind(found),
        "sessions": found.sessions.select_related("room", "booking"),
        "at_desk": True,
        "organisers": found.organisers.all(),
        "quotas": quotas_of(found),
        "keeps": fee_rule(found, request.at),
        "states": _states(found),
        "attendances": found.attendances.filter(registration=None, person=None).order_by("on_date"),
        "arrived": found.attendances.exclude(registration=None).count(),
        "grades": _grades(found),
        "comments": found.opinions.exclude(comment="").order_by("on_date", "comment").values_list("comment", flat=True),
        "materials": found.materials.select_related("added_by"),
        "links": links("gathering_links", request.user, found),
        "once": OnceForm(auto_id=False),
        "may_plan": can_plan(request.user),
        "may_change": can_move(request.user, found, "change_gathering"),
        "panels": MOVES.panels(request, found, wrong),
        "address": settings.PUBLIC_URL + reverse("gatherings:gathering", args=[found.public_id]),
    }
    return render(request, "gatherings/staff/gathering.html", context, status=status)


def _states(found: Gathering) -> list[tuple[str, int]]:
    """How many registrations stand in each state."""
    counted = dict(found.registrations.values_list("state").annotate(Count("pk")).order_by("state"))
    return [(str(state.label), counted[state]) for state in RegistrationState if state in counted]


def _grades(found: Gathering) -> str:
    """How many gave each grade, the best first, drawn and as a table; nothing before the first answer."""
    counted = dict(found.opinions.values_list("satisfaction").annotate(Count("pk")).order_by("satisfaction"))
    if not counted:
        return ""
    many, satisfied = sum(counted.values()), sum(n for grade, n in counted.items() if grade >= SATISFIED)
    said = {"many": many, "share": f"{satisfied / many:.0%}"}
    return bar_chart(
        title=_("アンケートの満足度"), summary=_("回答%(many)s件のうち、満足は%(share)sです。") % said, unit=_("件"),
        bars=[Bar(label, counted.get(grade, 0)) for grade, label in GRADES],
    )  # fmt: skip


def _may(request: Any, gathering: Gathering, verb: str) -> Decision:
    """The draw is no move of the gathering."""
    if verb == "draw":
        return can_draw(request.user, gathering, request.at)
    return can_move(request.user, gathering, verb)


def _address(gathering: Gathering) -> str:
    return reverse("gatherings-desk:gathering", args=[gathering.public_id])


MOVES = Verbs(
    "gathering", "gatherings-desk", can_read_gatherings, load, _may, show, _address,
    [
        Verb("approve_gathering", _l("承認する"), _l("承認しました。"), actions.approve_gathering),
        Verb("publish", _l("公開する"), _l("公開しました。"), actions.publish),
        Verb("send_back", _l("計画に差し戻す"), _l("差し戻しました。"), actions.send_back, forms.ReasonForm,
             "secondary"),
        Verb("draw", _l("抽選する"), _l("抽選し、結果のメールを送りました。"), actions.draw),
        Verb("close_gathering", _l("終了を記録する"), _l("終了を記録しました。"), actions.close_gathering),
        Verb("call_off", _l("中止する"), _l("中止し、申し込んだ人にお知らせしました。"), actions.call_off,
             forms.ReasonForm, "danger"),
    ],
)  # fmt: skip
