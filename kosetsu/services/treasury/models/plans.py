"""The plans beside the budget: of income and expenditure (収支計画) and of cash flow (資金計画)."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.common import fiscal
from kosetsu.common.models import Named, PublicRecord
from kosetsu.services.treasury import states
from kosetsu.services.treasury.models.budgets import BudgetYear, Settlement


class FinancialPlanQuerySet(models.QuerySet["FinancialPlan"]):
    """Questions over financial plans."""

    def covering(self, fiscal_year: int) -> "FinancialPlanQuerySet":
        """The year's own, and those of the mid-term plan it lies in."""
        return self.filter(first_year__lte=fiscal_year, last_year__gte=fiscal_year)


class FinancialPlan(PublicRecord):
    """One row for every income-and-expenditure or cash-flow plan: of a fiscal year, or of the mid-term plan's years."""

    kind = models.CharField(gettext_lazy("種類"), max_length=6, choices=states.PlanKind)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    objects = FinancialPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-first_year", "last_year", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "first_year", "last_year"], name="one_plan_of_a_kind"),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="plan_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return _("%(period)s %(plan)s") % {"period": self.period, "plan": self.get_kind_display()}

    def get_absolute_url(self) -> str:
        return reverse("treasury-desk:plan", args=[self.public_id])

    @property
    def period(self) -> str:
        first, last = fiscal.label(self.first_year), fiscal.label(self.last_year)
        return first if self.first_year == self.last_year else _("%(first)s～%(last)s") % {"first": first, "last": last}

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """Its first and its last day."""
        return fiscal.start_of(self.first_year), fiscal.end_of(self.last_year)

    @property
    def years(self) -> models.QuerySet[BudgetYear]:
        """The fiscal years it covers, as far as they have a budget."""
        return BudgetYear.objects.filter(fiscal_year__range=(self.first_year, self.last_year))

    @property
    def state(self) -> states.YearState:
        """Its years': closed when each of them is, executed from the first on that is."""
        found = [states.YearState(one) for one in self.years.values_list("state", flat=True)]
        if found.count(states.YearState.CLOSED) == self.last_year - self.first_year + 1:
            return states.YearState.CLOSED
        begun = set(found) - {states.YearState.PLANNED}
        return states.YearState.EXECUTED if begun else states.YearState.PLANNED

    @property
    def settlement(self) -> Settlement | None:
        """What froze the figures of a year's plan; those of several years are sums of frozen ones."""
        if self.first_year != self.last_year:
            return None
        return Settlement.objects.filter(year__fiscal_year=self.first_year).select_related("by").first()


class PlanLine(Named):
    """One row for every line of a financial plan; data of the institute's folder."""

    plan = models.ForeignKey(FinancialPlan, on_delete=models.PROTECT, related_name="lines")
    side = models.CharField(max_length=6, choices=states.Side)
    part = models.CharField(max_length=13, choices=states.Part)
    code = models.CharField(max_length=20)
    order = models.PositiveSmallIntegerField(default=0)
    planned_yen = models.PositiveBigIntegerField()
    budget_codes = models.JSONField(default=list)
    """Lines of its years' budgets whose executed sums are this line's; ``held`` are records that are."""
    held = models.JSONField(default=list)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["side", "order", "code"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="one_plan_line_per_code"),
            models.CheckConstraint(condition=~Q(part="reserves") | Q(side="income"), name="reserves_are_taken_in"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
