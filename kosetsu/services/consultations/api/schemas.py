"""Consultations as the API takes and shows them."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from kosetsu.common.api.paging import Asked, Page, Words
from kosetsu.foundation.casebook.states import Channel
from kosetsu.services.consultations import states
from kosetsu.services.consultations.models import Consultation

Text = Annotated[str, StringConstraints(min_length=1, max_length=10_000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
"""What people write: something must stand in it."""
Code = Annotated[str, StringConstraints(max_length=30, pattern=r"^[^\x00]*$")]
ClientChannel = Literal[Channel.MAIL, Channel.ONLINE, Channel.VISIT, Channel.TELEPHONE, Channel.ONSITE]


class ConsultationIn(Schema):
    """A new question; the workplace may be left out by whoever acts for one alone."""

    model_config = ConfigDict(extra="forbid")

    question: Text
    workplace: UUID | None = None
    channel: ClientChannel = Channel.MAIL
    wished_on: dt.date | None = None
    confidential: bool = False
    offerings: list[Code] = Field(default_factory=list, max_length=20)


class MessageIn(Schema):
    """The client's next message."""

    model_config = ConfigDict(extra="forbid")

    text: Text


class ConsultationsAsked(Asked):
    """Which consultations."""

    state: states.State | Literal[""] = ""


class QueueAsked(Asked):
    """Whose, until when, where: the filters of the desk's queue."""

    whose: Literal["me", "group", "unassigned", "all", ""] = ""
    when: Literal["overdue", "today", "week", ""] = ""
    branch: Words = ""
    channel: Channel | Literal[""] = ""


class ConsultationOut(Schema):
    """A consultation in a list."""

    id: UUID
    number: str
    title: str
    state: states.State
    state_label: str
    workplace: str | None
    channel: Channel
    branch: str | None
    group: str | None
    assignee: str | None
    opened_at: dt.datetime
    due_on: dt.date | None
    closed_at: dt.datetime | None


class ConsultationPage(Page):
    """One page of consultations."""

    items: list[ConsultationOut]


class AttachmentOut(Schema):
    """A file of a message; a program fetches it by its id, a browser's session from ``url``."""

    id: UUID
    name: str
    size: int
    sha256: str
    scan: states.Scan
    """What the institute's scanner said; an infected file is not handed out."""
    url: str


class MessageOut(Schema):
    """One utterance of the thread."""

    side: states.Side
    kind: states.MessageKind
    author: str
    text: str
    at: dt.datetime
    files: list[AttachmentOut]


class AttachmentList(Schema):
    """The files of a consultation, in the order of its thread."""

    items: list[AttachmentOut]


class ConsultationDetail(ConsultationOut):
    """One consultation with what both sides wrote."""

    question: str
    wished_on: dt.date | None
    confidential: bool
    outcome: states.Outcome | None
    offerings: list[str]
    messages: list[MessageOut]


def consultation_out(consultation: Consultation) -> ConsultationOut:
    return ConsultationOut(**_common(consultation))


def consultation_detail(consultation: Consultation, messages: list[MessageOut]) -> ConsultationDetail:
    return ConsultationDetail(
        **_common(consultation),
        question=consultation.question,
        wished_on=consultation.wished_on,
        confidential=consultation.confidential,
        outcome=states.Outcome(consultation.outcome) if consultation.outcome else None,
        offerings=[chosen.offering.code for chosen in consultation.chosen.select_related("offering")],
        messages=messages,
    )


def message_out(said: dict[str, Any]) -> MessageOut:
    """One message of the thread as both sides' pages show it."""
    message = said["message"]
    files = [
        AttachmentOut(
            id=file.public_id,
            name=file.name,
            size=file.size,
            sha256=file.sha256,
            scan=states.Scan(file.scan),
            url=shown["url"],
        )
        for file, shown in zip(message.attachments.all(), said["files"], strict=True)
    ]
    return MessageOut(
        side=message.side, kind=message.kind, author=said["author"], text=message.text, at=message.at, files=files
    )


def _common(consultation: Consultation) -> dict[str, Any]:
    case = consultation.case
    return {
        "id": consultation.public_id,
        "number": case.number,
        "title": case.title,
        "state": case.state,
        "state_label": str(states.State(case.state).label),
        "workplace": str(case.workplace) if case.workplace else None,
        "channel": case.channel,
        "branch": case.branch.code if case.branch else None,
        "group": case.group.code if case.group else None,
        "assignee": str(case.assignee) if case.assignee else None,
        "opened_at": case.opened_at,
        "due_on": case.due_on,
        "closed_at": case.closed_at,
    }
