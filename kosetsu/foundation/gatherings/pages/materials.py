"""What is handed out: added and withdrawn at the desk, and given to those it is for."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.downloads import attached
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Material
from kosetsu.foundation.gatherings.pages.desk import load
from kosetsu.foundation.gatherings.pages.forms import MaterialForm
from kosetsu.foundation.gatherings.pages.register import load as load_ticket
from kosetsu.foundation.gatherings.permissions import can_add_material, can_plan, can_read_gatherings
from kosetsu.foundation.parties.pages.submitting import form_page, pressed


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan)
def add_material(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One file more, for these people and from that moment on."""
    gathering = load(request, public_id)
    if not (may := can_add_material(request.user, gathering)):
        return refusal(request, may)
    form = MaterialForm(request.POST or None, request.FILES or None, zone=gathering.zone)

    def work() -> str:
        given = form.said
        actions.add_material(by=request.user, at=request.at, gathering=gathering, **given)
        return reverse("gatherings-desk:gathering", args=[gathering.public_id])

    return form_page(
        request, form, work, layout="desk", title=_("資料を登録する"), done=_("資料を登録しました。"),
        button=_("登録する"), lead=gathering.title,
    )  # fmt: skip


@require_POST
@open_door(can_plan)
def withdraw_material(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Nobody outside has it any more."""
    material = _of_the_institute(request, public_id)
    address = reverse("gatherings-desk:gathering", args=[material.gathering.public_id])

    def work() -> str:
        actions.withdraw_material(by=request.user, at=request.at, material=material)
        return address

    return pressed(request, work, address)


@require_safe
@open_door(can_read_gatherings)
def read(request: SignedIn, public_id: UUID) -> HttpResponse:
    """For the institute's people, also before its time."""
    material = _of_the_institute(request, public_id)
    return attached(material.file, material.name)


@require_safe
def hand_out(request: Any, public_id: UUID) -> HttpResponse:
    """What is for everyone; under embargo it is nothing at all."""
    rows = Material.objects.visible_to(request.user).handed_out(request.at)
    material = get_object_or_404(rows, public_id=public_id)
    return attached(material.file, material.name)


@require_safe
def hand_out_with_ticket(request: Any, ticket: str, public_id: UUID) -> HttpResponse:
    """What is for those who have a place, or who came."""
    rows = Material.objects.with_ticket(load_ticket(ticket)).handed_out(request.at)
    material = get_object_or_404(rows, public_id=public_id)
    return attached(material.file, material.name)


def _of_the_institute(request: SignedIn, public_id: UUID) -> Material:
    return get_object_or_404(Material.objects.visible_to(request.user).select_related("gathering"), public_id=public_id)
