"""Who may run a panel, review in it, see what, and why not. A conflict of interest comes before any other answer."""

import datetime as dt
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.clock import written
from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.foundation.reviews.models import Conflict, Item, Leave, Panel, Review, Reviewer
from kosetsu.foundation.reviews.states import PANEL, RUNNING, ItemState, PanelState, ReviewState

OFFICES = (
    StaffRole.REVIEW, StaffRole.PLANNING, StaffRole.LAB_MANAGER, StaffRole.PARTNERSHIPS, StaffRole.IP,
    StaffRole.TRAINING, StaffRole.BRANCH_HEAD,
)  # fmt: skip
"""The posts that can run a panel; which of them run one is the panel's own data."""


def can_read_panels(user: Any) -> Decision:
    """The posts that can run one; each sees those it runs."""
    return YES if standing(user).has(*OFFICES) else HIDDEN


def can_run(user: Any, panel: Panel) -> Decision:
    """Whoever holds one of the panel's posts; a panel that one reviews in is not thereby run."""
    return YES if Panel.objects.run_by(user).filter(pk=panel.pk).exists() else HIDDEN


def can_move(user: Any, panel: Panel, verb: str) -> Decision:
    """Whether this colleague may use ``verb`` in the panel's state."""
    if not (may := can_run(user, panel)):
        return may
    if not PANEL.allows(verb, panel.state):
        return no(_("この審査会は「%(state)s」です。") % {"state": panel.get_state_display()})
    return _may_open(panel) if verb == "open_scoring" else YES


def _may_open(panel: Panel) -> Decision:
    if not panel.criteria.exists():
        return no(_("審査項目がありません。"), _("審査項目を決めてから、採点を始めてください。"))
    if not panel.items.waiting().exists():
        return no(_("審査対象がありません。"), _("審査対象を登録してから、採点を始めてください。"))
    return YES


def can_arrange(user: Any, panel: Panel) -> Decision:
    """Add items and reviewers, assign, while the panel has not ended its scoring."""
    if not (may := can_run(user, panel)):
        return may
    if panel.state in RUNNING:
        return YES
    return no(_("この審査会は「%(state)s」です。") % {"state": panel.get_state_display()})


def can_calibrate(user: Any, panel: Panel) -> Decision:
    """Record what a meeting agreed, between scoring and the end."""
    if not (may := can_run(user, panel)):
        return may
    if panel.state == PanelState.CALIBRATING:
        return YES
    return no(_("合議は、採点を終えたあとに記録します。"), _("先に「合議を始める」を押してください。"))


def can_see_item(user: Any, item: Item) -> Decision:
    """Who runs the panel or reviews the item, without a conflict: otherwise there is no such item."""
    return YES if Item.objects.visible_to(user).filter(pk=item.pk).exists() else HIDDEN


def can_run_item(user: Any, item: Item) -> Decision:
    """Whoever runs its panel and has no conflict with it."""
    if in_conflict(user, item):
        return HIDDEN
    return can_run(user, item.panel)


def can_arrange_item(user: Any, item: Item) -> Decision:
    """The same, while items and who reviews them may still change."""
    may = can_run_item(user, item)
    return can_arrange(user, item.panel) if may else may


def can_enter_conflict(user: Any, item: Item) -> Decision:
    """Whoever runs its panel, until the results stand: what becomes known after that reopens the panel first."""
    if not (may := can_run_item(user, item)):
        return may
    if item.panel.state != PanelState.CLOSED:
        return YES
    return no(
        _("この審査会は「%(state)s」です。") % {"state": item.panel.get_state_display()},
        _("「合議をやり直す」で合議に戻してから、登録してください。"),
    )


def in_conflict(user: Any, item: Item) -> bool:
    return Conflict.objects.in_force().filter(item=item, person=user).exists()


class Taken:
    """What stands in the way of new pairs of a panel on a day, read once for all; a pair that is added counts."""

    def __init__(self, panel: Panel, day: dt.date) -> None:
        alive = Review.objects.alive().filter(item__panel=panel)
        barred = Conflict.objects.in_force().filter(item__panel=panel)
        resting = Leave.objects.filter(reviewer__panel=panel, begins_on__lte=day, ends_on__gte=day)
        self.pairs = set(alive.values_list("item", "reviewer"))
        self.loads = Counter(reviewer for _item, reviewer in self.pairs)
        self.barred = set(barred.values_list("item", "person"))
        self.resting = set(resting.values_list("reviewer", flat=True))

    def add(self, reviewer: Reviewer, item: Item) -> None:
        self.pairs.add((item.pk, reviewer.pk))
        self.loads[reviewer.pk] += 1


