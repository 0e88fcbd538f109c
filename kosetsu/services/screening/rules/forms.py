"""A body's own form as data: how the columns of its list of applications are called, and which cell of the paper that
goes back holds what.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints

from kosetsu.common.words import Piece, Text
from kosetsu.foundation.calls.rules.kinds import Key
from kosetsu.services.screening.rules.sheets import Flaw

CRITERION = "criterion:"
Place = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,2}[1-9][0-9]{0,3}$")]
Letter = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,2}$")]
PLACEHOLDERS = frozenset({"programme", "number", "body", "institute", "year", "day", "reference", "items", "reviews"})


class Value(StrEnum):
    """What a column of the paper holds, besides the mean of a criterion."""

    NUMBER = "number"
    TITLE = "title"
    APPLICANT = "applicant"
    CORPORATE_NUMBER = "corporate_number"
    POINTS = "points"
    RANK = "rank"
    GRADE = "grade"
    VERDICT = "verdict"
    REVIEWS = "reviews"
    COMMENTS = "comments"
    BLANK = "blank"


class Intake(StrEnum):
    """A column of a body's list of applications."""

    NUMBER = "number"
    TITLE = "title"
    APPLICANT = "applicant"
    CORPORATE_NUMBER = "corporate_number"
    WORKPLACE = "workplace"
    FIELDS = "fields"
    TEXT = "text"
    RECEIVED_ON = "received_on"
    FILES = "files"


NEEDED = (Intake.NUMBER, Intake.TITLE, Intake.APPLICANT)


class Grade(Piece):
    """From so many points on, this word."""

    at_least: Annotated[int, Field(ge=0, le=100)]
    word: Annotated[str, Field(min_length=1)]


class FormColumn(Piece):
    """One column of the paper."""

    column: Letter
    heading: str = ""
    value: str
    """A :class:`Value`, or ``criterion:CODE``."""
    digits: Annotated[int, Field(ge=0, le=4)] = 1


class Form(Piece):
    """One document of screening/forms.

    ``cells`` are fixed cells, whose text may name {programme} and the like. Where the body sent its own workbook, it is
    filled in from ``first_row``; otherwise one is made with the headings in the row above.
    """

    key: Key
    title: Text
    valid_from: dt.date
    valid_to: dt.date | None = None
    source: Annotated[str, Field(min_length=1)]
    sheet: str = ""
    first_row: Annotated[int, Field(ge=2, le=9999)]
    cells: dict[Place, str] = {}
    columns: Annotated[list[FormColumn], Field(min_length=1)]
    grades: list[Grade] = []
    by_points: bool = False
    """The best first, instead of by the body's own numbers."""
    intake: dict[Intake, str] = {}
    """What the body calls a column; those that are not named here have the house's headings."""
    ignored: list[str] = []
    """Headings of the body's list that nobody here needs."""


def form_flaws(form: Form) -> Iterator[Flaw]:
    """What no single value of it shows."""
    if form.valid_to and form.valid_to < form.valid_from:
        yield "valid_to", _("終了日が、開始日より前です。")
    for letter, times in Counter(one.column for one in form.columns).items():
        if times > 1:
            yield "columns", _("列「%(column)s」が二度あります。") % {"column": letter}
    for one in form.columns:
        if one.value not in set(Value) and not one.value.startswith(CRITERION):
            yield f"columns.{one.column}", _("「%(value)s」は、列に書けない項目です。") % {"value": one.value}
        if one.value == Value.GRADE and not form.grades:
            yield "grades", _("判定の区分がありません。")
    for place, text in form.cells.items():
        for name in unknown_places(text):
            yield f"cells.{place}", _("「{%(name)s}」という差し込みはありません。") % {"name": name}
    headings = Counter([*form.intake.values(), *form.ignored])
    for heading, times in headings.items():
        if times > 1:
            yield "intake", _("見出し「%(heading)s」が二度あります。") % {"heading": heading}


def unknown_places(text: str) -> list[str]:
    """The names in braces that stand for nothing."""
    return [part.split("}")[0] for part in text.split("{")[1:] if part.split("}")[0] not in PLACEHOLDERS]


def filled(text: str, values: dict[str, str]) -> str:
    """The text with its braces filled."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
