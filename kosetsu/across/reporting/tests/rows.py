"""Entries for tests, written straight into the casebook."""

import datetime as dt
from typing import Any

from kosetsu.common.fiscal import fiscal_year
from kosetsu.foundation.casebook.models import Entry

RECORDED = dt.datetime(2026, 4, 1, 9, 0, tzinfo=dt.UTC)


def entries(*given: dict[str, Any], **shared: Any) -> list[Entry]:
    """One entry per dictionary; what a test does not say is a consultation of one piece on 2021-05-01."""
    return Entry.objects.bulk_create([_entry({**shared, **row}) for row in given])


def _entry(row: dict[str, Any]) -> Entry:
    day = row.get("on_date", dt.date(2021, 5, 1))
    blank = {"service": "consultations", "kind": "consultation", "source": "recorded", "recorded_at": RECORDED}
    return Entry(**{**blank, **row, "on_date": day, "fiscal_year": fiscal_year(day)})


def reversal(entry: Entry, **changed: Any) -> Entry:
    """The row that takes ``entry`` back."""
    [row] = entries(
        {
            "service": entry.service, "kind": entry.kind, "on_date": entry.on_date, "topic": entry.topic,
            "quantity": -entry.quantity, "headcount": -entry.headcount, "workplace": entry.workplace,
            "reverses": entry, "reason": "誤入力", **changed,
        }
    )  # fmt: skip
    return row
