"""The institute's table of notions for the navigator."""

from kosetsu.across.navigator.models import Facet
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


TABLES = [Table("navigator/facets.csv", FacetRow, load_facets, order=400, optional=True)]
