"""A booking of a shared room has ended: its use is written into the room log."""

import datetime as dt
from typing import Any

from django.dispatch import receiver

from kosetsu.foundation.bookings.models import Booking
from kosetsu.foundation.bookings.signals import booking_changed
from kosetsu.services.labs import actions


@receiver(booking_changed)
def follow_booking(booking: Booking, verb: str, by: Any, at: dt.datetime, **_: Any) -> None:
    """Call the one action, once committed."""
    if verb == "stop":
        actions.log_room_use(by=by, at=at, booking=booking)
