"""Evidence: a sheet is checked without writing an entry, then loaded whole, once."""

import datetime as dt
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.across.reporting.documents.evidence import CellError, check
from kosetsu.across.reporting.models import Evidence
from kosetsu.across.reporting.permissions import can_bring_evidence
from kosetsu.across.reporting.tables.book import book
from kosetsu.common import fiscal
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import YEAR_LOCK
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.casebook.permissions import can_record_on
from kosetsu.foundation.casebook.states import Source
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Branch, Workplace


@transaction.atomic
def check_evidence(*, by: Person, at: dt.datetime, name: str, data: bytes) -> tuple[Evidence | None, list[CellError]]:
    """The dry run: what is wrong, cell by cell; or the checked sheet, waiting to be confirmed.

    Raises ``Refused`` for a sheet already loaded and ``BadTable`` for a file that is no such sheet.
    """
    require(can_bring_evidence(by))
    digest = sha256(data).hexdigest()
    require(_not_loaded(digest))
    checked = check(data, name, book().measures)
    if checked.errors:
        return None, checked.errors
    require(YES if checked.rows else no(_("実績の行がありません。"), _("2行目から実績を書いてください。")))
    evidence = Evidence.objects.create(
        name=name[-200:], digest=digest, rows=checked.rows, count=len(checked.rows), uploaded_at=at, uploaded_by=by
    )
    audit.record(by=by, at=at, verb="check_evidence", thing=evidence, after={"digest": digest, "rows": evidence.count})
    return evidence, []


@transaction.atomic
def load_evidence(*, by: Person, at: dt.datetime, evidence: Evidence) -> int:
    """Make the sheet's rows entries (source: imported), all or none; returns how many."""
    lock_keys(f"reporting:evidence:{evidence.digest}")
    locked = Evidence.objects.select_for_update().get(pk=evidence.pk)
    require(can_bring_evidence(by))
    require(_not_loaded(locked.digest))
    days = {dt.date.fromisoformat(row["on_date"]) for row in locked.rows}
    lock_keys(*sorted({YEAR_LOCK.format(fiscal.fiscal_year(day)) for day in days}))
    for day in sorted(days):
        require(can_record_on(day))
    entries = _entries(locked, by, at)
    Entry.objects.bulk_create(entries, batch_size=500)
    locked.state, locked.loaded_at = Evidence.State.LOADED, at
    locked.save(update_fields=["state", "loaded_at"])
    audit.record(
        by=by, at=at, verb="load_evidence", thing=locked, after={"digest": locked.digest, "rows": len(entries)}
    )
    return len(entries)


def _not_loaded(digest: str) -> Decision:
    if not Evidence.objects.filter(digest=digest, state=Evidence.State.LOADED).exists():
        return YES
    return no(_("同じ内容のファイルは、すでに取り込まれています。"), _("取り込みの一覧を確かめてください。"))


def _entries(evidence: Evidence, by: Person, at: dt.datetime) -> list[Entry]:
    branches = {branch.code: branch for branch in Branch.objects.all()}
    wanted = {row["workplace"] for row in evidence.rows if row["workplace"]}
    workplaces = Workplace.objects.in_bulk(wanted)
    return [_entry(row, number, evidence, branches, workplaces, by, at) for number, row in enumerate(evidence.rows, 2)]


def _entry(
    row: dict[str, Any],
    number: int,
    evidence: Evidence,
    branches: dict[str, Branch],
    workplaces: dict[int, Workplace],
    by: Person,
    at: dt.datetime,
) -> Entry:
    day = dt.date.fromisoformat(row["on_date"])
    workplace = workplaces[row["workplace"]] if row["workplace"] else None
    plain = {name: row[name] for name in row if name not in ("on_date", "branch", "workplace", "unit")}
    return Entry(
        **plain,
        on_date=day,
        fiscal_year=fiscal.fiscal_year(day),
        branch=branches.get(row["branch"]),
        workplace=workplace,
        organisation_id=workplace.organisation_id if workplace else None,
        unit=row["unit"] or "件",
        source=Source.IMPORTED,
        details={"evidence": str(evidence.public_id), "row": number},
        recorded_at=at,
        recorded_by=by,
    )
