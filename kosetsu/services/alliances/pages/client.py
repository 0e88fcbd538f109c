"""The company's side: what was brought to it, as it was told, and its answer."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.list_parts import Column
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.common.states import chain
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.governance import access
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import Pairing
from kosetsu.services.alliances.pages.forms import DeclineForm
from kosetsu.services.alliances.pages.shown import KNOWN_WAY, pairing_colour
from kosetsu.services.alliances.permissions import can_move_pairing, can_use_company_side

COLUMNS = [
    Column(key="number", label=_l("案件番号"), value="opportunity.case.number", sort="opportunity__case__number"),
    Column(key="title", label=_l("題名"), value="shown_title", sort="shown_title"),
    Column(key="told_at", label=_l("紹介日時"), sort="told_at", kind=Kind.DATE),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state",
           state=lambda one: pairing_colour(one)),
]  # fmt: skip


def _address(one: Pairing) -> str:
    return reverse("alliances:brought", args=[one.public_id])


@require_safe
@open_door(can_use_company_side)
def brought_list(request: SignedIn) -> HttpResponse:
    """What was brought to the own company, the newest first."""
    page = ListPage(
        request,
        Pairing.objects.brought_to(request.user).for_lists(),
        COLUMNS,
        title=_("紹介されたニーズ・シーズ"),
        url=_address,
        order=("-told_at", "-pk"),
        empty_title=_("御社に紹介されたニーズ・シーズが、ここに並びます。"),
        empty_help=_("御社の技術が役立ちそうなものがあれば、コーディネーターがお知らせします。"),
    )
    return page.response(layout="layouts/portal.html")


@require_safe
@open_door(can_use_company_side)
def brought(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One of them, as the company was told of it."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Pairing:
    """One that the own company was told of, or 404 just as for nothing."""
    return get_object_or_404(Pairing.objects.brought_to(request.user).for_lists(), public_id=public_id)


def show(request: Any, found: Pairing, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    access.note(request.user, found, "alliances:brought", request.at)
    context = {
        "pairing": found,
        "number": found.opportunity.case.number,
        "liaison": found.opportunity.liaison,
        "colour": pairing_colour(found),
        "chain": chain(KNOWN_WAY, found.state),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "alliances/brought.html", context, status=status)


def _may(request: Any, found: Pairing, verb: str) -> Decision:
    return can_move_pairing(request.user, found, verb)


MOVES = Verbs(
    "pairing", "alliances", can_use_company_side, load, _may, show, _address,
    [
        Verb("say_interested", _l("関心がある"), _l("お返事を、コーディネーターに知らせました。"),
             actions.say_interested),
        Verb("decline", _l("辞退する"), _l("辞退を、コーディネーターに知らせました。"), actions.decline, DeclineForm,
             "secondary"),
    ],
)  # fmt: skip
OF_ONE = "brought/<uuid:public_id>/"
URLS = [
    path("brought/", brought_list, name="brought_list"),
    path(OF_ONE, brought, name="brought"),
    *MOVES.urls(OF_ONE),
]
