"""The demo's coordinators, needs and seeds in every state, companies, and meetings."""

import datetime as dt
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import Field

from kosetsu.common.clock import now
from kosetsu.common.tables import BadRow, Blank, Flag, Items, Table, TableRow, lookup
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.parties.actions.demo import Cast
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.actions.demo import Found, Paired, find, pair
from kosetsu.services.alliances.models import Coordinator, Liaison, LiaisonMeeting, Opportunity, Pairing
from kosetsu.services.alliances.states import MeetingState, PairingState, Side

ASKED, MET = dt.time(9, 30), dt.time(14, 0)
Days = Annotated[int, Field(ge=0, le=330)]


class CoordinatorRow(TableRow):
    """One line of demo/coordinators.csv: who coordinates, since so many days before the loading."""

    liaison: str
    person: str
    by: str
    days_ago: Days
    source: str


class OpportunityRow(TableRow):
    """One line of demo/opportunities.csv; the other files call it by its title."""

    title: str
    liaison: str
    side: Side
    organisation: str
    summary: str
    detail: str = ""
    names_source: Flag = False
    wish_days: Blank[int] = None
    days_ago: Days
    by: str
    taken_up: Flag = False
    share_with: str = ""
    shared: Items = []
    source: str


class PairingRow(TableRow):
    """One line of demo/pairings.csv: a company and how far it came."""

    opportunity: str
    organisation: str
    state: PairingState
    days_ago: Days
    by: str
    why: str = ""
    interested: Flag = False
    secrecy: Flag = False
    reason: str = ""
    agreement: str = ""
    topic: str = ""
    note: str = ""
    finishes: Flag = False
    """With its end the opportunity is done."""
    source: str


class MeetingRow(TableRow):
    """One line of demo/liaison_meetings.csv: ``seats`` are "code:people" (no code: the institute), ``decisions``
    "title:verdict:reason".
    """

    liaison: str
    kind: str
    days: Annotated[int, Field(ge=-300, le=300)]
    called_days_ago: Days
    format: Format
    place: str = ""
    agenda: str
    state: MeetingState
    seats: Items = []
    minutes: str = ""
    reason: str = ""
    decisions: Items = []
    by: str
    source: str


def load_coordinators(rows: list[tuple[int, CoordinatorRow]]) -> None:
    """Appoint them, once."""
    if Coordinator.objects.exists():
        return
    cast, liaisons = Cast(now()), _liaisons()
    for line, row in rows:
        at = cast.moment(-row.days_ago, ASKED)
        actions.appoint_coordinator(
            by=lookup(cast.people, row.by, line, "by"), at=at, liaison=lookup(liaisons, row.liaison, line, "liaison"),
            person=lookup(cast.people, row.person, line, "person"), valid_from=at.date(),
        )  # fmt: skip


def load_opportunities(rows: list[tuple[int, OpportunityRow]]) -> None:
    """Find them, the oldest first; a database that has some is left alone."""
    if Opportunity.objects.exists():
        return
    cast, liaisons, known = Cast(now()), _liaisons(), Organisation.objects.in_bulk(field_name="code")
    for line, row in sorted(rows, key=lambda one: -one[1].days_ago):
        described = actions.Described(
            side=row.side, source=lookup(known, row.organisation, line, "organisation"), title=row.title,
            summary=row.summary, detail=row.detail, names_source=row.names_source,
            wish_on=cast.working_day(row.wish_days) if row.wish_days else None,
        )  # fmt: skip
        find(
            Found(
                liaison=lookup(liaisons, row.liaison, line, "liaison"), described=described, taken_up=row.taken_up,
                by=lookup(cast.people, row.by, line, "by"), at=cast.moment(-row.days_ago, ASKED), shared=row.shared,
                share_with=lookup(known, row.share_with, line, "share_with") if row.share_with else None,
            )
        )  # fmt: skip


def load_pairings(rows: list[tuple[int, PairingRow]]) -> None:
    """Bring them to companies, once."""
    if Pairing.objects.exists():
        return
    cast = Cast(now())
    named = {one.title: one for one in Opportunity.objects.select_related("case", "liaison", "source")}
    for line, row in sorted(rows, key=lambda one: -one[1].days_ago):
        said = row.model_dump(exclude={"opportunity", "organisation", "days_ago", "by", "source", "finishes"})
        made = pair(
            Paired(
                **said, opportunity=lookup(named, row.opportunity, line, "opportunity"),
                workplace=lookup(cast.workplaces, row.organisation, line, "organisation"),
                by=lookup(cast.people, row.by, line, "by"), at=cast.moment(-row.days_ago, ASKED),
            )
        )  # fmt: skip
        if row.finishes:
            at = cast.moment(-row.days_ago, MET)
            actions.finish_opportunity(by=made.made_by, at=at, opportunity=made.opportunity, reason=row.reason)


def load_meetings(rows: list[tuple[int, MeetingRow]]) -> None:
    """Call them, hold them or call them off, once."""
    if LiaisonMeeting.objects.exists():
        return
    cast, liaisons, known = Cast(now()), _liaisons(), Organisation.objects.in_bulk(field_name="code")
    for line, row in rows:
        by, starts_at = lookup(cast.people, row.by, line, "by"), cast.moment(row.days, MET)
        invitation = actions.Invitation(
            kind=row.kind, starts_at=starts_at, agenda=row.agenda, format=row.format, place=row.place
        )
        called_at = cast.moment(-row.called_days_ago, ASKED)
        liaison = lookup(liaisons, row.liaison, line, "liaison")
        meeting = actions.call_meeting(by=by, at=called_at, liaison=liaison, invitation=invitation)
        if row.state == MeetingState.HELD:
            _hold(row, line, meeting, by, known)
        elif row.state == MeetingState.CALLED_OFF:
            actions.call_off_meeting(by=by, at=called_at, meeting=meeting, reason=row.reason)


def _hold(row: MeetingRow, line: int, meeting: LiaisonMeeting, by: Any, known: dict[Any, Organisation]) -> None:
    seats = [one.partition(":") for one in row.seats]
    if any(not many.isdigit() for _code, _colon, many in seats):
        raise BadRow(line, "seats", _("「機関:人数」の形で書いてください。"))
    named = {one.title: one for one in Opportunity.objects.select_related("case", "liaison")}
    decided = [(*one.split(":"), "", "")[:3] for one in row.decisions]
    actions.hold_meeting(
        by=by, at=meeting.starts_at + dt.timedelta(hours=2), meeting=meeting, minutes=row.minutes,
        seats={lookup(known, code, line, "seats") if code else None: int(many) for code, _colon, many in seats},
        decisions=[(lookup(named, key, line, "decisions"), verdict, why) for key, verdict, why in decided],
    )  # fmt: skip


def _liaisons() -> dict[str, Liaison]:
    return {one.key: one for one in Liaison.objects.all()}


def _table(file: str, row: type[TableRow], load: Any, order: int, *key: str) -> Table[Any]:
    return Table(f"demo/{file}.csv", row, load, order=order, optional=True, demo=True, key=key)


TABLES = [
    _table("coordinators", CoordinatorRow, load_coordinators, 680, "liaison", "person"),
    _table("opportunities", OpportunityRow, load_opportunities, 681, "title"),
    _table("pairings", PairingRow, load_pairings, 682, "opportunity", "organisation"),
    _table("liaison_meetings", MeetingRow, load_meetings, 683, "liaison", "days"),
]
