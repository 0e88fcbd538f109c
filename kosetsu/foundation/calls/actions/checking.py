"""Are the papers complete? Accepted, or asked back with what is missing and until when."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.calls.actions import beats
from kosetsu.foundation.calls.models import Application
from kosetsu.foundation.calls.permissions import can_handle
from kosetsu.foundation.calls.states import ApplicationState, LetterKind

AT_ONCE = 500


@transaction.atomic
def find_complete(*, by: Person, at: dt.datetime, application: Application) -> Application:
    """All is there: it goes to the review."""
    application = beats.lock_application(application)
    require(can_handle(by, application, "find_complete"))
    beats.move(application, "find_complete", by=by, at=at)
    beats.tell(application, LetterKind.COMPLETE, at=at)
    return application


@transaction.atomic
def ask_back(
    *, by: Person, at: dt.datetime, application: Application, missing: str, until: dt.datetime | None = None
) -> Application:
    """Something is missing: what, and until when; without a day the kind's days count."""
    application = beats.lock_application(application)
    require(can_handle(by, application, "ask_back"))
    said = tidy(missing)
    require(YES if said else no(_("足りないものを書いてください。")))
    end = (until or at + dt.timedelta(days=application.call.kind.correction_days)).replace(microsecond=0)
    require(YES if end > at else no(_("補正の期限は、いまより後にしてください。")))
    beats.move(application, "ask_back", by=by, at=at, because=said, missing=said, missing_until=end)
    beats.tell(application, LetterKind.ASKED_BACK, at=at)
    return application


def lapse_applications(*, at: dt.datetime) -> int:
    """What was asked back and did not come in time is out; how many."""
    late = Application.objects.filter(state=ApplicationState.ASKED_BACK, missing_until__lt=at.replace(microsecond=0))
    return sum(_lapse(one, at) for one in late.select_related("call").order_by("pk")[:AT_ONCE])


@transaction.atomic
def _lapse(application: Application, at: dt.datetime) -> int:
    application = beats.lock_application(application)
    until = application.missing_until
    if application.state != ApplicationState.ASKED_BACK or until is None or at.replace(microsecond=0) <= until:
        return 0
    because = _("補正の期限までに、足りないものが届きませんでした。")
    beats.move(application, "lapse_application", by=None, at=at, because=because, reason=because)
    beats.tell(application, LetterKind.LAPSED, at=at)
    return 1
