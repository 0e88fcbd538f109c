"""Money that came, what it was for, and what goes back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.billing import states
from kosetsu.foundation.billing.models.invoices import Invoice, WriteOff
from kosetsu.foundation.billing.models.scope import OwnQuerySet
from kosetsu.foundation.parties.models import Organisation, Workplace


class TransferFile(models.Model):
    """One row for every file of a bank that was taken in; the same file comes in once."""

    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    rows = models.PositiveIntegerField()
    total_yen = models.PositiveBigIntegerField()
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class PaymentQuerySet(models.QuerySet["Payment"]):
    """Questions over payments."""

    def unmatched(self) -> "PaymentQuerySet":
        """What nobody knows the purpose of yet."""
        return self.filter(amount_yen__gt=F("allocated_yen") + F("refunded_yen"))


class Payment(PublicRecord):
    """One row for every sum that came in, by whatever way; nothing of a card is kept."""

    method = models.CharField(_("方法"), max_length=8, choices=states.Method)
    reference = models.CharField(_("照会番号"), max_length=120)
    """What tells this sum from any other of its way: the bank's line, the provider's number, the till's number."""
    received_on = models.DateField(_("入金日"))
    amount_yen = models.PositiveBigIntegerField(_("金額"))
    payer = models.CharField(_("振込人"), max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="payments")
    file = models.ForeignKey(TransferFile, on_delete=models.PROTECT, null=True, related_name="payments")
    allocated_yen = models.PositiveBigIntegerField(_("充当済み"), default=0)
    """Kept by the database: the sum of its allocations."""
    refunded_yen = models.PositiveBigIntegerField(_("返金済み"), default=0)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["method", "reference"], name="a_payment_comes_once"),
            models.CheckConstraint(condition=Q(amount_yen__gt=0), name="payment_is_some_money"),
            models.CheckConstraint(
                condition=Q(amount_yen__gte=F("allocated_yen") + F("refunded_yen")), name="allocated_within_the_payment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_on} {self.amount_yen:,} {self.payer}"

    def get_absolute_url(self) -> str:
        return reverse("billing-desk:payment", args=[self.public_id])

    @property
    def left_yen(self) -> int:
        """What is neither allocated nor paid back."""
        return self.amount_yen - self.allocated_yen - self.refunded_yen


class Allocation(models.Model):
    """One row for every sum set against a paper: from a payment, a credit, or a write-off. Append-only.

    The database itself adds it to what the paper has settled and what its source has spent.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="allocations")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="allocations")
    credit = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="uses")
    write_off = models.OneToOneField(WriteOff, on_delete=models.PROTECT, null=True, related_name="allocation")
    yen = models.BigIntegerField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(payment__isnull=False, credit=None, write_off=None)
                | Q(payment=None, credit__isnull=False, write_off=None)
                | Q(payment=None, credit=None, write_off__isnull=False),
                name="allocation_has_one_source",
            ),
            models.CheckConstraint(
                condition=Q(reverses=None, yen__gt=0) | Q(reverses__isnull=False, yen__lt=0),
                name="only_a_reversal_is_negative",
            ),
        ]


class Receipt(PublicRecord):
    """One row for every receipt: of one payment, once; printed again it says so."""

    number = models.CharField(_("番号"), max_length=30, unique=True)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="receipt")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="receipts")
    workplace = models.ForeignKey(Workplace, on_delete=models.PROTECT, null=True, related_name="+")
    addressee = models.CharField(max_length=300)
    issued_on = models.DateField(_("発行日"))
    amount_yen = models.PositiveBigIntegerField(_("金額"))
    issuer = models.JSONField(default=dict)
    purposes = models.JSONField(default=list)
    """For which papers: [number, yen], as it stood when the receipt was issued."""
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    objects = OwnQuerySet.as_manager()


class Refund(PublicRecord):
    """One row for every sum to be paid back, of a payment or of a credit; somebody else approves."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, null=True, related_name="refunds")
    credit = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="refunds")
    yen = models.PositiveBigIntegerField(_("金額"))
    reason = models.CharField(_("理由"), max_length=300)
    state = models.CharField(max_length=10, choices=states.RefundState, default=states.RefundState.REQUESTED)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    paid_on = models.DateField(null=True)

    class Meta:
        ordering = ["requested_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(payment__isnull=False, credit=None) | Q(payment=None, credit__isnull=False),
                name="refund_has_one_source",
            ),
            models.CheckConstraint(condition=Q(yen__gt=0), name="refund_is_some_money"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")), name="somebody_else_pays_back"
            ),
            models.CheckConstraint(
                condition=Q(state="requested") | Q(decided_by__isnull=False), name="refund_was_decided"
            ),
        ]


class PaymentPage(PublicRecord):
    """One row for every page a provider opened for a paper to be paid on."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payment_pages")
    provider = models.CharField(max_length=30)
    session = models.CharField(max_length=120)
    method = models.CharField(max_length=8, choices=states.Method)
    amount_yen = models.PositiveBigIntegerField()
    url = models.URLField(max_length=500)
    state = models.CharField(max_length=8, choices=states.PageState, default=states.PageState.OPENED)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, null=True, related_name="page")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "session"], name="one_row_per_session"),
            models.UniqueConstraint(fields=["invoice"], condition=Q(state="opened"), name="one_page_open_per_invoice"),
        ]


class ProviderEvent(models.Model):
    """One row for every signed message of a provider that was taken; the same one again changes nothing."""

    provider = models.CharField(max_length=30)
    event = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "event"], name="an_event_counts_once")]
