"""The timeline as a drawing: months across, one row for each thing to do; the latest start is the dark end of its bar.

Places across are percentages, so that text keeps its size on any screen, as in ``common.charts``.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kosetsu.services.programmes.documents.plan_words import PAST_DAYS, Row

ROW = 46
HEAD = 26
LEFT = 1
WIDE = 97
MOST_MARKS = 4


@dataclass(frozen=True)
class Drawn:
    """One row: where it lies, in per cent across and pixels down."""

    row: Row
    y: int
    start: float
    latest: float
    width: float
    last: float
    window: float | None
    window_width: float
    beyond: bool


@dataclass(frozen=True)
class Drawing:
    """What the template draws."""

    rows: tuple[Drawn, ...]
    months: tuple[tuple[str, float], ...]
    today: float
    height: int


def drawing(rows: Sequence[Row], today: dt.date) -> Drawing:
    """Of the rows of a plan; reports long after the completion are only marked at the end."""
    ends = [one.last for one in rows if one.kind != "report"] or [today]
    first = min([today, *(one.earliest for one in rows)])
    last = max(ends) + dt.timedelta(days=PAST_DAYS if any(one.kind == "report" for one in rows) else 14)
    scale = _Scale(first, last)
    drawn = tuple(_drawn(one, n, scale) for n, one in enumerate(rows))
    return Drawing(drawn, tuple(_months(first, last, scale)), scale.at(today), HEAD + len(rows) * ROW + 6)


@dataclass(frozen=True)
class _Scale:
    first: dt.date
    last: dt.date

    def at(self, day: dt.date) -> float:
        share = (min(max(day, self.first), self.last) - self.first) / max(self.last - self.first, dt.timedelta(days=1))
        return round(LEFT + WIDE * share, 2)


def _drawn(row: Row, n: int, scale: _Scale) -> Drawn:
    start, latest, last = (scale.at(one) for one in (row.earliest, row.latest, row.last))
    window = scale.at(row.window[0]) if row.window else None
    width = scale.at(row.window[1]) - window if row.window and window is not None else 0.0
    beyond = row.last > scale.last
    return Drawn(row, HEAD + n * ROW, start, latest, round(max(last - start, 0.4), 2), last, window, round(width, 2),
                 beyond)  # fmt: skip


def _months(first: dt.date, last: dt.date, scale: _Scale) -> Iterator[tuple[str, float]]:
    """The beginnings of months, no more of them than can be read."""
    months = (last.year - first.year) * 12 + last.month - first.month
    every = max(1, -(-months // MOST_MARKS))
    for n in range(1, months + 1, every):
        year, month = divmod(first.year * 12 + first.month - 1 + n, 12)
        begins = dt.date(year, month + 1, 1)
        yield f"{begins:%Y/%m}", scale.at(begins)
