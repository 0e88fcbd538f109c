"""The council of the groups."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.circles.models.circles import Circle
from kosetsu.services.circles.states import MeetingState


class Council(PublicRecord):
    """One row for every session of the groups' council: called beforehand or written down afterwards, and what it
    decided.
    """

    state = models.CharField(_("状態"), max_length=10, choices=MeetingState, default=MeetingState.HELD)
    held_on = models.DateField(_("開催日"))
    starts_at = models.DateTimeField(_("開始"), null=True)
    """Of one that was called."""
    place = models.CharField(_("会場"), max_length=200, blank=True)
    agenda = models.TextField(_("議題"), blank=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    format = models.CharField(_("開催形式"), max_length=10, choices=Format)
    decisions = models.TextField(_("決まったこと"), blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    """Why it does not take place."""
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=MeetingState.HELD) | ~Q(decisions=""), name="a_council_that_met_decided_something"
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.HELD) | Q(starts_at__isnull=False), name="a_called_council_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y/%m/%d}"

    def get_absolute_url(self) -> str:
        return reverse("circles-desk:council", args=[self.public_id])


class CouncilSeat(models.Model):
    """One row for every circle that was at a council, with how many people."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="seats")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="council_seats")
    headcount = models.PositiveSmallIntegerField(_("人数"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "circle"], name="a_circle_sits_once")]
