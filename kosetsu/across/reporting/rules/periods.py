"""The stretch of days a figure covers."""

import datetime as dt
from dataclasses import dataclass


def day_number(day: dt.date) -> int:
    """The day as the integer yyyymmdd: it sorts, and every SQL dialect reads it alike."""
    return day.year * 10000 + day.month * 100 + day.day


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day, both inclusive."""

    first: dt.date
    last: dt.date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends on or after its first day")

    @classmethod
    def of_fiscal_year(cls, year: int) -> "Period":
        """April of ``year`` to March of the next."""
        return cls(dt.date(year, 4, 1), dt.date(year + 1, 3, 31))

    @property
    def fiscal_years(self) -> tuple[int, int]:
        """The fiscal years of its first and last day."""
        return self.first.year - (self.first.month < 4), self.last.year - (self.last.month < 4)

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.last - self.first).days + 1

    def until(self, day: dt.date) -> "Period | None":
        """The part up to ``day``; None where it has not begun."""
        return Period(self.first, min(self.last, day)) if day >= self.first else None
