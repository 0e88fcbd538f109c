"""The institute's tables: advisers' weekly hours, resources, and the dated rules under which they are booked."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, Flag, Items, Table, TableRow, lookup
from kosetsu.foundation.bookings import rules
from kosetsu.foundation.bookings.actions.demo import Visit, play
from kosetsu.foundation.bookings.models import AdviserHours, BookedCell, Booking, BookingRule, Resource
from kosetsu.foundation.bookings.states import ResourceKind
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Branch, Group


class HoursRow(TableRow):
    """One weekly span; weekday 0 is Monday."""

    offering: str
    weekday: int
    starts: dt.time
    ends: dt.time
    channel: Channel
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str


def load_hours(rows: list[tuple[int, HoursRow]]) -> None:
    """Replace the hours by the file's rows."""
    known = {offering.code: offering for offering in Offering.objects.all()}
    hours = []
    for line, row in rows:
        if row.weekday not in AdviserHours.Weekday.values:
            raise BadRow(line, "weekday", str(row.weekday))
        offering = lookup(known, row.offering, line, "offering")
        hours.append(AdviserHours(**row.model_dump(exclude={"offering"}), offering=offering))
    AdviserHours.objects.all().delete()
    AdviserHours.objects.bulk_create(hours)


class ResourceRow(TableRow):
    """One scarce thing; a name left out is that of its offering. ``goes_with`` names what can be booked along."""

    code: str
    kind: ResourceKind
    name_ja: str = ""
    name_en: str = ""
    name_th: str = ""
    branch: str
    group: Blank[str] = None
    offering: Blank[str] = None
    device: Blank[str] = None
    capacity: Annotated[int, Field(ge=1, le=1000)] = 1
    cell_minutes: Literal["5", "10", "15", "30", "60"] = "30"
    goes_with: Items = []
    public: Flag = True
    in_use: Flag = True
    source: str


def load_resources(rows: list[tuple[int, ResourceRow]]) -> None:
    """Write the resources by their codes; what the file no longer names stays, out of use."""
    branches = {one.code: one for one in Branch.objects.all()}
    groups = {one.code: one for one in Group.objects.all()}
    offerings = {one.code: one for one in Offering.objects.all()}
    devices = {one.code: one for one in Device.objects.all()}
    booked = dict(
        Resource.objects.filter(pk__in=BookedCell.objects.values("resource")).values_list("code", "cell_minutes")
    )
    for line, row in rows:
        offering = lookup(offerings, row.offering, line, "offering") if row.offering else None
        if not row.name_ja and offering is None:
            raise BadRow(line, "name_ja", row.code)
        if booked.get(row.code, int(row.cell_minutes)) != int(row.cell_minutes):
            raise BadRow(line, "cell_minutes", row.cell_minutes)
        plain = row.model_dump(include={"kind", "capacity", "public", "in_use", "source"})
        names = {name: getattr(row, name) or getattr(offering, name, "") for name in ("name_ja", "name_en", "name_th")}
        Resource.objects.update_or_create(
            code=row.code,
            defaults={
                **plain,
                **names,
                "cell_minutes": int(row.cell_minutes),
                "branch": lookup(branches, row.branch, line, "branch"),
                "group": lookup(groups, row.group, line, "group") if row.group else None,
                "offering": offering,
                "device": lookup(devices, row.device, line, "device") if row.device else None,
            },
        )
    Resource.objects.exclude(code__in=[row.code for _line, row in rows]).update(in_use=False)
    known = {one.code: one for one in Resource.objects.all()}
    for line, row in rows:
        known[row.code].goes_with.set([lookup(known, code, line, "goes_with") for code in row.goes_with])


def _read_by(read: Callable[[str], Any]) -> AfterValidator:
    """A cell that ``read`` must be able to read; the text itself is kept."""

    def check(written: str) -> str:
        read(written)
        return written

    return AfterValidator(check)


Minutes = Annotated[int, Field(ge=0, le=366 * rules.DAY)]


