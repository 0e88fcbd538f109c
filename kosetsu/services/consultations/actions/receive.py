"""A consultation begins: a client asks through the portal, or staff enter what they heard."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.calendars import NEVER_CLOSED
from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import HIDDEN, YES, Decision, require
from kosetsu.common.fiscal import fiscal_year
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import YEAR_LOCK, open_case
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.catalogue.models import Offering, TechnologyField
from kosetsu.foundation.parties.models import Group, Institute, Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.consultations import rules
from kosetsu.services.consultations.actions import beats, deliver, finish, triage
from kosetsu.services.consultations.actions.mail import tell_client, tell_institute
from kosetsu.services.consultations.actions.newcomers import NewWorkplace, register
from kosetsu.services.consultations.actions.thread import Files, say
from kosetsu.services.consultations.models import ChosenOffering, Consultation
from kosetsu.services.consultations.permissions import can_ask, can_enter
from kosetsu.services.consultations.states import MessageKind, NoticeKind, Side, State

TITLE_LENGTH = 40


@transaction.atomic
def ask(
    *,
    by: Person,
    at: dt.datetime,
    workplace: Workplace,
    question: str,
    channel: str = Channel.MAIL,
    wished_on: dt.date | None = None,
    confidential: bool = False,
    offerings: Sequence[Offering] = (),
    files: Files = (),
) -> Consultation:
    """A client asks for one of their workplaces; the offerings chosen in the plan come along and find the group.

    Raises ``Refused`` for a workplace the person does not act for, and for a file of a wrong kind or size.
    """
    require(can_ask(by))
    require(_acts_for(by, workplace))
    group = next((offering.group for offering in offerings if offering.group), None)
    title = title_of(question, confidential)
    case = _open(by, at, title, workplace, channel, group, wished_on, contact=by, language=by.language)
    consultation = Consultation.objects.create(
        case=case, question=tidy(question), wished_on=wished_on, confidential=confidential
    )
    _choose(consultation, offerings)
    beats.record("receive", consultation, by=by, at=at, after={"number": case.number})
    say(consultation, Side.CLIENT, MessageKind.QUESTION, question, by=by, at=at, files=files)
    tell_client(consultation, NoticeKind.RECEIVED, at=at)
    tell_institute(consultation, NoticeKind.ARRIVED, at=at)
    return consultation


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a person of the institute heard by telephone, at the counter, online or on site.

    Without an answer the matter stays with the one who entered it; ``visitors`` and ``hours`` belong to a visit.
    """

    question: str
    channel: str
    on_date: dt.date
    workplace: Workplace | None = None
    newcomer: NewWorkplace | None = None
    caller_name: str = ""
    caller_telephone: str = ""
    field: TechnologyField | None = None
    group: Group | None = None
    answer: str = ""
    outcome: str = ""
    visitors: str = ""
    hours: int = 0


@transaction.atomic
def enter(*, by: Person, at: dt.datetime, heard: Heard) -> Consultation:
    """Enter a consultation heard elsewhere; with its answer it is delivered, with an outcome also closed, at once.

    Raises ``Refused`` for a day to come or in a frozen fiscal year; then nothing is written.
    """
    require(can_enter(by))
    beats.not_in_the_future(heard.on_date, at)
    lock_keys(YEAR_LOCK.format(fiscal_year(heard.on_date)))
    workplace = register(heard.newcomer, by=by, at=at) if heard.newcomer else heard.workplace
    case = _open(by, at, title_of(heard.question), workplace, heard.channel, heard.group, None, language="ja")
    consultation = Consultation.objects.create(
        case=case,
        question=tidy(heard.question),
        field=heard.field,
        caller_name=tidy_line(heard.caller_name),
        caller_telephone=tidy_line(heard.caller_telephone),
    )
    beats.record("enter", consultation, by=by, at=at, after={"number": case.number})
    say(consultation, Side.INSTITUTE, MessageKind.QUESTION, heard.question, by=by, at=at)
    triage.take(by=by, at=at, consultation=consultation)
    _deliver(consultation, heard, by=by, at=at)
    consultation.refresh_from_db()
    return consultation


def _deliver(consultation: Consultation, heard: Heard, *, by: Person, at: dt.datetime) -> None:
    common: dict[str, Any] = {"by": by, "at": at, "consultation": consultation}
    if heard.answer and heard.channel == Channel.ONSITE:
        deliver.visit(
            **common,
            visited_on=heard.on_date,
            visitors=heard.visitors or str(by),
            report=heard.answer,
            hours=heard.hours,
        )
    elif heard.answer:
        deliver.answer(**common, text=heard.answer, channel=heard.channel, on_date=heard.on_date)
    if heard.outcome:
        finish.close(**common, outcome=heard.outcome)


def _open(
    by: Person,
    at: dt.datetime,
    title: str,
    workplace: Workplace | None,
    channel: str,
    group: Group | None,
    wished_on: dt.date | None,
    **columns: Any,
) -> Case:
    return open_case(
        by=by,
        at=at,
        service=beats.SERVICE,
        kind="consultation",
        prefix=beats.PREFIX,
        title=title,
        state=State.RECEIVED,
        workplace=workplace,
        organisation=workplace.organisation if workplace else None,
        branch=group.branch if group else None,
        group=group,
        channel=channel,
        due_on=_due_on(day_of(at), wished_on),
        **columns,
    )


def _due_on(received: dt.date, wished_on: dt.date | None) -> dt.date:
    """By the institute's promise, on its working days."""
    institute = Institute.current()
    days = rules.response_days(institute.settings if institute else {})
    return rules.due_on(received, days, institute.closing_days if institute else NEVER_CLOSED, wished_on)


def title_of(question: str, confidential: bool = False) -> str:
    """The first line of the question, cut where a list still shows it whole.

    A title stands in lists, exports and other apps, where no reading is noted: a confidential one says nothing.
    """
    if confidential:
        return _("秘密を要する相談")
    line = tidy_line(tidy(question).split("\n")[0])
    return line if len(line) <= TITLE_LENGTH else line[: TITLE_LENGTH - 1] + "…"


def _choose(consultation: Consultation, offerings: Sequence[Offering]) -> None:
    ChosenOffering.objects.bulk_create(
        ChosenOffering(consultation=consultation, offering=offering) for offering in dict.fromkeys(offerings)
    )


def _acts_for(by: Person, workplace: Workplace) -> Decision:
    place = standing(by)
    whole = workplace.organisation_id in place.organisations
    return YES if whole and (place.workplaces is None or workplace.pk in place.workplaces) else HIDDEN
