"""Scoring sheets that come back: looked at by cell, then taken as a whole or not at all."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, no, require
from kosetsu.common.spreadsheets import TableRow, WrongCell
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import access, audit
from kosetsu.foundation.reviews.actions.beats import locked
from kosetsu.foundation.reviews.actions.scoring import Mark, ask_records, complete, count, keep, on_scale
from kosetsu.foundation.reviews.documents import sheets
from kosetsu.foundation.reviews.models import Criterion, Item, Review, Reviewer
from kosetsu.foundation.reviews.permissions import can_score_for, can_use_sheet, in_conflict
from kosetsu.foundation.reviews.states import ItemState, ReviewState

LONGEST = 4000
"""Of one comment, as on the page."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one row says of one review."""

    review: Review
    marks: dict[str, Mark]
    unscored: dict[str, str]
    comment: str


@dataclass(slots=True)
class Looked:
    """A sheet as it was looked at: what would be taken, and every cell that cannot be."""

    lines: list[Line] = field(default_factory=list)
    wrong: list[WrongCell] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        return bool(self.lines) and not self.wrong


def make_sheet(*, by: Person, at: dt.datetime, reviewer: Reviewer) -> bytes:
    """The workbook of what a reviewer has still to hand in; never of what either of the two has a conflict with."""
    require(can_use_sheet(by, reviewer, at))
    mine = reviewer.reviews.open().select_related("item")
    ask_records(reviewer.panel, [one.item for one in mine], at)
    free = Item.objects.without_conflict_of(by).without_conflict_of(reviewer.person)
    reviews = list(mine.filter(item__in=free).prefetch_related("scores").order_by("item__number"))
    for one in reviews:
        access.note(by, one.item, "reviews:sheet", at)
    return sheets.workbook(reviewer.panel, reviews)


def look_at_sheet(
    *, by: Person, at: dt.datetime, reviewer: Reviewer, rows: Sequence[TableRow], hand_in: bool
) -> Looked:
    """The dry run: nothing is scored. The records are asked once more, as when an item is opened."""
    require(can_use_sheet(by, reviewer, at))
    ask_records(reviewer.panel, [one.item for one in reviewer.reviews.alive().select_related("item")], at)
    return _look(by, at, reviewer, rows, hand_in)


@transaction.atomic
def take_sheet(
    *, by: Person, at: dt.datetime, reviewer: Reviewer, rows: Sequence[TableRow], hand_in: bool
) -> list[Review]:
    """Keep the scores, or hand them in; of a sheet with one wrong cell nothing."""
    locked(reviewer.panel)
    reviewer = Reviewer.objects.select_related("panel", "person").get(pk=reviewer.pk)
    require(can_use_sheet(by, reviewer, at))
    found = _look(by, at, reviewer, rows, hand_in)
    said = " ".join(str(one) for one in found.wrong[:5])
    require(YES if not found.wrong else no(_("取り込めないセルがあります。何も保存していません。"), said))
    require(YES if found.lines else no(_("記入された行がありません。"), _("点を記入してから、取り込んでください。")))
    taken = [_take(one, hand_in, by=by, at=at) for one in found.lines]
    after = {"items": [one.item.number for one in taken], "handed_in": hand_in, "for": reviewer.person_id}
    audit.record(by=by, at=at, verb="take_sheet", thing=reviewer, after=after)
    return taken


def _take(line: Line, hand_in: bool, *, by: Person, at: dt.datetime) -> Review:
    if hand_in:
        return count(line.review, line.marks, line.comment, by=by, at=at)
    return keep(line.review, line.marks, line.comment, line.unscored, by=by, at=at)


def _look(by: Person, at: dt.datetime, reviewer: Reviewer, rows: Sequence[TableRow], hand_in: bool) -> Looked:
    found, seen = Looked(), set[int]()
    criteria = list(reviewer.panel.criteria.all())
    for row in rows:
        if sheets.is_blank(row):
            continue
        review = _review_of(row)
        if reason := _why_not(by, at, reviewer, review, seen):
            found.wrong.append(WrongCell(row.place(sheets.KEY), reason))
            continue
        assert review is not None, "a row without a review has its reason"
        seen.add(review.pk)
        if review.state == ReviewState.HANDED_IN:
            if not _same(row, criteria, review):
                reason = _("「%(item)s」の審査票は提出済みです。直すときは、事務局に差し戻しを頼んでください。")
                found.wrong.append(WrongCell(row.place(sheets.KEY), reason % {"item": review.item.number}))
            continue
        wrong = list(_wrong(row, criteria, hand_in))
        found.wrong += wrong
        if not wrong:
            said = _marks(row, criteria), _unscored(row, criteria), tidy(row.cells[sheets.COMMENT])
            found.lines.append(Line(review, *said))
    return found


