"""Reminders by the dated rule: one per step and paper."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import permissions, rules
from kosetsu.foundation.billing.actions import beats
from kosetsu.foundation.billing.models import Dunning, DunningRule, Invoice


def due_reminders(day: dt.date) -> list[tuple[Invoice, DunningRule]]:
    """Which papers are to be reminded of today, and in which step."""
    steps = {rule.step: rule for rule in DunningRule.objects.on(day)}
    ways = [(rule.step, rule.after_days) for rule in steps.values()]
    found = []
    papers = Invoice.objects.overdue(day).select_related("organisation").prefetch_related("reminders")
    for paper in papers.order_by("due_on", "pk"):
        sent = max((one.step for one in paper.reminders.all()), default=0)
        step = rules.dunning_step(paper.due_on, day, ways, sent)
        if step is not None:
            found.append((paper, steps[step]))
    return found


@transaction.atomic
def remind(*, by: Person, at: dt.datetime, invoice: Invoice) -> Dunning:
    """Write the reminder that is due; paid papers and papers reminded of today are refused."""
    day = day_of(at)
    require(permissions.can_keep_books(by))
    locked = Invoice.objects.select_for_update().get(pk=invoice.pk)
    due = {paper.pk: rule for paper, rule in due_reminders(day)}
    require(YES if locked.pk in due else no(_("この請求書には、いま送る督促がありません。")))
    rule = due[locked.pk]
    reminder = Dunning.objects.create(
        invoice=locked, rule=rule, step=rule.step, sent_on=day, open_yen=locked.open_yen, text=rule.text_ja, sent_by=by
    )
    beats.record("remind", reminder, by=by, at=at, step=rule.step, invoice=locked.number, open_yen=locked.open_yen)
    return reminder
