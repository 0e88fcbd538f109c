"""What every search keeps: who asked when, how far it is, and when it counts as lost."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord

PERSON = settings.AUTH_USER_MODEL


class Stage(models.TextChoices):
    """How far a proposal is."""

    WAITING = "waiting", _("順番待ち")
    SEARCHING = "searching", _("計算中")
    FOUND = "found", _("案があります")
    CLASH = "clash", _("条件が両立しません")
    FAILED = "failed", _("時間内に見つかりませんでした")
    CANCELLED = "cancelled", _("中止しました")
    STALE = "stale", _("古くなりました")
    DECIDED = "decided", _("決定しました")


PATIENCE = dt.timedelta(minutes=2)
"""How much longer than it may a search goes on before it counts as lost."""
WORKING = (Stage.WAITING, Stage.SEARCHING)
"""The stages in which a job is at it, or will be."""


class Search(PublicRecord):
    """A question to a solver, with its answer. ``clash`` is what cannot all hold, with the ways out."""

    stage = models.CharField(_("状態"), max_length=10, choices=Stage, default=Stage.WAITING)
    total = models.IntegerField(null=True)
    """The best total so far, in points."""
    bound = models.IntegerField(null=True)
    clash = models.JSONField(default=dict)
    seconds = models.PositiveSmallIntegerField()
    cancelled = models.BooleanField(default=False)
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("依頼日時"))
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def working(self) -> bool:
        return self.stage in WORKING

    def lost_at(self, at: dt.datetime) -> bool:
        """Whether its job must have ended without a word."""
        return self.began_at is not None and at > self.began_at + dt.timedelta(seconds=self.seconds) + PATIENCE

    def seconds_at(self, at: dt.datetime) -> int:
        """How long it has been going on, at most as long as it may."""
        return min(int((at - (self.began_at or self.asked_at)).total_seconds()), self.seconds)
