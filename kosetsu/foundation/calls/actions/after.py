"""After the decision: appeals, procedures done or declined, the reserve list, the end."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, need_reason, no, require
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.calls import signals
from kosetsu.foundation.calls.actions import beats
from kosetsu.foundation.calls.actions.deciding import pass_on
from kosetsu.foundation.calls.models import Appeal, Application, Call
from kosetsu.foundation.calls.permissions import can_appeal, can_decline, can_finish, can_handle, can_hear
from kosetsu.foundation.calls.states import APPEAL, LetterKind, Rule
from kosetsu.foundation.governance import audit


@transaction.atomic
def appeal(*, by: Person, at: dt.datetime, application: Application, text: str) -> Appeal:
    """Say within the days why the refusal is wrong, once."""
    application = beats.lock_application(application)
    require(can_appeal(by, application, at))
    require(YES if tidy(text) else no(_("異議の内容を書いてください。")))
    made = Appeal.objects.create(application=application, text=tidy(text), made_by=by, made_at=at)
    audit.record(by=by, at=at, verb="appeal", thing=made, after={"application": application.number})
    return made


@transaction.atomic
def uphold_appeal(*, by: Person, at: dt.datetime, appeal: Appeal, reason: str) -> Appeal:
    """It was right: the application comes to the end of the reserve list, and to a seat where one is free."""
    application, because = _hear(by, appeal, reason)
    _decide(appeal, "uphold_appeal", because, by=by, at=at)
    place = beats.next_place(application.call)
    columns = {"place": place, "reason": because, "rule": Rule.RESERVE}
    beats.move(application, "uphold", by=by, at=at, because=because, **columns)
    beats.tell(application, LetterKind.APPEAL_DECIDED, at=at)
    signals.announce(application, at=at)
    pass_on(application.call, by=by, at=at)
    return appeal


@transaction.atomic
def dismiss_appeal(*, by: Person, at: dt.datetime, appeal: Appeal, reason: str) -> Appeal:
    """The decision stands."""
    application, because = _hear(by, appeal, reason)
    _decide(appeal, "dismiss_appeal", because, by=by, at=at)
    beats.tell(application, LetterKind.APPEAL_DECIDED, at=at)
    return appeal


@transaction.atomic
def conclude(*, by: Person, at: dt.datetime, application: Application) -> Application:
    """What follows is done: the contract is signed, the prize was given."""
    application = beats.lock_application(application)
    require(can_handle(by, application, "conclude"))
    beats.move(application, "conclude", by=by, at=at)
    signals.announce(application, at=at)
    return application


@transaction.atomic
def decline(*, by: Person, at: dt.datetime, application: Application, reason: str) -> Application:
    """The applicant does not want it any more; the seat goes to the first of the reserve list."""
    application = beats.lock_application(application)
    require(can_decline(by, application))
    because = need_reason(reason)
    beats.move(application, "decline", by=by, at=at, because=because, seat=None, place=None)
    signals.announce(application, at=at)
    pass_on(application.call, by=by, at=at)
    return application


@transaction.atomic
def finish_call(*, by: Person, at: dt.datetime, call: Call) -> Call:
    """The end: whoever is still on the reserve list is released, and told."""
    call = beats.lock_call(call)
    require(can_finish(by, call, at))
    because = _("辞退がなく、補欠から採択に繰り上がりませんでした。")
    for application in call.applications.on_reserve().select_related("workplace__organisation", "made_by"):
        application.call = call
        beats.move(application, "release", by=by, at=at, because=because, place=None, reason=because, rule=Rule.BEYOND)
        beats.tell(application, LetterKind.REFUSED, at=at)
        signals.announce(application, at=at)
    return beats.move_call(call, "finish_call", by=by, at=at)


def _hear(by: Person, appeal: Appeal, reason: str) -> tuple[Application, str]:
    application = beats.lock_application(appeal.application)
    appeal.refresh_from_db()
    appeal.application = application
    require(can_hear(by, appeal))
    return application, need_reason(reason)


def _decide(appeal: Appeal, verb: str, because: str, *, by: Person, at: dt.datetime) -> None:
    audit.move_record(appeal, APPEAL, verb, by=by, at=at, because=because, reason=because, decided_by=by, decided_at=at)
