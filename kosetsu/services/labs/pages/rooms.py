"""Rooms at the desk: which are free from when, which have been empty for long; one room; the log of shared rooms."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from kosetsu.common.clock import day_asked
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.models import Branch
from kosetsu.services.labs.documents.occupancy import long_empty, room_months, rooms_on
from kosetsu.services.labs.models import Lab, LabTerms, RoomUse, Tenancy
from kosetsu.services.labs.permissions import can_manage_labs, can_read_labs

LOG = [
    Column(key="started_at", label=_l("利用開始"), sort="started_at", kind=Kind.MOMENT),
    Column(key="stopped_at", label=_l("利用終了"), sort="stopped_at", kind=Kind.MOMENT),
    Column(key="room", label=_l("部屋"), value="resource.name", sort="resource__name_ja"),
    Column(key="company", label=_l("会社"), value="tenancy.case.organisation.name",
           sort="tenancy__case__organisation__name"),
    Column(key="hours", label=_l("時間"), value="entry.quantity", sort="entry__quantity", kind=Kind.NUMBER),
    Column(key="yen", label=_l("料金"), value="charge.yen", sort="charge__yen", kind=Kind.YEN),
    Column(key="person", label=_l("利用者"), value="booking.user_name", shown=False),
]  # fmt: skip


@require_safe
@open_door(can_read_labs)
def lab_rooms(request: SignedIn) -> HttpResponse:
    """Every room on a day, the long empty ones on top."""
    day = day_asked(request)
    found, terms = rooms_on(day), LabTerms.of(day)
    context = {
        "day": day, "rooms": found, "occupied": sum(room.occupied for room in found), "terms": terms,
        "long_empty": long_empty(found, terms), "may_manage": can_manage_labs(request.user),
    }  # fmt: skip
    return render(request, "labs/staff/rooms.html", context)


@require_safe
@open_door(can_read_labs)
def lab_room(request: SignedIn, branch: str, room: str) -> HttpResponse:
    """One room: who had it, what it is, how this fiscal year was used."""
    lab = get_object_or_404(Lab.objects.select_related("branch", "offering"), branch__code=branch, room=room)
    tenancies = Tenancy.objects.visible_to(request.user).filter(lab=lab).for_lists().order_by("-since")
    context = {
        "lab": lab, "tenancies": tenancies, "printed": lab.printed.order_by("printed_on"),
        "now": next((one for one in rooms_on(request.today) if one.lab.pk == lab.pk), None),
        "months": [one for one in room_months(request.today) if one.lab.pk == lab.pk],
    }  # fmt: skip
    return render(request, "labs/staff/room.html", context)


@require_safe
@open_door(can_read_labs)
def room_log(request: SignedIn) -> HttpResponse:
    """Every use of a shared room."""
    known: Any = RoomUse.objects.visible_to(request.user).select_related(
        "resource", "tenancy__case__organisation", "entry", "charge", "booking__person"
    )
    page = ListPage(
        request,
        known,
        LOG,
        [
            Filter(key="branch", label=_("拠点"), field="resource__branch__code",
                   choices=lambda: [(one.code, str(one)) for one in Branch.objects.order_by("code")]),
            Filter(key="started_at", label=_("利用日"), kind="dates", apply=_between),
        ],
        lambda found, words: (
            found.filter(resource__name_ja__icontains=words)
            | found.filter(tenancy__case__organisation__name__icontains=words)
        ),
        title=_("共用の部屋の利用記録"),
        order=("-started_at",),
        empty_title=_("試作加工室と化学実験室の利用が、ここに記録されます。"),
    )  # fmt: skip
    return page.response()


def _between(found: Any, days: Any) -> Any:
    first, last = days
    bounds = {"started_at__date__gte": first, "started_at__date__lte": last}
    return found.filter(**{path: day for path, day in bounds.items() if day})
