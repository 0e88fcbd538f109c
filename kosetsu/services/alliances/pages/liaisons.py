"""The programmes at the desk: for every colleague which there are and who coordinates; appointing and ending."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import FormPages
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import Coordinator, Liaison
from kosetsu.services.alliances.pages import forms
from kosetsu.services.alliances.permissions import can_manage, can_see_liaisons, can_work


@require_safe
@open_door(can_see_liaisons)
def liaisons(request: SignedIn) -> HttpResponse:
    """All of them; whoever works on one is led on to what belongs to it."""
    rows = Liaison.objects.select_related("client").prefetch_related(
        "bodies", Prefetch("coordinators", Coordinator.objects.on(request.today).select_related("person"), "today")
    )
    context = {"rows": rows, "works": can_work(request.user)}
    return render(request, "alliances/staff/liaisons.html", context)


@require_safe
@open_door(can_see_liaisons)
def liaison(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One programme: who commissions and runs it, what it counts, who coordinates in which term."""
    found = load(request, public_id)
    context = {
        "liaison": found,
        "bodies": found.bodies.order_by("name"),
        "terms": [(one, one.holds_on(request.today)) for one in found.coordinators.select_related("person")],
        "works": Liaison.objects.worked_on_by(request.user).filter(pk=found.pk).exists(),
        "may_manage": can_manage(request.user),
    }
    return render(request, "alliances/staff/liaison.html", context)


def load(_request: Any, public_id: UUID) -> Liaison:
    """The programme, or 404."""
    found: Liaison = get_object_or_404(Liaison.objects.select_related("client", "branch"), public_id=public_id)
    return found


PAGES = FormPages(can_see_liaisons, load, lambda one: one.get_absolute_url())
appoint_coordinator = PAGES.page(
    "appoint_coordinator", lambda user, _one: can_manage(user),
    lambda request, _one: forms.CoordinatorForm(request.POST or None, today=request.today),
    lambda form, one, **common: actions.appoint_coordinator(**common, liaison=one, **form.said),
    title=_l("コーディネーターを任命する"), done=_l("任命しました。"), button=_l("任命する"),
)  # fmt: skip


def _term(_request: Any, public_id: UUID) -> Coordinator:
    found: Coordinator = get_object_or_404(Coordinator.objects.select_related("liaison", "person"), public_id=public_id)
    return found


TERMS = FormPages(can_see_liaisons, _term, lambda one: one.liaison.get_absolute_url())
end_coordinator = TERMS.page(
    "end_coordinator", lambda user, _one: can_manage(user), lambda request, _one: forms.EndForm(request.POST or None),
    lambda form, one, **common: actions.end_coordinator(**common, coordinator=one, **form.said),
    title=_l("任期を終える"), done=_l("任期の最終日を記録しました。"), button=_l("任期を終える"),
)  # fmt: skip
URLS = [
    path("", liaisons, name="liaisons"),
    path("liaisons/<uuid:public_id>/", liaison, name="liaison"),
    path("liaisons/<uuid:public_id>/appoint_coordinator/", appoint_coordinator, name="appoint_coordinator"),
    path("coordinators/<uuid:public_id>/end_coordinator/", end_coordinator, name="end_coordinator"),
]
