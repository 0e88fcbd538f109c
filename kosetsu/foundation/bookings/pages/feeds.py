"""Calendar addresses: made, revoked, and read by calendars."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.idempotency import OnceForm, once
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.bookings import actions, documents
from kosetsu.foundation.bookings.models import Feed
from kosetsu.foundation.bookings.pages.forms import FeedForm
from kosetsu.foundation.parties.standing import standing


@require_safe
def feed(request: HttpRequest, public_id: UUID, signature: str) -> HttpResponse:
    """The calendar itself; unchanged it is 304, revoked it is nothing."""
    rows = Feed.objects.select_related("owner", "resource__branch", "branch")
    found = rows.filter(public_id=public_id, revoked_at=None, owner__is_active=True).first()
    if found is None or not documents.is_of_feed(found, signature):
        raise Http404
    today = request.today  # type: ignore[attr-defined]
    tag = documents.feed_tag(found, today)
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponseNotModified(headers=headers)
    with translation.override(found.owner.language):
        text = documents.feed_text(found, today)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def feeds(request: SignedIn) -> HttpResponse:
    """My addresses, and a form for a new one."""
    staff = standing(request.user).is_staff
    form = FeedForm(request.POST or None, user=request.user, staff=staff)
    if form.is_valid():
        return redirect(once(request, form, lambda: _open(request, form)))
    mine = Feed.objects.filter(owner=request.user, revoked_at=None).select_related("resource", "branch").order_by("pk")
    context = {
        "layout": "layouts/desk.html" if staff else "layouts/portal.html",
        "feeds": [(one, documents.feed_address(one)) for one in mine],
        "form": form,
        "revoke_form": OnceForm(auto_id=False),
    }
    return render(request, "bookings/feeds.html", context, status=422 if form.errors else 200)


@require_POST
@open_door()
def revoke(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The address is gone from the next request on."""
    found = Feed.objects.filter(public_id=public_id, owner=request.user).first()
    if found is None:
        raise Http404
    form = OnceForm(request.POST)
    if not form.is_valid():
        return redirect("bookings:feeds")
    return redirect(once(request, form, lambda: _revoke(request, found)))


def _open(request: Any, form: FeedForm) -> str:
    data = form.cleaned_data
    actions.open_feed(
        by=request.user,
        at=request.at,
        resource=data["resource"],
        branch=None if data["resource"] else data["branch"],
        named=data.get("named", False),
    )
    messages.success(request, _("カレンダーのアドレスを作りました。"))
    return reverse("bookings:feeds")


def _revoke(request: Any, found: Feed) -> str:
    actions.revoke_feed(by=request.user, at=request.at, feed=found)
    messages.success(request, _("アドレスを無効にしました。"))
    return reverse("bookings:feeds")
