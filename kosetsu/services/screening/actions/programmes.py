"""A programme from the request to the panel: bodies, requested, changed, accepted, declined, called off."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.attachments import can_attach
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, need_reason, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing.actions.quotes import class_of
from kosetsu.foundation.casebook.actions import open_case
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Branch, Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.services.screening.actions import beats
from kosetsu.services.screening.models import (
    MANAGERS,
    FeeRule,
    FormEdition,
    RequestingBody,
    ScreeningProgramme,
    SheetEdition,
)
from kosetsu.services.screening.permissions import bodies_of, can_keep, can_manage_screening
from kosetsu.services.screening.rules.sheets import Sheet
from kosetsu.services.screening.states import NoticeKind, ScreeningState, Way

KIND, PREFIX = "screening", "審"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a body asks for."""

    body: RequestingBody
    title: str
    due_on: dt.date
    way: str = Way.PAPERS
    fiscal_year: int | None = None
    """That of the deadline where none is said."""
    reference: str = ""
    secrecy: str = ""
    charged: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How an accepted programme is screened; what is left empty is as the sheet says."""

    sheet: str = ""
    readers_each: int | None = None
    due_at: dt.datetime | None = None
    """Until when reviewers score."""


@transaction.atomic
def keep_body(
    *, by: Person, at: dt.datetime, organisation: Organisation, body_class: str, form: str, contact: str = "",
    email: str = "", note: str = "",
) -> RequestingBody:  # fmt: skip
    """A body that has its programmes screened here, or with other particulars than before."""
    require(can_manage_screening(by))
    if FormEdition.of(form, day_of(at)) is None:
        require(no(_("様式「%(form)s」は、きょう有効ではありません。") % {"form": form}))
    given = {"body_class": body_class, "form": form, "contact": tidy_line(contact), "email": email, "note": tidy(note)}
    body, new = RequestingBody.objects.update_or_create(organisation=organisation, defaults=given)
    verb = "register_body" if new else "change_body"
    audit.record(by=by, at=at, verb=verb, thing=body, after={"class": body_class, "form": form})
    return body


@transaction.atomic
def request_programme(*, by: Person, at: dt.datetime, request: Request) -> ScreeningProgramme:
    """A body asks for one of its programmes to be screened: its officer, or a colleague for it."""
    mine = bodies_of(by).filter(pk=request.body.pk).exists()
    require(YES if mine else can_manage_screening(by))
    given = _given(request, at, charged=request.charged and not mine)
    body, branch = request.body, _head_office()
    case = open_case(
        by=by, at=at, service=beats.SERVICE, kind=KIND, prefix=PREFIX, title=f"{body} {given['title']}"[:200],
        state=ScreeningState.REQUESTED, organisation=body.organisation, contact=by if mine else None, branch=branch,
        due_on=request.due_on, assignee=by if standing(by).has(*MANAGERS) else None,
    )  # fmt: skip
    programme = ScreeningProgramme.objects.create(case=case, body=body, branch=branch, **given)
    after = {"body": str(body), "title": programme.title, "due_on": request.due_on}
    audit.record(by=by, at=at, verb="request_programme", thing=programme, after=after)
    beats.tell_body(programme, NoticeKind.REQUESTED, at=at)
    return programme


@transaction.atomic
def change_programme(
    *, by: Person, at: dt.datetime, programme: ScreeningProgramme, request: Request
) -> ScreeningProgramme:  # fmt: skip
    """Asked for otherwise, while it is not accepted."""
    programme = beats.asked(programme, "change_programme", by=by, at=at)
    given = _given(request, at, charged=request.charged, other_than=programme)
    programme.case.title, programme.case.due_on = f"{request.body} {given['title']}"[:200], request.due_on
    programme.case.organisation, programme.body = request.body.organisation, request.body
    programme.case.save(update_fields=["title", "due_on", "organisation"])
    return beats.move(programme, "change_programme", by=by, at=at, body=request.body, **given)


@transaction.atomic
def put_off(*, by: Person, at: dt.datetime, programme: ScreeningProgramme, due_on: dt.date) -> ScreeningProgramme:
    """The body agreed on another deadline; it is reminded of anew."""
    programme = beats.locked(programme)
    require(can_keep(by, programme))
    require(_to_come(due_on, at))
    before, programme.case.due_on, programme.reminded_on = programme.due_on, due_on, None
    programme.case.save(update_fields=["due_on"])
    programme.save(update_fields=["reminded_on"])
    after = {"due_on": due_on}
    audit.record(by=by, at=at, verb="put_off", thing=programme, before={"due_on": before}, after=after)
    return programme


@transaction.atomic
def accept_programme(
    *, by: Person, at: dt.datetime, programme: ScreeningProgramme, terms: Terms = Terms()
) -> ScreeningProgramme:  # fmt: skip
    """Taken on: a panel of its own with the sheet's criteria as they are today, and who looks after it."""
    programme = beats.asked(programme, "accept_programme", by=by, at=at)
    require(_can_be_paid(programme, day_of(at)))
    panel = None
    if programme.way == Way.PAPERS:
        edition = SheetEdition.of(terms.sheet, day_of(at))
        require(YES if edition else no(_("審査票の様式を選んでください。")))
        assert edition
        panel = _panel(programme, edition.said, terms, by, at)
    if programme.case.assignee is None:
        programme.case.assignee = by
        programme.case.save(update_fields=["assignee"])
    beats.move(programme, "accept_programme", by=by, at=at, panel=panel, sheet=terms.sheet if panel else "")
    beats.tell_body(programme, NoticeKind.ACCEPTED, at=at)
    return programme


