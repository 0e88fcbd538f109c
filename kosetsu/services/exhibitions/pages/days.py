"""What one side's day of meetings looks like, on its own page."""

from typing import Any

from kosetsu.services.exhibitions.models import Away, Exhibition, Meeting
from kosetsu.services.exhibitions.pages.forms import FreeForm
from kosetsu.services.exhibitions.states import MeetingState


def meetings_of(**whose: Any) -> Any:
    """The meetings that stand, in the order of the day."""
    rows = Meeting.objects.filter(state=MeetingState.SETTLED, **whose)
    return rows.select_related("slot", "fair__exhibition", "booth__contact", "visitor__person").order_by(
        "slot__starts_at"
    )


def free_forms(exhibition: Exhibition, at: Any, **whose: Any) -> list[Any]:
    """For each fair whose wishes are taken: the slots in which this side cannot come."""
    shown = []
    for fair in exhibition.fairs.filter(wishes_until__gt=at):
        away = Away.objects.filter(slot__fair=fair, **whose).values_list("slot__number", flat=True)
        shown.append((fair, FreeForm(fair=fair, initial={"numbers": list(away)}, auto_id=f"free{fair.pk}_%s")))
    return shown
