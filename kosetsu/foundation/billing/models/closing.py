"""Books that are closed."""

from django.conf import settings
from django.db import models

from kosetsu.foundation.billing import states


class Closing(models.Model):
    """One row for every month and fiscal year whose books are closed: no paper may carry a date in it any more."""

    period = models.CharField(max_length=5, choices=states.Period)
    first_on = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    totals = models.JSONField(default=dict)

    class Meta:
        ordering = ["-first_on", "period"]
        constraints = [models.UniqueConstraint(fields=["period", "first_on"], name="closed_once")]
