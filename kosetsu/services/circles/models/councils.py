"""The council of the groups."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.circles.models.circles import Circle


class Council(PublicRecord):
    """One row for every session of the groups' council, and what it decided."""

    held_on = models.DateField(_("開催日"))
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    format = models.CharField(_("開催形式"), max_length=10, choices=Format)
    decisions = models.TextField(_("決まったこと"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.held_on:%Y/%m/%d}"


class CouncilSeat(models.Model):
    """One row for every circle that was at a council, with how many people."""

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="seats")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="council_seats")
    headcount = models.PositiveSmallIntegerField(_("人数"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council", "circle"], name="a_circle_sits_once")]
