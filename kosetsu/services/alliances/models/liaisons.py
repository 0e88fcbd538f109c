"""The coordinators' programmes and who coordinates in them."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.clock import day_of, now
from kosetsu.common.models import Named, PublicRecord
from kosetsu.foundation.parties.models import Branch, Dated, DatedQuerySet, Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.alliances.rules.liaisons import LiaisonSaid, MeetingKind, Topic

PERSON = settings.AUTH_USER_MODEL
MANAGERS = (StaffRole.PLANNING, StaffRole.PARTNERSHIPS)
"""The posts that manage the programmes: they appoint coordinators and may do whatever these do."""


class LiaisonQuerySet(DatedQuerySet):
    """Questions over programmes; whatever a person does with one passes through :meth:`worked_on_by`."""

    def worked_on_by(self, user: Any) -> Self:
        """Those the person manages, or coordinates today; for anyone else none."""
        place = standing(user)
        if place.has(*MANAGERS):
            return self
        if not place.is_staff:
            return self.none()
        mine = Coordinator.objects.on(day_of(now())).filter(person=user)
        return self.filter(pk__in=mine.values("liaison"))


class Liaison(PublicRecord, Named, Dated):
    """One row for every coordinators' programme in the period it runs, as the institute's folder says it.

    ``said`` is the whole document: kinds of entries, meetings and topics of support.
    """

    key = models.CharField(max_length=30, unique=True)
    client = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("委託元")
    )
    bodies: Any = models.ManyToManyField(Organisation, related_name="+", verbose_name=_("共同で実施する機関"))
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("拠点"))
    field = models.CharField(_("分野"), max_length=20, blank=True)
    body: Any = models.JSONField()
    source = models.CharField(_("出典"), max_length=300)
    objects = LiaisonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("連携コーディネーター事業")
        ordering = ["key"]

    @property
    def said(self) -> LiaisonSaid:
        return LiaisonSaid.model_validate(self.body)

    @property
    def topics(self) -> list[Topic]:
        return self.said.topics

    @property
    def meeting_kinds(self) -> list[MeetingKind]:
        return self.said.meetings

    def get_absolute_url(self) -> str:
        return reverse("alliances-desk:liaison", args=[self.public_id])


class CoordinatorQuerySet(DatedQuerySet):
    """Questions over coordinators' terms."""

    def overlapping(self, since: dt.date, until: dt.date | None) -> Self:
        """Terms that share a day with this one."""
        found = self.filter(Q(valid_to=None) | Q(valid_to__gte=since))
        return found.filter(valid_from__lte=until) if until else found


class Coordinator(PublicRecord, Dated):
    """One row for every term in which a person of the institute coordinates in a programme; both days inclusive."""

    liaison = models.ForeignKey(
        Liaison, on_delete=models.PROTECT, related_name="coordinators", verbose_name=_("連携コーディネーター事業")
    )
    person = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("連携コーディネーター")
    )
    objects = CoordinatorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("連携コーディネーター")
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["liaison", "person"], condition=Q(valid_to=None), name="one_open_term_of_a_coordinator"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=False), name="a_coordinator_begins_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="a_coordinator_ends_after_it_began"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.person)
