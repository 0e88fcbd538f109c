"""Files of the institute's folder: the demo's prepared answers."""

from pydantic import Field

from kosetsu.common.tables import Blank, Table, TableRow, lookup
from kosetsu.foundation.parties.models import Group
from kosetsu.services.consultations.models import CannedAnswer


class CannedRow(TableRow):
    """One line of demo/canned_answers.csv: a prepared answer of one group, or (no group) of everyone."""

    title: str = Field(min_length=1, max_length=100)
    group: Blank[str] = None
    text: str = Field(min_length=1)
    source: str


def load_canned(rows: list[tuple[int, CannedRow]]) -> None:
    """Write the answers that are not there yet; one that staff changed or withdrew stays as they left it."""
    known = set(CannedAnswer.objects.values_list("title", "group__code"))
    groups = {group.code: group for group in Group.objects.all()}
    CannedAnswer.objects.bulk_create(
        CannedAnswer(
            title=row.title, text=row.text, group=lookup(groups, row.group, line, "group") if row.group else None
        )
        for line, row in rows
        if (row.title, row.group) not in known
    )


TABLES = [
    Table(
        "demo/canned_answers.csv",
        CannedRow,
        load_canned,
        order=64,
        optional=True,
        demo=True,
        key=("title", "group"),
        refers={"group": "catalogue/groups.csv"},
    ),
]
