"""A device was found out of tolerance: one decision for every result that was measured with it since it was good."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.devices.actions.beats import locked
from kosetsu.foundation.devices.models import Calibration, ImpactDecision
from kosetsu.foundation.devices.permissions import can_keep
from kosetsu.foundation.devices.sources import DeviceUses, in_doubt
from kosetsu.foundation.governance import audit

BATCH = 2000


@transaction.atomic
def decide(
    *,
    by: Person,
    at: dt.datetime,
    check: Calibration,
    uses: DeviceUses,
    verdict: str,
    reason: str,
    rows: Sequence[int] | None = None,
) -> int:
    """Decide about these rows of the list, or (``None``) about all that nobody has decided yet; how many they were.

    Refused for a row that is not on the list or is decided already: a decision is written once.
    """
    locked(check.device)
    require(can_keep(by))
    require(YES if reason.strip() else no(_("判断の理由を書いてください。")))
    made = ImpactDecision.objects.filter(calibration=check, source=uses.key)
    decided = set(made.values_list("thing", flat=True))
    found = in_doubt(by, check, uses)
    if rows is not None:
        found = found.filter(pk__in=set(rows) - decided)
        require(_all_open(len(set(rows)), found.count()))
    still = (row for row in found.iterator(chunk_size=BATCH) if row.pk not in decided)
    many = 0
    for some in _batches(still):
        batch = [_decision(row, by, at, check, uses, verdict, reason) for row in some]
        many += len(ImpactDecision.objects.bulk_create(batch))
    after = {"source": uses.key, "verdict": verdict, "many": many}
    audit.record(by=by, at=at, verb="decide_doubts", thing=check, after=after, reason=reason)
    return many


def _all_open(asked: int, found: int) -> Decision:
    if asked == 0:
        return no(_("一つ以上選んでください。"))
    if asked == found:
        return YES
    return no(_("すでに判断済みのもの、または一覧にないものが含まれています。"), _("画面を開き直してください。"))


def _decision(
    row: Any, by: Person, at: dt.datetime, check: Calibration, uses: DeviceUses, verdict: str, reason: str
) -> ImpactDecision:
    return ImpactDecision(
        calibration=check, source=uses.key, thing=row.pk, number=uses.number(row)[:60], verdict=verdict,
        reason=tidy_line(reason), decided_by=by, decided_at=at,
    )  # fmt: skip


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = iter(rows)
    while some := list(islice(ordered, BATCH)):
        yield some
