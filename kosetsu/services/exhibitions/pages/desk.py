"""Exhibitions at the desk: the list, one exhibition with its verbs, planning, and inviting."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Exhibition, Recommendation
from kosetsu.services.exhibitions.pages import forms
from kosetsu.services.exhibitions.pages.shown import booth_colour, exhibition_colour, recommendation_colour
from kosetsu.services.exhibitions.permissions import can_move_exhibition, can_read_exhibitions, can_run
from kosetsu.services.exhibitions.states import TAKING_PART, ExhibitionState, RecommendationState

COLUMNS = [
    Column(key="code", label=_l("番号"), sort="code"),
    Column(key="title", label=_l("名称"), sort="title"),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state", state=exhibition_colour),
    Column(key="opens_at", label=_l("開始"), sort="opens_at", kind=Kind.MOMENT),
    Column(key="closes_at", label=_l("終了"), sort="closes_at", kind=Kind.MOMENT),
    Column(key="exhibiting", label=_l("出展者"), sort="exhibiting", kind=Kind.NUMBER),
    Column(key="registered", label=_l("参加登録"), sort="registered", kind=Kind.NUMBER),
]


def _search(rows: QuerySet[Exhibition], text: str) -> QuerySet[Exhibition]:
    return rows.filter(Q(title__icontains=text) | Q(code__icontains=text))


@require_safe
@open_door(can_read_exhibitions)
def exhibitions(request: SignedIn) -> HttpResponse:
    """Every exhibition, planned ones too."""
    rows = Exhibition.objects.visible_to(request.user).annotate(
        exhibiting=Count("booths", filter=Q(booths__state__in=TAKING_PART), distinct=True),
        registered=Count("visitors", distinct=True),
    )
    page = ListPage(
        request, rows, COLUMNS, [Filter(key="state", label=_("状態"), choices=ExhibitionState.choices)], _search,
        title=_("展示会"), url=_address, order=("-opens_at",), empty_title=_("計画した展示会がここに並びます。"),
    )  # fmt: skip
    return page.response("exhibitions/desk/exhibitions.html", may_run=can_run(request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_run)
def plan_exhibition(request: SignedIn) -> HttpResponse:
    """Plan an exhibition."""
    form = forms.PlanForm(request.POST or None)

    def work() -> str:
        return _address(actions.plan_exhibition(by=request.user, at=request.at, plan=form.plan()))

    return form_page(
        request, form, work, layout="desk", title=_("展示会を計画する"), done=_("計画しました。"), button=_("計画する"),
        lead=_("出展者の募集を始めるまで、外からは見えません。"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_run)
def change_exhibition(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Plan it otherwise, before exhibitors are invited."""
    found = load(request, public_id)
    if not (may := can_move_exhibition(request.user, found, "change_exhibition", request.at)):
        return refusal(request, may)
    form = forms.PlanForm(request.POST or None, initial=forms.initial_of(found))

    def work() -> str:
        changed = actions.change_exhibition(by=request.user, at=request.at, exhibition=found, plan=form.plan())
        return _address(changed)

    return form_page(
        request, form, work, layout="desk", title=_("計画を変える"), done=_("計画を変えました。"), button=_("変える")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_run)
def invite_booth(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Invite one exhibitor, or make the institute's own booth."""
    found = load(request, public_id)
    form = forms.InviteForm(request.POST or None)

    def work() -> str:
        given = form.said
        made = actions.invite_booth(by=request.user, at=request.at, exhibition=found, **given)
        return reverse("exhibitions-desk:booth", args=[made.public_id])

    return form_page(
        request, form, work, layout="desk", title=_("出展者を招く"), lead=found.title, done=_("案内しました。"),
        button=_("招く"),
    )  # fmt: skip


@require_safe
@open_door(can_read_exhibitions)
def exhibition(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One exhibition: its partners, recommendations and booths, and what can be done with it now."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Exhibition:
    """The exhibition, or 404 just as for nothing."""
    rows = Exhibition.objects.visible_to(request.user).select_related("branch", "planned_by")
    return get_object_or_404(rows, public_id=public_id)


def show(request: Any, found: Exhibition, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "exhibition": found,
        "colour": exhibition_colour(found),
        "invitations": _invitations(found),
        "recommendations": [(one, recommendation_colour(one)) for one in _seen(request, found)],
        "booths": [(one, booth_colour(one)) for one in found.booths.order_by("state", "name", "pk")],
        "visitors": found.visitors.count(),
        "may_run": can_run(request.user),
        "may_change": can_move_exhibition(request.user, found, "change_exhibition", request.at),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "exhibitions/desk/exhibition.html", context, status=status)


def _invitations(found: Exhibition) -> Any:
    """The partners with how many they named, how many of these wait for their company, how many exhibit."""
    return (
        found.invitations.select_related("partner")
        .order_by("pk")
        .annotate(
            named=Count("recommendations__place"),
            asked=Count("pk", filter=Q(recommendations__state=RecommendationState.ASKED)),
            chosen=Count("pk", filter=Q(recommendations__state=RecommendationState.CHOSEN)),
        )
    )


def _seen(request: Any, found: Exhibition) -> Any:
    """The recommendations whose company has consented."""
    rows = Recommendation.objects.visible_to(request.user).filter(invitation__exhibition=found)
    return rows.select_related("invitation__partner", "workplace__organisation")


def _may(request: Any, exhibition: Exhibition, verb: str) -> Decision:
    return can_move_exhibition(request.user, exhibition, verb, request.at)


def _address(exhibition: Exhibition) -> str:
    return reverse("exhibitions-desk:exhibition", args=[exhibition.public_id])


MOVES = Verbs(
    "exhibition", "exhibitions-desk", can_read_exhibitions, load, _may, show, _address,
    [
        Verb("begin_inviting", _l("出展者の募集を始める"), _l("募集を始めました。"), actions.begin_inviting),
        Verb("open_exhibition", _l("開始を記録する"), _l("開始を記録しました。"), actions.open_exhibition),
        Verb("close_exhibition", _l("終了を記録する"), _l("終了し、ページを固定しました。"), actions.close_exhibition),
        Verb("report_exhibition", _l("報告済みにする"), _l("報告済みにしました。"), actions.report_exhibition),
    ],
)  # fmt: skip
