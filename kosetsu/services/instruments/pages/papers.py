"""Photographs and documents of an instrument: shown to everyone, added and removed at the desk."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.attachments import extension
from kosetsu.common.decisions import Refused
from kosetsu.common.downloads import attached
from kosetsu.common.idempotency import AlreadySubmitted, OnceForm, once
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.bookings.models import Resource
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.models import Paper
from kosetsu.services.instruments.pages.forms import PaperForm
from kosetsu.services.instruments.permissions import can_describe
from kosetsu.services.instruments.states import PaperKind

TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


@require_safe
def paper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A photograph as a picture; a document as an attachment that no browser opens in our name."""
    found = Paper.objects.visible_to(request.user).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    picture = TYPES.get(extension(found.file_name)) if found.kind == PaperKind.PHOTOGRAPH else None
    return attached(found.file, found.file_name, shown_as=picture or "")


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_describe)
def papers(request: SignedIn, code: str) -> HttpResponse:
    """What stands on the instrument's page, and a form for one more."""
    resource = _resource(request, code)
    form = PaperForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            return redirect(once(request, form, lambda: _add(request, resource, form)))
        except AlreadySubmitted as again:
            form.renew_key()
            form.add_error(None, str(again))
        except Refused as refused:
            form.add_error("file", str(refused))
    shown = Paper.objects.visible_to(request.user).filter(offering=resource.offering)
    context = {"resource": resource, "papers": list(shown), "form": form, "remove_form": OnceForm(auto_id=False)}
    return render(request, "instruments/staff/papers.html", context, status=422 if form.errors else 200)


@require_POST
@open_door(can_describe)
def remove_paper(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Off the page."""
    found = get_object_or_404(Paper.objects.visible_to(request.user), public_id=public_id)
    form = OnceForm(request.POST)
    back = reverse("instruments-desk:papers", args=[found.offering.code])

    def work() -> str:
        actions.remove_paper(by=request.user, at=request.at, paper=found)
        return back

    return redirect(once(request, form, work) if form.is_valid() else back)


def _add(request: Any, resource: Resource, form: PaperForm) -> str:
    assert resource.offering
    data = {name: form.cleaned_data[name] for name in ("kind", "file", "name")}
    actions.add_paper(by=request.user, at=request.at, offering=resource.offering, **data)
    return reverse("instruments-desk:papers", args=[resource.code])


def _resource(request: Any, code: str) -> Resource:
    found = Resource.objects.visible_to(request.user).for_lists().filter(code=code, offering__isnull=False).first()
    if found is None:
        raise Http404
    return found
