"""What is measured: a record is opened from its template, filled, submitted, verified by others, or measured again."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing.permissions import can_deliver
from kosetsu.services.testing import rules
from kosetsu.services.testing.actions import beats
from kosetsu.services.testing.actions.devices import keep_times, may_stand
from kosetsu.services.testing.models import (
    Calculation,
    File,
    OrderItem,
    Reading,
    RecordTemplate,
    Sample,
    TestRecord,
    Verification,
)
from kosetsu.services.testing.permissions import (
    can_begin,
    can_deliver_part,
    can_retest,
    can_send_back,
    can_verify,
    can_write,
)
from kosetsu.services.testing.states import FileKind, ItemState, OrderState

Values = Mapping[tuple[str, str], Sequence[str]]
"""Readings by (sample number, quantity key), in the order in which they were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a draft says after it was filled in."""

    method: str
    measured_from: dt.datetime | None = None
    measured_until: dt.datetime | None = None
    conditions: Mapping[str, str] = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    deviation: str = ""
    place: str = ""
    uncertainty: str = ""
    decision_rule: str = ""
    specification: str = ""
    judgement: str = ""
    remarks: str = ""


@transaction.atomic
def open_record(*, by: Person, at: dt.datetime, item: OrderItem) -> TestRecord:
    """Begin to measure a part: the record takes over the template that holds today."""
    item = beats.locked_item(item)
    require(can_begin(by, item))
    require(_paid_for(item))
    template = RecordTemplate.objects.on(day_of(at)).filter(offering=item.offering).order_by("-valid_from").first()
    record = TestRecord.objects.create(
        item=item, attempt=item.records.count() + 1, opened_at=at, opened_by=by, **_from(template, item)
    )
    beats.move_item(item, "open_record", assignee=item.assignee or by)
    beats.begin(item.order, by=by, at=at)
    beats.record("open_record", record, by=by, at=at, after={"item": item.pk, "attempt": record.attempt})
    return record


@transaction.atomic
def write_record(*, by: Person, at: dt.datetime, record: TestRecord, written: Written) -> TestRecord:
    """Fill a draft in; what it said before is replaced, and the results are computed anew."""
    record = beats.locked_record(record)
    require(can_write(by, record))
    samples = {one.number: one for one in Sample.objects.filter(order=record.item.order_id)}
    keys = {one["key"] for one in record.quantities}
    require(_known(written.values, samples, keys))
    require(_in_time(written, at))
    for name in ("method", "deviation", "place", "uncertainty", "decision_rule", "specification"):
        setattr(record, name, tidy_line(getattr(written, name))[:300])
    record.remarks, record.judgement = tidy(written.remarks), written.judgement
    record.measured_from, record.measured_until = written.measured_from, written.measured_until
    record.conditions = [{**one, "value": written.conditions.get(one["key"], "")} for one in record.conditions]
    record.save()
    _replace(record, written.values, samples)
    beats.record("write_record", record, by=by, at=at, after={"readings": record.readings.count()})
    return record


@transaction.atomic
def attach_raw_data(*, by: Person, at: dt.datetime, record: TestRecord, files: Sequence[Any]) -> list[File]:
    """Keep what the instrument wrote, with its digest."""
    record = beats.locked_record(record)
    require(can_write(by, record))
    order = record.item.order
    kept = [beats.keep_file(order, FileKind.RAW_DATA, file, by=by, at=at, record=record) for file in files]
    beats.record("attach_raw_data", record, by=by, at=at, after={"sha256": [one.sha256 for one in kept]})
    return kept


@transaction.atomic
def submit(*, by: Person, at: dt.datetime, record: TestRecord) -> TestRecord:
    """Give a full record to somebody else to be checked."""
    record = beats.locked_record(record)
    require(can_write(by, record))
    require(_is_full(record))
    require(may_stand(record))
    keep_times(record)
    beats.move_record(record, "submit", by=by, at=at, submitted_by=by, submitted_at=at)
    beats.move_item(record.item, "submit")
    return record


@transaction.atomic
def send_back(*, by: Person, at: dt.datetime, record: TestRecord, reason: str) -> TestRecord:
    """Return a submitted record to its author; who had checked it checks again."""
    record = beats.locked_record(record)
    require(can_send_back(by, record))
    reason = beats.need_reason(reason)
    record.verifications.all().delete()
    beats.move_record(record, "send_back", by=by, at=at, reason=reason)
    beats.move_item(record.item, "send_back")
    return record


@transaction.atomic
def verify(*, by: Person, at: dt.datetime, record: TestRecord, note: str = "") -> TestRecord:
    """One more person agrees with a submitted record; the last one asked for makes it count."""
    record = beats.locked_record(record)
    require(can_verify(by, record))
    require(may_stand(record))
    Verification.objects.create(
        record=record, submitted_by=_submitter(record), verified_by=by, verified_at=at,
        note=tidy_line(note)[:300],
    )  # fmt: skip
    if record.verifications.count() < record.item.verifiers:
        beats.record("check", record, by=by, at=at)
        return record
    beats.move_record(record, "verify", by=by, at=at, verified_at=at)
    beats.move_item(record.item, "verify", delivered_on=day_of(record.measured_until or at))
    finish_if_all_verified(record.item, by=by, at=at)
    return record


@transaction.atomic
def retest(*, by: Person, at: dt.datetime, item: OrderItem, reason: str) -> OrderItem:
    """Measure a verified part again: its record stays readable and no longer counts."""
    item = beats.locked_item(item)
    require(can_retest(by, item))
    reason = beats.need_reason(reason)
    for record in item.records.valid():
        beats.move_record(record, "supersede", by=by, at=at, reason=reason, superseded_because=reason)
    beats.move_item(item, "retest", delivered_on=None)
    beats.move(item.order, "retest", by=by, at=at, reason=reason)
    return item


@transaction.atomic
def deliver_part(*, by: Person, at: dt.datetime, item: OrderItem, on_date: dt.date) -> OrderItem:
    """Hours, design or a prototype are done: a part without readings."""
    item = beats.locked_item(item)
    require(can_deliver_part(by, item))
    require(_paid_for(item))
    beats.not_in_the_future(on_date, at)
    beats.begin(item.order, by=by, at=at)
    beats.move_item(item, "deliver", delivered_on=on_date, assignee=item.assignee or by)
    beats.record("deliver_part", item, by=by, at=at, after={"on": on_date.isoformat()})
    finish_if_all_verified(item, by=by, at=at)
    return item


def finish_if_all_verified(item: OrderItem, *, by: Person, at: dt.datetime) -> None:
    """The last verified part makes the order a tested one."""
    if not OrderItem.objects.filter(order=item.order_id).exclude(state=ItemState.VERIFIED).exists():
        beats.move(item.order, "finish_testing", by=by, at=at)


def _from(template: RecordTemplate | None, item: OrderItem) -> dict[str, Any]:
    if template is None:
        return {"method": "、".join(item.offering.standards)[:300] or item.offering.name_ja}
    return {
        "method": template.method, "conditions": template.conditions, "quantities": template.quantities,
        "calculated": template.calculations, "uncertainty": template.uncertainty,
        "decision_rule": template.decision_rule,
    }  # fmt: skip


def _replace(record: TestRecord, values: Values, samples: Mapping[str, Sample]) -> None:
    record.readings.all().delete()
    record.calculations.all().delete()
    Reading.objects.bulk_create(
        Reading(record=record, sample=samples[number], quantity=key, position=position, value=text.strip())
        for (number, key), texts in values.items()
        for position, text in enumerate((text for text in texts if text.strip()), 1)
    )
    Calculation.objects.bulk_create(_computed(record, values, samples))


def _computed(record: TestRecord, values: Values, samples: Mapping[str, Sample]) -> list[Calculation]:
    found = []
    for asked in record.calculated:
        for (number, key), texts in values.items():
            read = [text.strip() for text in texts if text.strip()]
            if key == asked["quantity"] and (result := rules.calculate(asked["kind"], read)):
                value, formula = result
                found.append(
                    Calculation(
                        record=record, sample=samples[number], quantity=key, kind=asked["kind"], value=value,
                        formula=formula[:300],
                    )
                )  # fmt: skip
    return found


def _paid_for(item: OrderItem) -> Decision:
    quote = item.order.quote
    return can_deliver(quote) if quote and item.order.state == OrderState.ACCEPTED else YES


def _known(values: Values, samples: Mapping[str, Sample], keys: set[str]) -> Decision:
    for number, key in values:
        if number not in samples:
            return no(
                _("試料番号「%(number)s」は、この依頼の試料ではありません。") % {"number": number},
                _("試料番号を確かめてください。"),
            )
        if key not in keys:
            return no(_("「%(key)s」は、この試験の測定項目ではありません。") % {"key": key})
    return YES


def _in_time(written: Written, at: dt.datetime) -> Decision:
    first, last = written.measured_from, written.measured_until
    if first and last and last < first:
        return no(_("測定の終了が、開始より前です。"))
    if (last or first or at) > at:
        return no(_("これからの日時は指定できません。"), _("実際に測定した日時を入力してください。"))
    return YES


def _is_full(record: TestRecord) -> Decision:
    missing = [] if record.measured_from and record.measured_until else [_("測定の開始と終了")]
    missing += [str(one["label"]) for one in record.conditions if not one.get("value")]
    if record.quantities and not record.readings.exists():
        missing.append(_("測定値"))
    if not missing:
        return YES
    return no(_("記入されていない項目があります：%(missing)s") % {"missing": "、".join(missing)})


def _submitter(record: TestRecord) -> Person:
    assert record.submitted_by is not None  # the database holds it for every submitted record
    return record.submitted_by
