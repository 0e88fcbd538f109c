"""The institute's own money in the demo, lived through: every row of the file becomes what the actions make of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.foundation.accounts.models import Person
from kosetsu.services.treasury.actions.loans import borrow, repay
from kosetsu.services.treasury.actions.reserves import use_reserve
from kosetsu.services.treasury.actions.years import change_budget, execute
from kosetsu.services.treasury.models import BudgetLine, Execution, Loan, Reserve


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the demo: what was done to the line, the lender or the reserve, how long ago."""

    verb: str
    key: str
    yen: int
    days_ago: int
    words: str


def play(deeds: Sequence[Deed], at: dt.datetime) -> None:
    """In the order of time, from this fiscal year's first day on; once, on a database without a row of its own."""
    clerk = Person.objects.of_the_demo().filter(email__startswith="accounts@").first()
    if clerk is None or Execution.objects.exists() or Loan.objects.exists():
        return
    year = fiscal.fiscal_year(day_of(at))
    lines = {one.code: one for one in BudgetLine.objects.filter(year__fiscal_year=year).select_related("year")}
    for number, deed in enumerate(sorted(deeds, key=lambda one: -one.days_ago), 1):
        moment = max(at - dt.timedelta(days=deed.days_ago), _april(year, at))
        _do(deed, lines, number, {"by": clerk, "at": moment, "yen": deed.yen}, day_of(moment))


def _do(deed: Deed, lines: dict[str, BudgetLine], number: int, how: dict[str, Any], day: dt.date) -> None:
    """A year without this line, or a day before the reserve, has nothing to do: the demo is loaded on any day."""
    line = lines.get(deed.key)
    if deed.verb == "change" and line:
        change_budget(**how, line=line, on_date=day, reason=deed.words)
    elif deed.verb == "execute" and line:
        execute(**how, line=line, on_date=day, words=deed.words, document=f"D-{number:04}")
    elif deed.verb == "borrow":
        last = fiscal.end_of(fiscal.fiscal_year(day))
        borrow(**how, lender=deed.key, borrowed_on=day, due_on=last, reason=deed.words)
    elif deed.verb == "repay" and (loan := Loan.objects.filter(lender=deed.key).first()):
        repay(**how, loan=loan, on_date=day)
    elif deed.verb == "use" and (reserve := Reserve.objects.filter(approval=deed.key, recognised_on__lte=day).first()):
        use_reserve(**how, reserve=reserve, on_date=day, words=deed.words)


def _april(year: int, at: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(fiscal.start_of(year), dt.time(9), at.tzinfo)
