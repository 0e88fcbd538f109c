"""Who reviews what: ask, look, lock, ask again, settle."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.across.matching.actions import panels as actions
from kosetsu.across.matching.actions import readers
from kosetsu.across.matching.documents import panel_words as words
from kosetsu.across.matching.models import Best, PanelProposal, Stage, Way
from kosetsu.across.matching.pages import panel_forms as forms
from kosetsu.across.matching.pages.panel_files import excel
from kosetsu.across.matching.pages.pressing import press_page
from kosetsu.across.matching.pages.shown import STAGES
from kosetsu.across.matching.permissions.panels import can_adjust, can_ask, can_cancel, can_settle
from kosetsu.common.decisions import Decision
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.common.list_parts import Pager
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.governance import access
from kosetsu.foundation.parties.pages.submitting import FormPages, pressed
from kosetsu.foundation.reviews.models import Panel, Reviewer
from kosetsu.foundation.reviews.permissions import can_arrange, can_read_panels

PER_PAGE = 50


def load_panel(request: Any, public_id: UUID) -> Panel:
    """A panel that the person runs, or 404 just as for nothing."""
    return get_object_or_404(Panel.objects.run_by(request.user), public_id=public_id)


def load(request: Any, public_id: UUID) -> PanelProposal:
    """A proposal of such a panel, all of whose items the person may see."""
    rows = PanelProposal.objects.visible_to(request.user).select_related("panel", "forecast", "asked_by")
    return get_object_or_404(rows, public_id=public_id)


def _address(panel: Panel) -> str:
    return reverse("matching-desk:panel_proposals", args=[panel.public_id])


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_panels)
def panel_proposals(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The proposals of a panel, the newest first, and a new one."""
    panel = load_panel(request, public_id)
    may = can_ask(request.user, panel, request.at)
    if request.method == "POST" and not may:
        return refusal(request, may)
    form = forms.AskForm(request.POST or None, panel=panel, user=request.user)
    if answer := submitted(request, form, lambda: _ask(request, panel, form.terms())):
        return answer
    rows = PanelProposal.objects.visible_to(request.user).filter(panel=panel).select_related("asked_by")
    rows = rows.defer("pairs", "marks", "clash")
    context = {
        "panel": panel, "rows": [(one, STAGES.get(Stage(one.stage), "stopped")) for one in rows[:PER_PAGE]],
        "form": form, "may": may, "may_arrange": can_arrange(request.user, panel),
    }  # fmt: skip
    return render(request, "matching/panel_proposals.html", context, status=422 if form.errors else 200)


def _ask(request: Any, panel: Panel, terms: actions.Terms, keeping: PanelProposal | None = None) -> str:
    given: dict[str, Any] = {"by": request.user, "at": request.at}
    return actions.ask_for_reviewers(**given, panel=panel, terms=terms, keeping=keeping).get_absolute_url()


