"""The institute's table of advisers' weekly hours."""

import datetime as dt

from kosetsu.common.tables import BadRow, Blank, Table, TableRow, lookup
from kosetsu.foundation.bookings.models import AdviserHours
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.catalogue.models import Offering


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


TABLES = [Table("bookings/adviser_hours.csv", HoursRow, load_hours, order=200, optional=True)]
