"""The fragment of quick entry that offers workplaces while a company's name is typed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.services.consultations.pages.candidates import OFFERED, candidates
from kosetsu.services.consultations.permissions import can_enter


@require_safe
@open_door(can_enter)
def companies(request: SignedIn) -> HttpResponse:
    """A fragment: the workplaces to choose from, as radio buttons."""
    typed = request.GET.get("company", "")
    found: Any = candidates(typed)[:OFFERED] if typed.strip() else []
    return render(request, "consultations/staff/_companies_fragment.html", {"typed": typed, "workplaces": found})
