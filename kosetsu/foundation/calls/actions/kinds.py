"""Kinds of calls: an edition is added, never changed."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.calls.models import KindEdition
from kosetsu.foundation.calls.permissions import can_keep_kinds
from kosetsu.foundation.calls.rules.kinds import Kind
from kosetsu.foundation.calls.rules.linting import flaws
from kosetsu.foundation.governance import audit


@transaction.atomic
def learn_kind(*, by: Person | None, at: dt.datetime, kind: Kind) -> KindEdition:
    """Add an edition; calls that run keep theirs. What the institute's folder said once is not taken for new."""
    lock_keys(f"calls:kind:{kind.key}")
    require(YES if by is None else can_keep_kinds(by))
    found = flaws(kind)
    require(
        no(_("この種類には不備があります。"), " / ".join(f"{where}: {why}" for where, why in found)) if found else YES
    )
    definition = kind.model_dump(mode="json", by_alias=True)
    editions = KindEdition.objects.filter(kind=kind.key).order_by("-number")
    known = editions.filter(definition=definition, made_by=None) if by is None else editions.none()
    if before := known.first():
        return before
    last = editions.first()
    made = KindEdition.objects.create(
        kind=kind.key, number=last.number + 1 if last else 1, title=kind.title.ja, valid_from=kind.valid_from,
        definition=definition, source=kind.source, made_at=at, made_by=by,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="learn_kind", thing=made, after={"kind": kind.key, "number": made.number})
    return made
