"""Companies that fit a need or a seed: looked at, and made candidates by a press."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_POST, require_safe

from kosetsu.across.matching.documents.companies import SHOWN, Companies
from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.governance import access
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.pages.submitting import pressed
from kosetsu.foundation.parties.states import CLIENT_KINDS
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import Opportunity
from kosetsu.services.alliances.permissions import can_add_company, can_work


class PressForm(OnceForm):
    """Which company."""

    company: Any = forms.ModelChoiceField(
        Organisation.objects.filter(kind__in=CLIENT_KINDS), to_field_name="public_id", widget=forms.HiddenInput
    )


def load(request: Any, public_id: UUID) -> Opportunity:
    """An opportunity that the person may see, or 404 just as for nothing."""
    rows = Opportunity.objects.visible_to(request.user).select_related("case", "liaison", "source")
    return get_object_or_404(rows, public_id=public_id)


@require_safe
@open_door(can_work)
def companies(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The companies that fit, the best first, why, and how far the next one is; and opposite opportunities."""
    found = load(request, public_id)
    if not (may := can_add_company(request.user, found)):
        return refusal(request, may)
    access.note(request.user, found, "matching-desk:companies", request.at)
    asked = request.GET.get("from", "")
    start = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0
    fit = Companies(found, request.user, request.at, request.today)
    context = {
        "opportunity": found, "rows": fit.shown(start), "total": fit.total, "opposites": fit.opposites(),
        "form": PressForm(), "before": max(start - SHOWN, 0) if start else None,
        "after": start + SHOWN if fit.more(start) else None,
    }  # fmt: skip
    return render(request, "matching/companies.html", context)


@require_POST
@open_door(can_work)
def make_candidate(request: SignedIn, public_id: UUID) -> HttpResponse:
    """This company becomes a candidate, with what the points were made of as the reason."""
    found = load(request, public_id)
    if not (may := can_add_company(request.user, found)):
        return refusal(request, may)
    form = PressForm(request.POST)
    back = reverse("matching-desk:companies", args=[found.public_id])

    def work() -> str:
        company = form.cleaned_data["company"]
        why = Companies(found, request.user, request.at, request.today).why(company)
        own = list(company.workplaces.open_on(request.today)[:2])
        actions.add_candidate(
            by=request.user, at=request.at, opportunity=found, organisation=company, why=why,
            workplace=own[0] if len(own) == 1 else None,
        )  # fmt: skip
        return back

    return pressed(request, work, back, form=form, done=_l("候補に加えました。企業には、まだ何も見えません。"))


OF_ONE = "opportunities/<uuid:public_id>/companies/"
URLS = [
    path(OF_ONE, companies, name="companies"),
    path(f"{OF_ONE}make_candidate/", make_candidate, name="make_candidate"),
]
