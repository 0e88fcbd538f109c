"""What is agreed changes: another time, longer, shorter, another person of the same company."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings import rules
from kosetsu.foundation.bookings.actions import beats, taking
from kosetsu.foundation.bookings.actions.mail import tell
from kosetsu.foundation.bookings.models import Booking, BookingRule
from kosetsu.foundation.bookings.permissions import can_change, can_hand_over, keeps, outage_of
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import NoticeKind, State
from kosetsu.foundation.parties.standing import standing


def move(*, by: Person, at: dt.datetime, booking: Booking, starts_at: dt.datetime, ends_at: dt.datetime) -> Booking:
    """Another time for the whole set; the old one is free again. Raises ``OtherTimes``, and then nothing has changed.

    A client cannot move what already costs to cancel: that would be a cancellation for nothing.
    """
    return _retime(booking, Span(starts_at, ends_at), "move", by=by, at=at)


def extend(*, by: Person, at: dt.datetime, booking: Booking, ends_at: dt.datetime) -> Booking:
    """Go on longer, if nobody comes after; also while it runs."""
    return _retime(booking, Span(booking.starts_at, ends_at), "extend", by=by, at=at)


def shorten(*, by: Person, at: dt.datetime, booking: Booking, ends_at: dt.datetime) -> Booking:
    """End earlier; what is left is free again."""
    return _retime(booking, Span(booking.starts_at, ends_at), "shorten", by=by, at=at)


@transaction.atomic
def hand_over(*, by: Person, at: dt.datetime, booking: Booking, to: Person) -> Booking:
    """A colleague of the same company comes instead; the gates ask about the colleague."""
    booking, resources = beats.locked(booking)
    require(can_hand_over(by, booking, to))
    company = booking.workplace.organisation_id if booking.workplace else None
    colleague = to.is_active and company in standing(to).organisations
    require(YES if colleague else no(_("引き継げるのは、同じ会社の登録済みの方です。")))
    beats.ask_gates(beats.draft_of(booking, resources, "hand_over", by=by, person=to), at)
    before = booking.person_id
    booking.person, booking.changed_at, booking.sequence = to, at, booking.sequence + 1
    booking.save(update_fields=["person", "changed_at", "sequence"])
    beats.record("hand_over", booking, by=by, at=at, before={"person": before}, after={"person": to.pk})
    tell(booking, NoticeKind.CHANGED, at=at)
    return booking


def _retime(booking: Booking, span: Span, verb: str, *, by: Person, at: dt.datetime) -> Booking:
    with taking.or_other_times([booking.resource], span, by=by, at=at, but=booking):
        booking, resources = beats.locked(booking)
        require(can_change(by, booking, verb))
        span = span if verb == "move" else Span(booking.starts_at, span.ends)
        _ordered(booking, span, verb, at)
        _allow_move(booking, verb, by, at)
        beats.ask_gates(beats.draft_of(booking, resources, verb, by=by, span=span), at)
        before = {"starts_at": booking.starts_at, "ends_at": booking.ends_at}
        rule = taking.take(booking, resources, span, by=by, at=at, verb=verb)
        after = {"starts_at": span.starts, "ends_at": span.ends}
        beats.record(verb, booking, by=by, at=at, before=before, after=after)
        _ask_again(booking, rule, verb, by=by, at=at)
        if verb != "extend":
            beats.freed(resources, at)
        tell(booking, NoticeKind.CHANGED, at=at)
    return booking


def _ask_again(booking: Booking, rule: BookingRule, verb: str, *, by: Person, at: dt.datetime) -> None:
    """What a keeper agreed to was the old time."""
    wants = verb != "shorten" and booking.state == State.CONFIRMED
    if wants and beats.state_after(rule, by) == State.REQUESTED:
        beats.move_state(booking, "ask_again", by=by, at=at)


def _allow_move(booking: Booking, verb: str, by: Person, at: dt.datetime) -> None:
    if verb != "move" or keeps(by) or booking.state != State.CONFIRMED or outage_of(booking):
        return
    rule = beats.rule_now(booking)
    steps = rules.read_fee(rule.fee) if rule else ()
    if rules.fee_share(steps, booking.starts_at, at, booking.resource.zone):
        require(no(_("取り消し料がかかる時期のため、日時は変更できません。"), _("窓口へご相談ください。")))


def _ordered(booking: Booking, span: Span, verb: str, at: dt.datetime) -> None:
    """Longer is longer than it is now, shorter is shorter but not over already."""
    right = {
        "extend": booking.ends_at < span.ends,
        "shorten": max(at, booking.starts_at) < span.ends < booking.ends_at,
    }.get(verb, True)
    require(YES if right else no(_("終了時刻が正しくありません。"), _("予約の画面で、いまの時刻を確かめてください。")))
