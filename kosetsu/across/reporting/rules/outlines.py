"""A report's outline as data: headings, sentences with figures in them, tables. Outlines change every year."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kosetsu.across.reporting.rules.measures import Filter, in_language

PLACEHOLDER = re.compile(r"\{measure:([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; ``{measure:key}`` stands for a figure."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list of short sentences."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table whose rows are written out; cells may hold figures."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A table whose rows are those of a relation, as it stood on the last day of the report's year."""

    title: str
    relation: str
    columns: Mapping[str, str]
    filter: Filter
    values: Mapping[str, Mapping[str, str]]
    """Column → stored value → the words printed for it."""


Block = Text | Items | Grid | Listing


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered heading and what stands under it."""

    number: str
    title: str
    blocks: tuple[Block, ...] = ()

    @property
    def level(self) -> int:
        """1 for a chapter, 2 for its parts, and so on; "(1)" stands one below its section."""
        base, _, inner = self.number.partition("(")
        return len([part for part in base.split(".") if part]) + (1 if inner else 0)

    @property
    def anchor(self) -> str:
        """The heading's name in addresses."""
        return "s" + re.sub(r"[^0-9]+", "-", self.number).strip("-")


@dataclass(frozen=True, slots=True)
class Outline:
    """One row per report of one year."""

    key: str
    fiscal_year: int
    title: Mapping[str, str]
    """By language; the paper itself is Japanese."""
    source: str
    sections: tuple[Section, ...]

    def named(self, language: str) -> str:
        """The title in ``language``."""
        return in_language(self.title, language)

    def texts(self) -> list[tuple[str, str]]:
        """Every text that may hold figures, with the number of its section."""
        return [
            (section.number, text) for section in self.sections for block in section.blocks for text in _texts(block)
        ]

    def measures(self) -> list[str]:
        """The keys of all figures, in reading order, each once."""
        return list(dict.fromkeys(key for _number, text in self.texts() for key in PLACEHOLDER.findall(text)))

    def relations(self) -> list[str]:
        """The names of all relations it lists."""
        blocks = [block for section in self.sections for block in section.blocks]
        return list(dict.fromkeys(block.relation for block in blocks if isinstance(block, Listing)))


def _texts(block: Block) -> tuple[str, ...]:
    if isinstance(block, Text):
        return (block.text,)
    if isinstance(block, Items):
        return block.items
    return tuple(cell for row in block.rows for cell in row) if isinstance(block, Grid) else ()
