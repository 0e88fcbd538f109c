"""Titles and clauses of the demo catalogue: the raw material of synthetic documents and questions."""

import csv
import re
from functools import cache
from pathlib import Path

_OFFERINGS = Path(__file__).resolve().parents[1] / "institutes" / "tokyo" / "catalogue" / "offerings.csv"
_SHORTEST = 6


@cache
def _rows() -> list[dict[str, str]]:
    with _OFFERINGS.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def titles() -> list[str]:
    return [row["name_ja"] for row in _rows()]


@cache
def clauses() -> list[str]:
    """Every clause of a summary or detail once, in the order of the file."""
    texts = (f"{row['summary']}。{row['detail']}" for row in _rows())
    parts = (part.strip() for text in texts for part in re.split(r"[、。・]", text))
    return list(dict.fromkeys(part for part in parts if len(part) >= _SHORTEST))
