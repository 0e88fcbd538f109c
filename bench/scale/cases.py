"""Consultations: the case, the matter, its thread, and what the client said of it."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.scale import loading
from bench.scale.days import busy_days, moment, share
from bench.scale.dice import public_id, regular, sentence, text
from bench.scale.kinds import ALL
from bench.scale.parties import Parties
from bench.scale.sizes import SEED, YEARS, Size
from kosetsu.common.models import NumberSeries
from kosetsu.foundation.casebook.documents import case_number
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.catalogue.models import TechnologyField
from kosetsu.services.consultations.models import Consultation, Message, SurveyAnswer

LAST_DAY = dt.date(YEARS.stop, 3, 31)
DAYS = (LAST_DAY - dt.date(YEARS.start, 4, 1)).days
OPEN_SINCE = LAST_DAY - dt.timedelta(days=30)
"""Cases opened after this day may still be open."""


@dataclass(slots=True)
class Matter:
    """One case before it is written; ``entry`` is the number of its entry once that is known."""

    id: int
    day: dt.date
    workplace: int
    owner: int
    member: int
    channel: str
    state: str
    delivered: dt.date | None
    entry: int | None = None

    @property
    def closed(self) -> bool:
        return self.state == "closed"


def throw_matters(size: Size, parties: Parties) -> list[Matter]:
    """Every case of the five years, oldest first."""
    dice = random.Random(SEED + 1)
    numbers = iter(range(loading.next_id(Case), 1 << 40))
    return [
        _matter(next(numbers), day, parties, dice)
        for year in YEARS
        for day in busy_days(year, share(size.cases, year), dice)
    ]


def _matter(number: int, day: dt.date, parties: Parties, dice: random.Random) -> Matter:
    place = regular(len(parties.workplaces), 1 - (LAST_DAY - day).days / DAYS, dice)
    state = _open_state(dice) if day > OPEN_SINCE and dice.random() < 0.4 else "closed"
    answered = state in ("answered", "proposed", "visited") or (state == "closed" and dice.random() < 0.97)
    delivered = min(day + dt.timedelta(days=dice.choice((0, 0, 0, 1, 2, 4))), LAST_DAY) if answered else None
    return Matter(
        number, day, parties.workplaces[place], parties.owners[place], dice.choice(parties.staff), dice.choice(ALL),
        state, delivered,
    )  # fmt: skip


def _open_state(dice: random.Random) -> str:
    return dice.choice(("received", "triaged", "assigned", "assigned", "assigned", "waiting", "answered", "proposed"))


def load_cases(matters: list[Matter], parties: Parties) -> None:
    """The rows of the casebook, with their numbers."""
    dice = random.Random(SEED + 2)
    loading.load(
        Case,
        ("id", "public_id", "number", "service", "kind", "title", "state", "organisation_id", "workplace_id",
         "contact_id", "branch_id", "group_id", "assignee_id", "channel", "opened_at", "due_on", "closed_at"),
        _case_rows(matters, parties, dice),
    )  # fmt: skip


def _case_rows(matters: list[Matter], parties: Parties, dice: random.Random) -> Iterator[tuple[Any, ...]]:
    serial, last_year = 0, 0
    for one in matters:
        year = one.day.year - (one.day.month < 4)
        serial, last_year = (serial + 1 if year == last_year else 1), year
        group, branch = parties.group_of(one.member)
        known = one.state not in ("received",)
        yield (
            one.id, public_id(dice), case_number("B", one.day, serial), "consultations", "consultation",
            sentence(dice)[:80], one.state, one.owner, one.workplace,
            parties.contact_of(one.owner) if dice.random() < 0.7 else None,
            branch if known else None, group if known else None,
            one.member if one.state not in ("received", "triaged") else None, one.channel, moment(one.day, dice),
            (one.day + dt.timedelta(days=7)).isoformat(),
            moment(one.delivered or one.day, dice) if one.closed else None,
        )  # fmt: skip


def load_consultations(matters: list[Matter], parties: Parties) -> None:
    """The matters behind the cases, whose entries are known by now."""
    dice = random.Random(SEED + 3)
    fields = list(TechnologyField.objects.exclude(parent=None).values_list("pk", flat=True))
    first = loading.next_id(Consultation)
    loading.load(
        Consultation,
        ("id", "public_id", "case_id", "question", "understood", "field_id", "outcome", "delivered_id",
         "confidential"),
        (
            (first + place, public_id(dice), one.id, text(dice, 1, 3), text(dice, 1, 1) if one.closed else "",
             dice.choice(fields), "solved" if one.closed and one.entry else "", one.entry, dice.random() < 0.02)
            for place, one in enumerate(matters)
        ),
    )  # fmt: skip
    loading.load(Message, ("id", "consultation_id", "side", "kind", "author_id", "text", "at"),
                 _messages(matters, parties, first, loading.next_id(Message), dice))  # fmt: skip
    loading.load(SurveyAnswer, ("id", "consultation_id", "satisfaction", "by_id", "at"),
                 _surveys(matters, parties, first, loading.next_id(SurveyAnswer), dice))  # fmt: skip


def _messages(
    matters: list[Matter], parties: Parties, first: int, number: int, dice: random.Random
) -> Iterator[tuple[Any, ...]]:
    for place, one in enumerate(matters):
        spoken = [("client", "question"), *([("institute", "answer")] if one.delivered else [])]
        if dice.random() < 0.25:
            spoken[1:1] = [("institute", "ask_back"), ("client", "reply")]
        if dice.random() < 0.1:
            spoken.append(("note", "note"))
        for side, kind in spoken:
            author = parties.contact_of(one.owner) if side == "client" else one.member
            yield number, first + place, side, kind, author, text(dice, 1, 3), moment(one.day, dice)
            number += 1


def _surveys(
    matters: list[Matter], parties: Parties, first: int, number: int, dice: random.Random
) -> Iterator[tuple[Any, ...]]:
    for place, one in enumerate(matters):
        if one.closed and dice.random() < 0.15:
            satisfaction = dice.choice((2, 3, 4, 4, 5, 5, 5))
            yield number, first + place, satisfaction, parties.contact_of(one.owner), moment(one.day, dice)
            number += 1


def models() -> list[Any]:
    return [Case, Consultation, Message, SurveyAnswer, NumberSeries]
