"""Trade fairs of other bodies at which the institute exhibits, and who showed an interest there."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.parties.models import Branch, Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.exhibitions.models.exhibitions import PERSON
from kosetsu.services.exhibitions.states import OutingState


class OutingQuerySet(models.QuerySet["Outing"]):
    """Questions over the institute's own exhibiting."""

    def visible_to(self, user: Any) -> Self:
        """Leads are the institute's own."""
        return self if standing(user).is_staff else self.none()


class Outing(PublicRecord):
    """One row for every trade fair of another body at which the institute exhibits."""

    title = models.CharField(_("展示会の名称"), max_length=200)
    host = models.CharField(_("主催"), max_length=200, blank=True)
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    """The partner body that holds it: only then it counts among what is done together with partners (K05)."""
    venue = models.CharField(_("会場"), max_length=200, blank=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+", verbose_name=_("拠点"))
    starts_on = models.DateField(_("開始日"))
    ends_on = models.DateField(_("終了日"))
    shows = models.TextField(_("出展する内容"), blank=True)
    state = models.CharField(_("状態"), max_length=10, choices=OutingState, default=OutingState.APPLIED)
    applied_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    objects = OutingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="an_outing_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return self.title


class Lead(PublicRecord):
    """One row for everyone who showed an interest at an outing, until somebody has followed it up."""

    outing = models.ForeignKey(Outing, on_delete=models.PROTECT, related_name="leads")
    company = models.CharField(_("会社名"), max_length=200)
    contact = models.CharField(_("担当者・連絡先"), max_length=200, blank=True)
    interest = models.TextField(_("関心のあること"), max_length=2000)
    noted_at = models.DateTimeField(_("記録した日時"))
    followed_at = models.DateTimeField(_("対応した日時"), null=True)
    followed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    result = models.TextField(_("対応の結果"), blank=True, max_length=2000)

    class Meta:
        ordering = ["followed_at", "noted_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(followed_at=None) | ~Q(result=""), name="a_followed_lead_has_a_result")
        ]

    def __str__(self) -> str:
        return self.company
