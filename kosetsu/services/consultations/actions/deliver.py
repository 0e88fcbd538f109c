"""Help given: ask back, answer, visit. The first answer or visit is the one entry of the consultation."""

import datetime as dt

from django.db import transaction

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.casebook.states import Channel
from kosetsu.services.consultations.actions import beats
from kosetsu.services.consultations.actions.mail import tell_client
from kosetsu.services.consultations.actions.thread import Files, say
from kosetsu.services.consultations.models import Consultation, Message, OnSiteVisit
from kosetsu.services.consultations.permissions import can_work
from kosetsu.services.consultations.states import MessageKind, NoticeKind, Side


@transaction.atomic
def ask_back(*, by: Person, at: dt.datetime, consultation: Consultation, text: str, files: Files = ()) -> Message:
    """Ask the client for what is missing; from now on it is the client's turn."""
    consultation = beats.locked(consultation)
    require(can_work(by, consultation, "ask_back"))
    beats.move(consultation, "ask_back", by=by, at=at)
    message = say(consultation, Side.INSTITUTE, MessageKind.ASK_BACK, text, by=by, at=at, files=files)
    tell_client(consultation, NoticeKind.ASK_BACK, at=at)
    return message


@transaction.atomic
def answer(
    *,
    by: Person,
    at: dt.datetime,
    consultation: Consultation,
    text: str,
    channel: str,
    on_date: dt.date | None = None,
    files: Files = (),
) -> Message:
    """Answer the client (``channel`` says how, ``on_date`` when it was given: today by default).

    Raises ``Refused`` for a day to come or in a frozen fiscal year; then nothing is written.
    """
    day = on_date or day_of(at)
    consultation = beats.locked(consultation)
    require(can_work(by, consultation, "answer"))
    beats.not_in_the_future(day, at)
    deliver_once(consultation, by=by, at=at, day=day, channel=channel)
    beats.move(consultation, "answer", by=by, at=at)
    message = say(consultation, Side.INSTITUTE, MessageKind.ANSWER, text, by=by, at=at, files=files)
    tell_client(consultation, NoticeKind.ANSWER, at=at)
    return message


@transaction.atomic
def visit(
    *,
    by: Person,
    at: dt.datetime,
    consultation: Consultation,
    visited_on: dt.date,
    visitors: str,
    report: str,
    hours: int = 0,
    files: Files = (),
) -> OnSiteVisit:
    """Record a visit to the client's workplace: one entry of on-site support each, and the consultation's own once."""
    consultation = beats.locked(consultation)
    require(can_work(by, consultation, "visit"))
    beats.not_in_the_future(visited_on, at)
    deliver_once(consultation, by=by, at=at, day=visited_on, channel=Channel.ONSITE)
    entry = _entry(consultation, "onsite_support", by=by, at=at, day=visited_on, channel=Channel.ONSITE, hours=hours)
    beats.move(consultation, "visit", by=by, at=at)
    say(consultation, Side.INSTITUTE, MessageKind.VISIT, report, by=by, at=at, files=files)
    tell_client(consultation, NoticeKind.ANSWER, at=at)
    return OnSiteVisit.objects.create(
        consultation=consultation,
        workplace=consultation.case.workplace,
        visited_on=visited_on,
        visitors=visitors,
        report=report,
        entry=entry,
        by=by,
        at=at,
    )


def deliver_once(consultation: Consultation, *, by: Person, at: dt.datetime, day: dt.date, channel: str) -> None:
    """Write the consultation's one entry, unless an earlier answer or visit has; the case is locked by the caller."""
    if consultation.delivered_id is None:
        consultation.delivered = _entry(consultation, "consultation", by=by, at=at, day=day, channel=channel)
        consultation.save(update_fields=["delivered"])


def _entry(
    consultation: Consultation, kind: str, *, by: Person, at: dt.datetime, day: dt.date, channel: str, hours: int = 0
) -> Entry:
    case = consultation.case
    return record_entry(
        by=by,
        at=at,
        service=beats.SERVICE,
        kind=kind,
        on_date=day,
        case=case,
        branch=case.branch,
        organisation=case.organisation,
        workplace=case.workplace,
        partner=case.partner,
        channel=channel,
        field=consultation.field.code if consultation.field else "",
        details={"hours": hours} if hours else {},
    )
