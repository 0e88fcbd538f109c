"""Registrations at the desk: the list of a gathering, one of them, and one more for a caller."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Registration
from kosetsu.foundation.gatherings.pages.desk import load as load_gathering
from kosetsu.foundation.gatherings.pages.forms import RegisterForm
from kosetsu.foundation.gatherings.permissions import can_add_registration, can_change_registration, can_plan
from kosetsu.foundation.gatherings.states import RegistrationState
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong

KINDS = {
    RegistrationState.CONFIRMED: "active",
    RegistrationState.OFFERED: "waiting",
    RegistrationState.UNPAID: "waiting",
    RegistrationState.WAITING: "waiting",
    RegistrationState.APPLIED: "waiting",
}


def state_kind(registration: Registration) -> str:
    """The colour of a registration's state."""
    return KINDS.get(RegistrationState(registration.state), "stopped")


COLUMNS = [
    Column(key="name", label=_l("氏名"), sort="name"),
    Column(key="company", label=_l("所属"), sort="company"),
    Column(key="email", label=_l("メールアドレス"), sort="email"),
    Column(key="quota", label=_l("参加方法"), sort="quota__name"),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state", state=state_kind),
    Column(key="made_at", label=_l("申込日時"), sort="made_at"),
    Column(key="turn", label=_l("待ち順"), sort="turn", shown=False),
    Column(key="workplace", label=_l("請求先の事業所"), sort="workplace__name", shown=False),
]


@require_safe
@open_door(can_plan)
def registrations(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Everyone who registered for one gathering; a file as well."""
    gathering = load_gathering(request, public_id)
    page = ListPage(
        request,
        Registration.objects.visible_to(request.user)
        .filter(gathering=gathering)
        .select_related("quota", "workplace__organisation"),
        COLUMNS,
        [Filter(key="state", label=_("状態"), choices=RegistrationState.choices)],
        lambda found, words: found.filter(name__icontains=words) | found.filter(company__icontains=words),
        title=_("申込者：%(title)s") % {"title": gathering},
        url=_address,
        order=("made_at",),
        empty_title=_("申し込んだ人がここに並びます。"),
    )
    may_add = can_add_registration(request.user, gathering, request.at)
    return page.response("gatherings/staff/registrations.html", gathering=gathering, may_add=may_add)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan)
def add_registration(request: SignedIn, public_id: UUID) -> HttpResponse:
    """For whoever calls or stands at the counter."""
    gathering = load_gathering(request, public_id)
    if not (may := can_add_registration(request.user, gathering, request.at)):
        return refusal(request, may)
    form = RegisterForm(request.POST or None, gathering=gathering, user=request.user, today=request.today, desk=True)

    def work() -> str:
        given = form.cleaned_data
        made = actions.register(
            by=request.user, at=request.at, gathering=gathering, quota=given["quota"], guests=form.guests(),
            agreed=given.get("agreed", False), workplace=given.get("workplace"), code=given.get("code", ""), desk=True,
        )  # fmt: skip
        messages.success(request, _("受け付けました：%(state)s") % {"state": made[0].get_state_display()})
        return _address(made[0])

    return form_page(
        request, form, work, layout="desk", title=_("申し込みを加える"), done=_("結果をメールで知らせました。"),
        button=_("申し込む"), lead=gathering.title,
    )  # fmt: skip


@require_safe
@open_door(can_plan)
def registration(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One registration, what was written to whoever registered, and what can be done with it now."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Registration:
    """The registration, or 404 just as for nothing."""
    rows = Registration.objects.visible_to(request.user)
    related = ("gathering__branch", "quota", "workplace__organisation", "leader", "charge", "advance")
    return get_object_or_404(rows.select_related(*related), public_id=public_id)


def show(request: Any, found: Registration, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "registration": found,
        "gathering": found.gathering,
        "state_kind": state_kind(found),
        "arrivals": found.arrivals.order_by("on_date"),
        "letters": found.letters.order_by("made_at", "pk"),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "gatherings/staff/registration.html", context, status=status)


def _may(request: Any, registration: Registration, verb: str) -> Decision:
    return can_change_registration(registration, verb, request.at, staff=True)


def _address(registration: Registration) -> str:
    return reverse("gatherings-desk:registration", args=[registration.public_id])


MOVES = Verbs(
    "registration", "gatherings-desk", can_plan, load, _may, show, _address,
    [
        Verb("accept_place", _l("参加を確定する"), _l("参加を確定しました。"), actions.accept_place),
        Verb("cancel_registration", _l("申し込みを取り消す"), _l("取り消し、本人にお知らせしました。"),
             actions.cancel_registration, kind="danger"),
    ],
)  # fmt: skip
