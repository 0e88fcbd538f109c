"""Gatherings for everyone: the list and one event."""

from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common import fiscal
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings.models import Gathering


def _years() -> list[tuple[int, str]]:
    years = Gathering.objects.filter(public=True).values_list("fiscal_year", flat=True).distinct()
    return [(year, fiscal.label(year)) for year in sorted(filter(None, years), reverse=True)]


COLUMNS = [
    Column(key="title", label=_("名称"), sort="title"),
    Column(key="starts_on", label=_("開始日"), sort="starts_on", kind=Kind.DATE),
    Column(key="ends_on", label=_("終了日"), sort="ends_on", kind=Kind.DATE),
    Column(key="format", label=_("開催形式"), value="get_format_display", sort="format"),
    Column(key="place", label=_("会場"), sort="place"),
    Column(key="people", label=_("人数"), sort="people", kind=Kind.NUMBER),
    Column(key="reference", label=_("出典"), shown=False),
]
FILTERS = [
    Filter(key="fiscal_year", label=_("年度"), choices=_years),
    Filter(key="format", label=_("開催形式"), choices=Format.choices),
    Filter(key="starts_on", label=_("開催日"), kind="dates"),
]


def _search(rows: QuerySet[Gathering], text: str) -> QuerySet[Gathering]:
    return rows.filter(Q(title__icontains=text) | Q(summary__icontains=text) | Q(place__icontains=text))


def gathering_list(request: HttpRequest) -> HttpResponse:
    """Public gatherings of every year, newest first."""
    page = ListPage(
        request,
        Gathering.objects.filter(public=True).annotate(people=Sum("attendances__headcount")),
        COLUMNS,
        FILTERS,
        _search,
        title=_("催し・講習会"),
        url=lambda row: reverse("gatherings:gathering", args=[row.public_id]),
        order=("-fiscal_year", "-starts_on"),
        empty_title=_("催しの予定と記録がここに並びます。"),
    )
    return page.response(layout="layouts/portal.html")


def gathering(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One public gathering with its organisers and printed headcount."""
    row = get_object_or_404(Gathering.objects.select_related("branch"), public_id=public_id, public=True)
    context = {"gathering": row, "organisers": row.organisers.all(), "attendances": row.attendances.filter(person=None)}
    return render(request, "gatherings/gathering.html", context)
