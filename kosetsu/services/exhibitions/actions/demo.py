"""The exhibitions of the demo: planned, recommended for, written, checked, visited, so many days from the loading."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from kosetsu.common.clock import day_of
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Branch, Organisation, Workplace
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.actions.plan import exhibition_zone
from kosetsu.services.exhibitions.models import Booth, Exhibition, Fair
from kosetsu.services.exhibitions.states import RUNNING, BoothKind, PanelKind

AGENT = "Mozilla/5.0 (demo)"
BEFORE = dt.timedelta(days=30)
"""Exhibitors are invited so long before the opening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """One exhibition of the demo, its days counted from the loading; without ``invites`` it is only planned."""

    title: str
    summary: str
    terms: str
    branch: Branch
    tags: Sequence[str]
    opens_in: int
    closes_in: int
    runner: Person
    invites: bool
    invited: Sequence[tuple[Organisation, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One booth of the demo; ``recommended_by`` is an officer, for whom ``contact`` consented."""

    exhibition: Exhibition
    checker: Person
    kind: str
    name: str
    workplace: Workplace | None
    organisation: Organisation | None
    recommended_by: Person | None
    contact: Person | None
    topic: str
    lead: str
    tags: Sequence[str]
    seed: str
    need: str
    url: str
    english: str


def prepare(show: Show, cast: Cast) -> Exhibition:
    """Planned a month before it opens, or just now."""

    def day(days: int) -> dt.date:
        return day_of(cast.at, show.branch.timezone) + dt.timedelta(days=days)

    begun = min(cast.at + dt.timedelta(days=show.opens_in) - BEFORE, cast.at)
    plan = actions.Plan(
        title=show.title, summary=show.summary, terms=show.terms, branch=show.branch, tags=show.tags,
        recommends_until=day(show.opens_in - 10), opens_on=day(show.opens_in), registers_until=day(show.closes_in),
        closes_on=day(show.closes_in), invited=show.invited,
    )  # fmt: skip
    made = actions.plan_exhibition(by=show.runner, at=begun, plan=plan)
    return actions.begin_inviting(by=show.runner, at=begun, exhibition=made) if show.invites else made


def write(stand: Stand) -> Booth:
    """Recommended or invited, written by the office for the company, checked by another."""
    at, by = stand.exhibition.opens_at - BEFORE, stand.exhibition.planned_by
    booth = _recommended(stand, at) or _invited(stand, at)
    actions.describe_booth(
        by=by, at=at, booth=booth, name=stand.name or booth.name, topic=stand.topic, lead=stand.lead, tags=stand.tags
    )
    told = ((PanelKind.SEED, "提供できる技術", stand.seed), (PanelKind.NEED, "求めていること", stand.need))
    for kind, title, text in told:
        if text:
            actions.add_panel(by=by, at=at, booth=booth, kind=kind, title=title, text=text)
    if stand.url:
        actions.add_panel(by=by, at=at, booth=booth, kind=PanelKind.LINK, title="くわしいページ", url=stand.url)
    if stand.english:
        _in_english(stand, booth, at)
    booth = actions.submit_booth(by=by, at=at, booth=booth)
    return actions.check_booth(by=stand.checker, at=at, booth=booth)


def _in_english(stand: Stand, booth: Booth, at: dt.datetime) -> None:
    """Name, line of business and headline, separated by slashes; the parts stay Japanese, which the page says."""
    names = dict(zip(("name", "topic", "lead"), map(str.strip, stand.english.split("/")), strict=True))
    actions.translate_booth(by=stand.exhibition.planned_by, at=at, booth=booth, language="en", head=names, parts={})


def _recommended(stand: Stand, at: dt.datetime) -> Booth | None:
    if stand.recommended_by is None or stand.contact is None or stand.workplace is None:
        return None
    invitation = stand.exhibition.invitations.get(partner__memberships__person=stand.recommended_by)
    made = actions.recommend(
        by=stand.recommended_by, at=at, invitation=invitation, company=stand.workplace.organisation.name,
        email=str(stand.contact.email), reason=stand.lead,
    )  # fmt: skip
    actions.consent_recommendation(by=stand.contact, at=at, recommendation=made, workplace=stand.workplace)
    return actions.choose_recommendation(by=stand.exhibition.planned_by, at=at, recommendation=made)


def _invited(stand: Stand, at: dt.datetime) -> Booth:
    by = stand.exhibition.planned_by
    booth = actions.invite_booth(
        by=by, at=at, exhibition=stand.exhibition, kind=stand.kind, name=stand.name, workplace=stand.workplace,
        organisation=stand.organisation,
    )  # fmt: skip
    return booth if stand.kind == BoothKind.INSTITUTE else actions.accept_booth(by=by, at=at, booth=booth)


def visit(exhibition: Exhibition, people: Sequence[tuple[Person, bool]], cast: Cast) -> None:
    """Visitors register on the first morning, look at some booths and keep the first; a day of meetings is to come."""
    at = min(exhibition.opens_at + dt.timedelta(hours=10), cast.at)
    booths = list(exhibition.booths.select_related("exhibition__branch").order_by("pk"))
    fair = _fair(exhibition, cast) if exhibition.closes_at > cast.at else None
    for number, (person, shows) in enumerate(people, start=1):
        visitor = actions.register_visitor(
            by=person, at=at, exhibition=exhibition, agreed=True, company=person.name, shows_company=shows
        )
        for booth in booths[::number]:
            actions.look(by=person, at=at, booth=booth, visitor=visitor, agent=AGENT)
        actions.save_booth(by=person, at=at, visitor=visitor, booth=booths[0])
        for booth in booths[2 : 5 + number] if fair else ():
            assert fair
            actions.wish_meeting(by=person, at=at, fair=fair, visitor=visitor, booth=booth, points=1 + number % 3)


def _fair(exhibition: Exhibition, cast: Cast) -> Fair:
    """A morning and an afternoon at four tables, eight days from the loading."""
    day = cast.working_day(8)
    zone = ZoneInfo(exhibition_zone(exhibition.branch))
    starts, noon, ends = (dt.datetime.combine(day, dt.time(hour), zone) for hour in (10, 12, 16))
    plan = actions.DayPlan(
        title="オンライン商談会（見本）", place="オンライン", starts_at=starts, ends_at=ends, minutes=30, tables=4,
        lunch_from=noon, lunch_until=noon + dt.timedelta(hours=1), wishes_until=starts - dt.timedelta(days=2),
        longest_run=3,
    )  # fmt: skip
    return actions.plan_fair(by=exhibition.planned_by, at=cast.at, exhibition=exhibition, plan=plan)


def open_what_is_due(at: dt.datetime) -> None:
    """Exhibitions open at their moments, not at that of the loading."""
    for exhibition in Exhibition.objects.filter(state__in=RUNNING, opens_at__lte=at):
        actions.open_exhibition(at=exhibition.opens_at, exhibition=exhibition)


def close_what_is_over(at: dt.datetime) -> None:
    """And close at them."""
    for exhibition in Exhibition.objects.filter(state__in=RUNNING, closes_at__lte=at):
        actions.close_exhibition(at=exhibition.closes_at, exhibition=exhibition)
    actions.ask_follow_ups(at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """One trade fair of the demo at which the institute exhibited, with one lead that waits."""

    title: str
    host: str
    venue: str
    branch: Branch
    who: Person
    days_ago: int
    days: int
    lead: str
    interest: str


def go(trip: Trip, at: dt.datetime) -> None:
    """Applied for, held, and somebody showed an interest."""
    first = day_of(at, trip.branch.timezone) - dt.timedelta(days=trip.days_ago)
    outing = actions.apply_outing(
        by=trip.who, at=at, title=trip.title, host=trip.host, venue=trip.venue, branch=trip.branch, starts_on=first,
        ends_on=first + dt.timedelta(days=trip.days - 1),
    )  # fmt: skip
    outing = actions.exhibit_outing(by=trip.who, at=at, outing=outing)
    actions.add_lead(by=trip.who, at=at, outing=outing, company=trip.lead, interest=trip.interest)
