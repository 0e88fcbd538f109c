"""Calls at the desk: the list, one call with its applications, planning and changing."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.manifests import links
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.rules.industries import industry_name
from kosetsu.services.circles import actions, documents
from kosetsu.services.circles.models import Application, Intake
from kosetsu.services.circles.pages.client import state_kind
from kosetsu.services.circles.pages.forms import CallForm, initial_of
from kosetsu.services.circles.pages.public import year_of
from kosetsu.services.circles.permissions import can_apply, can_change_intake, can_read_circles, can_run
from kosetsu.services.circles.states import ApplicationState

INTAKES = [
    Column(key="title", label=_l("名称"), sort="title"),
    Column(key="kind", label=_l("種類"), value="get_kind_display", sort="kind"),
    Column(key="year", label=_l("年度"), value=year_of, sort="fiscal_year"),
    Column(key="opens_at", label=_l("募集開始"), sort="opens_at"),
    Column(key="closes_at", label=_l("募集締切"), sort="closes_at"),
    Column(key="waiting", label=_l("応募"), sort="waiting", kind=Kind.NUMBER),
    Column(key="decided_at", label=_l("決定"), sort="decided_at"),
]
APPLICATIONS = [
    Column(key="workplace", label=_l("事業所"), sort="workplace__organisation__name"),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state", state=state_kind),
    Column(key="trade", label=_l("業種"), value=lambda one: industry_name(one.trade), sort="trade"),
    Column(key="size", label=_l("規模"), value=lambda one: documents.size_words(one.size), sort="size"),
    Column(key="place", label=_l("所在地"), sort="place__code"),
    Column(key="interests", label=_l("関心"), value=lambda one: "、".join(one.interests)),
    Column(key="days", label=_l("曜日・時間"), value=lambda one: "、".join(one.days)),
    Column(key="made_at", label=_l("応募日時"), sort="made_at"),
    Column(key="rivals", label=_l("同じグループにしてほしくない会社"), shown=False),
]


@require_safe
@open_door(can_read_circles)
def intakes(request: SignedIn) -> HttpResponse:
    """Every call, the newest first, planned ones too."""
    counted = Count("applications", filter=~Q(applications__state=ApplicationState.WITHDRAWN))
    page = ListPage(
        request,
        Intake.objects.visible_to(request.user, request.at).annotate(waiting=counted),
        INTAKES,
        title=_("異業種交流の募集"),
        url=lambda row: reverse("circles-desk:intake", args=[row.public_id]),
        order=("-fiscal_year", "kind"),
        empty_title=_("年度ごとの募集がここに並びます。"),
    )
    return page.response("circles/staff/intakes.html", may_run=can_run(request.user))


@require_safe
@open_door(can_read_circles)
def intake(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One call and its applications, and the ways to their composition."""
    found = load(request, public_id)
    page = ListPage(
        request,
        Application.objects.visible_to(request.user).filter(intake=found).for_lists(),
        APPLICATIONS,
        [Filter(key="state", label=_("状態"), choices=ApplicationState.choices)],
        lambda rows, words: rows.filter(workplace__organisation__name__icontains=words),
        title=str(found),
        url=lambda row: reverse("circles:application", args=[row.public_id]),
        order=("made_at", "pk"),
        empty_title=_("応募がここに並びます。"),
    )
    return page.response(
        "circles/staff/intake.html", intake=found, year=year_of(found), circles=found.circles.order_by("code"),
        may_change=can_change_intake(request.user, found), may_apply=can_apply(request.user, found, request.at),
        links=links("intake_links", request.user, found, request.at),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_run)
def plan_intake(request: SignedIn) -> HttpResponse:
    """Write the year's call; what the last one said stands there to begin with."""
    last = Intake.objects.order_by("-fiscal_year", "-pk").first()
    initial = {name: value for name, value in initial_of(last).items() if name not in _DATES} if last else {}
    form = CallForm(request.POST or None, zone=get_default_timezone(), initial=initial)
    return _page(request, form, lambda: actions.plan_intake(by=request.user, at=request.at, call=form.call()))


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_run)
def change_intake(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Say it otherwise, until the cohorts are decided."""
    found = load(request, public_id)
    if not (may := can_change_intake(request.user, found)):
        return refusal(request, may)
    form = CallForm(request.POST or None, zone=get_default_timezone(), initial=initial_of(found))
    return _page(
        request, form, lambda: actions.change_intake(by=request.user, at=request.at, intake=found, call=form.call())
    )


_DATES = ("opens_at", "closes_at", "launches_on")


def _page(request: Any, form: CallForm, write: Any) -> HttpResponse:
    def work() -> str:
        return reverse("circles-desk:intake", args=[write().public_id])

    return form_page(
        request, form, work, layout="desk", title=_("異業種交流の募集"), done=_("募集を保存しました。"),
        lead=_("募集開始の日時から、だれでも読めて応募できます。"),
    )  # fmt: skip


def load(request: Any, public_id: UUID) -> Intake:
    """The call, or 404 just as for nothing."""
    rows = Intake.objects.visible_to(request.user, request.at).select_related("branch")
    return get_object_or_404(rows, public_id=public_id)
