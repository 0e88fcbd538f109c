"""Every year: the circle's light report, and what each member says came of it."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.post import owe
from kosetsu.services.circles import documents
from kosetsu.services.circles.actions import beats
from kosetsu.services.circles.models import Circle, Member, Notice, Outcome, YearReport
from kosetsu.services.circles.permissions import can_answer_for, can_report_year
from kosetsu.services.circles.states import ALIVE, INNER, MeetingState, NoticeKind


@transaction.atomic
def report_year(*, by: Person, at: dt.datetime, circle: Circle, fiscal_year: int, text: str) -> YearReport:
    """The year as it was: members on its last day and meetings are counted, the text is the officers' own.

    The circle counts as active in that year, once, with so many companies. The year still running can be reported
    from its last month on.
    """
    circle, today = beats.lock_circle(circle), day_of(at)
    require(can_report_year(by, circle, today))
    last, year = dt.date(fiscal_year + 1, 3, 31), {"year": fiscal.label(fiscal_year)}
    require(YES if today >= last.replace(day=1) else no(_("%(year)sの報告は、3月から受け付けます。") % year))
    require(YES if tidy(text) else no(_("活動の報告を書いてください。")))
    since = circle.fiscal_year
    first = {"year": fiscal.label(since)}
    require(YES if fiscal_year >= since else no(_("発足（%(year)s）より前の年度です。") % first))
    known = circle.reports.filter(fiscal_year=fiscal_year).exists()
    require(no(_("%(year)sの報告は、すでにあります。") % year) if known else YES)
    members = circle.members.on(min(last, today)).values("workplace__organisation").distinct().count()
    held = circle.meetings.filter(state=MeetingState.HELD)
    meetings = sum(fiscal.fiscal_year(day_of(one)) == fiscal_year for one in held.values_list("starts_at", flat=True))
    report = YearReport.objects.create(
        circle=circle, fiscal_year=fiscal_year, members=members, meetings=meetings, text=tidy(text), reported_by=by,
        reported_at=at,
    )  # fmt: skip
    record_entry(
        by=by, at=at, service="circles", kind="group_active", on_date=min(last, today), branch=circle.branch,
        unit="グループ", headcount=members, reference=circle.code, topic=circle.name, details={"aim": circle.aim},
    )  # fmt: skip
    audit.record(by=by, at=at, verb="report_year", thing=report, after={"fiscal_year": fiscal_year, "members": members})
    return report


@transaction.atomic
def ask_outcomes(*, at: dt.datetime) -> int:
    """Once the year is over, every company that belonged to a group on its last day is asked what it brought, once;
    not those that said so already. How many were asked.
    """
    year = fiscal.fiscal_year(day_of(at)) - 1
    last = dt.date(year + 1, 3, 31)
    members = Member.objects.on(last).exclude(contact_email="").exclude(circle__kind__in=INNER).exclude(
        Q(notices__fiscal_year=year) | Q(outcomes__fiscal_year=year)
    )  # fmt: skip
    found = list(members.filter(circle__state__in=ALIVE, circle__launched_on__lte=last).select_related("circle"))
    for member in found:
        subject, body = documents.outcome_letter(member, year)
        owe(Notice, member=member, fiscal_year=year, kind=NoticeKind.OUTCOME, address=member.contact_email,
            subject=subject, body=body, made_at=at)  # fmt: skip
    return len(found)


@transaction.atomic
def answer_outcome(
    *, by: Person, at: dt.datetime, member: Member, fiscal_year: int, contacts: int, deals: int, developments: int,
    open_talks: int, comment: str = "",
) -> Outcome:  # fmt: skip
    """What the year brought to one member; said again, it is corrected."""
    beats.lock_circle(member.circle)
    require(can_answer_for(by, member, day_of(at)))
    figures = {"contacts": contacts, "deals": deals, "developments": developments, "open_talks": open_talks}
    said = {**figures, "comment": tidy(comment), "answered_by": by, "answered_at": at}
    outcome, _new = Outcome.objects.update_or_create(member=member, fiscal_year=fiscal_year, defaults=said)
    audit.record(by=by, at=at, verb="answer_outcome", thing=member, after={"fiscal_year": fiscal_year, **figures})
    return outcome
