"""What a company says about itself: appended, never changed, and never what only a named person can confirm."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.programmes.context import typed
from kosetsu.services.programmes.models import Answer
from kosetsu.services.programmes.permissions import can_answer
from kosetsu.services.programmes.rules.language import Value, Vocabulary


@transaction.atomic
def answer_facts(
    *,
    by: Person,
    at: dt.datetime,
    organisation: Organisation,
    vocabulary: Vocabulary,
    answers: Mapping[str, Value | None],
) -> list[Answer]:
    """One row for each answer; None takes an answer back. The audit log names the facts, not what was said of them."""
    lock_keys(f"programmes.answers.{organisation.pk}")
    require(can_answer(by, organisation))
    facts = {one.key: one for one in vocabulary.facts}
    rows = []
    for key, value in answers.items():
        written = value.isoformat() if isinstance(value, dt.date) else value
        fact = facts.get(key)
        if fact is None or (value is not None and typed(fact, written) is None):
            require(no(_("「%(fact)s」には、この答えを記録できません。") % {"fact": key}))
        rows.append(Answer(organisation=organisation, fact=key, value=written, at=at, by=by))
    if rows:
        _keep(rows, by=by, at=at, organisation=organisation)
    return rows


def _keep(rows: list[Answer], *, by: Person, at: dt.datetime, organisation: Organisation) -> None:
    Answer.objects.bulk_create(rows)
    after: dict[str, Any] = {row.fact: audit.sealed(row.value) for row in rows}
    audit.record(by=by, at=at, verb="answer_facts", thing=organisation, after=after)
