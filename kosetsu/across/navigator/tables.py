"""The institute's table of notions for the navigator."""

from kosetsu.across.navigator.models import Facet, Intent
from kosetsu.common.tables import Items, Table, TableRow, cells


class FacetRow(TableRow):
    """One notion with the words that show it."""

    facet: Facet.Kind
    label: str
    terms: Items


def load_facets(rows: list[tuple[int, FacetRow]]) -> None:
    """Replace the notions by the file's rows."""
    Facet.objects.all().delete()
    Facet.objects.bulk_create(Facet(kind=row.facet, label=row.label, terms=row.terms) for row in cells(rows))


class IntentRow(TableRow):
    """One way of asking for a kind of help; without words it always applies."""

    kind: str
    words: Items = []
    weight: float


def load_intents(rows: list[tuple[int, IntentRow]]) -> None:
    """Replace the intents by the file's rows."""
    Intent.objects.all().delete()
    Intent.objects.bulk_create(Intent(**row.model_dump()) for row in cells(rows))


TABLES = [
    Table("navigator/facets.csv", FacetRow, load_facets, order=400, optional=True),
    Table("navigator/intents.csv", IntentRow, load_intents, order=401, optional=True),
]
