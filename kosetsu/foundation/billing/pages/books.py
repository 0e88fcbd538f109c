"""Closing months and years, and the file for the finance system."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common import eras
from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import AlreadySubmitted, OnceForm, once
from kosetsu.common.mistakes import Mistake
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.billing import actions, permissions
from kosetsu.foundation.billing.documents.finance import finance_csv
from kosetsu.foundation.billing.models import Closing
from kosetsu.foundation.billing.pages.forms import MonthForm, YearForm


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep_books)
def closing(request: SignedIn) -> HttpResponse:
    """The closed months and years, and the next one to close."""
    posted = request.POST if request.method == "POST" else None
    month = MonthForm(posted if posted and "month" in posted else None, auto_id="month_%s")
    year = YearForm(posted if posted and "fiscal_year" in posted else None, auto_id="year_%s")
    for form in (month, year):
        if form.is_valid():
            try:
                return redirect(once(request, form, lambda form=form: _close(request, form)))  # type: ignore[misc]
            except (AlreadySubmitted, Refused) as refused:
                form.renew_key()
                form.add_error(None, str(refused))
    context = {"month": month, "year": year, "closings": Closing.objects.select_related("closed_by")}
    return render(request, "billing/staff/closing.html", context, status=422 if posted is not None else 200)


def _close(request: SignedIn, form: OnceForm) -> str:
    data = form.cleaned_data
    if "month" in data:
        actions.close_month(by=request.user, at=request.at, month=dt.date.fromisoformat(f"{data['month']}-01"))
    else:
        actions.close_books(by=request.user, at=request.at, fiscal_year=data["fiscal_year"])
    messages.success(request, _("締め切りました。"))
    return reverse("billing-desk:closing")


@require_safe
@open_door(permissions.can_keep_books)
def export(request: SignedIn) -> HttpResponse:
    """The file for the finance system, for a span of days."""
    try:
        first, last = (eras.parse_date(request.GET.get(name, "")) for name in ("from", "to"))
        body = finance_csv(first, last)
    except Mistake as mistake:
        messages.error(request, str(mistake))
        return redirect("billing-desk:closing")
    name = f"kosetsu-{first:%Y%m%d}-{last:%Y%m%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(body, content_type="text/csv; charset=Shift_JIS", headers=headers)
