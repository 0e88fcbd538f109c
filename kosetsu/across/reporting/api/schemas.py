"""Measures, figures and targets as the API shows them."""

import datetime as dt
from fractions import Fraction
from typing import Self

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, model_validator

from kosetsu.across.reporting.documents.targets import TargetLine
from kosetsu.across.reporting.rules.figures import Figure, written
from kosetsu.across.reporting.rules.measures import AggregateKind, Measure
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import book
from kosetsu.common.fiscal import fiscal_year


class PeriodAsked(Schema):
    """A stretch of days, or a fiscal year; the running year where neither is given."""

    fiscal_year: int = Field(0, ge=0, le=2200)
    first: dt.date | None = None
    last: dt.date | None = None

    @model_validator(mode="after")
    def in_order(self) -> Self:
        if (self.first is None) != (self.last is None):
            raise ValueError(_("firstとlastは、両方を指定してください。"))
        if self.first and self.last and self.last < self.first:
            raise ValueError(_("終了日が開始日より前です。"))
        if 0 < self.fiscal_year < 1868:
            raise ValueError(_("年度は西暦4桁で指定してください。"))
        return self

    def period(self, today: dt.date) -> Period:
        if self.first and self.last:
            return Period(self.first, self.last)
        return Period.of_fiscal_year(self.fiscal_year or fiscal_year(today))


class MeasureOut(Schema):
    """What a number counts, in words."""

    key: str
    name: str
    definition: str
    unit: str
    aggregate: AggregateKind
    source: str
    public: bool


class MeasuresOut(Schema):
    """Every measure the caller may see."""

    items: list[MeasureOut]


class FigureOut(Schema):
    """One number of one period: for reading (``text``), for computing (``value``), and exactly ("13/3")."""

    measure: str
    name: str
    unit: str
    first: dt.date
    last: dt.date
    value: float | None
    exact: str | None
    text: str
    rows: int
    synthetic_rows: int


class FiguresOut(Schema):
    """The numbers of one period."""

    first: dt.date
    last: dt.date
    items: list[FigureOut]


class TargetOut(Schema):
    """A mid-term target as it stands on a day."""

    key: str
    indicator: str
    area: str
    unit: str
    target: int
    measure: str
    definition: str
    first: dt.date
    last: dt.date
    actual: float | None
    pace: float
    on_pace: bool | None
    stated_in: str


class TargetsOut(Schema):
    """All targets on one day."""

    day: dt.date
    items: list[TargetOut]


def measure_out(measure: Measure) -> MeasureOut:
    language = get_language() or "ja"
    return MeasureOut(
        key=measure.key,
        name=measure.named(language),
        definition=measure.defined(language),
        unit=book().word("unit", measure.unit, language),
        aggregate=measure.aggregate.kind,
        source=measure.source,
        public=measure.public,
    )


def figure_out(measure: Measure, period: Period, figure: Figure) -> FigureOut:
    language = get_language() or "ja"
    return FigureOut(
        measure=measure.key,
        name=measure.named(language),
        unit=book().word("unit", measure.unit, language),
        first=period.first,
        last=period.last,
        value=_float(figure.value),
        exact=None if figure.value is None else str(figure.value),
        text=written(figure.value),
        rows=figure.rows,
        synthetic_rows=figure.synthetic_rows,
    )


def target_out(line: TargetLine) -> TargetOut:
    target = line.target
    return TargetOut(
        key=target.key,
        indicator=line.indicator,
        area=line.area,
        unit=line.unit,
        target=target.target,
        measure=target.measure,
        definition=line.measure.defined(get_language() or "ja"),
        first=target.period.first,
        last=target.period.last,
        actual=_float(line.standing.actual),
        pace=float(line.standing.pace),
        on_pace=line.standing.on_pace,
        stated_in=target.stated_in,
    )


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
