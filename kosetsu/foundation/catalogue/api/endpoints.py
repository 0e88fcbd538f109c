"""Offerings: search, one of them, and what it costs."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kosetsu.common.api.doors import Scope, door
from kosetsu.common.api.paging import cut, cut_ranked
from kosetsu.common.api.problems import not_found
from kosetsu.foundation.catalogue.api.schemas import (
    OfferingDetail,
    OfferingPage,
    OfferingsAsked,
    PriceAsked,
    PriceOut,
    offering_detail,
    offering_out,
    price_out,
)
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.rules import Options
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.foundation.search import queries, sources
from kosetsu.foundation.search.sources import PUBLIC

READ = Scope("read:catalogue", _("支援メニューと料金を読む"))
LONGEST_RANKING = 300
router = Router(tags=["catalogue"])


@router.get("/offerings", response=OfferingPage, **door(READ, _("支援メニューの一覧と検索"), public=True))
def list_offerings(request: Any, asked: Query[OfferingsAsked]) -> OfferingPage:
    """What can be asked for, by code; with ``q`` what the search finds, best first."""
    rows = _filtered(Offering.objects.visible_to(request.user), asked).select_related("branch", "group", "field")
    page, following = _found(request, rows, asked) if asked.q else cut(rows, ["code"], asked)
    return OfferingPage(items=[offering_out(offering) for offering in page], next_cursor=following)


@router.get("/offerings/{code}", response=OfferingDetail, **door(READ, _("支援メニューの1件"), public=True))
def get_offering(request: Any, code: str) -> OfferingDetail:
    """One offering by its code."""
    return offering_detail(_one(request, code))


@router.get("/offerings/{code}/price", response=PriceOut, **door(READ, _("料金の計算"), public=True))
def get_price(request: Any, code: str, asked: Query[PriceAsked]) -> PriceOut:
    """What the offering costs, line by line."""
    options = Options(asked.reports, asked.copies, asked.english, asked.urgent)
    price = _one(request, code).price(
        day=asked.day or request.today, client_class=asked.client_class, quantity=asked.quantity, options=options
    )
    return price_out(price)


def _filtered(rows: QuerySet[Offering], asked: OfferingsAsked) -> QuerySet[Offering]:
    wanted = {"kind": asked.kind, "branch__code": asked.branch, "field__code": asked.field}
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def _found(request: Any, rows: QuerySet[Offering], asked: OfferingsAsked) -> tuple[Sequence[Offering], str]:
    """The search's order, of those rows the caller may see."""
    kinds = [asked.kind] if asked.kind else OfferingKind.values
    hits = queries.find(asked.q, scope=PUBLIC, kinds=kinds, limit=LONGEST_RANKING)
    ranked = [offering.code for _hit, offering in sources.resolve(hits, request.user)]
    seen = {offering.code: offering for offering in rows.filter(code__in=ranked)}
    codes, following = cut_ranked([code for code in ranked if code in seen], asked)
    return [seen[code] for code in codes], following


def _one(request: Any, code: str) -> Offering:
    rows = Offering.objects.visible_to(request.user).select_related("branch", "group", "field")
    found = rows.filter(code=code).prefetch_related("tariff").first() if "\x00" not in code else None
    if found is None:
        raise not_found()
    return found
