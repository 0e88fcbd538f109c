"""What became of an exhibition, as an exhibitor tells it: once for each time it is asked."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Booth, FollowUp
from kosetsu.services.exhibitions.pages.forms import FollowUpForm


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def follow_up(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The numbers, and what one would like to say."""
    mine = FollowUp.objects.filter(booth__in=Booth.objects.made_by(request.user)).select_related("booth__exhibition")
    found = get_object_or_404(mine, public_id=public_id)
    if not (may := actions.can_answer(found)):
        return refusal(request, may)
    form = FollowUpForm(request.POST or None)

    def work() -> str:
        given: dict[str, Any] = form.said
        actions.answer_follow_up(by=request.user, at=request.at, follow_up=found, **given)
        return reverse("exhibitions:booths")

    return form_page(
        request, form, work, layout="portal", title=_("その後のおたずね"), lead=found.booth.exhibition.title,
        done=_("ご回答ありがとうございました。"), button=_("回答する"),
    )  # fmt: skip
