"""The counter books for who telephones, in under a minute by keyboard."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosetsu.common.idempotency import submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.bookings.pages.book import asked_times
from kosetsu.foundation.bookings.pages.forms import CallerForm
from kosetsu.foundation.bookings.permissions import can_book_for_callers


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_book_for_callers)
def enter(request: SignedIn) -> HttpResponse:
    """The form; resource and time may come along in the address."""
    code = request.POST.get("resource") or request.GET.get("resource", "")
    resource = Resource.objects.visible_to(request.user).for_lists().filter(code=code).first()
    initial = {"resource": code, **(asked_times(request, resource) if resource else {})}
    form = CallerForm(request.POST or None, resource=resource, user=request.user, today=request.today, initial=initial)
    if answer := submitted(request, form, lambda: _enter(request, form)):
        return answer
    return render(request, "bookings/staff/enter.html", {"form": form}, status=422 if form.errors else 200)


def _enter(request: Any, form: CallerForm) -> str:
    data = form.cleaned_data
    wish = actions.Wish(
        resources=(data["resource"],),
        span=form.span,
        **{name: data[name] for name in ("workplace", "caller_name", "caller_telephone", "purpose", "upkeep")},
    )
    booking = actions.request(by=request.user, at=request.at, wish=wish)
    messages.success(request, _("予約を登録しました。"))
    return reverse("bookings:booking", args=[booking.public_id])
