"""The beats that verbs of the labs share: lock the room and the case, move it along its table, keep its days, tell.

Locks are taken in one order: the room, the case, what billing and the casebook lock, the audit log. Whoever holds a
room's lock alone decides about its days; the unique day is the second net.
"""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import Refused, no
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import move_case, record_entry
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.foundation.parties.post import mailbox_of, owe
from kosetsu.services.labs.documents.letters import letter
from kosetsu.services.labs.models import HeldDay, Lab, LabNotice, LabTerms, Tenancy
from kosetsu.services.labs.permissions import no_terms
from kosetsu.services.labs.rules.rent import Days
from kosetsu.services.labs.states import TENANCY, TENANCY_ENDS, LabLetter

SERVICE = "labs"
ONE_DAY = dt.timedelta(days=1)


def lock_room(lab: Lab) -> None:
    """Nobody else decides about the room's days until the transaction ends."""
    lock_keys(f"labs:room:{lab.pk}")


def locked(tenancy: Tenancy) -> Tenancy:
    """The tenancy as it is now, its room and its case locked until the transaction ends."""
    lock_keys(f"labs:room:{tenancy.lab_id}")
    case = Case.objects.select_for_update().get(pk=tenancy.case_id)
    found = Tenancy.objects.select_related("lab__branch", "lab__offering", "deposit").get(pk=tenancy.pk)
    found.case = case
    return found


def move(
    tenancy: Tenancy, verb: str, *, by: Person | None, at: dt.datetime, because: str = "",
    after: dict[str, Any] | None = None, **columns: Any,
) -> Tenancy:  # fmt: skip
    """Move the locked tenancy by ``verb`` and set these columns with it."""
    move_case(tenancy, TENANCY, verb, by=by, at=at, ends=TENANCY_ENDS, because=because, after=after, **columns)
    return tenancy


def terms_of(day: dt.date) -> LabTerms:
    """The rules of a day; without them no room is let."""
    found = LabTerms.of(day)
    if found is None:
        raise Refused(no_terms(day))
    return found


def keep_days(tenancy: Tenancy) -> None:
    """Hold the days from the beginning through the last day of the locked tenancy, and no others.

    Raises ``Refused`` where somebody else has one of them.
    """
    span = Days(tenancy.since, tenancy.last_day)
    tenancy.days.exclude(day__range=(span.first, span.last)).delete()
    known = set(tenancy.days.values_list("day", flat=True))
    missing = [day for n in range(len(span)) if (day := span.first + n * ONE_DAY) not in known]
    if taken := first_taken(tenancy, span):
        raise Refused(_taken(tenancy.lab, taken))
    try:
        with transaction.atomic():
            HeldDay.objects.bulk_create([HeldDay(tenancy=tenancy, lab_id=tenancy.lab_id, day=day) for day in missing])
    except IntegrityError as twice:
        raise Refused(_taken(tenancy.lab, None)) from twice


def first_taken(tenancy: Tenancy, span: Days) -> HeldDay | None:
    """The first day of a span that somebody else has the room."""
    others = HeldDay.objects.filter(lab=tenancy.lab_id, day__range=(span.first, span.last)).exclude(tenancy=tenancy)
    return others.order_by("day").first()


def free_days(tenancy: Tenancy) -> None:
    """Its room is anybody's again."""
    tenancy.days.all().delete()


def entry(tenancy: Tenancy, kind: str, *, by: Person | None, at: dt.datetime, day: dt.date, **fields: Any) -> Entry:
    """One entry of the casebook for what was delivered to the tenant."""
    case = tenancy.case
    return record_entry(
        by=by, at=at, service=SERVICE, kind=kind, on_date=day, case=case, branch=tenancy.lab.branch,
        organisation=case.organisation, workplace=case.workplace, reference=case.number, **fields,
    )  # fmt: skip


def tell(tenancy: Tenancy, kind: LabLetter, *, at: dt.datetime, reason: str = "") -> None:
    """A mail to the tenant's contact, where there is an address."""
    contact = tenancy.case.contact
    if contact and contact.email and contact.is_active:
        _write(tenancy, kind, contact.email, contact.language, at, reason, desk=False)


def tell_institute(tenancy: Tenancy, kind: LabLetter, *, at: dt.datetime, reason: str = "") -> None:
    """A mail to the institute's mailbox."""
    if mailbox := mailbox_of(tenancy.case.group):
        _write(tenancy, kind, mailbox, "ja", at, reason, desk=True)


def _write(
    tenancy: Tenancy, kind: LabLetter, address: str, language: str, at: dt.datetime, reason: str, *, desk: bool
) -> None:
    subject, body = letter(tenancy, kind, language, reason=reason, desk=desk)
    owe(LabNotice, tenancy=tenancy, kind=kind, address=address, subject=subject, body=body, made_at=at)


def _taken(lab: Lab, day: HeldDay | None) -> Any:
    if day is None:
        return no(_("%(room)sは、その期間に別の入居があります。") % {"room": lab}, _("画面を開き直してください。"))
    other = Tenancy.objects.select_related("case").get(pk=day.tenancy_id)
    values = {
        "room": lab, "number": other.case.number, "since": other.since.isoformat(),
        "last": other.last_day.isoformat(), "free": (other.last_day + ONE_DAY).isoformat(),
    }  # fmt: skip
    return no(
        _("%(room)sは、%(since)sから%(last)sまで別の入居（%(number)s）があります。") % values,
        _("%(free)s以降の日にするか、別の室を選んでください。") % values,
    )
