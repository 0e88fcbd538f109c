"""The rules of letting rooms: terms, reasons for which rent may be let off, the list of the leaving check."""

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field, field_validator

from kosetsu.common import money
from kosetsu.common.money import Rounding
from kosetsu.common.tables import BadRow, Blank, Table, TableRow, cells, upsert
from kosetsu.foundation.catalogue.states import TaxClass
from kosetsu.services.labs.models import LabTerms, LeavingRule, ReliefRule
from kosetsu.services.labs.states import DayShare

Count = Annotated[int, Field(ge=0, le=9999)]
Some = Annotated[int, Field(ge=1, le=9999)]


class TermsRow(TableRow):
    """One line of labs/terms.csv: the rules of a period."""

    valid_from: dt.date
    valid_to: Blank[dt.date] = None
    years: Annotated[int, Field(ge=1, le=20)]
    extension_years: Annotated[int, Field(ge=1, le=20)]
    extension_times: Count
    ask_from_days: Count
    ask_until_days: Count
    notice_days: Count
    deposit_months: str
    day_share: DayShare
    rounding: Rounding
    check_months: Some
    vacant_days: Some
    passes: Some
    keep_names_days: Count
    restoration_tax: TaxClass
    source: str = Field(min_length=1)

    @field_validator("deposit_months")
    @classmethod
    def _exact(cls, text: str) -> str:
        money.rate(text)
        return text


class ReliefRow(TableRow):
    """One line of labs/reliefs.csv: a reason for which rent may be let off."""

    code: str
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    rate: str
    months_max: Annotated[int, Field(ge=1, le=120)]
    condition: str = Field(max_length=300)
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str = Field(min_length=1)

    @field_validator("rate")
    @classmethod
    def _share(cls, text: str) -> str:
        if not 0 < money.rate(text) <= 1:
            raise ValueError(_("減免の割合は、0より大きく1以下にしてください。"))
        return text


class LeavingRow(TableRow):
    """One line of labs/leaving_items.csv: something to look at when a tenant leaves."""

    position: Count
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str = Field(min_length=1)


def load_terms(rows: list[tuple[int, TermsRow]]) -> None:
    """The file's rows in place of the ones before: a contract keeps what its paper says."""
    LabTerms.objects.all().delete()
    LabTerms.objects.bulk_create(LabTerms(**row.model_dump()) for row in cells(rows))


def load_reliefs(rows: list[tuple[int, ReliefRow]]) -> None:
    """What is gone from the file stays on record: reliefs may rest on it."""
    upsert(ReliefRule, "code", {row.code: row.model_dump(exclude={"code"}) for row in cells(rows)})


def load_leaving(rows: list[tuple[int, LeavingRow]]) -> None:
    """The file's rows in place of the ones before; a notice given keeps its list."""
    LeavingRule.objects.all().delete()
    LeavingRule.objects.bulk_create(LeavingRule(**row.model_dump()) for row in cells(rows))


def broken_terms(rows: list[tuple[int, TermsRow]]) -> Iterable[BadRow]:
    """Only one set of terms holds on a day, and its window opens before it closes."""
    for line, row in rows:
        if row.ask_from_days < row.ask_until_days:
            yield BadRow(line, "ask_from_days", _("申請の受付は、終わりより前に始まるようにしてください。"))
    ordered = sorted(rows, key=lambda one: one[1].valid_from)
    for (before, first), (line, second) in pairwise(ordered):
        if first.valid_to is None or second.valid_from <= first.valid_to:
            yield BadRow(line, "valid_from", _("%(line)d 行目の規則と期間が重なっています。") % {"line": before})


TABLES = [
    Table("labs/terms.csv", TermsRow, load_terms, order=344, optional=True, key=("valid_from",), check=broken_terms),
    Table("labs/reliefs.csv", ReliefRow, load_reliefs, order=345, optional=True, key=("code",)),
    Table("labs/leaving_items.csv", LeavingRow, load_leaving, order=346, optional=True),
]
