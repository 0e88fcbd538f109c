"""Calls as the API shows them."""

import datetime as dt
from uuid import UUID

from ninja import Schema

from kosetsu.common.api.paging import Asked, Page
from kosetsu.foundation.calls.models import Call
from kosetsu.foundation.calls.states import CallState, Channel


class CallsAsked(Asked):
    """Only those that take applications now, or all that are published."""

    open: bool = True


class WindowOut(Schema):
    """From when until which second applications are taken by a channel; of paper the day of the second counts."""

    channel: Channel
    opens_at: dt.datetime
    until_at: dt.datetime


class CallOut(Schema):
    """A published call; ``kind`` is its sort, ``capacity`` how many are accepted at most."""

    id: UUID
    number: str
    kind: str
    kind_title: str
    title: str
    text: str
    state: CallState
    capacity: int
    windows: list[WindowOut]


class CallPage(Page):
    """One page of calls; ``total`` counts all pages."""

    total: int
    items: list[CallOut]


def call_out(call: Call) -> CallOut:
    windows = [
        WindowOut(channel=Channel(one.channel), opens_at=one.opens_at, until_at=one.until_at)
        for one in call.windows.all()
    ]
    return CallOut(
        id=call.public_id, number=call.number, kind=call.edition.kind, kind_title=str(call.kind.title),
        title=call.title, text=call.text, state=CallState(call.state), capacity=call.capacity, windows=windows,
    )  # fmt: skip
