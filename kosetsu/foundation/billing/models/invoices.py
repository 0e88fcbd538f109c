"""Invoices and what corrects or reminds of them. What stands on paper never changes; only how much of it is settled."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common import money
from kosetsu.common.models import PublicRecord
from kosetsu.foundation.billing import states
from kosetsu.foundation.billing.models.charges import Charge
from kosetsu.foundation.billing.models.quotes import Quote
from kosetsu.foundation.billing.models.scope import OwnQuerySet
from kosetsu.foundation.billing.models.terms import DunningRule
from kosetsu.foundation.parties.models import Organisation, Workplace

BILLS = (states.InvoiceKind.INVOICE, states.InvoiceKind.DEPOSIT)
"""The papers that ask for money."""


class InvoiceQuerySet(OwnQuerySet):
    """Questions over papers."""

    def unsettled(self) -> Any:
        """What still waits for money."""
        return self.filter(kind__in=BILLS, settled_yen__lt=F("total_yen"), dropped_at=None)

    def credits(self) -> Any:
        """Returns and paid deposits that still hold something."""
        returns = Q(kind=states.InvoiceKind.RETURN, used_yen__lt=F("total_yen"))
        return self.filter(returns | Q(kind=states.InvoiceKind.DEPOSIT, used_yen__lt=F("settled_yen")))

    def overdue(self, day: dt.date) -> Any:
        return self.unsettled().filter(due_on__lt=day)

    def outstanding_on(self, day: dt.date) -> Any:
        """What was still owed at the end of ``day`` (``outstanding_yen``), whatever has come since.

        Money counts from the day it came, however late it was matched; what was taken back, returned or written off
        from the day that was booked.
        """
        came = Q(
            allocations__payment__isnull=False,
            allocations__reverses=None,
            allocations__payment__received_on__lte=day,
        )
        booked = Q(allocations__payment=None) | Q(allocations__reverses__isnull=False)
        settled = Sum("allocations__yen", filter=came | booked & Q(allocations__at__date__lte=day), default=0)
        asked = Q(dropped_at=None) | Q(dropped_at__date__gt=day)
        found = self.filter(asked, kind__in=BILLS, issued_on__lte=day)
        return found.annotate(outstanding_yen=F("total_yen") - settled).filter(outstanding_yen__gt=0)


class Invoice(PublicRecord):
    """One row for every invoice, advance invoice or return invoice (適格請求書・前納金請求書・適格返還請求書)."""

    kind = models.CharField(_("種類"), max_length=8, choices=states.InvoiceKind)
    number = models.CharField(_("番号"), max_length=30, unique=True)
    issued_on = models.DateField(_("発行日"))
    due_on = models.DateField(_("支払期限"), null=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invoices")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="invoices")
    quote = models.ForeignKey(Quote, on_delete=models.PROTECT, null=True, related_name="invoices")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    title = models.CharField(_("件名"), max_length=200)
    billed_to = models.CharField(_("請求先"), max_length=300)
    billed_address = models.CharField(max_length=300, blank=True)
    issuer = models.JSONField(default=dict)
    tax_included = models.BooleanField(_("税込"))
    tax_rounding = models.CharField(max_length=10)
    tax_yen = models.PositiveBigIntegerField(_("消費税額"))
    total_yen = models.PositiveBigIntegerField(_("金額"))
    settled_yen = models.PositiveBigIntegerField(_("入金済み"), default=0)
    """Kept by the database: the sum of the allocations to this paper."""
    used_yen = models.PositiveBigIntegerField(_("充当済み"), default=0)
    """What a return or a deposit has been used for; kept by the database, refunds by their action."""
    written_off_yen = models.PositiveBigIntegerField(default=0)
    dropped_at = models.DateTimeField(_("取り下げた日時"), null=True)
    """Since when an advance is no longer asked for; what came of it is a credit."""
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    objects = InvoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "-pk"]
        indexes = [models.Index(fields=["organisation", "issued_on"], name="invoice_of_organisation")]
        constraints = [
            models.CheckConstraint(condition=Q(settled_yen__lte=F("total_yen")), name="settled_within_the_invoice"),
            models.CheckConstraint(
                condition=Q(kind="return", used_yen__lte=F("total_yen"))
                | Q(kind="deposit", used_yen__lte=F("settled_yen"))
                | Q(kind="invoice", used_yen=0),
                name="credit_within_what_it_holds",
            ),
            models.CheckConstraint(
                condition=Q(kind="return", corrects__isnull=False) & ~Q(reason="") | ~Q(kind="return"),
                name="return_names_what_and_why",
            ),
            models.CheckConstraint(condition=~Q(kind="return") | Q(settled_yen=0), name="nobody_pays_a_return"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("billing-desk:invoice", args=[self.public_id])

    @property
    def open_yen(self) -> int:
        """What still waits for money."""
        asks = self.kind != states.InvoiceKind.RETURN and self.dropped_at is None
        return self.total_yen - self.settled_yen if asks else 0

    @property
    def credit_yen(self) -> int:
        """What may still be set against other papers or paid back."""
        holds = {states.InvoiceKind.RETURN: self.total_yen, states.InvoiceKind.DEPOSIT: self.settled_yen}
        return holds.get(states.InvoiceKind(self.kind), 0) - self.used_yen

    def standing_on(self, day: dt.date) -> tuple[str, Any]:
        """The colour and the word of its state."""
        if self.kind == states.InvoiceKind.RETURN:
            return "neutral", _("発行済み")
        if self.written_off_yen:
            return "stopped", _("不納欠損")
        if self.dropped_at:
            return "stopped", _("取り下げ")
        if not self.open_yen:
            return "done", _("入金済み")
        if self.due_on and self.due_on < day:
            return "danger", _("期限超過")
        return ("active", _("一部入金")) if self.settled_yen else ("waiting", _("入金待ち"))


class InvoiceLine(models.Model):
    """One row for every line of a paper; a charge stands on one line of one paper and never on a second."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    charge = models.OneToOneField(Charge, on_delete=models.PROTECT, null=True, related_name="invoice_line")
    on_date = models.DateField(null=True)
    label = models.CharField(max_length=200)
    quantity = models.IntegerField()
    unit = models.CharField(max_length=30, blank=True)
    parts = models.JSONField(default=list)
    yen = models.BigIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["invoice", "position"], name="one_invoice_line_per_position")]


