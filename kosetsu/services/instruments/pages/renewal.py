"""One line of the renewal plan: its page, its change, and its verbs."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common import fiscal
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.actions.conditions import examine
from kosetsu.services.instruments.models import RenewalLine
from kosetsu.services.instruments.pages import forms
from kosetsu.services.instruments.permissions import can_move_renewal, can_plan_renewals
from kosetsu.services.instruments.states import RenewalState

KINDS = {RenewalState.PLANNED: "waiting", RenewalState.APPROVED: "active", RenewalState.DONE: "done"}


def state_kind(state: str) -> str:
    """The colour of a state."""
    return KINDS.get(RenewalState(state), "stopped")


@require_safe
@open_door(can_plan_renewals)
def renewal(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One line, how its device does today, and what can be done with the line now."""
    return show(request, load(request, public_id))


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan_renewals)
def change_renewal(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Another year, sum or reason, before it is approved."""
    line = load(request, public_id)
    names = ("kind", "fiscal_year", "estimated_yen", "money", "reason")
    start = {name: getattr(line, name) for name in names}
    form = forms.ChangeRenewalForm(request.POST or None, initial=start, today=request.today)

    def work() -> str:
        actions.change_renewal(by=request.user, at=request.at, line=line, **form.said)
        return line.get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("計画の項目を変更する"), lead=line.device.name,
        done=_("変更しました。"), button=_("変更する"),
    )  # fmt: skip


def load(request: Any, public_id: UUID) -> RenewalLine:
    """The line, for who may see it."""
    return get_object_or_404(RenewalLine.objects.visible_to(request.user).for_lists(), public_id=public_id)


def show(request: Any, line: RenewalLine, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    """The page of a line; ``wrong`` is a verb's form that was refused."""
    context = {
        "line": line,
        "year": fiscal.label(line.fiscal_year),
        "state_kind": state_kind(line.state),
        "examined": next(iter(examine([line.device], request.today)), None),
        "today": request.today,
        "panels": MOVES.panels(request, line, wrong),
    }
    return render(request, "instruments/staff/renewal.html", context, status=status)


MOVES = Verbs(
    "line", "instruments-desk", can_plan_renewals, load,
    lambda request, line, verb: can_move_renewal(request.user, line, verb), show, RenewalLine.get_absolute_url,
    [
        Verb("approve_renewal", _l("承認する"), _l("承認しました。"), actions.approve_renewal),
        Verb("complete_renewal", _l("実施済みにする"), _l("実施済みにしました。"), actions.complete_renewal,
             forms.OutcomeForm),
        Verb("cancel_renewal", _l("取りやめる"), _l("取りやめました。"), actions.cancel_renewal, forms.OutcomeForm,
             "secondary"),
    ],
)  # fmt: skip
