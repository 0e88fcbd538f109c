"""What went back, from either side: the file in the body's form, and the letter."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.downloads import attached
from kosetsu.foundation.accounts.doors import Page, SignedIn, open_door
from kosetsu.foundation.billing.pages.shown import pdf
from kosetsu.foundation.governance import access
from kosetsu.services.screening.documents.covers import cover_pdf
from kosetsu.services.screening.models import ReturnPaper
from kosetsu.services.screening.permissions import can_read_screening, can_take_paper, can_use_partner_side


def file_of(request: Any, public_id: UUID) -> HttpResponse:
    """The file of a programme as it went back, or 404 just as for nothing."""
    found = _load(request, public_id)
    return attached(found.file, found.name)


def letter_of(request: Any, public_id: UUID) -> HttpResponse:
    """Its letter, under the same door."""
    found = _load(request, public_id)
    return pdf(cover_pdf(found), found.number)


def _load(request: Any, public_id: UUID) -> ReturnPaper:
    rows = ReturnPaper.objects.select_related("programme__case", "programme__panel", "programme__body__organisation")
    found = get_object_or_404(rows, programme__public_id=public_id)
    if not can_take_paper(request.user, found, request.at):
        raise Http404
    access.note(request.user, found.programme, request.path, request.at)
    return found


def _pages(door: Callable[[Any], Decision]) -> tuple[Page, Page]:
    @require_safe
    @open_door(door)
    def return_file(request: SignedIn, public_id: UUID) -> HttpResponse:
        return file_of(request, public_id)

    @require_safe
    @open_door(door)
    def return_letter(request: SignedIn, public_id: UUID) -> HttpResponse:
        return letter_of(request, public_id)

    return return_file, return_letter


def urls_of(*, desk: bool) -> list[URLPattern]:
    """The addresses of one side."""
    file, letter = _pages(can_read_screening if desk else can_use_partner_side)
    return [
        path("<uuid:public_id>/return_file/", file, name="return_file"),
        path("<uuid:public_id>/return_letter/", letter, name="return_letter"),
    ]
