"""The survey afterwards: one answer for each who came, counted and not traced."""

import datetime as dt

from django.db import transaction

from kosetsu.common.decisions import require
from kosetsu.common.text import tidy
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.gatherings.actions import beats
from kosetsu.foundation.gatherings.models import Opinion, Registration
from kosetsu.foundation.gatherings.models.opinions import SATISFIED
from kosetsu.foundation.gatherings.permissions import can_answer
from kosetsu.foundation.gatherings.sources import kind_of
from kosetsu.foundation.governance import audit


@transaction.atomic
def answer_survey(*, at: dt.datetime, registration: Registration, satisfaction: int, comment: str = "") -> Opinion:
    """One opinion, once: the audit log says that somebody answered, not who.

    Where the service counts satisfaction, it is one entry of 100 for who is satisfied and of 0 for who is not.
    """
    gathering = beats.locked(registration.gathering)
    now = Registration.objects.select_related("gathering").get(pk=registration.pk)
    require(can_answer(now, at))
    Registration.objects.filter(pk=now.pk).update(answered=True)
    today = gathering.day_of(at)
    made = Opinion.objects.create(gathering=gathering, satisfaction=satisfaction, comment=tidy(comment), on_date=today)
    audit.record(by=None, at=at, verb="answer_survey", thing=gathering, after={"satisfaction": satisfaction})
    kind = kind_of(gathering)
    if kind and kind.satisfaction:
        record_entry(
            by=None, at=at, service=kind.service, kind=kind.satisfaction, on_date=today, branch=gathering.branch,
            quantity=100 if satisfaction >= SATISFIED else 0, unit="%", reference=gathering.code, topic=gathering.title,
        )  # fmt: skip
    return made
