"""What every end of a booking before its use shares: the time is free again, and whoever waits is told."""

import datetime as dt

from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.actions import beats
from kosetsu.foundation.bookings.actions.mail import tell
from kosetsu.foundation.bookings.models import Booking, Resource, Waiting
from kosetsu.foundation.bookings.states import NoticeKind, WaitingState


def end(
    booking: Booking,
    resources: list[Resource],
    verb: str,
    *,
    by: Person | None,
    at: dt.datetime,
    reason: str = "",
    fee_share: str = "",
) -> None:
    """End the locked booking by ``verb``; an offer that it was has lapsed."""
    beats.give_back(booking)
    words = tidy_line(reason)
    beats.move_state(booking, verb, by=by, at=at, reason=words, ended_because=words, fee_share=fee_share)
    Waiting.objects.filter(offered=booking, state=WaitingState.OFFERED).update(state=WaitingState.LAPSED)
    beats.freed(resources, at)


def expire(booking: Booking, *, at: dt.datetime) -> None:
    """End one due booking whose resources the caller has locked."""
    end(booking, beats.resources_of(booking), "expire", by=None, at=at)
    tell(booking, NoticeKind.EXPIRED, at=at)
