"""Bookings from a sheet at the desk: looked at first, booked when nothing in it is wrong."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import AlreadySubmitted, once
from kosetsu.common.mistakes import Mistake
from kosetsu.common.spreadsheets import xlsx_response_type
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.actions.importing import Sheet, blank_bookings
from kosetsu.foundation.bookings.pages.forms import ImportForm
from kosetsu.foundation.bookings.permissions import can_book_for_callers


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_book_for_callers)
def import_bookings(request: SignedIn) -> HttpResponse:
    """Without the mark the sheet is only tried; with it every row is booked, or none."""
    form = ImportForm(request.POST or None, request.FILES or None)
    tried: list[Sheet] = []
    if form.is_valid():
        try:
            return redirect(once(request, form, lambda: _go(request, form, tried)))
        except AlreadySubmitted as again:
            form.add_error(None, str(again))
        except _OnlyLooked:
            pass
        except (Refused, Mistake) as refused:
            form.add_error(None, str(refused))
        form.renew_key()
    sheet = tried[0] if tried else None
    wrong = bool(form.errors or (sheet and sheet.problems))
    context = {"form": form, "sheet": sheet}
    return render(request, "bookings/staff/import.html", context, status=422 if wrong else 200)


@require_safe
@open_door(can_book_for_callers)
def blank_sheet(request: SignedIn) -> HttpResponse:
    """The sheet to fill in."""
    name = content_disposition_header(True, f"{_('予約')}.xlsx") or "attachment"
    return HttpResponse(blank_bookings(), content_type=xlsx_response_type, headers={"Content-Disposition": name})


class _OnlyLooked(Exception):
    """Nothing was booked: the page shows what would be."""


def _go(request: Any, form: ImportForm, tried: list[Sheet]) -> str:
    file, write = form.cleaned_data["sheet"], form.cleaned_data["write"]
    act = actions.import_bookings if write else actions.look_at_bookings
    sheet = act(by=request.user, at=request.at, content=file.read(), name=file.name)
    tried.append(sheet)
    if sheet.problems or not write:
        raise _OnlyLooked
    messages.success(request, _("%(many)d件の予約を登録しました。") % {"many": len(sheet.bookings)})
    return reverse("bookings-desk:bookings")
