"""A fiscal year's budget: its lines, what changed them, what was executed, and how the year was settled."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common import fiscal
from kosetsu.common.models import Named, PublicRecord
from kosetsu.services.treasury import states


class BudgetYear(models.Model):
    """One row for every fiscal year that has a budget: planned, executed, closed."""

    fiscal_year = models.PositiveSmallIntegerField(unique=True)
    state = models.CharField(max_length=8, choices=states.YearState, default=states.YearState.PLANNED)

    class Meta:
        ordering = ["-fiscal_year"]

    def __str__(self) -> str:
        return fiscal.label(self.fiscal_year)

    @property
    def first_on(self) -> dt.date:
        return fiscal.start_of(self.fiscal_year)

    @property
    def last_on(self) -> dt.date:
        return fiscal.end_of(self.fiscal_year)


class BudgetLine(Named, PublicRecord):
    """One row for every line of a year's budget, as it was decided at first; data of the institute's folder."""

    year = models.ForeignKey(BudgetYear, on_delete=models.PROTECT, related_name="lines")
    side = models.CharField(_("区分"), max_length=6, choices=states.Side)
    code = models.CharField(_("科目コード"), max_length=20)
    order = models.PositiveSmallIntegerField(default=0)
    planned_yen = models.PositiveBigIntegerField(_("当初予算"))
    charge_kinds = models.JSONField(default=list)
    """Kinds of offering whose billed charges are this income; such a line takes no rows of its own."""
    source = models.CharField(_("出典"), max_length=200)

    class Meta:
        ordering = ["side", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["year", "code"], name="one_line_per_code"),
            models.CheckConstraint(condition=Q(side="income") | Q(charge_kinds=[]), name="only_income_comes_from_fees"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("treasury-desk:line", args=[self.public_id])


class BudgetChange(models.Model):
    """One row for every decided change of a line's budget (補正), append-only; a smaller budget is a negative sum."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="changes")
    on_date = models.DateField(_("補正日"))
    yen = models.BigIntegerField(_("補正額"))
    reason = models.CharField(_("理由"), max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on_date", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(yen=0), name="budget_change_changes"),
            models.CheckConstraint(condition=~Q(reason=""), name="budget_change_has_a_reason"),
        ]


class ExecutionFile(models.Model):
    """One row for every sheet of the finance system that was taken in; the same sheet comes in once."""

    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    rows = models.PositiveIntegerField()
    total_yen = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class Execution(PublicRecord):
    """One row for every sum executed under a line, append-only; taking back is a row with the opposite sign."""

    year = models.ForeignKey(BudgetYear, on_delete=models.PROTECT, related_name="executions")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="executions")
    on_date = models.DateField(_("執行日"))
    yen = models.BigIntegerField(_("金額"))
    words = models.CharField(_("摘要"), max_length=200)
    document = models.CharField(_("伝票番号"), max_length=40)
    document_line = models.PositiveSmallIntegerField(_("伝票の行"), default=1)
    file = models.ForeignKey(ExecutionFile, on_delete=models.PROTECT, null=True, related_name="executions")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-on_date", "-pk"]
        indexes = [models.Index(fields=["line", "on_date"], name="execution_of_line")]
        constraints = [
            # Whatever line it was booked under: a document's line is executed once.
            models.UniqueConstraint(
                fields=["year", "document", "document_line"], condition=Q(reverses=None), name="one_row_per_document"
            ),
            models.CheckConstraint(condition=~Q(yen=0), name="execution_is_some_money"),
            models.CheckConstraint(condition=Q(reverses=None) | ~Q(reason=""), name="execution_reversal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.document}-{self.document_line}"


class Settlement(models.Model):
    """One row for every fiscal year that was settled (決算): its figures as they were, for ever."""

    year = models.OneToOneField(BudgetYear, on_delete=models.PROTECT, related_name="settlement")
    totals = models.JSONField(default=list)
    """Line by line: code, planned, changed, executed; of the year's other plans: plan, code, planned, actual."""
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
