"""The beats that verbs of training share: lock the case or the record, move it along its table, write it down, tell."""

import datetime as dt
from typing import Any, TypeVar

from django.db.models import Model

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.numbering import issue
from kosetsu.common.states import Transitions
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing.rules import month_of
from kosetsu.foundation.casebook.actions import YEAR_LOCK, move_case
from kosetsu.foundation.casebook.documents import case_number
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.post import mailbox_of, owe
from kosetsu.services.training.documents.letters import tailored_letter
from kosetsu.services.training.models import TailoredCourse, TailoredNotice
from kosetsu.services.training.states import TAILORED, TAILORED_ENDS, TailoredLetter

SERVICE = "training"
Row = TypeVar("Row", bound=Model)


def locked(course: TailoredCourse) -> TailoredCourse:
    """The course as it is now, its case locked until the transaction ends."""
    case = Case.objects.select_for_update().get(pk=course.case_id)
    found = TailoredCourse.objects.select_related("quote", "gathering").get(pk=course.pk)
    found.case = case
    return found


def move(
    course: TailoredCourse, verb: str, *, by: Person | None, at: dt.datetime, reason: str = "", **columns: Any
) -> TailoredCourse:
    """Move the locked course by ``verb``, set these columns with it, and write the audit row."""
    move_case(course, TAILORED, verb, by=by, at=at, ends=TAILORED_ENDS, because=reason, **columns)
    return course


def alone(thing: Row) -> Row:
    """The record as it is now; no other verb changes it until the transaction ends."""
    lock_keys(f"{thing._meta.label_lower}:{thing.pk}")
    found: Row = type(thing)._default_manager.get(pk=thing.pk)
    return found


def step(
    thing: Row, table: Transitions[Any], verb: str, *, by: Person, at: dt.datetime, reason: str = "", **columns: Any
) -> Row:
    """Move a record that keeps its own state, and the reason with it, and write the audit row."""
    if reason:
        columns["reason"] = reason
    return audit.move_record(thing, table, verb, by=by, at=at, because=reason, **columns)


def number(series: str, prefix: str, at: dt.datetime) -> str:
    """The next number of a gapless series, the last thing before the insert."""
    day = day_of(at)
    return case_number(prefix, day, issue(series, fiscal.fiscal_year(day)))


def hold_money(course: TailoredCourse, day: dt.date) -> None:
    """Everything that entries and charges will lock, at once and in one order."""
    lock_keys(
        YEAR_LOCK.format(fiscal.fiscal_year(day)),
        f"billing:company:{course.case.organisation_id}",
        f"billing:month:{month_of(day)}",
    )


def tell_company(course: TailoredCourse, kind: TailoredLetter, *, at: dt.datetime, reason: str = "") -> None:
    """A mail to the course's contact, where there is an address."""
    contact = course.case.contact
    if contact and contact.email and contact.is_active:
        _write(course, kind, contact.email, contact.language, at, reason=reason, desk=False)


def tell_institute(course: TailoredCourse, kind: TailoredLetter, *, at: dt.datetime, reason: str = "") -> None:
    """A mail to whoever designed it, else to the mailbox of its group."""
    designer = course.designed_by
    if designer and designer.email and designer.is_active:
        _write(course, kind, designer.email, designer.language, at, reason=reason, desk=True)
    elif mailbox := mailbox_of(course.case.group):
        _write(course, kind, mailbox, "ja", at, reason=reason, desk=True)


def _write(
    course: TailoredCourse, kind: TailoredLetter, address: str, language: str, at: dt.datetime, *, reason: str,
    desk: bool,
) -> None:  # fmt: skip
    subject, body = tailored_letter(course, kind, language, reason=reason, desk=desk)
    owe(TailoredNotice, course=course, kind=kind, address=address, subject=subject, body=body, made_at=at)
