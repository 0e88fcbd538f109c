"""A body's list of applications at the desk: looked at first, taken in when nothing in it is wrong."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import AlreadySubmitted, once
from kosetsu.common.mistakes import Mistake
from kosetsu.common.spreadsheets import xlsx_response_type
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.services.screening import actions
from kosetsu.services.screening.documents.intake import Read, blank_list
from kosetsu.services.screening.models import FormEdition, ScreeningProgramme
from kosetsu.services.screening.pages.forms import ImportForm
from kosetsu.services.screening.pages.programmes import BELOW, METHODS, load
from kosetsu.services.screening.permissions import can_move, can_read_screening

SHOWN = 200


class _OnlyLooked(Exception):
    """Nothing was taken in: the page shows what would be."""

    def __init__(self, read: Read) -> None:
        super().__init__()
        self.read = read


@require_http_methods(METHODS)
@open_door(can_read_screening)
def import_submissions(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Without the mark the list is only looked at; with it every row is taken in, or none."""
    found = load(request, public_id)
    if not (may := can_move(request.user, found, "import_submissions", request.at)):
        return refusal(request, may)
    form = ImportForm(request.POST or None, request.FILES or None)
    read: Read | None = None
    if form.is_valid():
        try:
            return redirect(once(request, form, lambda: _go(request, found, form)))
        except _OnlyLooked as looked:
            read = looked.read
        except AlreadySubmitted as again:
            form.add_error(None, str(again))
        except (Refused, Mistake) as refused:
            form.add_error("sheet", str(refused))
        form.renew_key()
    wrong = bool(form.errors or (read and read.problems))
    context: dict[str, Any] = {"programme": found, "form": form, "read": read}
    if read:
        context |= {"problems": read.problems[:SHOWN], "more": max(len(read.problems) - SHOWN, 0)}
        context["rows"] = [] if read.problems else read.rows[:SHOWN]
    return render(request, "screening/staff/import.html", context, status=422 if wrong else 200)


def _go(request: SignedIn, found: ScreeningProgramme, form: ImportForm) -> str:
    """What is only looked at, or has a problem, leaves nothing behind, not even the form's key."""
    sheet, archive, take_in = (form.cleaned_data[name] for name in ("sheet", "archive", "take_in"))
    act = actions.import_submissions if take_in else actions.look_at_submissions
    read = act(
        by=request.user, at=request.at, programme=found, content=sheet.read(), name=sheet.name,
        archive=archive.read() if archive else None,
    )  # fmt: skip
    if read.problems or not take_in:
        raise _OnlyLooked(read)
    messages.success(request, _("%(many)d件の申請を取り込み、利益相反を調べました。") % {"many": len(read.rows)})
    return found.get_absolute_url()


@require_safe
@open_door(can_read_screening)
def blank_sheet(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The list to fill in, with the body's own headings."""
    found = load(request, public_id)
    edition = FormEdition.of(found.body.form, request.today)
    name = content_disposition_header(True, f"{_('審査の申請一覧')}.xlsx") or "attachment"
    content = blank_list(edition.said if edition else None)
    return HttpResponse(content, content_type=xlsx_response_type, headers={"Content-Disposition": name})


URLS = [
    path(f"{BELOW}import_submissions/", import_submissions, name="import_submissions"),
    path(f"{BELOW}blank_sheet/", blank_sheet, name="blank_sheet"),
]
