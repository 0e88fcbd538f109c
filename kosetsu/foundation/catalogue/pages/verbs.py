"""The verbs of an offering's life: each loads, parses its form, calls its one action, and goes back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import OnceForm, once
from kosetsu.foundation.accounts.doors import open_door
from kosetsu.foundation.catalogue import actions
from kosetsu.foundation.catalogue.pages.forms import ReasonForm
from kosetsu.foundation.catalogue.pages.staff import load, show
from kosetsu.foundation.catalogue.permissions import can_read_catalogue

Work = Callable[[dict[str, Any], dict[str, Any]], Any]


def _verb(key: str, done: Any, work: Work, form_class: type[OnceForm] = OnceForm) -> Any:
    """The page of one verb; what the action refuses stands above its form, with what was typed."""

    @require_POST
    @open_door(can_read_catalogue)
    def page(request: Any, code: str) -> HttpResponse:
        found = load(code)
        form = form_class(request.POST, auto_id=f"{key}_%s")

        def carry_out() -> str:
            work({"by": request.user, "at": request.at, "offering": found}, form.cleaned_data)
            messages.success(request, done)
            return reverse("catalogue-desk:offering", args=[code])

        if form.is_valid():
            try:
                return redirect(once(request, form, carry_out))
            except Refused as refused:
                form.add_error(None, str(refused))
        return show(request, found, (key, form))

    page.__name__ = page.__qualname__ = key
    page.__doc__ = f"Carry out “{key}”."
    return page


propose = _verb("propose", _("公開を提案しました。"), lambda common, data: actions.propose_offering(**common))
offer = _verb("offer", _("公開しました。"), lambda common, data: actions.offer(**common))
revive = _verb("revive", _("再開を提案しました。"), lambda common, data: actions.revive_offering(**common))
return_to_draft = _verb(
    "return",
    _("差し戻しました。"),
    lambda common, data: actions.return_to_draft(**common, note=data["reason"]),
    ReasonForm,
)
withdraw = _verb(
    "withdraw",
    _("提供を終えました。"),
    lambda common, data: actions.withdraw_offering(**common, reason=data["reason"]),
    ReasonForm,
)
