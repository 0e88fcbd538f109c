"""Titles, clauses and concepts of the demo institute: the raw material of synthetic documents and questions."""

import csv
import re
from functools import cache
from pathlib import Path

from kosetsu.foundation.search.engine.concepts import ConceptTable, ConceptWords

_INSTITUTE = Path(__file__).resolve().parents[1] / "institutes" / "tokyo"
_SHORTEST = 6


@cache
def _rows(name: str = "catalogue/offerings.csv") -> list[dict[str, str]]:
    with (_INSTITUTE / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def concepts() -> ConceptTable:
    """The concept table as a question meets it after the demo institute was loaded."""
    named = [(row["name"], row["terms"].split(";")) for row in _rows("search/concepts.csv")]
    return ConceptTable.of(ConceptWords(name, (name, *terms)) for name, terms in named)


@cache
def titles() -> list[str]:
    return [row["name_ja"] for row in _rows()]


@cache
def clauses() -> list[str]:
    """Every clause of a summary or detail once, in the order of the file."""
    texts = (f"{row['summary']}。{row['detail']}" for row in _rows())
    parts = (part.strip() for text in texts for part in re.split(r"[、。・]", text))
    return list(dict.fromkeys(part for part in parts if len(part) >= _SHORTEST))
