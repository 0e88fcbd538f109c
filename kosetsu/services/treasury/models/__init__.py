"""The records of the institute's own money: budgets, plans, loans, reserves."""

from kosetsu.services.treasury.models.budgets import (
    BudgetChange,
    BudgetLine,
    BudgetYear,
    Execution,
    ExecutionFile,
    Settlement,
)
from kosetsu.services.treasury.models.loans import BorrowingLimit, Loan, Repayment
from kosetsu.services.treasury.models.plans import FinancialPlan, PlanLine
from kosetsu.services.treasury.models.reserves import Reserve, ReservePurpose, ReserveUse

__all__ = [
    "BorrowingLimit", "BudgetChange", "BudgetLine", "BudgetYear", "Execution", "ExecutionFile", "FinancialPlan",
    "Loan", "PlanLine", "Repayment", "Reserve", "ReservePurpose", "ReserveUse", "Settlement",
]  # fmt: skip
