"""Processes that press at one bench at the same moment; and the hand that fills their database.

Imported before Django is set up, so that each process can choose its database first.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from kosetsu.foundation.bookings.tests.racer_process import AT, HOUR, drop, once, set_up, together, weaken

TARIFF_YEN = 920
GUARDED = ("extend", "press", "settle")
"""One extends at the bench and the others book the hour after; all extend; all settle."""
WITHOUT = ("extend-unguarded", "settle-unguarded")
"""The same with no lock, no look, and no index."""


def hold(url: str, verbs: Sequence[str], trials: int, people: int, results: Any) -> None:
    """Let so many processes race at a migrated database; tell how each trial ended, and what then stands there."""
    set_up(url)
    _prepare(verbs, trials)
    heard = together(people, _run, verbs, trials)
    ends = {verb: [Counter(one[verb][n] for one in heard) for n in range(trials)] for verb in verbs}
    results.put((ends, {f"{verb}-{n}": _after(f"{verb}-{n}") for verb in verbs for n in range(trials)}))


def _prepare(verbs: Sequence[str], trials: int) -> None:
    """One instrument for each trial, used for the last hour; what is settled has ended, and nobody settled it."""
    from django.db import connection

    from kosetsu.foundation.bookings.models import BookedCell
    from kosetsu.foundation.bookings.signals import booking_changed
    from kosetsu.foundation.catalogue.models import TechnologyField
    from kosetsu.services.instruments.receivers import follow_booking
    from tests import build

    booking_changed.disconnect(follow_booking)  # the process that stopped it died before its receiver
    institute, company = build.institute(), build.company("競争株式会社", "131083")
    company.organisation.class_decided = "sme"
    company.organisation.save()
    TechnologyField.objects.create(code="EMC", name_ja="電磁両立性")
    for verb in verbs:
        for number in range(trials):
            _used(f"{verb}-{number}", institute, company, ended=verb.startswith("settle"))
    if set(verbs) & set(WITHOUT):
        drop(BookedCell, "one_booking_per_cell")
    connection.close()


def _used(code: str, institute: Any, company: Any, *, ended: bool) -> None:
    from kosetsu.foundation.bookings import actions
    from kosetsu.foundation.bookings.rules import Span
    from kosetsu.foundation.bookings.tests.conftest import resource
    from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField

    offering = Offering.objects.create(
        code=code, kind="instrument", name_ja=code, branch=institute.head_office, state="offered",
        field=TechnologyField.objects.get(code="EMC"),
    )  # fmt: skip
    TariffLine.objects.create(
        offering=offering, client_class="any", part="unit", yen=TARIFF_YEN, unit="時間", source="試験"
    )
    rule = {"opening": "0-6 00:00-24:00", "horizon": "days+400", "fee": ""}
    made = resource(code, institute.head_office, rule=rule, offering=offering)
    wish = actions.Wish(
        resources=(made,), span=Span(AT - HOUR, AT), workplace=company.workplace, caller_name="電話の人", upkeep=False
    )
    keeper = institute.researcher
    booking = actions.request(by=keeper, at=AT - 30 * HOUR, wish=wish)
    type(booking).objects.filter(pk=booking.pk).update(person=keeper, state="started", started_at=AT - HOUR)
    if ended:
        type(booking).objects.filter(pk=booking.pk).update(state="finished", stopped_at=AT)


def _run(number: int, verbs: Sequence[str], trials: int, barrier: Any, told: Any) -> None:
    """Every race in its turn, each trial at the same moment as everybody else."""
    ends = {}
    for verb in verbs:
        if verb in WITHOUT:
            weaken("none")
            _settle_unseen()
        act = _act(verb, number)
        ends[verb] = [once(act, trial, barrier) for trial in range(trials)]
    told.put(ends)


def _act(verb: str, number: int) -> Callable[[int], Any]:
    from kosetsu.foundation.bookings import actions as bookings
    from kosetsu.foundation.bookings.models import Booking, Resource
    from kosetsu.foundation.bookings.rules import Span
    from kosetsu.foundation.parties.models import Workplace
    from kosetsu.services.instruments.actions import metering
    from kosetsu.services.instruments.pages.bench import VERBS as BENCH

    longer = next(one for one in BENCH if one.name == "extend_use").action
    keeper, workplace = Booking.objects.earliest("pk").booked_by, Workplace.objects.get()
    assert keeper
    rows = Booking.objects.select_related("resource__branch", "resource__offering__field", "workplace__organisation")
    mine = rows.filter(resource__code__startswith=f"{verb}-", starts_at__lt=AT).order_by("pk")
    shown = {one.resource.code: one for one in mine}  # everybody has looked before anybody presses

    def act(trial: int) -> Any:
        code = f"{verb}-{trial}"
        booking = shown[code]
        if verb.startswith("settle"):
            return metering.settle(booking, by=keeper, at=AT)
        if verb == "press" or number == 0:
            return longer(by=keeper, at=AT, booking=booking, minutes=60)
        made = Resource.objects.for_booking().get(code=code)
        wish = bookings.Wish(
            resources=(made,), span=Span(AT, AT + HOUR), workplace=workplace, caller_name=f"電話 {number}"
        )
        return bookings.request(by=keeper, at=AT - HOUR, wish=wish)

    return act


def _settle_unseen() -> None:
    """Nobody locks, and nobody looks whether it was settled."""
    from kosetsu.services.instruments.actions import metering

    opened = metering.open_use

    def unseen(booking: Any) -> Any:
        use = opened(booking)
        use.stopped_at = None
        return use

    metering.lock = lambda booking: None  # type: ignore[assignment]
    metering.open_use = unseen  # type: ignore[assignment]


def _after(code: str) -> dict[str, Any]:
    """What stands there: settled uses, entries, charges, bookings, hours that are kept, cells that stand twice."""
    from kosetsu.foundation.billing.models import Charge
    from kosetsu.foundation.bookings.models import BookedCell, Booking
    from kosetsu.foundation.casebook.models import Entry
    from kosetsu.services.instruments.models import Use

    cells = Counter(BookedCell.objects.filter(resource__code=code).values_list("lane", "starts_at"))
    return {
        "settled": Use.objects.filter(booking__resource__code=code).exclude(stopped_at=None).count(),
        "entries": Entry.objects.filter(kind="use", reference=code).count(),
        "charges": Charge.objects.filter(offering__code=code).count(),
        "bookings": Booking.objects.filter(resource__code=code).count(),
        "ends": Booking.objects.filter(resource__code=code).earliest("pk").ends_at - AT,
        "doubles": sum(many > 1 for many in cells.values()),
    }
