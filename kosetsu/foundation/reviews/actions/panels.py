"""The life of a panel: made, opened for scoring, brought together, closed; and who reviews in it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, need_reason, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.foundation.reviews.actions.beats import locked, log, move_panel, tell
from kosetsu.foundation.reviews.actions.voiding import void_review
from kosetsu.foundation.reviews.documents.results import results, scale_of
from kosetsu.foundation.reviews.models import Criterion, Leave, Office, Panel, Reviewer
from kosetsu.foundation.reviews.permissions import OFFICES, can_arrange, can_move
from kosetsu.foundation.reviews.rules.points import Result
from kosetsu.foundation.reviews.states import ReviewLetter, ReviewState


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion as whoever makes a panel gives it."""

    code: str
    name_ja: str
    highest: int
    lowest: int = 0
    weight: int = 1
    name_en: str = ""
    name_th: str = ""
    text: str = ""
    may_be_na: bool = False
    comment_needed: bool = False
    veto_below: int | None = None


@transaction.atomic
def make_panel(
    *, by: Person, at: dt.datetime, title: str, criteria: Sequence[Asked], offices: Sequence[StaffRole],
    reviews_each: int, seniors_each: int = 0, quorum: int | None = None, blind: bool = False,
    scores_shared: bool = False, opens_at: dt.datetime | None = None, due_at: dt.datetime | None = None,
    secrecy: str = "",
) -> Panel:  # fmt: skip
    """A panel for the service that owns it, which has asked whether ``by`` may. No quorum: all reviews are needed."""
    strange = [post.label for post in offices if post not in OFFICES]
    if strange:
        require(no(_("審査会を開ける担当ではありません：%(posts)s") % {"posts": "、".join(map(str, strange))}))
    panel = Panel.objects.create(
        title=title, reviews_each=reviews_each, seniors_each=seniors_each, quorum=quorum or reviews_each, blind=blind,
        scores_shared=scores_shared, opens_at=opens_at, due_at=due_at, secrecy=secrecy, made_at=at,
    )  # fmt: skip
    Office.objects.bulk_create(Office(panel=panel, post=post) for post in dict.fromkeys(offices))
    Criterion.objects.bulk_create(
        Criterion(panel=panel, position=position, **asdict(one)) for position, one in enumerate(criteria)
    )
    log(panel, "make_panel", by=by, at=at, **_measure(panel))
    audit.record(by=by, at=at, verb="make_panel", thing=panel, after={"title": title, "reviews_each": reviews_each})
    return panel


@transaction.atomic
def set_times(
    *, by: Person, at: dt.datetime, panel: Panel, opens_at: dt.datetime | None, due_at: dt.datetime | None
) -> Panel:
    """From when until when reviewers score; a deadline may be put off while they do."""
    panel = locked(panel)
    require(can_arrange(by, panel))
    if opens_at and due_at and due_at <= opens_at:
        require(no(_("採点の締切は、採点開始よりあとにしてください。")))
    before = {"opens_at": panel.opens_at, "due_at": panel.due_at}
    panel.opens_at, panel.due_at = opens_at, due_at
    panel.save(update_fields=["opens_at", "due_at"])
    after = {"opens_at": opens_at, "due_at": due_at}
    audit.record(by=by, at=at, verb="set_times", thing=panel, before=before, after=after)
    return panel


@transaction.atomic
def add_reviewer(
    *, by: Person, at: dt.datetime, panel: Panel, person: Person, senior: bool = False, least: int = 0,
    most: int | None = None,
) -> Reviewer:  # fmt: skip
    """Somebody reviews in the panel, or with other loads than before; who had left reviews again."""
    panel = locked(panel)
    require(can_arrange(by, panel))
    require(YES if most is None or most >= least else no(_("最多件数は、最少件数より小さくできません。")))
    known = panel.reviewers.filter(person=person, left_at=None).exists()
    given = {"senior": senior, "least": least, "most": most, "left_at": None}
    reviewer, _new = Reviewer.objects.update_or_create(panel=panel, person=person, defaults=given)
    after = {"person": person.pk, "senior": senior, "least": least, "most": most}
    log(panel, "add_reviewer", by=by, at=at, reviewer=str(reviewer.public_id), **after)
    audit.record(by=by, at=at, verb="add_reviewer", thing=reviewer, after=after)
    if not known:
        tell(reviewer, ReviewLetter.APPOINTED, at=at)
    return reviewer


