"""Pairings at the desk: the list, one with its way and its verbs, the signed paper."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.downloads import attached
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.common.states import chain
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.governance import access
from kosetsu.foundation.parties.pages.submitting import FormPages
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import Pairing
from kosetsu.services.alliances.pages import forms
from kosetsu.services.alliances.pages.opportunities import liaison_filter
from kosetsu.services.alliances.pages.shown import WAY, pairing_colour
from kosetsu.services.alliances.permissions import can_agree_secrecy, can_move_pairing, can_work
from kosetsu.services.alliances.states import PairingState

COLUMNS = [
    Column(key="number", label=_l("案件番号"), value="opportunity.case.number", sort="opportunity__case__number"),
    Column(key="title", label=_l("ニーズ・シーズ"), value="opportunity.title", sort="opportunity__title"),
    Column(key="company", label=_l("企業"), sort="organisation__name"),
    Column(key="told_at", label=_l("紹介日時"), sort="told_at", kind=Kind.DATE),
    Column(key="matched_on", label=_l("成立した日"), sort="matched_on", kind=Kind.DATE),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state",
           state=lambda one: pairing_colour(one)),
]  # fmt: skip


@require_safe
@open_door(can_work)
def pairings(request: SignedIn) -> HttpResponse:
    """Those of the programmes one works on, the newest first."""
    page = ListPage(
        request,
        Pairing.objects.visible_to(request.user).for_lists(),
        COLUMNS,
        [
            Filter(key="state", label=_("状態"), choices=PairingState.choices),
            liaison_filter(request.user, "opportunity__liaison"),
        ],
        lambda found, words: found.filter(
            Q(opportunity__title__icontains=words) | Q(opportunity__case__number__icontains=words)
            | Q(organisation__name__icontains=words)
        ),
        title=_("マッチング"),
        url=lambda one: one.get_absolute_url(),
        order=("-pk",),
        empty_title=_("ニーズ・シーズの候補にした企業と、紹介した企業が、ここに並びます。"),
    )  # fmt: skip
    return page.response("alliances/staff/list.html")


@require_safe
@open_door(can_work)
def pairing(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One pairing, and what can be done with it now."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Pairing:
    """A pairing that the person may see, or 404 just as for nothing."""
    return get_object_or_404(Pairing.objects.visible_to(request.user).for_lists(), public_id=public_id)


def show(request: Any, found: Pairing, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    access.note(request.user, found, "alliances-desk:pairing", request.at)
    context = {
        "pairing": found,
        "opportunity": found.opportunity,
        "colour": pairing_colour(found),
        "chain": chain(WAY, found.state),
        "contacts": found.contacts.for_lists().standing(),
        "supports": found.supports.for_lists().standing(),
        "may_trust": can_agree_secrecy(request.user, found),
        "talks": found.state in (PairingState.TOLD, PairingState.INTERVIEWING, PairingState.MATCHED),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "alliances/staff/pairing.html", context, status=status)


@require_safe
@open_door(can_work)
def secrecy_file(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The signed paper."""
    found = load(request, public_id)
    if not found.secrecy_file:
        raise Http404
    access.note(request.user, found, "alliances-desk:secrecy_file", request.at)
    return attached(found.secrecy_file, found.secrecy_name)


def _may(request: Any, found: Pairing, verb: str) -> Decision:
    return can_move_pairing(request.user, found, verb)


MOVES = Verbs(
    "pairing", "alliances-desk", can_work, load, _may, show, lambda one: one.get_absolute_url(),
    [
        Verb("tell_company", _l("企業に紹介する"), _l("紹介し、企業にメールを送りました。"), actions.tell_company),
        Verb("say_interested", _l("関心ありの返事を記録する"), _l("記録しました。"), actions.say_interested,
             kind="secondary"),
        Verb("match", _l("マッチングの成立を記録する"), _l("成立を記録し、実績に数えました。"), actions.match,
             forms.MatchForm),
        Verb("end_pairing", _l("支援を終える"), _l("終えました。"), actions.end_pairing, forms.OutcomeForm,
             "secondary"),
        Verb("decline", _l("企業の辞退を記録する"), _l("辞退を記録しました。"), actions.decline, forms.ReasonForm,
             "secondary"),
        Verb("take_back_match", _l("成立を取り消す"), _l("取り消し、実績を戻しました。"), actions.take_back_match,
             forms.ReasonForm, "danger"),
        Verb("drop_pairing", _l("取り下げる"), _l("取り下げました。"), actions.drop_pairing, forms.ReasonForm,
             "danger"),
    ],
)  # fmt: skip
PAGES = FormPages(can_work, load, lambda one: one.get_absolute_url())
agree_secrecy = PAGES.page(
    "agree_secrecy", can_agree_secrecy,
    lambda request, _one: forms.SecrecyForm(request.POST or None, request.FILES or None),
    lambda form, one, **common: actions.agree_secrecy(**common, pairing=one, **form.said),
    title=_l("秘密保持の合意を記録する"), done=_l("記録しました。企業は、いまの詳細を読めます。"),
    button=_l("記録して詳細を開示する"),
)  # fmt: skip
OF_ONE = "pairings/<uuid:public_id>/"
URLS = [
    path("pairings/", pairings, name="pairings"),
    path(OF_ONE, pairing, name="pairing"),
    path(f"{OF_ONE}agree_secrecy/", agree_secrecy, name="agree_secrecy"),
    path(f"{OF_ONE}secrecy_file/", secrecy_file, name="secrecy_file"),
    *MOVES.urls(OF_ONE),
]
