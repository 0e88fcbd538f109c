"""Sheets, bodies' forms, fees and terms of an institute's folder."""

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import Field

from kosetsu.common.tables import BadRow, Blank, Document, Table, TableRow, cells
from kosetsu.foundation.catalogue.states import TaxClass
from kosetsu.services.screening.models import FeeRule, FormEdition, ScreeningTerms, SheetEdition
from kosetsu.services.screening.rules.forms import Form, form_flaws
from kosetsu.services.screening.rules.sheets import Sheet, sheet_flaws
from kosetsu.services.screening.states import BodyClass, FeeBasis


class FeeRow(TableRow):
    """One line of screening/fees.csv: what a class of bodies pays in a period."""

    body_class: BodyClass
    basis: FeeBasis
    yen: Annotated[int, Field(ge=1, le=10_000_000)]
    tax_class: TaxClass
    valid_from: dt.date
    valid_to: Blank[dt.date] = None
    source: str = Field(min_length=1)


class TermsRow(TableRow):
    """One line of screening/terms.csv: how many days before a deadline it is reminded of."""

    valid_from: dt.date
    valid_to: Blank[dt.date] = None
    remind_days: Annotated[int, Field(ge=0, le=365)]
    source: str = Field(min_length=1)


def load_sheet(sheet: Sheet) -> None:
    """The sheet as the folder says it; a panel keeps the criteria it was made with."""
    _keep(SheetEdition, sheet)


def load_form(form: Form) -> None:
    """The form as the folder says it; a paper that went keeps what it said."""
    _keep(FormEdition, form)


def _keep(model: Any, said: Any) -> None:
    given = {
        "title": str(said.title.ja), "valid_to": said.valid_to, "source": said.source,
        "body": said.model_dump(mode="json"),
    }  # fmt: skip
    model.objects.update_or_create(key=said.key, valid_from=said.valid_from, defaults=given)


def load_fees(rows: list[tuple[int, FeeRow]]) -> None:
    """The file's rows in place of the ones before: a charge keeps its price."""
    FeeRule.objects.all().delete()
    FeeRule.objects.bulk_create(FeeRule(**row.model_dump()) for row in cells(rows))


def load_terms(rows: list[tuple[int, TermsRow]]) -> None:
    """The file's rows in place of the ones before."""
    ScreeningTerms.objects.all().delete()
    ScreeningTerms.objects.bulk_create(ScreeningTerms(**row.model_dump()) for row in cells(rows))


def overlapping(rows: list[tuple[int, Any]]) -> Iterable[BadRow]:
    """Of one class of bodies only one rule holds on a day."""
    ordered = sorted(rows, key=lambda one: (getattr(one[1], "body_class", ""), one[1].valid_from))
    for (before, first), (line, second) in pairwise(ordered):
        same = getattr(first, "body_class", "") == getattr(second, "body_class", "")
        if same and (first.valid_to is None or second.valid_from <= first.valid_to):
            yield BadRow(line, "valid_from", _("%(line)d 行目の規則と期間が重なっています。") % {"line": before})


TABLES = [
    Document("screening/sheets/*.yaml", Sheet, load_sheet, order=460, optional=True, check=sheet_flaws,
             key=lambda one: (one.key, one.valid_from), key_field="key"),
    Document("screening/forms/*.yaml", Form, load_form, order=461, optional=True, check=form_flaws,
             key=lambda one: (one.key, one.valid_from), key_field="key"),
    Table("screening/fees.csv", FeeRow, load_fees, order=462, optional=True, key=("body_class", "valid_from"),
          check=overlapping),
    Table("screening/terms.csv", TermsRow, load_terms, order=463, optional=True, key=("valid_from",),
          check=overlapping),
]  # fmt: skip