def _review_of(row: TableRow) -> Review | None:
    rows = Review.objects.select_related("item__panel", "reviewer__person")
    try:
        return rows.filter(public_id=row.cells[sheets.KEY]).first()
    except ValidationError:
        return None


def _why_not(by: Person, at: dt.datetime, reviewer: Reviewer, review: Review | None, seen: set[int]) -> str:
    """Why a row is not this reviewer's to fill in; of a conflict of interest it says no more than that."""
    if review is None:
        return _("この鍵の審査票はありません。様式をダウンロードし直してください。")
    if review.reviewer_id != reviewer.pk:
        return _("ほかの審査員、またはほかの審査会の様式の行です。")
    item = {"item": review.item.number}
    barred = in_conflict(reviewer.person, review.item) or in_conflict(by, review.item)
    if not barred and review.item.state == ItemState.WITHDRAWN:
        return _("「%(item)s」は取り下げられました。この行を消してください。") % item
    if barred or review.state == ReviewState.VOID:
        return _("この審査票は、担当から外れています。この行を消してください。")
    if review.pk in seen:
        return _("「%(item)s」の行が二度あります。") % item
    return "" if review.state == ReviewState.HANDED_IN else str(can_score_for(by, review, at))


def _wrong(row: TableRow, criteria: Sequence[Criterion], hand_in: bool) -> Iterator[WrongCell]:
    """Every cell of a row that cannot be taken."""
    for one in criteria:
        value, comment = row.cells[sheets.value_key(one)], row.cells[sheets.comment_key(one)]
        at_value, at_comment = row.place(sheets.value_key(one)), row.place(sheets.comment_key(one))
        if len(comment) > LONGEST:
            yield WrongCell(at_comment, _too_long())
        if not value:
            if hand_in:
                yield WrongCell(at_value, str(complete(one, None)))
            continue
        mark = _mark(value, comment)
        if mark is None:
            yield WrongCell(at_value, _unreadable(one, value))
        elif not (fits := on_scale(one, mark)):
            yield WrongCell(at_value, str(fits))
        elif hand_in and not (done := complete(one, mark)):
            yield WrongCell(at_comment, str(done))
    if len(row.cells[sheets.COMMENT]) > LONGEST:
        yield WrongCell(row.place(sheets.COMMENT), _too_long())


def _marks(row: TableRow, criteria: Sequence[Criterion]) -> dict[str, Mark]:
    """The marks of a row without a wrong cell."""
    found = {one.code: _mark(row.cells[sheets.value_key(one)], row.cells[sheets.comment_key(one)]) for one in criteria}
    return {code: mark for code, mark in found.items() if mark is not None}


def _unscored(row: TableRow, criteria: Sequence[Criterion]) -> dict[str, str]:
    """What the row says of criteria without a score; where it says nothing, what stood stays."""
    pairs = ((one.code, row.cells[sheets.comment_key(one)]) for one in criteria if not row.cells[sheets.value_key(one)])
    return {code: comment for code, comment in pairs if comment}


def _mark(value: str, comment: str) -> Mark | None:
    """None where there is no whole number nor the word for "not applicable"."""
    if not value:
        return None
    if sheets.says_not_applicable(value):
        return Mark(None, comment)
    return Mark(int(value), comment) if value.removeprefix("-").isdecimal() else None


def _same(row: TableRow, criteria: Sequence[Criterion], review: Review) -> bool:
    """Whether a row says what was handed in."""
    known = {one.criterion.code: Mark(one.value, one.comment) for one in review.scores.select_related("criterion")}
    return _marks(row, criteria) == known and tidy(row.cells[sheets.COMMENT]) == review.comment


def _unreadable(criterion: Criterion, value: str) -> str:
    scale = _("%(lowest)dから%(highest)dまでの整数を書いてください。") % {
        "lowest": criterion.lowest, "highest": criterion.highest,
    }  # fmt: skip
    return _("「%(value)s」は点として読めません。") % {"value": value[:40]} + scale


def _too_long() -> str:
    return _("コメントは%(most)d文字までです。") % {"most": LONGEST}
