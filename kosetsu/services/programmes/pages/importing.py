"""Bringing records of Jグランツ: the dry run with errors by record and field, the confirmation."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosetsu.common.idempotency import submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.services.programmes import permissions
from kosetsu.services.programmes.actions import importing as actions
from kosetsu.services.programmes.pages.draft_forms import ConfirmForm, ImportForm

SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(permissions.can_edit_descriptions)
def import_records(request: SignedIn) -> HttpResponse:
    """A file is looked at, and written only when it is confirmed as it was looked at."""
    if "content" in request.POST:
        return _confirmed(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        content = _text(form)
        if content is not None:
            context |= _looked(request, content)
    status = 422 if form.errors or context.get("errors") else 200
    return render(request, "programmes/desk/import.html", context, status=status)


def _confirmed(request: SignedIn) -> HttpResponse:
    form = ConfirmForm(request.POST)

    def work() -> str:
        made = actions.import_records(by=request.user, at=request.at, content=form.cleaned_data["content"])
        messages.success(request, _("%(count)d件の下書きを作りました。") % {"count": len(made)})
        return reverse("programmes-desk:drafts")

    if answer := submitted(request, form, work):
        return answer
    context: dict[str, Any] = {"form": ImportForm(), "refused": form}
    return render(request, "programmes/desk/import.html", context, status=422)


def _text(form: ImportForm) -> str | None:
    try:
        return bytes(form.cleaned_data["file"]).decode("utf-8-sig")
    except UnicodeDecodeError:
        form.add_error("file", _("UTF-8 のファイルではありません。"))
        return None


def _looked(request: SignedIn, content: str) -> dict[str, Any]:
    found = actions.look_at_records(content, at=request.at)
    return {
        "errors": found.errors[:SHOWN],
        "error_count": len(found.errors),
        "bodies": found.bodies,
        "confirm": ConfirmForm(initial={"content": content}) if found.ready else None,
    }
