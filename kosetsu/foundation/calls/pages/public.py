"""Calls for everyone: the list, one call, its deadlines for a calendar."""

from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.manifests import links
from kosetsu.foundation.calls.documents.calendars import deadlines
from kosetsu.foundation.calls.models import Application, Call
from kosetsu.foundation.calls.pages.shown import call_kind, results, state_kind
from kosetsu.foundation.calls.permissions import can_apply, papers
from kosetsu.foundation.calls.states import SHOWN, CallState, Paper
from kosetsu.foundation.parties.standing import standing

CALENDAR_CALLS = 200
COLUMNS = [
    Column(key="title", label=_("名称"), sort="title"),
    Column(key="kind", label=_("種類"), value=lambda one: str(one.kind.title), sort="edition__title"),
    Column(key="shuts_at", label=_("締切"), sort="shuts_at"),
    Column(key="state", label=_("状態"), value="get_state_display", sort="state", state=call_kind),
    Column(key="number", label=_("番号"), sort="number", shown=False),
]


def search(rows: QuerySet[Call], text: str) -> QuerySet[Call]:
    return rows.filter(Q(title__icontains=text) | Q(text__icontains=text) | Q(edition__title__icontains=text))


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Published calls, the one that shuts last first."""
    page = ListPage(
        request,
        Call.objects.shown().select_related("edition").annotate(shuts_at=Max("windows__until_at")),
        COLUMNS,
        [Filter(key="state", label=_("状態"), choices=[(one.value, one.label) for one in SHOWN])],
        search,
        title=_("公募"),
        url=Call.get_absolute_url,
        order=("-shuts_at", "pk"),
        empty_title=_("公募がここに並びます。"),
    )
    return page.response("calls/list.html", layout="layouts/portal.html")


@require_safe
def call(request: Any, public_id: UUID) -> HttpResponse:
    """One call: what, who may apply, how it is judged, until when by which channel, and what became of it."""
    found = load(request, public_id)
    signed_in = request.user.is_authenticated
    own = Application.objects.own_of(request.user).filter(call=found) if signed_in else Application.objects.none()
    context = {
        "call": found,
        "kind": found.kind,
        "state_kind": call_kind(found),
        "windows": [(one, found.kind.way(one.channel)) for one in found.windows.all()],
        "mine": [(one, state_kind(one)) for one in own.for_lists()],
        "count": count_of(request.user, found),
        "results": results(request.user, found),
        "may_apply": can_apply(request.user, found, request.at),
        "links": links("call_links", request.user, found),
    }
    return render(request, "calls/call.html", context)


def count_of(user: Any, found: Call) -> int | None:
    """How many applied, for whom the kind lets know; without those a colleague has a conflict of interest with."""
    if Paper.COUNT not in papers(user, found):
        return None
    rows = found.applications.handed_in()
    return (rows.visible_to(user) if standing(user).is_staff else rows).count()


def load(request: Any, public_id: UUID) -> Call:
    """The call, or 404 just as for nothing."""
    rows = Call.objects.visible_to(request.user).select_related("edition", "branch", "planned_by", "approved_by")
    return get_object_or_404(rows.prefetch_related("windows"), public_id=public_id)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The deadlines of what is published, to subscribe to."""
    rows = Call.objects.shown().filter(state=CallState.PUBLISHED).prefetch_related("windows").order_by("pk")
    return HttpResponse(deadlines(rows[:CALENDAR_CALLS]), content_type="text/calendar; charset=utf-8")


@require_safe
def event(request: Any, public_id: UUID) -> HttpResponse:
    """One call's deadlines for a calendar."""
    found = get_object_or_404(Call.objects.shown().prefetch_related("windows"), public_id=public_id)
    return HttpResponse(deadlines([found]), content_type="text/calendar; charset=utf-8")
