"""Facts that hold for a time."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Dated(models.Model):
    """A fact with a first and a last day; an empty last day means "until further notice"."""

    valid_from = models.DateField(_("開始日"), null=True, blank=True)
    valid_to = models.DateField(_("終了日"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: dt.date) -> bool:
        """Whether the fact is in force on ``day`` (both ends inclusive)."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class DatedQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Questions about facts with a first and a last day (both inclusive)."""

    def on(self, day: dt.date) -> Self:
        """The rows in force on ``day``."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gte=day))
