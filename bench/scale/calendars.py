"""Instruments with licensed users; bookings fill three of each working day's four slots, back from the horizon."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from bench.clock import LAST_MOMENT
from bench.scale import loading
from bench.scale.days import working_days
from bench.scale.dice import public_id
from bench.scale.sizes import SEED, Calendars
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.models import BookedCell, BookedResource, Booking, BookingRule, Resource
from kosetsu.foundation.catalogue.models import Offering, TechnologyField
from kosetsu.foundation.devices.models import Calibration, Device
from kosetsu.foundation.governance.models import ExportDeclaration
from kosetsu.foundation.parties.models import Area, Branch, BranchStatus, Membership, Organisation, Workplace
from kosetsu.services.instruments.models import Licence, LicenceRule

SOURCE = "bench"
PER_BRANCH = 50
SLOTS = (0, 2, 4)
"""When the taken ones begin, in hours after nine; the fourth stays free."""
FREE = 6
SHARE = 5
"""Each user is licensed for one instrument in so many."""
LAST_DAY = dt.date(2026, 5, 29)
RULE = {
    "opening": "0-4 09:00-17:00", "horizon": "months+2", "longest_minutes": 480, "no_show_minutes": 30,
    "fee": "day-1=0; start=1/2; after=1", "source": SOURCE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the database now."""

    instruments: list[Resource]
    users: list[Person]
    workplace: Workplace

    def licensed_for(self, number: int) -> Person:
        """A user who may operate the instrument of this number."""
        return self.users[(-number % SHARE + SHARE * number) % len(self.users)]


def fill(calendars: Calendars) -> Filled:
    """Bring what stands in the database up to this scale; nothing is written twice."""
    users, workplace = _users(calendars.users)
    before = list(Resource.objects.filter(source=SOURCE).for_booking().order_by("code"))
    more = [_instrument(number) for number in range(len(before), calendars.instruments)]
    filled = Filled([*before, *more], users, workplace)
    _licences(filled, len(before))
    _bookings(filled, calendars.bookings)
    loading.finish([Booking, BookedResource, BookedCell, Licence])
    return filled


def free_starts() -> list[dt.datetime]:
    """The free slot of each day that can still be booked, the farthest first."""
    return [at + dt.timedelta(hours=FREE) for at in islice(_mornings(), 60) if at > LAST_MOMENT]


def _users(count: int) -> tuple[list[Person], Workplace]:
    known = list(Person.objects.filter(email__startswith="user", email__endswith="@calendar.example.jp").order_by("pk"))
    if known:
        return known, Workplace.objects.get(organisation__name=SOURCE)
    fields = {"name": SOURCE, "name_folded": SOURCE, "industry": "E24", "capital_yen": 10_000_000, "employees": 12}
    organisation = Organisation.objects.create(kind="company", **fields)
    area = Area.objects.exclude(kind="country").order_by("code")[0]
    workplace = Workplace.objects.create(organisation=organisation, name="本社", area=area)
    people = [Person(email=f"user{n}@calendar.example.jp", name=f"利用者 {n}", password="!") for n in range(count)]
    Person.objects.bulk_create(people)
    acts = {"organisation": organisation, "workplace": workplace, "role": "engineer"}
    Membership.objects.bulk_create(Membership(person=one, **acts) for one in people)
    declared = {"resident": True, "declared_on": LAST_MOMENT.date(), "state": "clear"}
    ExportDeclaration.objects.bulk_create(ExportDeclaration(person=one, **declared) for one in people)
    return people, workplace


