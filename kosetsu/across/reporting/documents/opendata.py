"""The open figures: numbers and definitions only."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.rules.figures import written
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import Book
from kosetsu.common.spreadsheets import Column, Kind

COLUMNS = [
    Column("key", _("指標")),
    Column("name", _("名称")),
    Column("value", _("値"), Kind.NUMBER),
    Column("unit", _("単位")),
    Column("synthetic", _("合成データを含む")),
    Column("definition", _("定義")),
    Column("source", _("出典")),
]


@dataclass(frozen=True, slots=True)
class OpenFigure:
    """One number that anyone may use."""

    key: str
    name: str
    value: int | float | None
    unit: str
    synthetic: bool
    definition: str
    source: str

    def as_dict(self) -> dict[str, Any]:
        """For CSV and JSON, in the order of the columns."""
        return asdict(self)

    @property
    def written(self) -> str:
        """For reading."""
        return "–" if self.value is None else f"{self.value:,}"


def open_rows(book: Book, reader: Reader, period: Period, language: str) -> list[OpenFigure]:
    """Every public measure in the period."""
    measures = [measure for measure in book.measures.values() if measure.public]
    found = reader.figures(measures, period)
    return [
        OpenFigure(
            measure.key,
            measure.named(language),
            _plain(written(found[measure.key].value)),
            book.word("unit", measure.unit, language),
            found[measure.key].synthetic,
            measure.defined(language),
            measure.source,
        )
        for measure in measures
    ]


def _plain(text: str) -> int | float | None:
    if text == "–":
        return None
    digits = text.replace(",", "")
    return float(digits) if "." in digits else int(digits)
