"""What is recorded once a booth is in view during an exhibition: one entry, and its price where it has one."""

import datetime as dt
from typing import Any

from kosetsu.common.clock import day_of
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.services.exhibitions.models import Booth
from kosetsu.services.exhibitions.states import BoothKind


def exhibit(booth: Booth, *, by: Person | None, at: dt.datetime) -> None:
    """Record a company's booth once; the institute's own and its partners' are no companies that exhibit."""
    if booth.entry_id or booth.kind != BoothKind.COMPANY:
        return
    first = max(at, booth.exhibition.opens_at)
    booth.entry = record_entry(
        by=by,
        at=at,
        kind="exhibit",
        on_date=day_of(first),
        unit="社",
        topic=booth.topic,
        **told(booth),
    )
    booth.save(update_fields=["entry"])


def told(booth: Booth) -> dict[str, Any]:
    """What every entry of a booth says."""
    exhibition, recommendation = booth.exhibition, booth.recommendation
    return {
        "service": "exhibitions", "branch": exhibition.branch, "format": Format.ONLINE, "reference": exhibition.code,
        "organisation_id": booth.organisation_id, "workplace_id": booth.workplace_id,
        "partner_id": recommendation.invitation.partner_id if recommendation else None,
    }  # fmt: skip
