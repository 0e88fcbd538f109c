"""Questions over what people took part in: no record of its own, registrations with attendances say it all."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from kosetsu.foundation.gatherings.models import Registration
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.training.models.learning import Attempt


def transcript(user: Any, *, company: bool = False) -> "QuerySet[Registration]":
    """Registrations of training that somebody came to: my own, or those of the workplaces I act for."""
    rows = Registration.objects.filter(gathering__service="training", arrivals__isnull=False)
    whose = Q(workplace__in=Workplace.objects.visible_to(user)) if company else Q(person=user)
    passed = Prefetch("attempts", Attempt.objects.filter(passed=True), to_attr="passed_attempts")
    return (
        rows.filter(whose)
        .select_related("gathering__branch", "workplace__organisation")
        .prefetch_related("gathering__sessions", "arrivals", passed)
        .annotate(days=Count("arrivals", filter=Q(arrivals__on_date__isnull=False), distinct=True))
    )
