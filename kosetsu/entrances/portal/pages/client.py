"""My page: what waits for me on top, then my cases."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.consultations.pages.shown import client_step, state_kind
from kosetsu.services.consultations.states import State


@login_required
def my_page(request: HttpRequest) -> HttpResponse:
    """A company's person sees its cases; staff and partners are led to their own desks."""
    place = standing(request.user)
    if place.is_staff:
        return redirect("desk-desk:home")
    if place.partner_organisations and not place.organisations:
        return redirect("partners-partner:home")
    cases = Consultation.objects.visible_to(request.user).for_lists()
    context = {
        "newcomer": not place.organisations,
        "workplaces": Workplace.objects.visible_to(request.user).select_related("organisation", "area"),
        "waiting": cases.filter(case__state=State.WAITING).order_by("case__due_on"),
        "open_cases": [
            _line(one) for one in cases.open().exclude(case__state=State.WAITING).order_by("case__due_on")[:20]
        ],
        "closed_cases": cases.exclude(case__closed_at=None).order_by("-case__closed_at")[:10],
    }
    return render(request, "portal/my_page.html", context)


def _line(consultation: Consultation) -> dict[str, Any]:
    """One open case: where it stands and what happens next."""
    state = State(consultation.case.state)
    return {
        "case": consultation.case,
        "public_id": consultation.public_id,
        "state": state.label,
        "state_kind": state_kind(state),
        "step": client_step(state),
    }
