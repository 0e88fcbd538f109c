"""Who may ask who is to review what, change a proposal, and settle it: whoever runs the panel and sees all of it."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.across.matching.models import PanelProposal, ReaderPoints, Stage
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.reviews.models import Item, Panel
from kosetsu.foundation.reviews.permissions import can_arrange


def can_ask(user: Any, panel: Panel, at: dt.datetime) -> Decision:
    """While items and reviewers may change, one search of a panel at a time."""
    if not (may := can_arrange(user, panel)):
        return may
    if not (may := both_sides(user, panel)):
        return may
    if any(one.working for one in panel.proposals.all()):
        return no(_("いま案を作っています。"), _("終わるのを待つか、中止してください。"))
    if not ReaderPoints.objects.on(day_of(at)).exists():
        return no(
            _("審査員の近さの点数表がありません。"),
            _("機関のデータ matching/reader_points.csv に登録してください。"),
        )
    return YES


def both_sides(user: Any, panel: Panel) -> Decision:
    """Whether there is something to review that the person may see, and somebody who reviews."""
    if not Item.objects.visible_to(user).filter(panel=panel).waiting().exists():
        return no(_("審査対象がありません。"), _("先に審査対象を登録してください。"))
    if not panel.reviewers.filter(left_at=None).exists():
        return no(_("審査員がいません。"), _("先に審査員を登録してください。"))
    return YES


def can_see(user: Any, proposal: PanelProposal) -> Decision:
    """Whoever runs the panel, without a conflict with any item of the proposal."""
    return YES if PanelProposal.objects.visible_to(user).filter(pk=proposal.pk).exists() else HIDDEN


def can_cancel(user: Any, proposal: PanelProposal) -> Decision:
    """While it is at it."""
    may = can_see(user, proposal)
    return (YES if proposal.working else no(_("計算は終わっています。"))) if may else may


def can_adjust(user: Any, proposal: PanelProposal) -> Decision:
    """Lock and loosen pairs for the next search, and look what another choice costs."""
    if not (may := can_see(user, proposal)):
        return may
    if proposal.stage != Stage.FOUND:
        return no(_("この案は変えられません。"), _("新しい案を作ってください。"))
    return can_arrange(user, proposal.panel)


def can_settle(user: Any, proposal: PanelProposal) -> Decision:
    """Assign as the proposal has it."""
    if not (may := can_adjust(user, proposal)):
        return may
    pairs = {(one["item"], one["reviewer"]) for one in proposal.pairs}
    if not {(item, reviewer) for item, reviewer in proposal.locks} <= pairs:
        return no(_("固定した組が、この案にはありません。"), _("固定した組を入れて、案を作り直してください。"))
    return YES
