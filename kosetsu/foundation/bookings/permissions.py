"""Who may book, change and decide, now. Other rooms add conditions by *gates*, which every change of a booking asks."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.common.manifests import collect
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.models import Booking, Feed, Resource, Waiting
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import CHANGES, MOVES, State, WaitingState
from kosetsu.foundation.devices.models import Device, Outage
from kosetsu.foundation.devices.permissions import calibrated_on
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole

KEEPERS = (
    StaffRole.COUNTER,
    StaffRole.RESEARCHER,
    StaffRole.GROUP_HEAD,
    StaffRole.BRANCH_HEAD,
    StaffRole.ADMINISTRATOR,
)
"""The posts that book for callers, approve, and run the resources; every other post of the institute reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a booking would be after the verb: what a gate looks at. ``by`` is None where the program itself acts."""

    verb: str
    resources: tuple[Resource, ...]
    span: Span
    person: Person | None
    workplace: Workplace | None
    by: Person | None
    booking: Booking | None = None
    upkeep: bool = False


Gate = Callable[[Draft, dt.datetime], Decision]
"""A condition of another room (licence, calibration, budget …). It asks about ``draft.span.ends``: what holds when the
booking begins and has run out before it ends does not do. A manifest names its list as ``booking_gates``.
"""


def calibrated(draft: Draft, at: dt.datetime) -> Decision:
    """Every device of the booking is calibrated through its end, unless the booking is there to calibrate it."""
    devices = {one.device_id for one in draft.resources if one.device_id}
    day = draft.span.ends.astimezone(draft.resources[0].zone).date()
    if draft.upkeep or not devices or not Device.objects.lacking(devices, day).exists():
        return YES
    answers = calibrated_on(Device.objects.filter(pk__in=devices), day)
    return next((answer for answer in answers.values() if not answer), YES)


def can_book_upkeep(user: Any) -> Decision:
    """Bookings that no calibration stands in the way of: the keepers' own work."""
    return YES if keeps(user) else no(_("校正・保守のための予約は、研究部門の担当者が登録します。"))


def in_order(draft: Draft, at: dt.datetime) -> Decision:
    """What keeps its time is not agreed, and no use begins, while a device is out of order; a new time is kept off an
    outage as off a closure.
    """
    if draft.verb not in KEEP_TIME or draft.upkeep or draft.booking is None or outage_of(draft.booking) is None:
        return YES
    begins = draft.verb == "start"
    why = _("機器が休止しているため、利用を始められません。") if begins else _("その時間は、機器が休止しています。")
    return no(why, _("日時を変えるか、予約を取り消してください。"))


KEEP_TIME = ("confirm_hold", "approve", "start")
"""Verbs that carry on with the time as it is."""
GATES: list[Gate] = [calibrated, in_order]


def outage_of(booking: Booking) -> Outage | None:
    """The first outage of a device of the booking that meets its time."""
    devices = Resource.objects.filter(parts__booking=booking, device__isnull=False).values("device")
    met = Outage.objects.filter(device__in=devices).across(booking.starts_at, booking.ends_at)
    return met.order_by("starts_at").first()


def may_pass(draft: Draft, at: dt.datetime) -> Decision:
    """The first refusal of any gate of the house."""
    gates: list[Gate] = collect("booking_gates")
    return next((answer for gate in gates if not (answer := gate(draft, at))), YES)


def keeps(user: Any) -> bool:
    """Whether the person runs resources of the institute."""
    return standing(user).has(*KEEPERS)


def can_book(user: Any) -> Decision:
    """Clients for themselves, the institute's keepers for anyone."""
    if not getattr(user, "is_authenticated", False):
        return no(_("予約にはログインが必要です。"), _("ログインするか、利用者登録をしてください。"))
    if standing(user).organisations or keeps(user):
        return YES
    if standing(user).is_staff:
        return no(_("予約は、窓口と研究部門の担当者が登録します。"), _("総合支援窓口へ連絡してください。"))
    return no(_("所属する会社・事業所が登録されていません。"), _("マイページで会社を登録してください。"))