class InvoiceTax(models.Model):
    """One row for every tax rate of a paper: rounded once per rate and paper."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="taxes")
    rate = models.CharField(max_length=12)
    """ "1/10", "2/25"; empty where no tax is due (非課税・不課税)."""
    net_yen = models.BigIntegerField()
    tax_yen = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["invoice", "rate"], name="one_tax_per_rate")]

    @property
    def percent(self) -> str:
        """10%, or that no tax is due."""
        return f"{int(money.rate(self.rate) * 100)}%" if self.rate else str(_("対象外"))


class Dunning(PublicRecord):
    """One row for every reminder of an unpaid paper, in the step of the rule that asked for it."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="reminders")
    rule = models.ForeignKey(DunningRule, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField()
    sent_on = models.DateField()
    open_yen = models.PositiveBigIntegerField()
    text = models.TextField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invoice", "step"], name="one_reminder_per_step")]
        ordering = ["step"]


class WriteOff(PublicRecord):
    """One row for every proposal to give up what is owed; somebody else decides."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="write_offs")
    yen = models.PositiveBigIntegerField(_("金額"))
    reason = models.CharField(_("理由"), max_length=300)
    state = models.CharField(max_length=10, choices=states.WriteOffState, default=states.WriteOffState.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                                   name="somebody_else_writes_off"),
            models.CheckConstraint(condition=~Q(state="approved") | Q(decided_by__isnull=False),
                                   name="write_off_was_decided"),
            models.UniqueConstraint(fields=["invoice"], condition=Q(state="proposed"), name="one_write_off_waits"),
        ]  # fmt: skip
