"""Anything scarce with a calendar. First cut: the weekly hours in which an adviser can be asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.parties.models import Dated, DatedQuerySet


class AdviserHours(Dated):
    """One row for every weekly span in which an offering's adviser receives, in the branch's time zone."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("月曜日")
        TUESDAY = 1, _("火曜日")
        WEDNESDAY = 2, _("水曜日")
        THURSDAY = 3, _("木曜日")
        FRIDAY = 4, _("金曜日")

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="adviser_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    starts = models.TimeField()
    ends = models.TimeField()
    channel = models.CharField(max_length=10, choices=Channel)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["offering", "weekday", "starts"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends__gt=models.F("starts")), name="hours_end_after_they_begin")
        ]
