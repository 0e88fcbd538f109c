"""Words that the institute's folder brings."""

from kosetsu.common.tables import Items, Table, TableRow, cells, upsert
from kosetsu.foundation.search.models import Concept


class ConceptRow(TableRow):
    """One line of search/concepts.csv: a notion and the other ways to say it."""

    name: str
    kind: Concept.Kind
    terms: Items


def load_concepts(rows: list[tuple[int, ConceptRow]]) -> None:
    """Add the folder's concepts, and change those that the file says otherwise; words taught by staff stay."""
    wanted = {row.name: {"kind": row.kind.value, "terms": row.terms} for row in cells(rows)}
    upsert(Concept, "name", wanted)


TABLES = [Table("search/concepts.csv", ConceptRow, load_concepts, optional=True, key=("name",))]
