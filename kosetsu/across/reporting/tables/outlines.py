"""outlines/*.yaml: a report's structure, read and checked against the measures and relations it names."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.across.reporting.rules.measures import Measure, Shape
from kosetsu.across.reporting.rules.outlines import PLACEHOLDER, Block, Grid, Items, Listing, Outline, Section, Text
from kosetsu.across.reporting.tables.filters import column_kind, read_filter
from kosetsu.across.reporting.tables.problems import Problem, Wrong, need, only, read_word

BETWEEN_LINES = re.compile(r"(?<=[^\x00-\x7f}]) (?=[^\x00-\x7f{])|(?<=[^\x00-\x7f]) (?=\{)|(?<=\}) (?=[^\x00-\x7f])")
"""The space that YAML puts where a Japanese sentence was broken into lines."""


def read_outline(
    raw: Any, measures: Mapping[str, Measure], shapes: Mapping[str, Shape], file: str
) -> tuple[Outline | None, list[Problem]]:
    """The outline, or every section that is wrong."""
    bad: list[Problem] = []
    sections: list[Section] = []
    try:
        head = _head(raw)
    except Wrong as wrong:
        return None, [Problem(file, "-", wrong.field, wrong.reason)]
    for number, one in enumerate(raw["sections"], start=1):
        try:
            sections.append(_section(one, shapes))
        except Wrong as wrong:
            bad.append(Problem(file, str(one.get("number") or f"#{number}"), wrong.field, wrong.reason))
    outline = Outline(**head, sections=tuple(sections))
    for place, text in outline.texts():
        missing = [key for key in PLACEHOLDER.findall(text) if key not in measures]
        bad += [Problem(file, place, "measure", _("指標「%(key)s」はありません。") % {"key": key}) for key in missing]
    return (None if bad else outline), bad


def _head(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise Wrong("-", _("項目と値の組で書いてください。"))
    only(raw, ("key", "fiscal_year", "title", "source", "sections"))
    need(raw, "sections", list)
    return {
        "key": need(raw, "key", str),
        "fiscal_year": need(raw, "fiscal_year", int),
        "title": read_word(raw.get("title"), "title"),
        "source": need(raw, "source", str),
    }


def _section(raw: Any, shapes: Mapping[str, Shape]) -> Section:
    if not isinstance(raw, dict):
        raise Wrong("-", _("項目と値の組で書いてください。"))
    only(raw, ("number", "title", "blocks"))
    blocks = raw.get("blocks") or []
    return Section(
        need(raw, "number", str),
        need(raw, "title", str),
        tuple(_block(block, shapes, f"blocks[{n}]") for n, block in enumerate(blocks)),
    )


def _block(raw: Any, shapes: Mapping[str, Shape], where: str) -> Block:
    if not isinstance(raw, dict) or len(raw) != 1:
        raise Wrong(where, _("text・items・table・listing のどれか一つを書いてください。"))
    [(word, content)] = raw.items()
    if word == "text" and isinstance(content, str):
        return Text(BETWEEN_LINES.sub("", content.strip()))
    if word == "items" and isinstance(content, list):
        return Items(tuple(map(str, content)))
    if word == "table" and isinstance(content, dict):
        return _grid(content, where)
    if word == "listing" and isinstance(content, dict):
        return _listing(content, shapes, where)
    raise Wrong(where, _("text・items・table・listing のどれか一つを書いてください。"))


def _grid(raw: dict[str, Any], where: str) -> Grid:
    only(raw, ("title", "columns", "rows"))
    columns = tuple(map(str, need(raw, "columns", list)))
    rows = tuple(tuple(str(cell) for cell in row) for row in need(raw, "rows", list))
    for number, row in enumerate(rows):
        if len(row) != len(columns):
            raise Wrong(f"{where}.rows[{number}]", _("列の数が見出しと合いません。"))
    return Grid(need(raw, "title", str), columns, rows)


def _listing(raw: dict[str, Any], shapes: Mapping[str, Shape], where: str) -> Listing:
    only(raw, ("title", "relation", "columns", "filter", "values"))
    name = need(raw, "relation", str)
    if name not in shapes:
        raise Wrong(f"{where}.relation", _("関係表「%(name)s」はありません。") % {"name": name})
    columns = need(raw, "columns", dict)
    for column in columns:
        column_kind(column, shapes[name], f"{where}.columns")
    inner = read_filter(raw.get("filter"), shapes[name], f"{where}.filter")
    return Listing(need(raw, "title", str), name, dict(columns), inner, raw.get("values") or {})
