"""How records of reviews are written on every page."""

from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.foundation.reviews.models import Item, Review
from kosetsu.foundation.reviews.states import ItemState, PanelState, ReviewState

PANEL_KINDS = {
    PanelState.PREPARING: "waiting", PanelState.SCORING: "active", PanelState.CALIBRATING: "active",
    PanelState.CLOSED: "done",
}  # fmt: skip
REVIEW_KINDS = {
    ReviewState.ASSIGNED: "waiting", ReviewState.RETURNED: "waiting", ReviewState.HANDED_IN: "done",
    ReviewState.VOID: "stopped",
}  # fmt: skip


def item_kind(item: Item) -> str:
    return "waiting" if item.state == ItemState.WAITING else "stopped"


def review_kind(review: Review) -> str:
    return REVIEW_KINDS[ReviewState(review.state)]


def points(value: Fraction | None) -> str:
    """Of a hundred with two digits, rounded half up; nothing where there is none. The exact fraction decides."""
    if value is None:
        return ""
    hundredths = int(value * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def applicant_of(item: Item, reviewer: bool) -> str:
    """Whom the item comes from; a reviewer of a blind panel is not told."""
    return _("（匿名審査）") if reviewer and item.panel.blind else item.applicant


def score_rows(review: Review) -> list[dict[str, Any]]:
    """Each criterion with what this review says of it, in order; a comment may be there before its score."""
    said = {one.criterion_id: one for one in review.scores.all()}
    typed = {key: one.comment for key, one in said.items()}
    return [
        {"criterion": one, "score": said.get(one.pk), "comment": typed.get(one.pk, review.unscored.get(one.code, ""))}
        for one in review.item.panel.criteria.all()
    ]