def can_book_for_callers(user: Any) -> Decision:
    """The institute's keepers book for who telephones, approve, start and stop."""
    if keeps(user):
        return YES
    return no(_("予約は、窓口と研究部門の担当者が登録します。")) if standing(user).is_staff else HIDDEN


def can_book_as(user: Any, resources: tuple[Resource, ...], workplace: Workplace | None) -> Decision:
    """Whether this person may book these resources for this workplace (or, without one, for themselves)."""
    allowed = can_book(user)
    if not allowed or keeps(user):
        return allowed
    place = standing(user)
    theirs = workplace is not None and workplace.organisation_id in place.organisations
    if not theirs or (place.workplaces is not None and workplace and workplace.pk not in place.workplaces):
        return HIDDEN
    return YES if all(one.public and one.in_use for one in resources) else HIDDEN


def can_see(user: Any, booking: Booking) -> Decision:
    """Staff, and the workplace's people; for anyone else it does not exist."""
    return YES if Booking.objects.visible_to(user).filter(pk=booking.pk).exists() else HIDDEN


def can_change(user: Any, booking: Booking, verb: str) -> Decision:
    """Move, extend, shorten, hand over, harden a hold, cancel: the client's people and the institute's keepers."""
    if not keeps(user):
        if standing(user).is_staff:
            return no(_("予約の変更は、窓口と研究部門の担当者が行います。"))
        if not (seen := can_see(user, booking)):
            return seen
    return _open_to(booking, verb)


def can_call_off(booking: Booking) -> Decision:
    """Give its time back along with what it was booked for."""
    return _open_to(booking, "cancel")


def can_hand_over(user: Any, booking: Booking, to: Person) -> Decision:
    """A colleague comes instead; what is theirs already is handed over no more."""
    allowed = can_change(user, booking, "hand_over")
    if not allowed or to.pk is None or to.pk != booking.person_id:
        return allowed
    return no(_("この予約は、すでに%(name)sさんの予約です。") % {"name": to})


def can_accept(user: Any, waiting: Waiting) -> Decision:
    """Take what is held for a place on the waiting list, once."""
    if waiting.offered is None or not can_see(user, waiting.offered):
        return no(_("ご案内中の空きはありません。"))
    if waiting.state == WaitingState.ACCEPTED:
        return no(_("ご案内した空きは、すでに予約されています。"), _("予約の一覧で確かめてください。"))
    return can_change(user, waiting.offered, "confirm_hold")


def can_decide(user: Any, booking: Booking, verb: str) -> Decision:
    """Approve, refuse, mark a no-show: the institute's keepers."""
    keeper = can_book_for_callers(user)
    return _open_to(booking, verb) if keeper else keeper


def can_give_way(user: Any, booking: Booking, verb: str) -> Decision:
    """Move or cancel because a device is out of order: the institute's keepers, where it really is."""
    decision = can_decide(user, booking, verb)
    if not decision or outage_of(booking):
        return decision
    return no(_("この予約の時間に、機器の休止はありません。"))


def can_run(user: Any, booking: Booking, verb: str) -> Decision:
    """Start and stop: the keepers, and who booked it, at the machine."""
    return can_change(user, booking, verb)


def can_revoke(user: Any, feed: Feed) -> Decision:
    """A feed is its owner's."""
    return YES if feed.owner_id == user.pk else HIDDEN


def _open_to(booking: Booking, verb: str) -> Decision:
    if booking.state in CHANGES[verb] if verb in CHANGES else MOVES.allows(verb, booking.state):
        return YES
    return no(
        _("「%(state)s」の予約では、この操作はできません。") % {"state": State(booking.state).label},
        _("画面を開き直して、最新の状態を確かめてください。"),
    )
