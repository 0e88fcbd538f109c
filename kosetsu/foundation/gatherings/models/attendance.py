"""Who came: counted by heads, or one by one at the reception."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from kosetsu.foundation.gatherings.models.gatherings import Gathering
from kosetsu.foundation.gatherings.models.registrations import Registration


class Attendance(models.Model):
    """One row for every count of attendees (a headcount), or for one person on one day of a gathering.

    ``key`` is what the reception's device gave the arrival: sent again after a network loss, it is the same row.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="attendances")
    registration = models.ForeignKey(
        Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="arrivals"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    on_date = models.DateField(null=True, blank=True)
    headcount = models.PositiveIntegerField(default=1)
    headcount_online = models.PositiveIntegerField(default=0)
    unit = models.CharField(max_length=20, default="名")
    note = models.CharField(max_length=200, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "person", "on_date"],
                condition=Q(person__isnull=False),
                name="one_attendance_per_person_and_day",
            ),
            models.UniqueConstraint(
                fields=["registration", "on_date"],
                condition=Q(registration__isnull=False),
                name="one_arrival_per_registration_and_day",
            ),
            models.CheckConstraint(condition=Q(headcount_online__lte=F("headcount")), name="online_is_a_part_of_all"),
        ]