@require_safe
@open_door(can_read_panels)
def panel_proposal(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One proposal: how far it is, or who reviews what and why."""
    found = load(request, public_id)
    if request.headers.get("HX-Request") and found.working:
        seconds = {"proposal": found, "seconds": found.seconds_at(request.at)}
        return render(request, "matching/_search_fragment.html", seconds)
    if request.GET.get("format") == "xlsx" and found.pairs:
        return excel(request, found)
    response = render(request, "matching/panel_proposal.html", _context(request, found))
    if request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


def _context(request: Any, found: PanelProposal) -> dict[str, Any]:
    core, ways_out = words.clash_words(found) if found.stage == Stage.CLASH else ([], [])
    rows = words.laid_out(found)
    address = found.get_absolute_url()
    pager = Pager.of(len(rows), PER_PAGE, request.GET.get("page", ""), lambda number: f"{address}?page={number}")
    shown = rows[pager.start : pager.start + PER_PAGE]
    access.note_many(request.user, [one.item for one in shown], "matching-desk:panel_proposal", request.at)
    return {
        "proposal": found, "panel": found.panel, "state_kind": STAGES.get(Stage(found.stage), "stopped"),
        "seconds": found.seconds_at(request.at), "core": core, "ways_out": ways_out, "rows": shown, "pager": pager,
        "count": len(rows), "loads": words.loads(found) if found.pairs else [], "form": OnceForm(),
        "leaving": words.leaving(found) if found.stage == Stage.FOUND else [], "gap": _gap(found),
        "weights": list(words.weights_words(found)), "stale": words.stale_words(found),
        "may_adjust": can_adjust(request.user, found), "may_cancel": can_cancel(request.user, found),
        "may_settle": can_settle(request.user, found), "may_again": can_ask(request.user, found.panel, request.at),
    }  # fmt: skip


def _gap(found: PanelProposal) -> int | None:
    """How many points better the best could be at most."""
    if found.value is None or found.bound is None:
        return None
    return max(found.bound - found.value, 0)


@require_POST
@open_door(can_read_panels)
def lock_pair(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Fix a pair for the next search, or leave it open again."""
    found = load(request, public_id)
    if not (may := can_adjust(request.user, found)):
        return refusal(request, may)
    form = forms.PairForm(request.POST)

    def work() -> str:
        said = form.said
        item = get_object_or_404(found.items, public_id=said["item"])
        reviewer = get_object_or_404(Reviewer, panel=found.panel, public_id=said["reviewer"])
        given: dict[str, Any] = {"by": request.user, "at": request.at, "proposal": found, "fixed": said["fixed"]}
        actions.lock_pair(**given, item=item, reviewer=reviewer)
        return f"{found.get_absolute_url()}items/{item.public_id}/"

    return pressed(request, work, found.get_absolute_url(), form=form)


def _again(request: Any, found: PanelProposal) -> str:
    return _ask(request, found.panel, _terms(found, Way(found.way)), found)


def _replan(request: Any, found: PanelProposal) -> str:
    return _ask(request, found.panel, _terms(found, Way.AGAIN), None)


def _terms(found: PanelProposal, way: Way) -> actions.Terms:
    """The same question once more."""
    return actions.Terms(
        Best(found.best), found.floor, found.juniors, way, found.seconds, found.batch, found.forecast
    )  # fmt: skip


def _cancel(request: Any, found: PanelProposal) -> str:
    return actions.cancel_assigning(by=request.user, at=request.at, proposal=found).get_absolute_url()


def _settle(request: Any, found: PanelProposal) -> str:
    settled = actions.settle_assignment(by=request.user, at=request.at, proposal=found)
    if settled.stage == Stage.STALE:
        text = _("案を作ったあとに審査会が変わったため（%(changed)s）、割り当てませんでした。案を作り直してください。")
        messages.error(request, text % {"changed": words.stale_words(settled)})
    else:
        messages.success(request, _("案のとおりに割り当てました。"))
    return _address(settled.panel)


def _can_ask_again(request: Any, found: PanelProposal) -> Decision:
    return can_ask(request.user, found.panel, request.at)


VERBS = {
    "assign_again": (_again, _can_ask_again),
    "replan_assignment": (_replan, _can_ask_again),
    "cancel_assigning": (_cancel, lambda request, found: can_cancel(request.user, found)),
    "settle_assignment": (_settle, lambda request, found: can_settle(request.user, found)),
}
PAGES = FormPages(can_read_panels, load_panel, _address)
enter_bid = PAGES.page(
    "enter_bid", can_arrange,
    lambda request, one: forms.BidForm(
        request.POST or None, panel=one, user=request.user,
        initial={name: request.GET.get(name) for name in ("item", "reviewer")},
    ),
    lambda form, _one, **common: readers.enter_bid(**common, **form.given()),
    title=_l("審査員の意向を登録する"), done=_l("意向を登録しました。次の案から使います。"),
)  # fmt: skip
set_load = PAGES.page(
    "set_load", can_arrange, lambda request, one: forms.LoadForm(request.POST or None, panel=one),
    lambda form, _one, **common: readers.set_load(**common, **form.said),
    title=_l("回・月ごとの件数の範囲"), done=_l("件数の範囲を保存しました。次の案から使います。"),
)  # fmt: skip
PANEL, BELOW = "panels/<uuid:public_id>/", "panel-proposals/<uuid:public_id>/"
URLS = [
    path(PANEL, panel_proposals, name="panel_proposals"),
    path(f"{PANEL}enter_bid/", enter_bid, name="enter_bid"),
    path(f"{PANEL}set_load/", set_load, name="set_load"),
    path(BELOW, panel_proposal, name="panel_proposal"),
    path(f"{BELOW}lock_pair/", lock_pair, name="lock_pair"),
    *(
        path(f"{BELOW}{name}/", press_page(name, can_read_panels, load, *verb), name=name)
        for name, verb in VERBS.items()
    ),
]
