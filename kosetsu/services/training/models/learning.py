"""Courses on demand: their parts, how far somebody has seen them, the test at the end and who sat it."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import RandomPlace
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.gatherings.models import Gathering, Registration


class OnDemandCourse(models.Model):
    """One row for every gathering that is seen on demand: what is asked of whoever wants to complete it."""

    gathering = models.OneToOneField(Gathering, on_delete=models.PROTECT, related_name="on_demand")
    seen_percent = models.PositiveSmallIntegerField(
        _("視聴したとみなす割合（％）"), default=90, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("合格とする正答率（％）"), default=70, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    most_attempts = models.PositiveSmallIntegerField(
        _("受験できる回数"), default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )

    class Meta:
        verbose_name = verbose_name_plural = _("オンデマンド講座")
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_percent__range=(1, 100), pass_percent__range=(1, 100)), name="percents_of_a_course"
            )
        ]

    def __str__(self) -> str:
        return self.gathering.title

    def opens_at(self) -> tuple[dt.datetime, dt.datetime] | None:
        """From when to when it can be seen: from the first session's beginning to the last one's end."""
        sessions = sorted(self.gathering.sessions.all(), key=lambda one: one.starts_at)
        return (sessions[0].starts_at, max(one.ends_at for one in sessions)) if sessions else None


class Part(PublicRecord):
    """One row for every film of a course."""

    course = models.ForeignKey(OnDemandCourse, on_delete=models.PROTECT, related_name="parts")
    place = models.PositiveSmallIntegerField(_("順番"))
    title = models.CharField(_("名称"), max_length=200)
    film = models.FileField(_("動画"), upload_to=RandomPlace("training"), max_length=120)
    kind = models.CharField(max_length=20)
    """The film's MIME type, by its content."""
    seconds = models.PositiveIntegerField(_("長さ（秒）"), validators=[MinValueValidator(1)])
    captions = models.TextField(_("字幕"), blank=True)
    """As WebVTT."""

    class Meta:
        verbose_name = verbose_name_plural = _("講座の動画")
        ordering = ["place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "place"], name="one_part_per_place"),
            models.CheckConstraint(condition=Q(seconds__gte=1), name="a_part_lasts"),
        ]

    def __str__(self) -> str:
        return self.title


class Progress(models.Model):
    """One row for everyone's way through a part: where to go on, and which seconds were seen."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="progress")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="progress")
    second = models.PositiveIntegerField(_("続きから見る位置（秒）"), default=0)
    seen = models.JSONField(_("見た範囲"), default=list)
    """Pairs of seconds [from, to], in order, none touching the next."""
    seen_at = models.DateTimeField(_("最後に見た日時"))

    class Meta:
        verbose_name = verbose_name_plural = _("視聴の記録")
        constraints = [models.UniqueConstraint(fields=["registration", "part"], name="one_way_through_a_part")]


class Question(models.Model):
    """One row for every question of a course's test; the choices in ``right`` are right, all of them and no others."""

    course = models.ForeignKey(OnDemandCourse, on_delete=models.PROTECT, related_name="questions")
    place = models.PositiveSmallIntegerField(_("順番"))
    text = models.TextField(_("問題"))
    choices = models.JSONField(_("選択肢"))
    right = models.JSONField(_("正解"))
    """Places of the choices, counted from 0, in order."""

    class Meta:
        verbose_name = verbose_name_plural = _("確認テストの問題")
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["course", "place"], name="one_question_per_place")]

    def __str__(self) -> str:
        return self.text


class Attempt(models.Model):
    """One row for every time somebody sat the test; never changed."""

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveSmallIntegerField(_("回"))
    answers = models.JSONField(_("回答"))
    right = models.PositiveSmallIntegerField(_("正答数"))
    asked = models.PositiveSmallIntegerField(_("問題数"))
    passed = models.BooleanField(_("合格"))
    at = models.DateTimeField(_("受験日時"))

    class Meta:
        verbose_name = verbose_name_plural = _("確認テストの受験")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["registration", "number"], name="one_attempt_per_number")]
