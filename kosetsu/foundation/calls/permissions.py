"""Who may plan, apply, check, decide and read now, and why not; which papers of an application somebody sees."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.clock import day_of, now, written
from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.calls.models import Appeal, Application, Call, KindEdition, Round
from kosetsu.foundation.calls.rules.deadlines import appeal_until, in_time, last_moment
from kosetsu.foundation.calls.rules.kinds import Applicants, Kind
from kosetsu.foundation.calls.rules.sights import seen
from kosetsu.foundation.calls.states import (
    APPLICATION,
    CALL,
    SHOWN,
    TOLD,
    UNCHECKED,
    AppealState,
    ApplicationState,
    CallState,
    Channel,
    Paper,
    Task,
    Viewer,
)
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.foundation.reviews.models import Conflict, Review
from kosetsu.foundation.reviews.states import ItemState, PanelState

OFFICE = (Task.CHECK, Task.REVIEW, Task.DECIDE, Task.HEAR_APPEAL, Task.CONCLUDE)
"""Whoever does one of these for a kind reads its applications as its office."""
TASKS = {
    "change_call": Task.PLAN, "approve_call": Task.APPROVE, "send_back_call": Task.APPROVE, "publish_call": Task.PLAN,
    "begin_round": Task.REVIEW, "decide_call": Task.DECIDE, "finish_call": Task.CONCLUDE, "call_off_call": Task.PLAN,
    "find_complete": Task.CHECK, "ask_back": Task.CHECK, "conclude": Task.CONCLUDE,
}  # fmt: skip


def can_keep_kinds(user: Any) -> Decision:
    """Kinds of calls are kept by administrators, in the back office."""
    if standing(user).has(StaffRole.ADMINISTRATOR):
        return YES
    return no(_("公募の種類は、システム管理者が管理画面で扱います。")) if standing(user).is_staff else HIDDEN


def can_read_calls(user: Any) -> Decision:
    """Everyone with a post of the institute."""
    return YES if standing(user).is_staff else HIDDEN


def does(user: Any, kind: Kind, task: Task) -> Decision:
    """Whether one of the person's posts does the task for this kind."""
    if standing(user).has(*kind.posts(task)):
        return YES
    if not standing(user).is_staff:
        return HIDDEN
    posts = "、".join(str(StaffRole(one).label) for one in kind.posts(task))
    return no(_("「%(task)s」は、%(posts)sが行います。") % {"task": task.label, "posts": posts})


def can_read_applications(user: Any, call: Call) -> Decision:
    """Whoever does something with the applications of this kind."""
    answers = [does(user, call.kind, task) for task in OFFICE]
    return next((one for one in answers if one), answers[0])


def can_plan(user: Any) -> Decision:
    """Whoever plans calls of some kind."""
    if not standing(user).is_staff:
        return HIDDEN
    kinds = [edition.said for edition in KindEdition.objects.current(day_of(now()))]
    if any(does(user, kind, Task.PLAN) for kind in kinds):
        return YES
    return no(_("公募を計画する担当ではありません。"))


def can_move(user: Any, call: Call, verb: str) -> Decision:
    """Whether this colleague may use ``verb`` on the call in its state; another one than its planner approves."""
    if not (may := does(user, call.kind, TASKS[verb])):
        return may
    if not CALL.allows(verb, call.state):
        return _wrong_state(call)
    if verb == "approve_call" and call.planned_by_id == user.pk:
        return no(_("自分が計画した公募は承認できません。"), _("ほかの承認者へ依頼してください。"))
    return YES


def can_begin_round(user: Any, call: Call, at: dt.datetime) -> Decision:
    """The first after the last deadline, when every application is checked; another when the one before is decided."""
    if not (may := can_move(user, call, "begin_round")):
        return may
    last = call.rounds.order_by("-number").first()
    if last is not None:
        running = no(_("第%(number)d回の審査が、まだ決まっていません。") % {"number": last.number})
        return YES if last.decided_at else running
    if at.replace(microsecond=0) <= (shut := shuts_at(call)):
        return no(_("締切（%(moment)s）のあとに始められます。") % {"moment": written(shut)})
    if waiting := call.applications.filter(state__in=UNCHECKED).count():
        return no(
            _("確認の済んでいない応募が%(count)d件あります。") % {"count": waiting},
            _("受理するか、補正の期限を待ってください。"),
        )
    if not call.applications.filter(state=ApplicationState.COMPLETE).exists():
        return no(_("受理した応募がありません。"), _("応募がなければ、公募を中止できます。"))
    return YES


def can_see_board(user: Any, round_: Round) -> Decision:
    """Whoever sees ranks by the kind, unless one of the applications is in conflict: ranks tell of the others."""
    if Paper.RANK not in papers(user, round_.call):
        return HIDDEN
    if Conflict.objects.in_force().filter(item__entrant__round=round_, person=user).exists():
        return no(_("利益相反のある応募が含まれるため、順位は見られません。"), _("ほかの担当者へ依頼してください。"))
    return YES


