"""One item at the desk: who reviews it and why, conflicts, and one review as it was handed in."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.governance import access
from kosetsu.foundation.parties.pages.submitting import FormPages, form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.foundation.reviews import actions
from kosetsu.foundation.reviews.documents.disclosures import disclosed
from kosetsu.foundation.reviews.documents.results import results
from kosetsu.foundation.reviews.models import Conflict, Item, Panel, Review
from kosetsu.foundation.reviews.pages import forms
from kosetsu.foundation.reviews.pages.shown import item_kind, points, review_kind, score_rows
from kosetsu.foundation.reviews.permissions import can_arrange, can_arrange_item, can_enter_conflict, can_read_panels
from kosetsu.foundation.reviews.states import REVIEW, PanelState


def load(request: Any, public_id: UUID) -> Item:
    """An item of a panel that the person runs and has no conflict with, or 404 just as for nothing."""
    rows = Item.objects.visible_to(request.user).filter(panel__in=Panel.objects.run_by(request.user))
    return get_object_or_404(rows.select_related("panel", "organisation"), public_id=public_id)


@require_safe
@open_door(can_read_panels)
def item(request: SignedIn, public_id: UUID) -> HttpResponse:
    """What came in, who reviews it, and what it came to so far."""
    found = load(request, public_id)
    access.note(request.user, found, "reviews-desk:item", request.at)
    return show(request, found)


def show(request: Any, found: Item, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    result = next(iter(results(found.panel, Item.objects.filter(pk=found.pk))), None)
    reviews = found.reviews.select_related("reviewer__person")
    context = {
        "item": found,
        "panel": found.panel,
        "state_kind": item_kind(found),
        "reviews": [{"review": one, "kind": review_kind(one)} for one in reviews],
        "points": points(result.points) if result else "",
        "result": result,
        "conflicts": found.conflicts.select_related("person", "found_by", "lifted_by"),
        "disclosed": list(disclosed(found.panel, Item.objects.filter(pk=found.pk))),
        "files": found.files.all(),
        "may_arrange": can_arrange(request.user, found.panel),
        "may_enter": can_enter_conflict(request.user, found),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "reviews/staff/item.html", context, status=status)


def _may(request: Any, found: Item, _verb: str) -> Decision:
    return can_arrange_item(request.user, found)


def _address(found: Item) -> str:
    return reverse("reviews-desk:item", args=[found.public_id])


MOVES = Verbs(
    "item", "reviews-desk", can_read_panels, load, _may, show, _address,
    [
        Verb("withdraw_item", _l("審査対象を取り下げる"), _l("取り下げを記録しました。"), actions.withdraw_item,
             forms.ReasonForm, "danger"),
    ],
)  # fmt: skip


def _assign(form: OnceForm, found: Item, **common: Any) -> None:
    pair = actions.Pair(found, form.cleaned_data["reviewer"], {"by": "person"})
    actions.assign(**common, panel=found.panel, pairs=[pair])


PAGES = FormPages(can_read_panels, load, _address)
assign = PAGES.page(
    "assign", can_arrange_item, lambda request, one: forms.AssignForm(request.POST or None, item=one), _assign,
    title=_l("審査員に割り当てる"), done=_l("割り当てました。"), button=_l("割り当てる"),
)  # fmt: skip
enter_conflict = PAGES.page(
    "enter_conflict", can_enter_conflict, lambda request, one: forms.ConflictForm(request.POST or None, item=one),
    lambda form, one, **common: actions.enter_conflict(**common, item=one, **form.given()),
    title=_l("利益相反を登録する"), done=_l("利益相反を登録し、担当していれば外しました。"),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_panels)
def lift_conflict(request: SignedIn, public_id: UUID, conflict: int) -> HttpResponse:
    """Take back one that was a mistake."""
    found = load(request, public_id)
    rows = Conflict.objects.in_force().filter(item=found).select_related("item", "person")
    known = get_object_or_404(rows, pk=conflict)
    form = forms.ReasonForm(request.POST or None)

    def work() -> str:
        actions.lift_conflict(by=request.user, at=request.at, conflict=known, reason=form.cleaned_data["reason"])
        return _address(found)

    return form_page(
        request, form, work, layout="desk", title=_("利益相反を取り消す"), done=_("取り消しました。"),
        lead=_("%(name)sさん：%(ground)s") % {"name": known.person, "ground": known.get_ground_display()},
    )  # fmt: skip


def load_paper(request: Any, public_id: UUID) -> Review:
    """A review of an item that the person may see at the desk, or 404 just as for nothing."""
    rows = Review.objects.visible_to(request.user).filter(item__panel__in=Panel.objects.run_by(request.user))
    return get_object_or_404(rows.select_related("item__panel", "reviewer__person"), public_id=public_id)


@require_safe
@open_door(can_read_panels)
def paper(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One review with its scores, and why this reviewer was chosen."""
    found = load_paper(request, public_id)
    access.note(request.user, found.item, "reviews-desk:paper", request.at)
    return show_paper(request, found)


def show_paper(request: Any, found: Review, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "review": found,
        "item": found.item,
        "state_kind": review_kind(found),
        "rows": score_rows(found),
        "terms": found.why.get("terms", []),
        "panels": PAPER_MOVES.panels(request, found, wrong),
    }
    return render(request, "reviews/staff/paper.html", context, status=status)


def _may_move(request: Any, found: Review, verb: str) -> Decision:
    may = _may(request, found.item, verb)
    if not may or verb in ("fix_pair", "loosen_pair"):
        wanted = found.locked == (verb == "loosen_pair")
        return may if not may or wanted else Decision(False)
    if verb == "return_review" and found.item.panel.state != PanelState.SCORING:
        return Decision(False)
    table = {"take_away": "void_review", "return_review": "return_review"}[verb]
    handed_in = verb == "take_away" and not REVIEW.allows("hand_in", found.state)
    return Decision(REVIEW.allows(table, found.state) and not handed_in)


def _paper_address(found: Review) -> str:
    return reverse("reviews-desk:paper", args=[found.public_id])


def _fix(fixed: bool) -> Any:
    def act(**given: Any) -> Review:
        return actions.fix_pair(**given, fixed=fixed)

    return act


PAPER_MOVES = Verbs(
    "review", "reviews-desk", can_read_panels, load_paper, _may_move, show_paper, _paper_address,
    [
        Verb("return_review", _l("差し戻す"), _l("審査員に差し戻しました。"), actions.return_review, forms.ReasonForm),
        Verb("fix_pair", _l("割り当てを固定する"), _l("固定しました。案を作り直しても変わりません。"), _fix(True),
             kind="secondary"),
        Verb("loosen_pair", _l("固定をやめる"), _l("固定をやめました。"), _fix(False), kind="secondary"),
        Verb("take_away", _l("担当から外す"), _l("担当から外しました。"), actions.take_away, forms.ReasonForm,
             "danger"),
    ],
)  # fmt: skip
