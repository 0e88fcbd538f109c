"""The groups' council at the desk: its sessions, calling one, writing down what it decided."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Council
from kosetsu.services.circles.pages import circle_forms as forms
from kosetsu.services.circles.pages.forms import ReasonForm
from kosetsu.services.circles.permissions import can_move_council, can_read_circles, can_run

METHODS = ["GET", "HEAD", "POST"]
PAGE = 100


@require_safe
@open_door(can_read_circles)
def councils(request: SignedIn) -> HttpResponse:
    """Its sessions, the newest first: called, held with what was decided, called off."""
    rows = Council.objects.annotate(circles=Count("seats"), people=Sum("seats__headcount")).select_related("branch")
    context = {"rows": rows[:PAGE], "may_run": can_run(request.user)}
    return render(request, "circles/staff/councils.html", context)


@require_http_methods(METHODS)
@open_door(can_run)
def call_council(request: SignedIn) -> HttpResponse:
    """Ask the officers of every living circle to come."""
    form = forms.CallCouncilForm(request.POST or None, zone=get_default_timezone())

    def work() -> str:
        return actions.call_council(by=request.user, at=request.at, **form.said).get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("グループ協議会を招集する"),
        done=_("招集し、案内のメールを送りました。"),
        lead=_("活動中の異業種交流グループの役員に、案内のメールが届きます。"),
    )  # fmt: skip


@require_http_methods(METHODS)
@open_door(can_run)
def record_council(request: SignedIn) -> HttpResponse:
    """Write down a session that was not called here."""
    form = forms.RecordCouncilForm(request.POST or None)

    def work() -> str:
        given = {name: form.cleaned_data[name] for name in ("held_on", "branch", "format", "decisions")}
        return actions.record_council(by=request.user, at=request.at, seats=form.seats(), **given).get_absolute_url()

    return _recorded(request, form, work, _("グループ協議会を記録する"))


@require_http_methods(METHODS)
@open_door(can_run)
def hold_council(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Write down what the called council decided."""
    found = load(request, public_id)
    if not (may := can_move_council(request.user, found, "hold_council", request.at)):
        return refusal(request, may)
    form = forms.HoldCouncilForm(request.POST or None)

    def work() -> str:
        given = {"seats": form.seats(), "decisions": form.cleaned_data["decisions"]}
        return actions.hold_council(by=request.user, at=request.at, council=found, **given).get_absolute_url()

    return _recorded(request, form, work, _("%(day)sのグループ協議会を記録する") % {"day": found})


def _recorded(request: SignedIn, form: forms.HoldCouncilForm, work: Any, title: str) -> HttpResponse:
    lead = _("参加したグループごとに、人数を入れます。0人のグループは数えません。")
    return form_page(request, form, work, layout="desk", title=title, done=_("記録しました。"), lead=lead)


@require_safe
@open_door(can_read_circles)
def council(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One session: its agenda, who sat there, what it decided."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Council:
    return get_object_or_404(Council.objects.select_related("branch"), public_id=public_id)


def show(request: Any, found: Council, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "council": found,
        "seats": found.seats.select_related("circle").order_by("circle__code"),
        "told": found.notices.count(),
        "may_hold": can_move_council(request.user, found, "hold_council", request.at),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "circles/staff/council.html", context, status=status)


def _may(request: Any, found: Council, verb: str) -> Decision:
    return can_move_council(request.user, found, verb, request.at)


MOVES = Verbs(
    "council", "circles-desk", can_read_circles, load, _may, show, Council.get_absolute_url,
    [
        Verb(
            "call_off_council", _l("中止する"), _l("中止し、案内した役員にメールを送りました。"),
            actions.call_off_council, ReasonForm, "danger",
        ),
    ],
)  # fmt: skip
