"""Consultations by program: ask, follow, write; the desk's queue. The doors are those of the pages."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from kosetsu.common.api.doors import FILE, Scope, door
from kosetsu.common.api.paging import cut
from kosetsu.common.api.problems import FieldProblem, Stop, not_found, wrong
from kosetsu.common.attachments import FilesField
from kosetsu.common.decisions import require
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.consultations import actions, rules, states
from kosetsu.services.consultations.api.schemas import (
    AttachmentList,
    ConsultationDetail,
    ConsultationIn,
    ConsultationPage,
    ConsultationsAsked,
    MessageIn,
    QueueAsked,
    Text,
    consultation_detail,
    consultation_out,
    message_out,
)
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.consultations.pages.confidential import note_reading
from kosetsu.services.consultations.pages.files import hand_out
from kosetsu.services.consultations.pages.shown import thread
from kosetsu.services.consultations.permissions import can_ask, can_read_queue, can_reply

READ = Scope("read:cases", gettext_lazy("相談などの案件を読む"))
WRITE = Scope("write:cases", gettext_lazy("相談を送り、返信する"))
router = Router(tags=["consultations"])


@router.post("/consultations", response={201: ConsultationDetail}, **door(WRITE, gettext_lazy("相談を送る")))
def ask_consultation(request: Any, body: ConsultationIn) -> Status[ConsultationDetail]:
    """Send a question for one of the workplaces the caller acts for."""
    require(can_ask(request.user))
    if body.wished_on and body.wished_on < request.today:
        raise wrong("body", "wished_on", _("過去の日付です。今日以降の日付を指定してください。"))
    consultation = actions.ask(
        by=request.user,
        at=request.at,
        workplace=_workplace(request, body.workplace),
        question=body.question,
        channel=body.channel,
        wished_on=body.wished_on,
        confidential=body.confidential,
        offerings=_offerings(request, body.offerings),
    )
    return Status(201, _shown(request, _load(request, consultation.public_id)))


@router.get("/consultations", response=ConsultationPage, **door(READ, gettext_lazy("自分が見られる相談の一覧")))
def list_consultations(request: Any, asked: Query[ConsultationsAsked]) -> ConsultationPage:
    """The consultations the caller may see, the newest first."""
    rows = Consultation.objects.visible_to(request.user).for_lists()
    if asked.state:
        rows = rows.filter(case__state=asked.state)
    page, following = cut(rows, ["-case__opened_at", "-public_id"], asked)
    return ConsultationPage(items=[consultation_out(one) for one in page], next_cursor=following)


@router.get("/consultations/{uuid:id}", response=ConsultationDetail, **door(READ, gettext_lazy("相談の1件とやり取り")))
def get_consultation(request: Any, id: UUID) -> ConsultationDetail:
    """One consultation with its thread."""
    return _shown(request, _load(request, id))


@router.post(
    "/consultations/{uuid:id}/messages",
    response={201: ConsultationDetail},
    **door(WRITE, gettext_lazy("担当者への連絡を送る")),
)
def post_message(request: Any, id: UUID, body: MessageIn) -> Status[ConsultationDetail]:
    """The client's next message; refused as a conflict once the consultation is closed."""
    return _reply(request, id, body.text)


@router.post(
    "/consultations/{uuid:id}/attachments",
    response={201: ConsultationDetail},
    **door(WRITE, gettext_lazy("担当者への連絡に、ファイルを付けて送る")),
)
def post_attachments(
    request: Any, id: UUID, text: Form[Text], files: File[list[UploadedFile]]
) -> Status[ConsultationDetail]:
    """The client's next message with up to five files, as a form (multipart/form-data)."""
    return _reply(request, id, text, files)


@router.get(
    "/consultations/{uuid:id}/attachments", response=AttachmentList, **door(READ, gettext_lazy("相談のファイルの一覧"))
)
def list_attachments(request: Any, id: UUID) -> AttachmentList:
    """Every file of the thread that the caller may read."""
    messages = _shown(request, _load(request, id)).messages
    return AttachmentList(items=[file for message in messages for file in message.files])


