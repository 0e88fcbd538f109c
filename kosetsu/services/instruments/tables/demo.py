"""The demo's licences, uses, faults and renewal plan."""

import datetime as dt
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from kosetsu.common.calendars import last_day
from kosetsu.common.clock import day_of, now
from kosetsu.common.tables import Blank, Flag, TableRow, lookup
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.actions.demo import Visit
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.governance.actions import declare
from kosetsu.foundation.governance.models import ExportDeclaration
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.services.instruments.actions.demo import Broken, Renewed, Used, play_faults, play_renewals, play_uses
from kosetsu.services.instruments.models import Licence, LicenceRule, RenewalLine, Use
from kosetsu.services.instruments.states import LicenceState, RenewalKind
from kosetsu.services.instruments.tables.dated import of_kind

DECLARED_BEFORE = dt.timedelta(days=90)
"""When the demo's people declared: before their first use, and so lately that it still holds."""


class DemoLicenceRow(TableRow):
    """One card of the demo, good since so many days before the demo is loaded; its person has declared."""

    offering: str
    person: str
    days_ago: Annotated[int, Field(ge=0, le=3000)]
    source: str


def load_demo(rows: list[tuple[int, DemoLicenceRow]]) -> None:
    """Write the demo's cards once: a database that knows licences is left alone."""
    if Licence.objects.exists():
        return
    at = now()
    people = {str(one.email): one for one in Person.objects.exclude(email=None)}
    offerings = {one.code: one for one in Offering.objects.all()}
    for number, (line, row) in enumerate(rows, start=1):
        person = lookup(people, row.person, line, "person")
        offering = of_kind(offerings, row.offering, line, "offering")
        first = day_of(at) - dt.timedelta(days=row.days_ago)
        rule = LicenceRule.of([offering.pk], day_of(at)).get(offering.pk)
        if not ExportDeclaration.objects.filter(person=person).exists():
            declare(by=person, at=at - DECLARED_BEFORE, person=person, resident=True)
        if rule is None:
            continue
        Licence.objects.create(
            person=person, offering=offering, course=rule.course, level=rule.level, months=rule.months,
            state=LicenceState.LICENSED, attended_on=first, passed_on=first, number=f"DEMO-{number:05d}",
            valid_from=first, valid_until=last_day(first, rule.months), issued_at=at,
        )  # fmt: skip


def _counted(value: Any) -> Any:
    """ "STUB=2;CARBON=1" → how many of each."""
    if not isinstance(value, str):
        return value
    return {code: int(count) for code, count in (part.split("=") for part in value.split(";") if part.strip())}


class DemoUseRow(TableRow):
    """One line of demo/uses.csv: a use so many working days before the loading, or a visit that nobody made."""

    resource: str
    working_days_ago: Annotated[int, Field(ge=1, le=200)]
    starts: dt.time
    ends: dt.time
    organisation: str
    person: str
    staff: str
    purpose: str
    guidance_minutes: Annotated[int, Field(ge=0)] = 0
    consumables: Annotated[dict[str, int], BeforeValidator(_counted)] = {}
    missed: Flag = False
    source: str


def load_uses(rows: list[tuple[int, DemoUseRow]]) -> None:
    """Let the demo's uses happen, once: a database that knows uses is left alone."""
    if Use.objects.exists():
        return
    cast, resources = Cast(now()), _resources()
    uses = []
    for line, row in rows:
        visit = Visit(
            resource=lookup(resources, row.resource, line, "resource"), working_days=-row.working_days_ago,
            person=lookup(cast.people, row.person, line, "person"), starts=row.starts, ends=row.ends,
            workplace=lookup(cast.workplaces, row.organisation, line, "organisation"), purpose=row.purpose,
        )  # fmt: skip
        plain = row.model_dump(include={"staff", "guidance_minutes", "consumables", "missed"})
        uses.append(Used(visit=visit, **plain))
    play_uses(uses, cast)


class DemoFaultRow(TableRow):
    """One line of demo/faults.csv: what was broken so many days before the loading, and how it was mended."""

    resource: str
    days_ago: Annotated[int, Field(ge=1, le=300)]
    mended_days_ago: Annotated[int, Field(ge=0, le=300)] = 0
    who: str
    text: str
    unusable: Flag = False
    mending: str = ""
    repair_yen: Blank[Annotated[int, Field(ge=0)]] = None
    source: str


def load_faults(rows: list[tuple[int, DemoFaultRow]]) -> None:
    """Report the faults that are not in the records yet."""
    resources = _resources()
    faults = [
        Broken(
            **row.model_dump(exclude={"resource", "source"}),
            resource=lookup(resources, row.resource, line, "resource"),
        )
        for line, row in rows
    ]
    play_faults(faults, Cast(now()))


class DemoRenewalRow(TableRow):
    """One line of demo/renewals.csv: planned so many days before the loading for so many years from then."""

    device: str
    kind: RenewalKind
    years: Annotated[int, Field(ge=0, le=30)]
    estimated_yen: Annotated[int, Field(ge=0)]
    money: str = ""
    reason: str
    days_ago: Annotated[int, Field(ge=1, le=300)]
    who: str
    approved_by: str = ""
    outcome: str = ""
    done: Flag = False
    source: str


def load_renewals(rows: list[tuple[int, DemoRenewalRow]]) -> None:
    """Let the demo's plan be made, once: a database that has one is left alone."""
    if RenewalLine.objects.exists():
        return
    devices = {one.code: one for one in Device.objects.select_related("branch")}
    lines = [
        Renewed(**row.model_dump(exclude={"device", "source"}), device=lookup(devices, row.device, line, "device"))
        for line, row in rows
    ]
    play_renewals(lines, Cast(now()))


def _resources() -> dict[str, Resource]:
    return {one.code: one for one in Resource.objects.select_related("branch", "group", "offering")}
