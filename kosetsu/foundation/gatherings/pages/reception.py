"""Who came: the reception on a telephone, the number of heads, and the report of a web meeting."""

import datetime as dt
import json
from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import submitted
from kosetsu.common.mistakes import Mistake
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.gatherings.pages.desk import load
from kosetsu.foundation.gatherings.pages.forms import HeadsForm, ReportConfirmForm, ReportForm
from kosetsu.foundation.gatherings.permissions import can_plan
from kosetsu.foundation.gatherings.rules import read_stays
from kosetsu.foundation.gatherings.states import RegistrationState
from kosetsu.foundation.parties.pages.submitting import form_page

MOST_SHOWN = 2_000


@require_safe
@open_door(can_plan)
def reception(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The reception: who is expected and who is here. What is tapped without a network is sent when there is one."""
    gathering = load(request, public_id)
    rows = gathering.registrations.filter(state=RegistrationState.CONFIRMED).select_related("quota")
    here = set(
        gathering.attendances.filter(on_date=gathering.day_of(request.at)).values_list("registration", flat=True)
    )
    expected = [(one, one.pk in here) for one in rows.order_by("name", "pk")[:MOST_SHOWN]]
    context = {"gathering": gathering, "expected": expected, "arrived": sum(is_here for _one, is_here in expected)}
    return render(request, "gatherings/staff/reception.html", context)


@require_POST
@open_door(can_plan)
def receive(request: SignedIn, public_id: UUID) -> JsonResponse:
    """What a device noted: ``[{ticket, key, at}]`` → by key, empty where it counts, else why it does not."""
    gathering = load(request, public_id)
    try:
        arrivals = [_arrival(one) for one in json.loads(request.body)]
    except (KeyError, TypeError, ValueError, AttributeError):
        return JsonResponse({"problem": _("受付の記録を読み取れません。画面を開き直してください。")}, status=422)
    try:
        told = actions.receive(by=request.user, at=request.at, gathering=gathering, arrivals=arrivals)
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=409)
    return JsonResponse({str(key): why for key, why in told.items()})


def _arrival(said: Any) -> actions.Arrival:
    moment = dt.datetime.fromisoformat(str(said["at"]))
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return actions.Arrival(ticket=str(said["ticket"]), key=UUID(str(said["key"])), arrived_at=moment)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan)
def count_heads(request: SignedIn, public_id: UUID) -> HttpResponse:
    """How many came besides those received by name."""
    gathering = load(request, public_id)
    form = HeadsForm(request.POST or None, initial={"on_date": request.today})

    def work() -> str:
        given = form.said
        actions.count_heads(by=request.user, at=request.at, gathering=gathering, **given)
        return reverse("gatherings-desk:gathering", args=[gathering.public_id])

    return form_page(
        request, form, work, layout="desk", title=_("人数を記録する"), done=_("人数を記録しました。"),
        button=_("記録する"),
        lead=_("受付で名前を記録した人のほかに来た人数です。同じ日をもう一度記録すると、置き換わります。"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan)
def receive_report(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The report of a web meeting is looked at, and written only when it is confirmed as it was looked at."""
    gathering = load(request, public_id)
    if "content" in request.POST:
        return _confirmed(request, gathering)
    form = ReportForm(request.POST or None, request.FILES or None, gathering=gathering)
    context: dict[str, Any] = {"gathering": gathering, "form": form}
    if request.method == "POST" and form.is_valid():
        context |= _looked(form, gathering)
    status = 422 if form.errors else 200
    return render(request, "gatherings/staff/report.html", context, status=status)


def _looked(form: ReportForm, gathering: Gathering) -> dict[str, Any]:
    given = form.cleaned_data
    content = given["file"].read()
    asked = {"on_date": given["on_date"], "least_minutes": given["least_minutes"]}
    try:
        seen = actions.look_at_report(gathering=gathering, stays=read_stays(content), **asked)
    except Mistake as mistake:
        form.add_error("file", str(mistake))
        return {}
    confirm = ReportConfirmForm(gathering=gathering, initial={"content": b64encode(content).decode(), **asked})
    return {"seen": seen, "confirm": confirm}


def _confirmed(request: SignedIn, gathering: Gathering) -> HttpResponse:
    form = ReportConfirmForm(request.POST, gathering=gathering)

    def work() -> str:
        given = form.said
        given["content"] = b64decode(given["content"])
        seen = actions.receive_report(by=request.user, at=request.at, gathering=gathering, **given)
        many = {"known": len(seen.known), "others": len(seen.others)}
        messages.success(request, _("申込者%(known)d人と、ほかの%(others)d人の出席を記録しました。") % many)
        return reverse("gatherings-desk:gathering", args=[gathering.public_id])

    if answer := submitted(request, form, work):
        return answer
    context = {"gathering": gathering, "form": ReportForm(gathering=gathering), "refused": form}
    return render(request, "gatherings/staff/report.html", context, status=422)
