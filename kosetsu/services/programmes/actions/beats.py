"""The beats that every matter of programmes shares: open a case, lock it, move it along its table, write it down."""

import datetime as dt
from typing import Any, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, no, require
from kosetsu.common.states import Transitions
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import open_case, record_entry
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.post import mailbox_of, owe, written
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.programmes.models import ProgrammeNotice
from kosetsu.services.programmes.models.cases import Matter
from kosetsu.services.programmes.states import NoticeKind

SERVICE = "programmes"
Kind = TypeVar("Kind", bound=Matter)


def opened(
    by: Person, at: dt.datetime, *, kind: str, prefix: str, state: str, workplace: Workplace, title: str
) -> Case:
    """The case of a new matter; whoever opens it for the company is its contact."""
    return open_case(
        by=by, at=at, service=SERVICE, kind=kind, prefix=prefix, title=title[:200], state=state, workplace=workplace,
        organisation=workplace.organisation, contact=None if standing(by).is_staff else by,
    )  # fmt: skip


def locked(matter: Kind) -> Kind:
    """The matter as it is now, its case locked until the transaction ends."""
    case = Case.objects.select_for_update().get(pk=matter.case_id)
    found: Kind = type(matter).objects.get(pk=matter.pk)  # type: ignore[assignment]
    found.case = case
    return found


def move(
    matter: Matter, verb: str, table: Transitions[Any], *, by: Person | None, at: dt.datetime, reason: str = "",
    ends: frozenset[Any] = frozenset(), **after: Any,
) -> None:  # fmt: skip
    """Move the locked case by ``verb`` and write the audit row; in one of ``ends`` the case is closed."""
    case, before = matter.case, matter.case.state
    case.state = table.target(verb, case.state)
    if case.state in ends:
        case.closed_at = at
    case.save(update_fields=["state", "closed_at"])
    record(verb, matter, by=by, at=at, before={"state": before}, after={"state": str(case.state), **after},
           reason=reason)  # fmt: skip


def record(
    verb: str, matter: Matter, *, by: Person | None, at: dt.datetime, before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None, reason: str = "",
) -> None:  # fmt: skip
    """The audit row of one verb."""
    audit.record(by=by, at=at, verb=verb, thing=matter, before=before, after=after, reason=reason[:300])


def entry(matter: Matter, kind: str, *, by: Person | None, at: dt.datetime, day: dt.date, **fields: Any) -> Entry:
    """One entry of the casebook for what was delivered or won."""
    case = matter.case
    return record_entry(
        by=by, at=at, service=SERVICE, kind=kind, on_date=day, case=case, organisation=case.organisation,
        workplace=case.workplace, **fields,
    )  # fmt: skip


def tell_company(matter: Matter, kind: NoticeKind, *, at: dt.datetime, **context: Any) -> bool:
    """A mail to the contact, where there is an address; whether one was written."""
    person = matter.case.contact
    if person is None or not person.email or not person.is_active:
        return False
    _write(matter, kind, person.email, person.language, at, desk=False, **context)
    return True


def tell_desk(matter: Matter, kind: NoticeKind, *, at: dt.datetime) -> None:
    """A mail to the institute's mailbox."""
    if mailbox := mailbox_of(None):
        _write(matter, kind, mailbox, "ja", at, desk=True)


def _write(
    matter: Matter, kind: NoticeKind, address: str, language: str, at: dt.datetime, *, desk: bool, **context: Any
) -> None:
    url = settings.PUBLIC_URL + matter.address(desk=desk)
    subject, body = written(
        f"programmes/mail/{kind}.txt", language, number=matter.case.number, title=matter.case.title, url=url, **context
    )
    owe(ProgrammeNotice, case=matter.case, kind=kind, address=address, subject=subject, body=body, made_at=at)


def needed(text: str, what: str) -> str:
    """The text; refused where nothing stands in it."""
    found = tidy(text)[:4000]
    require(YES if found else no(_("%(what)sを書いてください。") % {"what": what}))
    return found


def not_in_the_future(day: dt.date, at: dt.datetime) -> None:
    """What happened had happened by today."""
    require(YES if day <= day_of(at) else no(_("これからの日付は指定できません。"), _("実際の日を入力してください。")))
