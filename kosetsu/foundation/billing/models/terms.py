"""The institute's rules of paying, as dated data: who pays when, who bills, who is reminded, how books are exported."""

from typing import Any

from django.db import models

from kosetsu.common.models import Named, localized
from kosetsu.foundation.billing import states
from kosetsu.foundation.parties.models import Dated, DatedQuerySet


class BillingTerms(Dated):
    """One row for every dated rule of how something is paid; empty kind and class mean any."""

    offering_kind = models.CharField(max_length=16, blank=True)
    client_class = models.CharField(max_length=8, blank=True)
    from_yen = models.PositiveIntegerField(default=0)
    """The rule holds for amounts from here on."""
    payment_timing = models.CharField(max_length=8, choices=states.PaymentTiming)
    deposit_rate = models.CharField(max_length=12, blank=True)
    due_days = models.PositiveSmallIntegerField()
    quote_days = models.PositiveSmallIntegerField()
    tax_rounding = models.CharField(max_length=10)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]


class Issuer(Dated):
    """One row for every period in which papers carry this name, registration number and bank account."""

    registration_number = models.CharField(max_length=14)
    name_ja = models.CharField(max_length=200)
    postal_code = models.CharField(max_length=8)
    address = models.CharField(max_length=200)
    telephone = models.CharField(max_length=30)
    office = models.CharField(max_length=100, blank=True)
    seal_note = models.CharField(max_length=40, blank=True)
    """What stands where a seal would: 公印省略."""
    bank_account = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    @property
    def printed(self) -> dict[str, Any]:
        """What a paper keeps of its issuer, for ever."""
        names = ("registration_number", "postal_code", "address", "telephone", "office", "seal_note", "bank_account")
        return {"name": self.name_ja} | {name: getattr(self, name) for name in names}


class DunningRule(Named, Dated):
    """One row for every step of reminding: so many days after the due date, with this letter."""

    step = models.PositiveSmallIntegerField()
    after_days = models.PositiveSmallIntegerField()
    text_ja = models.TextField()
    text_en = models.TextField(blank=True)
    text_th = models.TextField(blank=True)
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["step"]

    @property
    def text(self) -> str:
        return localized(self, "text")


class FinanceColumn(Dated):
    """One row for every column of the file that the finance system reads, in its order."""

    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=60)
    value = models.CharField(max_length=30)
    """A key of ``documents.finance.VALUES``, or "=" with a fixed text."""
    source = models.CharField(max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
