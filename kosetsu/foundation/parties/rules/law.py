"""National law as dated data: the thresholds of the Small and Medium-sized Enterprise Basic Act by industry."""

import csv
import datetime as dt
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FILE = Path(__file__).parents[1] / "law" / "size_classes.csv"
BASIC, WIDENED = "basic", "widened"
"""The Act itself, and the cabinet orders of other acts that widen it; an institute says which it applies."""


class SizeThreshold(NamedTuple):
    """One row for every class of industry: up to which capital or how many employees it counts as small or medium."""

    key: str
    name: str
    act: str
    industries: tuple[str, ...]
    """Beginnings of JSIC codes ("I50", "G411"); "*" is every industry that no other row names."""
    capital_max_yen: int
    employees_max: int
    small_employees_max: int
    valid_from: dt.date
    valid_to: dt.date | None
    source: str


@cache
def size_thresholds() -> tuple[SizeThreshold, ...]:
    """Every threshold the house knows, of any day."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_threshold(row) for row in csv.DictReader(file))


def _threshold(row: dict[str, str]) -> SizeThreshold:
    return SizeThreshold(
        key=row["key"],
        name=row["name_ja"],
        act=row["act"],
        industries=tuple(row["jsic"].split(";")),
        capital_max_yen=int(row["capital_max_yen"]),
        employees_max=int(row["employees_max"]),
        small_employees_max=int(row["small_employees_max"]),
        valid_from=dt.date.fromisoformat(row["valid_from"]),
        valid_to=dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        source=row["source"],
    )


def thresholds_on(day: dt.date, acts: tuple[str, ...] = (BASIC,)) -> list[SizeThreshold]:
    """The thresholds in force on ``day`` under the acts that apply."""
    return [
        one
        for one in size_thresholds()
        if one.act in acts and one.valid_from <= day and (one.valid_to is None or day <= one.valid_to)
    ]
