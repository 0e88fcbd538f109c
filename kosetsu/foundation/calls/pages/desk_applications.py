"""Applications at the desk: the list of a call, one application and its papers, what came on paper."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import HIDDEN, Decision
from kosetsu.common.idempotency import submitted
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.manifests import links
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.calls import actions
from kosetsu.foundation.calls.models import Application
from kosetsu.foundation.calls.pages.forms import AskBackForm, EnterForm, ReasonForm
from kosetsu.foundation.calls.pages.public import load as load_call
from kosetsu.foundation.calls.pages.shown import parts, state_kind
from kosetsu.foundation.calls.permissions import (
    can_decline,
    can_enter_application,
    can_handle,
    can_hear,
    can_read_applications,
    can_read_calls,
    can_withdraw,
    papers,
)
from kosetsu.foundation.calls.states import ApplicationState, Channel, Paper
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong

COLUMNS = [
    Column(key="number", label=_l("番号"), sort="number"),
    Column(key="title", label=_l("題名"), sort="title"),
    Column(key="applicant", label=_l("応募者"), value=lambda one: str(one.applicant),
           sort="workplace__organisation__name"),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state", state=state_kind),
    Column(key="channel", label=_l("応募の方法"), value="get_channel_display", sort="channel"),
    Column(key="submitted_at", label=_l("応募日時"), sort="submitted_at"),
    Column(key="missing_until", label=_l("補正の期限"), sort="missing_until", shown=False),
    Column(key="reason", label=_l("決定の理由"), shown=False),
]  # fmt: skip


def _search(rows: QuerySet[Application], text: str) -> QuerySet[Application]:
    named = Q(workplace__organisation__name__icontains=text) | Q(made_by__name__icontains=text, workplace=None)
    return rows.filter(Q(number__icontains=text) | Q(title__icontains=text) | named)


@require_safe
@open_door(can_read_calls)
def applications(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A call's applications, for whoever works on it; without those one has a conflict of interest with."""
    found = load_call(request, public_id)
    if not (may := can_read_applications(request.user, found)):
        return refusal(request, may)
    page = ListPage(
        request,
        Application.objects.visible_to(request.user).filter(call=found, submitted_at__isnull=False).for_lists(),
        COLUMNS,
        [
            Filter(key="state", label=_("状態"), choices=ApplicationState.choices),
            Filter(key="channel", label=_("応募の方法"), choices=Channel.choices),
        ],
        _search,
        title=_("応募の一覧"),
        url=lambda row: reverse("calls-desk:application", args=[row.public_id]),
        order=("number", "pk"),
        empty_title=_("応募がここに並びます。"),
    )
    return page.response(
        "calls/staff/applications.html", call=found, may_enter=can_enter_application(request.user, found)
    )


@require_safe
@open_door(can_read_calls)
def application(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One application, its papers, and what can be done with it now."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Application:
    """One that this colleague works on and has no conflict with, or 404 just as for nothing."""
    rows = Application.objects.visible_to(request.user).filter(submitted_at__isnull=False)
    found = get_object_or_404(rows.for_lists(), public_id=public_id)
    if Paper.FORM not in papers(request.user, found.call, found):
        get_object_or_404(Application.objects.none())
    return found


def show(request: Any, found: Application, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "application": found,
        "call": found.call,
        "state_kind": state_kind(found),
        "letters": found.letters.order_by("pk"),
        "panels": MOVES.panels(request, found, wrong),
        "links": links("application_links", request.user, found),
        **parts(request.user, found),
    }
    return render(request, "calls/staff/application.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_calls)
def enter_application(request: SignedIn, public_id: UUID) -> HttpResponse:
    """What came by post or over the counter; what is missing in it is asked for afterwards."""
    found = load_call(request, public_id)
    if not (may := can_enter_application(request.user, found)):
        return refusal(request, may)
    form = EnterForm(request.POST or None, request.FILES or None, kind=found.kind)

    def work() -> str:
        made = actions.enter_application(by=request.user, at=request.at, call=found, **form.facts())
        return address(made)

    if answer := submitted(request, form, work):
        return answer
    facts = [form[name] for name in EnterForm.FACTS]
    context = {"form": form, "call": found, "rows": list(form.rows()), "facts": facts}
    return render(request, "calls/staff/enter.html", context, status=422 if request.method == "POST" else 200)


def address(found: Application) -> str:
    return reverse("calls-desk:application", args=[found.public_id])


def _may(request: Any, found: Application, verb: str) -> Decision:
    if verb == "decline":
        return can_decline(request.user, found)
    if verb == "withdraw_application":
        return can_withdraw(request.user, found)
    if verb in ("uphold_appeal", "dismiss_appeal"):
        appeal = found.appeals.first()
        return can_hear(request.user, appeal) if appeal else HIDDEN
    return can_handle(request.user, found, verb)


def _hear(action: Callable[..., Any]) -> Callable[..., Application]:
    """A verb of the application's one appeal."""

    def heard(*, by: Any, at: Any, application: Application, reason: str) -> Application:
        action(by=by, at=at, appeal=application.appeals.get(), reason=reason)
        return application

    return heard


MOVES = Verbs(
    "application", "calls-desk", can_read_calls, load, _may, show, address,
    [
        Verb("find_complete", _l("受理する"), _l("受理し、応募者にお知らせしました。"), actions.find_complete),
        Verb("ask_back", _l("補正を求める"), _l("補正をお願いしました。"), actions.ask_back, AskBackForm, "secondary"),
        Verb("uphold_appeal", _l("異議を認める"), _l("異議を認め、お知らせしました。"), _hear(actions.uphold_appeal),
             ReasonForm),
        Verb("dismiss_appeal", _l("異議を認めない"), _l("結果をお知らせしました。"), _hear(actions.dismiss_appeal),
             ReasonForm, "secondary"),
        Verb("conclude", _l("手続き完了を記録する"), _l("手続き完了を記録しました。"), actions.conclude),
        Verb("decline", _l("辞退を記録する"), _l("辞退を記録しました。"), actions.decline, ReasonForm, "danger"),
        Verb("withdraw_application", _l("取り下げを記録する"), _l("取り下げを記録しました。"),
             actions.withdraw_application, kind="danger"),
    ],
)  # fmt: skip
