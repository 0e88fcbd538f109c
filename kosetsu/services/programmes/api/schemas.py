"""Support programmes and fee subsidies as the API shows them."""

from uuid import UUID

from ninja import Schema
from pydantic import Field

from kosetsu.common.api.paging import Asked, Page, Words
from kosetsu.services.programmes.models import FeeSubsidy, Programme


class ProgrammesAsked(Asked):
    """Which programmes; 0 is every year on record."""

    q: Words = ""
    category: Words = ""
    fiscal_year: int = Field(0, ge=0, le=2200)


class ProgrammeOut(Schema):
    """One edition of a support measure, as its source prints it."""

    id: UUID
    code: str
    fiscal_year: int
    category: str
    title: str
    operator: str
    target: str
    limit_yen: int | None
    limit_note: str
    rate: str
    rate_note: str
    eligible_costs: str
    period_note: str
    prerequisites: str
    fee_yen: int | None
    source: str


class ProgrammePage(Page):
    """One page of programmes."""

    items: list[ProgrammeOut]


class SubsidiesAsked(Asked):
    """Which subsidies, by the code of the area."""

    area: Words = ""


class TermsOut(Schema):
    """The newest printed terms of a subsidy; ``rate`` is a fraction such as "2/3", empty where none is printed."""

    rate: str
    limit_yen: int | None
    cut_unit_yen: int
    minimum_cost_yen: int
    conditions: str
    as_of: str
    verified: bool
    source: str


class FeeSubsidyOut(Schema):
    """A ward's, city's or association's subsidy of the institute's fees."""

    id: UUID
    code: str
    body: str
    operator: str
    name: str
    area: str | None
    listed_fiscal_year: int
    terms: TermsOut | None
    source: str


class FeeSubsidyPage(Page):
    """One page of fee subsidies."""

    items: list[FeeSubsidyOut]


def programme_out(row: Programme) -> ProgrammeOut:
    plain = {name: getattr(row, name) for name in ProgrammeOut.model_fields if name != "id"}
    return ProgrammeOut(id=row.public_id, **plain)


def subsidy_out(row: FeeSubsidy) -> FeeSubsidyOut:
    terms = row.terms_now
    return FeeSubsidyOut(
        id=row.public_id,
        code=row.code,
        body=row.body,
        operator=row.operator,
        name=row.name,
        area=row.area.code if row.area else None,
        listed_fiscal_year=row.listed_fiscal_year,
        terms=TermsOut(**{name: getattr(terms, name) for name in TermsOut.model_fields}) if terms else None,
        source=row.source,
    )
