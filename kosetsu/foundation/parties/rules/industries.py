"""Names of the Japan Standard Industrial Classification: divisions, groups, and what laws single out below them."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import get_language

_FILE = Path(__file__).parents[1] / "law" / "industries.csv"
"""Divisions and groups are the same in the classifications of 2013 and 2023."""


class Industry(NamedTuple):
    """One row for every code that has a name here."""

    code: str
    ja: str
    en: str
    th: str

    @property
    def name(self) -> str:
        """In the reader's language."""
        return str(getattr(self, (get_language() or "ja")[:2], "")) or self.ja


@cache
def industries() -> dict[str, Industry]:
    """Every code in its order."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Industry(**row) for row in csv.DictReader(file)}


def industry_name(code: str) -> str:
    """The name of a code, or of the longest code it begins with; an unknown code itself."""
    known = industries()
    found = next((known[code[:end]] for end in range(len(code), 0, -1) if code[:end] in known), None)
    return found.name if found else code
