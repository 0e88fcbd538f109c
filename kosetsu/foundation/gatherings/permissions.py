"""Who may plan, approve and run a gathering, and who may register for it now."""

import datetime as dt
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from kosetsu.common.clock import written
from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings.models import Gathering, Material, Registration
from kosetsu.foundation.gatherings.states import (
    GATHERING,
    REGISTRATION,
    SHOWN,
    GatheringState,
    RegistrationState,
    Selection,
)
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole

PLANNERS = (
    StaffRole.TRAINING, StaffRole.PLANNING, StaffRole.PARTNERSHIPS, StaffRole.COUNTER, StaffRole.RESEARCHER,
    StaffRole.GROUP_HEAD, StaffRole.BRANCH_HEAD, StaffRole.ADMINISTRATOR,
)  # fmt: skip
"""The posts that plan gatherings and look after registrations."""
APPROVERS = (StaffRole.PLANNING, StaffRole.GROUP_HEAD, StaffRole.BRANCH_HEAD)
"""The posts that approve what another one planned."""
APPROVING = ("approve_gathering", "send_back")


def can_read_gatherings(user: Any) -> Decision:
    """Everyone with a post of the institute."""
    return YES if standing(user).is_staff else HIDDEN


def can_plan(user: Any) -> Decision:
    """Plan gatherings, look after registrations, hold the reception."""
    if standing(user).has(*PLANNERS):
        return YES
    return no(_("催しは、企画・研究・窓口の担当者が扱います。")) if standing(user).is_staff else HIDDEN


def can_move(user: Any, gathering: Gathering, verb: str) -> Decision:
    """Whether this planner may use ``verb`` on the gathering in its state; another one than who planned it approves."""
    if not (plans := can_plan(user)):
        return plans
    if not GATHERING.allows(verb, gathering.state):
        return no(
            _("「%(state)s」の催しでは、この操作はできません。") % {"state": gathering.get_state_display()},
            _("画面を開き直して、最新の状態を確かめてください。"),
        )
    if verb not in APPROVING:
        return YES
    if not standing(user).has(*APPROVERS):
        return no(_("催しは、経営企画と支所長・グループ長が承認します。"))
    if gathering.planned_by_id == user.pk:
        return no(_("自分が計画した催しは承認できません。"), _("ほかの承認者へ依頼してください。"))
    return YES


def can_draw(user: Any, gathering: Gathering, at: dt.datetime) -> Decision:
    """A lottery is drawn once, while it is public and after its deadline."""
    if not (plans := can_plan(user)):
        return plans
    if gathering.selection != Selection.LOTTERY:
        return HIDDEN
    if gathering.state != GatheringState.PUBLISHED or gathering.drawn_with:
        return no(_("抽選は、抽選の催しで1回だけ行えます。"))
    if gathering.registers_until is None or at < gathering.registers_until:
        return no(_("抽選は、申込期限のあとに行います。"))
    return YES


def can_add_registration(user: Any, gathering: Gathering, at: dt.datetime) -> Decision:
    """At the desk also after the deadline, while it is public and not over."""
    if not (plans := can_plan(user)):
        return plans
    if gathering.state != GatheringState.PUBLISHED:
        return no(_("公開中の催しに申し込みを加えられます。"))
    ends = gathering.sessions.aggregate(last=Max("ends_at"))["last"]
    return YES if ends is None or at < ends else no(_("催しは終わっています。"), _("来た人は、人数で記録できます。"))


def can_add_material(user: Any, gathering: Gathering) -> Decision:
    """Whoever plans gatherings, also when it is over."""
    if not (plans := can_plan(user)):
        return plans
    return no(_("中止した催しに資料は加えられません。")) if gathering.called_off else YES


def can_withdraw_material(user: Any, material: Material) -> Decision:
    """Once."""
    if not (plans := can_plan(user)):
        return plans
    return no(_("この資料は、すでに取り下げられています。")) if material.withdrawn_at else YES


def can_certify(registration: Registration) -> Decision:
    """Whether there is a certificate: for whoever came on every day of a gathering that is over, or did all that an
    on-demand course asks for.
    """
    gathering = registration.gathering
    if gathering.format == Format.ON_DEMAND:
        return YES if registration.completed_at else no(_("証明書は、講座を修了した人に出します。"))
    if gathering.state != GatheringState.CLOSED:
        return no(_("証明書は、催しの終了が記録されてから出せます。"), _("数日後にもう一度お試しください。"))
    held = {gathering.day_of(session.starts_at) for session in gathering.sessions.all()}
    came = {arrival.on_date for arrival in registration.arrivals.all()}
    if registration.state == RegistrationState.CONFIRMED and held and held <= came:
        return YES
    return no(_("証明書は、すべての日に参加した人に出します。"), _("記録が違うときは、窓口へご連絡ください。"))


def can_register(user: Any, gathering: Gathering, at: dt.datetime) -> Decision:
    """Whether registrations are taken now; the refusal says since when or until when."""
    if not gathering.public or gathering.state not in SHOWN:
        return YES if standing(user).is_staff and gathering.registers_at(at) else HIDDEN
    if gathering.called_off:
        return no(_("「%(title)s」は中止になりました。") % {"title": gathering})
    if gathering.registers_from is None or gathering.registers_until is None:
        return no(_("「%(title)s」の申し込みは、ここでは受け付けていません。") % {"title": gathering})
    if at < gathering.registers_from:
        return no(_("申し込みは%(moment)sからです。") % {"moment": written(gathering.registers_from)})
    if at >= gathering.registers_until or gathering.state != GatheringState.PUBLISHED:
        return no(
            _("申し込みは%(moment)sに締め切りました。") % {"moment": written(gathering.registers_until)},
            _("ほかの催しを、催しの一覧からお探しください。"),
        )
    return YES


def can_change_registration(registration: Registration, verb: str, at: dt.datetime, *, staff: bool) -> Decision:
    """Whether whoever has the ticket, or the institute, may use ``verb`` now."""
    if not REGISTRATION.allows(verb, registration.state):
        return no(
            _("「%(state)s」の申し込みでは、この操作はできません。") % {"state": registration.get_state_display()},
            _("画面を開き直して、最新の状態を確かめてください。"),
        )
    if verb == "accept_place" and registration.offered_until is not None and at >= registration.offered_until:
        return no(_("ご案内の期限（%(moment)s）を過ぎました。") % {"moment": written(registration.offered_until)})
    limit = registration.gathering.cancels_until
    late = registration.state == RegistrationState.CONFIRMED and limit is not None and at >= limit
    if verb == "cancel_registration" and late and not staff:
        return no(_("取消期限（%(moment)s）を過ぎました。") % {"moment": written(limit)}, _("窓口へご連絡ください。"))
    return YES


def can_answer(registration: Registration, at: dt.datetime) -> Decision:
    """Whether whoever has the ticket may answer the survey: once, with a place, from the beginning on."""
    if registration.state != RegistrationState.CONFIRMED or registration.gathering.called_off:
        return no(_("アンケートは、参加した人が回答できます。"))
    if registration.answered:
        return no(_("アンケートには、すでに回答いただいています。"))
    first = registration.gathering.sessions.order_by("starts_at").first()
    if first is None or at < first.starts_at:
        return no(_("アンケートは、催しが始まってから回答できます。"))
    return YES
