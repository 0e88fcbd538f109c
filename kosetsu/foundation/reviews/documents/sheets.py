"""A reviewer's scoring sheet as a workbook of Excel: one row for every item, to be filled in away from the program."""

from collections.abc import Iterable, Iterator, Sequence

from django.conf import settings
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.common.spreadsheets import Column, Kind, Limits, Sheet, TableRow, read_table, write_book
from kosetsu.common.text import fold
from kosetsu.foundation.reviews.models import Criterion, Panel, Review

NOT_APPLICABLE = _("該当しない")
LIMITS = Limits(file_bytes=5_000_000, rows=5_000)
LONGEST_TEXT = 30_000
"""Of what came in; a cell of Excel holds little more."""
KEY, COMMENT = "key", "comment"
LOCKED = {
    KEY: Column(KEY, _("鍵（変えないでください）"), width=40, locked=True),
    "number": Column("number", _("番号"), width=16, locked=True),
    "title": Column("title", _("題名"), width=30, locked=True),
    "applicant": Column("applicant", _("申請者"), width=30, locked=True),
    "text": Column("text", _("内容"), width=50, locked=True),
}
CRITERIA = (
    Column("position", _("番号"), Kind.NUMBER),
    Column("name", _("審査項目"), width=30),
    Column("text", _("見るところ"), width=60),
    Column("lowest", _("最低点"), Kind.NUMBER),
    Column("highest", _("最高点"), Kind.NUMBER),
    Column("weight", _("重み"), Kind.NUMBER),
    Column("na", _("「該当しない」を選べる")),
    Column("needed", _("コメントが必要")),
)


def value_key(criterion: Criterion) -> str:
    return f"value_{criterion.code}"


def comment_key(criterion: Criterion) -> str:
    return f"comment_{criterion.code}"


def columns(panel: Panel) -> list[Column]:
    """What can be read only, then score and comment of each criterion; a blind panel's sheet names no applicant."""
    known = [one for key, one in LOCKED.items() if key != "applicant" or not panel.blind]
    asked = [column for place, one in enumerate(panel.criteria.all(), start=1) for column in _asked(place, one)]
    return [*known, *asked, Column(COMMENT, _("総合コメント"), width=50)]


def _asked(place: int, one: Criterion) -> Iterator[Column]:
    may_be_na = (str(NOT_APPLICABLE),) if one.may_be_na else ()
    scale = (one.lowest, one.highest)
    yield Column(value_key(one), _heading(place, one), Kind.NUMBER, width=16, choices=may_be_na, within=scale)
    yield Column(comment_key(one), _comment_heading(place, one), width=40)


def _said_now(place: int, one: Criterion) -> str:
    return _now("%(place)d. %(name)s（%(lowest)d～%(highest)d点、重み%(weight)d）") % {
        "place": place, "name": one, "lowest": one.lowest, "highest": one.highest, "weight": one.weight,
    }  # fmt: skip


def _comment_now(place: int, one: Criterion) -> str:
    said = _now("%(place)d. コメント（必須）") if one.comment_needed else _now("%(place)d. コメント")
    return said % {"place": place}


_heading, _comment_heading = lazy(_said_now, str), lazy(_comment_now, str)
"""Headings in the language of whoever reads: a sheet taken in one language comes back in another."""


def workbook(panel: Panel, reviews: Iterable[Review]) -> bytes:
    """The sheet with what is scored so far, and one with the criteria beside it."""
    criteria = list(panel.criteria.all())
    filled = Sheet(columns(panel), [_row(panel, criteria, one) for one in reviews], _now("採点"))
    return write_book([filled, Sheet(CRITERIA, list(_criteria(criteria)), _now("審査項目"))])


def _row(panel: Panel, criteria: Sequence[Criterion], review: Review) -> list[object]:
    item, said = review.item, {one.criterion_id: one for one in review.scores.all()}
    row: list[object] = [review.public_id, item.number, item.title]
    row += [] if panel.blind else [item.applicant]
    row.append(item.text[:LONGEST_TEXT])
    for one in criteria:
        score = said.get(one.pk)
        value = None if score is None else str(NOT_APPLICABLE) if score.value is None else score.value
        row += [value, score.comment if score else review.unscored.get(one.code)]
    return [*row, review.comment]


def _criteria(criteria: Sequence[Criterion]) -> Iterator[Sequence[object]]:
    yes = {True: _now("はい"), False: ""}
    for place, one in enumerate(criteria, start=1):
        yield (
            place, one.name, one.text, one.lowest, one.highest, one.weight, yes[one.may_be_na],
            yes[one.comment_needed],
        )  # fmt: skip


def read(panel: Panel, name: str, content: bytes) -> list[TableRow]:
    """The rows of a sheet that came back. Raises ``Mistake`` where it is none."""
    return read_table(content, name, columns(panel), LIMITS)


def is_blank(row: TableRow) -> bool:
    """Nothing was typed into it."""
    return not any(text for key, text in row.cells.items() if key not in LOCKED)


def says_not_applicable(text: str) -> bool:
    """The word for it, in any of the house's languages."""
    return fold(text) in _not_applicable()


def _not_applicable() -> set[str]:
    found = {"n/a", "na"}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.add(fold(str(NOT_APPLICABLE)))
    return found
