"""What of the programmes can be found: the measures of the newest booklet, and the wards' fee subsidies."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import Max
from django.urls import reverse

from kosetsu.foundation.search.sources import PUBLIC, Document, SearchSource
from kosetsu.services.programmes.models import FeeSubsidy, Programme


def current_programmes() -> Any:
    """The editions of the newest fiscal year on record."""
    newest = Programme.objects.aggregate(year=Max("fiscal_year"))["year"]
    return Programme.objects.filter(fiscal_year=newest)


def _programmes(keys: Collection[str] | None) -> Iterator[Document]:
    rows = current_programmes()
    for row in rows if keys is None else rows.filter(public_id__in=keys):
        yield Document(
            kind="programme",
            key=str(row.public_id),
            title=row.title,
            keywords=(row.category, row.operator),
            body="\n".join(filter(None, [row.target, row.eligible_costs, row.prerequisites, row.other])),
        )


def _subsidies(keys: Collection[str] | None) -> Iterator[Document]:
    rows = FeeSubsidy.objects.all()
    for row in rows if keys is None else rows.filter(public_id__in=keys):
        yield Document(
            kind="fee_subsidy",
            key=str(row.public_id),
            title=f"{row.body} {row.name}",
            keywords=(row.operator, "利用料助成"),
            body="公設試験研究機関の依頼試験・機器利用の料金を助成する制度",
        )


def _find_programmes(keys: Collection[str], user: Any) -> Mapping[str, Any]:
    return {str(row.public_id): row for row in current_programmes().filter(public_id__in=keys)}


def _find_subsidies(keys: Collection[str], user: Any) -> Mapping[str, Any]:
    return {str(row.public_id): row for row in FeeSubsidy.objects.filter(public_id__in=keys).select_related("area")}


def _page(row: Programme) -> str:
    return reverse("programmes:programme", args=[row.public_id])


def _subsidy_page(row: FeeSubsidy) -> str:
    return reverse("programmes:fee_subsidy", args=[row.public_id])


SEARCH_SOURCES = [
    SearchSource("programmes", PUBLIC, ("programme",), _programmes, _find_programmes, _page),
    SearchSource("fee_subsidies", PUBLIC, ("fee_subsidy",), _subsidies, _find_subsidies, _subsidy_page),
]