def can_decide(user: Any, round_: Round) -> Decision:
    """Whoever decides for the kind and has no conflict with any of the applications, when the panel's results stand."""
    call = round_.call
    if not (may := can_move(user, call, "decide_call")):
        return may
    if round_.decided_at:
        return no(_("この審査は、すでに決まっています。"))
    if Conflict.objects.in_force().filter(item__entrant__round=round_, person=user).exists():
        return no(_("利益相反のある応募が含まれるため、決定できません。"), _("ほかの担当者へ依頼してください。"))
    gone = round_.entrants.filter(application__state=ApplicationState.REVIEWING, item__state=ItemState.WITHDRAWN)
    if numbers := list(gone.values_list("application__number", flat=True)):
        return no(
            _("審査会で取り下げられた応募があります：%(numbers)s") % {"numbers": "、".join(map(str, numbers))},
            _("応募の画面で、取り下げを記録してください。"),
        )
    heard = call.applications.filter(state=ApplicationState.REVIEWING)
    if heard.exists() and round_.panel.state != PanelState.CLOSED:
        return no(_("審査会の結果が、まだ確定していません。"), _("審査会の画面で、結果を確定してください。"))
    return YES


def shuts_at(call: Call) -> dt.datetime:
    """When nothing can come in time any more."""
    paper = call.kind.way(Channel.PAPER)
    windows = {one.channel: one.until_at for one in call.windows.all()}
    return last_moment(windows, paper.arrives_within_days if paper else 0)


def can_finish(user: Any, call: Call, at: dt.datetime) -> Decision:
    """When nobody's procedures are open, no appeal is, and none can be made any more."""
    if not (may := can_move(user, call, "finish_call")):
        return may
    if call.applications.filter(state=ApplicationState.ACCEPTED).exists():
        return no(_("手続きの終わっていない採択者がいます。"), _("手続き完了か辞退を記録してください。"))
    if Appeal.objects.filter(application__call=call, state=AppealState.MADE).exists():
        return no(_("審理中の異議があります。"))
    if call.decided_at and call.kind.appeal_days and day_of(at) <= (last := last_appeal(call)):
        return no(_("異議の申立期限（%(day)s）のあとに終了できます。") % {"day": f"{last:%Y/%m/%d}"})
    return YES


def last_appeal(call: Call) -> dt.date:
    assert call.decided_at is not None
    return appeal_until(day_of(call.decided_at), call.kind.appeal_days)


def can_apply(user: Any, call: Call, at: dt.datetime) -> Decision:
    """Whether applications are taken on the web now; the refusal says since when or until when, and what else."""
    if not standing(user).is_staff and (call.internal or call.state not in (*SHOWN, CallState.CALLED_OFF)):
        return HIDDEN
    if call.kind.applicants == Applicants.STAFF and not standing(user).is_staff:
        return HIDDEN
    if call.state == CallState.CALLED_OFF:
        return no(_("この公募は中止になりました。"))
    window = call.window(Channel.WEB)
    if window is None:
        return no(_("この公募は、ウェブでは受け付けていません。"), _("募集の案内にある方法で応募してください。"))
    if call.state == CallState.PUBLISHED and in_time(at, window.opens_at, window.until_at):
        return YES
    if at < window.opens_at:
        return no(_("受付は%(moment)sからです。") % {"moment": written(window.opens_at)})
    return no(
        _("ウェブの受付は%(moment)sに締め切りました。") % {"moment": f"{written(window.until_at)}"},
        _("ほかの公募を、公募の一覧からお探しください。"),
    )


def can_enter_application(user: Any, call: Call) -> Decision:
    """What came by post or over the counter is entered by whoever checks papers."""
    if not (may := does(user, call.kind, Task.CHECK)):
        return may
    if call.state != CallState.PUBLISHED:
        return _wrong_state(call)
    others = [one for one in call.kind.channels if one.channel != Channel.WEB]
    return YES if others else no(_("この公募は、郵送・窓口では受け付けていません。"))


def can_counsel(user: Any, call: Call) -> Decision:
    """Talks are noted until the deadline, by whoever counsels."""
    if not call.kind.counselling:
        return HIDDEN
    if not (may := does(user, call.kind, Task.COUNSEL)):
        return may
    return YES if call.state == CallState.PUBLISHED else _wrong_state(call)


def owns(user: Any, application: Application) -> Decision:
    """Whoever acts for the workplace that applies; a member of staff's own application."""
    if application.workplace_id is None:
        return YES if application.made_by_id == user.pk else HIDDEN
    acted = Workplace.objects.acted_for_by(user).filter(pk=application.workplace_id).exists()
    return YES if acted else HIDDEN


