"""A circle's life: launched, handed over, ended; its members, officers and adviser."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, need_reason, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import record_entry
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.circles import rules
from kosetsu.services.circles.actions import beats
from kosetsu.services.circles.actions.meetings import call_off_meeting
from kosetsu.services.circles.models import Circle, Commission, Member, Office, Secretary
from kosetsu.services.circles.permissions import can_answer_for, can_commission_again, can_keep, can_move
from kosetsu.services.circles.states import ALIVE, CALLED, CircleKind, MeetingState, Role

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def launch(*, by: Person, at: dt.datetime, circle: Circle) -> Circle:
    """The year begins: each member counts as one company that joined."""
    circle, today = beats.lock_circle(circle), day_of(at)
    require(can_move(by, circle, "launch", today))
    for member in circle.members.on(today).for_lists():
        record_entry(
            by=by, at=at, service="circles", kind="group_joined", on_date=today, branch=circle.branch, unit="社",
            organisation=member.workplace.organisation, workplace=member.workplace, reference=circle.code,
            topic=circle.name,
        )  # fmt: skip
    return beats.move(circle, "launch", by=by, at=at, launched_on=today)


@transaction.atomic
def hand_over(*, by: Person, at: dt.datetime, circle: Circle) -> Circle:
    """From now on its officers run it; the institute keeps its rooms, its advice and its records."""
    circle, today = beats.lock_circle(circle), day_of(at)
    require(can_move(by, circle, "hand_over", today))
    return beats.move(circle, "hand_over", by=by, at=at, handed_over_on=today)


@transaction.atomic
def close_circle(*, by: Person, at: dt.datetime, circle: Circle, reason: str) -> Circle:
    """It ends: its members, officers and coming meetings with it; from tomorrow on the institute alone reads what they
    wrote.
    """
    circle, today = beats.lock_circle(circle), day_of(at)
    require(can_move(by, circle, "close_circle", today))
    circle.offices.filter(until=None).update(until=today)
    circle.members.filter(until=None).update(until=today)
    circle.secretaries.filter(until=None).update(until=today)
    for meeting in circle.meetings.filter(state=MeetingState.PLANNED, starts_at__gt=at):
        call_off_meeting(by=by, at=at, meeting=meeting, reason=reason)
    return beats.move(circle, "close_circle", by=by, at=at, reason=need_reason(reason), closed_on=today)


@transaction.atomic
def describe_circle(
    *, by: Person, at: dt.datetime, circle: Circle, name: str, summary: str, purpose: str, statutes: str,
    fee_yen: int | None, public: bool,
) -> Circle:  # fmt: skip
    """Its name, what everyone reads of it, its purpose, statutes and fee."""
    circle = beats.lock_circle(circle)
    require(can_keep(by, circle))
    given: dict[str, Any] = {
        "name": tidy_line(name), "summary": tidy(summary), "purpose": tidy_line(purpose), "statutes": tidy(statutes),
        "fee_yen": fee_yen, "public": public,
    }  # fmt: skip
    require(YES if given["name"] else no(_("名称を入れてください。")))
    for column, value in given.items():
        setattr(circle, column, value)
    circle.save(update_fields=list(given))
    audit.record(by=by, at=at, verb="describe_circle", thing=circle, after={"name": circle.name, "public": public})
    return circle


@transaction.atomic
def join(
    *, by: Person, at: dt.datetime, circle: Circle, workplace: Workplace, contact_name: str = "",
    contact_email: str = "", since: dt.date | None = None,
) -> Member:  # fmt: skip
    """A workplace becomes a member."""
    circle = beats.lock_circle(circle)
    require(can_keep(by, circle))
    require(_not_yet(circle, workplace))
    require(_may_sit(circle, workplace, since or day_of(at)))
    member = Member.objects.create(
        circle=circle, workplace=workplace, contact_name=tidy_line(contact_name), contact_email=contact_email,
        since=since or day_of(at),
    )  # fmt: skip
    audit.record(by=by, at=at, verb="join_circle", thing=member, after={"circle": circle.code})
    return member


def _not_yet(circle: Circle, workplace: Workplace) -> Decision:
    known = circle.members.filter(workplace=workplace, until=None).exists()
    return no(_("「%(name)s」は、すでに会員です。") % {"name": workplace}) if known else YES


def _may_sit(circle: Circle, workplace: Workplace, day: dt.date) -> Decision:
    """On a committee: members of the groups."""
    groups = Member.objects.on(day).filter(workplace=workplace, circle__kind__in=CALLED, circle__state__in=ALIVE)
    if circle.kind != CircleKind.COMMITTEE or groups.exists():
        return YES
    return no(_("実行委員は、活動中の交流グループの会員から選びます。"))


@transaction.atomic
def assign_colleague(*, by: Person, at: dt.datetime, circle: Circle, person: Person) -> Secretary:
    """A colleague looks after the circle; on a committee they sit with the members."""
    circle = beats.lock_circle(circle)
    require(can_keep(by, circle))
    require(YES if standing(person).is_staff else no(_("「%(name)s」は、職員ではありません。") % {"name": person}))
    known = circle.secretaries.filter(person=person, until=None).exists()
    require(no(_("「%(name)s」は、すでに担当しています。") % {"name": person}) if known else YES)
    made = Secretary.objects.create(circle=circle, person=person, since=day_of(at))
    audit.record(by=by, at=at, verb="assign_colleague", thing=made, after={"circle": circle.code})
    return made


@transaction.atomic
def relieve_colleague(*, by: Person, at: dt.datetime, secretary: Secretary) -> Secretary:
    """A colleague looks after it until today."""
    circle = beats.lock_circle(secretary.circle)
    require(can_keep(by, circle))
    secretary.refresh_from_db()
    require(
        YES if secretary.until is None else no(_("「%(name)s」の担当は、すでに終わっています。") % {"name": secretary})
    )
    secretary.until = day_of(at)
    secretary.save(update_fields=["until"])
    audit.record(by=by, at=at, verb="relieve_colleague", thing=secretary, after={"circle": circle.code})
    return secretary


@transaction.atomic
def leave(*, by: Person, at: dt.datetime, member: Member, reason: str) -> Member:
    """A workplace is a member until today; its officers' terms end with it, and it reads nothing more tomorrow."""
    circle, today = beats.lock_circle(member.circle), day_of(at)
    require(can_keep(by, circle))
    member.refresh_from_db()
    require(YES if member.until is None else no(_("「%(name)s」は、すでに退会しています。") % {"name": member}))
    member.until = today
    member.save(update_fields=["until"])
    member.offices.filter(until=None).update(until=today)
    audit.record(by=by, at=at, verb="leave_circle", thing=member, reason=need_reason(reason))
    return member


