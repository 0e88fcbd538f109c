"""What every verb shares: one lock for an opportunity and all that belongs to it, the entry, the mail."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Q

from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.foundation.parties.models import Membership
from kosetsu.foundation.parties.post import owe
from kosetsu.foundation.parties.states import MembershipRole
from kosetsu.services.alliances.documents.letters import meeting_letter, pairing_letter
from kosetsu.services.alliances.models import (
    Coordinator,
    Liaison,
    LiaisonMeeting,
    LiaisonNotice,
    Opportunity,
    Pairing,
)
from kosetsu.services.alliances.states import NoticeKind

SERVICE = "alliances"


def locked(opportunity: Opportunity) -> Opportunity:
    """The opportunity as it is now; nobody else changes it or what belongs to it until the transaction ends."""
    lock_keys(f"alliances:opportunity:{opportunity.pk}")
    case = Case.objects.select_for_update().get(pk=opportunity.case_id)
    found = Opportunity.objects.select_related("liaison", "source").get(pk=opportunity.pk)
    found.case = case
    return found


def locked_pairing(pairing: Pairing) -> Pairing:
    """The pairing as it is now, its opportunity locked."""
    opportunity = locked(pairing.opportunity)
    found = Pairing.objects.select_related("organisation", "workplace", "match_entry").get(pk=pairing.pk)
    found.opportunity = opportunity
    return found


def count(
    liaison: Liaison, kind: str, *, by: Person, at: dt.datetime, on_date: dt.date, **columns: Any
) -> Entry:  # fmt: skip
    """The one entry of a deed, under the programme's field and branch; it says neither source nor matter."""
    return record_entry(
        by=by, at=at, service=SERVICE, kind=kind, on_date=on_date, branch=liaison.branch, field=liaison.field,
        reference=liaison.key, **columns,
    )  # fmt: skip


def tell_company(pairing: Pairing, kind: NoticeKind, *, at: dt.datetime) -> None:
    """A mail to each of the company's people who may read the pairing."""
    place = Q(workplace=None) | Q(workplace=pairing.workplace_id) if pairing.workplace_id else Q(workplace=None)
    rows = Membership.objects.on(day_of(at)).filter(place, organisation=pairing.organisation).select_related("person")
    rows = rows.exclude(role=MembershipRole.OFFICER).order_by("person")
    for person in {one.person_id: one.person for one in rows}.values():
        _write(pairing, kind, person, at, desk=False)


def tell_coordinators(pairing: Pairing, kind: NoticeKind, *, at: dt.datetime) -> None:
    """A mail to everyone who coordinates in the programme today."""
    rows = Coordinator.objects.on(day_of(at)).filter(liaison=pairing.opportunity.liaison_id)
    for one in rows.select_related("person").order_by("pk"):
        _write(pairing, kind, one.person, at, desk=True)


def _write(pairing: Pairing, kind: NoticeKind, person: Person, at: dt.datetime, *, desk: bool) -> None:
    letter = partial(pairing_letter, pairing, kind, desk=desk)
    _mail(person, letter, pairing=pairing, kind=kind, made_at=at)


def tell_bodies(meeting: LiaisonMeeting, kind: NoticeKind, *, at: dt.datetime) -> None:
    """A mail to the officers of the bodies that run the programme together, and to whoever coordinates in it."""
    day = day_of(at)
    officers = (
        Membership.objects.on(day)
        .filter(organisation__in=meeting.liaison.bodies.all(), role=MembershipRole.OFFICER)
        .select_related("person")
    )
    ours = Coordinator.objects.on(day).filter(liaison=meeting.liaison_id).select_related("person")
    people = {one.person_id: one.person for one in (*officers.order_by("pk"), *ours.order_by("pk"))}
    for person in people.values():
        _mail(person, partial(meeting_letter, meeting, kind), meeting=meeting, kind=kind, made_at=at)


def _mail(person: Person, letter: Callable[[str], tuple[str, str]], **columns: Any) -> None:
    """One mail in the person's language, for whoever has an address and still comes here."""
    if person.email and person.is_active:
        subject, body = letter(person.language)
        owe(LiaisonNotice, address=person.email, subject=subject[:200], body=body, **columns)
