"""What a report would say now: the order, its samples and its verified records, put together."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common.clock import day_of
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.devices.rules import deciding
from kosetsu.foundation.parties.models import Branch, Institute
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.testing.models import Order, TestRecord, UsedDevice
from kosetsu.services.testing.papers.content import Address, Content, Instrument, Opinion, Result, Sample
from kosetsu.services.testing.states import ReportKind, Seal

AUTHORISED = (StaffRole.BRANCH_HEAD, StaffRole.GROUP_HEAD, StaffRole.RESEARCHER, StaffRole.ADMINISTRATOR)
"""The posts under which a report is authorised, the highest first."""


def draft(
    order: Order,
    records: Sequence[TestRecord],
    *,
    kind: ReportKind,
    seal: Seal,
    needs_uncertainty: bool = False,
    opinions: Iterable[Opinion] = (),
    remarks: Iterable[str] = (),
) -> Content:
    """The content without its number, its day and who authorises it."""
    with override("ja"):
        return Content(
            kind=kind, title=str(kind.label), number="", issued_on=None, laboratory=_laboratory(order.case.branch),
            client=_client(order), samples=_samples(order), authorised_by="", seal=seal,
            needs_uncertainty=needs_uncertainty, from_client=_from_client(order), opinions=tuple(opinions),
            remarks=(*remarks, *_unique(one.remarks for one in records)), **measured(order, records),
        )  # fmt: skip


def parties(order: Order) -> tuple[Address, Address]:
    """The client and the laboratory, as papers name them."""
    return _client(order), _laboratory(order.case.branch)


def measured(order: Order, records: Sequence[TestRecord]) -> dict[str, Any]:
    """The part of the content that only measuring decides."""
    days = [(one.measured_from, one.measured_until) for one in records]
    with override("ja"):
        return {
            "places": _unique(one.place or _branch_name(order.case.branch) for one in records),
            "methods": _unique(one.method for one in records),
            "deviations": "\n".join(_unique(one.deviation for one in records)) or _("なし"),
            "started_on": min((day_of(first) for first, _last in days if first), default=None),
            "ended_on": max((day_of(last) for _first, last in days if last), default=None),
            "conditions": "\n".join(_unique(_conditions(one) for one in records)),
            "results": tuple(line for one in records for line in _results(one)),
            "instruments": _instruments(records),
            "tested_by": _unique(one.submitted_by.name for one in records if one.submitted_by),
            "verified_by": _unique(check.verified_by.name for one in records for check in one.verifications.all()),
            "uncertainty_note": "\n".join(_unique(one.uncertainty for one in records)),
            "decision_rule": "\n".join(_unique(one.decision_rule for one in records if one.judgement)),
            "specification": "\n".join(_unique(one.specification for one in records if one.judgement)),
        }


def signatory(by: Person, branch: Branch | None) -> str:
    """ "支所長 架空 一郎": the post under which this person authorises, and the name."""
    place = standing(by)
    with override("ja"):
        post = next((str(role.label) for role in AUTHORISED if role in place.roles), "")
        return " ".join(part for part in (_branch_name(branch), post, by.name) if part)


def _laboratory(branch: Branch | None) -> Address:
    institute = Institute.current()
    name = " ".join(part for part in (institute.name_ja if institute else "", _branch_name(branch)) if part)
    return Address(name, _address(branch), institute.mailbox if institute else "")


def _address(branch: Branch | None) -> str:
    if branch is None:
        return ""
    return branch.address or (branch.area.name_ja if branch.area else "")


def _branch_name(branch: Branch | None) -> str:
    return branch.name_ja if branch else ""


def _client(order: Order) -> Address:
    case = order.case
    day = day_of(case.opened_at)
    workplace = case.workplace
    names = (case.organisation.name_on(day) if case.organisation else "", workplace.name if workplace else "")
    named = " ".join(name for name in names if name)
    where = (workplace.address or (workplace.area.name_ja if workplace.area else "")) if workplace else ""
    return Address(order.addressee or named, where, case.contact.name if case.contact else order.applicant_name)


def _samples(order: Order) -> tuple[Sample, ...]:
    return tuple(Sample(one.number, one.name, one.condition, one.received_on) for one in order.samples.all())


def _from_client(order: Order) -> tuple[str, ...]:
    said = ((one.number, "、".join(part for part in (one.mark, one.material) if part)) for one in order.samples.all())
    return tuple(f"{number}：{text}" for number, text in said if text)


def _conditions(record: TestRecord) -> str:
    return "、".join(
        f"{one['label']} {one['value']} {one.get('unit', '')}".strip() for one in record.conditions if one.get("value")
    )


def _results(record: TestRecord) -> Iterator[Result]:
    """What was computed where something was, else what was read; a single verdict stands beside every line of it."""
    quantities = {one["key"]: one for one in record.quantities}
    kinds = [one["kind"] for one in record.calculated]
    computed = sorted(record.calculations.all(), key=lambda one: kinds.index(one.kind))
    done = {(one.sample_id, one.quantity) for one in computed}
    read = [one for one in record.readings.all() if (one.sample_id, one.quantity) not in done]
    lines = [(one, _kinds()[one.kind]) for one in computed] + [(one, "") for one in read]
    order = list(quantities)
    for one, kind in sorted(lines, key=lambda line: (line[0].sample.number, order.index(line[0].quantity))):
        asked = quantities[one.quantity]
        yield Result(
            one.sample.number, f"{asked['label']}（{kind}）" if kind else asked["label"], one.value,
            asked.get("unit", ""), requirement=record.specification if record.judgement else "",
            verdict=record.judgement,
        )  # fmt: skip


def _kinds() -> dict[str, str]:
    """How a result came from its readings."""
    return {
        "mean": _("平均"), "max": _("最大"), "min": _("最小"), "range": _("範囲"), "deviation": _("標準偏差"),
        "sum": _("合計"),
    }  # fmt: skip


def _instruments(records: Sequence[TestRecord]) -> tuple[Instrument, ...]:
    """Each device once, with the check that decided about the last day of its use."""
    uses = [one for record in records for one in record.devices.all()]
    last = {one.device_id: one for one in sorted(uses, key=lambda one: str(_until(one) or ""))}
    return tuple(_instrument(one) for one in sorted(last.values(), key=lambda one: one.device.code))


def _until(used: UsedDevice) -> dt.date | None:
    moment = used.used_until or used.record.measured_until
    return used.device.day_of(moment) if moment else None


def _instrument(used: UsedDevice) -> Instrument:
    device, day = used.device, _until(used)
    check: Any = deciding(device.calibrations.all(), day) if day else None
    if not device.needs_calibration or check is None:
        return Instrument(device.code, device.name_ja, used_on=day, calibrated=device.needs_calibration)
    return Instrument(
        device.code, device.name_ja, check.done_on, check.valid_until, check.certificate_number, check.traceability, day
    )


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text.strip()))
