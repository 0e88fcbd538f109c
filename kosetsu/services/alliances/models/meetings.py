"""Meetings of the bodies that run a coordinators' programme, and what they decided on opportunities."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.alliances.models.liaisons import Liaison
from kosetsu.services.alliances.models.opportunities import Opportunity
from kosetsu.services.alliances.states import MeetingState, Verdict


class MeetingQuerySet(models.QuerySet["LiaisonMeeting"]):
    """Questions over meetings; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(liaison__in=Liaison.objects.worked_on_by(user))


class LiaisonMeeting(PublicRecord):
    """One row for every meeting of a programme: called, then held and counted, or called off.

    ``kind`` is one of the programme's kinds of meetings.
    """

    liaison = models.ForeignKey(
        Liaison, on_delete=models.PROTECT, related_name="meetings", verbose_name=_("連携コーディネーター事業")
    )
    kind = models.CharField(_("会議の種類"), max_length=30)
    state = models.CharField(_("状態"), max_length=10, choices=MeetingState, default=MeetingState.CALLED)
    held_on = models.DateField(_("開催日"))
    starts_at = models.DateTimeField(_("開始"))
    format = models.CharField(_("開催形式"), max_length=10, choices=Format)
    place = models.CharField(_("会場"), max_length=200, blank=True)
    agenda = models.TextField(_("議題"))
    minutes = models.TextField(_("議事の要点"), blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("招集した人")
    )
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("実績"))
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("連携コーディネーター事業の会議")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="held", entry__isnull=False) | ~Q(state="held") & Q(entry=None),
                name="a_liaison_meeting_that_met_is_an_entry",
            )
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y/%m/%d} {self.kind_name}"

    @property
    def kind_name(self) -> str:
        """Its key where the folder lost it."""
        kind = self.liaison.said.meeting(self.kind)
        return str(kind.name) if kind else self.kind

    @property
    def decides(self) -> bool:
        """Whether it is a meeting that decides on opportunities."""
        said = self.liaison.said.meeting(self.kind)
        return said is not None and said.decides

    def get_absolute_url(self) -> str:
        return reverse("alliances-desk:meeting", args=[self.public_id])


class MeetingSeat(models.Model):
    """One row for every body that was at a meeting, with how many people; without a body: the institute itself."""

    meeting = models.ForeignKey(LiaisonMeeting, on_delete=models.CASCADE, related_name="seats", verbose_name=_("会議"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("機関")
    )
    headcount = models.PositiveSmallIntegerField(_("人数"))

    class Meta:
        verbose_name = verbose_name_plural = _("会議の出席機関")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "organisation"], name="a_body_sits_once_at_a_liaison_meeting"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(organisation=None), name="the_institute_sits_once_at_a_liaison_meeting"
            ),
        ]


class MeetingDecision(models.Model):
    """One row for every opportunity on which a meeting decided, with the reason where it was shelved."""

    meeting = models.ForeignKey(
        LiaisonMeeting, on_delete=models.CASCADE, related_name="decisions", verbose_name=_("会議")
    )
    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, related_name="decisions", verbose_name=_("ニーズ・シーズ")
    )
    verdict = models.CharField(_("決定"), max_length=8, choices=Verdict)
    reason = models.CharField(_("理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("会議の決定")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "opportunity"], name="one_decision_a_meeting_and_opportunity"),
            models.CheckConstraint(
                condition=~Q(verdict="shelve") | ~Q(reason=""), name="a_shelving_meeting_says_why"
            ),
        ]  # fmt: skip
