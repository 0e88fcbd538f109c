"""Who is in which room on a day, how the months of a year were used, and which rooms have been empty for long.

Until the first terms hold, published lists are all there is; from then on the tenancies speak. Companies are named
where a list printed them, or where they agreed.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Min
from django.db.models.functions import TruncMonth

from kosetsu.common import fiscal
from kosetsu.foundation.catalogue.rules import NoTariff
from kosetsu.foundation.catalogue.states import ClientClass
from kosetsu.services.labs.models import HeldDay, Lab, LabTerms, PrintedTenancy, Tenancy
from kosetsu.services.labs.rules.rent import Days, month_of, months
from kosetsu.services.labs.rules.terms import ONE_DAY, empty_days
from kosetsu.services.labs.states import STOOD, TENANCY_ENDS


@dataclass(frozen=True, slots=True)
class Room:
    """One room on one day."""

    lab: Lab
    occupied: bool
    tenant: str
    theme: str
    tenancy: Tenancy | None = None
    """Where it is on record; whoever shows it asks who looks."""
    free_from: dt.date | None = None
    """The first day from which it is promised to nobody; None where only a list speaks of it."""
    promised: bool = False
    """Empty, but somebody is to come."""
    empty_days: int = 0
    """How long it has been empty, where it is."""


@dataclass(frozen=True, slots=True)
class RoomMonth:
    """One room in one month: how many days it was offered, and how many of them somebody had it."""

    lab: Lab
    month: dt.date
    offered: int
    held: int

    @property
    def percent(self) -> int:
        """Whole percent, cut down: 100 is every day."""
        return self.held * 100 // self.offered if self.offered else 0


def first_day_on_record() -> dt.date | None:
    """When the first terms began."""
    found: dt.date | None = LabTerms.objects.aggregate(first=Min("valid_from"))["first"]
    return found


def rooms_on(day: dt.date) -> list[Room]:
    """Every room offered on a day, in order."""
    labs = list(Lab.objects.on(day).select_related("branch", "offering").prefetch_related("offering__tariff"))
    begun = first_day_on_record()
    return _printed(labs, day) if begun is None or day < begun else _on_record(labs, day, begun)


def room_months(day: dt.date) -> list[RoomMonth]:
    """Every room and month of a day's fiscal year, through that day."""
    span = Days(fiscal.start_of(fiscal.fiscal_year(day)), day)
    days = HeldDay.objects.filter(day__range=(span.first, span.last), tenancy__case__state__in=STOOD)
    held = {
        (lab, month): count
        for lab, month, count in days.annotate(month=TruncMonth("day"))
        .values_list("lab", "month")
        .annotate(count=Count("pk"))
    }
    found = []
    for lab in Lab.objects.select_related("branch"):
        offered = span.within(Days(lab.valid_from or span.first, lab.valid_to or span.last))
        for part in months(offered):
            month = month_of(part.first).first
            found.append(RoomMonth(lab, month, len(part), held.get((lab.pk, month), 0)))
    return found


def monthly_prices(rooms: list[Room], day: dt.date) -> dict[int | None, int | None]:
    """What a small company pays for a whole month, by the rooms' offerings; None where no price is known."""
    prices: dict[int | None, int | None] = {}
    for room in rooms:
        if room.lab.offering_id not in prices:
            prices[room.lab.offering_id] = _monthly(room.lab, day)
    return prices


def _monthly(lab: Lab, day: dt.date) -> int | None:
    try:
        return lab.offering.price(day=day, client_class=ClientClass.SME).total_yen if lab.offering else None
    except NoTariff:
        return None


def long_empty(rooms: list[Room], terms: LabTerms | None) -> list[Room]:
    """The rooms that nobody has had for as long as the terms give, and nobody is to have, the longest first."""
    if terms is None:
        return []
    waiting = [room for room in rooms if room.empty_days >= terms.vacant_days and not room.promised]
    return sorted(waiting, key=lambda room: -room.empty_days)


def count_long_empty(day: dt.date) -> int:
    """How many those are, asked for on every page of the desk: rooms without a held day for so long, nor to come."""
    terms, begun = LabTerms.of(day), first_day_on_record()
    if terms is None or begun is None:
        return 0
    last = day - dt.timedelta(days=terms.vacant_days)
    if begun > last + ONE_DAY:
        return 0
    known = Lab.objects.on(day).exclude(valid_from__gt=last + ONE_DAY)
    return known.exclude(pk__in=HeldDay.objects.filter(day__gt=last).values("lab")).count()


def _printed(labs: list[Lab], day: dt.date) -> list[Room]:
    """A later list takes the place of an earlier one."""
    known = {one.lab_id: one for one in PrintedTenancy.objects.on(day).order_by("printed_on", "pk")}
    return [
        Room(lab, True, one.tenant_name, one.use_summary) if (one := known.get(lab.pk)) else Room(lab, False, "", "")
        for lab in labs
    ]


def _on_record(labs: list[Lab], day: dt.date, begun: dt.date) -> list[Room]:
    alive = Tenancy.objects.exclude(case__state__in=TENANCY_ENDS - STOOD)
    now = alive.stood().on(day).select_related("case__organisation").prefetch_related("case__organisation__names")
    there = {one.lab_id: one for one in now}
    before = dict(
        alive.stood().filter(last__lt=day).values_list("lab").annotate(last=Max("last")).values_list("lab", "last")
    )
    coming: dict[int, list[Days]] = {}
    for one in alive.filter(last__gte=day).order_by("since"):
        coming.setdefault(one.lab_id, []).append(Days(one.since, one.last_day))
    return [_room(lab, there.get(lab.pk), before.get(lab.pk), coming.get(lab.pk, []), day, begun) for lab in labs]


def _room(
    lab: Lab, tenancy: Tenancy | None, left: dt.date | None, coming: list[Days], day: dt.date, begun: dt.date
) -> Room:
    free = max((span.last + ONE_DAY for span in coming), default=day)
    if tenancy is None:
        since = left + ONE_DAY if left else max(lab.valid_from or begun, begun)
        return Room(lab, False, "", "", None, free, bool(coming), empty_days(day, since))
    shown = tenancy.show_name
    name = tenancy.organisation.name_on(day) if shown else ""
    return Room(lab, True, name, tenancy.theme if shown else "", tenancy, free)
