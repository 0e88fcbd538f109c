"""What the program tells reviewers by itself: what is new to review, once a day; that a deadline is near, or over."""

import datetime as dt

from django.db import transaction

from kosetsu.foundation.reviews.actions.beats import locked, tell
from kosetsu.foundation.reviews.models import Panel, Reviewer
from kosetsu.foundation.reviews.states import PanelState, ReviewLetter

DAYS_BEFORE = 3


def tell_reviewers(*, at: dt.datetime) -> int:
    """One mail at most to each reviewer of each panel that scores; how many were written."""
    return sum(_tell_panel(panel, at) for panel in Panel.objects.filter(state=PanelState.SCORING).order_by("pk"))


@transaction.atomic
def _tell_panel(panel: Panel, at: dt.datetime) -> int:
    panel = locked(panel)
    if panel.state != PanelState.SCORING or (panel.opens_at and at < panel.opens_at):
        return 0
    reviewers = panel.reviewers.filter(left_at=None, person__is_active=True).select_related("person", "panel")
    return sum(_tell(one, panel.due_at, at) for one in reviewers)


def _tell(reviewer: Reviewer, due_at: dt.datetime | None, at: dt.datetime) -> int:
    if new := reviewer.reviews.open().filter(told_at=None).update(told_at=at):
        return tell(reviewer, ReviewLetter.ASSIGNED, at=at, count=new)
    if due_at is None or at < due_at - dt.timedelta(days=DAYS_BEFORE):
        return 0
    kind = ReviewLetter.OVERDUE if at > due_at else ReviewLetter.NEAR
    owed = reviewer.reviews.open().count()
    if not owed or reviewer.notices.filter(kind=kind, due_at=due_at).exists():
        return 0
    return tell(reviewer, kind, at=at, due_at=due_at, count=owed)
