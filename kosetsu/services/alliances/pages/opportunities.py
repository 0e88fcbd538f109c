"""Opportunities at the desk: the list, a new one, one with its companies, talks, decisions and sharings."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.manifests import links
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.governance import access
from kosetsu.foundation.parties.pages.submitting import FormPages, form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import Liaison, Opportunity
from kosetsu.services.alliances.pages import forms
from kosetsu.services.alliances.pages.shown import opportunity_colour, pairing_colour
from kosetsu.services.alliances.permissions import (
    can_add_company,
    can_change,
    can_move_opportunity,
    can_revoke,
    can_share,
    can_work,
)
from kosetsu.services.alliances.states import OpportunityState, Side

METHODS = ["GET", "HEAD", "POST"]
COLUMNS = [
    Column(key="number", label=_l("案件番号"), value="case.number", sort="case__number"),
    Column(key="title", label=_l("題名"), sort="title"),
    Column(key="side", label=_l("別"), value="get_side_display", sort="side"),
    Column(key="source", label=_l("提供元"), sort="source__name"),
    Column(key="liaison", label=_l("事業"), sort="liaison__key", shown=False),
    Column(key="wish_on", label=_l("希望時期"), sort="wish_on", kind=Kind.DATE),
    Column(key="companies", label=_l("企業数"), sort="companies", kind=Kind.NUMBER),
    Column(key="state", label=_l("状態"), value="state.label", sort="case__state",
           state=lambda one: opportunity_colour(one)),
]  # fmt: skip


def liaison_filter(user: Any, field: str = "liaison") -> Filter:
    """Which of the programmes one works on."""
    mine = [(one.pk, one.name) for one in Liaison.objects.worked_on_by(user)]
    return Filter(key="liaison", label=_("事業"), choices=mine, field=field)


@require_safe
@open_door(can_work)
def opportunities(request: SignedIn) -> HttpResponse:
    """Those of the programmes one works on, the newest first."""
    page = ListPage(
        request,
        Opportunity.objects.visible_to(request.user).for_lists(),
        COLUMNS,
        [
            Filter(key="state", label=_("状態"), choices=OpportunityState.choices, field="case__state"),
            Filter(key="side", label=_("別"), choices=Side.choices),
            liaison_filter(request.user),
        ],
        lambda found, words: found.filter(
            Q(title__icontains=words) | Q(summary__icontains=words) | Q(case__number__icontains=words)
            | Q(source__name__icontains=words)
        ),
        title=_("ニーズ・シーズ"),
        url=lambda one: one.get_absolute_url(),
        order=("case__closed_at", "-pk"),
        empty_title=_("コーディネーターが見つけたニーズ・シーズが、ここに並びます。"),
    )  # fmt: skip
    new = reverse("alliances-desk:add_opportunity")
    return page.response("alliances/staff/list.html", new=new, new_label=_("ニーズ・シーズを登録する"))


@require_http_methods(METHODS)
@open_door(can_work)
def add_opportunity(request: SignedIn) -> HttpResponse:
    """Write down what a source needs or offers."""
    form = forms.OpportunityForm(request.POST or None, user=request.user)

    def work() -> str:
        made = actions.add_opportunity(
            by=request.user, at=request.at, liaison=form.cleaned_data["liaison"], described=form.described()
        )
        return made.get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("ニーズ・シーズを登録する"), button=_("登録する"),
        lead=_("この事業のコーディネーターと担当者だけが見ます。ほかの職員には、件数と番号だけが見えます。"),
        done=_("登録しました。"),
    )  # fmt: skip


@require_safe
@open_door(can_work)
def opportunity(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One opportunity, and what can be done with it now."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Opportunity:
    """An opportunity that the person may see, or 404 just as for nothing."""
    return get_object_or_404(Opportunity.objects.visible_to(request.user).for_lists(), public_id=public_id)


def show(request: Any, found: Opportunity, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    access.note(request.user, found, "alliances-desk:opportunity", request.at)
    user = request.user
    context = {
        "opportunity": found,
        "colour": opportunity_colour(found),
        "pairings": [(one, pairing_colour(one)) for one in found.pairings.for_lists()],
        "contacts": found.contacts.for_lists().standing()[:50],
        "decisions": found.decisions.select_related("meeting__liaison"),
        "sharings": [(one, can_revoke(user, one)) for one in _sharings(found)],
        "links": links("opportunity_links", user, found, request.at),
        "may": {
            "change": can_change(user, found), "add": can_add_company(user, found), "share": can_share(user, found),
        },
        "panels": MOVES.panels(request, found, wrong),
    }  # fmt: skip
    return render(request, "alliances/staff/opportunity.html", context, status=status)


def _sharings(found: Opportunity) -> Any:
    return found.sharings.select_related("organisation", "opportunity__liaison")


def _may(request: Any, found: Opportunity, verb: str) -> Decision:
    return can_move_opportunity(request.user, found, verb)


MOVES = Verbs(
    "opportunity", "alliances-desk", can_work, load, _may, show, lambda one: one.get_absolute_url(),
    [
        Verb("take_up", _l("展開する"), _l("展開中にしました。"), actions.take_up),
        Verb("finish_opportunity", _l("完了する"), _l("完了しました。"), actions.finish_opportunity,
             forms.OutcomeForm, "secondary"),
        Verb("shelve", _l("見送る"), _l("見送りました。"), actions.shelve, forms.ReasonForm, "secondary"),
    ],
)  # fmt: skip
PAGES = FormPages(can_work, load, lambda one: one.get_absolute_url())
change_opportunity = PAGES.page(
    "change_opportunity", can_change,
    lambda request, one: forms.ChangeForm(request.POST or None, user=request.user, initial=forms.as_it_is(one)),
    lambda form, one, **common: actions.change_opportunity(**common, opportunity=one, described=form.described()),
    title=_l("ニーズ・シーズを変える"), done=_l("変えました。紹介済みの企業と共有先には、前の内容が見えています。"),
    button=_l("変える"),
)  # fmt: skip


def _candidate(form: Any, one: Opportunity, **common: Any) -> None:
    company, workplace = form.cleaned_data["company"]
    why = form.cleaned_data["why"]
    actions.add_candidate(**common, opportunity=one, organisation=company, workplace=workplace, why=why)


add_candidate = PAGES.page(
    "add_candidate", can_add_company, lambda request, _one: forms.CandidateForm(request.POST or None), _candidate,
    title=_l("候補の企業を加える"), done=_l("候補に加えました。企業には、まだ何も見えません。"), button=_l("加える"),
)  # fmt: skip


def _share(form: Any, one: Opportunity, **common: Any) -> None:
    said = form.said
    fields = said.pop("fields_shown")
    actions.share_opportunity(**common, opportunity=one, fields=fields, **said)


share_opportunity = PAGES.page(
    "share_opportunity", can_share,
    lambda request, one: forms.ShareForm(request.POST or None, liaison=one.liaison), _share,
    title=_l("共同実施機関に共有する"), done=_l("共有しました。いつでも取り消せます。"), button=_l("共有する"),
)  # fmt: skip
OF_ONE = "opportunities/<uuid:public_id>/"
URLS = [
    path("opportunities/", opportunities, name="opportunities"),
    path("opportunities/new/", add_opportunity, name="add_opportunity"),
    path(OF_ONE, opportunity, name="opportunity"),
    path(f"{OF_ONE}change_opportunity/", change_opportunity, name="change_opportunity"),
    path(f"{OF_ONE}add_candidate/", add_candidate, name="add_candidate"),
    path(f"{OF_ONE}share_opportunity/", share_opportunity, name="share_opportunity"),
    *MOVES.urls(OF_ONE),
]
