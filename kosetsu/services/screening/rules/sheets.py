"""A scoring sheet (審査票の様式) as data: what is scored, by how many, under which promise."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field

from kosetsu.common.words import Piece, Text
from kosetsu.foundation.calls.rules.kinds import Criterion, Key

Readers = Annotated[int, Field(ge=1, le=20)]
Flaw = tuple[str, str]
"""Where in the document, and what is wrong there."""


class Sheet(Piece):
    """One document of screening/sheets: a running programme keeps the criteria it began with."""

    key: Key
    title: Text
    valid_from: dt.date
    valid_to: dt.date | None = None
    source: Annotated[str, Field(min_length=1)]
    readers_each: Readers = 2
    seniors_each: Annotated[int, Field(ge=0, le=20)] = 0
    blind: bool = False
    secrecy: Annotated[str, Field(min_length=1)]
    """What a reviewer promises; a body's own terms come after it."""
    criteria: Annotated[list[Criterion], Field(min_length=1)]


def sheet_flaws(sheet: Sheet) -> Iterator[Flaw]:
    """What no single value of it shows."""
    if sheet.seniors_each > sheet.readers_each:
        yield "seniors_each", _("主任審査員の人数が、審査する人数を超えています。")
    if sheet.valid_to and sheet.valid_to < sheet.valid_from:
        yield "valid_to", _("終了日が、開始日より前です。")
    for code, times in Counter(one.code for one in sheet.criteria).items():
        if times > 1:
            yield "criteria", _("「%(code)s」が二度あります。") % {"code": code}
    for one in sheet.criteria:
        if one.highest <= one.lowest:
            yield f"criteria.{one.code}", _("最高点は、最低点より大きくしてください。")
