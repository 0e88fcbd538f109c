"""Circles begin: the cohorts of a call, or a society founded without one."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, need_reason, no, require
from kosetsu.common.numbering import issue
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.circles import documents
from kosetsu.services.circles.actions import beats
from kosetsu.services.circles.models import Application, Circle, Intake, Member
from kosetsu.services.circles.permissions import can_decide_intake, can_run
from kosetsu.services.circles.states import FOUNDED, JOINT_MEETING, CircleKind, CircleState, NoticeKind

PREFIXES = {CircleKind.COHORT: "CG", CircleKind.TAMA: "CT", CircleKind.SOCIETY: "SOC", CircleKind.INDUSTRY: "IND",
            CircleKind.PARTNER: "PG", CircleKind.COMMITTEE: "COM"}  # fmt: skip


@transaction.atomic
def form_circles(
    *, by: Person, at: dt.datetime, intake: Intake, cohorts: Sequence[Sequence[Application]], days: Sequence[str],
    reasons: Mapping[int, str],
) -> list[Circle]:  # fmt: skip
    """A person decides: these applications, by cohort, on these days; ``reasons`` tell the others (by row number) why.

    Raises ``Refused`` where an application is missing, named twice, or a cohort has too few or too many members.
    """
    intake = beats.lock_intake(intake)
    require(can_decide_intake(by, intake, at))
    waiting = {one.pk: one for one in intake.applications.waiting().for_lists()}
    _check(intake, cohorts, waiting, reasons)
    made = [
        _found(intake, [waiting[one.pk] for one in members], day, by=by, at=at)
        for members, day in zip(cohorts, days, strict=True)
    ]
    for key, reason in reasons.items():
        refused = beats.move(waiting[key], "refuse", by=by, at=at, reason=need_reason(reason))
        beats.tell_applicant(refused, NoticeKind.REFUSED, at=at)
    intake.decided_by, intake.decided_at = by, at
    intake.save(update_fields=["decided_by", "decided_at"])
    audit.record(by=by, at=at, verb="form_circles", thing=intake, after={"circles": [one.code for one in made]})
    return made


@transaction.atomic
def found_circle(
    *, by: Person, at: dt.datetime, kind: CircleKind, name: str, branch: Branch, purpose: str, statutes: str = "",
    fee_yen: int | None = None, founded_on: dt.date, gathering: Gathering | None = None,
) -> Circle:  # fmt: skip
    """A society, the exchange with one trade, a partner group, or the committee of a joint meeting begins without a
    call; it runs from its first day.
    """
    require(can_run(by))
    require(YES if kind in FOUNDED else no(_("このグループは、募集によって発足します。")))
    require(YES if tidy_line(name) and tidy_line(purpose) else no(_("名称と目的を入れてください。")))
    _check_committee(kind, gathering)
    circle = Circle(
        kind=kind, gathering=gathering, name=tidy_line(name), branch=branch, purpose=tidy_line(purpose),
        statutes=tidy(statutes), fee_yen=fee_yen, state=CircleState.RUNNING, launched_on=founded_on,
        fiscal_year=fiscal.fiscal_year(founded_on),
    )  # fmt: skip
    return _insert(circle, by=by, at=at)


def _check_committee(kind: CircleKind, gathering: Gathering | None) -> None:
    """A committee has one joint meeting that is still to come about, and that has no other."""
    if kind != CircleKind.COMMITTEE or gathering is None:
        one = (kind == CircleKind.COMMITTEE) == (gathering is not None)
        require(YES if one else no(_("実行委員会のときだけ、合同交流会を1つ選びます。")))
        return
    lock_keys(f"circles:committee:{gathering.pk}")
    joint = gathering.kind_key == JOINT_MEETING and not gathering.called_off
    require(YES if joint else no(_("「%(title)s」は、これから開く合同交流会ではありません。") % {"title": gathering}))
    known = Circle.objects.filter(gathering=gathering).exists()
    require(no(_("「%(title)s」の実行委員会は、すでにあります。") % {"title": gathering}) if known else YES)


def _check(
    intake: Intake, cohorts: Sequence[Sequence[Application]], waiting: Mapping[int, Application],
    reasons: Mapping[int, str],
) -> None:  # fmt: skip
    chosen = [one.pk for members in cohorts for one in members]
    everybody = sorted([*chosen, *reasons])
    require(
        YES
        if everybody == sorted(waiting)
        else no(_("案のあとに応募が変わりました。"), _("案を作り直してから決めてください。"))
    )
    for members in cohorts:
        limits = {"least": intake.least, "most": intake.most, "count": len(members)}
        fits = intake.least <= len(members) <= intake.most
        require(YES if fits else no(_("1グループは%(least)s～%(most)s社です（案は%(count)s社）。") % limits))


def _found(intake: Intake, members: list[Application], day: str, *, by: Person, at: dt.datetime) -> Circle:
    number = intake.circles.count() + 1
    circle = Circle(
        kind=intake.kind, aim=intake.aim, intake=intake, branch=intake.branch, meeting_day=day,
        fiscal_year=intake.fiscal_year, state=CircleState.FORMING,
        name=documents.cohort_name(intake.title, intake.fiscal_year, number, intake.cohorts),
    )  # fmt: skip
    circle = _insert(circle, by=by, at=at)
    for one in members:
        Member.objects.create(
            circle=circle, workplace=one.workplace, application=one, contact_name=one.contact_name,
            contact_email=one.contact_email, since=day_of(at),
        )  # fmt: skip
        beats.tell_applicant(beats.move(one, "choose", by=by, at=at), NoticeKind.CHOSEN, at=at, circle=circle)
    if circle.kind == CircleKind.TAMA:
        record_entry(
            by=by, at=at, service="circles", kind="group_forming", on_date=day_of(at), branch=circle.branch,
            quantity=len(members), unit="社", reference=circle.code, topic=circle.name,
        )  # fmt: skip
    return circle


def _insert(circle: Circle, *, by: Person, at: dt.datetime) -> Circle:
    prefix = PREFIXES[CircleKind(circle.kind)]
    number = issue(f"circles:{prefix}", circle.fiscal_year)
    circle.code = documents.circle_code(circle.fiscal_year, number, prefix)
    circle.save(force_insert=True)
    audit.record(by=by, at=at, verb="found_circle", thing=circle, after={"code": circle.code, "name": circle.name})
    return circle
