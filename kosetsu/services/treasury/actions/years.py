"""A fiscal year's budget: changed, executed, taken back, settled."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.services.treasury import permissions
from kosetsu.services.treasury.documents.plans import frozen_plans
from kosetsu.services.treasury.documents.settlement import frozen_totals, table_of
from kosetsu.services.treasury.models import BudgetChange, BudgetLine, BudgetYear, Execution, Settlement
from kosetsu.services.treasury.states import YEAR_MOVES


def hold_year(*fiscal_years: int) -> None:
    """Share the years' fate: nobody settles one between our question and our insert."""
    lock_keys(*(f"treasury:year:{year}" for year in fiscal_years))


@transaction.atomic
def change_budget(
    *, by: Person, at: dt.datetime, line: BudgetLine, yen: int, on_date: dt.date, reason: str
) -> BudgetChange:
    """Write a decided change of the budget down (補正)."""
    hold_year(line.year.fiscal_year)
    require(permissions.can_keep(by))
    require(permissions.day_is_open(on_date, day_of(at)))
    require(permissions.of_its_year(line, on_date))
    require(YES if reason.strip() else no(_("理由がありません。"), _("理由を書いてください。")))
    require(permissions.can_change_by(line, yen))
    made = BudgetChange.objects.create(line=line, on_date=on_date, yen=yen, reason=reason.strip(), at=at, by=by)
    audit.record(by=by, at=at, verb="change_budget", thing=made, reason=reason, after={"line": line.code, "yen": yen})
    return made


@transaction.atomic
def execute(
    *,
    by: Person,
    at: dt.datetime,
    line: BudgetLine,
    yen: int,
    on_date: dt.date,
    words: str,
    document: str,
    document_line: int = 1,
) -> Execution:
    """Write down one sum executed under a line."""
    hold_year(line.year.fiscal_year)
    require(permissions.can_keep(by))
    require(permissions.day_is_open(on_date, day_of(at)))
    require(permissions.line_takes(line, on_date))
    require(YES if yen else no(_("金額が0円です。"), _("金額を確かめてください。")))
    require(permissions.is_new_document(line.year, document, document_line))
    begin(line.year)
    made = Execution.objects.create(
        year=line.year, line=line, on_date=on_date, yen=yen, words=words, document=document,
        document_line=document_line, at=at, by=by,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="execute", thing=made, after={"line": line.code, "yen": yen, "document": str(made)})
    return made


@transaction.atomic
def reverse_execution(*, by: Person, at: dt.datetime, execution: Execution, on_date: dt.date, reason: str) -> Execution:
    """Take a row back that was a mistake, by one with the opposite sign."""
    hold_year(execution.year.fiscal_year)
    require(permissions.can_keep(by))
    require(permissions.day_is_open(on_date, day_of(at)))
    require(permissions.of_its_year(execution.line, on_date))
    require(YES if reason.strip() else no(_("取り消しの理由がありません。"), _("理由を書いてください。")))
    taken = execution.reverses_id or Execution.objects.filter(reverses=execution).exists()
    require(no(_("伝票%(row)sは、すでに取り消されています。") % {"row": execution}) if taken else YES)
    mirror = Execution.objects.create(
        year=execution.year, line=execution.line, on_date=on_date, yen=-execution.yen, words=execution.words,
        document=execution.document, document_line=execution.document_line, reverses=execution,
        reason=reason.strip(), at=at, by=by,
    )  # fmt: skip
    audit.record(by=by, at=at, verb="reverse_execution", thing=mirror, reason=reason, after={"yen": mirror.yen})
    return mirror


@transaction.atomic
def settle_year(*, by: Person, at: dt.datetime, year: BudgetYear) -> Settlement:
    """Freeze the year's figures (決算); from now on nothing is dated in it."""
    hold_year(year.fiscal_year)
    require(permissions.can_settle(by))
    locked = BudgetYear.objects.get(pk=year.pk)
    state = YEAR_MOVES.target("settle_year", locked.state)
    require(permissions.can_be_settled(locked, day_of(at)))
    totals = [*frozen_totals(table_of(locked)), *frozen_plans(locked)]
    locked.state = state
    locked.save(update_fields=["state"])
    made = Settlement.objects.create(year=locked, totals=totals, at=at, by=by)
    audit.record(by=by, at=at, verb="settle_year", thing=made, after={"year": locked.fiscal_year, "totals": totals})
    return made


def begin(year: BudgetYear) -> None:
    """The first row makes a plan an executed budget; whoever calls holds the year."""
    state = YEAR_MOVES.target("execute", BudgetYear.objects.values_list("state", flat=True).get(pk=year.pk))
    BudgetYear.objects.filter(pk=year.pk).update(state=state)