def can_write(user: Any, application: Application, at: dt.datetime) -> Decision:
    """Whether the applicant may change the answers now: a draft while the call is open, what was asked back in time,
    and what was handed in where the kind lets it be replaced.
    """
    if not (may := owns(user, application)):
        return may
    call, state = application.call, application.state
    if state == ApplicationState.ASKED_BACK:
        until = application.missing_until
        late = no(_("補正の期限（%(moment)s）を過ぎました。") % {"moment": written(until)})
        return late if until and at.replace(microsecond=0) > until else YES
    if state == ApplicationState.DRAFT:
        return can_apply(user, call, at)
    if not APPLICATION.allows("submit", state):
        return _wrong_state(application)
    if not call.kind.replaceable:
        return no(_("提出した応募は差し替えられません。"), _("取り下げてから、締切までに新しく応募してください。"))
    return can_apply(user, call, at)


def can_withdraw(user: Any, application: Application) -> Decision:
    """The applicant until it is decided; while it is reviewed, also the office for one that says so by telephone."""
    if not (may := owns(user, application)):
        if application.state != ApplicationState.REVIEWING:
            return may
        if not (may := does(user, application.call.kind, Task.REVIEW)):
            return may
        if not Application.objects.visible_to(user).filter(pk=application.pk).exists():
            return HIDDEN
    return YES if APPLICATION.allows("withdraw_application", application.state) else _wrong_state(application)


def can_decline(user: Any, application: Application) -> Decision:
    """The applicant, or whoever notes what the applicant said."""
    if not owns(user, application) and not (may := does(user, application.call.kind, Task.CONCLUDE)):
        return may
    return YES if APPLICATION.allows("decline", application.state) else _wrong_state(application)


def can_handle(user: Any, application: Application, verb: str) -> Decision:
    """Whether the office may use ``verb`` on the application; not on one that the person has a conflict with."""
    if not (may := does(user, application.call.kind, TASKS[verb])):
        return may
    if not Application.objects.visible_to(user).filter(pk=application.pk).exists():
        return HIDDEN
    return YES if APPLICATION.allows(verb, application.state) else _wrong_state(application)


def can_appeal(user: Any, application: Application, at: dt.datetime) -> Decision:
    """The refused applicant, once, within the days of the kind."""
    if not (may := owns(user, application)):
        return may
    call = application.call
    if application.state != ApplicationState.REFUSED or not call.decided_at or not call.kind.appeal_days:
        return HIDDEN
    if application.appeals.exists():
        return no(_("異議は、すでに申し立てられています。"))
    last = last_appeal(call)
    if call.state != CallState.DECIDED or day_of(at) > last:
        return no(_("異議の申立ては%(day)sまででした。") % {"day": f"{last:%Y/%m/%d}"})
    return YES


def can_hear(user: Any, appeal: Appeal) -> Decision:
    """Whoever hears appeals for the kind, but not who decided the call."""
    application = appeal.application
    if not (may := does(user, application.call.kind, Task.HEAR_APPEAL)):
        return may
    if not Application.objects.visible_to(user).filter(pk=application.pk).exists():
        return HIDDEN
    if appeal.state != AppealState.MADE:
        return no(_("この異議は、すでに審理されています。"))
    last = application.call.rounds.order_by("-number").first()
    if last is not None and last.decided_by_id == user.pk:
        return no(_("採否を決めた人は、異議を審理できません。"), _("ほかの担当者へ依頼してください。"))
    return YES


def viewers(user: Any, call: Call, application: Application | None = None) -> frozenset[Viewer]:
    """In which parts somebody looks at a call, or at one application to it."""
    found = {Viewer.PUBLIC}
    if standing(user).is_staff:
        found.add(Viewer.STAFF)
        if can_read_applications(user, call):
            found.add(Viewer.OFFICE)
    if application is not None and getattr(user, "is_authenticated", False):
        if owns(user, application):
            found.add(Viewer.APPLICANT)
        elif Review.objects.alive().filter(item__entrant__application=application, reviewer__person=user).exists():
            found.add(Viewer.REVIEWER)
    return frozenset(found)


def papers(user: Any, call: Call, application: Application | None = None) -> frozenset[Paper]:
    """Which papers of a call, or of one application to it, somebody sees: what the kind grants to their part.

    Nothing of an application that somebody has a conflict of interest with, in whatever part; one's own answers always.
    """
    if application is None:
        return seen(call.kind.visibility, viewers(user, call), call.state)
    own = bool(owns(user, application)) if getattr(user, "is_authenticated", False) else False
    readable = Application.objects.visible_to(user).filter(pk=application.pk).exists()
    parts = viewers(user, call, application)
    if not readable and Viewer.REVIEWER not in parts:
        return frozenset()
    mine = frozenset({Paper.APPLICANT, Paper.FORM, Paper.FILES}) if own else frozenset()
    told = call.state == CallState.REVIEWING and application.state in TOLD
    return mine | seen(call.kind.visibility, parts, CallState.DECIDED if told else call.state)


def _wrong_state(record: Call | Application) -> Decision:
    return no(
        _("「%(state)s」のため、この操作はできません。") % {"state": record.get_state_display()},
        _("画面を開き直して、最新の状態を確かめてください。"),
    )
