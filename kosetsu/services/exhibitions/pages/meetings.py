"""Meetings on both sides: wishing, weighing a wish, the slots in which one cannot come, and one's day as a calendar."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kosetsu.common.idempotency import submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.pages.submitting import pressed
from kosetsu.services.exhibitions import actions, documents
from kosetsu.services.exhibitions.models import Booth, Exhibition, Fair, Wish
from kosetsu.services.exhibitions.pages import exchange, forms
from kosetsu.services.exhibitions.pages.days import meetings_of
from kosetsu.services.exhibitions.pages.desk_booths import load_booth
from kosetsu.services.exhibitions.pages.public import is_uuid, show, visitor_of
from kosetsu.services.exhibitions.permissions import acts_for, can_exchange, can_take_part


@require_POST
@open_door()
def wish_meeting(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Ask an exhibitor for a meeting on a day of meetings."""
    rows = Booth.objects.shown(request.at).select_related("exhibition__branch", "contact")
    found = get_object_or_404(rows, public_id=public_id)
    visitor = visitor_of(request, found.exhibition)
    may = can_take_part(visitor, found.exhibition, request.at)
    if visitor is None or not may:
        return refusal(request, may)
    form = forms.WishForm(request.POST, fairs=Fair.objects.filter(exhibition=found.exhibition))

    def work() -> str:
        asked = {name: form.cleaned_data[name] for name in ("fair", "points", "about")}
        actions.wish_meeting(by=request.user, at=request.at, visitor=visitor, booth=found, **asked)
        return reverse("exhibitions:booth", args=[public_id])

    if answer := submitted(request, form, work):
        messages.success(request, _("商談の希望を送りました。時間割が決まると、メールでお知らせします。"))
        return answer
    return show(request, found, status=422, wish_form=form)


@require_POST
@open_door()
def weigh_wish(request: SignedIn, public_id: UUID) -> HttpResponse:
    """How much the exhibitor would like it."""
    rows = Wish.objects.visible_to(request.user).select_related("booth__exhibition__branch", "fair__exhibition")
    found = get_object_or_404(rows, public_id=public_id)
    if not acts_for(request.user, found.booth):
        return redirect("exhibitions:booth", found.booth.public_id)
    form = forms.WeighForm(request.POST)

    def work() -> str:
        actions.weigh_wish(by=request.user, at=request.at, wish=found, points=form.cleaned_data["points"])
        return reverse("exhibitions:exchange", args=[found.booth.public_id])

    return submitted(request, form, work) or exchange.show(request, found.booth, 422, refused=form)


@require_POST
@open_door()
def keep_free(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The slots in which a visitor, or with ``booth`` an exhibitor, cannot come."""
    fair = get_object_or_404(Fair.objects.select_related("exhibition"), public_id=public_id)
    form = forms.FreeForm(request.POST, fair=fair)
    named = request.POST.get("booth", "")
    mine = Booth.objects.visible_to(request.user).filter(exhibition=fair.exhibition)
    booth = get_object_or_404(mine, public_id=named) if is_uuid(named) else None
    side: dict[str, Any] = {"booth": booth} if booth else {"visitor": visitor_of(request, fair.exhibition)}
    there = "exhibitions:exchange" if booth else "exhibitions:visit"
    back = reverse(there, args=[booth.public_id if booth else fair.exhibition.public_id])

    def work() -> str:
        actions.keep_free(by=request.user, at=request.at, fair=fair, numbers=form.cleaned_data["numbers"], **side)
        return back

    return pressed(request, work, back, form=form, done=_("保存しました。"))


@require_safe
@open_door()
def visitor_day(request: SignedIn, public_id: UUID) -> HttpResponse:
    """My meetings for a calendar."""
    found = get_object_or_404(Exhibition.objects.announced(), public_id=public_id)
    return _calendar(meetings_of(visitor__person=request.user, fair__exhibition=found), seller=False)


@require_safe
@open_door()
def booth_day(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A booth's meetings for a calendar."""
    found = load_booth(request, public_id)
    if not (may := can_exchange(request.user, found)):
        return refusal(request, may)
    return _calendar(meetings_of(booth=found), seller=True)


def _calendar(meetings: Any, *, seller: bool) -> HttpResponse:
    text = documents.day_calendar(meetings, seller=seller)
    return HttpResponse(
        text, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, no-store"}
    )
