"""The beats that every verb shares: lock the case, move it along the table, write it down.

Locks are taken in one order, so that two verbs never wait for each other: cases, then the fiscal year of an entry,
then the number series, then the audit log (every audit row holds the log until the commit).
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import Refused, no
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.governance import audit
from kosetsu.foundation.search import changes
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.consultations.states import MOVES

SERVICE = "consultations"
PREFIX = "相"
"""What the numbers of consultations begin with."""


def locked(consultation: Consultation) -> Consultation:
    """The consultation as it is now, its case locked until the transaction ends."""
    return locked_all([consultation])[0]


def locked_all(consultations: Iterable[Consultation]) -> list[Consultation]:
    """Several at once, locked in one order so that two callers never wait for each other."""
    wanted = [consultation.case_id for consultation in consultations]
    cases = {c.pk: c for c in Case.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    found = {c.case_id: c for c in Consultation.objects.filter(case__in=wanted)}
    for pk, consultation in found.items():
        consultation.case = cases[pk]
    return [found[pk] for pk in wanted]


def move(
    consultation: Consultation, verb: str, *, by: Person | None, at: dt.datetime, reason: str = "", **columns: Any
) -> None:
    """Move the locked case by ``verb``, set these columns of the case with it, and write the audit row."""
    case = consultation.case
    after = {"state": MOVES.target(verb, case.state), **columns}
    before = {name: getattr(case, name) for name in after}
    for name, value in after.items():
        setattr(case, name, value)
    case.save(update_fields=list(after))
    record(verb, consultation, by=by, at=at, before=before, after=after, reason=reason)


def record(
    verb: str,
    consultation: Consultation,
    *,
    by: Person | None,
    at: dt.datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """The audit row of one verb, and the search's change log."""
    audit.record(
        by=by,
        at=at,
        verb=verb,
        thing=consultation,
        before=_plain(before or {}),
        after=_plain(after or {}),
        reason=reason,
    )
    changes.touch("case", str(consultation.pk), at=at)


def not_in_the_future(day: dt.date, at: dt.datetime) -> None:
    """What was delivered was delivered by today."""
    if day > day_of(at):
        raise Refused(no(_("実施日に、これからの日付は指定できません。"), _("実際に行った日を入力してください。")))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON keeps them: records by their row number, days as text."""
    return {name: getattr(v, "pk", v.isoformat() if isinstance(v, dt.date) else v) for name, v in values.items()}
