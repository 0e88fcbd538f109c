"""Orders, their samples and files: who asks, who sees, who moves them on."""

from typing import Any

from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, no
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.testing import states
from kosetsu.services.testing.models import File, Order, Sample
from kosetsu.services.testing.permissions.posts import LABORATORY, WORKERS, has_post, not_now
from kosetsu.services.testing.states import MOVES, OrderState


def can_order(user: Any) -> Decision:
    """A signed-in person of a client asks for a quote; the institute's people enter what came on paper."""
    if not getattr(user, "is_authenticated", False):
        return no(_("依頼試験の申込みにはログインが必要です。"), _("ログインするか、利用者登録をしてください。"))
    place = standing(user)
    if place.organisations or place.has(*WORKERS):
        return YES
    if place.is_staff:
        return no(_("依頼試験は、窓口と研究部門の担当者が受け付けます。"), _("総合支援窓口へ連絡してください。"))
    return no(_("所属する会社・事業所が登録されていません。"), _("マイページで会社を登録してください。"))


def can_order_for(user: Any, workplace: Workplace) -> Decision:
    """Clients for the workplaces they act for, the institute's workers for any."""
    allowed = can_order(user)
    place = standing(user)
    if not allowed or place.has(*WORKERS):
        return allowed
    whole = workplace.organisation_id in place.organisations
    return YES if whole and (place.workplaces is None or workplace.pk in place.workplaces) else HIDDEN


def can_read_board(user: Any) -> Decision:
    """Everyone with a post of the institute."""
    return YES if standing(user).is_staff else HIDDEN


def can_enter_orders(user: Any) -> Decision:
    """Enter an order that came by telephone or on paper."""
    return has_post(user, WORKERS)


def can_see(user: Any, order: Order) -> Decision:
    """Staff and the client's own people; for anyone else it does not exist."""
    return YES if Order.objects.visible_to(user).filter(pk=order.pk).exists() else HIDDEN


def can_work(user: Any, order: Order, verb: str) -> Decision:
    """Whether this person of the institute may use ``verb`` on the order in its state."""
    works = has_post(user, WORKERS)
    return _open_to(order, verb) if works else works


def can_decide(user: Any, order: Order, verb: str) -> Decision:
    """Accept or refuse: the laboratory, not the counter."""
    decides = has_post(user, LABORATORY)
    return _open_to(order, verb) if decides else decides


def can_apply(user: Any, order: Order) -> Decision:
    """The client applies; the counter enters a paper form."""
    if not standing(user).has(*WORKERS):
        if standing(user).is_staff:
            return has_post(user, WORKERS)
        if not (seen := can_see(user, order)):
            return seen
    return _open_to(order, "apply")


def can_cancel(user: Any, order: Order) -> Decision:
    """Either side, until the report; what it costs the client is a dated rule."""
    if standing(user).is_staff:
        return can_work(user, order, "cancel")
    return can_see(user, order) and _open_to(order, "cancel")


def can_survey(user: Any, order: Order) -> Decision:
    """The client says once how satisfied it is, when it has its report or everything is done."""
    if standing(user).is_staff:
        return no(_("アンケートには、お客様が答えます。"))
    if not (seen := can_see(user, order)):
        return seen
    if order.state not in states.DELIVERED:
        return no(_("アンケートは、成績書の発行または完了のあとで答えられます。"))
    return no(_("アンケートには、すでにお答えいただきました。")) if hasattr(order, "survey") else YES


def can_receive(user: Any, order: Order) -> Decision:
    """Take samples in: once there is an application, until the work is done."""
    works = has_post(user, WORKERS)
    if not works or order.state in states.AT_WORK | states.MEASURED | {OrderState.APPLIED}:
        return works
    return no(
        _("「%(state)s」の依頼には、試料を受け入れられません。") % {"state": order.state.label},
        _("申込みのあとで受け入れてください。"),
    )


def can_hold(user: Any, sample: Sample) -> Decision:
    """Hand on, store, return or dispose of a sample."""
    return has_post(user, WORKERS)


def can_move(user: Any, sample: Sample) -> Decision:
    """The same, while the institute has it."""
    works = can_hold(user, sample)
    last = sample.holding
    if not works or not last.is_final:
        return works
    return no(_("この試料は、すでに%(kind)sされています。") % {"kind": last.get_kind_display()})


def can_complete(user: Any, order: Order) -> Decision:
    """Close the delivered order: everything verified, the report issued where one was asked for."""
    works = can_work(user, order, "complete")
    if works and order.wants_report and order.state == OrderState.TESTED:
        return no(_("成績書がまだ発行されていません。"), _("成績書を発行してから完了してください。"))
    return works


def can_read_completion(user: Any, order: Order) -> Decision:
    """The completion report of finished commissioned support: staff and the client's own people."""
    if not (seen := can_see(user, order)):
        return seen
    if order.is_composite and order.state == OrderState.COMPLETED:
        return YES
    return no(_("完了報告書は、完了した受託技術支援だけにあります。"), _("成績書は、依頼の画面から開けます。"))


def can_download(user: Any, file: File) -> Decision:
    """Staff; a client its own order's files but the raw data, which the institute gives by report."""
    if standing(user).is_staff:
        return YES
    return can_see(user, file.order) if file.kind != states.FileKind.RAW_DATA else HIDDEN


def _open_to(order: Order, verb: str) -> Decision:
    return YES if MOVES.allows(verb, order.case.state) else not_now(str(order.state.label))
