"""What the program does by itself: whoever looks after a programme is reminded before its deadline, and once after."""

import datetime as dt

from django.db import transaction
from django.db.models import F, Q

from kosetsu.common.clock import day_of
from kosetsu.foundation.governance import audit
from kosetsu.services.screening.actions import beats
from kosetsu.services.screening.models import ScreeningProgramme, ScreeningTerms
from kosetsu.services.screening.states import NoticeKind


def remind(*, at: dt.datetime) -> int:
    """How many were reminded of."""
    day = day_of(at)
    terms = ScreeningTerms.of(day)
    if terms is None:
        return 0
    near = ScreeningProgramme.objects.due_until(day + dt.timedelta(days=terms.remind_days))
    again = Q(case__due_on__lt=day, reminded_on__lte=F("case__due_on"))
    waiting = near.filter(Q(reminded_on=None) | again).order_by("pk")
    return sum(_remind(one, day, at) for one in waiting)


@transaction.atomic
def _remind(programme: ScreeningProgramme, day: dt.date, at: dt.datetime) -> bool:
    """Once, though two processes come to it."""
    found, seen = beats.locked(programme), programme.reminded_on
    if found.reminded_on != seen or found.case.closed_at is not None:
        return False
    found.reminded_on = day
    found.save(update_fields=["reminded_on"])
    beats.tell_colleague(found, NoticeKind.DEADLINE, found.case.assignee, at=at)
    audit.record(by=None, at=at, verb="remind", thing=found, after={"due_on": found.due_on})
    return True
