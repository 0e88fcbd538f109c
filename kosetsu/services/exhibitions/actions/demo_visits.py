"""Tours and research presentations of the demo, so many days from the loading."""

import datetime as dt
from dataclasses import dataclass

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Branch, Organisation
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Tour

BEFORE = dt.timedelta(days=14)
"""A group asks so long before it comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One group of the demo; without a ``guide`` it waits for a day, with ``came`` it was there."""

    group: str
    contact: str
    people: int
    branch: Branch
    wishes: str
    interest: str
    partner: Organisation | None
    runner: Person
    guide: Person | None
    days: int
    starts: dt.time
    came: int


def show_round(party: Party, cast: Cast) -> Tour:
    """Asked for; proposed and agreed where there is a guide; held where somebody came."""
    at = min(cast.moment(party.days, party.starts) - BEFORE, cast.at)
    tour = actions.ask_tour(
        by=None, at=at, branch=party.branch, group=party.group, contact=party.contact, email="visitors@demo.example.jp",
        people=party.people, wishes=party.wishes, interest=party.interest,
    )  # fmt: skip
    if party.guide is None:
        return tour
    tour = actions.propose_tour(
        by=party.runner, at=at, tour=tour, day=cast.working_day(party.days), starts=party.starts, minutes=60,
        guide=party.guide, partner=party.partner, words="正面玄関の受付へお越しください。",
    )  # fmt: skip
    tour = actions.accept_tour(by=None, at=at, tour=tour)
    return actions.hold_tour(by=party.guide, at=cast.at, tour=tour, came=party.came) if party.came else tour


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One talk of the demo, so many minutes after its presentation begins."""

    gathering: Gathering
    who: Person
    after: int
    minutes: int
    track: str
    title: str
    speaker: str
    affiliation: str
    partner: Organisation | None
    invited_as: str
    abstract: str


def put_in(slide: Slide, at: dt.datetime) -> None:
    """Into the programme."""
    begins = slide.gathering.sessions.order_by("starts_at")[0].starts_at
    given = actions.Given(
        starts_at=begins + dt.timedelta(minutes=slide.after), minutes=slide.minutes, track=slide.track,
        title=slide.title, speaker=slide.speaker, affiliation=slide.affiliation, partner=slide.partner,
        invited_as=slide.invited_as, abstract=slide.abstract,
    )  # fmt: skip
    actions.add_talk(by=slide.who, at=at, gathering=slide.gathering, given=given)
