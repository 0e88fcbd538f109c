"""The demo's exhibitions, their made-up exhibitors, and who visits."""

from typing import Annotated, Any

from pydantic import Field

from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Flag, Items, TableRow, lookup
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Branch, Organisation
from kosetsu.services.exhibitions.actions import demo
from kosetsu.services.exhibitions.models import Booth, Exhibition, Outing, Visitor
from kosetsu.services.exhibitions.states import BoothKind


class DemoExhibitionRow(TableRow):
    """One exhibition of the demo; ``invited`` is "ORG103=2;ORG012=2", people are the first parts of their addresses."""

    title: str
    summary: str
    terms: str
    branch: str
    tags: Items
    opens_in: Annotated[int, Field(ge=-300, le=300)]
    closes_in: Annotated[int, Field(ge=-300, le=300)]
    runner: str
    invites: Flag = True
    invited: Items = []
    source: str


class DemoBoothRow(TableRow):
    """One exhibitor of the demo, by the title of its exhibition."""

    exhibition: str
    checker: str
    kind: BoothKind
    organisation: str = ""
    name: str = ""
    recommended_by: str = ""
    contact: str = ""
    topic: str = ""
    lead: str
    tags: Items = []
    seed: str = ""
    need: str = ""
    url: str = ""
    english: str = ""
    """Name / line of business / headline in English."""
    source: str


class DemoVisitorRow(TableRow):
    """One visitor of the demo."""

    exhibition: str
    person: str
    shows_company: Flag = False
    source: str


class DemoOutingRow(TableRow):
    """One trade fair of the demo at which the institute exhibited so many days before the loading."""

    title: str
    host: str
    venue: str
    branch: str
    who: str
    days_ago: Annotated[int, Field(ge=0, le=300)]
    days: Annotated[int, Field(ge=1, le=30)]
    lead: str
    interest: str
    source: str


def load_outings(rows: list[tuple[int, DemoOutingRow]]) -> None:
    """Go there, once."""
    if Outing.objects.exists():
        return
    cast = Cast(now())
    branches = {one.code: one for one in Branch.objects.all()}
    for line, row in rows:
        trip = demo.Trip(
            **row.model_dump(exclude={"branch", "who", "source"}),
            branch=lookup(branches, row.branch, line, "branch"),
            who=lookup(cast.people, row.who, line, "who"),
        )
        demo.go(trip, cast.at)


def load_exhibitions(rows: list[tuple[int, DemoExhibitionRow]]) -> None:
    """Plan the demo's exhibitions, once: a database that knows one is left alone."""
    if Exhibition.objects.exists():
        return
    cast, known = Cast(now()), bodies()
    branches = {one.code: one for one in Branch.objects.all()}
    for line, row in rows:
        show = demo.Show(
            **row.model_dump(exclude={"branch", "runner", "invited", "source"}),
            branch=lookup(branches, row.branch, line, "branch"),
            runner=lookup(cast.people, row.runner, line, "runner"),
            invited=[_invited(line, text, known) for text in row.invited],
        )
        demo.prepare(show, cast)


def load_booths(rows: list[tuple[int, DemoBoothRow]]) -> None:
    """Write their booths, once; what is due opens."""
    if Booth.objects.exists():
        return
    cast, partners, known = Cast(now()), bodies(), _exhibitions()
    for line, row in rows:
        demo.write(_stand(line, row, cast, partners, lookup(known, row.exhibition, line, "exhibition")))
    demo.open_what_is_due(cast.at)


def load_visitors(rows: list[tuple[int, DemoVisitorRow]]) -> None:
    """Let them visit, once; what is over closes."""
    if Visitor.objects.exists():
        return
    cast, known = Cast(now()), _exhibitions()
    coming: dict[str, list[tuple[Person, bool]]] = {}
    for line, row in rows:
        lookup(known, row.exhibition, line, "exhibition")
        person = lookup(cast.people, row.person, line, "person")
        coming.setdefault(row.exhibition, []).append((person, row.shows_company))
    for title, people in coming.items():
        demo.visit(known[title], people, cast)
    demo.close_what_is_over(cast.at)


def _exhibitions() -> dict[str, Exhibition]:
    return {one.title: one for one in Exhibition.objects.select_related("branch", "planned_by")}


def bodies() -> dict[str, Organisation]:
    """Those that the institute names by a code."""
    return {str(one.code): one for one in Organisation.objects.exclude(code=None)}


def _invited(line: int, text: str, bodies: dict[str, Organisation]) -> tuple[Organisation, int]:
    code, _equals, most = text.partition("=")
    if not most.isdecimal():
        raise BadRow(line, "invited", text)
    return lookup(bodies, code, line, "invited"), int(most)


def _stand(
    line: int, row: DemoBoothRow, cast: Cast, bodies: dict[str, Organisation], exhibition: Exhibition
) -> demo.Stand:
    company, partner = row.kind == BoothKind.COMPANY, row.kind == BoothKind.PARTNER
    named: Any = {
        name: lookup(cast.people, key, line, name) if (key := getattr(row, name)) else None
        for name in ("recommended_by", "contact", "checker")
    }
    plain = row.model_dump(include={"kind", "name", "topic", "lead", "tags", "seed", "need", "url", "english"})
    return demo.Stand(
        **plain, **named, exhibition=exhibition,
        workplace=lookup(cast.workplaces, row.organisation, line, "organisation") if company else None,
        organisation=lookup(bodies, row.organisation, line, "organisation") if partner else None,
    )  # fmt: skip
