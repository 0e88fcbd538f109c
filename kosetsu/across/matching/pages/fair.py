"""Business-meeting days at the desk: slots and wishes, the search for a timetable, and the timetable that stands."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.across.matching.documents import fairs as given
from kosetsu.across.matching.jobs.fairs import search_for
from kosetsu.across.matching.pages import fair_forms as forms
from kosetsu.across.matching.pages.fair_words import cause_words, limit_words
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import form_page, pressed
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Exhibition, Fair, Meeting, Proposal
from kosetsu.services.exhibitions.permissions import can_read_exhibitions, can_run
from kosetsu.services.exhibitions.states import RUNNING, MeetingState, ProposalState

COLOURS: dict[str, str] = {
    ProposalState.READY: "active",
    ProposalState.SETTLED: "done",
    ProposalState.QUEUED: "waiting",
    ProposalState.RUNNING: "waiting",
}


@require_safe
@open_door(can_read_exhibitions)
def fairs(request: SignedIn) -> HttpResponse:
    """Every business-meeting day, and the exhibitions for which one can be planned."""
    context = {
        "fairs": Fair.objects.visible_to(request.user).select_related("exhibition"),
        "exhibitions": Exhibition.objects.filter(state__in=RUNNING) if can_run(request.user) else [],
    }
    return render(request, "matching/fairs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_run)
def plan_fair(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Set up a day."""
    found = get_object_or_404(Exhibition.objects.visible_to(request.user), public_id=public_id)
    form = forms.DayForm(request.POST or None, exhibition=found)

    def work() -> str:
        return _address(actions.plan_fair(by=request.user, at=request.at, exhibition=found, plan=form.plan()))

    return form_page(
        request, form, work, layout="desk", title=_("商談会を設ける"), lead=found.title, done=_("設けました。"),
        button=_("設ける"),
    )  # fmt: skip


