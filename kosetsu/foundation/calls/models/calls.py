"""A call, its deadlines, the talks before it, and its rounds of review."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.calls.models.kinds import KindEdition
from kosetsu.foundation.calls.rules.kinds import Kind
from kosetsu.foundation.calls.states import SHOWN, CallState, Channel
from kosetsu.foundation.parties.models import Branch, Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.reviews.models import Panel

PERSON = settings.AUTH_USER_MODEL


class CallQuerySet(models.QuerySet["Call"]):
    """Questions over calls; whatever a person sees passes through :meth:`visible_to`."""

    def shown(self) -> Self:
        """What everyone may read of: published, and not a call of the institute to its own people."""
        published = Q(state__in=SHOWN) | Q(state=CallState.CALLED_OFF, published_at__isnull=False)
        return self.filter(published, internal=False)

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all, anyone else what is published."""
        return self if standing(user).is_staff else self.shown()

    def open_at(self, at: dt.datetime) -> Self:
        """Those that take applications by some channel now."""
        second = at.replace(microsecond=0)
        taking = Window.objects.filter(opens_at__lte=at, until_at__gte=second).values("call")
        return self.filter(state=CallState.PUBLISHED, pk__in=taking)


class Call(PublicRecord):
    """One row for every call of a kind: when one applies, and how many are accepted at most.

    ``capacity`` bounds the seats of accepted applications in the database itself; ``seed`` is what lots are drawn
    with, fixed before anybody applies.
    """

    number = models.CharField(_("番号"), max_length=30, unique=True)
    edition = models.ForeignKey(KindEdition, on_delete=models.PROTECT, related_name="calls")
    title = models.CharField(_("名称"), max_length=200)
    text = models.TextField(_("募集の案内"), blank=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    capacity = models.PositiveIntegerField(_("採択数の上限"))
    internal = models.BooleanField(_("職員向け"), default=False)
    state = models.CharField(_("状態"), max_length=10, choices=CallState, default=CallState.PLANNED)
    seed = models.CharField(max_length=40)
    planned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(_("公開日時"), null=True, blank=True)
    decided_at = models.DateTimeField(_("決定日時"), null=True, blank=True)
    reason = models.CharField(_("中止の理由"), max_length=300, blank=True)
    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("公募")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gte=1), name="a_call_accepts_somebody"),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("planned_by")), name="another_one_approves_a_call"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("calls:call", args=[self.public_id])

    @property
    def kind(self) -> Kind:
        """The kind as it was when the call was planned."""
        return self.edition.said

    def window(self, channel: str) -> "Window | None":
        return next((one for one in self.windows.all() if one.channel == channel), None)


class Window(models.Model):
    """One row for every channel of a call: from when until which second; of paper the day of the second counts."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="windows")
    channel = models.CharField(_("応募の方法"), max_length=8, choices=Channel)
    opens_at = models.DateTimeField(_("受付開始"))
    until_at = models.DateTimeField(_("締切"))

    class Meta:
        ordering = ["until_at", "channel"]
        constraints = [
            models.UniqueConstraint(fields=["call", "channel"], name="one_window_a_channel"),
            models.CheckConstraint(condition=Q(until_at__gt=F("opens_at")), name="a_window_shuts_after_it_opens"),
        ]


class Counselling(models.Model):
    """One row for every talk with somebody who thinks of applying, where a kind asks for one beforehand."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="counsellings")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField(_("相談日"))
    note = models.TextField(_("相談の内容"))
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("応募前の相談")
        ordering = ["held_on", "pk"]


class Round(models.Model):
    """One row for every round of review of a call: its panel, and the choice that was made from its log.

    ``terms`` are what was chosen by, ``log_position`` the panel's last step then: with both the choice comes out again.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("回"))
    panel = models.OneToOneField(Panel, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(_("開始日時"))
    decided_at = models.DateTimeField(_("決定日時"), null=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("決定の説明"), max_length=500, blank=True)
    terms = models.JSONField(default=dict)
    log_position = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("審査の回")
        ordering = ["call", "number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="one_round_a_number")]
