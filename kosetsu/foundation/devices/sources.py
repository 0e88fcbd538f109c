"""What was measured with a device: other rooms announce their lists of results here, in their manifest.

A manifest names ``device_uses``, a list of :class:`DeviceUses`. A failed as-found check asks each of them what was
issued since the last good check, and keeps one decision for every row.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from kosetsu.common.manifests import collect
from kosetsu.foundation.devices import rules
from kosetsu.foundation.devices.models import Calibration, Device, ImpactDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceUses:
    """One list of results of another room.

    ``rows(user, device, since, until)`` are the records that this person may see, measured with the device from
    ``since`` (None: ever) through ``until``, found by an index and with all that the other functions touch.
    """

    key: str
    title: Any
    rows: Callable[[Any, Device, dt.date | None, dt.date], QuerySet[Any]]
    number: Callable[[Any], str]
    used_on: Callable[[Any], dt.date | None]
    client: Callable[[Any], str]
    url: Callable[[Any], str]


def device_uses() -> list[DeviceUses]:
    """Every list of the house."""
    return collect("device_uses")


def in_doubt(user: Any, check: Calibration, uses: DeviceUses) -> QuerySet[Any]:
    """What a failed as-found check throws doubt on."""
    earlier = Calibration.objects.filter(Q(done_on__lt=check.done_on) | Q(done_on=check.done_on, pk__lt=check.pk))
    since, until = rules.doubt(list(earlier.filter(device=check.device)), check)
    found: QuerySet[Any] = uses.rows(user, check.device, since, until)
    return found


def doubted(user: Any, check: Calibration, uses: DeviceUses) -> QuerySet[Any]:
    """The same, each with the decision so far as ``verdict_now``: for a page, which shows a few."""
    decided = ImpactDecision.objects.filter(calibration=check, source=uses.key, thing=OuterRef("pk"))
    found = in_doubt(user, check, uses)
    answer: QuerySet[Any] = found.annotate(verdict_now=Subquery(decided.values("verdict")[:1]))
    return answer


def narrowed(rows: QuerySet[Any], check: Calibration, uses: DeviceUses, verdict: str) -> QuerySet[Any]:
    """Those decided so, or (without a verdict) not at all. By a set, not row by row: there may be very many."""
    decided = ImpactDecision.objects.filter(calibration=check, source=uses.key)
    if verdict:
        return rows.filter(pk__in=decided.filter(verdict=verdict).values("thing"))
    return rows.exclude(pk__in=decided.values("thing"))