@require_safe
@open_door(can_read_exhibitions)
def fair(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One day: its slots, wishes, searches and meetings."""
    return show(request, _load(request, public_id))


def _load(request: Any, public_id: UUID) -> Fair:
    rows = Fair.objects.visible_to(request.user).select_related("exhibition__branch")
    return get_object_or_404(rows, public_id=public_id)


def _address(fair: Fair) -> str:
    return reverse("matching-desk:fair", args=[fair.public_id])


def show(request: Any, found: Fair, status: int = 200, **shown: Any) -> HttpResponse:
    wishes = list(found.wishes.select_related("booth", "visitor__person"))
    meetings = list(given.settled(found).select_related("slot", "booth", "visitor__person"))
    names = _names([*wishes, *meetings])
    newest = found.proposals.first()
    context = {
        "fair": found, "slots": found.slots.all(), "wishes": len(wishes), "meetings": meetings,
        "proposal": newest, "colour": COLOURS.get(newest.state, "stopped") if newest else "",
        "found": _told(newest, names) if newest else {}, "may_run": can_run(request.user),
        "key": OnceForm(auto_id=False),
        "drop_form": shown.get("drop_form") or forms.DropOutForm(fair=found, parties=sorted(names.items())),
        "place_form": shown.get("place_form") or forms.PlaceForm(fair=found, auto_id="place_%s"), "opened": [*shown],
    }  # fmt: skip
    return render(request, "matching/fair.html", context, status=status)


def _names(rows: list[Any]) -> dict[str, str]:
    """What the solver's keys are called."""
    sellers = {given.seller(one.booth_id): one.booth.name for one in rows}
    return sellers | {given.buyer(one.visitor_id): str(one.visitor) for one in rows}


def _told(proposal: Proposal, names: dict[str, str]) -> dict[str, Any]:
    """What a search found, in words."""
    found = proposal.found
    return {
        "meetings": len(found.get("meetings", ())), "bound": found.get("bound", 0), "moved": found.get("moved", 0),
        "problem": found.get("problem", ""),
        "refusals": [(names.get(given.seller(booth), ""), names.get(given.buyer(visitor), ""), cause_words(cause))
                     for booth, visitor, cause in found.get("refusals", ())],
        "core": [limit_words(limit, names, proposal.fair) for limit in found.get("core", ())],
    }  # fmt: skip


Action = Callable[[SignedIn, Any], Any]


def _verb(load: Callable[[Any, UUID], Any], action: Action) -> Callable[..., HttpResponse]:
    """The page of one verb that asks nothing more: load, one action, back to the fair."""

    @require_POST
    @open_door(can_run)
    def page(request: SignedIn, public_id: UUID) -> HttpResponse:
        record = load(request, public_id)
        address = _address(record if isinstance(record, Fair) else record.fair)

        def work() -> str:
            action(request, record)
            return address

        return pressed(request, work, address)

    return page


def _proposal(request: Any, public_id: UUID) -> Proposal:
    rows = Proposal.objects.filter(fair__in=Fair.objects.visible_to(request.user)).select_related("fair__exhibition")
    return get_object_or_404(rows, public_id=public_id)


def _meeting(request: Any, public_id: UUID) -> Any:
    rows = Meeting.objects.filter(fair__in=Fair.objects.visible_to(request.user), state=MeetingState.SETTLED)
    return get_object_or_404(rows.select_related("fair__exhibition"), public_id=public_id)


def _ask(request: SignedIn, found: Fair) -> None:
    search_for(actions.ask_proposal(by=request.user, at=request.at, fair=found))


@require_POST
@open_door(can_run)
def drop_out(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Some do not come: a timetable near to the one that stands."""
    found = _load(request, public_id)
    rows = [*found.wishes.select_related("booth", "visitor__person"),
            *given.settled(found).select_related("booth", "visitor__person")]  # fmt: skip
    form = forms.DropOutForm(request.POST, fair=found, parties=sorted(_names(rows).items()))

    def work() -> str:
        asked = {name: form.cleaned_data[name] for name in ("gone", "from_slot")}
        search_for(actions.ask_proposal(by=request.user, at=request.at, fair=found, again=True, **asked))
        return _address(found)

    return submitted(request, form, work) or show(request, found, 422, drop_form=form)


@require_POST
@open_door(can_run)
def place_meeting(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A meeting by hand."""
    found = _load(request, public_id)
    form = forms.PlaceForm(request.POST, fair=found, auto_id="place_%s")

    def work() -> str:
        asked = {name: form.cleaned_data[name] for name in ("slot", "booth", "visitor")}
        actions.place_meeting(by=request.user, at=request.at, table=form.cleaned_data["table"] - 1, **asked)
        return _address(found)

    return submitted(request, form, work) or show(request, found, 422, place_form=form)


@require_POST
@open_door(can_run)
def close_slot(request: SignedIn, public_id: UUID, number: int) -> HttpResponse:
    """Use a slot no more, or again."""
    found = _load(request, public_id)
    slot = get_object_or_404(found.slots.select_related("fair__exhibition"), number=number)

    def change(request: SignedIn, record: Fair) -> None:
        actions.close_slot(by=request.user, at=request.at, slot=slot, closed=not slot.closed)

    return _verb(_load, change)(request, public_id)


_FAIR = "fairs/<uuid:public_id>/"
MEETING_VERBS: dict[str, Action] = {
    "lock_meeting": lambda request, one: actions.lock_meeting(
        by=request.user, at=request.at, meeting=one, locked=not one.locked
    ),
    "call_off_meeting": lambda request, one: actions.call_off_meeting(by=request.user, at=request.at, meeting=one),
}
PROPOSAL_VERBS: dict[str, Action] = {
    "cancel_proposal": lambda request, one: actions.cancel_proposal(by=request.user, at=request.at, proposal=one),
    "settle_proposal": lambda request, one: actions.settle_proposal(by=request.user, at=request.at, proposal=one),
}
URLS = [
    path("fairs/", fairs, name="fairs"),
    path("exhibitions/<uuid:public_id>/fairs/new/", plan_fair, name="plan_fair"),
    path(_FAIR, fair, name="fair"),
    path(f"{_FAIR}ask_proposal/", _verb(_load, _ask), name="ask_proposal"),
    path(f"{_FAIR}drop_out/", drop_out, name="drop_out"),
    path(f"{_FAIR}place_meeting/", place_meeting, name="place_meeting"),
    path(f"{_FAIR}slots/<int:number>/close/", close_slot, name="close_slot"),
    *(path(f"fairs/proposals/<uuid:public_id>/{verb}/", _verb(_proposal, action), name=verb)
      for verb, action in PROPOSAL_VERBS.items()),
    *(path(f"fairs/meetings/<uuid:public_id>/{verb}/", _verb(_meeting, action), name=verb)
      for verb, action in MEETING_VERBS.items()),
]  # fmt: skip
