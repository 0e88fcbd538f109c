"""A device is out of order: whoever booked it is told at once, then moved or released by decision, never for a fee."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.actions import beats, change, ending
from kosetsu.foundation.bookings.actions.mail import tell
from kosetsu.foundation.bookings.actions.places import free
from kosetsu.foundation.bookings.models import Booking, Notice
from kosetsu.foundation.bookings.permissions import can_give_way, outage_of
from kosetsu.foundation.bookings.states import NoticeKind
from kosetsu.foundation.devices.models import Outage


def move_on(*, by: Person, at: dt.datetime, booking: Booking) -> Booking:
    """To the next time that the whole set has free for as long; refused where there is none."""
    require(can_give_way(by, booking, "move"))
    minutes = booking.span.minutes
    spans = free(beats.resources_of(booking), minutes, after=booking.starts_at, at=at, notice=False, but=booking)
    nothing = no(_("次に空いている時間が見つかりません。"), _("取り消すか、日時を指定して変えてください。"))
    require(YES if spans else nothing)
    return change.move(by=by, at=at, booking=booking, starts_at=spans[0].starts, ends_at=spans[0].ends)


@transaction.atomic
def give_way(*, by: Person, at: dt.datetime, booking: Booking) -> Booking:
    """Cancelled because of the outage, with its reason and without a fee."""
    booking, resources = beats.locked(booking)
    require(can_give_way(by, booking, "cancel"))
    outage = outage_of(booking)
    ending.end(booking, resources, "cancel", by=by, at=at, reason=outage.public_reason if outage else "")
    tell(booking, NoticeKind.CANCELLED, at=at)
    return booking


@transaction.atomic
def tell_of_outage(*, at: dt.datetime, outage: Outage) -> int:
    """A mail to everyone whose booking lies across the outage, once for each; how many bookings there are."""
    found = list(Booking.objects.across(outage).filter(ends_at__gt=at).select_related("resource__branch", "person"))
    told = Notice.objects.filter(booking__in=found, kind=NoticeKind.OUTAGE, made_at__gte=outage.entered_at)
    known = set(told.values_list("booking", flat=True))
    for booking in found:
        if booking.pk not in known:
            tell(booking, NoticeKind.OUTAGE, at=at)
    return len(found)
