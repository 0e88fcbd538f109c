"""Registering: a place, or one's turn in the waiting list, or the draw; for one person or for several at once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, Refused, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.gatherings import rules
from kosetsu.foundation.gatherings.actions import beats, fees
from kosetsu.foundation.gatherings.actions.mail import tell
from kosetsu.foundation.gatherings.models import Gathering, InvitationCode, Quota, Registration
from kosetsu.foundation.gatherings.permissions import can_add_registration, can_register
from kosetsu.foundation.gatherings.states import OPEN, RegistrationState, Selection
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Workplace

MOST_AT_ONCE = 20


class AlreadyRegistered(Refused):
    """One of the addresses stands in the list; only its owner may hear of that."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(
            no(
                _("%(email)s では、すでに申し込みがあります。") % {"email": registration.email},
                _("申込時のメールにあるアドレスから、内容を確かめられます。"),
            )
        )
        self.registration = registration


@dataclass(frozen=True, slots=True)
class Guest:
    """One person who wants to come."""

    name: str
    email: str
    company: str = ""


@transaction.atomic
def register(
    *,
    by: Person | None,
    at: dt.datetime,
    gathering: Gathering,
    quota: Quota,
    guests: Sequence[Guest],
    agreed: bool,
    workplace: Workplace | None = None,
    code: str = "",
    language: str = "ja",
    desk: bool = False,
    charged_apart: bool = False,
) -> list[Registration]:
    """Register all of these people or none; the first one leads the others.

    Where all find a place they have it, else all wait, so that a group stays together. ``desk``: the institute's people
    register callers, also after the deadline. Raises ``Refused`` outside the time for registrations, without consent to
    the terms, without a code where one is asked for, and for an address that is registered already. Where it is
    prepaid, one paper asks for the price of all. ``charged_apart``: the caller charges it in another way, and names no
    workplace here.
    """
    gathering = beats.locked(gathering)
    require(can_add_registration(by, gathering, at) if desk else can_register(by, gathering, at))
    people = [Guest(tidy_line(one.name), one.email.strip().lower(), tidy_line(one.company)) for one in guests]
    require(_complete(gathering, people, agreed=agreed))
    require(YES if charged_apart else _priced(gathering, workplace))
    _refuse_known(gathering, people)
    invitation = _invitation(quota, code, len(people))
    state, seats, turn = _placed(gathering, quota, len(people))
    asked: dict[str, Any] = {}
    if state == RegistrationState.CONFIRMED and not charged_apart:
        names = [one.name for one in people]
        asked = fees.ask(by=by, at=at, gathering=gathering, workplace=workplace, names=names)
    state = RegistrationState.UNPAID if asked else state
    made: list[Registration] = []
    for place, guest in enumerate(people):
        registration = Registration(
            gathering=gathering, quota=quota, code=invitation, name=guest.name, email=guest.email, state=state,
            company=guest.company, workplace=workplace, leader=made[0] if made else None, language=language,
            person=by if by and (by.email or "").lower() == guest.email else None, made_at=at,
            agreed_at=at if gathering.terms else None, seat=seats[place] if seats else None,
            turn=None if turn is None else turn + place, **asked,
        )  # fmt: skip
        registration.save(force_insert=True)
        audit.record(by=by, at=at, verb="register", thing=registration, after={"state": state, "quota": quota.pk})
        tell(registration, at=at)
        made.append(registration)
    return made


def _complete(gathering: Gathering, people: Sequence[Guest], *, agreed: bool) -> Decision:
    if not 1 <= len(people) <= MOST_AT_ONCE or not all(one.name and one.email for one in people):
        return no(_("1人から%(most)s人まで、氏名とメールアドレスを入れてください。") % {"most": MOST_AT_ONCE})
    twice = {one.email for one in people if sum(other.email == one.email for other in people) > 1}
    if twice:
        return no(_("同じメールアドレスが2回あります：%(email)s") % {"email": min(twice)})
    if gathering.terms and not agreed:
        return no(_("参加条件への同意が必要です。"), _("参加条件を読み、同意の欄に印を付けてください。"))
    return YES


def _priced(gathering: Gathering, workplace: Workplace | None) -> Decision:
    """What costs something is invoiced to a company."""
    if gathering.offering_id is None or workplace is not None:
        return YES
    return no(_("この催しは有料のため、請求先の事業所が必要です。"), _("利用者登録をして、事業所を選んでください。"))


def _refuse_known(gathering: Gathering, people: Sequence[Guest]) -> None:
    addresses = [one.email for one in people]
    known = gathering.registrations.filter(email__in=addresses, state__in=OPEN).order_by("pk")
    if found := known.select_related("gathering__branch", "quota").first():
        raise AlreadyRegistered(found)


def _invitation(quota: Quota, code: str, count: int) -> InvitationCode | None:
    if not quota.invited:
        return None
    found = quota.codes.filter(code=code.strip()).first()
    wrong = no(_("招待コードが正しくありません。"), _("招待状の招待コードを、そのまま入れてください。"))
    require(YES if found is not None else wrong)
    assert found is not None
    used = found.registrations.filter(state__in=OPEN).count()
    spent = no(_("この招待コードで申し込めるのは、あと%(left)s人です。") % {"left": max(found.most - used, 0)})
    require(YES if used + count <= found.most else spent)
    return found


def _placed(gathering: Gathering, quota: Quota, count: int) -> tuple[RegistrationState, list[int], int | None]:
    """The state that all of a group come to, with their seats, or the first one's turn."""
    if gathering.selection == Selection.LOTTERY and not gathering.drawn_with:
        return RegistrationState.APPLIED, [], None
    seats = [] if quota.registrations.in_turn().exists() else seats_of(quota, count)
    if len(seats) == count:
        return RegistrationState.CONFIRMED, seats, None
    return RegistrationState.WAITING, [], last_turn(quota) + 1


def seats_of(quota: Quota, count: int) -> list[int]:
    """The next free seats of a locked gathering's quota; fewer where there are not so many."""
    held = quota.registrations.filter(seat__isnull=False)
    facts = held.aggregate(many=Count("pk"), last=Max("seat"))
    many, last = facts["many"], facts["last"] or 0
    if quota.capacity is not None and many >= quota.capacity:
        return []
    if quota.capacity is None or last + count <= quota.capacity:
        return list(range(last + 1, last + count + 1))
    return rules.free_seats([one.seat for one in held if one.seat], quota.capacity, count)


def last_turn(quota: Quota) -> int:
    """The last place in the waiting list that was given."""
    last: int | None = quota.registrations.aggregate(last=Max("turn"))["last"]
    return last or 0
