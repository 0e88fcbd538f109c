"""Booths and recommendations at the desk: one of them, and what can be done with it now."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from kosetsu.common.decisions import Decision
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.exhibitions import actions, rules
from kosetsu.services.exhibitions.models import Booth, Recommendation
from kosetsu.services.exhibitions.pages import forms
from kosetsu.services.exhibitions.pages.shown import booth_colour, parts_of, recommendation_colour
from kosetsu.services.exhibitions.permissions import (
    can_charge,
    can_edit,
    can_move_booth,
    can_move_recommendation,
    can_read_exhibitions,
)
from kosetsu.services.exhibitions.states import Foreign


@require_safe
@open_door(can_read_exhibitions)
def booth(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One booth: the page as it is being written, to be checked."""
    return show_booth(request, load_booth(request, public_id))


def load_booth(request: Any, public_id: UUID) -> Booth:
    """The booth, or 404 just as for nothing."""
    rows = Booth.objects.visible_to(request.user).select_related("exhibition__branch", "organisation", "contact")
    return get_object_or_404(rows, public_id=public_id)


def show_booth(request: Any, found: Booth, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    panels = [panel.told() for panel in found.panels.filter(removed_at=None)]
    context = {
        "booth": found,
        "colour": booth_colour(found),
        "parts": parts_of(panels, "ja"),
        "foreign": [(label, _head(found, key), parts_of(panels, key)) for key, label in Foreign.choices],
        "page": found.page,
        "may_edit": can_edit(request.user, found),
        "panels": BOOTH_MOVES.panels(request, found, wrong),
    }
    return render(request, "exhibitions/desk/booth.html", context, status=status)


def _head(booth: Booth, language: str) -> dict[str, Any]:
    """The head in a language as it will come into view."""
    head, written_in = rules.in_language(booth.head, rules.standing(booth.head, booth.translations), language)
    return {**head, "language": written_in}


def _may_booth(request: Any, booth: Booth, verb: str) -> Decision:
    return can_charge(request.user, booth) if verb == "charge_booth" else can_move_booth(request.user, booth, verb)


BOOTH_MOVES = Verbs(
    "booth", "exhibitions-desk", can_read_exhibitions, load_booth, _may_booth, show_booth,
    lambda booth: reverse("exhibitions-desk:booth", args=[booth.public_id]),
    [
        Verb("accept_booth", _l("出展の承諾を記録する"), _l("承諾を記録しました。"), actions.accept_booth,
             kind="secondary"),
        Verb("submit_booth", _l("提出する"), _l("提出しました。"), actions.submit_booth),
        Verb("check_booth", _l("確認済みにする"), _l("確認済みにしました。"), actions.check_booth),
        Verb("send_back_booth", _l("差し戻す"), _l("差し戻しました。"), actions.send_back_booth, forms.ReasonForm,
             "secondary"),
        Verb("charge_booth", _l("出展料を計上する"), _l("計上しました。"), actions.charge_booth, kind="secondary"),
        Verb("withdraw_booth", _l("出展を取りやめる"), _l("取りやめました。"), actions.withdraw_booth, forms.ReasonForm,
             "danger"),
    ],
)  # fmt: skip


@require_safe
@open_door(can_read_exhibitions)
def recommendation(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One recommendation whose company has consented."""
    return show_recommendation(request, load_recommendation(request, public_id))


def load_recommendation(request: Any, public_id: UUID) -> Recommendation:
    rows = Recommendation.objects.visible_to(request.user)
    rows = rows.select_related("invitation__exhibition", "invitation__partner", "workplace__organisation", "contact")
    return get_object_or_404(rows, public_id=public_id)


def show_recommendation(request: Any, found: Recommendation, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "recommendation": found,
        "colour": recommendation_colour(found),
        "panels": CHOICES.panels(request, found, wrong),
    }
    return render(request, "exhibitions/desk/recommendation.html", context, status=status)


def _may_choose(request: Any, recommendation: Recommendation, verb: str) -> Decision:
    return can_move_recommendation(request.user, recommendation, verb)


CHOICES = Verbs(
    "recommendation", "exhibitions-desk", can_read_exhibitions, load_recommendation, _may_choose, show_recommendation,
    lambda one: reverse("exhibitions-desk:recommendation", args=[one.public_id]),
    [
        Verb("choose_recommendation", _l("出展を決める"), _l("出展を決めました。"), actions.choose_recommendation),
        Verb("pass_over", _l("見送る"), _l("見送りました。"), actions.pass_over, kind="secondary"),
    ],
)  # fmt: skip
