"""Enumerations of the institute's own money, and the moves of a fiscal year, a loan and a reserve."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from kosetsu.common.states import Transitions


class Side(models.TextChoices):
    INCOME = "income", _("収入")
    OUTLAY = "outlay", _("支出")


class YearState(models.TextChoices):
    """The life of a fiscal year's budget."""

    PLANNED = "planned", _("計画")
    EXECUTED = "executed", _("執行中")
    CLOSED = "closed", _("決算済み")


YEAR_MOVES: Transitions[YearState] = Transitions(
    {
        "execute": ({YearState.PLANNED, YearState.EXECUTED}, YearState.EXECUTED),
        # A year whose only income came from fees never had a row of its own.
        "settle_year": ({YearState.PLANNED, YearState.EXECUTED}, YearState.CLOSED),
    }
)


class PlanKind(models.TextChoices):
    """The financial plans that stand beside the budget."""

    PROFIT = "profit", _("収支計画")
    CASH = "cash", _("資金計画")


class Part(models.TextChoices):
    """What a plan's line belongs to: an activity of the cash-flow plan, a step of the income-and-expenditure plan."""

    OPERATING = "operating", _("業務活動")
    INVESTING = "investing", _("投資活動")
    FINANCING = "financing", _("財務活動")
    CARRIED = "carried", _("繰越金")
    ORDINARY = "ordinary", _("経常")
    EXTRAORDINARY = "extraordinary", _("臨時")
    RESERVES = "reserves", _("目的積立金取崩額")


PARTS = {
    PlanKind.PROFIT: (Part.ORDINARY, Part.EXTRAORDINARY, Part.RESERVES),
    PlanKind.CASH: (Part.OPERATING, Part.INVESTING, Part.FINANCING, Part.CARRIED),
}


class Held(StrEnum):
    """What the program's own records count for a plan's line, beside the lines of the budget."""

    RECEIPTS = "receipts"
    """Fees that were paid, without what was paid back."""
    BORROWED = "borrowed"
    REPAID = "repaid"
    RESERVES_USED = "reserves_used"
    """Of the purpose reserves."""


class LoanState(models.TextChoices):
    BORROWED = "borrowed", _("借入中")
    REPAID = "repaid", _("返済済み")


LOAN_MOVES: Transitions[LoanState] = Transitions(
    {
        "repay": ({LoanState.BORROWED}, LoanState.REPAID),
        "roll_over": ({LoanState.BORROWED}, LoanState.REPAID),
    }
)
"""Both reach their state when nothing is left to repay."""


class ReserveKind(models.TextChoices):
    """What a year's profit becomes (地方独立行政法人法第40条)."""

    SURPLUS = "surplus", _("剰余金")
    PURPOSE = "purpose", _("目的積立金")
    GENERAL = "general", _("積立金")


class ReserveState(models.TextChoices):
    RECOGNISED = "recognised", _("承認済み")
    USED = "used", _("使用済み")


RESERVE_MOVES: Transitions[ReserveState] = Transitions({"use_reserve": ({ReserveState.RECOGNISED}, ReserveState.USED)})
"""``use_reserve`` reaches its state when nothing is left."""
