"""A declaration is made, held, cleared or refused. The program keeps the record; a person decides."""

import datetime as dt
from collections.abc import Collection
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import Refused, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import signals
from kosetsu.foundation.governance.audit import record, sealed
from kosetsu.foundation.governance.models import ExportDeclaration
from kosetsu.foundation.governance.permissions import can_decide, can_declare
from kosetsu.foundation.governance.rules import first_state
from kosetsu.foundation.governance.states import DECLARATION, SpecificType


@transaction.atomic
def declare(
    *, by: Person, at: dt.datetime, person: Person, resident: bool, types: Collection[int] = (), technology: str = ""
) -> ExportDeclaration:
    """Record what a person declares about themselves; it waits for a decision where the law wants a look."""
    lock_keys(f"export declarations of {person.pk}")
    require(can_declare(by, person))
    day = day_of(at)
    before = ExportDeclaration.objects.latest_of(person, day)
    declaration = ExportDeclaration.objects.create(
        person=person,
        resident=resident,
        types=sorted(SpecificType(one).value for one in set(types)),
        technology=technology,
        declared_on=day,
        state=first_state(resident=resident, types=types, before=before.state if before else None),
    )
    after = {"state": declaration.state, "resident": resident, "types": sealed(declaration.types)}
    record(by=by, at=at, verb="declare", thing=declaration, after=after)
    transaction.on_commit(partial(signals.declaration_made.send, ExportDeclaration, declaration=declaration))
    return declaration


def hold(*, by: Person, at: dt.datetime, declaration: ExportDeclaration, reason: str) -> ExportDeclaration:
    """Stop what a declaration allowed, until it has been looked at again."""
    return _decide("hold", by, at, declaration, reason, "")


def clear(
    *, by: Person, at: dt.datetime, declaration: ExportDeclaration, technology: str, reason: str
) -> ExportDeclaration:
    """Record that a person of export control found these technologies may be passed on."""
    if not technology.strip():
        raise Refused(no(_("提供を認める技術を書いてください。"), _("技術の名前を「、」で区切って書けます。")))
    return _decide("clear", by, at, declaration, reason, technology)


def refuse(*, by: Person, at: dt.datetime, declaration: ExportDeclaration, reason: str) -> ExportDeclaration:
    """Record that nothing may be passed on to this person."""
    return _decide("refuse", by, at, declaration, reason, "")


@transaction.atomic
def _decide(
    verb: str, by: Person, at: dt.datetime, declaration: ExportDeclaration, reason: str, technology: str
) -> ExportDeclaration:
    lock_keys(f"export declarations of {declaration.person_id}")
    declaration.refresh_from_db()
    require(can_decide(by, declaration))
    if not reason.strip():
        raise Refused(no(_("判断の理由がありません。"), _("理由を書いてください。あとで確かめられるように残します。")))
    before = {"state": declaration.state, "cleared_technology": declaration.cleared_technology}
    declaration.state = DECLARATION.target(verb, declaration.state)
    declaration.cleared_technology, declaration.reason = technology.strip(), reason.strip()
    declaration.decided_by, declaration.decided_at = by, at
    declaration.save()
    after = {"state": declaration.state, "cleared_technology": declaration.cleared_technology}
    record(by=by, at=at, verb=verb, thing=declaration, before=before, after=after, reason=declaration.reason)
    transaction.on_commit(partial(signals.declaration_decided.send, ExportDeclaration, declaration=declaration))
    return declaration
