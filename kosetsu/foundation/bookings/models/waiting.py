"""Who waits for a time that is taken."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.bookings import states
from kosetsu.foundation.bookings.models.bookings import Booking
from kosetsu.foundation.bookings.models.resources import Resource
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing

PERSON = settings.AUTH_USER_MODEL


class WaitingQuerySet(models.QuerySet["Waiting"]):
    """Questions over the waiting list."""

    def visible_to(self, user: Any) -> Self:
        """Staff see all; anyone else their own."""
        if standing(user).is_staff:
            return self
        return self.filter(person=user) if getattr(user, "is_authenticated", False) else self.none()

    def in_turn(self, resource: Resource, at: dt.datetime) -> Self:
        """Who still waits for the resource, the first first."""
        open_ = self.filter(resource=resource, state=states.WaitingState.WAITING, until__gt=at)
        return open_.select_related("person", "workplace").order_by("made_at", "pk")


class Waiting(PublicRecord):
    """One row for every place on a waiting list: so many minutes of a resource, some time within a span."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="waiting")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="+")
    minutes = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=states.WaitingState, default=states.WaitingState.WAITING)
    made_at = models.DateTimeField()
    offered = models.OneToOneField(Booking, on_delete=models.PROTECT, null=True, related_name="offered_to")
    objects = WaitingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["resource", "state", "made_at"])]
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="waits_until_after_since")]
