"""The screening by program: a body asks, sees where its programmes stand and fetches what went back; staff read theirs.

The rows and the doors are those of the pages. Nothing of anybody's review leaves by here.
"""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router, Status

from kosetsu.common.api.doors import FILE, Scope, door
from kosetsu.common.api.paging import cut
from kosetsu.common.api.problems import not_found, wrong
from kosetsu.common.decisions import require
from kosetsu.foundation.governance import access
from kosetsu.services.screening import actions
from kosetsu.services.screening.api.schemas import (
    ScreenedAsked,
    ScreenedDetail,
    ScreenedIn,
    ScreenedPage,
    screened_detail,
    screened_out,
)
from kosetsu.services.screening.models import RequestingBody, ScreeningProgramme
from kosetsu.services.screening.pages.returns import file_of, letter_of
from kosetsu.services.screening.permissions import bodies_of, can_ask_as_body, can_manage_screening, can_take_paper

READ = Scope("read:screening", gettext_lazy("技術審査の依頼と、返却された結果を読む"))
WRITE = Scope("write:screening", gettext_lazy("技術審査を依頼する"))
router = Router(tags=["screening"])


@router.get(
    "/screened-programmes",
    response=ScreenedPage,
    **door(READ, gettext_lazy("自分が見られる技術審査の対象事業の一覧")),
)
def list_screened_programmes(request: Any, asked: Query[ScreenedAsked]) -> ScreenedPage:
    """The own body's programmes, or those that a colleague may see, the newest first."""
    rows = _rows(request)
    if asked.state:
        rows = rows.filter(case__state=asked.state)
    if asked.fiscal_year:
        rows = rows.filter(fiscal_year=asked.fiscal_year)
    page, following = cut(rows, ["-case__opened_at", "-public_id"], asked)
    return ScreenedPage(total=rows.count(), items=[screened_out(one) for one in page], next_cursor=following)


@router.get(
    "/screened-programmes/{uuid:id}",
    response=ScreenedDetail,
    **door(READ, gettext_lazy("技術審査の対象事業の1件と、返却したもの")),
)
def get_screened_programme(request: Any, id: UUID) -> ScreenedDetail:
    """One programme: where it stands, and what went back."""
    return _shown(request, id)


@router.post("/screened-programmes", response={201: ScreenedDetail}, **door(WRITE, gettext_lazy("技術審査を依頼する")))
def request_screened_programme(request: Any, body: ScreenedIn) -> Status[ScreenedDetail]:
    """Ask for a programme of the own body to be screened; colleagues who run the screening enter it for any."""
    mine = can_ask_as_body(request.user)
    require(mine if mine else can_manage_screening(request.user))
    given = body.model_dump(exclude={"body"})
    asked = actions.Request(body=_body(request, body.body), **given)
    made = actions.request_programme(by=request.user, at=request.at, request=asked)
    return Status(201, _shown(request, made.public_id))


@router.get(
    "/screened-programmes/{uuid:id}/return-file",
    **door(READ, gettext_lazy("返却した結果（団体の様式のExcel）"), answers=FILE),
)
def get_return_file(request: Any, id: UUID) -> HttpResponse:
    """The results in the body's own form, as they went back."""
    return file_of(request, id)


@router.get(
    "/screened-programmes/{uuid:id}/return-letter",
    **door(READ, gettext_lazy("返却の送付状（PDF）"), answers=FILE),
)
def get_return_letter(request: Any, id: UUID) -> HttpResponse:
    """The letter that went with them."""
    return letter_of(request, id)


def _rows(request: Any) -> Any:
    """By the querysets of the two sides' pages."""
    every = ScreeningProgramme.objects
    seen, own = every.visible_to(request.user), every.of_bodies(request.user)
    return every.filter(Q(pk__in=seen.values("pk")) | Q(pk__in=own.values("pk"))).for_lists(request.user)


def _shown(request: Any, public_id: UUID) -> ScreenedDetail:
    found = _rows(request).filter(public_id=public_id).first()
    if found is None:
        raise not_found()
    access.note(request.user, found, request.path, request.at)
    paper = getattr(found, "returned", None)
    return screened_detail(found, paper if paper and can_take_paper(request.user, paper, request.at) else None)


def _body(request: Any, public_id: UUID | None) -> RequestingBody:
    """The body named, or the only one for which the caller may ask."""
    own = bodies_of(request.user)
    known = own if own.exists() else RequestingBody.objects.all()
    found: list[RequestingBody] = list(known[:2]) if public_id is None else list(known.filter(public_id=public_id))
    if len(found) != 1:
        raise wrong("body", "body", _("依頼団体のIDを指定してください。"))
    return found[0]
