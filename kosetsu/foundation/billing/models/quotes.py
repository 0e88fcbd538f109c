"""Quotes: dated, versioned, with a frozen price."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.billing import states
from kosetsu.foundation.billing.models.scope import OwnQuerySet
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.parties.models import Organisation, Workplace


class Quote(PublicRecord):
    """One row for every version of a quote; what it says never changes, a new version replaces it."""

    number = models.CharField(_("見積番号"), max_length=30)
    version = models.PositiveSmallIntegerField(_("版"), default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    state = models.CharField(_("状態"), max_length=10, choices=states.QuoteState, default=states.QuoteState.ISSUED)
    title = models.CharField(_("件名"), max_length=200)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="quotes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="quotes")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="quotes")
    issued_on = models.DateField(_("見積日"))
    valid_until = models.DateField(_("有効期限"))
    client_class = models.CharField(_("料金区分"), max_length=8)
    payment_timing = models.CharField(_("支払方法"), max_length=8, choices=states.PaymentTiming)
    deposit_yen = models.PositiveBigIntegerField(_("前納金"), default=0)
    total_yen = models.PositiveBigIntegerField(_("見積金額"))
    tax_yen = models.PositiveBigIntegerField(_("消費税額"))
    taxes = models.JSONField(default=list)
    issuer = models.JSONField(default=dict)
    note = models.TextField(_("備考"), blank=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    objects = OwnQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="one_quote_per_version"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("issued_on")), name="quote_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(deposit_yen__lte=F("total_yen")), name="deposit_within_the_quote"),
        ]

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("billing-desk:quote", args=[self.public_id])


class QuoteLine(models.Model):
    """One row for every thing a quote prices, frozen; a change is refused by the database."""

    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    unit = models.CharField(max_length=30, blank=True)
    options = models.JSONField(default=dict)
    parts = models.JSONField(default=list)
    """The price line by line: part, label, formula, yen, tax_class, code."""
    yen = models.PositiveBigIntegerField()
    tariff_source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["quote", "position"], name="one_line_per_position")]

    @property
    def breakdown(self) -> Any:
        return self.parts
