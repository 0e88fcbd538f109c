"""A failed as-found check: what was measured since the device was good, and one decision for each."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kosetsu.common.idempotency import submitted
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import Bulk, ListPage
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.devices import actions
from kosetsu.foundation.devices.models import Calibration, ImpactDecision
from kosetsu.foundation.devices.pages.forms import DecideForm
from kosetsu.foundation.devices.permissions import can_keep, can_read
from kosetsu.foundation.devices.sources import DeviceUses, device_uses, doubted, in_doubt, narrowed
from kosetsu.foundation.devices.states import Verdict

OPEN = [("open", gettext_lazy("判断待ち")), *Verdict.choices]


@require_safe
@open_door(can_read)
def doubts(request: SignedIn, public_id: UUID, source: str) -> HttpResponse:
    """The results in doubt, the earliest first; what is decided says how."""
    check, uses = _load(request, public_id, source)
    decide = reverse("devices-desk:decide", args=[public_id, source])
    may = can_keep(request.user)

    def narrow(rows: Any, answer: str) -> Any:
        return narrowed(rows, check, uses, "" if answer == "open" else answer)

    page = ListPage(
        request,
        doubted(request.user, check, uses),
        [
            Column(key="number", label=gettext_lazy("番号"), value=uses.number),
            Column(key="used_on", label=gettext_lazy("日付"), value=uses.used_on),
            Column(key="client", label=gettext_lazy("依頼者"), value=uses.client),
            Column(key="verdict", label=gettext_lazy("判断"), value=_word, state=_colour),
        ],
        [Filter(key="verdict", label=_("判断"), choices=OPEN, apply=narrow)],
        title=_("%(device)s：%(list)sへの影響") % {"device": check.device.name, "list": uses.title},
        url=uses.url,
        bulk=[Bulk(label=_("判断を記録する"), url=decide)] if may else [],
        empty_title=_("前回の合格より後に測定した結果はありません"),
    )
    context = {"check": check, "decide": decide, "may": may, "decisions": _recent(request, check, uses)}
    return page.response("devices/staff/doubts.html", **context)


@require_POST
@open_door(can_keep)
def decide(request: SignedIn, public_id: UUID, source: str) -> HttpResponse:
    """One verdict and its reason for what was chosen; asked first, then recorded."""
    check, uses = _load(request, public_id, source)
    chosen = request.POST.getlist("selected")
    asked = "verdict" in request.POST or "reason" in request.POST
    start = {"selected": chosen, "rest": request.POST.get("rest")}
    form = DecideForm(request.POST if asked else None, initial=start, offered=chosen)
    if answer := submitted(request, form, lambda: _decide(request, check, uses, form)):
        return answer
    context = {"check": check, "uses": uses, "form": form, "many": len(chosen), "rest": start["rest"]}
    return render(request, "devices/staff/decide.html", context, status=422 if form.errors else 200)


def _decide(request: Any, check: Calibration, uses: DeviceUses, form: DecideForm) -> str:
    data = form.cleaned_data
    rows = None if data["rest"] else _rows(request, check, uses, data["selected"])
    said = {"verdict": data["verdict"], "reason": data["reason"]}
    many = actions.decide(by=request.user, at=request.at, check=check, uses=uses, rows=rows, **said)
    messages.success(request, _("%(many)d件の判断を記録しました。") % {"many": many})
    return reverse("devices-desk:doubts", args=[check.public_id, uses.key])


def _rows(request: Any, check: Calibration, uses: DeviceUses, keys: list[str]) -> list[int]:
    """The chosen rows by number; a list names its rows by their public id, where they have one."""
    found = in_doubt(request.user, check, uses)
    public = any(field.name == "public_id" for field in found.model._meta.fields)
    try:
        return list(found.filter(**{f"{'public_id' if public else 'pk'}__in": keys}).values_list("pk", flat=True))
    except (ValueError, TypeError):
        raise Http404 from None


def _load(request: Any, public_id: UUID, source: str) -> tuple[Calibration, DeviceUses]:
    rows = Calibration.objects.visible_to(request.user).select_related("device__branch", "device__group")
    check = rows.filter(public_id=public_id, as_found="failed").first()
    uses = next((one for one in device_uses() if one.key == source), None)
    if check is None or uses is None:
        raise Http404
    return check, uses


def _recent(request: Any, check: Calibration, uses: DeviceUses) -> Any:
    made = ImpactDecision.objects.visible_to(request.user).filter(calibration=check, source=uses.key)
    return made.select_related("decided_by").order_by("-decided_at", "-pk")[:20]


def _word(row: Any) -> str:
    return str(Verdict(row.verdict_now).label if row.verdict_now else _("判断待ち"))


def _colour(row: Any) -> str:
    return "done" if row.verdict_now else "waiting"
