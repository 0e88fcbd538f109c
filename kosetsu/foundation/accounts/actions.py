"""What happens to an account: closed, opened again, its sessions ended, an outside identity proven, filters kept."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction

from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import require
from kosetsu.foundation.accounts import signals
from kosetsu.foundation.accounts.models import Person, ProvenIdentity, SavedFilter
from kosetsu.foundation.accounts.permissions import can_close, can_keep_people, can_save_filter
from kosetsu.foundation.accounts.rules import Claims


@transaction.atomic
def close_account(*, by: Person, at: dt.datetime, person: Person, reason: str = "") -> None:
    """The person cannot sign in any more; every session ends now."""
    lock_keys(f"person {person.pk}")
    require(can_close(by, person))
    _set_active(by, at, person, False, "close_account", reason)
    _end_sessions(person)


@transaction.atomic
def open_account(*, by: Person, at: dt.datetime, person: Person, reason: str = "") -> None:
    """The person may sign in again."""
    lock_keys(f"person {person.pk}")
    require(can_keep_people(by))
    _set_active(by, at, person, True, "open_account", reason)


@transaction.atomic
def end_sessions(*, by: Person, at: dt.datetime, person: Person, reason: str = "") -> None:
    """Sign the person out everywhere."""
    lock_keys(f"person {person.pk}")
    require(can_keep_people(by))
    ended = _end_sessions(person)
    _tell(person, by, at, "end_sessions", {}, {"sessions": ended}, reason)


@transaction.atomic
def prove_identity(*, at: dt.datetime, person: Person, provider: str, subject: str, claims: Claims) -> ProvenIdentity:
    """Keep what the provider said at this sign-in."""
    lock_keys(f"person {person.pk}")
    identity, _new = ProvenIdentity.objects.update_or_create(
        provider=provider,
        subject=subject,
        defaults={
            "person": person,
            "kind": claims.kind,
            "corporate_number": claims.corporate_number,
            "organisation_name": claims.organisation_name,
            "proven_at": at,
        },
    )
    after = {"provider": provider, "kind": claims.kind, "corporate_number": claims.corporate_number}
    _tell(person, person, at, "prove_identity", {}, after)
    transaction.on_commit(partial(signals.identity_proven.send, ProvenIdentity, identity=identity))
    return identity


@transaction.atomic
def save_filter(*, by: Person, at: dt.datetime, page: str, name: str, query: str) -> SavedFilter:
    """Keep the question under its name; the same name of the same list is given the new question."""
    lock_keys(f"saved filters {by.pk}")
    others = SavedFilter.objects.visible_to(by).exclude(page=page, name=name)
    require(can_save_filter(query, others.count()))
    saved, _new = SavedFilter.objects.update_or_create(
        owner=by, page=page, name=name, defaults={"query": query, "saved_at": at}
    )
    return saved


@transaction.atomic
def delete_filter(*, by: Person, saved: SavedFilter) -> None:
    """Forget one's own filter; somebody else's is not found."""
    SavedFilter.objects.visible_to(by).filter(pk=saved.pk).delete()


def _set_active(by: Person, at: dt.datetime, person: Person, active: bool, verb: str, reason: str) -> None:
    person.refresh_from_db()
    before = {"is_active": person.is_active}
    person.is_active = active
    person.save(update_fields=["is_active"])
    _tell(person, by, at, verb, before, {"is_active": active}, reason)


def _end_sessions(person: Person) -> int:
    sessions = list(UserSession.objects.filter(user=person))
    for session in sessions:
        session.end()
    return len(sessions)


def _tell(
    person: Person,
    by: Person | None,
    at: dt.datetime,
    verb: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str = "",
) -> None:
    signals.person_changed.send(
        Person, person=person, by=by, at=at, verb=verb, before=before, after=after, reason=reason
    )
