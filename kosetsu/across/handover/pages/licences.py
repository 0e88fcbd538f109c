"""From a course that is over to the licences of those who came."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosetsu.across.handover import actions
from kosetsu.across.handover.actions.licences import can_note_learners
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.gatherings.permissions import can_read_gatherings


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_gatherings)
def note_learners(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Who came, and for which instruments the course is noted by one press."""
    rows = Gathering.objects.visible_to(request.user).select_related("offering", "branch")
    gathering = get_object_or_404(rows, public_id=public_id)
    if not (may := can_note_learners(request.user, gathering)):
        return refusal(request, may)
    form = OnceForm(request.POST or None)

    def work() -> str:
        made = actions.note_learners(by=request.user, at=request.at, gathering=gathering)
        messages.success(request, _("%(count)d件の受講を認定証に引き継ぎました。") % {"count": len(made)})
        return reverse("instruments-desk:licences")

    if answer := submitted(request, form, work):
        return answer
    found = actions.learners(gathering)
    context = {
        "gathering": gathering,
        "learners": found,
        "left": sum(len(one.instruments) for one in found),
        "form": OnceForm(auto_id=False),
    }
    return render(request, "handover/learners.html", context, status=422 if form.errors else 200)
