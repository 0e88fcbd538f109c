"""A panel of the demo with its items, and a proposal of who reviews them, lived through by their actions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kosetsu.across.matching.actions import bidding, panels, readers
from kosetsu.across.matching.actions.panel_search import search
from kosetsu.across.matching.models import Word
from kosetsu.common.clock import day_of
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.actions.demo import A_STEP
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Item, Panel, Reviewer

OFFICES = (StaffRole.PLANNING, StaffRole.REVIEW)
SECONDS = 10
ASKED_FOR = dt.timedelta(days=14)
"""How long after the loading the reviewers may still say what they want to review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """One reviewer of the panel, and how much."""

    person: Person
    senior: bool
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One panel of the demo."""

    title: str
    runner: Person
    reviews_each: int
    seniors_each: int
    reviewers: Sequence[Reads]
    criteria: Sequence[reviews.Asked]


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """One item, from which company, and what reviewers said of it."""

    number: str
    title: str
    organisation: Organisation
    text: str
    fields: Sequence[str]
    at: dt.datetime
    wishes: Mapping[Person, Word]


def show(one: Shown, at: dt.datetime) -> Panel:
    """Make the panel with its reviewers."""
    panel = reviews.make_panel(
        by=one.runner, at=at, title=one.title, criteria=one.criteria, offices=OFFICES, reviews_each=one.reviews_each,
        seniors_each=one.seniors_each,
    )  # fmt: skip
    for each in one.reviewers:
        reviews.add_reviewer(
            by=one.runner, at=at, panel=panel, person=each.person, senior=each.senior, least=each.least, most=each.most
        )
    return panel


def fill(panel: Panel, runner: Person, came: Sequence[Came], at: dt.datetime) -> None:
    """Add the items, enter what reviewers said, ask them for more, and ask who is to review what."""
    given = [
        reviews.Given(
            one.number, one.title, one.organisation.name, one.at, one.organisation.corporate_number or "",
            one.organisation, one.text, one.fields,
        )
        for one in came
    ]  # fmt: skip
    items = reviews.add_items(by=runner, at=at - 2 * A_STEP, panel=panel, given=given)
    readers_of = {one.person_id: one for one in panel.reviewers.all()}
    for item, one in zip(items, came, strict=True):
        _wish(item, one, readers_of, runner, at - A_STEP)
    bidding.open_bidding(by=runner, at=at - A_STEP, panel=panel, until=day_of(at) + ASKED_FOR)
    terms = panels.Terms(seconds=SECONDS)
    search(panels.ask_for_reviewers(by=runner, at=at, panel=panel, terms=terms))


def _wish(item: Item, one: Came, known: Mapping[int, Reviewer], runner: Person, at: dt.datetime) -> None:
    for person, word in one.wishes.items():
        readers.enter_bid(by=runner, at=at, item=item, reviewer=known[person.pk], word=word)
