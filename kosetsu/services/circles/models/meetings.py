"""What a circle meets for: its meetings, who came, what was decided and who does it; and the mails."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.bookings.models import Booking
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.parties.post import OwedMail
from kosetsu.services.circles.models.calls import Application
from kosetsu.services.circles.models.circles import Circle, Member
from kosetsu.services.circles.models.councils import Council
from kosetsu.services.circles.states import MeetingState, NoticeKind

PERSON = settings.AUTH_USER_MODEL


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Questions over meetings."""

    def visible_to(self, user: Any, day: dt.date) -> Self:
        """Those of the circles whose members' part the person reads."""
        return self.filter(circle__in=Circle.objects.inside(user, day).values("pk"))


class Meeting(PublicRecord):
    """One row for every meeting of a circle; who came is counted by member and, beyond them, by heads.

    ``minutes`` is read by the members; ``staff_count`` are the institute's people where the exchange is with them.
    """

    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="meetings")
    topic = models.CharField(_("議題"), max_length=200)
    starts_at = models.DateTimeField(_("開始"))
    ends_at = models.DateTimeField(_("終了"))
    format = models.CharField(
        _("開催形式"), max_length=10, choices=[(one.value, one.label) for one in Format if one != Format.ON_DEMAND]
    )
    place = models.CharField(_("会場"), max_length=200, blank=True)
    online_url = models.URLField(_("オンライン会場のアドレス"), blank=True)
    booking = models.OneToOneField(Booking, on_delete=models.PROTECT, null=True, related_name="circle_meeting")
    """The room that is kept for it."""
    social = models.CharField(_("交流会（懇親の部）"), max_length=200, blank=True)
    state = models.CharField(_("状態"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    """Why it was called off."""
    minutes = models.TextField(_("議事録"), blank=True)
    guests = models.PositiveIntegerField(_("会員のほかに会場に来た人"), default=0)
    guests_online = models.PositiveIntegerField(_("会員のほかにオンラインで来た人"), default=0)
    staff_count = models.PositiveIntegerField(_("職員の人数"), default=0)
    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_meeting_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CALLED_OFF) | ~Q(reason=""), name="a_meeting_called_off_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.topic

    def get_absolute_url(self) -> str:
        return reverse("circles:meeting", args=[self.public_id])


class Attendance(models.Model):
    """One row for every member's people at a meeting: how many, and how many of them online."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attendances")
    headcount = models.PositiveSmallIntegerField(_("人数"), default=1)
    headcount_online = models.PositiveSmallIntegerField(_("うちオンライン"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="a_member_attends_once"),
            models.CheckConstraint(
                condition=Q(headcount__gte=1, headcount_online__lte=F("headcount")), name="online_people_are_people"
            ),
        ]


class Task(PublicRecord):
    """One row for everything a meeting decided that a member or a colleague does by a day."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="tasks")
    text = models.CharField(_("すること"), max_length=300)
    owner = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="tasks")
    colleague = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("期日"))
    done_at = models.DateTimeField(_("済んだ日時"), null=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner=None, colleague__isnull=False) | Q(owner__isnull=False, colleague=None),
                name="a_task_is_one_party_s",
            ),
        ]

    @property
    def whose(self) -> str:
        """The company's name, or the colleague's."""
        return self.owner.workplace.organisation.name if self.owner else str(self.colleague)


class Notice(OwedMail):
    """One row for every mail about an application, a meeting or a council, or that asks a member what a year
    brought.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="notices")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="notices")
    council = models.ForeignKey(
        Council, on_delete=models.PROTECT, null=True, related_name="notices", verbose_name=_("グループ協議会")
    )
    member = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, related_name="notices", verbose_name=_("会員")
    )
    fiscal_year = models.PositiveSmallIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=NoticeKind)

    class Meta(OwedMail.Meta):
        constraints = [
            models.UniqueConstraint(fields=["member", "fiscal_year"], name="a_member_is_asked_once_about_a_year")
        ]
