"""The rooms of a gathering, as bookings: nobody else gets them once it is approved."""

import datetime as dt
from itertools import groupby

from django.utils.translation import gettext as _

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.models import Booking
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.bookings.states import COMING
from kosetsu.foundation.gatherings.models import Gathering, Session

LONGEST = 200


def keep(gathering: Gathering, *, by: Person, at: dt.datetime) -> None:
    """Book every room that its coming sessions name, once a day from the first of them to the last.

    Raises ``OtherTimes`` where one is taken or closed.
    """
    coming = gathering.sessions.filter(room__isnull=False, starts_at__gte=at).select_related("room__branch")

    def where(session: Session) -> tuple[int, dt.date]:
        return session.room_id or 0, gathering.day_of(session.starts_at)

    for _where, found in groupby(sorted(coming, key=where), where):
        _book(gathering, list(found), by=by, at=at)


def give_back(gathering: Gathering, *, by: Person, at: dt.datetime) -> None:
    """Its rooms are free again."""
    for booking in Booking.objects.filter(sessions__gathering=gathering, state__in=COMING).distinct().order_by("pk"):
        bookings.call_off(by=by, at=at, booking=booking, reason=_("催しの取りやめ"))


def _book(gathering: Gathering, sessions: list[Session], *, by: Person, at: dt.datetime) -> None:
    room = sessions[0].room
    assert room is not None
    span = Span(min(one.starts_at for one in sessions), max(one.ends_at for one in sessions))
    purpose = (_("催し「%(title)s」") % {"title": gathering.title})[:LONGEST]
    wish = bookings.Wish(resources=(room,), span=span, caller_name=gathering.code, purpose=purpose, ours=True)
    booking = bookings.request(by=by, at=at, wish=wish)
    gathering.sessions.filter(pk__in=[one.pk for one in sessions]).update(booking=booking)
