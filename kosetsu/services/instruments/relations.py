"""Flat tables for measures and figures: uses, licences, and how each instrument spent a month."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.relations import Relation
from kosetsu.foundation.bookings.actions.places import Place, places
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import ResourceKind, State
from kosetsu.services.instruments import rules
from kosetsu.services.instruments.models import Licence, Use
from kosetsu.services.instruments.rules import Month, Stretch

AGREED = (State.CONFIRMED, State.STARTED, State.FINISHED, State.NO_SHOW)
"""The states whose time counts as booked."""
UPKEEP = "upkeep"
"""What a booking for the keepers' own work counts as: maintenance, neither booked nor used."""
DAY = dt.timedelta(days=1)
_USE = (
    "id", "started_at", "booking__resource__branch__code", "booking__resource__branch__timezone", "offering__code",
    "workplace", "used_minutes", "guidance_minutes", "units",
)  # fmt: skip


def uses() -> Iterable[tuple[Any, ...]]:
    """One row per finished use; who it was stays with the booking."""
    rows = Use.objects.exclude(stopped_at=None).order_by("id").values_list(*_USE)
    for number, started_at, branch, zone, instrument, workplace, used, guided, units in rows.iterator():
        day = day_of(started_at, zone)
        yield number, day, fiscal.fiscal_year(day), branch, instrument, workplace or 0, used, guided, units


def licences(day: dt.date) -> Iterable[tuple[Any, ...]]:
    """One row per card that is good on the day, without its owner."""
    rows = Licence.objects.good_on(day).order_by("id")
    return rows.values_list("id", "offering__code", "offering__branch__code", "level", "valid_from", "valid_until")


def instruments() -> list[Resource]:
    """Every instrument that can be booked, in use."""
    rows = Resource.objects.filter(kind=ResourceKind.INSTRUMENT, offering__isnull=False, in_use=True)
    return list(rows.select_related("branch", "group", "offering").order_by("branch__code", "code"))


def months_of(resources: Sequence[Resource], day: dt.date) -> list[tuple[Resource, Month]]:
    """How each instrument spent the month of ``day``; six queries for any number of them."""
    first = day.replace(day=1)
    return spent(resources, first, (first + 32 * DAY).replace(day=1))


def spent(resources: Sequence[Resource], first: dt.date, following: dt.date) -> list[tuple[Resource, Month]]:
    """The same from a day until before another; six queries however many and however long."""
    if not resources:
        return []
    widest = Span(_midnight(first, dt.UTC) - DAY, _midnight(following, dt.UTC) + DAY)
    booked: dict[int, list[tuple[str, Stretch]]] = {one.pk: [] for one in resources}
    agreed = Booking.objects.filter(resource__in=resources, state__in=AGREED)
    near = agreed.filter(starts_at__lt=widest.ends, ends_at__gt=widest.starts)
    for pk, state, upkeep, starts, ends in near.values_list("resource", "state", "upkeep", "starts_at", "ends_at"):
        booked[pk].append((UPKEEP if upkeep else state, (starts, ends)))
    used: dict[int, list[Stretch]] = {one.pk: [] for one in resources}
    over = Use.objects.filter(booking__resource__in=resources, stopped_at__gt=widest.starts)
    found = over.filter(started_at__lt=widest.ends).values_list("booking__resource", "started_at", "stopped_at")
    for pk, starts, stopped in found:
        assert stopped is not None
        used[pk].append((starts, stopped))
    known = places(resources, widest, at=widest.starts)
    return [
        (place.resource, _times(place, first, following, booked[place.resource.pk], used[place.resource.pk]))
        for place in known
    ]


def _times(
    place: Place, first: dt.date, following: dt.date, booked: list[tuple[str, Stretch]], used: list[Stretch]
) -> Month:
    begins, ends = (_midnight(one, place.calendar.zone) for one in (first, following))
    opened = _opened(place, first, following)
    closed = [(one.starts, one.ends) for one in place.calendar.closures]
    closed += [one for what, one in booked if what == UPKEEP]

    def minutes(stretches: Iterable[Stretch]) -> int:
        return rules.total(rules.within(stretches, begins, ends))

    return Month(
        open=minutes(opened),
        booked=minutes(one for what, one in booked if what != UPKEEP),
        used=minutes(used),
        maintenance=minutes(rules.common(opened, closed)),
        no_show=minutes(one for what, one in booked if what == State.NO_SHOW),
    )


def _opened(place: Place, first: dt.date, following: dt.date) -> list[Stretch]:
    """The opening hours of these days by the rules of each."""
    days = (first + n * DAY for n in range((following - first).days))
    found: list[Stretch] = []
    for day in days:
        if terms := place.terms_on(day):
            found += [(one.starts, one.ends) for one in place.calendar.open_spans(terms.opening, day)]
    return found


def _midnight(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone)


def months(day: dt.date) -> Iterable[tuple[Any, ...]]:
    """One row per instrument: the month of the day."""
    for resource, month in months_of(instruments(), day):
        yield (
            resource.code, resource.branch.code, day.replace(day=1), month.open, month.booked, month.used,
            month.maintenance, month.no_show,
        )  # fmt: skip


RELATIONS = [
    Relation(
        name="instrument_uses",
        title=_("機器利用"),
        columns={
            "use_id": int, "on_date": dt.date, "fiscal_year": int, "branch": str, "instrument": str,
            "workplace_id": int, "used_minutes": int, "guidance_minutes": int, "units": int,
        },
        rows=uses,
        dated_by="on_date",
        public=("on_date", "fiscal_year", "branch", "instrument", "used_minutes"),
        labels={
            "on_date": _("利用日"), "fiscal_year": _("年度"), "branch": _("拠点"), "instrument": _("機器"),
            "used_minutes": _("利用時間（分）"), "guidance_minutes": _("操作指導（分）"), "units": _("計上した数量"),
        },
    ),
    Relation(
        name="instrument_licences",
        title=_("有効な認定証"),
        columns={
            "licence_id": int, "instrument": str, "branch": str, "level": int, "valid_from": dt.date,
            "valid_until": dt.date,
        },
        rows=licences,
        as_of=True,
        public=("instrument", "branch", "level"),
        labels={"instrument": _("機器"), "branch": _("拠点"), "level": _("研修レベル")},
    ),
    Relation(
        name="instrument_months",
        title=_("機器の月ごとの時間"),
        columns={
            "instrument": str, "branch": str, "month": dt.date, "open_minutes": int, "booked_minutes": int,
            "used_minutes": int, "maintenance_minutes": int, "no_show_minutes": int,
        },
        rows=months,
        as_of=True,
        public=("instrument", "branch", "month", "open_minutes", "booked_minutes", "used_minutes"),
        labels={
            "instrument": _("機器"), "branch": _("拠点"), "month": _("月"), "open_minutes": _("開放時間（分）"),
            "booked_minutes": _("予約時間（分）"), "used_minutes": _("利用時間（分）"),
            "maintenance_minutes": _("休止・保守（分）"), "no_show_minutes": _("来所なし（分）"),
        },
    ),
]  # fmt: skip
