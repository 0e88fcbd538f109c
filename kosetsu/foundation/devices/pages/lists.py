"""Lists: the register, what is due, planned works, outages; and the public notices of outages."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.devices.actions.mail import AHEAD
from kosetsu.foundation.devices.models import Device, Maintenance, Outage
from kosetsu.foundation.devices.pages.shown import validity
from kosetsu.foundation.devices.permissions import can_read
from kosetsu.foundation.devices.states import DeviceKind, DeviceState, OutageKind
from kosetsu.foundation.parties.models import Branch, Group

BACK = dt.timedelta(days=14)
"""How long the resumption of a device is announced."""


def _columns(today: dt.date) -> list[Column]:
    return [
        Column(key="name", label=gettext_lazy("名称"), value="name", sort="name_ja"),
        Column(key="code", label=gettext_lazy("管理番号"), sort="code"),
        Column(key="kind", label=gettext_lazy("種別"), value="get_kind_display", sort="kind"),
        Column(
            key="validity",
            label=gettext_lazy("校正"),
            value=lambda one: validity(one, today)[1],
            state=lambda one: validity(one, today)[0],
        ),
        Column(key="valid_until", label=gettext_lazy("有効期限"), value="valid_until_now", sort="valid_until_now"),
        Column(key="state", label=gettext_lazy("状態"), value="get_state_display", sort="state"),
        Column(key="branch", label=gettext_lazy("拠点"), value="branch", sort="branch__code"),
        Column(key="group", label=gettext_lazy("グループ"), value="group", sort="group__code"),
        Column(key="place", label=gettext_lazy("設置場所"), sort="place", shown=False),
        Column(key="serial", label=gettext_lazy("製造番号"), sort="serial", shown=False),
    ]


@require_safe
@open_door(can_read)
def devices(request: SignedIn) -> HttpResponse:
    """The register."""
    return _devices(request, Device.objects.all(), _("機器台帳"))


@require_safe
@open_door(can_read)
def due(request: SignedIn) -> HttpResponse:
    """What lacks a valid check, or soon will; the most urgent first."""
    found = Device.objects.due(request.today + AHEAD)
    return _devices(request, found, _("校正の期限"), order=("valid_until_now", "code"))


def _devices(request: Any, rows: Any, title: str, order: tuple[str, ...] = ("code",)) -> HttpResponse:
    page = ListPage(
        request,
        rows.visible_to(request.user).for_lists(),
        _columns(request.today),
        [
            Filter(key="kind", label=_("種別"), choices=DeviceKind.choices),
            Filter(key="state", label=_("状態"), choices=DeviceState.choices),
            Filter(key="branch", label=_("拠点"), choices=_branches, field="branch__code"),
            Filter(key="group", label=_("グループ"), choices=_groups, field="group__code"),
            Filter(key="valid_until_now", label=_("有効期限"), kind="dates"),
        ],
        lambda found, words: (
            found.filter(name_ja__icontains=words)
            | found.filter(code__icontains=words)
            | found.filter(serial__icontains=words)
        ),
        title=title,
        url=lambda one: one.get_absolute_url(),
        order=order,
        empty_title=_("ここに、機器と標準器が並びます"),
    )
    return page.response("devices/staff/devices.html")


@require_safe
@open_door(can_read)
def works(request: SignedIn) -> HttpResponse:
    """Planned works, the earliest first."""
    page = ListPage(
        request,
        Maintenance.objects.visible_to(request.user).open().select_related("device__branch"),
        [
            Column(key="work", label=gettext_lazy("作業"), sort="work"),
            Column(key="planned", label=gettext_lazy("予定日"), value="planned_on", sort="planned_on"),
            Column(key="device", label=gettext_lazy("機器"), value="device.name", sort="device__name_ja"),
            Column(key="branch", label=gettext_lazy("拠点"), value="device.branch", sort="device__branch__code"),
            Column(key="every", label=gettext_lazy("くり返し（月）"), value="every_months", shown=False),
        ],
        [
            Filter(key="branch", label=_("拠点"), choices=_branches, field="device__branch__code"),
            Filter(key="planned_on", label=_("予定日"), kind="dates"),
        ],
        lambda found, words: found.filter(work__icontains=words) | found.filter(device__name_ja__icontains=words),
        title=_("保守の予定"),
        url=lambda one: one.device.get_absolute_url(),
        order=("planned_on",),
        empty_title=_("ここに、予定された保守の作業が並びます"),
    )
    return page.response("devices/staff/devices.html")


@require_safe
@open_door(can_read)
def outages(request: SignedIn) -> HttpResponse:
    """Every outage, the latest first."""
    page = ListPage(
        request,
        Outage.objects.visible_to(request.user).select_related("device__branch"),
        [
            Column(key="device", label=gettext_lazy("機器"), value="device.name", sort="device__name_ja"),
            Column(key="kind", label=gettext_lazy("種別"), value="get_kind_display", sort="kind"),
            Column(key="starts", label=gettext_lazy("休止の開始"), value="starts_at", sort="starts_at"),
            Column(key="ends", label=gettext_lazy("再開の予定"), value="ends_at", sort="ends_at"),
            Column(key="reason", label=gettext_lazy("理由"), value="public_reason"),
            Column(key="branch", label=gettext_lazy("拠点"), value="device.branch", sort="device__branch__code"),
        ],
        [
            Filter(key="kind", label=_("種別"), choices=OutageKind.choices),
            Filter(key="branch", label=_("拠点"), choices=_branches, field="device__branch__code"),
            Filter(key="starts_at", label=_("休止の開始"), kind="dates"),
        ],
        lambda found, words: found.filter(device__name_ja__icontains=words) | found.filter(device__code=words),
        title=_("機器の休止"),
        url=lambda one: one.device.get_absolute_url(),
        order=("-starts_at",),
        empty_title=_("ここに、機器の休止が並びます"),
    )
    return page.response("devices/staff/devices.html")


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """休止・再開のお知らせ, for everyone: which device, from when until when, why; nobody's name."""
    at = request.at  # type: ignore[attr-defined]
    shown = Outage.objects.shown_on_portal(at, BACK)
    context = {
        "going": [one for one in shown if one.starts_at <= at and not one.is_over(at)],
        "coming": [one for one in shown if one.starts_at > at],
        "over": [one for one in shown if one.is_over(at)],
    }
    return render(request, "devices/notices.html", context)


def _branches() -> list[tuple[str, str]]:
    return [(branch.code, branch.name) for branch in Branch.objects.all()]


def _groups() -> list[tuple[str, str]]:
    return [(group.code, group.name) for group in Group.objects.all()]
