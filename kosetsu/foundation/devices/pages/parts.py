"""Verbs on what belongs to a device: its outages, parts and works. Each goes back to the device."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import OnceForm, once
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.devices import actions
from kosetsu.foundation.devices.models import Device, Maintenance, Outage, Part
from kosetsu.foundation.devices.pages import forms
from kosetsu.foundation.devices.permissions import can_close, can_keep

Work = Callable[[dict[str, Any], dict[str, Any]], Any]


def _carry_out(request: Any, device: Device, form: OnceForm, done: Any, work: Work) -> HttpResponse:
    """Parse, one action, go; what is refused is said on the device's page."""
    address = device.get_absolute_url()

    def carry_out() -> str:
        work({"by": request.user, "at": request.at}, form.cleaned_data)
        messages.success(request, done)
        return address

    if not form.is_valid():
        for problem in (str(one) for errors in form.errors.values() for one in errors):
            messages.error(request, problem)
        return redirect(address)
    try:
        return redirect(once(request, form, carry_out))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(address)


def _outage(request: Any, public_id: UUID) -> Outage:
    found = Outage.objects.visible_to(request.user).select_related("device__branch").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@require_POST
@open_door(can_close)
def extend(request: SignedIn, public_id: UUID) -> HttpResponse:
    """It lasts longer, or shorter."""
    one = _outage(request, public_id)
    form = forms.ExtendForm(request.POST, device=one.device)
    return _carry_out(
        request, one.device, form, _("再開の予定を変えました。"),
        lambda common, data: actions.extend_outage(**common, outage=one, ends_at=data["ends_at"]),
    )  # fmt: skip


@require_POST
@open_door(can_close)
def end(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The device can be used again."""
    one = _outage(request, public_id)
    return _carry_out(
        request, one.device, OnceForm(request.POST), _("再開しました。"),
        lambda common, data: actions.end_outage(**common, outage=one),
    )  # fmt: skip


@require_POST
@open_door(can_close)
def call_off(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The planned outage does not take place."""
    one = _outage(request, public_id)
    return _carry_out(
        request, one.device, OnceForm(request.POST), _("休止を取りやめました。"),
        lambda common, data: actions.call_off(**common, outage=one),
    )  # fmt: skip


@require_POST
@open_door(can_keep)
def finish_work(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The work is done."""
    rows = Maintenance.objects.visible_to(request.user).select_related("device__branch")
    one = rows.filter(public_id=public_id).first()
    if one is None:
        raise Http404
    return _carry_out(
        request, one.device, forms.FinishForm(request.POST), _("作業の実施を記録しました。"),
        lambda common, data: actions.finish_work(**common, work=one, outcome=data["outcome"]),
    )  # fmt: skip


@require_POST
@open_door(can_keep)
def remove_part(request: SignedIn, number: int) -> HttpResponse:
    """The part is out."""
    one = Part.objects.select_related("device__branch").filter(pk=number).first()
    if one is None:
        raise Http404
    return _carry_out(
        request, one.device, OnceForm(request.POST), _("部品を外しました。"),
        lambda common, data: actions.remove_part(**common, part=one),
    )  # fmt: skip
