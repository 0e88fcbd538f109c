"""Book: the time comes along in the address, so that a tap on a free time and one on the button are enough."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import AlreadySubmitted, once
from kosetsu.common.moments import WRITTEN
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.actions.beats import OtherTimes
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.bookings.pages.forms import HOUR, BookForm
from kosetsu.foundation.bookings.pages.week import load
from kosetsu.foundation.bookings.permissions import can_book
from kosetsu.foundation.bookings.states import State
from kosetsu.foundation.parties.standing import standing


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_book)
def book(request: SignedIn, code: str) -> HttpResponse:
    """The form; a refused time stands above it with the next free ones, each one tap away."""
    resource = load(request, code)
    if standing(request.user).is_staff:
        start = request.GET.get("start", "")
        return redirect(f"{reverse('bookings-desk:enter')}?resource={resource.code}&start={start[:16]}")
    form = BookForm(
        request.POST or None,
        resource=resource,
        user=request.user,
        today=request.today,
        initial=asked_times(request, resource),
    )
    others: Any = ()
    if form.is_valid():
        try:
            return redirect(once(request, form, lambda: _book(request, resource, form)))
        except AlreadySubmitted as again:
            form.renew_key()
            form.add_error(None, str(again))
        except OtherTimes as refused:
            form.add_error(None, str(refused))
            others = refused.spans
        except Refused as refused:
            if refused.decision.hidden:
                raise Http404 from refused
            form.add_error(None, str(refused))
    context = {"form": form, "resource": resource, "zone": resource.zone, "others": others}
    return render(request, "bookings/book.html", context, status=422 if form.errors else 200)


def asked_times(request: Any, resource: Resource) -> dict[str, Any]:
    """``?start=2026-11-24T10:00`` (and ``end``) in the branch's zone; an hour where no end is asked."""
    start, end = (_moment(request.GET.get(name, ""), resource.zone) for name in ("start", "end"))
    if start is None:
        return {}
    return {"starts_at": start, "ends_at": end or start + max(HOUR, resource.cell_minutes * HOUR / 60)}


def _moment(written: str, zone: dt.tzinfo) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(written, WRITTEN).replace(tzinfo=zone)
    except ValueError:
        return None


def _book(request: Any, resource: Resource, form: BookForm) -> str:
    data = form.cleaned_data
    wish = actions.Wish(
        resources=(resource, *data.get("along", ())),
        span=form.span,
        workplace=data["workplace"],
        purpose=data["purpose"],
    )
    booking = actions.request(by=request.user, at=request.at, wish=wish)
    waits = booking.state == State.REQUESTED
    messages.success(request, _("予約を申し込みました。承認をお待ちください。") if waits else _("予約が確定しました。"))
    return reverse("bookings:booking", args=[booking.public_id])
