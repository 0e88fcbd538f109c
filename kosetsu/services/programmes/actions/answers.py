"""What a company answers about itself: every answer is a new row, the last one stands."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import HIDDEN, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance.audit import record
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.programmes.context import answers_of, decider_on
from kosetsu.services.programmes.models import Answer
from kosetsu.services.programmes.permissions import can_plan
from kosetsu.services.programmes.rules.language import Value
from kosetsu.services.programmes.rules.stored import plain


@transaction.atomic
def keep_answers(
    *, by: Person, at: dt.datetime, organisation: Organisation, answers: Mapping[str, Value | None]
) -> list[Answer]:
    """Write down those that differ from what stands; None takes an answer back."""
    require(can_plan(by))
    if organisation.pk not in standing(by).organisations:
        require(HIDDEN)
    stands = answers_of(organisation, decider_on(day_of(at), at).book)
    new = {fact: plain(value) for fact, value in answers.items() if stands.get(fact) != value}
    made = Answer.objects.bulk_create(
        Answer(organisation=organisation, fact=fact, value=value, at=at, by=by) for fact, value in new.items()
    )
    if new:
        record(by=by, at=at, verb="keep_answers", thing=organisation, after={"facts": sorted(new)})
    return made
