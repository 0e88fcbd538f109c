"""The plans beside the budget, each with what became of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kosetsu.common.spreadsheets import xlsx_response_type
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.billing.pages.shown import pdf
from kosetsu.services.treasury import permissions
from kosetsu.services.treasury.documents import plans as documents
from kosetsu.services.treasury.models import FinancialPlan


@require_safe
@open_door(permissions.can_read)
def plan(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One plan; ``?form=excel`` is the same as a file."""
    found = get_object_or_404(FinancialPlan, public_id=public_id)
    if request.GET.get("form") == "excel":
        name = content_disposition_header(True, f"{found}.xlsx") or ""
        headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
        return HttpResponse(documents.plan_xlsx(found), content_type=xlsx_response_type, headers=headers)
    context = {
        "plan": found,
        "table": documents.plan_table(found),
        "sources": found.lines.order_by("source").values_list("source", flat=True).distinct(),
        "plans": FinancialPlan.objects.all(),
    }
    return render(request, "treasury/staff/plan.html", context)


@require_safe
@open_door(permissions.can_read)
def plan_pdf(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The table on A4."""
    found = get_object_or_404(FinancialPlan, public_id=public_id)
    return pdf(documents.plan_pdf(found, request.today, request.at), str(found))
