"""Faults at the bench, and what is decided about an instrument that is little used."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.governance import audit
from kosetsu.services.instruments.models import Fault, LowUseStep
from kosetsu.services.instruments.permissions import can_run_bench, can_teach


@transaction.atomic
def report_fault(*, by: Person, at: dt.datetime, resource: Resource, text: str, unusable: bool) -> Fault:
    """Say what is broken; while it makes the instrument unusable, no use begins."""
    require(can_run_bench(by))
    require(YES if tidy_line(text) else no(_("故障の内容を書いてください。")))
    fault = Fault.objects.create(
        resource=resource, text=tidy_line(text), unusable=unusable, reported_by=by, reported_at=at
    )
    audit.record(
        by=by, at=at, verb="report_fault", thing=fault, after={"resource": resource.code, "unusable": unusable}
    )
    return fault


@transaction.atomic
def mend(*, by: Person, at: dt.datetime, fault: Fault, mending: str) -> Fault:
    """Say what was done; the instrument can be used again."""
    fault = Fault.objects.select_for_update().get(pk=fault.pk)
    require(can_run_bench(by))
    require(YES if fault.mended_at is None else no(_("この故障は、すでに処置済みです。")))
    require(YES if tidy_line(mending) else no(_("処置の内容を書いてください。")))
    fault.mended_by, fault.mended_at, fault.mending = by, at, tidy_line(mending)
    fault.save(update_fields=["mended_by", "mended_at", "mending"])
    audit.record(by=by, at=at, verb="mend", thing=fault, after={"mending": fault.mending})
    return fault


@transaction.atomic
def decide_step(*, by: Person, at: dt.datetime, resource: Resource, month: dt.date, step: str) -> LowUseStep:
    """Write down what is done about an instrument that is little used."""
    require(can_teach(by))
    require(YES if tidy_line(step) else no(_("対応を書いてください。")))
    made = LowUseStep.objects.create(
        resource=resource, month=month.replace(day=1), step=tidy_line(step), decided_by=by, decided_at=at
    )
    audit.record(by=by, at=at, verb="decide_step", thing=made, after={"resource": resource.code, "step": made.step})
    return made
