"""The company's side of a call: apply, read one's applications, withdraw."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import YES, Decision
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.circles import actions, documents
from kosetsu.services.circles.models import Application, Intake
from kosetsu.services.circles.pages.forms import ApplyForm
from kosetsu.services.circles.permissions import can_apply, can_withdraw
from kosetsu.services.circles.states import ApplicationState

KINDS = {
    ApplicationState.RECEIVED: "waiting",
    ApplicationState.CHOSEN: "active",
    ApplicationState.REFUSED: "stopped",
}


def state_kind(application: Application) -> str:
    """The colour of an application's state."""
    return KINDS.get(ApplicationState(application.state), "done")


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def apply(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Apply for one of one's workplaces; a colleague enters what came on paper."""
    intake = get_object_or_404(Intake.objects.visible_to(request.user, request.at), public_id=public_id)
    if not (may := can_apply(request.user, intake, request.at)):
        return refusal(request, may)
    form = ApplyForm(request.POST or None, intake=intake, user=request.user, today=request.today)

    def work() -> str:
        made = actions.apply(
            by=request.user, at=request.at, intake=intake, workplace=form.cleaned_data["workplace"], wish=form.wish()
        )
        return made.get_absolute_url()

    return form_page(
        request, form, work, layout="portal", title=_("「%(title)s」に応募する") % {"title": intake},
        lead=_("業種・規模・所在地は、登録されている会社の内容を使います。"), done=_("応募を受け付けました。"),
        button=_("応募する"),
    )  # fmt: skip


@require_safe
@open_door()
def applications(request: SignedIn) -> HttpResponse:
    """My workplaces' applications, the newest first."""
    rows = Application.objects.visible_to(request.user).for_lists().order_by("-made_at")[:200]
    context = {"rows": [(one, state_kind(one)) for one in rows]}
    return render(request, "circles/applications.html", context)


@require_safe
@open_door()
def application(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One application, and what became of it."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Application:
    """The application, or 404 just as for nothing."""
    return get_object_or_404(Application.objects.visible_to(request.user).for_lists(), public_id=public_id)


def show(request: Any, found: Application, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    member = getattr(found, "member", None)
    context = {
        "application": found,
        "state_kind": state_kind(found),
        "size": documents.size_words(found.size),
        "circle": member.circle if member else None,
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "circles/application.html", context, status=status)


def _may(request: Any, found: Application, _verb: str) -> Decision:
    return can_withdraw(request.user, found)


MOVES = Verbs(
    "application", "circles", lambda _user: YES, load, _may, show, Application.get_absolute_url,
    [
        Verb("withdraw_application", _l("応募を取り下げる"), _l("取り下げました。"), actions.withdraw_application,
             kind="danger"),
    ],
)  # fmt: skip
