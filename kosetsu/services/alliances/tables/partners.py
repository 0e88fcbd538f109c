"""The institute's tables of partners: agreements, networks, activities."""

import datetime as dt
from itertools import groupby

from kosetsu.common.clock import now
from kosetsu.common.tables import Blank, Items, Table, TableRow, cells, lookup
from kosetsu.foundation.parties.models import Branch, Organisation
from kosetsu.foundation.search.changes import touch_all
from kosetsu.services.alliances.models import Activity, Agreement, AgreementDocument, NetworkField, NetworkMember


class AgreementRow(TableRow):
    """One paper of one agreement."""

    scope: Agreement.Scope
    number: int
    organisation: str
    document: str
    signed_on: Blank[dt.date] = None
    branch: Blank[str] = None
    ended_on: Blank[dt.date] = None
    note: str = ""
    source: str


class MemberRow(TableRow):
    """One body's part in a network."""

    network: str
    organisation: str
    role: NetworkMember.Role
    joined_fiscal_year: Blank[int] = None
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    note: str = ""


class FieldRow(TableRow):
    """One field of a network's partner groups."""

    network: str
    name: str
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None


class ActivityRow(TableRow):
    """One activity with one partner."""

    fiscal_year: int
    section: str
    region: str = ""
    organisation: str
    kind: str
    description: str
    count: Blank[int] = None
    count_unit: str = ""
    months: Items = []
    source: str


def _organisations() -> dict[str, Organisation]:
    return {o.code: o for o in Organisation.objects.exclude(code=None) if o.code}


def load_agreements(rows: list[tuple[int, AgreementRow]]) -> None:
    """Write agreements with their papers; an agreement starts with its first paper."""
    known, branches = _organisations(), {b.code: b for b in Branch.objects.all()}
    for (scope, number), papers in groupby(rows, key=lambda item: (item[1].scope, item[1].number)):
        _write_agreement(scope, number, list(papers), known, branches)


def _write_agreement(
    scope: str,
    number: int,
    papers: list[tuple[int, AgreementRow]],
    known: dict[str, Organisation],
    branches: dict[str, Branch],
) -> None:
    line, first = papers[0]
    agreement, _new = Agreement.objects.update_or_create(
        scope=scope,
        number=number,
        defaults={
            "organisation": lookup(known, first.organisation, line, "organisation"),
            "branch": lookup(branches, first.branch, line, "branch") if first.branch else None,
            "started_on": min((p.signed_on for _line, p in papers if p.signed_on), default=None),
            "ended_on": first.ended_on,
            "source": first.source,
        },
    )
    agreement.documents.all().delete()
    AgreementDocument.objects.bulk_create(
        AgreementDocument(agreement=agreement, title=p.document, signed_on=p.signed_on, note=p.note)
        for _line, p in papers
    )


def load_members(rows: list[tuple[int, MemberRow]]) -> None:
    """Replace the register of network members by the file's rows."""
    known = _organisations()
    members = [
        NetworkMember(
            **row.model_dump(exclude={"organisation"}),
            organisation=lookup(known, row.organisation, line, "organisation"),
        )
        for line, row in rows
    ]
    NetworkMember.objects.all().delete()
    NetworkMember.objects.bulk_create(members)


def load_fields(rows: list[tuple[int, FieldRow]]) -> None:
    """Replace the fields of partner groups by the file's rows."""
    NetworkField.objects.all().delete()
    NetworkField.objects.bulk_create(NetworkField(**row.model_dump()) for row in cells(rows))


def load_activities(rows: list[tuple[int, ActivityRow]]) -> None:
    """Replace the printed activities by the file's rows."""
    known = _organisations()
    activities = [
        Activity(
            **row.model_dump(exclude={"organisation"}),
            organisation=lookup(known, row.organisation, line, "organisation"),
        )
        for line, row in rows
    ]
    Activity.objects.all().delete()
    Activity.objects.bulk_create(activities)
    touch_all("partner", at=now())


TABLES = [
    Table("alliances/agreements.csv", AgreementRow, load_agreements, order=300, optional=True),
    Table("alliances/network_members.csv", MemberRow, load_members, order=310, optional=True),
    Table("alliances/network_fields.csv", FieldRow, load_fields, order=311, optional=True),
    Table("alliances/activities.csv", ActivityRow, load_activities, order=320, optional=True),
]
