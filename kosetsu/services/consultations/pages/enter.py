"""Quick entry: what was heard by telephone, at the counter, online or on site, in under a minute by keyboard."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosetsu.common.idempotency import submitted
from kosetsu.foundation.accounts.doors import open_door
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.actions.newcomers import NewWorkplace
from kosetsu.services.consultations.actions.receive import Heard
from kosetsu.services.consultations.pages.candidates import OFFERED
from kosetsu.services.consultations.pages.staff_forms import EnterForm
from kosetsu.services.consultations.permissions import can_enter


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_enter)
def enter(request: Any) -> HttpResponse:
    """The form; after saving, an empty one is one key away."""
    form = EnterForm(request.POST or None, today=request.today, initial={"on_date": request.today})
    if answer := submitted(request, form, lambda: _enter(request, form)):
        return answer
    context = {
        "form": form,
        "workplaces": form.offered[:OFFERED],
        "typed": form["company"].value() or "",
        "chosen": str(form["workplace"].value() or ""),
    }
    return render(request, "consultations/staff/enter.html", context, status=422 if form.errors else 200)


def _enter(request: Any, form: EnterForm) -> str:
    consultation = actions.enter(by=request.user, at=request.at, heard=_heard(form.cleaned_data))
    number = consultation.case.number
    messages.success(request, _("%(number)s として登録しました。") % {"number": number})
    return reverse("consultations-desk:case", args=[consultation.public_id])


def _heard(data: dict[str, Any]) -> Heard:
    plain = (
        "question", "channel", "on_date", "workplace", "caller_name", "caller_telephone", "field", "answer", "outcome",
    )  # fmt: skip
    return Heard(newcomer=_newcomer(data), **{name: data[name] for name in plain})


def _newcomer(data: dict[str, Any]) -> NewWorkplace | None:
    if not data["newcomer"]:
        return None
    known = data["workplace"].organisation if data["newcomer"] == EnterForm.NEW_WORKPLACE else None
    return NewWorkplace(
        name=data["workplace_name"], area=data["area"], company="" if known else data["company"], organisation=known
    )
