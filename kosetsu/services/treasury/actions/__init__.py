"""The verbs of the institute's own money. Every one: lock · allow · change · record.

Locks are taken in one order: the fiscal year, then the limit, the loan or the reserve, then the audit log.
"""

from kosetsu.services.treasury.actions.importing import import_executions, look_at_executions, template
from kosetsu.services.treasury.actions.loans import borrow, repay, roll_over
from kosetsu.services.treasury.actions.reserves import recognise, use_reserve
from kosetsu.services.treasury.actions.years import change_budget, execute, reverse_execution, settle_year

__all__ = [
    "borrow", "change_budget", "execute", "import_executions", "look_at_executions", "recognise", "repay",
    "reverse_execution", "roll_over", "settle_year", "template", "use_reserve",
]  # fmt: skip
