"""Recommending, at the partners' entrance: one's own quota, one's own recommendations, nobody else's."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import pressed
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Booth, Invitation, Recommendation
from kosetsu.services.exhibitions.pages.forms import RecommendForm
from kosetsu.services.exhibitions.pages.shown import recommendation_colour
from kosetsu.services.exhibitions.permissions import can_recommend, can_see_recommending
from kosetsu.services.exhibitions.states import ExhibitionState


@require_safe
@open_door(can_see_recommending)
def invitations(request: SignedIn) -> HttpResponse:
    """The exhibitions to which my body was asked to recommend, and its own booths."""
    mine = _invitations(request).annotate(named=Count("recommendations__place"))
    booths = Booth.objects.visible_to(request.user).select_related("exhibition").order_by("-pk")
    context = {"invitations": mine.order_by("-exhibition__opens_at"), "booths": booths}
    return render(request, "exhibitions/partner/invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_see_recommending)
def recommend(request: SignedIn, public_id: UUID) -> HttpResponse:
    """What my body has recommended, and a form for one more."""
    found = get_object_or_404(_invitations(request), exhibition__public_id=public_id)
    form = RecommendForm(request.POST or None)
    here = reverse("exhibitions-partner:recommend", args=[public_id])

    def work() -> str:
        given = {name: form.cleaned_data[name] for name in ("company", "email", "reason")}
        actions.recommend(by=request.user, at=request.at, invitation=found, **given)
        return here

    if answer := submitted(request, form, work):
        messages.success(request, _("推薦し、会社に同意をお願いするメールを送りました。"))
        return answer
    rows = Recommendation.objects.visible_to(request.user).filter(invitation=found)
    context = {
        "invitation": found, "form": form, "may": can_recommend(request.user, found, request.at),
        "recommendations": [(one, recommendation_colour(one)) for one in rows], "key": OnceForm(auto_id=False),
    }  # fmt: skip
    return render(request, "exhibitions/partner/recommend.html", context, status=422 if form.errors else 200)


@require_POST
@open_door(can_see_recommending)
def withdraw_recommendation(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Take a recommendation back."""
    mine = Recommendation.objects.visible_to(request.user).filter(invitation__in=_invitations(request))
    found = get_object_or_404(mine.select_related("invitation__exhibition"), public_id=public_id)
    back = reverse("exhibitions-partner:recommend", args=[found.invitation.exhibition.public_id])

    def work() -> str:
        actions.withdraw_recommendation(by=request.user, at=request.at, recommendation=found)
        return back

    return pressed(request, work, back, done=_("推薦を取り下げました。"))


def _invitations(request: SignedIn) -> QuerySet[Invitation]:
    partners = standing(request.user).partner_organisations
    rows = Invitation.objects.filter(partner__in=partners).exclude(exhibition__state=ExhibitionState.PLANNED)
    return rows.select_related("exhibition", "partner")
