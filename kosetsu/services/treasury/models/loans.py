"""Short-term loans (短期借入金) within the limit that the mid-term plan sets."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.models import PublicRecord
from kosetsu.foundation.parties.models import Dated, DatedQuerySet
from kosetsu.services.treasury import states


class BorrowingLimit(Dated):
    """One row for every limit of short-term loans in the period of its mid-term plan."""

    limit_yen = models.PositiveBigIntegerField(_("限度額"))
    outstanding_yen = models.PositiveBigIntegerField(default=0)
    """What is borrowed under it and not yet repaid: counted by the actions, held within the limit by the database."""
    source = models.CharField(_("出典"), max_length=200)
    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["valid_from"], name="one_borrowing_limit_at_a_time"),
            models.CheckConstraint(condition=Q(outstanding_yen__lte=F("limit_yen")), name="loans_within_the_limit"),
        ]

    @property
    def left_yen(self) -> int:
        return self.limit_yen - self.outstanding_yen


class Loan(PublicRecord):
    """One row for every short-term loan; one that rolls another over (借換え) repays it."""

    limit = models.ForeignKey(BorrowingLimit, on_delete=models.PROTECT, related_name="loans")
    lender = models.CharField(_("借入先"), max_length=100)
    yen = models.PositiveBigIntegerField(_("借入額"))
    repaid_yen = models.PositiveBigIntegerField(_("返済済み"), default=0)
    borrowed_on = models.DateField(_("借入日"))
    due_on = models.DateField(_("返済期限"))
    reason = models.CharField(_("借入の理由"), max_length=300)
    rolls_over = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="rolled_over_by")
    approval = models.CharField(_("認可番号"), max_length=60, blank=True)
    approved_on = models.DateField(_("認可日"), null=True)
    """The founder's approval of a roll-over (地方独立行政法人法第41条第2項)."""
    state = models.CharField(_("状態"), max_length=8, choices=states.LoanState, default=states.LoanState.BORROWED)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-borrowed_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(yen__gt=0), name="loan_is_some_money"),
            models.CheckConstraint(condition=Q(due_on__gte=F("borrowed_on")), name="loan_is_due_after_it_begins"),
            models.CheckConstraint(
                condition=Q(rolls_over=None, approval="", approved_on=None)
                | Q(rolls_over__isnull=False, approved_on__isnull=False, approved_on__lte=F("borrowed_on"))
                & ~Q(approval=""),
                name="a_roll_over_and_no_other_loan_was_approved",
            ),
            models.CheckConstraint(
                condition=Q(state="borrowed", repaid_yen__lt=F("yen")) | Q(state="repaid", repaid_yen=F("yen")),
                name="loan_is_repaid_to_the_yen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lender} {self.borrowed_on}"

    def get_absolute_url(self) -> str:
        return reverse("treasury-desk:loan", args=[self.public_id])

    @property
    def left_yen(self) -> int:
        return self.yen - self.repaid_yen


class Repayment(models.Model):
    """One row for every sum of a loan that was repaid, append-only."""

    loan = models.ForeignKey(Loan, on_delete=models.PROTECT, related_name="repayments")
    on_date = models.DateField(_("返済日"))
    yen = models.PositiveBigIntegerField(_("返済額"))
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on_date", "pk"]
        constraints = [models.CheckConstraint(condition=Q(yen__gt=0), name="repayment_is_some_money")]
