"""Devices of the demo, lived through: checks, works and outages of the days around the loading."""

import datetime as dt
from dataclasses import dataclass

from kosetsu.foundation.devices import actions
from kosetsu.foundation.devices.models import Calibration, Device, Maintenance, Outage
from kosetsu.foundation.devices.states import Finding, OutageKind, Result
from kosetsu.foundation.parties.actions.demo import Cast

MORNING, OPENS, CLOSES = dt.time(8, 50), dt.time(9, 0), dt.time(17, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happens to a device, so many days from the loading (negative: before it)."""

    device: Device
    days: int
    until_days: int
    who: str
    text: str
    note: str
    number: str
    as_found: Finding
    result: Result


def check(event: Event, cast: Cast) -> None:
    """A calibration, known again by its certificate."""
    if Calibration.objects.filter(device=event.device, certificate_number=event.number).exists():
        return
    told = actions.Report(
        done_on=cast.working_day(event.days), as_found=event.as_found, result=event.result, done_by=event.text,
        certificate_number=event.number, traceability="JCSS校正（国家計量標準にトレーサブル）", note=event.note,
    )  # fmt: skip
    at = cast.moment(event.days, CLOSES)
    actions.record_calibration(by=cast.people[event.who], at=at, device=event.device, report=told)


def work(event: Event, cast: Cast) -> None:
    """A work that is planned, and done where its day has passed; known again by its words."""
    if Maintenance.objects.filter(device=event.device, work=event.text).exists():
        return
    by, day = cast.people[event.who], cast.working_day(event.days)
    at = cast.moment(min(event.days, 0) - 7, MORNING)
    made = actions.plan_work(by=by, at=at, device=event.device, work=event.text, planned_on=day, every_months=6)
    if event.days < 0:
        actions.finish_work(by=by, at=cast.moment(event.days, CLOSES), work=made, outcome=event.note)


def outage(event: Event, cast: Cast) -> None:
    """A device that cannot be used, foreseen or sudden; known again by its reason."""
    if Outage.objects.filter(device=event.device, public_reason=event.text).exists():
        return
    actions.enter_outage(
        by=cast.people[event.who], at=cast.moment(min(event.days, -1), MORNING), device=event.device,
        kind=OutageKind.PLANNED if event.days > 0 else OutageKind.SUDDEN, starts_at=cast.moment(event.days, OPENS),
        ends_at=cast.moment(event.until_days, CLOSES) if event.until_days else None, public_reason=event.text,
        note=event.note,
    )  # fmt: skip


VERBS = {"check": check, "work": work, "outage": outage}
