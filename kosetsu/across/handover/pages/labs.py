"""From an accepted application to a room."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosetsu.across.handover.actions import labs as actions
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.calls.pages.desk_applications import load
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.labs.pages.forms import OfferForm
from kosetsu.services.labs.permissions import can_read_labs


class RoomForm(OfferForm):
    """Which room, from when; everything else the application says."""

    workplace: Any = None
    theme: Any = None


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_labs)
def offer_room(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Offer a room to who was accepted."""
    found = load(request, public_id)
    if not (may := actions.can_offer_room(request.user, found)):
        return refusal(request, may)
    form = RoomForm(request.POST or None)

    def work() -> str:
        made = actions.offer_room(by=request.user, at=request.at, application=found, **form.said)
        return made.address(desk=True)

    return form_page(
        request, form, work, layout="desk", title=_("採択された応募に室を提供する（内定）"),
        button=_("内定を記録する"), done=_("内定を記録しました。続けて契約してください。"),
        lead=_("%(number)s %(company)s：%(theme)s")
        % {"number": found.number, "company": found.applicant, "theme": found.title},
    )  # fmt: skip
