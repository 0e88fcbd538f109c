"""Circles for everyone: the calls that are open, the groups, one group's public part."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kosetsu.common import fiscal
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.services.circles.models import Application, Circle, Intake, VideoWeek
from kosetsu.services.circles.permissions import can_apply, can_read_inside
from kosetsu.services.circles.states import CircleKind, CircleState

KINDS = {CircleState.FORMING: "waiting", CircleState.RUNNING: "active", CircleState.SELF_RUNNING: "active"}


def state_kind(circle: Circle) -> str:
    """The colour of a circle's state."""
    return KINDS.get(CircleState(circle.state), "done")


def year_of(row: Any) -> str:
    """The fiscal year in words."""
    return fiscal.label(row.fiscal_year)


COLUMNS = [
    Column(key="name", label=_("名称"), sort="name"),
    Column(key="kind", label=_("種類"), value="get_kind_display", sort="kind"),
    Column(key="state", label=_("状態"), value="get_state_display", sort="state", state=state_kind),
    Column(key="year", label=_("発足年度"), value=year_of, sort="fiscal_year"),
    Column(key="purpose", label=_("目的")),
]


def search(rows: QuerySet[Circle], words: str) -> QuerySet[Circle]:
    return rows.filter(name__icontains=words) | rows.filter(purpose__icontains=words)


@require_safe
def circles(request: Any) -> HttpResponse:
    """Calls that are open, then the public groups and those of one's own."""
    page = ListPage(
        request,
        Circle.objects.visible_to(request.user, request.today).distinct(),
        COLUMNS,
        [
            Filter(key="kind", label=_("種類"), choices=CircleKind.choices),
            Filter(key="state", label=_("状態"), choices=CircleState.choices),
        ],
        search,
        title=_("異業種交流・研究会"),
        url=lambda row: reverse("circles:circle", args=[row.public_id]),
        order=("-fiscal_year", "code"),
        empty_title=_("公開しているグループがここに並びます。"),
    )
    intakes = Intake.objects.filter(opens_at__lte=request.at, closes_at__gt=request.at, decided_at=None)
    return page.response(
        "circles/circles.html", layout="layouts/portal.html", intakes=intakes, weeks=VideoWeek.objects.shown(request.at)
    )


@require_safe
def intake(request: Any, public_id: UUID) -> HttpResponse:
    """One call: what it offers, how one is chosen, and the way to apply."""
    found = get_object_or_404(Intake.objects.visible_to(request.user, request.at), public_id=public_id)
    mine = Application.objects.none()
    if request.user.is_authenticated:
        own = Application.objects.visible_to(request.user)
        mine = own.filter(intake=found, made_by=request.user).for_lists()
    context = {"intake": found, "mine": mine, "may_apply": can_apply(request.user, found, request.at)}
    return render(request, "circles/intake.html", context)


@require_safe
def circle(request: Any, public_id: UUID) -> HttpResponse:
    """What everyone reads of a group; its own people go on to the members' part."""
    rows = Circle.objects.visible_to(request.user, request.today).select_related("branch")
    found = get_object_or_404(rows, public_id=public_id)
    listed = found.members.on(request.today).filter(listed=True).for_lists()
    context = {
        "circle": found,
        "year": year_of(found),
        "state_kind": state_kind(found),
        "listed": listed,
        "count": found.members.on(request.today).count(),
        "notes": found.notes.shown(),
        "inside": can_read_inside(request.user, found, request.today),
    }
    return render(request, "circles/circle.html", context)