def _instrument(number: int) -> Resource:
    """A device that is calibrated, what is offered with it, its rule and its licence."""
    branch, new = Branch.objects.get_or_create(
        code=f"Z{number // PER_BRANCH:02d}", defaults={"name_ja": f"拠点{number}"}
    )
    if new:
        BranchStatus.objects.create(branch=branch, status="open")
    common = {"code": f"Z-I{number:04d}", "name_ja": f"機器 {number}", "branch": branch, "source": SOURCE}
    field = TechnologyField.objects.order_by("code")[0]
    offering = Offering.objects.create(**common, kind="instrument", field=field, state="offered")
    device = Device.objects.create(**common, kind="instrument", offering=offering)
    Calibration.objects.create(
        device=device, done_on=dt.date(2026, 1, 5), valid_until=dt.date(2027, 1, 4), as_found="good", result="passed",
        recorded_at=LAST_MOMENT,
    )  # fmt: skip
    LicenceRule.objects.create(offering=offering, course=offering, level=1, months=36, source=SOURCE)
    made = Resource.objects.create(**common, kind="instrument", offering=offering, device=device)
    BookingRule.objects.create(resource=made, **RULE)
    return made


def _licences(filled: Filled, before: int) -> None:
    first = loading.next_id(Licence)
    pairs = (
        (one.offering_id, user.pk)
        for number, one in enumerate(filled.instruments)
        for place, user in enumerate(filled.users)
        if number >= before and (place + number) % SHARE == 0
    )
    dice = random.Random(SEED + 11 + before)
    loading.load(
        Licence,
        ("id", "public_id", "person_id", "offering_id", "course_id", "level", "months", "state", "attended_on",
         "number", "valid_from", "valid_until"),
        (
            (first + place, public_id(dice), user, offering, offering, 1, 36, "licensed", "2025-04-01",
             f"Z{first + place}", "2025-04-01", "2028-03-31")
            for place, (offering, user) in enumerate(pairs)
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """One booking to be written."""

    pk: int
    resource: int
    starts: dt.datetime
    person: int


def _bookings(filled: Filled, total: int) -> None:
    taken = list(_taken(filled, total, loading.next_id(Booking)))
    dice = random.Random(SEED + 12 + len(taken))
    two, half = dt.timedelta(hours=2), dt.timedelta(minutes=30)
    loading.load(
        Booking,
        ("id", "public_id", "resource_id", "state", "starts_at", "ends_at", "person_id", "workplace_id", "booked_at",
         "changed_at"),
        (
            (one.pk, public_id(dice), one.resource, "confirmed" if one.starts > LAST_MOMENT else "finished",
             _text(one.starts), _text(one.starts + two), one.person, filled.workplace.pk, _text(LAST_MOMENT),
             _text(LAST_MOMENT))
            for one in taken
        ),
    )  # fmt: skip
    first = loading.next_id(BookedResource)
    loading.load(
        BookedResource,
        ("id", "booking_id", "resource_id", "lane", "kept_from", "kept_until"),
        (
            (first + place, one.pk, one.resource, 0, _text(one.starts), _text(one.starts + two))
            for place, one in enumerate(taken)
        ),
    )
    first = loading.next_id(BookedCell)
    cells = ((one, step) for one in taken for step in range(4))
    loading.load(
        BookedCell,
        ("id", "resource_id", "lane", "starts_at", "booking_id"),
        (
            (first + place, one.resource, 0, _text(one.starts + step * half), one.pk)
            for place, (one, step) in enumerate(cells)
        ),
    )


def _taken(filled: Filled, total: int, first: int) -> Iterator[Taken]:
    """What is missing of each instrument's share, each a little farther in the past."""
    each = total // len(filled.instruments)
    starts = [at + dt.timedelta(hours=hour) for at in islice(_mornings(), -(-each // len(SLOTS))) for hour in SLOTS]
    pk = first
    for number, one in enumerate(filled.instruments):
        person = filled.licensed_for(number).pk
        known = Booking.objects.filter(resource=one, starts_at__in=starts).count()
        for at in starts[known:each]:
            yield Taken(pk, one.pk, at, person)
            pk += 1


def _mornings() -> Iterator[dt.datetime]:
    """Nine o'clock of every working day, back from the last that can be booked."""
    for year in range(LAST_DAY.year, 1990, -1):
        for day in reversed(working_days(year)):
            if day <= LAST_DAY:
                yield dt.datetime.combine(day, dt.time(9), LAST_MOMENT.tzinfo)


def _text(moment: dt.datetime) -> str:
    """In UTC, as both databases write it."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S}"
