"""What every verb shares: one lock for a gathering and all its registrations, the move, the audit row."""

import datetime as dt
from typing import Any

from kosetsu.common.db.locks import lock_keys
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.gatherings.models import Gathering, Registration
from kosetsu.foundation.gatherings.states import GATHERING, OPEN, REGISTRATION, SEATED
from kosetsu.foundation.governance import audit


def hold(*gatherings: Gathering) -> None:
    """Lock these gatherings at once, in one order: for verbs that change several, or that lock more afterwards."""
    lock_keys(*(f"gatherings:gathering:{one.pk}" for one in gatherings))


def locked(gathering: Gathering) -> Gathering:
    """The gathering as it is now; nobody else changes it or its registrations until the transaction ends."""
    hold(gathering)
    return Gathering.objects.select_related("branch", "offering").get(pk=gathering.pk)


def registration_of(registration: Registration) -> Registration:
    """The registration as it is now, its gathering locked."""
    locked(registration.gathering)
    related = ("gathering__branch", "gathering__offering", "quota__gathering", "person", "workplace__organisation")
    return Registration.objects.select_related(*related, "advance").get(pk=registration.pk)


def move_gathering(
    gathering: Gathering, verb: str, *, by: Person, at: dt.datetime, reason: str = "", **columns: Any
) -> Gathering:
    """Move the locked gathering and write it down."""
    before = gathering.state
    gathering.state = GATHERING.target(verb, gathering.state)
    for name, value in columns.items():
        setattr(gathering, name, value)
    gathering.save(update_fields=["state", *columns])
    after = {"state": gathering.state, **{name: str(value) for name, value in columns.items()}}
    audit.record(by=by, at=at, verb=verb, thing=gathering, before={"state": before}, after=after, reason=reason)
    return gathering


def move_registration(
    registration: Registration, verb: str, *, by: Person | None, at: dt.datetime, **columns: Any
) -> Registration:
    """Move a registration of a locked gathering; without a place it gives its seat back."""
    columns.setdefault("offered_until", None)
    if REGISTRATION.target(verb, registration.state) not in SEATED:
        columns["seat"] = None
    return audit.move_record(registration, REGISTRATION, verb, by=by, at=at, **columns)


def open_registrations(gathering: Gathering) -> list[Registration]:
    """All that a locked gathering still holds, in the order they came."""
    rows = gathering.registrations.filter(state__in=OPEN)
    return list(rows.for_mail().order_by("pk"))
