"""The year's table: each room by month, and the list of tenants in the annual report's form; files as well."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kosetsu.common import fiscal
from kosetsu.common.clock import day_asked
from kosetsu.common.downloads import excel
from kosetsu.common.spreadsheets import Column, Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.services.labs.documents.occupancy import Room, RoomMonth, room_months, rooms_on
from kosetsu.services.labs.permissions import can_manage_labs, can_read_labs


@require_safe
@open_door(can_read_labs)
def lab_year(request: SignedIn) -> HttpResponse:
    """The fiscal year of a day, through that day."""
    day = day_asked(request)
    found, months = rooms_on(day), room_months(day)
    if (wanted := request.GET.get("file")) in FILES:
        return FILES[wanted](found, months, f"{day:%Y-%m-%d}")
    by_room = {name: list(rows) for name, rows in groupby(months, lambda one: one.lab)}
    context = {
        "day": day,
        "year": fiscal.label(fiscal.fiscal_year(day)),
        "months": sorted({one.month for one in months}),
        "use": by_room.items(),
        "branches": [(branch, list(rows)) for branch, rows in groupby(found, lambda room: room.lab.branch)],
        "total": _total(months),
        "may_manage": can_manage_labs(request.user),
    }  # fmt: skip
    return render(request, "labs/staff/year.html", context)


def _total(months: list[RoomMonth]) -> RoomMonth | None:
    """All rooms and months together."""
    if not months:
        return None
    first = months[0]
    return RoomMonth(first.lab, first.month, sum(one.offered for one in months), sum(one.held for one in months))


def _list_file(found: list[Room], _months: list[RoomMonth], day: str) -> HttpResponse:
    """Room, company, use: as the annual report prints them."""
    columns = [
        Column("branch", _("拠点")), Column("room", _("室番号")), Column("tenant", _("企業名")),
        Column("theme", _("利用の概要")),
    ]  # fmt: skip
    rows = [[str(one.lab.branch), one.lab.room, one.tenant, one.theme] for one in found]
    return excel(columns, rows, _("ラボの入居者"), f"{_('ラボの入居者')}-{day}")


def _use_file(_found: list[Room], months: list[RoomMonth], day: str) -> HttpResponse:
    columns = [
        Column("branch", _("拠点")), Column("room", _("室番号")), Column("month", _("月"), Kind.DATE),
        Column("offered", _("貸し出せる日数"), Kind.NUMBER), Column("held", _("入居の日数"), Kind.NUMBER),
    ]  # fmt: skip
    rows = [[str(one.lab.branch), one.lab.room, one.month, one.offered, one.held] for one in months]
    return excel(columns, rows, _("ラボの利用率"), f"{_('ラボの利用率')}-{day}")


FILES = {"list": _list_file, "use": _use_file}
