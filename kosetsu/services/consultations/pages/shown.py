"""What both sides' case pages show: the thread, the chain, the colours of states."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.services.consultations import rules
from kosetsu.services.consultations.models import Attachment, Consultation, Message
from kosetsu.services.consultations.states import Scan, Side, State

STATE_KINDS = {
    State.RECEIVED: "active", State.TRIAGED: "active", State.PASSED_ON: "active", State.ASSIGNED: "active",
    State.WAITING: "waiting", State.ANSWERED: "done", State.VISITED: "done", State.PROPOSED: "done",
    State.JOINED: "stopped", State.CLOSED: "stopped",
}  # fmt: skip
CLIENT_STEPS = {
    State.RECEIVED: _("担当者を決めています。"),
    State.TRIAGED: _("担当者を決めています。"),
    State.PASSED_ON: _("担当者を決めています。"),
    State.ASSIGNED: _("担当者が回答を準備しています。"),
    State.WAITING: _("担当者がお返事を待っています。"),
    State.ANSWERED: _("回答をご確認ください。続きの質問もできます。"),
    State.VISITED: _("訪問の結果をご確認ください。続きの質問もできます。"),
    State.PROPOSED: _("提案をご確認ください。進めたい項目をお知らせください。"),
    State.JOINED: _("別の相談にまとめて回答します。"),
    State.CLOSED: _("この相談は終わりました。"),
}
"""What a state means to the client: who has the next step, and what it is."""
CHAIN_LABELS = {
    "received": _("受付"),
    "assigned": _("対応"),
    "answered": _("回答・訪問"),
    "proposed": _("提案"),
    "closed": _("終了"),
}


def state_kind(state: str) -> str:
    """The colour that goes with a state's word."""
    return STATE_KINDS[State(state)]


def client_step(state: str) -> Any:
    """The sentence that tells the client what happens next."""
    return CLIENT_STEPS[State(state)]


def chain(consultation: Consultation, proposals: Sequence[Any]) -> list[dict[str, Any]]:
    """The steps of the case with today's place, for ``<c-chain>``."""
    states = rules.chain_states(
        consultation.case.state, delivered=bool(consultation.delivered_id), proposed=bool(proposals)
    )
    dates = {"received": consultation.case.opened_at, "closed": consultation.case.closed_at}
    return [
        {"label": CHAIN_LABELS[step], "state": state, "date": dates.get(step)}
        for step, state in zip(rules.CHAIN, states, strict=True)
    ]


def thread(consultation: Consultation, user: Any, ours: Side) -> list[dict[str, Any]]:
    """The messages this person may read, those of joined cases too, with their files and proposals."""
    # Asked by number: an OR over two tables would read every message there is.
    joined = Consultation.objects.filter(case__joined_into=consultation.case_id).values_list("pk", flat=True)
    messages = (
        Message.objects.visible_to(user)
        .filter(consultation__in=[consultation.pk, *joined])
        .select_related("author")
        .prefetch_related("attachments", "proposals__offering")
    )
    return [_spoken(message, ours) for message in messages]


def _spoken(message: Message, ours: Side) -> dict[str, Any]:
    side = "note" if message.side == Side.NOTE else "ours" if message.side == ours else "theirs"
    return {
        "message": message,
        "side": side,
        "role": Side(message.side).label,
        "kind": message.get_kind_display(),
        "author": str(message.author or ""),
        "files": [_file(attachment) for attachment in message.attachments.all()],
        "proposals": list(message.proposals.all()),
    }


def _file(attachment: Attachment) -> dict[str, Any]:
    return {
        "name": attachment.name,
        "url": reverse("consultations:download", args=[attachment.public_id]),
        "size": attachment.size,
        "note": "" if attachment.scan == Scan.CLEAN else attachment.get_scan_display(),
    }
