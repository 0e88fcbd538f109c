"""How records of the screening are written on every page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kosetsu.foundation.reviews.models import Item, Review, Reviewer
from kosetsu.foundation.reviews.permissions import can_run, can_use_sheet
from kosetsu.foundation.reviews.states import PanelState
from kosetsu.services.screening.documents.results import ResultRow
from kosetsu.services.screening.models import CommitteeDispatch, ScreeningProgramme
from kosetsu.services.screening.rules.results import rounded
from kosetsu.services.screening.states import DispatchState, ScreeningState, Way

COLOURS = {
    ScreeningState.REQUESTED: "waiting", ScreeningState.PREPARING: "waiting", ScreeningState.REVIEWING: "active",
    ScreeningState.CHECKED: "waiting", ScreeningState.APPROVED: "active", ScreeningState.RETURNED: "done",
}  # fmt: skip
DISPATCH_COLOURS = {
    DispatchState.REQUESTED: "waiting", DispatchState.APPROVED: "active", DispatchState.ATTENDED: "done",
}  # fmt: skip
ON_PAPER = (
    ScreeningState.REQUESTED, ScreeningState.PREPARING, ScreeningState.REVIEWING, ScreeningState.CHECKED,
    ScreeningState.APPROVED, ScreeningState.RETURNED,
)  # fmt: skip
"""The straight way, for the chain on top."""
BY_COMMITTEE = (ScreeningState.REQUESTED, ScreeningState.PREPARING, ScreeningState.RETURNED)


def colour(programme: ScreeningProgramme) -> str:
    """The colour of its state."""
    return COLOURS.get(programme.state, "stopped")


def way_of(programme: ScreeningProgramme) -> tuple[ScreeningState, ...]:
    return BY_COMMITTEE if programme.way == Way.COMMITTEE else ON_PAPER


def dispatch_colour(dispatch: CommitteeDispatch) -> str:
    return DISPATCH_COLOURS.get(DispatchState(dispatch.state), "stopped")


def result_line(row: ResultRow) -> dict[str, Any]:
    """One row of the table of results."""
    return {
        "item": row.item, "points": rounded(row.points, 2), "rank": row.rank, "reviews": row.result.handed_in,
        "verdict": _("可") if row.result.acceptable else _("不可") if row.points is not None else "",
    }  # fmt: skip


def scoring_sheets(request: Any, programme: ScreeningProgramme) -> list[tuple[Reviewer, str]]:
    """Whose workbook of reviews this person may fetch and bring back: one's own, or all of a panel that one runs."""
    panel = programme.panel
    if panel is None or panel.state != PanelState.SCORING:
        return []
    runs = bool(can_run(request.user, panel))
    seen = Review.objects.open().filter(item__in=Item.objects.waiting().without_conflict_of(request.user))
    owing = panel.reviewers.filter(left_at=None, reviews__in=seen).select_related("person", "panel").distinct()
    return [
        (one, reverse("reviews-desk:sheet" if runs else "reviews:sheet", args=[one.public_id]))
        for one in (owing if runs else owing.filter(person=request.user)).order_by("pk")
        if can_use_sheet(request.user, one, request.at)
    ]
