"""Lists: what can be booked, my bookings, the desk's bookings, and what waits for an approval."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kosetsu.common.clock import written
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.bookings.pages.shown import state_kind
from kosetsu.foundation.bookings.permissions import can_book_for_callers
from kosetsu.foundation.bookings.states import ResourceKind, State
from kosetsu.foundation.parties.models import Branch
from kosetsu.foundation.parties.standing import standing


def _moment(moment: Any, booking: Booking) -> str:
    return written(moment, booking.resource.zone)


RESOURCES = [
    Column(key="name", label=gettext_lazy("名称"), value="name", sort="name_ja"),
    Column(key="kind", label=gettext_lazy("種別"), value="get_kind_display", sort="kind"),
    Column(key="branch", label=gettext_lazy("拠点"), value="branch", sort="branch__code"),
    Column(key="group", label=gettext_lazy("グループ"), value="group", shown=False),
    Column(key="code", label=gettext_lazy("番号"), sort="code"),
]
BOOKINGS = [
    Column(key="resource", label=gettext_lazy("機器・部屋"), value="resource.name", sort="resource__name_ja"),
    Column(key="starts", label=gettext_lazy("開始"), value=lambda b: _moment(b.starts_at, b), sort="starts_at"),
    Column(key="ends", label=gettext_lazy("終了"), value=lambda b: _moment(b.ends_at, b), sort="ends_at"),
    Column(
        key="state",
        label=gettext_lazy("状態"),
        value="get_state_display",
        state=lambda b: state_kind(b.state),
        sort="state",
    ),
    Column(key="user", label=gettext_lazy("利用者"), value="user_name"),
    Column(key="workplace", label=gettext_lazy("事業所"), value="workplace"),
    Column(key="branch", label=gettext_lazy("拠点"), value="resource.branch", shown=False),
    Column(key="purpose", label=gettext_lazy("利用の目的"), value="purpose", shown=False),
]


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """What can be booked, with the way to its week."""
    page = ListPage(
        request,
        Resource.objects.visible_to(request.user).for_lists(),
        RESOURCES,
        [
            Filter(key="kind", label=_("種別"), choices=ResourceKind.choices),
            Filter(key="branch", label=_("拠点"), choices=_branches, field="branch__code"),
        ],
        lambda found, words: found.filter(name_ja__icontains=words) | found.filter(code__icontains=words),
        title=_("機器・部屋の空き状況"),
        url=lambda one: reverse("bookings:week", args=[one.code]),
        order=("branch__code", "kind", "code"),
        empty_title=_("ここに、予約できる機器・部屋が並びます"),
    )
    return page.response("bookings/resources.html", layout="layouts/portal.html")


@require_safe
@open_door()
def mine(request: SignedIn) -> HttpResponse:
    """My company's bookings, the next first."""
    if standing(request.user).is_staff:
        return redirect("bookings-desk:bookings")
    page = _page(request, Booking.objects.visible_to(request.user), _("予約"))
    return page.response("bookings/mine.html", layout="layouts/portal.html")


@require_safe
@open_door(can_book_for_callers)
def bookings(request: SignedIn) -> HttpResponse:
    """Every booking; the filters are in the address."""
    page = _page(request, Booking.objects.visible_to(request.user), _("予約"))
    return page.response("bookings/staff/bookings.html")


@require_safe
@open_door(can_book_for_callers)
def approvals(request: SignedIn) -> HttpResponse:
    """What waits for an approval, the earliest beginning first."""
    waiting = Booking.objects.visible_to(request.user).waiting()
    return _page(request, waiting, _("予約の承認待ち"), order=("starts_at",)).response("bookings/staff/bookings.html")


@require_safe
@open_door(can_book_for_callers)
def outages(request: SignedIn) -> HttpResponse:
    """What lies across an outage of its device and waits for a decision, the earliest beginning first."""
    met = Booking.objects.visible_to(request.user).across_outages(request.at)
    page = _page(request, met, _("休止にかかる予約"), order=("starts_at",))
    return page.response("bookings/staff/outages.html")


def _page(
    request: HttpRequest, rows: QuerySet[Booking], title: str, order: tuple[str, ...] = ("-starts_at",)
) -> ListPage:
    return ListPage(
        request,
        rows.select_related("resource__branch", "person", "workplace__organisation"),
        BOOKINGS,
        [
            Filter(key="state", label=_("状態"), choices=State.choices),
            Filter(key="branch", label=_("拠点"), choices=_branches, field="resource__branch__code"),
            Filter(key="starts_at", label=_("利用日"), kind="dates"),
        ],
        lambda found, words: (
            found.filter(resource__name_ja__icontains=words) | found.filter(resource__code__icontains=words)
        ),
        title=title,
        url=lambda booking: reverse("bookings:booking", args=[booking.public_id]),
        order=order,
        empty_title=_("ここに、予約が並びます"),
        empty_help=_("「機器・部屋の空き状況」から予約できます。"),
    )


def _branches() -> list[tuple[str, str]]:
    return [(branch.code, branch.name) for branch in Branch.objects.all()]
