"""Consultations by program: ask, follow, write; the desk's queue. The doors are those of the pages."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router, Status

from kosetsu.common.api.doors import Scope, door
from kosetsu.common.api.paging import cut
from kosetsu.common.api.problems import Stop, not_found, wrong
from kosetsu.common.decisions import require
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.consultations import actions, rules, states
from kosetsu.services.consultations.api.schemas import (
    ConsultationDetail,
    ConsultationIn,
    ConsultationPage,
    ConsultationsAsked,
    MessageIn,
    QueueAsked,
    consultation_detail,
    consultation_out,
    message_out,
)
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.consultations.pages.confidential import note_reading
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
    consultation = _load(request, id)
    decision = can_reply(request.user, consultation)
    if not decision and consultation.case.closed_at:
        raise Stop(409, decision.reason, decision.next_step)
    actions.reply(by=request.user, at=request.at, consultation=consultation, text=body.text)
    return Status(201, _shown(request, _load(request, id)))


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
