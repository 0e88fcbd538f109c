"""organisations.csv and organisation_names.csv: the bodies the institute itself prints, under their dated names."""

import datetime as dt
from typing import Annotated

from pydantic import AfterValidator

from kosetsu.common import corporate_number
from kosetsu.common.tables import Blank, TableRow, cells, lookup, upsert
from kosetsu.common.text import fold_company, tidy_line
from kosetsu.foundation.parties.models import Affiliation, Area, Organisation, OrganisationName
from kosetsu.foundation.parties.states import OrganisationKind


class OrganisationRow(TableRow):
    """One line of organisations.csv."""

    code: str
    kind: OrganisationKind
    name: Annotated[str, AfterValidator(tidy_line)]
    name_kana: str = ""
    corporate_number: Annotated[str, AfterValidator(lambda text: text and corporate_number.normalise(text))] = ""
    area: str = ""
    source: str


class NameRow(TableRow):
    """One line of organisation_names.csv; a row without dates is another way of writing the name."""

    organisation: str
    name: Annotated[str, AfterValidator(tidy_line)]
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str


class AffiliationRow(TableRow):
    """One line of affiliations.csv: a company and the one it belongs to."""

    parent: str
    subsidiary: str
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str


def load_organisations(rows: list[tuple[int, OrganisationRow]]) -> None:
    """The partner bodies; a company that registered itself has no code and is never touched."""
    areas = {area.code: area for area in Area.objects.all()}
    wanted = {
        row.code: {
            **row.model_dump(exclude={"code", "area", "corporate_number"}),
            "corporate_number": row.corporate_number or None,
            "name_folded": fold_company(row.name),
            "area": lookup(areas, row.area, line, "area") if row.area else None,
            "listed": True,
        }
        for line, row in rows
    }
    upsert(Organisation, "code", wanted)


def load_names(rows: list[tuple[int, NameRow]]) -> None:
    """Add the names that are not yet known; history is never taken away."""
    organisations = {one.code: one for one in Organisation.objects.exclude(code=None)}
    known = set(OrganisationName.objects.values_list("organisation__code", "name", "valid_from", "valid_to"))
    for row in cells(rows):
        if (row.organisation, row.name, row.valid_from, row.valid_to) not in known:
            organisation = organisations[row.organisation]
            OrganisationName.objects.create(organisation=organisation, **row.model_dump(exclude={"organisation"}))


def load_affiliations(rows: list[tuple[int, AffiliationRow]]) -> None:
    """Every link by its first day; those that colleagues entered stay."""
    known = {one.code or "": one for one in Organisation.objects.exclude(code=None)}
    for line, row in rows:
        Affiliation.objects.update_or_create(
            parent=lookup(known, row.parent, line, "parent"),
            subsidiary=lookup(known, row.subsidiary, line, "subsidiary"),
            valid_from=row.valid_from,
            defaults={"valid_to": row.valid_to, "source": row.source},
        )
