"""One device: what it is, until when its check holds and why, its history, and what can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.downloads import attached
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.devices import actions
from kosetsu.foundation.devices.models import Device, DeviceFile
from kosetsu.foundation.devices.pages import forms
from kosetsu.foundation.devices.pages.shown import chain, check_kind, validity
from kosetsu.foundation.devices.permissions import can_close, can_keep, can_read
from kosetsu.foundation.devices.sources import device_uses


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb on a device's page: its words, the question its door asks, its form, its action."""

    name: str
    label: str | Promise
    done: str | Promise
    action: Callable[..., Any]
    form: type[forms.DeviceForm]
    can: Callable[[Any], Decision] = can_keep


VERBS = [
    Verb("enter_outage", _l("休止を登録する"), _l("休止を登録しました。"), actions.enter_outage, forms.OutageForm,
         can_close),
    Verb("plan_work", _l("保守を予定する"), _l("保守を予定しました。"), actions.plan_work, forms.WorkForm),
    Verb("add_part", _l("部品を登録する"), _l("部品を登録しました。"), actions.add_part, forms.PartForm),
    Verb("add_file", _l("ファイルを追加する"), _l("ファイルを追加しました。"), actions.add_file, forms.FileForm),
]  # fmt: skip


@require_safe
@open_door(can_read)
def device(request: SignedIn, code: str) -> HttpResponse:
    """The device's page."""
    return show(request, load(request, code))


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_keep)
def calibrate(request: SignedIn, code: str) -> HttpResponse:
    """Write down one check; a failed as-found leads to the results that are in doubt."""
    found = load(request, code)
    form = forms.CalibrateForm(request.POST or None, request.FILES or None, device=found)
    if answer := submitted(request, form, lambda: _calibrate(request, found, form)):
        return answer
    context = {"device": found, "form": form}
    return render(request, "devices/staff/calibrate.html", context, status=422 if form.errors else 200)


def page_of(verb: Verb) -> Callable[..., HttpResponse]:
    """The page of one verb; what the action refuses stands above its form, with what was typed."""

    @require_POST
    @open_door(can_read)
    def page(request: SignedIn, code: str) -> HttpResponse:
        found = load(request, code)
        form = verb.form(request.POST, request.FILES, device=found, auto_id=f"{verb.name}_%s")
        if answer := submitted(request, form, lambda: _go(request, found, verb, form)):
            return answer
        decision = verb.can(request.user)
        return show(request, found, (verb.name, form)) if decision else refusal(request, decision)

    page.__name__ = page.__qualname__ = verb.name
    return page


@require_safe
@open_door(can_read)
def file(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A certificate, photograph or manual, as an attachment that no browser opens in our name."""
    found = DeviceFile.objects.visible_to(request.user).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return attached(found.file, found.name)


def load(request: Any, code: str) -> Device:
    """The device, or 404 just as for nothing."""
    found: Device | None = Device.objects.visible_to(request.user).for_lists().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def show(request: Any, found: Device, wrong: tuple[str, Any] | None = None) -> HttpResponse:
    """The page; ``wrong`` is the verb whose form was refused, with what was typed."""
    checks = list(found.calibrations.prefetch_related("references", "files").order_by("-done_on", "-pk"))
    kind, word = validity(found, request.today)
    context = {
        "device": found,
        "validity": {"kind": kind, "label": word},
        "checks": [(check, check_kind(check)) for check in checks],
        "chain": chain(checks[0] if checks else None),
        "lists": device_uses(),
        "parts": found.parts.select_related("apparatus").order_by("-valid_from", "name"),
        "built_into": found.built_into.on(request.today).select_related("device"),
        "works": found.works.select_related("done_by").order_by("-planned_on", "-pk"),
        "outages": [(one, _open_verbs(one, request)) for one in found.outages.all()],
        "files": [_shown(one) for one in found.files.filter(calibration=None)],
        "may_keep": can_keep(request.user),
        "finish_form": forms.FinishForm(auto_id=False),
        "once_form": OnceForm(auto_id=False),
        "panels": [_panel(found, verb, wrong) for verb in VERBS if verb.can(request.user)],
    }
    return render(request, "devices/staff/device.html", context, status=422 if wrong else 200)


def _shown(one: DeviceFile) -> dict[str, Any]:
    url = reverse("devices-desk:file", args=[one.public_id])
    return {"name": one.name, "url": url, "size": one.size, "note": one.get_kind_display()}


def _open_verbs(outage: Any, request: Any) -> list[str]:
    if not can_close(request.user) or outage.is_over(request.at):
        return []
    return ["extend", "end"] if outage.starts_at <= request.at else ["extend", "call_off"]


def _panel(found: Device, verb: Verb, wrong: tuple[str, Any] | None) -> dict[str, Any]:
    mine = wrong is not None and wrong[0] == verb.name
    form = wrong[1] if mine and wrong else verb.form(device=found, auto_id=f"{verb.name}_%s")
    return {"verb": verb, "form": form, "open": mine, "url": f"devices-desk:{verb.name}"}


def _go(request: Any, found: Device, verb: Verb, form: forms.DeviceForm) -> str:
    asked = form.said
    verb.action(by=request.user, at=request.at, device=found, **asked)
    messages.success(request, str(verb.done))
    return found.get_absolute_url()


def _calibrate(request: Any, found: Device, form: forms.CalibrateForm) -> str:
    check = actions.record_calibration(
        by=request.user,
        at=request.at,
        device=found,
        report=form.report,
        references=form.cleaned_data["references"],
        files=form.cleaned_data["attachments"],
    )
    if check.casts_doubt:
        messages.warning(request, _("前回の合格より後に測定した結果を確かめ、一つずつ判断を記録してください。"))
    else:
        messages.success(request, _("校正を記録しました。"))
    return found.get_absolute_url()
