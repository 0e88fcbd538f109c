"""Processes that want the same money at the same moment; and the hand that fills their database.

Imported before Django is set up, so that each process can choose its database first.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count, product
from typing import Any

from kosetsu.foundation.bookings.tests.racer_process import AT, drop, once, set_up, together

TODAY = AT.date()
LOOKS = {"borrow": "can_borrow", "roll_over": "can_roll_over", "use": "can_use", "execute": "is_new_document"}
"""Verb → the question that keeps it within what there is."""
WHOLE_YEN, SHARE_YEN = 1_000, 300
"""A limit and a reserve, and what each wants of it: there is enough for three."""


@dataclass(frozen=True, slots=True)
class Race:
    """What everybody does at the same moment.

    ``guard``: "whole"; "constraint" (no lock and no look, the database alone decides); "none" (that is gone too).
    """

    verb: str
    guard: str = "whole"

    def code(self, trial: int) -> str:
        return f"{self.verb}-{self.guard[:4]}-{trial}"


def hold(url: str, races: Sequence[Race], trials: int, people: int, results: Any) -> None:
    """Let so many processes race at a migrated database; tell how each trial ended, and what then stands there."""
    set_up(url)
    _prepare(races, trials)
    heard = together(people, _run, races, trials)
    ends = {race: [Counter(one[race][n] for one in heard) for n in range(trials)] for race in races}
    results.put((ends, {race: [_after(race, trial) for trial in range(trials)] for race in races}))


def _prepare(races: Sequence[Race], trials: int) -> None:
    """Of each trial what it is about: a limit of a day of its own, a loan, a reserve or a line of the budget."""
    from django.db import connection

    from kosetsu.services.treasury import models
    from tests import build

    common = {"yen": WHOLE_YEN, "at": AT, "by": build.institute().accountant}
    year = models.BudgetYear.objects.create(fiscal_year=2026)
    days = (TODAY - dt.timedelta(days=number) for number in count())
    for race, trial in product(races, range(trials)):
        code = race.code(trial)
        if race.verb in ("borrow", "roll_over"):
            day = next(days)
            limit = models.BorrowingLimit.objects.create(limit_yen=WHOLE_YEN, valid_from=day, valid_to=day, source=code)
        if race.verb == "roll_over":
            models.Loan.objects.create(limit=limit, lender=code, borrowed_on=day, due_on=day, reason="試験", **common)
        elif race.verb == "use":
            models.Reserve.objects.create(kind="general", recognised_on=TODAY, approval=code, **common)
        elif race.verb == "execute":
            models.BudgetLine.objects.create(year=year, side="outlay", code=code, planned_yen=WHOLE_YEN, source="試験")
    if any(race.guard == "none" for race in races):
        _drop_all()
    connection.close()


def _drop_all() -> None:
    """The constraints that the races are about."""
    from django.db import connection, models

    from kosetsu.services.treasury.models import BorrowingLimit, Execution, Loan, Reserve

    drop(BorrowingLimit, "loans_within_the_limit")
    drop(Reserve, "reserve_is_used_to_the_yen")
    drop(Execution, "one_row_per_document")
    once_only = Loan._meta.get_field("rolls_over")
    often = models.ForeignKey(Loan, models.PROTECT, null=True, related_name="+")
    often.set_attributes_from_name("rolls_over")
    often.model = Loan
    with connection.schema_editor() as editor:
        editor.alter_field(Loan, once_only, often)


def _run(_number: int, races: Sequence[Race], trials: int, barrier: Any, told: Any) -> None:
    """Every race in its turn, each trial at the same moment as everybody else; the races with the whole guard first."""
    ends = {}
    for race in races:
        if race.guard != "whole":
            _weaken(race.verb)
        act = _act(race)
        ends[race] = [once(act, trial, barrier).partition(":")[0] for trial in range(trials)]
    told.put(ends)


def _act(race: Race) -> Callable[[int], Any]:
    from kosetsu.foundation.accounts.models import Person
    from kosetsu.services.treasury import actions, models

    by: dict[str, Any] = {"by": Person.objects.get(posts__role="accounts"), "at": AT}
    in_march = dt.date(2027, 3, 31)

    def borrow(code: str) -> Any:
        day = models.BorrowingLimit.objects.get(source=code).valid_from
        assert day
        return actions.borrow(**by, lender=code, yen=SHARE_YEN, borrowed_on=day, due_on=in_march, reason="試験")

    def roll_over(code: str) -> Any:
        loan = models.Loan.objects.get(lender=code)
        return actions.roll_over(
            **by, loan=loan, lender="借換え", yen=SHARE_YEN, on_date=TODAY, due_on=in_march, approval="試験",
            approved_on=TODAY, reason="試験",
        )  # fmt: skip

    def use(code: str) -> Any:
        reserve = models.Reserve.objects.get(approval=code)
        return actions.use_reserve(**by, reserve=reserve, yen=SHARE_YEN, on_date=TODAY, words="試験")

    def execute(code: str) -> Any:
        line = models.BudgetLine.objects.select_related("year").get(code=code)
        return actions.execute(**by, line=line, yen=1, on_date=TODAY, words="試験", document=code)

    verb = {"borrow": borrow, "roll_over": roll_over, "use": use, "execute": execute}[race.verb]
    return lambda trial: verb(race.code(trial))


def _weaken(verb: str) -> None:
    """Nobody locks and nobody looks."""
    from kosetsu.common.decisions import YES
    from kosetsu.services.treasury import permissions
    from kosetsu.services.treasury.actions import loans, reserves, years

    for module in (loans, reserves, years):
        module.lock_keys = lambda *keys: None  # type: ignore[attr-defined]
    setattr(permissions, LOOKS[verb], lambda *given: YES)


def _after(race: Race, trial: int) -> int:
    """The yen that are borrowed or used; how often it was rolled over or executed."""
    from kosetsu.services.treasury import models

    code = race.code(trial)
    if race.verb == "borrow":
        return models.BorrowingLimit.objects.get(source=code).outstanding_yen
    if race.verb == "use":
        return models.Reserve.objects.get(approval=code).used_yen
    if race.verb == "roll_over":
        return models.Loan.objects.filter(rolls_over__lender=code).count()
    return models.Execution.objects.filter(document=code).count()
