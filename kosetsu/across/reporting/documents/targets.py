"""The ten targets on a day: target, actual, pace, and the definition of what is counted."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import get_language

from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.rules.figures import Figure, written
from kosetsu.across.reporting.rules.measures import Measure, in_language
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.rules.targets import Standing, Target, measured_until, pace
from kosetsu.across.reporting.tables.book import Book


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target as it stands on the chosen day."""

    target: Target
    measure: Measure
    period: Period | None
    figure: Figure
    standing: Standing
    unit: str
    """In the reader's language."""

    @property
    def indicator(self) -> str:
        """What is promised, in the reader's language."""
        return self.target.named(get_language() or "ja")

    @property
    def area(self) -> str:
        """Which part of the plan promises it, in the reader's language."""
        return in_language(self.target.area, get_language() or "ja")

    @property
    def actual(self) -> str:
        """Reached so far, for reading."""
        return written(self.figure.value)

    @property
    def pace(self) -> str:
        """Where an even pace would stand, for reading."""
        return written(self.standing.pace, 0)

    @property
    def target_written(self) -> str:
        """The promise, for reading."""
        return written(Fraction(self.target.target))

    @property
    def definition(self) -> str:
        """What is counted, in the reader's language."""
        return self.measure.defined(get_language() or "ja")

    @property
    def share(self) -> int | None:
        """Per cent of the whole target."""
        return None if self.figure.value is None else int(self.figure.value * 100 / self.target.target)


def target_lines(book: Book, reader: Reader, day: dt.date) -> list[TargetLine]:
    """Every target of the plan on ``day``; before the plan begins nothing has been reached."""
    measured = _measured(book, reader, day)
    return [_line(target, book, measured, day) for target in book.targets]


def _measured(book: Book, reader: Reader, day: dt.date) -> Mapping[Period, Mapping[str, Figure]]:
    """The figures by their stretch of days, asked together: the targets of one plan share theirs."""
    wanted: dict[Period, list[Measure]] = {}
    for target in book.targets:
        if period := measured_until(target, day):
            wanted.setdefault(period, []).append(book.measures[target.measure])
    return {period: reader.figures(measures, period) for period, measures in wanted.items()}


def _line(target: Target, book: Book, measured: Mapping[Period, Mapping[str, Figure]], day: dt.date) -> TargetLine:
    measure, period = book.measures[target.measure], measured_until(target, day)
    unit = book.word("unit", target.unit, get_language() or "ja")
    nothing = Figure(None if target.aggregation == "mean_5y_at_least" else Fraction(0), 0)
    figure = measured[period][measure.key] if period else nothing
    return TargetLine(target, measure, period, figure, Standing(figure.value, pace(target, day)), unit)


def behind(lines: Sequence[TargetLine]) -> list[TargetLine]:
    """The targets that stand below their pace."""
    return [line for line in lines if line.standing.on_pace is False]
