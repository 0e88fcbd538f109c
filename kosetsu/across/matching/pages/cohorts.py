"""How a call's applicants go together: ask, look, move, lock, ask again, decide."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.across.matching.actions import cohorts as actions
from kosetsu.across.matching.documents.cohorts import clash_words, laid_out, points_words
from kosetsu.across.matching.models import CohortProposal, Stage
from kosetsu.across.matching.pages.pressing import press_page
from kosetsu.across.matching.pages.shown import STAGES
from kosetsu.across.matching.permissions.cohorts import can_adjust, can_cancel, can_compose, can_settle
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.services.circles.models import Intake
from kosetsu.services.circles.permissions import can_read_circles


class AskForm(OnceForm):
    least = forms.IntegerField(label=_l("1グループの最少社数"), min_value=1, max_value=100)
    seconds = forms.IntegerField(label=_l("計算の時間（秒まで）"), min_value=5, max_value=600, initial=60)


class MoveForm(OnceForm):
    """Where an applicant goes, or whether it stays where it is."""

    application = forms.IntegerField(widget=forms.HiddenInput)
    cohort = forms.ChoiceField(label=_l("移す先"))

    def __init__(self, *args: Any, proposal: CohortProposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(n), _("グループ%(number)s") % {"number": n + 1}) for n in range(len(proposal.members))]
        fields: dict[str, Any] = self.fields
        fields["cohort"].choices = [*places, ("-1", _("どのグループにも入れない")), ("lock", _("いまの場所に固定する")),
                                    ("unlock", _("固定を解く"))]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_circles)
def cohort_proposals(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The proposals of a call, the newest first, and a new one."""
    intake = get_object_or_404(Intake.objects.visible_to(request.user, request.at), public_id=public_id)
    may = can_compose(request.user, intake, request.at)
    if request.method == "POST" and not may:
        return refusal(request, may)
    form = AskForm(request.POST or None, initial={"least": intake.least})
    if answer := submitted(request, form, lambda: _ask(request, intake, form)):
        return answer
    rows = CohortProposal.objects.visible_to(request.user).filter(intake=intake).select_related("asked_by")
    context = {"intake": intake, "rows": [(one, STAGES.get(Stage(one.stage), "stopped")) for one in rows[:50]]}
    status = 422 if form.errors else 200
    return render(request, "matching/cohort_proposals.html", {**context, "form": form, "may": may}, status=status)


def _ask(request: Any, intake: Intake, form: AskForm) -> str:
    given = {name: form.cleaned_data[name] for name in ("least", "seconds")}
    made = actions.ask_for_cohorts(by=request.user, at=request.at, intake=intake, **given)
    return made.get_absolute_url()


@require_safe
@open_door(can_read_circles)
def cohorts(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One proposal: how far it is, or who is where and why."""
    found = load(request, public_id)
    if request.headers.get("HX-Request") and found.working:
        return render(request, "matching/_search_fragment.html", _context(request, found))
    response = render(request, "matching/cohorts.html", _context(request, found))
    if request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


def load(request: Any, public_id: UUID) -> CohortProposal:
    """The proposal, or 404 just as for nothing."""
    rows = CohortProposal.objects.visible_to(request.user).select_related("intake__branch", "asked_by", "points")
    return get_object_or_404(rows, public_id=public_id)


def _context(request: Any, found: CohortProposal) -> dict[str, Any]:
    may_adjust = can_adjust(request.user, found)
    shown, out = laid_out(found) if found.stage == Stage.FOUND else ([], [])
    core, ways_out = clash_words(found) if found.stage == Stage.CLASH else ([], [])
    return {
        "proposal": found, "intake": found.intake, "state_kind": STAGES.get(Stage(found.stage), "stopped"),
        "cohorts": shown, "out": out, "core": core, "ways_out": ways_out, "seconds": found.seconds_at(request.at),
        "points": points_words(found.points),
        "gap": None if not found.bound or found.total is None else max(found.bound - found.total, 0),
        "move": MoveForm(proposal=found) if may_adjust else None, "form": OnceForm(),
        "may_cancel": can_cancel(request.user, found), "may_settle": can_settle(request.user, found, request.at),
        "may_again": can_compose(request.user, found.intake, request.at),
    }  # fmt: skip


@require_POST
@open_door(can_read_circles)
def move_applicant(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Move or lock one applicant."""
    found = load(request, public_id)
    if not (may := can_adjust(request.user, found)):
        return refusal(request, may)
    form = MoveForm(request.POST, proposal=found)
    if answer := submitted(request, form, lambda: _moved(request, found, form)):
        return answer
    messages.error(request, _("移す先を選んでください。"))
    return redirect(found.get_absolute_url())


def _moved(request: Any, found: CohortProposal, form: MoveForm) -> str:
    given: dict[str, Any] = {"by": request.user, "at": request.at, "proposal": found}
    application, where = form.cleaned_data["application"], form.cleaned_data["cohort"]
    if where in ("lock", "unlock"):
        actions.lock_applicant(**given, application=application, locked=where == "lock")
    else:
        actions.move_applicant(**given, application=application, cohort=int(where))
    return f"{found.get_absolute_url()}#application-{application}"


def _again(request: Any, found: CohortProposal) -> str:
    made = actions.ask_for_cohorts(
        by=request.user, at=request.at, intake=found.intake, seconds=found.seconds, least=found.least, keeping=found
    )
    return made.get_absolute_url()


def _cancel(request: Any, found: CohortProposal) -> str:
    actions.cancel_search(by=request.user, at=request.at, proposal=found)
    return found.get_absolute_url()


def _settle(request: Any, found: CohortProposal) -> str:
    actions.settle_cohorts(by=request.user, at=request.at, proposal=found)
    messages.success(request, _("参加企業を決め、応募したすべての会社に結果を知らせました。"))
    return reverse("circles-desk:intake", args=[found.intake.public_id])


VERBS = {
    "compose_again": (_again, lambda request, found: can_compose(request.user, found.intake, request.at)),
    "cancel_search": (_cancel, lambda request, found: can_cancel(request.user, found)),
    "settle_cohorts": (_settle, lambda request, found: can_settle(request.user, found, request.at)),
}
BELOW = "cohorts/<uuid:public_id>/"
URLS = [
    path("intakes/<uuid:public_id>/", cohort_proposals, name="cohort_proposals"),
    path(BELOW, cohorts, name="cohorts"),
    path(f"{BELOW}move_applicant/", move_applicant, name="move_applicant"),
    *(
        path(f"{BELOW}{name}/", press_page(name, can_read_circles, load, *verb), name=name)
        for name, verb in VERBS.items()
    ),
]
