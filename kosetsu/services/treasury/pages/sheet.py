"""The finance system's sheet of executions: looked at, then taken in, all of it or nothing."""

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
from kosetsu.services.treasury import actions, permissions
from kosetsu.services.treasury.actions.importing import Sheet
from kosetsu.services.treasury.pages.forms import SheetForm

SHOWN = 200


class _Problems(Exception):
    """A sheet with problems: the form was not carried out and may be sent again."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__()
        self.problems = problems


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep)
def sheet(request: SignedIn) -> HttpResponse:
    """What the sheet says and what is wrong in it; ticked, it is taken in."""
    form = SheetForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        name, content = form.cleaned_data["file"].name, form.cleaned_data["file"].read()
        try:
            if form.cleaned_data["take_in"]:
                return redirect(once(request, form, lambda: _take_in(request, name, content)))
            context |= _seen(actions.look_at_executions(at=request.at, content=content, name=name))
        except _Problems as wrong:
            context["problems"] = wrong.problems[:SHOWN]
        except AlreadySubmitted as again:
            form.add_error(None, str(again))
        except (Refused, Mistake) as refused:
            form.add_error("file", str(refused))
        form.renew_key()
    wrong_status = form.errors or context.get("problems")
    return render(request, "treasury/staff/sheet.html", context, status=422 if wrong_status else 200)


def _seen(found: Sheet) -> dict[str, Any]:
    """What the page shows of a sheet that was only looked at."""
    total = sum(one.yen for one in found.rows)
    return {"problems": found.problems[:SHOWN], "rows": found.rows[:SHOWN], "count": len(found.rows), "total": total}


def _take_in(request: SignedIn, name: str, content: bytes) -> str:
    found = actions.import_executions(by=request.user, at=request.at, content=content, name=name)
    if found.problems:
        raise _Problems(found.problems)
    messages.success(request, _("%(count)d件の執行を取り込みました。") % {"count": len(found.rows)})
    return reverse("treasury-desk:home")


@require_safe
@open_door(permissions.can_keep)
def blank(request: SignedIn) -> HttpResponse:
    """The empty sheet to fill in."""
    name = content_disposition_header(True, f"{_('執行の取り込み')}.xlsx") or ""
    return HttpResponse(actions.template(), content_type=xlsx_response_type, headers={"Content-Disposition": name})
