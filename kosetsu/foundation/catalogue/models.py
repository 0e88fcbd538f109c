"""What the institute offers, and what it costs on which day for whom."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.clock import day_of, now
from kosetsu.common.models import Named, PublicRecord
from kosetsu.foundation.catalogue import rules, states
from kosetsu.foundation.parties.models import Branch, Dated, DatedQuerySet, Group
from kosetsu.foundation.parties.standing import standing


class TechnologyField(Named):
    """One row for every field of technology, under a parent field or at the top."""

    code = models.CharField(max_length=20, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        ordering = ["code"]


class OfferingQuerySet(models.QuerySet["Offering"]):
    """Questions over offerings."""

    def offered(self, day: dt.date) -> "OfferingQuerySet":
        """What anyone can ask for on ``day``."""
        return self.filter(
            Q(offered_from=None) | Q(offered_from__lte=day),
            Q(offered_until=None) | Q(offered_until__gte=day),
            state=states.OfferingState.OFFERED,
        )

    def visible_to(self, user: Any) -> "OfferingQuerySet":
        """Staff see drafts and what was withdrawn; anyone else what is offered today."""
        return self if standing(user).is_staff else self.offered(day_of(now()))

    def waiting(self) -> "OfferingQuerySet":
        """What waits for a reviewer."""
        return self.filter(state=states.OfferingState.PROPOSED)


class Offering(PublicRecord, Named):
    """One row for every thing a company can ask for: a test, an instrument, a course, a room, an adviser, a seed."""

    code = models.CharField(_("番号"), max_length=30, unique=True)
    kind = models.CharField(_("種別"), max_length=16, choices=states.OfferingKind)
    summary = models.CharField(_("概要"), max_length=300)
    detail = models.TextField(_("内容"), blank=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="offerings")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="offerings")
    field = models.ForeignKey(TechnologyField, on_delete=models.PROTECT, related_name="offerings")
    standards = models.JSONField(_("規格"), default=list, blank=True)
    keywords = models.JSONField(_("キーワード"), default=list, blank=True)
    training_level = models.PositiveSmallIntegerField(_("研修レベル"), default=0)
    lead_days = models.PositiveSmallIntegerField(_("着手までの目安（稼働日）"), null=True, blank=True)
    state = models.CharField(_("状態"), max_length=12, choices=states.OfferingState)
    offered_from = models.DateField(null=True, blank=True)
    offered_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    """Set once a person changed the offering here: from then on the institute's folder no longer overwrites it."""
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who asked for the review: somebody else decides."""
    review_note = models.TextField(_("確認者からの連絡"), blank=True)
    objects = OfferingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["kind", "state"])]
        ordering = ["code"]

    def get_absolute_url(self) -> str:
        return reverse("catalogue:offering", args=[self.code])

    def is_offered_on(self, day: dt.date) -> bool:
        """Whether anyone can ask for it on ``day``."""
        begun = self.offered_from is None or self.offered_from <= day
        return (
            self.state == states.OfferingState.OFFERED
            and begun
            and not (self.offered_until and self.offered_until < day)
        )

    def price(
        self,
        *,
        day: dt.date,
        client_class: str,
        quantity: int = 1,
        options: rules.Options = rules.Options(),  # noqa: B008 (frozen)
        reliefs: tuple[rules.ReliefTerms, ...] = (),
    ) -> rules.PriceBreakdown:
        """What the offering costs on ``day``, line by line; :class:`rules.NoTariff` where no price is in force."""
        return rules.price(
            self.tariff.all(),
            offering=self.name,
            day=day,
            client_class=client_class,
            quantity=quantity,
            options=options,
            reliefs=reliefs,
        )


class TariffLine(Dated):
    """One row for every part of an offering's price: set-up, unit (in tiers), report, copy, urgent factor.

    The tiers of a unit price are the rows with rising ``from_quantity``; ``rate`` is a fraction such as "1/2".
    """

    offering = models.ForeignKey(Offering, on_delete=models.CASCADE, related_name="tariff")
    client_class = models.CharField(max_length=8, choices=states.ClientClass)
    part = models.CharField(max_length=8, choices=states.PricePart)
    unit = models.CharField(max_length=30, blank=True)
    from_quantity = models.PositiveIntegerField(default=0)
    yen = models.PositiveIntegerField(null=True, blank=True)
    rate = models.CharField(max_length=12, blank=True)
    rounding = models.CharField(max_length=10, blank=True)
    round_to = models.PositiveIntegerField(_("端数の単位"), default=1)
    """A rate's amount becomes a whole multiple of this."""
    minimum_quantity = models.PositiveIntegerField(_("最低数量"), default=0)
    """Of a unit price: at least so many are charged."""
    step = models.PositiveSmallIntegerField(_("計算の順番"), default=0)
    """When the line counts among those after the work; 0 is its part's own place (``rules.STEPS``)."""
    base = models.CharField(_("割合の対象"), max_length=4, choices=states.RateBase, default=states.RateBase.SUM)
    tax_class = models.CharField(max_length=24, choices=states.TaxClass, default=states.TaxClass.INCLUDED_10)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offering", "client_class", "part", "from_quantity", "valid_from"], name="one_price_per_part"
            ),
            models.CheckConstraint(condition=Q(yen__isnull=False) | ~Q(rate=""), name="price_or_rate"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="tariff_ends_after_it_begins",
            ),
        ]
        ordering = ["valid_from", "client_class", "part", "from_quantity"]


class Relief(Named, Dated):
    """One row for every reduction of the institute's own prices (disaster relief …): rate, cap, budget."""

    code = models.CharField(max_length=30, unique=True)
    rate = models.CharField(max_length=12)
    cap_yen = models.PositiveIntegerField(null=True, blank=True)
    cut_yen = models.PositiveIntegerField(default=1)
    """The reduction is cut down to whole multiples of this (1000: 千円未満切捨て)."""
    company_cap_yen = models.PositiveIntegerField(_("一社あたりの上限"), null=True, blank=True)
    budget_yen = models.PositiveBigIntegerField(null=True, blank=True)
    certificate = models.CharField(_("必要な証明書"), max_length=100, blank=True)
    areas = models.JSONField(_("対象の区市町村"), default=list, blank=True)
    condition = models.TextField(blank=True)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    @property
    def terms(self) -> rules.ReliefTerms:
        """What the arithmetic needs to know."""
        return rules.ReliefTerms(
            name=self.name,
            rate=self.rate,
            cap_yen=self.cap_yen,
            cut_yen=self.cut_yen,
            code=self.code,
            certificate=self.certificate,
            areas=frozenset(self.areas),
            company_cap_yen=self.company_cap_yen,
            budget_yen=self.budget_yen,
        )
