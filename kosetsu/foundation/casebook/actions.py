"""The verbs of the casebook, in the order of a case's life: open, record, reverse, close; and closing a year.

Services call these inside their own transaction: the entry is written by the action that delivers the service.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import Decision, no, require
from kosetsu.common.numbering import issue
from kosetsu.common.states import Transitions
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.documents import case_number
from kosetsu.foundation.casebook.models import Case, ClosedYear, Entry
from kosetsu.foundation.casebook.permissions import can_close_year, can_record_on
from kosetsu.foundation.casebook.states import Source
from kosetsu.foundation.governance import audit

YEAR_LOCK = "casebook:year:{}"


@transaction.atomic
def open_case(*, by: Person | None, at: dt.datetime, service: str, kind: str, prefix: str, **fields: Any) -> Case:
    """Open a case and give it its number ("相R8-00012"); ``fields`` are the columns of :class:`Case`.

    ``prefix`` is the kind's letter; the series is gapless per kind and fiscal year.
    """
    day = day_of(at)
    case = Case(service=service, kind=kind, opened_at=at, **fields)
    case.number = case_number(prefix, day, issue(f"case:{prefix}", fiscal.fiscal_year(day)))
    case.save(force_insert=True)
    audit.record(by=by, at=at, verb="open_case", thing=case, after={"number": case.number, "service": service})
    return case


@transaction.atomic
def record_entry(
    *,
    by: Person | None,
    at: dt.datetime,
    service: str,
    kind: str,
    on_date: dt.date,
    late_reason: str = "",
    **fields: Any,
) -> Entry:
    """Write one entry for one delivered unit; raises ``Refused`` when the date's fiscal year is frozen.

    ``late_reason`` is the planning office's reason to add to a frozen year all the same.
    """
    _hold_year(on_date)
    require(_may_record(by, on_date, late_reason))
    entry = _entry(service, kind, on_date, by=by, at=at, reason=late_reason, **fields)
    entry.save(force_insert=True)
    audit.record(
        by=by, at=at, verb="record_entry", thing=entry, reason=late_reason, after={"service": service, "kind": kind}
    )
    return entry


@transaction.atomic
def record_entries(
    *, by: Person | None, at: dt.datetime, service: str, kind: str, on_date: dt.date, case: Case,
    details: Sequence[Mapping[str, Any]], **fields: Any,
) -> list[Entry]:  # fmt: skip
    """Write as many entries as there are ``details``, alike in all else; one audit row of the case says how many.

    For what is delivered by hundreds at once. Raises ``Refused`` when the date's fiscal year is frozen.
    """
    _hold_year(on_date)
    require(_may_record(by, on_date, ""))
    alike = {**fields, "case": case}
    made = Entry.objects.bulk_create(
        (_entry(service, kind, on_date, by=by, at=at, details=dict(one), **alike) for one in details), batch_size=500
    )
    after = {"service": service, "kind": kind, "count": len(made)}
    audit.record(by=by, at=at, verb="record_entries", thing=case, after=after)
    return made


def _entry(service: str, kind: str, on_date: dt.date, *, by: Person | None, at: dt.datetime, **fields: Any) -> Entry:
    return Entry(
        service=service, kind=kind, on_date=on_date, fiscal_year=fiscal.fiscal_year(on_date), recorded_at=at,
        recorded_by=by, **{"source": Source.RECORDED, **fields},
    )  # fmt: skip


@transaction.atomic
def reverse_entry(*, by: Person, at: dt.datetime, entry: Entry, reason: str) -> Entry:
    """Take an entry back by an equal entry with opposite signs; the first one stays as it is.

    Raises ``Refused`` without a reason, for an entry already reversed, and in a frozen year for anyone
    but the planning office.
    """
    _hold_year(entry.on_date)
    require(_may_reverse(by, entry, reason))
    mirror = Entry(
        **{name: getattr(entry, name) for name in _COPIED},
        **{name: -getattr(entry, name) for name in _NEGATED},
        reverses=entry,
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )
    mirror.save(force_insert=True)
    audit.record(by=by, at=at, verb="reverse_entry", thing=entry, reason=reason, after={"mirror": mirror.pk})
    return mirror


def move_case(
    matter: Any, table: Transitions[Any], verb: str, *, by: Person | None, at: dt.datetime,
    ends: frozenset[Any] = frozenset(), because: str = "", after: Mapping[str, Any] | None = None, **columns: Any,
) -> None:  # fmt: skip
    """Move the locked case of a service's record by ``verb`` of its table (in one of ``ends`` it is closed), set these
    columns of the record with it, and write the audit row; ``after`` is what that row says besides.
    """
    case, before = matter.case, str(matter.case.state)
    case.state = table.target(verb, before)
    case.closed_at = at if case.state in ends else None
    case.save(update_fields=["state", "closed_at"])
    for name, value in columns.items():
        setattr(matter, name, value)
    if columns:
        matter.save(update_fields=list(columns))
    said = {"state": str(case.state), **(after or {})}
    audit.record(by=by, at=at, verb=verb, thing=matter, before={"state": before}, after=said, reason=because)


@transaction.atomic
def close_case(*, by: Person | None, at: dt.datetime, case: Case, state: str) -> Case:
    """Close a case in ``state``; closing it twice is refused."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    require(no(_("この案件は、すでに終了しています。")) if locked.closed_at else Decision(True))
    before = {"state": locked.state}
    locked.state, locked.closed_at = state, at
    locked.save(update_fields=["state", "closed_at"])
    audit.record(by=by, at=at, verb="close_case", thing=locked, before=before, after={"state": state})
    return locked


@transaction.atomic
def close_year(*, by: Person, at: dt.datetime, fiscal_year: int) -> ClosedYear:
    """Freeze a fiscal year: from now on entries with its dates need the planning office and a reason."""
    lock_keys(YEAR_LOCK.format(fiscal_year))
    require(can_close_year(by))
    closed, new = ClosedYear.objects.get_or_create(fiscal_year=fiscal_year, defaults={"closed_at": at, "closed_by": by})
    require(Decision(True) if new else no(_("%(year)sはすでに確定しています。") % {"year": fiscal.label(fiscal_year)}))
    audit.record(by=by, at=at, verb="close_year", thing=closed, after={"fiscal_year": fiscal_year})
    return closed


_COPIED = (
    "service", "kind", "on_date", "fiscal_year", "branch", "organisation", "workplace", "partner",
    "channel", "format", "field", "unit", "reference", "topic", "details", "source", "case",
)  # fmt: skip
_NEGATED = ("quantity", "amount_yen", "headcount", "headcount_online")


def _hold_year(day: dt.date) -> None:
    """Share the year's fate: nobody freezes it between our question and our insert."""
    lock_keys(YEAR_LOCK.format(fiscal.fiscal_year(day)))


def _may_record(by: Person | None, day: dt.date, late_reason: str) -> Decision:
    decision = can_record_on(day)
    return can_close_year(by) if not decision and late_reason.strip() else decision


def _may_reverse(by: Person, entry: Entry, reason: str) -> Decision:
    if not reason.strip():
        return no(_("取り消しの理由がありません。"), _("理由を書いてください。"))
    if entry.reverses_id or Entry.objects.filter(reverses=entry).exists():
        return no(_("この実績は、すでに取り消されています。"), _("実績の一覧を開き直してください。"))
    return _may_record(by, entry.on_date, reason)
