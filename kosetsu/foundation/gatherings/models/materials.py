"""What is handed out at a gathering: slides and papers, from a moment on, to those they are for."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import RandomPlace
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.gatherings.models.gatherings import Gathering
from kosetsu.foundation.gatherings.models.registrations import Registration
from kosetsu.foundation.gatherings.states import SHOWN, Audience, RegistrationState
from kosetsu.foundation.parties.standing import standing

PERSON = settings.AUTH_USER_MODEL


class MaterialQuerySet(models.QuerySet["Material"]):
    """Questions over materials."""

    def handed_out(self, at: dt.datetime) -> Self:
        """Not withdrawn, and no longer under embargo."""
        return self.filter(Q(released_at=None) | Q(released_at__lte=at), withdrawn_at=None)

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all; anyone else what is for everyone, with its gathering."""
        if standing(user).is_staff:
            return self
        return self.filter(audience=Audience.EVERYONE, gathering__public=True, gathering__state__in=SHOWN)

    def with_ticket(self, registration: Registration) -> Self:
        """What whoever has the ticket may have: only who came gets what is for those who came."""
        mine = self.filter(gathering=registration.gathering_id)
        audiences = [Audience.EVERYONE]
        if registration.state == RegistrationState.CONFIRMED:
            audiences.append(Audience.REGISTERED)
            if registration.arrivals.exists():
                audiences.append(Audience.ATTENDED)
        return mine.filter(audience__in=audiences)


class Material(PublicRecord):
    """One row for every file of a gathering; before ``released_at`` only the institute's people have it."""

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(_("資料名"), max_length=200)
    audience = models.CharField(_("渡す相手"), max_length=10, choices=Audience)
    released_at = models.DateTimeField(_("公開日時"), null=True, blank=True)
    file = models.FileField(_("ファイル"), upload_to=RandomPlace("gatherings"), max_length=120)
    name = models.CharField(_("ファイル名"), max_length=150)
    size = models.PositiveBigIntegerField(_("大きさ"))
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("登録した人"))
    added_at = models.DateTimeField(_("登録日時"))
    withdrawn_at = models.DateTimeField(_("取り下げた日時"), null=True, blank=True)
    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("催しの資料")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.title
