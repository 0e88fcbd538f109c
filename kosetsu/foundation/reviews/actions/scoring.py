"""The reviewer's part: promise, open, score, hand in; and the office's: return."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, need_reason, no, require
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import access, audit
from kosetsu.foundation.reviews.actions.beats import lock, locked, locked_review, log, tell
from kosetsu.foundation.reviews.actions.conflicts import block_from_records
from kosetsu.foundation.reviews.models import Criterion, Item, Panel, Review, Reviewer, Score
from kosetsu.foundation.reviews.permissions import can_review, can_run_item, can_score
from kosetsu.foundation.reviews.states import REVIEW, RUNNING, PanelState, ReviewLetter


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reviewer says of one criterion; ``value`` None: not applicable."""

    value: int | None
    comment: str = ""


@transaction.atomic
def promise(*, by: Person, at: dt.datetime, reviewer: Reviewer) -> Reviewer:
    """The promise of secrecy, once."""
    lock(reviewer.panel_id)
    reviewer = Reviewer.objects.select_related("panel").get(pk=reviewer.pk)
    require(YES if reviewer.person_id == by.pk and reviewer.left_at is None else HIDDEN)
    if reviewer.promised_at is None:
        reviewer.promised_at = at
        reviewer.save(update_fields=["promised_at"])
        after = {"text": audit.sealed(reviewer.panel.secrecy)}
        audit.record(by=by, at=at, verb="promise", thing=reviewer, after=after)
    return reviewer


def open_review(*, by: Person, at: dt.datetime, review: Review) -> Review:
    """Read what is reviewed; the records are asked once more, and a conflict closes it before anything is shown."""
    ask_records(review.item.panel, [review.item], at)
    return _open(review, by=by, at=at)


@transaction.atomic
def _open(review: Review, *, by: Person, at: dt.datetime) -> Review:
    review = locked_review(review)
    require(can_review(by, review, at))
    access.note(by, review.item, "reviews:review", at)
    if review.opened_at is None:
        review.opened_at = at
        review.save(update_fields=["opened_at"])
    return review


@transaction.atomic
def save_scores(
    *, by: Person, at: dt.datetime, review: Review, marks: Mapping[str, Mark], comment: str,
    unscored: Mapping[str, str],
) -> Review:  # fmt: skip
    """Keep what is there so far. ``unscored``: what is typed of criteria that have no score, or no longer have one."""
    review = locked_review(review)
    require(can_score(by, review, at))
    return keep(review, marks, comment, unscored, by=by, at=at)


def hand_in(*, by: Person, at: dt.datetime, review: Review, marks: Mapping[str, Mark], comment: str) -> Review:
    """The scores count from now on; every criterion has an answer, and its comment where one is asked for."""
    ask_records(review.item.panel, [review.item], at)
    return _hand_in(review, marks, comment, by=by, at=at)


@transaction.atomic
def ask_records(panel: Panel, items: Iterable[Item], at: dt.datetime) -> None:
    """In a transaction of its own: what it finds stays, though the reviewer is refused."""
    panel = locked(panel)
    if panel.state in RUNNING:
        block_from_records(panel, items, by=None, at=at)


@transaction.atomic
def _hand_in(review: Review, marks: Mapping[str, Mark], comment: str, *, by: Person, at: dt.datetime) -> Review:
    review = locked_review(review)
    require(can_score(by, review, at))
    return count(review, marks, comment, by=by, at=at)


def keep(
    review: Review, marks: Mapping[str, Mark], comment: str, unscored: Mapping[str, str], *, by: Person, at: dt.datetime
) -> Review:  # fmt: skip
    """Write down the scores of a review of a locked panel, and comments that wait for theirs."""
    _write(review, marks, comment)
    review.scores.filter(criterion__code__in=unscored).delete()
    said = {code: tidy(text) for code, text in {**review.unscored, **unscored}.items() if code not in marks}
    waiting = {code: text for code, text in said.items() if text}
    return audit.move_record(review, REVIEW, "save_scores", by=by, at=at, comment=review.comment, unscored=waiting)


def count(review: Review, marks: Mapping[str, Mark], comment: str, *, by: Person, at: dt.datetime) -> Review:
    """The scores of a review of a locked panel count from now on; refused while one is missing."""
    _write(review, marks, comment)
    criteria = list(review.item.panel.criteria.all())
    for criterion in criteria:
        require(complete(criterion, marks.get(criterion.code)))
    scores = {one.code: marks[one.code].value for one in criteria}
    audit.move_record(review, REVIEW, "hand_in", by=by, at=at, comment=review.comment, unscored={}, handed_in_at=at)
    log(
        review.item.panel, "hand_in", by=by, at=at, review=str(review.public_id), item=str(review.item.public_id),
        scores=scores,
    )  # fmt: skip
    return review


@transaction.atomic
def return_review(*, by: Person, at: dt.datetime, review: Review, reason: str) -> Review:
    """Back to the reviewer, with what is to be mended; while the panel scores."""
    review = locked_review(review)
    require(can_run_item(by, review.item))
    if review.item.panel.state != PanelState.SCORING:
        require(no(_("採点中の審査会でだけ、差し戻せます。")))
    because = need_reason(reason)
    audit.move_record(review, REVIEW, "return_review", by=by, at=at, because=because, reason=because)
    log(review.item.panel, "return_review", by=by, at=at, review=str(review.public_id), reason=because)
    tell(review.reviewer, ReviewLetter.RETURNED, at=at, number=review.item.number)
    return review


def _write(review: Review, marks: Mapping[str, Mark], comment: str) -> None:
    for criterion in review.item.panel.criteria.filter(code__in=marks):
        mark = marks[criterion.code]
        require(on_scale(criterion, mark))
        given = {"value": mark.value, "comment": tidy(mark.comment)}
        Score.objects.update_or_create(review=review, criterion=criterion, defaults=given)
    review.comment = tidy(comment)


def on_scale(criterion: Criterion, mark: Mark) -> Decision:
    """Whether the mark is one that the criterion knows."""
    if mark.value is None:
        if criterion.may_be_na:
            return YES
        return no(_("「%(name)s」に点を付けてください。") % {"name": criterion})
    if criterion.lowest <= mark.value <= criterion.highest:
        return YES
    return no(
        _("「%(name)s」の点は、%(lowest)dから%(highest)dまでです（%(value)dと書かれています）。")
        % {"name": criterion, "lowest": criterion.lowest, "highest": criterion.highest, "value": mark.value}
    )


def complete(criterion: Criterion, mark: Mark | None) -> Decision:
    """Whether the criterion has its answer, and the comment where it asks for one."""
    if mark is None:
        return no(_("「%(name)s」に点を付けてください。") % {"name": criterion})
    if criterion.comment_needed and not mark.comment.strip():
        return no(_("「%(name)s」にはコメントが必要です。") % {"name": criterion})
    return YES
