"""Enumerations of the institute's own money, and the moves of a fiscal year, a loan and a reserve."""

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


class LoanState(models.TextChoices):
    BORROWED = "borrowed", _("借入中")
    REPAID = "repaid", _("返済済み")


LOAN_MOVES: Transitions[LoanState] = Transitions({"repay": ({LoanState.BORROWED}, LoanState.REPAID)})
"""``repay`` reaches its state when nothing is left to repay."""


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
