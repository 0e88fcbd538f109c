"""What was won: recorded, reported on every year, reminded of, completed."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.calendars import after_months
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.programmes.actions import beats
from kosetsu.services.programmes.models import Award, DescriptionEdition, OutcomeReport
from kosetsu.services.programmes.permissions import can_follow_award, can_open_matter, can_submit_report
from kosetsu.services.programmes.rules.language import Description, Report, Words
from kosetsu.services.programmes.states import AWARD, AwardState, NoticeKind

AHEAD = dt.timedelta(days=30)
"""So long before a report is due its company is told."""
AT_ONCE = 2000
FIVE_YEARS = (Report(words=Words(ja="事業化状況報告"), first_months=12, every_months=12, times=5),)
"""What is asked for where the description names no reports: one a year for five years."""


@transaction.atomic
def record_award(
    *, by: Person, at: dt.datetime, workplace: Workplace, programme: str, award_yen: int, awarded_on: dt.date
) -> Award:
    """A programme was won: an entry, and the reports that are due."""
    require(can_open_matter(by, workplace))
    beats.not_in_the_future(awarded_on, at)
    described = description_of(programme, awarded_on, at)
    title = described.words.ja if described else ""
    require(YES if described else no(_("施策「%(code)s」は登録がありません。") % {"code": programme}))
    case = beats.opened(by, at, kind="award", prefix="採", state=AwardState.FOLLOWED, workplace=workplace, title=title)
    made = Award(case=case, programme=programme, programme_title=title[:200], awarded_on=awarded_on,
                 award_yen=award_yen)  # fmt: skip
    made.entry = beats.entry(made, "award", by=by, at=at, day=awarded_on, amount_yen=award_yen, reference=programme,
                             topic=title[:200])  # fmt: skip
    made.save()
    due = list(due_days(awarded_on, described.reports if described else ()))
    OutcomeReport.objects.bulk_create(
        OutcomeReport(award=made, number=n, words=words[:200], due_on=day) for n, (day, words) in enumerate(due, 1)
    )
    beats.record("record_award", made, by=by, at=at, after={"programme": programme, "yen": award_yen,
                                                            "reports": len(due)})  # fmt: skip
    return made


def description_of(code: str, day: dt.date, at: dt.datetime) -> Description | None:
    """The description that held on the day of the award, else the newest of the programme."""
    editions = DescriptionEdition.objects.filter(code=code)
    found = editions.in_force(day, at).last() or editions.newest(at).order_by("fiscal_year", "number").last()
    return Description.model_validate(found.body) if found else None


def due_days(awarded_on: dt.date, reports: tuple[Report, ...]) -> Iterator[tuple[dt.date, str]]:
    """Each report with the day it is due, in the order of the days."""
    every = [
        (after_months(awarded_on, one.first_months + n * one.every_months), one.words.ja)
        for one in reports or FIVE_YEARS
        for n in range(one.times)
    ]
    yield from sorted(every)


@transaction.atomic
def submit_report(*, by: Person, at: dt.datetime, report: OutcomeReport, text: str = "", **figures: Any
                  ) -> OutcomeReport:  # fmt: skip
    """Say how it went: an entry; after the last report the award is completed."""
    award = beats.locked(report.award)
    found = OutcomeReport.objects.get(pk=report.pk)
    found.award = award
    require(can_submit_report(by, found))
    for name in ("sales_yen", "value_added_yen", "payroll_yen", "employees"):
        setattr(found, name, figures.get(name))
    found.text, found.submitted_at, found.submitted_by = tidy(text)[:4000], at, by
    found.entry = beats.entry(award, "outcome_report", by=by, at=at, day=day_of(at), reference=award.programme,
                              topic=award.programme_title, details={"number": found.number})  # fmt: skip
    found.save()
    beats.record("submit_report", award, by=by, at=at, after={"number": found.number})
    if not award.reports.owed().exists():
        beats.move(award, "complete_award", AWARD, by=by, at=at, ends=frozenset({AwardState.COMPLETED}))
    return found


@transaction.atomic
def cancel_award(*, by: Person, at: dt.datetime, award: Award, reason: str) -> Award:
    """Recorded by mistake, or given back: its entry stands, reversed only where the casebook is corrected."""
    found = beats.locked(award)
    require(can_follow_award(by, found, "cancel_award"))
    why = beats.needed(reason, _("理由"))
    beats.move(found, "cancel_award", AWARD, by=by, at=at, reason=why, ends=frozenset({AwardState.CANCELLED}))
    return found


def remind(*, at: dt.datetime) -> int:
    """A mail when a report's time comes, and one when it is over; how many were written."""
    day = day_of(at)
    owed = OutcomeReport.objects.owed().select_related("award__case__contact")
    coming = owed.filter(reminded_at=None, due_on__gte=day, due_on__lte=day + AHEAD)[:AT_ONCE]
    late = owed.filter(dunned_at=None, due_on__lt=day)[:AT_ONCE]
    told = [_remind(one, NoticeKind.DUE, "reminded_at", at) for one in coming]
    return sum(told) + sum(_remind(one, NoticeKind.OVERDUE, "dunned_at", at) for one in late)


@transaction.atomic
def _remind(report: OutcomeReport, kind: NoticeKind, field: str, at: dt.datetime) -> bool:
    """The reminder is claimed first, so that two workers write one."""
    claimed = OutcomeReport.objects.filter(pk=report.pk, submitted_at=None, **{field: None}).update(**{field: at})
    return bool(claimed) and beats.tell_company(report.award, kind, at=at, due_on=report.due_on)