class RuleRow(TableRow):
    """One period of one resource's rules, as the institute decided them; ``rules.py`` reads what is written."""

    resource: str
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    opening: Annotated[str, _read_by(rules.read_opening)]
    horizon: Annotated[str, _read_by(lambda written: rules.last_day(written, dt.date(2026, 4, 1)))]
    longest_minutes: Blank[Minutes] = None
    longest_days: Annotated[int, Field(ge=1, le=366)] = 1
    per_week: Blank[Annotated[int, Field(ge=1, le=1000)]] = None
    spacing_minutes: Minutes = 0
    notice_minutes: Minutes = 0
    setup_minutes: Annotated[int, Field(ge=0, le=rules.DAY)] = 0
    cleanup_minutes: Annotated[int, Field(ge=0, le=rules.DAY)] = 0
    approval: Flag = False
    hold_minutes: Minutes = 30
    offer_minutes: Minutes = rules.DAY
    no_show_minutes: Blank[Annotated[int, Field(ge=0, le=rules.DAY)]] = None
    reminder_minutes: Blank[Minutes] = None
    fee: Annotated[str, _read_by(rules.read_fee)] = ""
    source: str


def load_rules(rows: list[tuple[int, RuleRow]]) -> None:
    """Replace the rules by the file's rows."""
    known = {one.code: one for one in Resource.objects.all()}
    made = [
        BookingRule(**row.model_dump(exclude={"resource"}), resource=lookup(known, row.resource, line, "resource"))
        for line, row in rows
    ]
    BookingRule.objects.all().delete()
    BookingRule.objects.bulk_create(made)


def overlapping(rows: list[tuple[int, RuleRow]]) -> Iterable[BadRow]:
    """Two rules of one resource on one day."""
    return list(_overlapping(rows))


def _overlapping(rows: list[tuple[int, RuleRow]]) -> Iterator[BadRow]:
    ordered = sorted(rows, key=lambda one: (one[1].resource, one[1].valid_from or dt.date.min))
    for (_line, one), (line, other) in pairwise(ordered):
        same = one.resource == other.resource
        if same and (one.valid_to is None or other.valid_from is None or other.valid_from <= one.valid_to):
            yield BadRow(
                line, "valid_from", _("「%(resource)s」の規則の期間が重なっています。") % {"resource": one.resource}
            )


class DemoBookingRow(TableRow):
    """One booking of the demo, so many working days from the day it is loaded."""

    resource: str
    working_days: Annotated[int, Field(ge=1, le=40)]
    starts: dt.time
    ends: dt.time
    organisation: str
    person: str
    purpose: str = ""
    verb: Literal["request", "hold", "wait"] = "request"
    source: str


def load_demo(rows: list[tuple[int, DemoBookingRow]]) -> None:
    """Book what the file says, once: a database that knows one of these bookings is left alone."""
    if Booking.objects.filter(purpose__in={row.purpose for _line, row in rows}).exists():
        return
    cast = Cast(now())
    resources = {one.code: one for one in Resource.objects.select_related("branch", "group")}
    people = {str(one.email): one for one in cast.people.values()}
    visits = [
        Visit(
            **row.model_dump(exclude={"resource", "organisation", "person", "source"}),
            resource=lookup(resources, row.resource, line, "resource"),
            person=lookup(people, row.person, line, "person"),
            workplace=lookup(cast.workplaces, row.organisation, line, "organisation"),
        )
        for line, row in rows
    ]
    play(visits, cast)


TABLES = [
    Table("bookings/adviser_hours.csv", HoursRow, load_hours, order=200, optional=True),
    Table("bookings/resources.csv", ResourceRow, load_resources, order=210, optional=True, key=("code",)),
    Table(
        "bookings/rules.csv",
        RuleRow,
        load_rules,
        order=220,
        optional=True,
        key=("resource", "valid_from"),
        refers={"resource": "bookings/resources.csv"},
        check=overlapping,
    ),
    Table(
        "demo/bookings.csv",
        DemoBookingRow,
        load_demo,
        order=610,
        optional=True,
        demo=True,
        refers={
            "resource": "bookings/resources.csv",
            "organisation": "demo/companies.csv",
            "person": "demo/people.csv",
        },
    ),
]
