"""Who may do what with rooms and tenancies, now; and the gate that keeps shared rooms for tenants."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.billing.permissions import can_keep_books
from kosetsu.foundation.bookings.permissions import Draft, Gate
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.labs.models import Extension, LabTerms, Pass, RentRelief, SharedRoom, Tenancy, Visit
from kosetsu.services.labs.rules.terms import may_extend
from kosetsu.services.labs.states import ASKED, INSIDE, TENANCY, AskState, TenancyState

MANAGERS = (StaffRole.LAB_MANAGER, StaffRole.COUNTER, StaffRole.BRANCH_HEAD, StaffRole.ADMINISTRATOR)
"""The posts that let rooms and look after who is in them."""
DECIDERS = (StaffRole.BRANCH_HEAD, StaffRole.EXECUTIVE, StaffRole.PLANNING, StaffRole.ADMINISTRATOR)
"""The posts that decide about more years and less rent."""
OF_TENANT = frozenset({"decline_room", "give_notice", "take_back_notice"})
"""What the tenant's own people may do; the lab manager does the same for one that telephones."""


def can_read_labs(user: Any) -> Decision:
    """Everyone with a post of the institute."""
    return YES if standing(user).is_staff else HIDDEN


def can_manage_labs(user: Any) -> Decision:
    """Offer, contract, give passes, visit, check."""
    if standing(user).has(*MANAGERS):
        return YES
    if not standing(user).is_staff:
        return HIDDEN
    return no(_("ラボの手続きは、ラボマネージャーと窓口の担当者が行います。"), _("担当者へ依頼してください。"))


def can_be_tenant(user: Any) -> Decision:
    """Whoever acts for a company."""
    if standing(user).organisations:
        return YES
    return no(_("会社の担当者として登録された方だけが使えます。"), _("マイページから会社を登録してください。"))


def can_see(user: Any, tenancy: Tenancy) -> Decision:
    """Staff, and the people of the workplace; for anyone else it does not exist."""
    return YES if Tenancy.objects.visible_to(user).filter(pk=tenancy.pk).exists() else HIDDEN


def can_move(user: Any, tenancy: Tenancy, verb: str) -> Decision:
    """Whether this person may use ``verb`` on the tenancy in its state. Whose part it is comes first: what is hidden
    from a person says nothing of its state.
    """
    if not (side := _side(user, tenancy, verb)):
        return side
    return YES if TENANCY.allows(verb, tenancy.case.state) else _not_now(tenancy)


def can_work_inside(user: Any, tenancy: Tenancy) -> Decision:
    """The lab manager's part of a tenancy."""
    seen = can_see(user, tenancy)
    return can_manage_labs(user) if seen else seen


def can_use_inside(user: Any, tenancy: Tenancy) -> Decision:
    """Name who comes, say whether the name is shown: either side, while somebody is there."""
    if not (side := _either(user, tenancy)):
        return side
    return YES if tenancy.state in INSIDE | {TenancyState.CONTRACTED} else _not_now(tenancy)


def can_visit(user: Any, tenancy: Tenancy) -> Decision:
    """Note a visit or a yearly check."""
    if not (manages := can_work_inside(user, tenancy)):
        return manages
    return YES if tenancy.state in INSIDE else _not_now(tenancy)


def can_give_pass(user: Any, one: Pass) -> Decision:
    """Hand a card to who was named."""
    if not (manages := can_work_inside(user, one.tenancy)):
        return manages
    if one.given_on or one.ended_on:
        return no(_("この方の入館証は、すでに交付したか、取り消されています。"))
    return YES if one.tenancy.state in INSIDE | {TenancyState.CONTRACTED} else _not_now(one.tenancy)


def can_end_pass(user: Any, one: Pass) -> Decision:
    """Take a card back, note that it is lost, strike a name."""
    manages = can_work_inside(user, one.tenancy)
    return no(_("この入館証は、すでに返却されています。")) if manages and one.ended_on else manages


def can_follow(user: Any, visit: Visit) -> Decision:
    """Note what came of a visit's next step."""
    manages = can_work_inside(user, visit.tenancy)
    if manages and (not visit.follow_up or visit.followed_at):
        return no(_("この訪問には、残っている対応がありません。"))
    return manages


def can_check_leaving(user: Any, tenancy: Tenancy) -> Decision:
    """Go through the list of the leaving check."""
    if not (manages := can_work_inside(user, tenancy)):
        return manages
    return YES if tenancy.state == TenancyState.LEAVING else _not_now(tenancy)


