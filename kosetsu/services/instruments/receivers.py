"""What a booking's verb means for its use: begun, metered, or missed; whichever page or program carried it out."""

import datetime as dt
from typing import Any

from django.dispatch import receiver

from kosetsu.foundation.bookings.models import Booking
from kosetsu.foundation.bookings.signals import booking_changed
from kosetsu.foundation.bookings.states import ResourceKind
from kosetsu.services.instruments import actions


@receiver(booking_changed)
def follow_booking(booking: Booking, verb: str, by: Any, at: dt.datetime, **_: Any) -> None:
    """Call the one action that the verb asks for, once committed."""
    if booking.upkeep or booking.resource.kind != ResourceKind.INSTRUMENT or booking.resource.offering_id is None:
        return
    if verb == "start":
        actions.open_use(booking)
    elif verb == "stop":
        actions.settle(booking, by=by, at=at)
    elif verb in ("cancel", "mark_no_show"):
        actions.charge_cancellation(booking, by=by, at=at)
