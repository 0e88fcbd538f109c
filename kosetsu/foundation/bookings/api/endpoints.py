"""Bookings by program: what is free, book, move, cancel. The doors are those of the pages."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router, Status

from kosetsu.common.api.answers import built
from kosetsu.common.api.doors import Scope, door
from kosetsu.common.api.paging import Asked, cut
from kosetsu.common.api.problems import Stop, not_found, wrong
from kosetsu.common.decisions import Decision, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.actions.beats import OtherTimes
from kosetsu.foundation.bookings.actions.places import free
from kosetsu.foundation.bookings.api.schemas import (
    BookingIn,
    BookingOut,
    BookingPage,
    BookingsAsked,
    CancelIn,
    EndIn,
    FreeAsked,
    HandOverIn,
    ResourcePage,
    ResourcesAsked,
    SpanIn,
    SpanOut,
    WaitingIn,
    WaitingOut,
    WaitingPage,
    WeekAsked,
    WeekOut,
    booking_out,
    resource_out,
    waiting_out,
    week_out,
)
from kosetsu.foundation.bookings.models import Booking, Resource, Waiting
from kosetsu.foundation.bookings.pages.week import weeks
from kosetsu.foundation.bookings.permissions import can_accept, can_book, can_change, can_hand_over
from kosetsu.foundation.bookings.rules import Span
from kosetsu.foundation.parties.models import Branch, Workplace

READ = Scope("read:bookings", gettext_lazy("予約と空き状況を読む"))
WRITE = Scope("write:bookings", gettext_lazy("予約し、変更し、取り消す"))
router = Router(tags=["bookings"])


@router.get("/resources", response=ResourcePage, **door(READ, gettext_lazy("予約できる機器・部屋の一覧"), public=True))
def list_resources(request: Any, asked: Query[ResourcesAsked]) -> ResourcePage:
    """What can be booked, by code."""
    wanted = {"kind": asked.kind, "branch__code": asked.branch}
    rows = Resource.objects.visible_to(request.user).select_related("branch")
    page, following = cut(rows.filter(**{name: value for name, value in wanted.items() if value}), ["code"], asked)
    return ResourcePage(items=[resource_out(one) for one in page], next_cursor=following)


@router.get(
    "/resources/{code}/free", response=list[SpanOut], **door(READ, gettext_lazy("次に空いている時間"), public=True)
)
def list_free(request: Any, code: str, asked: Query[FreeAsked]) -> list[SpanOut]:
    """The earliest times that the resource, and what is used along, have free at once."""
    resources = _resources(request, [code, *asked.along])
    spans = free(resources, asked.minutes, after=asked.after or request.at, at=request.at, count=10)
    return [SpanOut(starts_at=one.starts, ends_at=one.ends) for one in spans]


@router.get(
    "/resources/{code}/week", response=WeekOut, **door(READ, gettext_lazy("機器・部屋の1週間の空き状況"), public=True)
)
def get_week(request: Any, code: str, asked: Query[WeekAsked]) -> HttpResponse:
    """Free and taken, for everyone alike."""
    resource = Resource.objects.visible_to(request.user).for_weeks().filter(code=code).first()
    if resource is None:
        raise not_found()
    [(resource, days)] = weeks([resource], asked.day or request.today, request.at)
    return built(week_out(resource, days))


@router.get(
    "/branches/{code}/week", response=list[WeekOut], **door(READ, gettext_lazy("拠点の1週間の空き状況"), public=True)
)
def get_branch_week(request: Any, code: str, asked: Query[WeekAsked]) -> HttpResponse:
    """The same of every resource of a branch, by code."""
    here = Resource.objects.visible_to(request.user).filter(branch__code=code, in_use=True).for_weeks()
    resources = list(here.order_by("code"))
    if not resources and not Branch.objects.filter(code=code).exists():
        raise not_found()
    found = weeks(resources, asked.day or request.today, request.at)
    return built([week_out(resource, days) for resource, days in found])


@router.post("/bookings", response={201: BookingOut}, **door(WRITE, gettext_lazy("予約する")))
def request_booking(request: Any, body: BookingIn) -> Status[BookingOut]:
    """Book for one of the workplaces the caller acts for; a taken time is a conflict that names the next free ones."""
    require(can_book(request.user))
    wish = actions.Wish(
        resources=tuple(_resources(request, [body.resource, *body.along])),
        span=body.span,
        workplace=_workplace(request, body.workplace),
        purpose=body.purpose,
    )
    try:
        booking = actions.request(by=request.user, at=request.at, wish=wish)
    except OtherTimes as refused:
        raise _conflict(refused.decision) from refused
    return Status(201, booking_out(booking, wish.resources))


@router.get("/bookings", response=BookingPage, **door(READ, gettext_lazy("自分が見られる予約の一覧")))
def list_bookings(request: Any, asked: Query[BookingsAsked]) -> BookingPage:
    """The bookings the caller may see, the latest beginning first."""
    rows = _rows(request)
    if asked.state:
        rows = rows.filter(state=asked.state)
    page, following = cut(rows, ["-starts_at", "-public_id"], asked)
    return BookingPage(items=[booking_out(one) for one in page], next_cursor=following)


@router.get("/bookings/{uuid:id}", response=BookingOut, **door(READ, gettext_lazy("予約の1件")))
def get_booking(request: Any, id: UUID) -> BookingOut:
    """One booking."""
    return booking_out(_load(request, id))


@router.post("/bookings/{uuid:id}/move", response=BookingOut, **door(WRITE, gettext_lazy("予約の日時を変える")))
def move_booking(request: Any, id: UUID, body: SpanIn) -> BookingOut:
    """Another time, or a conflict that names the next free ones."""
    booking = _changeable(request, id, "move")
    try:
        actions.move(by=request.user, at=request.at, booking=booking, starts_at=body.starts_at, ends_at=body.ends_at)
    except OtherTimes as refused:
        raise _conflict(refused.decision) from refused
    return booking_out(_load(request, id))


@router.post("/bookings/{uuid:id}/extend", response=BookingOut, **door(WRITE, gettext_lazy("予約を延長する")))
def extend_booking(request: Any, id: UUID, body: EndIn) -> BookingOut:
    """Go on longer, or a conflict that names the next free times."""
    booking = _changeable(request, id, "extend")
    try:
        actions.extend(by=request.user, at=request.at, booking=booking, ends_at=body.ends_at)
    except OtherTimes as refused:
        raise _conflict(refused.decision) from refused
    return booking_out(_load(request, id))


@router.post("/bookings/{uuid:id}/hand-over", response=BookingOut, **door(WRITE, gettext_lazy("予約を同僚へ引き継ぐ")))
def hand_over_booking(request: Any, id: UUID, body: HandOverIn) -> BookingOut:
    """A colleague comes instead. Whoever is none gets the same answer as an address that nobody has."""
    booking = _changeable(request, id, "hand_over")
    to = Person.objects.filter(email__iexact=body.to).first() or Person(is_active=False)
    _allow(can_hand_over(request.user, booking, to))
    actions.hand_over(by=request.user, at=request.at, booking=booking, to=to)
    return booking_out(_load(request, id))


@router.get("/waiting", response=WaitingPage, **door(READ, gettext_lazy("自分のキャンセル待ちの一覧")))
def list_waiting(request: Any, asked: Query[Asked]) -> WaitingPage:
    """Places on waiting lists that the caller may see, the newest first."""
    page, following = cut(_waiting(request), ["-made_at", "-public_id"], asked)
    return WaitingPage(items=[waiting_out(one) for one in page], next_cursor=following)


@router.post("/waiting", response={201: WaitingOut}, **door(WRITE, gettext_lazy("キャンセル待ちを申し込む")))
def join_waiting_list(request: Any, body: WaitingIn) -> Status[WaitingOut]:
    """Wait for a time; a conflict where there is one already."""
    require(can_book(request.user))
    [resource] = _resources(request, [body.resource])
    try:
        made = actions.join_waiting_list(
            by=request.user, at=request.at, resource=resource, workplace=_workplace(request, body.workplace),
            minutes=body.minutes, within=Span(body.since, body.until),
        )  # fmt: skip
    except OtherTimes as refused:
        raise _conflict(refused.decision) from refused
    return Status(201, waiting_out(_place(request, made.public_id)))


@router.post("/waiting/{uuid:id}/accept", response=BookingOut, **door(WRITE, gettext_lazy("案内された空きを予約する")))
def accept_offer(request: Any, id: UUID) -> BookingOut:
    """Take what is held for a place on the waiting list; a conflict where it was taken, or is held no longer."""
    place = _place(request, id)
    _allow(can_accept(request.user, place))
    booking = actions.accept_offer(by=request.user, at=request.at, waiting=place)
    return booking_out(_load(request, booking.public_id))


@router.post("/bookings/{uuid:id}/cancel", response=BookingOut, **door(WRITE, gettext_lazy("予約を取り消す")))
def cancel_booking(request: Any, id: UUID, body: CancelIn) -> BookingOut:
    """Give the time back; ``fee_share`` is the share of the price that the rule asks for it."""
    booking = _changeable(request, id, "cancel")
    actions.cancel(by=request.user, at=request.at, booking=booking, reason=body.reason)
    return booking_out(_load(request, id))


def _waiting(request: Any) -> Any:
    return Waiting.objects.visible_to(request.user).select_related("resource", "offered")


def _place(request: Any, public_id: UUID) -> Waiting:
    """The place on the waiting list, or the same answer as for nothing."""
    found: Waiting | None = _waiting(request).filter(public_id=public_id).first()
    if found is None:
        raise not_found()
    return found


def _rows(request: Any) -> Any:
    return Booking.objects.visible_to(request.user).for_lists().prefetch_related("parts__resource")


def _load(request: Any, public_id: UUID) -> Booking:
    """The booking, or the same answer as for nothing."""
    found: Booking | None = _rows(request).filter(public_id=public_id).first()
    if found is None:
        raise not_found()
    return found


def _changeable(request: Any, public_id: UUID, verb: str) -> Booking:
    """The booking, if this caller may change it; in another state it is a conflict."""
    booking = _load(request, public_id)
    _allow(can_change(request.user, booking, verb))
    return booking


def _allow(decision: Decision) -> None:
    """Let a yes pass; what the state does not allow is a conflict."""
    if not decision:
        raise not_found() if decision.hidden else _conflict(decision)


def _conflict(decision: Decision) -> Stop:
    return Stop(409, decision.reason, decision.next_step)


def _resources(request: Any, codes: list[str]) -> list[Resource]:
    """The resources named, in that order."""
    known = Resource.objects.visible_to(request.user).for_booking().in_bulk(codes, field_name="code")
    if any(code not in known for code in codes):
        raise not_found()
    return [known[code] for code in dict.fromkeys(codes)]


def _workplace(request: Any, public_id: UUID | None) -> Workplace:
    """The workplace named, or the only one."""
    own = Workplace.objects.visible_to(request.user).open_on(request.today).select_related("organisation")
    found = list(own[:2]) if public_id is None else list(own.filter(public_id=public_id))
    if len(found) != 1:
        raise wrong("body", "workplace", _("自社の事業所のIDを指定してください。"))
    return found[0]
