"""The end: close with an outcome, reopen with a reason, and the client's satisfaction."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import close_case
from kosetsu.services.consultations import signals
from kosetsu.services.consultations.actions import beats
from kosetsu.services.consultations.actions.mail import tell_client
from kosetsu.services.consultations.actions.thread import say
from kosetsu.services.consultations.models import Consultation, SurveyAnswer
from kosetsu.services.consultations.permissions import can_survey, can_work
from kosetsu.services.consultations.states import MOVES, NEEDS_DELIVERY, MessageKind, NoticeKind, Side


@transaction.atomic
def close(*, by: Person, at: dt.datetime, consultation: Consultation, outcome: str, note: str = "") -> Consultation:
    """End the case; an outcome that says help was given is refused while no answer or visit is recorded."""
    consultation = beats.locked(consultation)
    require(can_work(by, consultation, "close"))
    require(_outcome_fits(consultation, outcome))
    consultation.case = close_case(
        by=by, at=at, case=consultation.case, state=MOVES.target("close", consultation.case.state)
    )
    consultation.outcome, consultation.outcome_note = outcome, note.strip()
    consultation.save(update_fields=["outcome", "outcome_note"])
    beats.record("close", consultation, by=by, at=at, after={"outcome": outcome})
    tell_client(consultation, NoticeKind.CLOSED, at=at)
    transaction.on_commit(
        partial(signals.consultation_closed.send, Consultation, consultation=consultation, by=by, at=at)
    )
    return consultation


@transaction.atomic
def reopen(*, by: Person, at: dt.datetime, consultation: Consultation, reason: str) -> Consultation:
    """Take a closed case up again; its assignee keeps it, else the one who reopens takes it."""
    consultation = beats.locked(consultation)
    require(can_work(by, consultation, "reopen"))
    holder = consultation.case.assignee or by
    beats.move(consultation, "reopen", by=by, at=at, reason=reason, closed_at=None, assignee=holder)
    consultation.outcome = consultation.outcome_note = ""
    consultation.save(update_fields=["outcome", "outcome_note"])
    say(consultation, Side.NOTE, MessageKind.MOVE, _("再開：%(reason)s") % {"reason": reason}, by=by, at=at)
    return consultation


@transaction.atomic
def answer_survey(
    *, by: Person, at: dt.datetime, consultation: Consultation, satisfaction: int, comment: str = ""
) -> SurveyAnswer:
    """The client's satisfaction from 1 to 5, once per consultation."""
    consultation = beats.locked(consultation)
    require(can_survey(by, consultation))
    survey = SurveyAnswer.objects.create(
        consultation=consultation, satisfaction=satisfaction, comment=comment.strip(), by=by, at=at
    )
    beats.record("answer_survey", consultation, by=by, at=at, after={"satisfaction": satisfaction})
    return survey


def _outcome_fits(consultation: Consultation, outcome: str) -> Decision:
    if outcome not in NEEDS_DELIVERY or consultation.delivered_id:
        return YES
    return no(
        _("回答も訪問も記録されていないため、この結果では終了できません。"),
        _("先に回答または訪問を記録してください。"),
    )
