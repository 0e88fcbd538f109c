"""The bench: a use begins, what happens meanwhile is logged, it ends. Start and stop are the booking's own verbs, with
all their gates.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.actions import beats
from kosetsu.foundation.bookings.models import Booking
from kosetsu.foundation.governance import audit
from kosetsu.services.instruments.actions.metering import lock, open_use, settle
from kosetsu.services.instruments.models import Companion, Consumable, Consumed, Use
from kosetsu.services.instruments.permissions import can_name, can_run_bench


@transaction.atomic
def start_use(*, by: Person, at: dt.datetime, booking: Booking) -> Use:
    """Begin the booking and its use."""
    return open_use(bookings.start(by=by, at=at, booking=booking))


@transaction.atomic
def stop_use(*, by: Person, at: dt.datetime, booking: Booking) -> Use:
    """End the booking; its use is metered, entered and charged in the same transaction."""
    return settle(bookings.stop(by=by, at=at, booking=booking), by=by, at=at)


@transaction.atomic
def log_guidance(*, by: Person, at: dt.datetime, booking: Booking, minutes: int) -> Use:
    """Note that a colleague showed how it works, for so long."""
    use = _running(booking, by)
    require(YES if 0 < minutes <= 24 * 60 else no(_("操作指導の時間（分）を確かめてください。")))
    use.guidance_minutes += minutes
    use.save(update_fields=["guidance_minutes"])
    audit.record(by=by, at=at, verb="log_guidance", thing=use, after={"minutes": minutes})
    return use


@transaction.atomic
def log_consumable(*, by: Person, at: dt.datetime, booking: Booking, consumable: Consumable, quantity: int) -> Consumed:
    """Note what was taken, at the price of the day."""
    use = _running(booking, by)
    theirs = consumable.offering_id == use.offering_id and consumable.holds_on(day_of(at))
    require(YES if theirs else no(_("この機器の消耗品ではありません。")))
    require(YES if quantity >= 1 else no(_("数量は1以上にしてください。")))
    made = Consumed.objects.create(use=use, consumable=consumable, quantity=quantity, logged_by=by, logged_at=at)
    audit.record(by=by, at=at, verb="log_consumable", thing=use, after={"code": consumable.code, "quantity": quantity})
    return made


@transaction.atomic
def name_companion(*, by: Person, at: dt.datetime, booking: Booking, person: Person, operates: bool) -> Companion:
    """Say who else comes; whoever operates needs the licence, everyone the declaration. Refused like a booking."""
    booking, resources = beats.locked(booking)
    require(can_name(by, booking))
    named, _new = Companion.objects.update_or_create(
        booking=booking, person=person, defaults={"operates": operates, "named_by": by, "named_at": at}
    )
    beats.ask_gates(beats.draft_of(booking, resources, "name_companion", by=by), at)
    audit.record(by=by, at=at, verb="name_companion", thing=booking, after={"person": person.pk, "operates": operates})
    return named


def _running(booking: Booking, by: Person) -> Use:
    """The running use of the booking, for who stands at the bench."""
    lock(booking)
    require(can_run_bench(by))
    use = Use.objects.select_related("booking").filter(booking=booking, stopped_at=None).first()
    require(YES if use else no(_("利用中の予約ではありません。"), _("先に「利用を始める」を押してください。")))
    assert use
    return use