@transaction.atomic
def list_member(*, by: Person, at: dt.datetime, member: Member, listed: bool) -> Member:
    """The company says whether everyone may read that it is a member."""
    require(can_answer_for(by, member, day_of(at)))
    member.listed = listed
    member.save(update_fields=["listed"])
    audit.record(by=by, at=at, verb="list_member", thing=member, after={"listed": listed})
    return member


@transaction.atomic
def appoint(*, by: Person, at: dt.datetime, circle: Circle, member: Member, role: Role, name: str) -> Office:
    """An officer begins; who was chair or treasurer before has been it until yesterday."""
    circle, today = beats.lock_circle(circle), day_of(at)
    require(can_keep(by, circle))
    mine = circle.members.on(today).filter(pk=member.pk).exists()
    require(YES if mine and tidy_line(name) else no(_("会員の中から役員を選び、氏名を入れてください。")))
    if role in (Role.CHAIR, Role.TREASURER):
        _step_down(circle, role, today)
    office = Office.objects.create(circle=circle, member=member, role=role, name=tidy_line(name), since=today)
    audit.record(by=by, at=at, verb="appoint_officer", thing=circle, after={"role": role, "name": office.name})
    return office


def _step_down(circle: Circle, role: Role, today: dt.date) -> None:
    """Who had the office has had it until yesterday; who got it today never had it."""
    before = circle.offices.filter(role=role, until=None)
    before.filter(since=today).delete()
    before.update(until=today - ONE_DAY)


@transaction.atomic
def commission(*, by: Person, at: dt.datetime, circle: Circle, adviser: Person, until: dt.date) -> Commission:
    """An adviser for the first year, one to a circle."""
    circle, today = beats.lock_circle(circle), day_of(at)
    require(can_keep(by, circle))
    require(no(_("助言者は、すでに委嘱されています。")) if circle.commissions.exists() else YES)
    require(YES if until >= today else no(_("委嘱の末日は、今日より後にしてください。")))
    made = Commission.objects.create(circle=circle, adviser=adviser, since=today, until=until)
    audit.record(by=by, at=at, verb="commission_adviser", thing=circle, after={"until": until.isoformat()})
    return made


@transaction.atomic
def commission_again(*, by: Person, at: dt.datetime, circle: Circle) -> Commission:
    """The adviser stays for one more year after the first term, once."""
    circle = beats.lock_circle(circle)
    require(can_keep(by, circle))
    require(can_commission_again(circle))
    first = circle.commissions.latest("since")
    since, until = rules.once_more(first.until)
    made = Commission.objects.create(circle=circle, adviser=first.adviser, since=since, until=until, renews=first)
    audit.record(by=by, at=at, verb="commission_again", thing=circle, after={"until": until.isoformat()})
    return made