def _panel(programme: ScreeningProgramme, sheet: Sheet, terms: Terms, by: Person, at: dt.datetime) -> Any:
    criteria = [
        reviews.Asked(
            one.code, one.label.ja, one.highest, one.lowest, one.weight, one.label.en, one.label.th, one.text,
            one.may_be_na, one.comment_needed, one.veto_below,
        )
        for one in sheet.criteria
    ]  # fmt: skip
    each = terms.readers_each or sheet.readers_each
    return reviews.make_panel(
        by=by, at=at, title=f"{programme.case.number} {programme.title}"[:200], criteria=criteria, offices=MANAGERS,
        reviews_each=each, seniors_each=min(sheet.seniors_each, each), blind=sheet.blind, due_at=terms.due_at,
        secrecy="\n\n".join(filter(None, (sheet.secrecy, programme.secrecy))),
    )  # fmt: skip


@transaction.atomic
def decline_programme(
    *, by: Person, at: dt.datetime, programme: ScreeningProgramme, reason: str
) -> ScreeningProgramme:  # fmt: skip
    """Not taken on; the body is told why."""
    programme = beats.asked(programme, "decline_programme", by=by, at=at)
    return _end(programme, "decline_programme", reason, by=by, at=at)


@transaction.atomic
def call_off(*, by: Person, at: dt.datetime, programme: ScreeningProgramme, reason: str) -> ScreeningProgramme:
    """The body needs it no more: nothing is returned, nothing counts."""
    programme = beats.asked(programme, "call_off", by=by, at=at)
    attended = programme.dispatches.filter(state="attended").exists()
    require(no(_("出席した派遣があるため、取りやめられません。")) if attended else YES)
    return _end(programme, "call_off", reason, by=by, at=at)


def _end(programme: ScreeningProgramme, verb: str, reason: str, *, by: Person, at: dt.datetime) -> ScreeningProgramme:
    because = need_reason(reason)[:300]
    beats.move(programme, verb, by=by, at=at, because=because, reason=because)
    if verb == "decline_programme":
        beats.tell_body(programme, NoticeKind.DECLINED, at=at, reason=because)
    return programme


@transaction.atomic
def keep_blank(*, by: Person, at: dt.datetime, programme: ScreeningProgramme, file: Any) -> ScreeningProgramme:
    """The body's own workbook, which is filled in when the results go back."""
    programme = beats.locked(programme)
    require(can_keep(by, programme))
    require(can_attach(file))
    if not file.name.lower().endswith(".xlsx"):
        require(no(_("団体の様式は、Excelブック（.xlsx）で登録してください。")))
    programme.blank = file
    programme.save(update_fields=["blank"])
    audit.record(by=by, at=at, verb="keep_blank", thing=programme, after={"name": file.name[:150]})
    return programme


def _given(
    request: Request, at: dt.datetime, *, charged: bool, other_than: ScreeningProgramme | None = None
) -> dict[str, Any]:  # fmt: skip
    """The columns of a request, tidied; refused where something is missing or there already."""
    title = tidy_line(request.title)[:150]
    require(YES if title else no(_("事業名を入れてください。")))
    require(_to_come(request.due_on, at))
    year = request.fiscal_year or fiscal.fiscal_year(request.due_on)
    twins = ScreeningProgramme.objects.filter(body=request.body, fiscal_year=year, title=title)
    if any(one != other_than for one in twins):
        require(
            no(
                _("%(body)sの%(year)s「%(title)s」は、すでに登録されています。")
                % {"body": request.body, "year": fiscal.label(year), "title": title},
                _("二回目の依頼のときは、事業名に「第2回」などを加えてください。"),
            )
        )
    return {
        "title": title, "fiscal_year": year, "way": request.way, "reference": tidy_line(request.reference)[:80],
        "secrecy": tidy(request.secrecy), "charged": charged, "note": tidy(request.note),
    }  # fmt: skip


def _to_come(due_on: dt.date, at: dt.datetime) -> Decision:
    return YES if due_on >= day_of(at) else no(_("返却期限は、今日か、これからの日にしてください。"))


def _can_be_paid(programme: ScreeningProgramme, day: dt.date) -> Decision:
    """Asked when it is accepted, so that it is not found out when the results go back."""
    if not programme.charged:
        return YES
    if FeeRule.of(programme.body.body_class, day) is None:
        return no(
            _("「%(kind)s」の料金の規則がありません。") % {"kind": programme.body.get_body_class_display()},
            _("料金の規則を登録するか、料金を請求しない依頼に変えてください。"),
        )
    class_of(programme.body.organisation, day)
    return YES


def _head_office() -> Branch | None:
    return Branch.objects.order_by("code").first()
