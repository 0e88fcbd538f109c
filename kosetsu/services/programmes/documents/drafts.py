"""A draft as its writer sees it: what is wrong in which line, its worked cases, and how two editions differ."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import unified_diff
from typing import Any, Literal

import yaml
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from kosetsu.common.tables.errors import reason
from kosetsu.services.programmes.descriptions import read_places
from kosetsu.services.programmes.documents.worked import CaseResult, tried, unreadable
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.language import Description, WorkedCase


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: in which of the two texts, in which line (0: the whole), at which path, what."""

    level: Literal["error", "warning"]
    line: int
    path: str
    text: str
    where: Literal["text", "cases"] = "text"


@dataclass
class Looked:
    """What was found in a draft."""

    description: Description | None = None
    findings: list[Finding] = field(default_factory=list)
    cases: list[CaseResult] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        return [one for one in self.findings if one.level == "error"]

    @property
    def ready(self) -> bool:
        """Whether it can be published: readable, without an error, and its worked cases come out as a person said."""
        return self.description is not None and not self.errors and all(one.good for one in self.cases)


BookOf = Callable[[Description, dt.date], Book]
Lint = Callable[[Description], Iterable[Finding]]


def look_at(text: str, cases: str, book_of: BookOf, lint: Lint) -> Looked:
    """Read both texts; a draft that cannot be read has no cases that could be asked."""
    looked = Looked()
    raw, lines = _read(text, "text", looked)
    looked.description = _parsed(Description, raw, lines, "text", (), looked) if lines else None
    if looked.description is None:
        return looked
    looked.findings += [_placed(one, lines) for one in lint(looked.description)]
    if looked.errors:
        return looked
    begins, worked = looked.description.effective_from, list(_worked(cases, looked))
    try:
        deciders = {
            day: Decider(book_of(looked.description, day)) for day in {begins, *(one.day or begins for one in worked)}
        }
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        looked.findings.append(Finding("error", 0, "", unreadable(error)))
        return looked
    looked.cases = [tried(one, deciders[one.day or begins]) for one in worked]
    return looked


def written_out(body: dict[str, Any]) -> str:
    """A stored description as YAML, in the order of the language."""
    found: str = yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=118)
    return found


def differences(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str]]:
    """The lines that differ with some around them: a sign (+, -, blank, @) and the line."""
    lines = unified_diff(written_out(old).splitlines(), written_out(new).splitlines(), lineterm="", n=2)
    return [(line[:1], line[1:] if line[:1] != "@" else "") for line in lines if line[:3] not in ("---", "+++")]


# --- reading ---------------------------------------------------------------------------------------------------------


Place = tuple[str | int, ...]
Lines = dict[Place, int]


def _read(text: str, where: Literal["text", "cases"], looked: Looked) -> tuple[Any, Lines]:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if node is not None:
            return yaml.safe_load(text), dict(_lines(node, ()))
        looked.findings.append(Finding("error", 0, "", _("何も書かれていません。"), where))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 0
        told = _("YAML として読めません。字下げと記号を確かめてください。")
        looked.findings.append(Finding("error", line, "", told, where))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        looked.findings.append(Finding("error", 0, "", " ".join(str(error).split())[:300], where))
    return None, {}


def _lines(node: Any, place: Place) -> Iterator[tuple[Place, int]]:
    yield place, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _lines(value, (*place, key.value))
            yield (*place, key.value), key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for n, part in enumerate(node.value):
            yield from _lines(part, (*place, n))


def _line_of(place: Sequence[str | int], lines: Lines) -> int:
    """The line of the nearest part that is written."""
    for length in range(len(place), -1, -1):
        if (found := lines.get(tuple(place[:length]))) is not None:
            return found
    return 0


def _parsed(model: type[BaseModel], raw: Any, lines: Lines, where: Literal["text", "cases"], place: Place,
            looked: Looked) -> Any:  # fmt: skip
    if not isinstance(raw, dict):
        told = _("項目と値の組で書いてください。")
        looked.findings.append(Finding("error", _line_of(place, lines), _joined(place), told, where))
        return None
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        for one in error.errors():
            here = (*place, *read_places(one["loc"], raw))
            looked.findings.append(Finding("error", _line_of(here, lines), _joined(here), reason(one), where))
    return None


def _worked(cases: str, looked: Looked) -> Iterator[WorkedCase]:
    if not cases.strip():
        return
    raw, lines = _read(cases, "cases", looked)
    if not lines:
        return
    listed = raw.get("cases") if isinstance(raw, dict) else raw
    code = looked.description.code if looked.description else ""
    first: Place = ("cases",) if isinstance(raw, dict) else ()
    if not isinstance(listed, list):
        looked.findings.append(Finding("error", 1, "cases", _("cases に例を並べてください。"), "cases"))
        return
    for n, one in enumerate(listed):
        written = {"programme": code, **one} if isinstance(one, dict) else one
        if found := _parsed(WorkedCase, written, lines, "cases", (*first, n), looked):
            yield found


def _placed(finding: Finding, lines: Lines) -> Finding:
    place: Place = ()
    for part in filter(None, finding.path.split(".")):
        step = int(part) if part.isdigit() else part
        ways = [(*place, step), *((*place, word, step) for word in ("all", "any", "of"))]
        place = next((way for way in ways if way in lines), (*place, step))
    return Finding(finding.level, _line_of(place, lines), finding.path, finding.text)


def _joined(place: Sequence[str | int]) -> str:
    return ".".join(map(str, place))
