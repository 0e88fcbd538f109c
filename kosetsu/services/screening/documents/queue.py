"""What waits for somebody in the screening."""

from typing import Any

from django.db.models import Q

from kosetsu.foundation.parties.standing import standing
from kosetsu.services.screening.models import APPROVERS, MANAGERS, ScreeningProgramme
from kosetsu.services.screening.states import ScreeningState

OF_MANAGERS = (ScreeningState.REQUESTED, ScreeningState.PREPARING, ScreeningState.APPROVED)
"""States in which whoever runs the screening has the next step."""


def count_waiting(user: Any) -> int:
    """Programmes in which this person's post has the next step: take on, prepare, return; or approve."""
    place = standing(user)
    mine = Q(case__state__in=OF_MANAGERS) if place.has(*MANAGERS) else Q(pk=None)
    if place.has(*APPROVERS):
        mine |= Q(case__state=ScreeningState.CHECKED)
    return ScreeningProgramme.objects.filter(mine).count()
