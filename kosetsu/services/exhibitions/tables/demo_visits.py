"""The demo's tours, and the talks of its research presentation."""

import datetime as dt
from typing import Annotated

from pydantic import Field

from kosetsu.common.clock import now
from kosetsu.common.tables import TableRow, lookup
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.exhibitions.actions import demo_visits as demo
from kosetsu.services.exhibitions.models import Talk, Tour
from kosetsu.services.exhibitions.tables.demo import bodies


class DemoTourRow(TableRow):
    """One group; ``days`` from the loading, ``guide`` and ``came`` as far as it went."""

    group: str
    contact: str
    people: Annotated[int, Field(ge=1, le=200)]
    branch: str
    wishes: str
    interest: str
    partner: str = ""
    runner: str
    guide: str = ""
    days: Annotated[int, Field(ge=-300, le=300)]
    starts: dt.time
    came: Annotated[int, Field(ge=0, le=200)] = 0
    source: str


class DemoTalkRow(TableRow):
    """One talk, by the title of its presentation and the minutes after its beginning."""

    gathering: str
    who: str
    after: Annotated[int, Field(ge=0, le=600)]
    minutes: Annotated[int, Field(ge=5, le=480)]
    track: str = ""
    title: str
    speaker: str
    affiliation: str = ""
    partner: str = ""
    invited_as: str = ""
    abstract: str
    source: str


def load_tours(rows: list[tuple[int, DemoTourRow]]) -> None:
    """Show them round, once."""
    if Tour.objects.exists():
        return
    cast, known = Cast(now()), bodies()
    branches = {one.code: one for one in Branch.objects.all()}
    for line, row in rows:
        party = demo.Party(
            **row.model_dump(exclude={"branch", "partner", "runner", "guide", "source"}),
            branch=lookup(branches, row.branch, line, "branch"),
            partner=lookup(known, row.partner, line, "partner") if row.partner else None,
            runner=lookup(cast.people, row.runner, line, "runner"),
            guide=lookup(cast.people, row.guide, line, "guide") if row.guide else None,
        )
        demo.show_round(party, cast)


def load_talks(rows: list[tuple[int, DemoTalkRow]]) -> None:
    """Put them into their programme, once."""
    if Talk.objects.exists():
        return
    cast, known = Cast(now()), bodies()
    held = {one.title: one for one in Gathering.objects.filter(service="exhibitions").select_related("branch")}
    for line, row in rows:
        slide = demo.Slide(
            **row.model_dump(exclude={"gathering", "who", "partner", "source"}),
            gathering=lookup(held, row.gathering, line, "gathering"),
            who=lookup(cast.people, row.who, line, "who"),
            partner=lookup(known, row.partner, line, "partner") if row.partner else None,
        )
        demo.put_in(slide, cast.at)
