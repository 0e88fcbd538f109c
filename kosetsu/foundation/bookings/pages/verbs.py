"""One booking and its verbs: each loads, asks, parses its form, calls its one action, and goes back to the booking."""

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
from django.views.decorators.http import require_POST, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.idempotency import submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.models import Booking
from kosetsu.foundation.bookings.pages import forms
from kosetsu.foundation.bookings.pages.shown import state_kind
from kosetsu.foundation.bookings.permissions import can_change, can_decide, can_give_way, can_run, keeps, outage_of
from kosetsu.foundation.bookings.states import COMING
from kosetsu.foundation.parties.standing import standing


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb on the page: its button, the question its door asks, its form, its action."""

    name: str
    label: str | Promise
    done: str | Promise
    action: Callable[..., Any]
    can: Callable[[Any, Booking, str], Decision] = can_change
    form: type[forms.VerbForm] = forms.VerbForm
    kind: str = "secondary"


VERBS = [
    Verb("confirm_hold", _l("この時間で確定する"), _l("予約しました。"), actions.confirm_hold,
         kind="primary"),
    Verb("approve", _l("承認する"), _l("承認しました。"), actions.approve, can_decide, kind="primary"),
    Verb("refuse", _l("承認しない"), _l("お断りしました。"), actions.refuse, can_decide,
         forms.RefuseForm),
    Verb("start", _l("利用を始める"), _l("利用を始めました。"), actions.start, can_run, kind="primary"),
    Verb("stop", _l("利用を終える"), _l("利用を終えました。"), actions.stop, can_run, kind="primary"),
    Verb("move", _l("日時を変える"), _l("日時を変えました。"), actions.move, form=forms.MoveForm),
    Verb("extend", _l("延長する"), _l("延長しました。"), actions.extend, form=forms.EndForm),
    Verb("shorten", _l("短くする"), _l("短くしました。"), actions.shorten, form=forms.EndForm),
    Verb("hand_over", _l("同僚へ引き継ぐ"), _l("引き継ぎました。"), actions.hand_over,
         form=forms.HandOverForm),
    Verb("mark_no_show", _l("来所なしとする"), _l("来所なしとしました。"), actions.mark_no_show,
         can_decide),
    Verb("move_on", _l("次の空きへ移す（機器の休止）"), _l("次の空きへ移しました。"), actions.move_on,
         lambda user, booking, name: can_give_way(user, booking, "move")),
    Verb("give_way", _l("休止のため取り消す"), _l("取り消し、お知らせのメールを送りました。"), actions.give_way,
         lambda user, booking, name: can_give_way(user, booking, "cancel")),
    Verb("cancel", _l("予約を取り消す"), _l("予約を取り消しました。"), actions.cancel,
         form=forms.ReasonForm),
]  # fmt: skip


@require_safe
@open_door()
def booking(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One booking: when, what, for whom, and what can be done now."""
    return _show(request, _load(request, public_id))


def page_of(verb: Verb) -> Callable[..., HttpResponse]:
    """The page of one verb, in its five beats; what the action refuses stands above its form, with what was typed."""

    @require_POST
    @open_door()
    def page(request: SignedIn, public_id: UUID) -> HttpResponse:
        found = _load(request, public_id)
        form = verb.form(request.POST, booking=found, auto_id=f"{verb.name}_%s")
        if answer := submitted(request, form, lambda: _go(request, found, verb, form)):
            return answer
        decision = verb.can(request.user, found, verb.name)
        return _show(request, found, (verb.name, form), status=422) if decision else refusal(request, decision)

    page.__name__ = page.__qualname__ = verb.name
    return page


def _go(request: Any, found: Booking, verb: Verb, form: forms.VerbForm) -> str:
    asked = form.said
    verb.action(by=request.user, at=request.at, booking=found, **asked)
    messages.success(request, str(verb.done))
    return reverse("bookings:booking", args=[found.public_id])


def _load(request: Any, public_id: UUID) -> Booking:
    """The booking, or 404 just as for nothing."""
    rows = Booking.objects.visible_to(request.user).for_lists().select_related("resource__group")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _show(request: Any, found: Booking, wrong: tuple[str, Any] | None = None, status: int = 200) -> HttpResponse:
    staff = standing(request.user).is_staff
    context = {
        "layout": "layouts/desk.html" if staff else "layouts/portal.html",
        "booking": found,
        "resource": found.resource,
        "zone": found.resource.zone,
        "along": [part.resource for part in found.parts.exclude(resource=found.resource).select_related("resource")],
        "state_kind": state_kind(found.state),
        "fee": _fee(found),
        "outage": outage_of(found) if found.state in COMING else None,
        "panels": [_panel(found, verb, wrong) for verb in VERBS if verb.can(request.user, found, verb.name)],
        "home": _list_of(request.user, staff),
    }
    return render(request, "bookings/booking.html", context, status=status)


def _list_of(user: Any, staff: bool) -> str:
    """Where its list is, for who has one: colleagues who keep no resources come from what a booking is for."""
    if staff:
        return "bookings-desk:bookings" if keeps(user) else ""
    return "bookings:mine"


def _panel(found: Booking, verb: Verb, wrong: tuple[str, Any] | None) -> dict[str, Any]:
    mine = wrong is not None and wrong[0] == verb.name
    times = {"starts_at": found.starts_at, "ends_at": found.ends_at}
    form = wrong[1] if mine and wrong else verb.form(booking=found, initial=times, auto_id=f"{verb.name}_%s")
    asks = len(form.fields) > 1
    return {"verb": verb, "form": form, "open": mine, "asks": asks, "url": f"bookings:{verb.name}"}


def _fee(found: Booking) -> str:
    """What the cancellation costs, in words."""
    return _("料金の%(share)s") % {"share": f"{round(found.fee * 100)}%"} if found.fee else ""
