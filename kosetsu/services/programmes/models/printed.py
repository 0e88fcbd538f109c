"""Support programmes of the prefecture and its bodies, and the wards' fee subsidies; each row dated and sourced."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.billing.rules import SubsidyTerms
from kosetsu.foundation.parties.models import Area, Dated, DatedQuerySet, Organisation


class Programme(PublicRecord, Dated):
    """One row for every edition of a support measure, as its source prints it."""

    code = models.CharField(_("番号"), max_length=20)
    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    category = models.CharField(_("分類"), max_length=40)
    name = models.CharField(_("施策名"), max_length=200)
    component = models.CharField(_("内容"), max_length=200, blank=True)
    component_kind = models.CharField(max_length=40)
    operator = models.CharField(_("実施主体"), max_length=200, blank=True)
    target = models.CharField(_("対象"), max_length=300, blank=True)
    limit_yen = models.PositiveBigIntegerField(_("限度額"), null=True, blank=True)
    limit_note = models.CharField(max_length=300, blank=True)
    rate = models.CharField(_("助成率"), max_length=12, blank=True)
    rate_note = models.CharField(max_length=300, blank=True)
    eligible_costs = models.TextField(_("対象経費"), blank=True)
    period_note = models.CharField(_("期間"), max_length=200, blank=True)
    scale_note = models.CharField(_("規模"), max_length=100, blank=True)
    fee_yen = models.PositiveIntegerField(_("利用者負担"), null=True, blank=True)
    prerequisites = models.TextField(_("要件"), blank=True)
    other = models.TextField(blank=True)
    source = models.CharField(_("出典"), max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["fiscal_year", "code"]
        constraints = [models.UniqueConstraint(fields=["code", "fiscal_year"], name="one_edition_per_year")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The measure's name with its component: "DX推進支援事業 — 助成"."""
        return f"{self.name} — {self.component}" if self.component else self.name


class FeeSubsidy(PublicRecord):
    """One row for every ward's, city's or association's subsidy of the institute's fees (利用料助成)."""

    code = models.CharField(_("番号"), max_length=20, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, related_name="fee_subsidies")
    association = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True)
    body = models.CharField(_("自治体・団体"), max_length=100)
    operator = models.CharField(_("実施主体"), max_length=100)
    name = models.CharField(_("助成の名称"), max_length=200, blank=True)
    listed_fiscal_year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name or self.body

    @property
    def terms_now(self) -> "FeeSubsidyTerms | None":
        """The newest terms on record; None where no source prints any. Reads the prefetched rows."""
        return max(self.terms.all(), key=lambda terms: (terms.valid_from or dt.date.min, terms.pk), default=None)


class FeeSubsidyTerms(Dated):
    """One row for every edition of a subsidy's terms: rate, cap per year, where the amount is cut."""

    subsidy = models.ForeignKey(FeeSubsidy, on_delete=models.CASCADE, related_name="terms")
    rate = models.CharField(_("助成率"), max_length=12, blank=True)
    limit_yen = models.PositiveIntegerField(_("限度額"), null=True, blank=True)
    cut_unit_yen = models.PositiveIntegerField(_("切り捨て単位"), default=1)
    minimum_cost_yen = models.PositiveIntegerField(_("対象経費の下限"), default=0)
    conditions = models.TextField(_("要件"), blank=True)
    as_of = models.CharField(_("確認時点"), max_length=60)
    source = models.CharField(_("出典"), max_length=300)
    verified = models.BooleanField(_("一次資料で確認済み"), default=False)
    tax_included = models.BooleanField(_("消費税も対象経費に含む"), default=True)
    objects = DatedQuerySet.as_manager()

    @property
    def arithmetic(self) -> SubsidyTerms:
        """What the arithmetic needs to know."""
        return SubsidyTerms(
            self.rate, self.limit_yen, self.cut_unit_yen, self.minimum_cost_yen, tax_included=self.tax_included
        )
