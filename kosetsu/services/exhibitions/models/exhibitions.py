"""An exhibition, whom its partners may recommend, and the dated rules it counts by."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.parties.models import Branch, Dated, DatedQuerySet, Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.exhibitions.states import RUNNING, ExhibitionState

PERSON = settings.AUTH_USER_MODEL


class ExhibitionQuerySet(models.QuerySet["Exhibition"]):
    """Questions over exhibitions."""

    def shown(self, at: dt.datetime) -> Self:
        """What everyone sees from the opening moment on."""
        return self.exclude(state=ExhibitionState.PLANNED).filter(opens_at__lte=at)

    def found(self, at: dt.datetime) -> Self:
        """Whose booths the search finds."""
        return self.shown(at).filter(found_until__gt=at)

    def announced(self) -> Self:
        """What everyone may know of: it is being prepared or held, or was."""
        return self.exclude(state=ExhibitionState.PLANNED)

    def visible_to(self, user: Any) -> Self:
        """The institute's people see all, anyone else what was announced."""
        return self if standing(user).is_staff else self.announced()

    def recommended_by(self, user: Any) -> Self:
        """Those to which the officer's body was asked to recommend."""
        return self.filter(invitations__partner__in=standing(user).partner_organisations).distinct()


class Exhibition(PublicRecord):
    """One row for every exhibition on the web, from 00:00 of its first day to 24:00 of its last."""

    code = models.CharField(_("番号"), max_length=40, unique=True)
    title = models.CharField(_("名称"), max_length=200)
    summary = models.TextField(_("概要"), blank=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, verbose_name=_("拠点"))
    state = models.CharField(_("状態"), max_length=10, choices=ExhibitionState, default=ExhibitionState.PLANNED)
    recommends_until = models.DateTimeField(_("推薦期限"))
    opens_at = models.DateTimeField(_("開始"))
    registers_until = models.DateTimeField(_("参加登録の期限"))
    closes_at = models.DateTimeField(_("終了"))
    found_until = models.DateTimeField()
    """Until then the search finds its booths: as long after the end as the rule of its first day says."""
    terms = models.TextField(_("参加条件"))
    tags = models.JSONField(_("分野の札"), default=list)
    planned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    objects = ExhibitionQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(recommends_until__lte=F("opens_at"), opens_at__lt=F("registers_until"),
                            registers_until__lte=F("closes_at"), closes_at__lte=F("found_until")),
                name="an_exhibition_runs_in_order",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def shown_at(self, at: dt.datetime) -> bool:
        return self.state != ExhibitionState.PLANNED and self.opens_at <= at

    def runs_at(self, at: dt.datetime) -> bool:
        """Whether visitors look, save, ask and meet: between its moments."""
        return self.state in RUNNING and self.opens_at <= at < self.closes_at


class Invitation(models.Model):
    """One row for every partner body that may recommend so many companies for an exhibition."""

    exhibition = models.ForeignKey(Exhibition, on_delete=models.CASCADE, related_name="invitations")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    most = models.PositiveSmallIntegerField(_("推薦枠"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exhibition", "partner"], name="one_invitation_per_partner"),
            models.CheckConstraint(condition=Q(most__gte=1), name="an_invitation_has_a_place"),
        ]


class CountingRule(Dated):
    """One row for every period in which looks are counted so; printed wherever the figures stand."""

    name = models.CharField(max_length=40)
    small_cell = models.PositiveSmallIntegerField()
    """An exhibitor sees no number below this one."""
    follow_up_months = models.JSONField(default=list)
    """So many months after the end exhibitors are asked what became of it."""
    found_days = models.PositiveSmallIntegerField(default=0)
    """So many days after the end the search still finds booths; their pages stay in any case."""
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["valid_from"], name="one_counting_rule_from_a_day")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, day: dt.date) -> "CountingRule":
        """The rule of a day; where the institute has none: no number is hidden, nobody is asked, the end is the end."""
        found = cls.objects.on(day).order_by("-valid_from").first()
        return found or cls(name="", small_cell=0, follow_up_months=[], source="")
