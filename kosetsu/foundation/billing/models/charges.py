"""What was delivered and is to be paid: one append-only row each, written in the delivering action's transaction."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common import fiscal
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.billing.models.quotes import QuoteLine
from kosetsu.foundation.billing.models.scope import OwnQuerySet
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.foundation.catalogue.models import Offering, Relief
from kosetsu.foundation.parties.models import Branch, Organisation, Workplace


class ChargeQuerySet(OwnQuerySet):
    """Questions over charges."""

    def unbilled(self) -> Any:
        """What no invoice carries yet."""
        return self.filter(invoice_line=None)

    def paid_in(self, fiscal_year: int) -> Any:
        """What was delivered in the year and stands on a paper that is settled: a ward counts nothing else."""
        first, last = fiscal.start_of(fiscal_year), fiscal.end_of(fiscal_year)
        settled = Q(invoice_line__invoice__settled_yen=F("invoice_line__invoice__total_yen")) | Q(
            invoice_line__invoice__kind="return",
            invoice_line__invoice__corrects__settled_yen=F("invoice_line__invoice__corrects__total_yen"),
        )
        return self.filter(settled, on_date__range=(first, last), invoice_line__invoice__written_off_yen=0)


class Charge(PublicRecord):
    """One row for every chargeable thing delivered, append-only; taking back is a row with the opposite sign."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="charges")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="charges")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="charges")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, related_name="+")
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="charges")
    what = models.CharField(max_length=20, blank=True)
    """Tells several charges of one entry apart: the use, the guide, a cancellation."""
    quote_line = models.ForeignKey(QuoteLine, on_delete=models.PROTECT, null=True, related_name="charges")
    advance = models.ForeignKey("billing.Invoice", on_delete=models.PROTECT, null=True, related_name="charges_for")
    """The paper that asked for it in advance, without a quote."""
    on_date = models.DateField(_("利用日"))
    label = models.CharField(_("内容"), max_length=200)
    quantity = models.IntegerField(_("数量"))
    unit = models.CharField(max_length=30, blank=True)
    client_class = models.CharField(max_length=8, blank=True)
    parts = models.JSONField(default=list)
    tariff_day = models.DateField(null=True)
    tariff_source = models.CharField(max_length=200, blank=True)
    yen = models.BigIntegerField(_("金額"))
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    reason = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    objects = ChargeQuerySet.as_manager()

    class Meta:
        ordering = ["on_date", "pk"]
        indexes = [
            models.Index(fields=["organisation", "on_date"], name="charge_of_organisation"),
            models.Index(fields=["workplace", "on_date"], name="charge_of_workplace"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "what"], condition=Q(reverses=None, entry__isnull=False), name="one_charge_per_entry"
            ),
            models.CheckConstraint(condition=Q(reverses=None) | ~Q(reason=""), name="taking_back_has_a_reason"),
            models.CheckConstraint(condition=Q(reverses=None, yen__gte=0) | Q(reverses__isnull=False, yen__lte=0),
                                   name="only_taking_back_is_negative"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.on_date} {self.label}"


class ReliefCertificate(models.Model):
    """One row for every paper a company showed that entitles it to a relief."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="relief_certificates")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("証明書"), max_length=100)
    number = models.CharField(_("番号"), max_length=60, blank=True)
    seen_on = models.DateField()
    valid_until = models.DateField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    @classmethod
    def names_of(cls, organisation: Organisation, workplace: Workplace | None, day: dt.date) -> frozenset[str]:
        """The papers that speak for this workplace on ``day``."""
        shown = cls.objects.filter(
            Q(workplace=None) | Q(workplace=workplace),
            Q(valid_until=None) | Q(valid_until__gte=day),
            organisation=organisation,
            seen_on__lte=day,
        )
        return frozenset(shown.values_list("name", flat=True))


class ReliefAccount(models.Model):
    """One row for every relief and fiscal year (and company): what was given of its limit, never more."""

    relief = models.ForeignKey(Relief, on_delete=models.PROTECT, related_name="accounts")
    fiscal_year = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    limit_yen = models.PositiveBigIntegerField(null=True)
    used_yen = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["relief", "fiscal_year"], condition=Q(organisation=None), name="one_budget_per_relief"
            ),
            models.UniqueConstraint(
                fields=["relief", "fiscal_year", "organisation"],
                condition=Q(organisation__isnull=False),
                name="one_share_per_company",
            ),
            models.CheckConstraint(
                condition=Q(limit_yen=None) | Q(used_yen__lte=F("limit_yen")), name="relief_within_its_limit"
            ),
        ]
