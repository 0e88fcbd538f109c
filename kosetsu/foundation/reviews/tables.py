"""Tables of the institute's folder: how far back conflicts of interest are looked for."""

import datetime as dt

from kosetsu.common.tables import Blank, Table, TableRow, cells, overwrite
from kosetsu.foundation.reviews.models import ConflictRule
from kosetsu.foundation.reviews.states import Ground


class ConflictRuleRow(TableRow):
    """One line of reviews/conflict_rules.csv: ``years`` empty means as long as it holds, no longer."""

    ground: Ground
    years: Blank[int] = None
    valid_from: Blank[dt.date] = None
    valid_to: Blank[dt.date] = None
    source: str


def load_rules(rows: list[tuple[int, ConflictRuleRow]]) -> None:
    """Write every rule by its first day."""
    overwrite(ConflictRule, ("ground", "valid_from"), (row.model_dump() for row in cells(rows))).delete()


TABLES = [
    Table(
        "reviews/conflict_rules.csv",
        ConflictRuleRow,
        load_rules,
        order=372,
        optional=True,
        key=("ground", "valid_from"),
    )
]