@transaction.atomic
def remove_reviewer(*, by: Person, at: dt.datetime, reviewer: Reviewer, reason: str) -> Reviewer:
    """Reviews no more: what is not handed in is void, what is handed in counts."""
    panel = locked(reviewer.panel)
    require(can_arrange(by, panel))
    because = need_reason(reason)
    for review in reviewer.reviews.open():
        void_review(review, by=by, at=at, reason=because)
    reviewer.left_at = at
    reviewer.save(update_fields=["left_at"])
    log(panel, "remove_reviewer", by=by, at=at, reviewer=str(reviewer.public_id), reason=because)
    audit.record(by=by, at=at, verb="remove_reviewer", thing=reviewer, reason=because)
    return reviewer


@transaction.atomic
def grant_leave(*, by: Person, at: dt.datetime, reviewer: Reviewer, begins_on: dt.date, ends_on: dt.date) -> Leave:
    """Nothing is assigned on these days."""
    require(can_arrange(by, locked(reviewer.panel)))
    require(YES if ends_on >= begins_on else no(_("休みの最終日は、初日よりあとにしてください。")))
    leave = Leave.objects.create(reviewer=reviewer, begins_on=begins_on, ends_on=ends_on)
    after = {"begins_on": begins_on, "ends_on": ends_on}
    audit.record(by=by, at=at, verb="grant_leave", thing=reviewer, after=after)
    return leave


@transaction.atomic
def open_scoring(*, by: Person, at: dt.datetime, panel: Panel) -> Panel:
    """Reviewers score from now on, by the criteria as they stand."""
    panel = locked(panel)
    require(can_move(by, panel, "open_scoring"))
    return move_panel(panel, "open_scoring", by=by, at=at, **_measure(panel))


def _measure(panel: Panel) -> dict[str, Any]:
    """What a ranking needs to know of the panel, for its log."""
    return {"quorum": panel.quorum, "criteria": [asdict(scale_of(one)) for one in panel.criteria.all()]}


@transaction.atomic
def begin_calibration(*, by: Person, at: dt.datetime, panel: Panel) -> Panel:
    """Scoring has ended; a meeting compares."""
    panel = locked(panel)
    require(can_move(by, panel, "begin_calibration"))
    return move_panel(panel, "begin_calibration", by=by, at=at)


@transaction.atomic
def resume_scoring(*, by: Person, at: dt.datetime, panel: Panel, reason: str) -> Panel:
    """Back from the meeting: an item lacks reviews, after a conflict became known or an appeal was heard."""
    panel = locked(panel)
    require(can_move(by, panel, "resume_scoring"))
    return move_panel(panel, "resume_scoring", by=by, at=at, because=need_reason(reason))


@transaction.atomic
def close_panel(*, by: Person, at: dt.datetime, panel: Panel) -> list[Result]:
    """The results stand; raises Refused while an item lacks its quorum, and names it."""
    panel = locked(panel)
    require(can_move(by, panel, "close_panel"))
    found = results(panel)
    lacking = {one.item: one.handed_in for one in found if one.handed_in < panel.quorum}
    for item in panel.items.waiting().filter(public_id__in=lacking)[:1]:
        require(
            no(
                _("「%(item)s」は、提出された審査票が%(has)d件で、結果に必要な%(needs)d件に足りません。")
                % {"item": item, "has": lacking[str(item.public_id)], "needs": panel.quorum},
                _("審査員に提出を頼むか、別の審査員に割り当ててください。"),
            )
        )
    move_panel(panel, "close_panel", by=by, at=at)
    worked = panel.reviewers.filter(left_at=None, reviews__state=ReviewState.HANDED_IN).distinct()
    for reviewer in worked.select_related("person", "panel"):
        tell(reviewer, ReviewLetter.CLOSED, at=at)
    return found


@transaction.atomic
def reopen_panel(*, by: Person, at: dt.datetime, panel: Panel, reason: str) -> Panel:
    """An appeal or a second look: the meeting goes on."""
    panel = locked(panel)
    require(can_move(by, panel, "reopen_panel"))
    return move_panel(panel, "reopen_panel", by=by, at=at, because=need_reason(reason))