def can_be_assigned(reviewer: Reviewer, item: Item, taken: Taken) -> Decision:
    """Whether this reviewer may get this item: no conflict, not away, not gone, room for one more, not theirs."""
    known = {"name": reviewer, "item": item.number}
    if (item.pk, reviewer.person_id) in taken.barred:
        return no(_("%(name)sさんは「%(item)s」と利益相反があるため、割り当てられません。") % known)
    if reviewer.left_at is not None:
        return no(_("%(name)sさんは退任しています。") % {"name": reviewer})
    if reviewer.pk in taken.resting:
        return no(_("%(name)sさんは、この日は審査を休んでいます。") % {"name": reviewer})
    if item.state != ItemState.WAITING:
        return no(_("「%(item)s」は取り下げられています。") % {"item": item.number})
    if reviewer.most is not None and taken.loads[reviewer.pk] >= reviewer.most:
        return no(
            _("%(name)sさんの担当は、上限の%(most)d件に達しています。") % {"name": reviewer, "most": reviewer.most},
            _("上限を変えるか、ほかの審査員に割り当ててください。"),
        )
    if (item.pk, reviewer.pk) in taken.pairs:
        return no(_("「%(item)s」は、すでに%(name)sさんの担当です。") % known)
    return YES


def can_review(user: Any, review: Review, at: dt.datetime) -> Decision:
    """Open and score one's own review, in the time for scoring, after the promise of secrecy."""
    if review.reviewer.person_id != user.pk or review.reviewer.left_at or in_conflict(user, review.item):
        return HIDDEN
    if review.state == ReviewState.VOID or review.item.panel.state == PanelState.PREPARING:
        return HIDDEN
    return _has_begun(review.reviewer, review.item.panel, at)


def has_promised(reviewer: Reviewer) -> Decision:
    """The promise of secrecy, where the panel asks for one: nothing of an item is told before."""
    if not reviewer.panel.secrecy or reviewer.promised_at is not None:
        return YES
    return no(_("審査の前に、守秘の約束が必要です。"), _("約束の文面を読み、「約束する」を押してください。"))


def _has_begun(reviewer: Reviewer, panel: Panel, at: dt.datetime) -> Decision:
    if not (promised := has_promised(reviewer)):
        return promised
    if panel.opens_at and at < panel.opens_at:
        return no(_("採点は%(moment)sからです。") % {"moment": written(panel.opens_at)})
    return YES


def can_score(user: Any, review: Review, at: dt.datetime) -> Decision:
    """Change one's scores: until they are handed in, while the panel scores, before its deadline."""
    if not (may := can_review(user, review, at)):
        return may
    if not (takes := _takes_scores(review.item.panel, at)):
        return takes
    if review.state == ReviewState.HANDED_IN:
        return no(_("この審査票は提出済みです。"), _("直すときは、事務局に差し戻しを頼んでください。"))
    return YES


def _takes_scores(panel: Panel, at: dt.datetime) -> Decision:
    if panel.state != PanelState.SCORING:
        return no(_("この審査会は「%(state)s」です。採点は変えられません。") % {"state": panel.get_state_display()})
    if panel.due_at and at > panel.due_at:
        return no(
            _("採点は%(moment)sに締め切りました。") % {"moment": written(panel.due_at)},
            _("事務局に、締切の延長を頼んでください。"),
        )
    return YES


def can_score_for(user: Any, review: Review, at: dt.datetime) -> Decision:
    """The reviewer; or whoever runs the panel, for a reviewer who sent the scores in, as the reviewer might."""
    if review.reviewer.person_id != user.pk and not (may := can_run_item(user, review.item)):
        return may
    return can_score(review.reviewer.person, review, at)


def can_use_sheet(user: Any, reviewer: Reviewer, at: dt.datetime) -> Decision:
    """Fetch a reviewer's scoring sheet and bring it back: the reviewer, or whoever runs the panel on their behalf."""
    panel = reviewer.panel
    own = reviewer.person_id == user.pk
    if reviewer.left_at or (own and panel.state == PanelState.PREPARING):
        return HIDDEN
    if not own and not (may := can_run(user, panel)):
        return may
    begun = _has_begun(reviewer, panel, at)
    return _takes_scores(panel, at) if begun else begun


def can_see_scores(user: Any, review: Review) -> Decision:
    """One's own; the office all; of others' those of an item one handed in, where the panel shares them."""
    if not can_see_item(user, review.item):
        return HIDDEN
    if review.reviewer.person_id == user.pk or can_run(user, review.item.panel):
        return YES
    own = review.item.reviews.handed_in().filter(reviewer__person=user).exists()
    return YES if review.item.panel.scores_shared and own else HIDDEN
