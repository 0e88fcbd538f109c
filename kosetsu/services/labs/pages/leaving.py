"""The leaving check: the whole list on one page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosetsu.common.idempotency import submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.services.labs import actions
from kosetsu.services.labs.pages import forms, tenancies
from kosetsu.services.labs.permissions import can_check_leaving, can_read_labs


@require_http_methods(tenancies.METHODS)
@open_door(can_read_labs)
def check_leaving(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Go through the list; it can be saved half done and taken up again."""
    found = tenancies.load(request, public_id)
    if not (may := can_check_leaving(request.user, found)):
        return refusal(request, may)
    form = forms.LeavingForm(request.POST or None, items=list(found.leaving_items.all()))

    def work() -> str:
        said = {
            n: actions.Finding(state=state, note=note, cost_yen=cost) for n, (state, note, cost) in form.found().items()
        }
        actions.check_leaving(by=request.user, at=request.at, tenancy=found, findings=said)
        return found.address(desk=True)

    if answer := submitted(request, form, work):
        return answer
    context = {"form": form, "tenancy": found, "title": _("退去の確認（原状回復）")}
    return render(request, "labs/staff/check_leaving.html", context, status=422 if request.method == "POST" else 200)
