"""Needs and seeds that coordinators found, and what of them partner bodies may read."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.clock import day_of, now
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.alliances.models.liaisons import Liaison
from kosetsu.services.alliances.states import OPPORTUNITY_ENDS, PAIRING_OPEN, OpportunityState, Side

PERSON = settings.AUTH_USER_MODEL


class OpportunityQuerySet(models.QuerySet["Opportunity"]):
    """Questions over opportunities; whatever a person sees passes through :meth:`visible_to`."""

    def visible_to(self, user: Any) -> Self:
        """Who coordinates in its programme, and who manages it; nobody else of the staff, and no company."""
        return self.filter(liaison__in=Liaison.objects.worked_on_by(user))

    def for_lists(self) -> Self:
        """With everything a list row or a page shows."""
        found: Self = self.select_related("case", "liaison", "source")
        alive = Count("pairings", filter=Q(pairings__state__in=PAIRING_OPEN), distinct=True)
        return found.annotate(companies=alive)

    def unfinished(self) -> Self:
        return self.exclude(case__state__in=OPPORTUNITY_ENDS)


class Opportunity(PublicRecord):
    """One row for every need or seed of a source (a clinic, a university, a manufacturer …); its case holds number and
    state.

    The case itself is seen by every colleague: it names neither source nor matter. ``summary`` is what a company reads
    once it was told; ``detail`` only after it agreed to secrecy.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+", verbose_name=_("案件"))
    liaison = models.ForeignKey(
        Liaison, on_delete=models.PROTECT, related_name="opportunities", verbose_name=_("連携コーディネーター事業")
    )
    side = models.CharField(_("ニーズ・シーズの別"), max_length=4, choices=Side)
    source = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("提供元"))
    names_source = models.BooleanField(_("提供元の名称を企業に知らせてよい"), default=False)
    title = models.CharField(_("題名"), max_length=120)
    summary = models.TextField(_("概要"))
    detail = models.TextField(_("詳細（秘密保持のあとで開示）"), blank=True)
    wish_on = models.DateField(_("希望時期"), null=True, blank=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    """Why it was shelved, or what became of it."""
    found_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("登録した人"))
    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("ニーズ・シーズ")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.case.number} {self.title}"

    @property
    def state(self) -> OpportunityState:
        return OpportunityState(self.case.state)

    @property
    def shown_source(self) -> str:
        """The source as a company may read it."""
        return str(self.source) if self.names_source else ""

    def get_absolute_url(self) -> str:
        return reverse("alliances-desk:opportunity", args=[self.public_id])


class SharingQuerySet(models.QuerySet["OpportunitySharing"]):
    """Questions over what is shared with partner bodies."""

    def in_force(self, day: dt.date) -> Self:
        """Neither revoked nor over."""
        return self.filter(revoked_at=None, agreed_on__lte=day, until__gte=day)

    def visible_to(self, user: Any) -> Self:
        """What is in force for the bodies whose officer the person is; asked anew at every request."""
        return self.in_force(day_of(now())).filter(organisation__in=standing(user).partner_organisations)


class OpportunitySharing(PublicRecord):
    """One row for every partner body that may read an opportunity from a day until a day, unless it is revoked.

    ``shown`` is what it reads: a copy, field by field, of what the opportunity said when it was shared.
    """

    opportunity = models.ForeignKey(
        Opportunity, on_delete=models.PROTECT, related_name="sharings", verbose_name=_("ニーズ・シーズ")
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("共有先の機関")
    )
    number = models.CharField(_("案件番号"), max_length=30)
    side = models.CharField(_("ニーズ・シーズの別"), max_length=4, choices=Side)
    title = models.CharField(_("題名"), max_length=120)
    shown: Any = models.JSONField(default=dict)
    agreed_on = models.DateField(_("提供元が同意した日"))
    until = models.DateField(_("共有の期限"))
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+", verbose_name=_("共有した人"))
    at = models.DateTimeField(_("共有日時"))
    revoked_at = models.DateTimeField(_("取り消した日時"), null=True)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    objects = SharingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("ニーズ・シーズの共有")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("agreed_on")), name="a_sharing_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | ~Q(reason=""), name="a_revoked_sharing_has_a_reason"
            ),
            models.UniqueConstraint(
                fields=["opportunity", "organisation"], condition=Q(revoked_at=None), name="one_sharing_with_a_body"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("alliances-partner:shared_opportunity", args=[self.public_id])
