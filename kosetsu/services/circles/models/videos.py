"""The week in which new members show themselves by video, and who looked."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.circles.models.circles import Member
from kosetsu.services.circles.states import VideoState

PERSON = settings.AUTH_USER_MODEL


class VideoWeekQuerySet(models.QuerySet["VideoWeek"]):
    """Questions over weeks of videos."""

    def shown(self, at: dt.datetime) -> Self:
        """Those that everyone can look at now."""
        return self.filter(state=VideoState.SHOWN, opens_at__lte=at, closes_at__gt=at)


class VideoWeek(PublicRecord):
    """One row for every time that members' videos are shown, from a moment until a moment."""

    title = models.CharField(_("名称"), max_length=200)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    opens_at = models.DateTimeField(_("配信開始"))
    closes_at = models.DateTimeField(_("配信終了"))
    state = models.CharField(_("状態"), max_length=10, choices=VideoState, default=VideoState.PLANNED)
    views = models.PositiveIntegerField(_("視聴回数"), null=True)
    """As it was counted at the end."""
    objects = VideoWeekQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="videos_close_after_they_open")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("circles:videos", args=[self.public_id])

    def shown_at(self, at: dt.datetime) -> bool:
        return self.state == VideoState.SHOWN and self.opens_at <= at < self.closes_at


class Video(PublicRecord):
    """One row for every member's video of a week; the film itself lies where its address leads."""

    week = models.ForeignKey(VideoWeek, on_delete=models.CASCADE, related_name="videos")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="videos")
    title = models.CharField(_("題名"), max_length=200)
    url = models.URLField(_("動画のアドレス"))

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["week", "member"], name="one_video_per_member_and_week")]


class View(models.Model):
    """One row for every visitor who looked at a video, once; ``visitor`` is a keyed digest that names nobody."""

    video = models.ForeignKey(Video, on_delete=models.CASCADE, related_name="views")
    visitor = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["video", "visitor"], name="a_visitor_counts_once")]
