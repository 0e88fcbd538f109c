"""The requesting body's side: its own programmes, where each stands, what came back; nothing of anybody's review."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common import fiscal
from kosetsu.common.list_parts import Column
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.common.states import chain
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.governance import access
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.screening import actions
from kosetsu.services.screening.models import ScreeningProgramme
from kosetsu.services.screening.pages.forms import ProgrammeForm
from kosetsu.services.screening.pages.shown import colour, way_of
from kosetsu.services.screening.permissions import bodies_of, can_use_partner_side
from kosetsu.services.screening.states import DispatchState

COLUMNS = [
    Column(key="number", label=_l("案件番号"), value="case.number", sort="case__number"),
    Column(key="title", label=_l("事業名"), sort="title"),
    Column(key="year", label=_l("年度"), value=lambda one: fiscal.label(one.fiscal_year), sort="fiscal_year"),
    Column(key="items", label=_l("審査対象"), kind=Kind.NUMBER, sort="items"),
    Column(key="due_on", label=_l("返却期限"), sort="case__due_on", kind=Kind.DATE),
    Column(key="state", label=_l("状態"), value="state.label", sort="case__state", state=lambda one: colour(one)),
]
SEEN_DISPATCHES = (DispatchState.APPROVED, DispatchState.ATTENDED)


@require_safe
@open_door(can_use_partner_side)
def programmes(request: SignedIn) -> HttpResponse:
    """The own body's programmes, the newest first."""
    page = ListPage(
        request,
        ScreeningProgramme.objects.of_bodies(request.user).for_lists(request.user),
        COLUMNS,
        title=_("技術審査の依頼"),
        url=lambda one: reverse("screening-partner:programme", args=[one.public_id]),
        order=("-pk",),
        empty_title=_("貴団体が依頼した技術審査が、ここに並びます。"),
    )
    return page.response("screening/partner/programmes.html", layout="layouts/partner.html")


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_use_partner_side)
def request_programme(request: SignedIn) -> HttpResponse:
    """Ask for one of the own programmes to be screened."""
    bodies = bodies_of(request.user)
    form = ProgrammeForm(request.POST or None, bodies=bodies, today=request.today, partner=True)

    def work() -> str:
        made = actions.request_programme(by=request.user, at=request.at, request=form.request())
        return reverse("screening-partner:programme", args=[made.public_id])

    return form_page(
        request, form, work, layout="partner", title=_("技術審査を依頼する"), button=_("依頼する"),
        lead=_("受けられるかどうかを、担当者がお知らせします。申請の一覧とファイルは、そのあとで担当者に渡してください。"),
        done=_("依頼を受け付けました。"),
    )  # fmt: skip


@require_safe
@open_door(can_use_partner_side)
def programme(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One programme as its body sees it."""
    rows = ScreeningProgramme.objects.of_bodies(request.user).for_lists(request.user)
    found = get_object_or_404(rows, public_id=public_id)
    access.note(request.user, found, "screening-partner:programme", request.at)
    context: dict[str, Any] = {
        "programme": found,
        "case": found.case,
        "colour": colour(found),
        "chain": chain(way_of(found), found.state),
        "paper": getattr(found, "returned", None),
        "dispatches": found.dispatches.filter(state__in=SEEN_DISPATCHES).select_related("person"),
    }
    return render(request, "screening/partner/programme.html", context)


URLS = [
    path("", programmes, name="programmes"),
    path("new/", request_programme, name="request_programme"),
    path("<uuid:public_id>/", programme, name="programme"),
]
