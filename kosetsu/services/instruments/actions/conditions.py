"""How every device did in the last years, and what the figures propose for the renewal plan."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Sum
from django.utils.http import urlencode

from kosetsu.common import fiscal
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.devices.models import Device, Outage
from kosetsu.services.instruments import rules
from kosetsu.services.instruments.models import Fault, RenewalLine, RenewalRule, UtilisationRule
from kosetsu.services.instruments.relations import AGREED, instruments, spent
from kosetsu.services.instruments.rules import Condition, Limits, Proposal, Stretch

YEAR = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Examined:
    """A device, how it did, the rule it was held against, and what that proposes."""

    device: Device
    condition: Condition
    rule: RenewalRule
    proposal: Proposal | None

    @property
    def percent(self) -> str:
        """The used share, as a page writes it; empty for what nobody books."""
        return "" if self.condition.rate is None else f"{float(self.condition.rate) * 100:.1f}%"

    @property
    def year(self) -> str:
        return fiscal.label(self.proposal.fiscal_year) if self.proposal else ""

    @property
    def reasons(self) -> str:
        return "、".join(str(one.label) for one in self.proposal.reasons) if self.proposal else ""

    @property
    def handed(self) -> str:
        """What the form of a new line is told of it."""
        assert self.proposal
        kind, year = str(self.proposal.kind.value), str(self.proposal.fiscal_year)
        return urlencode({"device": self.device.code, "kind": kind, "fiscal_year": year, "reason": self.reasons})


def proposals(day: dt.date) -> list[Examined]:
    """The devices in use that something speaks about and nobody has on the plan, the earliest year first."""
    planned = RenewalLine.objects.open().values("device")
    devices = Device.objects.in_use().exclude(pk__in=planned).select_related("branch").order_by("code")
    found = [one for one in examine(list(devices), day) if one.proposal]
    return sorted(found, key=lambda one: (one.proposal.fiscal_year if one.proposal else 0, one.device.code))


def examine(devices: Sequence[Device], day: dt.date) -> list[Examined]:
    """Each device that has a rule; the number of queries does not grow with them."""
    ruled = RenewalRule.on(day)
    known = [(one, rule) for one in devices if (rule := ruled.get(one.pk) or ruled.get(None))]
    low, rates = UtilisationRule.low_on(day), _rates([one.pk for one, _rule in known], day)
    hours, yen = _outages(known, day), _repairs(known, day)
    found = []
    for one, rule in known:
        condition = Condition(one.acquired_on, rates.get(one.pk), hours[one.pk], yen[one.pk])
        limits = Limits(rule.life_years, rule.ahead_years, rule.outage_hours, rule.repair_yen, low)
        found.append(Examined(one, condition, rule, rules.proposed(condition, limits, day)))
    return found


def _rates(devices: Sequence[int], day: dt.date) -> dict[int, Fraction]:
    """The used share of the last twelve whole months, by device; a device with several instruments adds them up.

    Unknown while bookings are recorded for less than a year: a new register must not call everything unused.
    """
    following = day.replace(day=1)
    begins = following.replace(year=following.year - 1)
    if not Booking.objects.filter(starts_at__date__lt=begins, state__in=AGREED).exists():
        return {}
    wanted = set(devices)
    mine = [one for one in instruments() if one.device_id in wanted]
    used: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for resource, month in spent(mine, begins, following):
        used[_device_of(resource)].append((month.used, month.open - month.maintenance))
    sums = {pk: tuple(map(sum, zip(*parts, strict=True))) for pk, parts in used.items()}
    return {pk: Fraction(used, usable) for pk, (used, usable) in sums.items() if usable > 0}


def _device_of(resource: Resource) -> int:
    assert resource.device_id
    return resource.device_id


def _outages(known: Sequence[tuple[Device, RenewalRule]], day: dt.date) -> dict[int, int]:
    """Hours out of order, nothing counted twice, over the years of each rule."""
    ends = dt.datetime.combine(day, dt.time(), dt.UTC)
    lasted: dict[int, list[Stretch]] = defaultdict(list)
    back = max((rule.back_years for _one, rule in known), default=0)
    rows = Outage.objects.of([one.pk for one, _rule in known]).across(ends - back * YEAR, ends)
    for pk, starts, until in rows.values_list("device", "starts_at", "ends_at"):
        lasted[pk].append((starts, until or ends))

    def hours(one: Device, rule: RenewalRule) -> int:
        within = rules.within(lasted[one.pk], ends - rule.back_years * YEAR, ends)
        return rules.total(rules.union(within)) // 60

    return {one.pk: hours(one, rule) for one, rule in known}


def _repairs(known: Sequence[tuple[Device, RenewalRule]], day: dt.date) -> dict[int, int]:
    """What mending cost, over the years of each rule."""
    by_years: dict[int, list[int]] = defaultdict(list)
    for one, rule in known:
        by_years[rule.back_years].append(one.pk)
    found = {one.pk: 0 for one, _rule in known}
    for years, devices in by_years.items():
        rows = Fault.objects.filter(resource__device__in=devices, mended_at__date__gt=day - years * YEAR)
        sums = rows.order_by().values("resource__device").annotate(yen=Sum("repair_yen"))
        found.update({row["resource__device"]: row["yen"] for row in sums})
    return found