@router.get("/attachments/{uuid:id}", **door(READ, gettext_lazy("ファイルの中身を受け取る"), answers=FILE))
def download_attachment(request: Any, id: UUID) -> HttpResponse:
    """One file as it was sent; one that the scanner holds back is refused."""
    return hand_out(request, id)


@router.get("/desk/consultations", response=ConsultationPage, **door(READ, gettext_lazy("職員の対応一覧")))
def list_queue(request: Any, asked: Query[QueueAsked]) -> ConsultationPage:
    """The desk's queue, the earliest deadline first; without ``whose=all`` only what is open."""
    require(can_read_queue(request.user))
    rows = Consultation.objects.visible_to(request.user).for_lists()
    rows = _when(request, _whose(request, rows, asked.whose), asked.when)
    wanted = {"case__branch__code": asked.branch, "case__channel": asked.channel}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    rows = rows.annotate(due=Coalesce("case__due_on", Value(dt.date.max)))
    page, following = cut(rows, ["due", "case__opened_at", "public_id"], asked)
    return ConsultationPage(items=[consultation_out(one) for one in page], next_cursor=following)


def _load(request: Any, public_id: UUID) -> Consultation:
    """The consultation, or the same answer as for nothing."""
    found = Consultation.objects.visible_to(request.user).for_lists().filter(public_id=public_id).first()
    if found is None:
        raise not_found()
    return found


def _reply(request: Any, id: UUID, text: str, files: Sequence[UploadedFile] = ()) -> Status[ConsultationDetail]:
    """The client's message, unless the consultation is closed or a file is of a wrong kind or size."""
    consultation = _load(request, id)
    decision = can_reply(request.user, consultation)
    if not decision and consultation.case.closed_at:
        raise Stop(409, decision.reason, decision.next_step)
    require(decision)
    actions.reply(
        by=request.user, at=request.at, consultation=consultation, text=text, files=_checked(files) if files else ()
    )
    return Status(201, _shown(request, _load(request, id)))


def _checked(files: Sequence[UploadedFile]) -> list[Any]:
    """The files, each looked at as on the pages."""
    try:
        return FilesField().clean(list(files))
    except ValidationError as error:
        problems = [FieldProblem(where="body", field="files", detail=sentence) for sentence in error.messages]
        raise Stop(422, errors=problems) from None


def _shown(request: Any, consultation: Consultation) -> ConsultationDetail:
    note_reading(request, consultation)
    said = thread(consultation, request.user, states.Side.CLIENT)
    return consultation_detail(consultation, [message_out(one) for one in said])


def _workplace(request: Any, public_id: UUID | None) -> Workplace:
    """The workplace named, or the only one."""
    own = Workplace.objects.visible_to(request.user).open_on(request.today).select_related("organisation")
    found = list(own[:2]) if public_id is None else list(own.filter(public_id=public_id))
    if len(found) != 1:
        raise wrong("body", "workplace", _("自社の事業所のIDを指定してください。"))
    return found[0]


def _offerings(request: Any, codes: list[str]) -> list[Offering]:
    """The offerings named, in that order; one that cannot be asked for today is a wrong value."""
    known = Offering.objects.offered(request.today).select_related("group", "branch").in_bulk(codes, field_name="code")
    unknown = next((place for place, code in enumerate(codes) if code not in known), None)
    if unknown is not None:
        raise wrong("body", f"offerings.{unknown}", _("提供中の支援メニューの番号ではありません。"))
    return [known[code] for code in dict.fromkeys(codes)]


def _whose(request: Any, rows: Any, whose: str) -> Any:
    """Open ones of the caller, of the caller's groups, of nobody, or of anyone; ``all`` takes the closed ones along."""
    if whose == "all":
        return rows
    if whose == "me":
        return rows.open().filter(case__assignee=request.user)
    if whose == "group":
        return rows.open().of_groups(standing(request.user).groups)
    return rows.unassigned() if whose == "unassigned" else rows.open()


def _when(request: Any, rows: Any, when: str) -> Any:
    today = request.today
    if when == "overdue":
        return rows.overdue(today)
    if not when:
        return rows
    return rows.due_between(today, today if when == "today" else rules.week_end(today))
