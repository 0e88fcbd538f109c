"""Offerings and their prices as the API shows them."""

import datetime as dt
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

from kosetsu.common.api.paging import Asked, Page, Words
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.rules import PriceBreakdown
from kosetsu.foundation.catalogue.states import ClientClass, OfferingKind, OfferingState, TaxClass

PayingClass = Literal[ClientClass.SME, ClientClass.LARGE, ClientClass.OUTSIDE]
"""The classes a client can be in; "common to all" is a class of prices, not of clients."""


class OfferingsAsked(Asked):
    """Which offerings; with ``q`` the best fitting first."""

    q: Words = ""
    kind: OfferingKind | Literal[""] = ""
    branch: Words = ""
    field: Words = ""


class OfferingOut(Schema):
    """A thing a company can ask for."""

    code: str
    kind: OfferingKind
    name: str
    summary: str
    branch: str
    group: str | None
    field: str
    standards: list[str]
    state: OfferingState


class OfferingDetail(OfferingOut):
    """One offering with everything the catalogue says of it."""

    detail: str
    keywords: list[str]
    training_level: int
    lead_days: int | None
    offered_from: dt.date | None
    offered_until: dt.date | None


class OfferingPage(Page):
    """One page of offerings."""

    items: list[OfferingOut]


class PriceAsked(Schema):
    """For whom, how much, with which papers, on which day."""

    client_class: PayingClass = ClientClass.SME
    quantity: int = Field(1, ge=1, le=100_000)
    reports: int = Field(1, ge=0, le=1000)
    copies: int = Field(0, ge=0, le=1000)
    english: int = Field(0, ge=0, le=1000)
    urgent: bool = False
    day: dt.date | None = None


class PriceLineOut(Schema):
    """One line of a price: what for, how computed, how much."""

    part: str
    label: str
    formula: str
    yen: int


class PriceOut(Schema):
    """A price with everything needed to check it by hand."""

    day: dt.date
    client_class: ClientClass
    quantity: int
    unit: str
    lines: list[PriceLineOut]
    total_yen: int
    formula: str
    tax_class: TaxClass
    tax_label: str
    source: str


def offering_out(offering: Offering) -> OfferingOut:
    return OfferingOut(**_common(offering))


def offering_detail(offering: Offering) -> OfferingDetail:
    return OfferingDetail(
        **_common(offering),
        detail=offering.detail,
        keywords=offering.keywords,
        training_level=offering.training_level,
        lead_days=offering.lead_days,
        offered_from=offering.offered_from,
        offered_until=offering.offered_until,
    )


def _common(offering: Offering) -> dict[str, Any]:
    return {
        "code": offering.code,
        "kind": offering.kind,
        "name": offering.name,
        "summary": offering.summary,
        "branch": offering.branch.code,
        "group": offering.group.code if offering.group else None,
        "field": offering.field.code,
        "standards": offering.standards,
        "state": offering.state,
    }


def price_out(price: PriceBreakdown) -> PriceOut:
    return PriceOut(
        day=price.day,
        client_class=ClientClass(price.client_class),
        quantity=price.quantity,
        unit=price.unit,
        lines=[
            PriceLineOut(part=str(line.part), label=str(line.label), formula=line.formula, yen=line.yen)
            for line in price.lines
        ],
        total_yen=price.total_yen,
        formula=price.formula,
        tax_class=TaxClass(price.tax_class),
        tax_label=str(TaxClass(price.tax_class).label),
        source=price.source,
    )
