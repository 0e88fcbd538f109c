"""Gatherings for everyone: the list, one event, and their calendars."""

import datetime as dt
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common import fiscal
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.manifests import links
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.bookings.rules import read_fee
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import documents
from kosetsu.foundation.gatherings.models import FeeTerms, Gathering, Quota
from kosetsu.foundation.gatherings.permissions import can_register
from kosetsu.foundation.gatherings.rules import in_words
from kosetsu.foundation.gatherings.states import Audience, GatheringState

CALENDAR_EVENTS = 500


def _years() -> list[tuple[int, str]]:
    years = Gathering.objects.shown().values_list("fiscal_year", flat=True).distinct()
    return [(year, fiscal.label(year)) for year in sorted(filter(None, years), reverse=True)]


COLUMNS = [
    Column(key="title", label=_("名称"), sort="title"),
    Column(key="starts_on", label=_("開始日"), sort="starts_on", kind=Kind.DATE),
    Column(key="ends_on", label=_("終了日"), sort="ends_on", kind=Kind.DATE),
    Column(key="format", label=_("開催形式"), value="get_format_display", sort="format"),
    Column(key="place", label=_("会場"), sort="place"),
    Column(key="state", label=_("状態"), value="get_state_display", sort="state", state=lambda one: state_kind(one)),
    Column(key="people", label=_("人数"), sort="people", kind=Kind.NUMBER),
    Column(key="reference", label=_("出典"), shown=False),
]
FILTERS = [
    Filter(key="fiscal_year", label=_("年度"), choices=_years),
    Filter(key="format", label=_("開催形式"), choices=Format.choices),
    Filter(key="starts_on", label=_("開催日"), kind="dates"),
]


def state_kind(gathering: Gathering) -> str:
    """The colour of a gathering's state."""
    return {GatheringState.PUBLISHED: "active", GatheringState.CANCELLED: "stopped"}.get(
        GatheringState(gathering.state), "waiting" if gathering.state == GatheringState.PLANNED else "done"
    )


def search(rows: QuerySet[Gathering], text: str) -> QuerySet[Gathering]:
    return rows.filter(Q(title__icontains=text) | Q(summary__icontains=text) | Q(place__icontains=text))


def gathering_list(request: HttpRequest) -> HttpResponse:
    """Public gatherings of every year: what is to come, the next first, then what was, the last first."""
    today = request.today  # type: ignore[attr-defined]
    page = ListPage(
        request,
        Gathering.objects.shown().to_come_first(today).annotate(people=Sum("attendances__headcount")),
        COLUMNS,
        FILTERS,
        search,
        title=_("催し・講習会"),
        url=lambda row: reverse("gatherings:gathering", args=[row.public_id]),
        order=("past", "coming_on", "-fiscal_year", "-starts_on"),
        empty_title=_("催しの予定と記録がここに並びます。"),
    )
    return page.response("gatherings/list.html", layout="layouts/portal.html")


def gathering(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One public gathering: its sessions, its free places and the way to register, or how many came."""
    row = get_object_or_404(Gathering.objects.shown().select_related("branch", "offering"), public_id=public_id)
    context = {
        "gathering": row,
        "organisers": row.organisers.all(),
        "sessions": row.sessions.select_related("room"),
        "quotas": quotas_of(row),
        "attendances": row.attendances.filter(person=None, registration=None),
        "materials": row.materials.filter(audience=Audience.EVERYONE).handed_out(request.at),  # type: ignore[attr-defined]
        "links": links("event_links", row),
        "may_register": can_register(request.user, row, request.at),  # type: ignore[attr-defined]
        "keeps": fee_rule(row, request.at),  # type: ignore[attr-defined]
    }
    return render(request, "gatherings/gathering.html", context)


def fee_rule(gathering: Gathering, at: dt.datetime) -> str:
    """What giving a prepaid place back costs whoever registers at this moment, in words."""
    terms = FeeTerms.of(gathering.kind_key, gathering.day_of(at)) if gathering.prepaid else None
    return in_words(read_fee(terms.fee)) if terms else ""


def quotas_of(gathering: Gathering) -> list[tuple[Quota, int | None]]:
    """The kinds of places with how many are free; None where there is no limit."""
    held = gathering.quotas.annotate(held=Count("registrations", filter=Q(registrations__seat__isnull=False)))
    return [(one, None if one.capacity is None else max(one.capacity - one.held, 0)) for one in held]


def calendar(request: HttpRequest) -> HttpResponse:
    """What is to come, and the year before, as a calendar to subscribe to."""
    today = request.today  # type: ignore[attr-defined]
    rows = Gathering.objects.shown().filter(starts_on__gte=today.replace(day=1), sessions__isnull=False).distinct()
    return _calendar(request, rows.order_by("starts_on", "pk")[:CALENDAR_EVENTS])


def event(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One gathering's sessions for a calendar."""
    rows = Gathering.objects.shown().filter(sessions__isnull=False).distinct()
    get_object_or_404(rows, public_id=public_id)
    return _calendar(request, rows.filter(public_id=public_id))


def _calendar(request: HttpRequest, rows: QuerySet[Gathering]) -> HttpResponse:
    text = documents.calendar_text(rows.select_related("branch").prefetch_related("sessions"))
    headers = {"ETag": documents.calendar_tag(text), "Cache-Control": "public, no-cache"}
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
