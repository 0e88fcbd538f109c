"""A report as a document: headings, paragraphs and tables whose figures know their measure."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.documents.listings import KeptTable, name_of, read_table
from kosetsu.across.reporting.models import Edition
from kosetsu.across.reporting.rules.editions import restore
from kosetsu.across.reporting.rules.figures import Figure, written
from kosetsu.across.reporting.rules.outlines import PLACEHOLDER, Block, Grid, Items, Outline, Section, Text
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import Book


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; with a measure it is a figure, and opens to its rows."""

    text: str
    measure: str = ""
    synthetic: bool = False


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    line: Line
    kind = "paragraph"


@dataclass(frozen=True, slots=True)
class Bullets:
    lines: tuple[Line, ...]
    kind = "bullets"


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    kind = "table"


Content = Paragraph | Bullets | Table


@dataclass(frozen=True, slots=True)
class Part:
    """One heading with what stands under it."""

    section: Section
    content: tuple[Content, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One outline filled with the figures of its year, live or as an edition kept them."""

    outline: Outline
    period: Period
    parts: tuple[Part, ...]
    figures: Mapping[str, Figure]
    edition: Edition | None = None

    @property
    def synthetic(self) -> int:
        """How many of its figures stand on rows made for unpublished single events."""
        return sum(figure.synthetic for figure in self.figures.values())

    @property
    def note(self) -> str:
        """What the reader must know about figures without published single events; empty where there are none."""
        said = _(
            "＊を付けた%(count)d個の数字は、個々の実績が公表されていないため、合計に合わせて作成した合成データから集計しています。"
        )
        return said % {"count": self.synthetic} if self.synthetic else ""

    def tables(self) -> list[tuple[Section, Table]]:
        """Every table with its section, in reading order."""
        return [(part.section, one) for part in self.parts for one in part.content if isinstance(one, Table)]


def build(outline: Outline, book: Book, reader: Reader, edition: Edition | None = None) -> Report:
    """Fill the outline; an edition prints the figures and the listed tables that were frozen with it."""
    period = Period.of_fiscal_year(outline.fiscal_year)
    measures = [book.measures[key] for key in outline.measures()]
    if edition:
        kept = restore(edition.figures)
        figures: Mapping[str, Figure] = {m.key: kept[m.key] for m in measures if m.key in kept}
    else:
        figures = reader.figures(measures, period)
    kept_tables = edition.listings.get(outline.key, {}) if edition else {}
    parts = tuple(
        Part(section, tuple(_content(block, section, figures, reader, period, kept_tables) for block in section.blocks))
        for section in outline.sections
    )
    return Report(outline, period, parts, figures, edition)


def _content(
    block: Block,
    section: Section,
    figures: Mapping[str, Figure],
    reader: Reader,
    period: Period,
    kept: Mapping[str, KeptTable],
) -> Content:
    if isinstance(block, Text):
        return Paragraph(line_of(block.text, figures))
    if isinstance(block, Items):
        return Bullets(tuple(line_of(text, figures) for text in block.items))
    if isinstance(block, Grid):
        rows = tuple(tuple(line_of(cell, figures) for cell in row) for row in block.rows)
        return Table(block.title, block.columns, rows)
    table = kept.get(name_of(section, block)) or read_table(block, reader, period)
    rows = tuple(tuple((Piece(cell),) for cell in row) for row in table["rows"])
    return Table(block.title, tuple(table["columns"]), rows)


def line_of(text: str, figures: Mapping[str, Figure]) -> Line:
    """The text cut into plain stretches and figures; a figure an edition never had prints a dash."""
    pieces: list[Piece] = []
    for place, part in enumerate(PLACEHOLDER.split(text)):
        if place % 2:
            figure = figures.get(part)
            pieces.append(Piece(written(figure.value if figure else None), part, bool(figure and figure.synthetic)))
        elif part:
            pieces.append(Piece(part))
    return tuple(pieces)


def plain(line: Line) -> str:
    """The line without its figures' links."""
    return "".join(piece.text for piece in line)
