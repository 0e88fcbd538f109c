"""The demo's tenants, lived through by the actions: offered, paid, moved in, visited, some on their way out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kosetsu.common.clock import day_of
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.labs.actions import asking, inside, leaving, letting, rent
from kosetsu.services.labs.models import Lab, ReliefRule, Tenancy
from kosetsu.services.labs.states import CheckResult, ItemState, TenancyState

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One tenancy of the demo, until the state it has reached."""

    workplace: Workplace
    contact: Person | None
    lab: Lab
    theme: str
    since_days: int
    """How many days before the loading the contract begins; negative: after it."""
    until: TenancyState
    leaving_days: int
    """How many days after the loading the last day is."""
    show_name: bool
    passes: Sequence[str]
    visits: Sequence[Sequence[str]]
    """Days ago, topic, advice, what is to follow."""
    progress: str
    """What the yearly check found; empty: none yet."""
    because: str
    """Why they ask for something, or leave."""
    extension: str
    relief: str
    uses: Sequence[Sequence[str]]
    """Days ago, resource, from, until: of a shared room."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Who does what in the demo's labs."""

    manager: Person
    accounts: Person
    decider: Person


def play(stays: Sequence[Stay], cast: Cast, desk: Desk) -> None:
    """Those whose room has no tenancy of this company yet: first who is there, then who comes."""
    known = set(Tenancy.objects.values_list("lab", "case__workplace"))
    new = [stay for stay in stays if (stay.lab.pk, stay.workplace.pk) not in known]
    for begun in (True, False):
        those = [stay for stay in new if (stay.since_days >= 0) is begun]
        if not those:
            continue
        made = [(stay, _begin(stay, cast, desk)) for stay in sorted(those, key=lambda stay: -stay.since_days)]
        rent.charge_rent(at=cast.at)
        for stay, tenancy in made:
            _pay(tenancy, cast, desk)
            _end(stay, tenancy, cast, desk)


def _begin(stay: Stay, cast: Cast, desk: Desk) -> Tenancy:
    """From the offer to whatever happened while they were there."""
    begins = cast.at - stay.since_days * DAY
    before = min(begins, cast.at)
    tenancy = letting.offer_room(
        by=desk.manager, at=before, workplace=stay.workplace, lab=stay.lab, theme=stay.theme, since=day_of(begins),
        contact=stay.contact, origin="demo",
    )  # fmt: skip
    if stay.until == TenancyState.OFFERED:
        return tenancy
    tenancy = letting.contract(by=desk.manager, at=before, tenancy=tenancy)
    tenancy = letting.ask_deposit(by=desk.accounts, at=before, tenancy=tenancy)
    assert tenancy.deposit
    if stay.until == TenancyState.CONTRACTED:
        return tenancy
    billing.take_cash(
        by=desk.accounts, at=before, invoice=tenancy.deposit, amount_yen=tenancy.deposit.total_yen,
        reference=f"DEMO-LAB-{tenancy.case.number}",
    )  # fmt: skip
    tenancy = letting.move_in(by=desk.manager, at=begins, tenancy=tenancy)
    _live(stay, tenancy, cast, desk, begins)
    return tenancy


def _live(stay: Stay, tenancy: Tenancy, cast: Cast, desk: Desk, begins: dt.datetime) -> None:
    who = stay.contact or desk.manager
    for n, name in enumerate(stay.passes, 1):
        one = inside.name_pass(by=who, at=begins, tenancy=tenancy, holder=name, telephone="03-0000-0000")
        if n < len(stay.passes) or len(stay.passes) == 1:
            inside.give_pass(by=desk.manager, at=begins, one=one, card=f"{stay.lab.branch.code}-{stay.lab.room}-{n}")
    if stay.show_name:
        inside.show_name(by=who, at=begins, tenancy=tenancy, show=True)
    for ago, topic, note, follow in stay.visits:
        at = cast.at - int(ago) * DAY
        inside.record_visit(
            by=desk.manager, at=at, tenancy=tenancy, on_date=day_of(at), topic=topic, note=note, follow_up=follow,
            follow_by=day_of(at + 30 * DAY) if follow else None,
        )  # fmt: skip
    if stay.progress:
        inside.record_check(
            by=desk.manager, at=cast.at, tenancy=tenancy, on_date=day_of(cast.at), result=CheckResult.GOOD,
            progress=stay.progress,
        )  # fmt: skip
    for ago, code, first, last in stay.uses:
        _use(stay, cast, int(ago), code, first, last)


def _use(stay: Stay, cast: Cast, ago: int, code: str, first: str, last: str) -> None:
    """A shared room, booked the day before, used from the hour to the hour."""
    assert stay.contact
    starts, ends = (cast.moment(-ago, dt.time.fromisoformat(text)) for text in (first, last))
    room = Resource.objects.for_booking().get(code=code)
    wish = bookings.Wish(resources=(room,), span=Span(starts, ends), workplace=stay.workplace, purpose=stay.theme[:200])
    booking = bookings.request(by=stay.contact, at=starts - DAY, wish=wish)
    booking = bookings.start(by=stay.contact, at=starts, booking=booking)
    bookings.stop(by=stay.contact, at=ends, booking=booking)


def _pay(tenancy: Tenancy, cast: Cast, desk: Desk) -> None:
    """All but the last month is invoiced and paid."""
    owed = list(Charge.objects.filter(case=tenancy.case).unbilled().order_by("on_date"))[:-1]
    if owed:
        at = cast.at - 20 * DAY
        paper = billing.issue_invoice(by=desk.accounts, at=at, charges=owed)
        billing.take_cash(
            by=desk.accounts, at=at, invoice=paper, amount_yen=paper.total_yen, reference=f"DEMO-LAB-{paper.number}"
        )


def _end(stay: Stay, tenancy: Tenancy, cast: Cast, desk: Desk) -> None:
    """What they ask for now, and who is on the way out."""
    at, who = cast.at, stay.contact or desk.manager
    if stay.extension:
        asked = asking.ask_extension(by=who, at=at, tenancy=tenancy, reason=stay.because)
        if stay.extension == "granted":
            asking.grant(by=desk.decider, at=at, asked=asked, reason=stay.because)
    if stay.relief:
        rule = ReliefRule.objects.get(code=stay.relief)
        first = day_of(at).replace(day=1)
        asking.ask_relief(
            by=desk.manager, at=at, tenancy=tenancy, rule=rule, first=first, last=first + 150 * DAY,
            reason=stay.because,
        )  # fmt: skip
    if stay.until in (TenancyState.LEAVING, TenancyState.LEFT):
        tenancy = leaving.give_notice(
            by=desk.manager, at=at, tenancy=tenancy, leaving_on=day_of(at) + stay.leaving_days * DAY,
            reason=stay.because,
        )  # fmt: skip
    if stay.until == TenancyState.LEFT:
        good = {item.position: leaving.Finding(state=ItemState.GOOD) for item in tenancy.leaving_items.all()}
        leaving.check_leaving(by=desk.manager, at=at, tenancy=tenancy, findings=good)
        for one in tenancy.passes.filter(ended_on=None):
            inside.end_pass(by=desk.manager, at=at, one=one)
        leaving.leave(by=desk.manager, at=at, tenancy=tenancy)