def can_ask_extension(user: Any, tenancy: Tenancy, day: dt.date) -> Decision:
    """Ask for more years: either side, so often and then as the terms say."""
    if not (side := _either(user, tenancy)):
        return side
    if tenancy.state != TenancyState.LIVING:
        return _not_now(tenancy)
    if tenancy.extensions.waiting().exists():
        return no(_("延長の申請は、すでに審査中です。"), _("結果をお待ちください。"))
    terms = LabTerms.of(tenancy.since)
    if terms is None:
        return no_terms(tenancy.since)
    return may_extend(
        day, tenancy.until, granted=tenancy.extensions.granted().count(), times=terms.extension_times,
        from_days=terms.ask_from_days, until_days=terms.ask_until_days,
    )  # fmt: skip


def can_ask_relief(user: Any, tenancy: Tenancy) -> Decision:
    """Propose less rent: the lab manager, whoever asked for it."""
    if not (manages := can_work_inside(user, tenancy)):
        return manages
    if tenancy.state not in INSIDE | {TenancyState.CONTRACTED}:
        return _not_now(tenancy)
    waits = tenancy.reliefs.waiting().exists()
    return no(_("減免の申請は、すでに審査中です。"), _("決定を待ってください。")) if waits else YES


def can_decide(user: Any, asked: Extension | RentRelief, verb: str) -> Decision:
    """Grant or refuse: a decider who did not ask; withdraw: whoever is on a side of it."""
    if not can_see(user, asked.tenancy):
        return HIDDEN
    if verb == "withdraw":
        side = can_manage_labs(user) if isinstance(asked, RentRelief) else _either(user, asked.tenancy)
        return _asked_still(asked) if side else side
    if not standing(user).is_staff:
        return HIDDEN
    if not standing(user).has(*DECIDERS):
        return no(_("延長と減免は、支所長・経営企画・役員が決めます。"), _("決定者へ依頼してください。"))
    if asked.asked_by_id == user.pk:
        return no(_("申請した本人は決定できません。"), _("別の決定者へ依頼してください。"))
    return _asked_still(asked)


def can_ask_deposit(user: Any, tenancy: Tenancy) -> Decision:
    """Ask for the deposit: the accounts office, once."""
    if not (keeps := can_keep_books(user)):
        return keeps
    if tenancy.state != TenancyState.CONTRACTED or not tenancy.deposit_yen:
        return no(_("保証金は、契約のあと、入居の前に請求します。"))
    return no(_("保証金は、すでに請求しています。")) if tenancy.deposit else YES


def can_settle_deposit(user: Any, tenancy: Tenancy) -> Decision:
    """Set the deposit against what is owed and ask to pay back the rest: the accounts office, after the leaving."""
    if not (keeps := can_keep_books(user)):
        return keeps
    if tenancy.state != TenancyState.LEFT or not tenancy.deposit:
        return no(_("保証金の精算は、退去が完了してから行います。"))
    return YES if tenancy.deposit.credit_yen else no(_("保証金は、すでに精算されています。"))


def no_terms(day: dt.date) -> Decision:
    """No rules hold on a day."""
    return no(
        _("%(day)sに有効なラボの規則がありません。") % {"day": day.isoformat()}, _("labs/terms.csvに登録してください。")
    )


def for_tenants(draft: Draft, at: dt.datetime) -> Decision:
    """Gate: a shared room is booked for a workplace that has a room through the day of the booking."""
    if draft.upkeep:
        return YES
    day = draft.span.ends.astimezone(draft.resources[0].zone).date()
    if not SharedRoom.objects.on(day).filter(resource__in=draft.resources).exists():
        return YES
    if draft.workplace and Tenancy.objects.inside().on(day).filter(case__workplace=draft.workplace).exists():
        return YES
    return no(
        _("この部屋は、製品開発支援ラボに入居中の事業所だけが予約できます。"),
        _("入居者の事業所を選んでください。入居については、ラボの案内をご覧ください。"),
    )


GATES: list[Gate] = [for_tenants]


def _side(user: Any, tenancy: Tenancy, verb: str) -> Decision:
    if not (seen := can_see(user, tenancy)):
        return seen
    if standing(user).is_staff:
        return can_manage_labs(user)
    return YES if verb in OF_TENANT else HIDDEN


def _either(user: Any, tenancy: Tenancy) -> Decision:
    if not (seen := can_see(user, tenancy)):
        return seen
    return can_manage_labs(user) if standing(user).is_staff else YES


def _asked_still(asked: Extension | RentRelief) -> Decision:
    if ASKED.allows("grant", asked.state):
        return YES
    return no(
        _("この申請は「%(state)s」です。") % {"state": AskState(asked.state).label},
        _("画面を開き直して、最新の状態を確かめてください。"),
    )


def _not_now(tenancy: Tenancy) -> Decision:
    return no(
        _("「%(state)s」のときは、この操作はできません。") % {"state": tenancy.state.label},
        _("画面を開き直して、最新の状態を確かめてください。"),
    )
