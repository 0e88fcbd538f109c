"""What anyone can look up: the institute's branches as they are today, and the bodies it works with."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.text import fold
from kosetsu.foundation.parties.models import Area, Branch, Organisation
from kosetsu.foundation.parties.states import CLIENT_KINDS, BranchState, OrganisationKind

STATE_KINDS = {
    BranchState.OPEN: "active",
    BranchState.MERGED: "active",
    BranchState.PLANNED: "neutral",
    BranchState.CLOSED_FOR_WORKS: "waiting",
    BranchState.CLOSED: "stopped",
}


def as_of(branch: Branch, day: dt.date) -> dict[str, Any]:
    """A branch with what it is on ``day``."""
    status = branch.status_on(day)
    kind = STATE_KINDS[BranchState(status.status)] if status else "neutral"
    return {"branch": branch, "status": status, "kind": kind, "open": branch.is_open_on(day)}


@require_safe
def branches(request: HttpRequest) -> HttpResponse:
    """Every branch with its state today; one that is closed for works says so."""
    today = request.today  # type: ignore[attr-defined]
    found = Branch.objects.select_related("area").prefetch_related("statuses")
    return render(request, "parties/branches.html", {"branches": [as_of(one, today) for one in found]})


@require_safe
def branch(request: HttpRequest, code: str) -> HttpResponse:
    """One branch: where it is, what it is good at, its groups, and its history of states."""
    today = request.today  # type: ignore[attr-defined]
    found = Branch.objects.select_related("area").prefetch_related("statuses").filter(code=code).first()
    if found is None:
        raise Http404
    groups = found.groups.on(today)
    return render(request, "parties/branch.html", {**as_of(found, today), "groups": groups})


@require_safe
def partner_bodies(request: HttpRequest) -> HttpResponse:
    """The public directory of the bodies the institute works with."""
    page = ListPage(
        request,
        Organisation.objects.filter(listed=True).select_related("area"),
        [
            Column(key="name", label=_("名称"), sort=("name_kana", "name")),
            Column(key="kind", label=_("種別"), value="get_kind_display", sort="kind"),
            Column(key="area", label=_("所在地"), value="area.name", sort="area__code"),
        ],
        [
            Filter(
                key="kind",
                label=_("種別"),
                choices=[(key, label) for key, label in OrganisationKind.choices if key not in CLIENT_KINDS],
            ),
            Filter(key="area", label=_("所在地"), choices=_areas, field="area__code"),
        ],
        lambda queryset, text: queryset.filter(name_folded__contains=fold(text).replace(" ", "")),
        title=_("連携機関"),
        order=["code"],
        search_label=_("名称"),
    )
    return page.response(layout="layouts/portal.html")


def _areas() -> list[tuple[str, str]]:
    used = Organisation.objects.filter(listed=True).exclude(area=None).values("area")
    return [(area.code, area.name) for area in Area.objects.filter(pk__in=used)]
