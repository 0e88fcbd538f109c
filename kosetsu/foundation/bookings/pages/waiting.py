"""The waiting list: wait for a time, take what is offered."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import AlreadySubmitted, OnceForm, once
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.models import Resource, Waiting
from kosetsu.foundation.bookings.pages.forms import WaitForm
from kosetsu.foundation.bookings.pages.week import load
from kosetsu.foundation.bookings.permissions import can_book


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_book)
def wait(request: SignedIn, code: str) -> HttpResponse:
    """Ask to be told when a time becomes free."""
    resource = load(request, code)
    form = WaitForm(request.POST or None, resource=resource, user=request.user, today=request.today)
    if form.is_valid():
        try:
            return redirect(once(request, form, lambda: _wait(request, resource, form)))
        except AlreadySubmitted as again:
            form.renew_key()
            form.add_error(None, str(again))
        except Refused as refused:
            if refused.decision.hidden:
                raise Http404 from refused
            form.add_error(None, str(refused))
    context = {"form": form, "resource": resource}
    return render(request, "bookings/wait.html", context, status=422 if form.errors else 200)


@require_POST
@open_door(can_book)
def accept(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Take what was offered."""
    waiting = Waiting.objects.visible_to(request.user).filter(public_id=public_id).first()
    if waiting is None:
        raise Http404
    form = OnceForm(request.POST)
    if not form.is_valid():
        return redirect("bookings:mine")
    return redirect(once(request, form, lambda: _accept(request, waiting)))


def _wait(request: Any, resource: Resource, form: WaitForm) -> str:
    actions.join_waiting_list(
        by=request.user,
        at=request.at,
        resource=resource,
        workplace=form.cleaned_data["workplace"],
        minutes=form.minutes,
        within=form.span,
    )
    messages.success(request, _("空きが出たらメールでお知らせします。"))
    return reverse("bookings:week", args=[resource.code])


def _accept(request: Any, waiting: Waiting) -> str:
    booking = actions.accept_offer(by=request.user, at=request.at, waiting=waiting)
    messages.success(request, _("予約しました。"))
    return reverse("bookings:booking", args=[booking.public_id])
