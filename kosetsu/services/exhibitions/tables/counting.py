"""Dated rules of the institute's folder: how looks are counted."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from kosetsu.common.tables import BadRow, Blank, Items, TableRow
from kosetsu.services.exhibitions.models import CountingRule


class CountingRow(TableRow):
    """One period in which looks are counted so; ``follow_up_months`` are separated by semicolons."""

    name: str
    valid_from: dt.date
    valid_to: Blank[dt.date] = None
    small_cell: Annotated[int, Field(ge=0, le=100)]
    follow_up_months: Items = []
    found_days: Annotated[int, Field(ge=0, le=3660)] = 0
    source: str


def load_counting(rows: list[tuple[int, CountingRow]]) -> None:
    """Write every period by its first day."""
    for line, row in rows:
        if not all(one.isdecimal() and 1 <= int(one) <= 60 for one in row.follow_up_months):
            raise BadRow(line, "follow_up_months", ";".join(row.follow_up_months))
        CountingRule.objects.update_or_create(
            valid_from=row.valid_from,
            defaults={
                **row.model_dump(include={"name", "valid_to", "small_cell", "found_days", "source"}),
                "follow_up_months": [int(one) for one in row.follow_up_months],
            },
        )
    CountingRule.objects.exclude(valid_from__in=[row.valid_from for _line, row in rows]).delete()
