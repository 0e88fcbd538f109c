"""The institute's tables of overseas help."""

import datetime as dt

from kosetsu.common.clock import now
from kosetsu.common.tables import Blank, Table, TableRow, cells
from kosetsu.foundation.search.changes import touch_all
from kosetsu.services.overseas.models import AdviserField, GuideText


class AdviserRow(TableRow):
    """One line of the printed list of advisers."""

    fiscal_year: int
    field: str
    advisers: int
    source: str


class TextRow(TableRow):
    """One explanatory text."""

    code: str
    title: str
    published_on: Blank[dt.date] = None
    fiscal_year: int
    converted: bool = False
    note: str = ""
    source: str


def load_advisers(rows: list[tuple[int, AdviserRow]]) -> None:
    """Replace the printed lists by the file's rows."""
    AdviserField.objects.all().delete()
    AdviserField.objects.bulk_create(AdviserField(**row.model_dump()) for row in cells(rows))


def load_texts(rows: list[tuple[int, TextRow]]) -> None:
    """Write the texts by their code."""
    for row in cells(rows):
        GuideText.objects.update_or_create(code=row.code, defaults=row.model_dump(exclude={"code"}))
    touch_all("guide_text", at=now())


TABLES = [
    Table("overseas/adviser_fields.csv", AdviserRow, load_advisers, order=350, optional=True),
    Table("overseas/texts.csv", TextRow, load_texts, order=351, optional=True),
]
