"""Programmes for everyone: the prefecture's measures, the wards' fee subsidies, one of each."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common import fiscal
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.services.programmes.models import FeeSubsidy, Programme
from kosetsu.services.programmes.pages.described import described_now


def _categories() -> list[tuple[str, str]]:
    found = Programme.objects.order_by("category").values_list("category", flat=True).distinct()
    return [(category, category) for category in found]


def _years() -> list[tuple[int, str]]:
    years = Programme.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
    return [(year, fiscal.label(year)) for year in years]


PROGRAMME_COLUMNS = [
    Column(key="title", label=_("施策"), sort=("name", "component")),
    Column(key="category", label=_("分類"), sort="category"),
    Column(key="operator", label=_("実施主体"), sort="operator"),
    Column(key="target", label=_("対象"), shown=False),
    Column(key="limit_yen", label=_("限度額"), sort="limit_yen", kind=Kind.YEN),
    Column(key="rate", label=_("助成率")),
    Column(key="fiscal_year", label=_("年度"), sort="fiscal_year", value=lambda row: fiscal.label(row.fiscal_year)),
    Column(key="source", label=_("出典"), shown=False),
]
PROGRAMME_FILTERS = [
    Filter(key="category", label=_("分類"), choices=_categories),
    Filter(key="fiscal_year", label=_("年度"), choices=_years),
]


def _search_programmes(rows: QuerySet[Programme], text: str) -> QuerySet[Programme]:
    fields = ("name", "component", "operator", "target", "eligible_costs", "prerequisites")
    wanted = Q()
    for field in fields:
        wanted |= Q(**{f"{field}__icontains": text})
    return rows.filter(wanted)


def programme_list(request: HttpRequest) -> HttpResponse:
    """All measures on record."""
    page = ListPage(
        request,
        Programme.objects.all(),
        PROGRAMME_COLUMNS,
        PROGRAMME_FILTERS,
        _search_programmes,
        title=_("補助金・支援施策"),
        url=lambda row: reverse("programmes:programme", args=[row.public_id]),
        order=("-fiscal_year", "code"),
        empty_title=_("支援施策がここに並びます。"),
    )
    return page.response("programmes/programmes.html", layout="layouts/portal.html")


def programme(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One edition of one measure as its source prints it, below the description that is in force today."""
    row = get_object_or_404(Programme, public_id=public_id)
    context = {
        "programme": row,
        "year": fiscal.label(row.fiscal_year),
        "title": row.title,
        "described": described_now(request, row.code),
    }
    return render(request, "programmes/programme.html", context)


SUBSIDY_COLUMNS = [
    Column(key="body", label=_("自治体・団体"), sort="area__code"),
    Column(key="name", label=_("助成の名称"), sort="name"),
    Column(key="operator", label=_("実施主体"), sort="operator"),
    Column(key="rate", label=_("助成率"), value=lambda row: row.terms_now.rate if row.terms_now else ""),
    Column(
        key="limit_yen",
        label=_("限度額"),
        kind=Kind.YEN,
        value=lambda row: row.terms_now.limit_yen if row.terms_now else None,
    ),
]


def _search_subsidies(rows: QuerySet[FeeSubsidy], text: str) -> QuerySet[FeeSubsidy]:
    return rows.filter(Q(body__icontains=text) | Q(name__icontains=text) | Q(operator__icontains=text))


def fee_subsidy_list(request: HttpRequest) -> HttpResponse:
    """The subsidies of the institute's fees, by ward, city and association."""
    page = ListPage(
        request,
        FeeSubsidy.objects.select_related("area").prefetch_related("terms"),
        SUBSIDY_COLUMNS,
        search=_search_subsidies,
        title=_("利用料の助成（区市・団体）"),
        url=lambda row: reverse("programmes:fee_subsidy", args=[row.public_id]),
        order=("area__code", "code"),
        empty_title=_("区市や団体の利用料助成がここに並びます。"),
    )
    return page.response(layout="layouts/portal.html")


def fee_subsidy(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One subsidy with every edition of its terms."""
    row = get_object_or_404(FeeSubsidy.objects.select_related("area", "association"), public_id=public_id)
    return render(request, "programmes/fee_subsidy.html", {"subsidy": row, "terms": row.terms.all()})
