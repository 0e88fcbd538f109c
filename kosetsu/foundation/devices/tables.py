"""The institute's files of devices: what there is, what it is built of, the checks so far; and the demo's days."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, Flag, Items, Table, TableRow, lookup
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.devices import rules
from kosetsu.foundation.devices.actions.demo import VERBS, Event
from kosetsu.foundation.devices.models import Calibration, Device, Part
from kosetsu.foundation.devices.states import DeviceKind, DeviceState, Finding, Result
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Branch, Group

Months = Annotated[int, Field(ge=1, le=600)]


class DeviceRow(TableRow):
    """One apparatus or standard; a name left out is that of its offering."""

    code: str
    kind: DeviceKind
    state: DeviceState = DeviceState.IN_USE
    name_ja: str = ""
    name_en: str = ""
    name_th: str = ""
    branch: str
    group: Blank[str] = None
    offering: Blank[str] = None
    place: str = ""
    maker: str = ""
    model_name: str = ""
    serial: str = ""
    limits: str = ""
    acquired_on: Blank[dt.date] = None
    needs_calibration: Flag = True
    calibration_months: Blank[Months] = None
    source: str


def load_devices(rows: list[tuple[int, DeviceRow]]) -> None:
    """Write the devices by their codes; what the file no longer names stays: results were measured with it."""
    branches = {one.code: one for one in Branch.objects.all()}
    groups = {one.code: one for one in Group.objects.all()}
    offerings = {one.code: one for one in Offering.objects.all()}
    for line, row in rows:
        offering = lookup(offerings, row.offering, line, "offering") if row.offering else None
        if not row.name_ja and offering is None:
            raise BadRow(line, "name_ja", row.code)
        names = {name: getattr(row, name) or getattr(offering, name, "") for name in ("name_ja", "name_en", "name_th")}
        Device.objects.update_or_create(
            code=row.code,
            defaults={
                **row.model_dump(exclude={"code", *names}),
                **names,
                "branch": lookup(branches, row.branch, line, "branch"),
                "group": lookup(groups, row.group, line, "group") if row.group else None,
                "offering": offering,
            },
        )


class CalibrationRow(TableRow):
    """One check; ``references`` are the standards it was done with, the day it holds until follows from the period."""

    device: str
    done_on: dt.date
    valid_until: Blank[dt.date] = None
    as_found: Finding = Finding.GOOD
    result: Result = Result.PASSED
    certificate_number: str
    done_by: str = ""
    traceability: str = ""
    references: Items = []
    note: str = ""
    source: str


def load_calibrations(rows: list[tuple[int, CalibrationRow]]) -> None:
    """Add the checks that are not yet known by device, day and certificate; what is written is never changed."""
    devices = {one.code: one for one in Device.objects.all()}
    present = set(Calibration.objects.values_list("device__code", "done_on", "certificate_number"))
    at = now()
    for line, row in rows:
        device = lookup(devices, row.device, line, "device")
        references = [lookup(devices, code, line, "references") for code in row.references]
        if (row.device, row.done_on, row.certificate_number) in present:
            continue
        plain = row.model_dump(exclude={"device", "references", "valid_until"})
        until = _until(row, device, line)
        made = Calibration.objects.create(**plain, device=device, valid_until=until, recorded_at=at)
        made.references.set(references)


def _until(row: CalibrationRow, device: Device, line: int) -> dt.date | None:
    if row.result == Result.FAILED:
        return None
    if row.valid_until is None and device.calibration_months is None:
        raise BadRow(line, "valid_until", row.device)
    until = row.valid_until or rules.valid_until(row.done_on, device.calibration_months or 1)
    if until < row.done_on:
        raise BadRow(line, "valid_until", str(until))
    return until


class PartRow(TableRow):
    """One part of a device; ``apparatus`` is its own code in the register, where it has one."""

    device: str
    name: str
    serial: str = ""
    apparatus: Blank[str] = None
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None


def load_parts(rows: list[tuple[int, PartRow]]) -> None:
    """Write the parts by device, name and beginning."""
    devices = {one.code: one for one in Device.objects.all()}
    for line, row in rows:
        apparatus = lookup(devices, row.apparatus, line, "apparatus") if row.apparatus else None
        Part.objects.update_or_create(
            device=lookup(devices, row.device, line, "device"),
            name=row.name,
            valid_from=row.valid_from,
            defaults={"serial": row.serial, "apparatus": apparatus, "valid_to": row.valid_to},
        )


class DemoEventRow(TableRow):
    """One line of demo/device_checks.csv or demo/outages.csv: what happens so many days from the loading day."""

    device: str
    verb: Literal["check", "work", "outage"]
    days: Annotated[int, Field(ge=-700, le=60)]
    until_days: Annotated[int, Field(ge=0, le=90)] = 0
    who: str
    text: str
    note: str = ""
    number: str = ""
    as_found: Finding = Finding.GOOD
    result: Result = Result.PASSED
    source: str


def load_demo(rows: list[tuple[int, DemoEventRow]]) -> None:
    """Let happen what the database does not know yet, the oldest first."""
    cast, devices = Cast(now()), {one.code: one for one in Device.objects.select_related("branch", "group")}
    for line, row in sorted(rows, key=lambda one: one[1].days):
        plain = row.model_dump(exclude={"device", "verb", "source"})
        VERBS[row.verb](Event(**plain, device=lookup(devices, row.device, line, "device")), cast)


DEVICE = {"device": "devices/devices.csv"}
TABLES = [
    Table("devices/devices.csv", DeviceRow, load_devices, order=204, optional=True, key=("code",)),
    Table(
        "devices/calibrations.csv",
        CalibrationRow,
        load_calibrations,
        order=205,
        optional=True,
        key=("device", "done_on", "certificate_number"),
        refers={"device": "devices/devices.csv"},
    ),
    Table(
        "devices/parts.csv",
        PartRow,
        load_parts,
        order=206,
        optional=True,
        key=("device", "name", "valid_from"),
        refers={"device": "devices/devices.csv", "apparatus": "devices/devices.csv"},
    ),
    Table("demo/device_checks.csv", DemoEventRow, load_demo, order=207, optional=True, demo=True, refers=DEVICE),
    Table("demo/outages.csv", DemoEventRow, load_demo, order=616, optional=True, demo=True, refers=DEVICE),
]
