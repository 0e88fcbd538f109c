"""What leaves the house about bookings: calendar feeds and mails."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Q

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.bookings import states
from kosetsu.foundation.bookings.models.bookings import Booking
from kosetsu.foundation.bookings.models.resources import Resource
from kosetsu.foundation.parties.models import Branch
from kosetsu.foundation.parties.post import OwedMail

PERSON = settings.AUTH_USER_MODEL


class Feed(PublicRecord):
    """One row for every iCal address: a person's own bookings, a resource's or a branch's; revoked, it is gone.

    ``named`` says that names and purposes stand in it, as long as the owner is of the institute.
    """

    kind = models.CharField(max_length=10, choices=states.FeedKind)
    owner = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, null=True, related_name="+")
    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, null=True, related_name="+")
    named = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="person", resource=None, branch=None)
                | Q(kind="resource", resource__isnull=False, branch=None)
                | Q(kind="branch", branch__isnull=False, resource=None),
                name="a_feed_is_of_one_thing",
            )
        ]


class Notice(OwedMail):
    """One row for every mail about a booking, written with the change it tells of and sent by a job.

    ``calendar`` is its iCal file, empty where there is none.
    """

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=10, choices=states.NoticeKind)
    calendar = models.TextField(blank=True)

    def letter(self) -> EmailMessage:
        """With the appointment as a file."""
        letter = super().letter()
        if self.calendar:
            method = states.calendar_method(self.kind)
            letter.attach("booking.ics", self.calendar, f"text/calendar; charset=utf-8; method={method}")
        return letter
