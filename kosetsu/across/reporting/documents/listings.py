"""Tables that a report takes from registers: read as printed, kept with an edition, compared with another."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.rules.outlines import Listing, Outline, Section
from kosetsu.across.reporting.rules.periods import Period

KeptTable = Mapping[str, list[Any]]
"""A listed table: its ``columns``, and its ``rows`` cell by cell."""
KeptTables = Mapping[str, Mapping[str, KeptTable]]
"""Outline key → name of the table → the table."""


def name_of(section: Section, listing: Listing) -> str:
    """The name by which an edition keeps a table."""
    return f"{section.number} {listing.title}"


def read_table(listing: Listing, reader: Reader, period: Period) -> KeptTable:
    """The table as the registers give it now for that period."""
    names = [*listing.columns]
    rows = [
        [_cell(value, listing.values.get(name, {})) for name, value in zip(names, row, strict=True)]
        for row in reader.listing(listing, period)
    ]
    return {"columns": [*listing.columns.values()], "rows": rows}


def tables_of(outline: Outline, reader: Reader) -> dict[str, KeptTable]:
    """Every listed table of a report, by name."""
    period = Period.of_fiscal_year(outline.fiscal_year)
    return {
        name_of(section, block): read_table(block, reader, period)
        for section in outline.sections
        for block in section.blocks
        if isinstance(block, Listing)
    }


def changed_tables(before: KeptTables, after: KeptTables) -> dict[str, tuple[int, int]]:
    """Tables that both editions keep and that differ: their name, and how many rows they had and have."""
    return {
        name: (len(before[outline][name]["rows"]), len(table["rows"]))
        for outline, tables in after.items()
        for name, table in tables.items()
        if name in before.get(outline, {}) and before[outline][name] != table
    }


def _cell(value: Any, words: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return words.get(str(value), str(value))
