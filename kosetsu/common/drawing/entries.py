"""entries.md: what is recorded, the flat tables beside it, and the measures that count both."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from kosetsu.common.drawing.parts import table
from kosetsu.common.manifests import manifests
from kosetsu.common.relations import relations


def draw() -> Iterator[str]:
    yield "# Entries, relations, measures"
    yield from _section("Entry kinds", ("service", "kind", "label"), _kinds())
    yield from _section("Relations", ("relation", "title", "columns", "open to the public"), _relations())
    yield from _section("Measures", ("measure", "name", "definition", "unit", "counts", "source"), _measures())


def _section(title: str, heads: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield from table(heads, rows)


def _kinds() -> Iterator[tuple[Any, ...]]:
    for manifest in manifests():
        for kind, label in manifest.entry_kinds.items():
            yield f"`{manifest.key}`", f"`{kind}`", label


def _relations() -> Iterator[tuple[Any, ...]]:
    for name, relation in sorted(relations().items()):
        columns = ", ".join(f"{column} {kind.__name__}" for column, kind in relation.columns.items())
        yield f"`{name}`", relation.title, columns, ", ".join(relation.public) or "nothing"


def _measures() -> Iterator[tuple[Any, ...]]:
    """As the institute's folder defines them; where it has no measures there is nothing to draw."""
    path = Path(settings.KOSETSU_INSTITUTE_DIR) / "reporting" / "measures.yaml"
    for one in yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []:
        way = one["aggregate"]
        counted = way if isinstance(way, str) else " ".join(str(part) for pair in way.items() for part in pair)
        counts = f"{counted} of {one['relation']}"
        yield f"`{one['key']}`", one["name"]["ja"], one["definition"]["ja"], one["unit"], counts, one["source"]
