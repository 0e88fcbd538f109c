"""What both sides' pages show: the chain, the colours of states, the next step."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import links
from kosetsu.services.testing import rules
from kosetsu.services.testing.models import Order
from kosetsu.services.testing.states import ItemState, OrderState, RecordState

STATE_KINDS = {
    OrderState.ENQUIRED: "active", OrderState.QUOTED: "waiting", OrderState.APPLIED: "active",
    OrderState.ACCEPTED: "active", OrderState.TESTING: "active", OrderState.TESTED: "active",
    OrderState.REPORTED: "done", OrderState.COMPLETED: "done", OrderState.REFUSED: "stopped",
    OrderState.CANCELLED: "stopped",
    ItemState.WAITING: "waiting", ItemState.MEASURING: "active", ItemState.SUBMITTED: "waiting",
    ItemState.VERIFIED: "done", RecordState.DRAFT: "active", RecordState.SUPERSEDED: "stopped",
}  # fmt: skip
CLIENT_STEPS = {
    OrderState.ENQUIRED: _("担当者が見積りを作っています。"),
    OrderState.QUOTED: _("見積りをご確認のうえ、お申し込みください。"),
    OrderState.APPLIED: _("担当者が受理を判断しています。"),
    OrderState.ACCEPTED: _("試料をお送りください。届きしだい始めます。"),
    OrderState.TESTING: _("試験をしています。"),
    OrderState.TESTED: _("結果を確認しました。成績書を作っています。"),
    OrderState.REPORTED: _("成績書をご確認ください。"),
    OrderState.COMPLETED: _("この依頼は完了しました。"),
    OrderState.REFUSED: _("この依頼はお受けできませんでした。"),
    OrderState.CANCELLED: _("この依頼は取り消されました。"),
}
"""What a state means to the client: who has the next step, and what it is."""
CHAIN_LABELS = {
    "quoted": _("見積り"), "applied": _("申込み"), "accepted": _("受理"), "tested": _("試験"), "reported": _("成績書"),
    "completed": _("完了"),
}  # fmt: skip


def chain(order: Order) -> list[dict[str, Any]]:
    """The steps of the order with its place, for ``<c-chain>``."""
    dates = {"applied": order.applied_at, "accepted": order.decided_at, "completed": order.case.closed_at}
    found = rules.chain_states(order.case.state)
    return [
        {"label": CHAIN_LABELS[step], "state": state, "date": dates.get(step) if state == "done" else None}
        for step, state in zip(rules.CHAIN, found, strict=True)
    ]


def shown(order: Order, user: Any) -> dict[str, Any]:
    """What every page of an order shows of it."""
    return {
        "order": order,
        "links": links("case_links", user, order.case),
        "case": order.case,
        "state": order.state,
        "state_kind": STATE_KINDS[order.state],
        "chain": chain(order),
        "items": [
            {"item": one, "state": one.get_state_display(), "kind": STATE_KINDS[ItemState(one.state)]}
            for one in order.items.select_related("offering", "group", "assignee", "quote_line")
        ],
    }
