"""Everything the institute's reporting folder says, read once per process."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from kosetsu.across.reporting.rules.measures import ENTRIES, Measure, Shape, in_language
from kosetsu.across.reporting.rules.outlines import Outline
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.rules.targets import Target
from kosetsu.across.reporting.tables.measures import read_measures
from kosetsu.across.reporting.tables.outlines import read_outline
from kosetsu.across.reporting.tables.problems import BrokenReporting, Problem, Wrong, read_word, read_yaml
from kosetsu.across.reporting.tables.rows import PUBLISHED, TARGETS, PublishedRow, TargetRow
from kosetsu.common.relations import Relation, relations
from kosetsu.common.tables.reading import read


@dataclass(frozen=True)
class Book:
    """One institute's measures, outlines, targets and printed figures; empty where it brings none."""

    measures: Mapping[str, Measure] = field(default_factory=dict)
    outlines: Mapping[str, Outline] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    published: tuple[PublishedRow, ...] = ()
    words: Mapping[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)
    """Column → stored value → language → how it is read aloud."""

    def word(self, column: str, value: str, language: str) -> str:
        """A stored value of a column in words; one without words is shown as it is."""
        texts = self.words.get(column, {}).get(value)
        return in_language(texts, language) if texts else value


def book() -> Book:
    """The book of the institute this installation runs; raises :class:`BrokenReporting` with every problem."""
    return read_book(Path(settings.KOSETSU_INSTITUTE_DIR) / "reporting")


@lru_cache(maxsize=4)
def read_book(folder: Path) -> Book:
    """Read and check a reporting folder."""
    found = shapes()
    measures, bad = _measures(folder, found)
    outlines: dict[str, Outline] = {}
    for path in sorted((folder / "outlines").glob("*.yaml")):
        outline, wrong = _outline(path, measures, found)
        bad += wrong
        if outline:
            outlines[outline.key] = outline
    targets, wrong = _targets(folder, measures)
    bad += wrong
    if bad:
        raise BrokenReporting(bad)
    published, _errors = read(PUBLISHED, folder.parent)
    printed = tuple(row for _line, row in published)
    return Book(measures, outlines, tuple(targets), printed, _words(folder / "words.yaml"))


def shapes() -> dict[str, Shape]:
    """Every relation as SQL sees it; the casebook's is the one whose reversals subtract."""
    plain = {one.name: Shape(one.name, one.columns, _dated_by(one)) for one in relations().values()}
    return {**plain, ENTRIES.name: ENTRIES}


def _dated_by(relation: Relation) -> str:
    """A yearly list says so by a column fiscal_year; a register's rows are already those of the day asked."""
    yearly = "fiscal_year" in relation.columns and not relation.as_of
    return relation.dated_by or ("fiscal_year" if yearly else "")


def _words(path: Path) -> dict[str, dict[str, dict[str, str]]]:
    if not path.exists():
        return {}
    try:
        raw = read_yaml(path)
        return {
            str(column): {str(value): read_word(text, f"{column}.{value}") for value, text in words.items()}
            for column, words in raw.items()
        }
    except Wrong as wrong:
        raise BrokenReporting([Problem(path.name, "-", wrong.field, wrong.reason)]) from None


def _measures(folder: Path, found: Mapping[str, Shape]) -> tuple[dict[str, Measure], list[Problem]]:
    path = folder / "measures.yaml"
    if not path.exists():
        return {}, []
    try:
        return read_measures(read_yaml(path), found, path.name)
    except Wrong as wrong:
        return {}, [Problem(path.name, "-", wrong.field, wrong.reason)]


def _outline(
    path: Path, measures: Mapping[str, Measure], found: Mapping[str, Shape]
) -> tuple[Outline | None, list[Problem]]:
    try:
        return read_outline(read_yaml(path), measures, found, path.name)
    except Wrong as wrong:
        return None, [Problem(path.name, "-", wrong.field, wrong.reason)]


def _targets(folder: Path, measures: Mapping[str, Measure]) -> tuple[list[Target], list[Problem]]:
    rows, errors = read(TARGETS, folder.parent)
    bad = [Problem("targets.csv", str(error.row), error.field, error.reason) for error in errors]
    bad += [
        Problem("targets.csv", row.key, "measure", row.measure) for _line, row in rows if row.measure not in measures
    ]
    return [_target(row) for _line, row in rows], bad


def _target(row: TargetRow) -> Target:
    given = row.model_dump(include={"key", "plan_item", "unit", "target", "aggregation", "measure", "stated_in"})
    area, indicator = _in_languages(row, "area"), _in_languages(row, "indicator")
    return Target(**given, area=area, indicator=indicator, period=Period(row.period_start, row.period_end))


def _in_languages(row: TargetRow, name: str) -> dict[str, str]:
    given = {"ja": getattr(row, name), **{one: getattr(row, f"{name}_{one}") for one in ("en", "th")}}
    return {language: text for language, text in given.items() if text}
