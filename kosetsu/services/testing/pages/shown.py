"""What both sides' pages show: the chain, the colours of states, the next step."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.services.testing import rules
from kosetsu.services.testing.models import Order
from kosetsu.services.testing.states import ItemState, RecordState, State

STATE_KINDS = {
    State.ENQUIRED: "active", State.QUOTED: "waiting", State.APPLIED: "active", State.ACCEPTED: "active",
    State.TESTING: "active", State.TESTED: "active", State.REPORTED: "done", State.COMPLETED: "done",
    State.REFUSED: "stopped", State.CANCELLED: "stopped",
    ItemState.WAITING: "waiting", ItemState.MEASURING: "active", ItemState.SUBMITTED: "waiting",
    ItemState.VERIFIED: "done", RecordState.DRAFT: "active", RecordState.SUPERSEDED: "stopped",
}  # fmt: skip
CLIENT_STEPS = {
    State.ENQUIRED: _("担当者が見積りを作っています。"),
    State.QUOTED: _("見積りをご確認のうえ、お申し込みください。"),
    State.APPLIED: _("担当者が受理を判断しています。"),
    State.ACCEPTED: _("試料をお送りください。届きしだい始めます。"),
    State.TESTING: _("試験をしています。"),
    State.TESTED: _("結果を確認しました。成績書を作っています。"),
    State.REPORTED: _("成績書をご確認ください。"),
    State.COMPLETED: _("この依頼は完了しました。"),
    State.REFUSED: _("この依頼はお受けできませんでした。"),
    State.CANCELLED: _("この依頼は取り消されました。"),
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


def shown(order: Order) -> dict[str, Any]:
    """What every page of an order shows of it."""
    return {
        "order": order,
        "case": order.case,
        "state": order.state,
        "state_kind": STATE_KINDS[order.state],
        "chain": chain(order),
        "items": [
            {"item": one, "state": one.get_state_display(), "kind": STATE_KINDS[ItemState(one.state)]}
            for one in order.items.select_related("offering", "group", "assignee", "quote_line")
        ],
    }
