"""How the instruments are used: five numbers per instrument and month, the low ones with what is done about them."""

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.clock import day_asked
from kosetsu.common.spreadsheets import Column, Kind, write_xlsx, xlsx_response_type
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.models import LowUseStep, UtilisationRule
from kosetsu.services.instruments.pages.forms import StepForm
from kosetsu.services.instruments.permissions import can_read_licences, can_teach
from kosetsu.services.instruments.relations import instruments, months_of
from kosetsu.services.instruments.rules import Month

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """One instrument's month, whether it is low, and what was decided about it last."""

    resource: Resource
    month: Month
    low: bool
    step: str

    @property
    def percent(self) -> str:
        return f"{float(self.month.rate) * 100:.1f}%"

    @property
    def hours(self) -> list[str]:
        """Open, booked, used, maintenance, no-show: "8:30"."""
        minutes = (self.month.open, self.month.booked, self.month.used, self.month.maintenance, self.month.no_show)
        return [f"{one // 60}:{one % 60:02d}" for one in minutes]


@require_safe
@open_door(can_read_licences)
def utilisation(request: SignedIn) -> HttpResponse:
    """The month of ``?day=``; ``?form=excel`` is the same as a file."""
    month = day_asked(request).replace(day=1)
    rows = _rows(month)
    if request.GET.get("form") == "excel":
        return _excel(rows, month)
    context = {
        "month": month,
        "before": (month - DAY).replace(day=1),
        "after": (month + 32 * DAY).replace(day=1),
        "rows": rows,
        "low": [row for row in rows if row.low],
        "decides": can_teach(request.user),
    }
    return render(request, "instruments/staff/utilisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_teach)
def decide_step(request: SignedIn, code: str) -> HttpResponse:
    """Write down what is done about an instrument that is little used."""
    resource = Resource.objects.visible_to(request.user).filter(code=code).first()
    if resource is None:
        raise Http404
    month = day_asked(request).replace(day=1)
    form = StepForm(request.POST or None)

    def work() -> str:
        step = form.cleaned_data["step"]
        actions.decide_step(by=request.user, at=request.at, resource=resource, month=month, step=step)
        return f"{reverse('instruments-desk:utilisation')}?day={month:%Y-%m-%d}"

    return form_page(
        request, form, work, layout="desk", title=_("低い利用率への対応"), lead=resource.name,
        done=_("対応を記録しました。"), button=_("記録する"),
    )  # fmt: skip


def _rows(month: dt.date) -> list[Row]:
    floor = UtilisationRule.low_on(month)
    steps = {one.resource_id: one.step for one in LowUseStep.objects.filter(month__lte=month).order_by("month", "pk")}
    return [
        Row(resource, one, floor is not None and one.open > one.maintenance and one.rate < floor,
            steps.get(resource.pk, ""))
        for resource, one in months_of(instruments(), month)
    ]  # fmt: skip


def _excel(rows: list[Row], month: dt.date) -> HttpResponse:
    plain = [
        Column("branch", _("拠点"), Kind.TEXT), Column("name", _("機器"), Kind.TEXT),
        Column("code", _("番号"), Kind.TEXT), Column("open", _("開放時間（分）"), Kind.NUMBER),
        Column("booked", _("予約時間（分）"), Kind.NUMBER), Column("used", _("利用時間（分）"), Kind.NUMBER),
        Column("maintenance", _("休止・保守（分）"), Kind.NUMBER), Column("no_show", _("来所なし（分）"), Kind.NUMBER),
        Column("rate", _("利用率"), Kind.TEXT), Column("step", _("対応"), Kind.TEXT),
    ]  # fmt: skip
    cells = [
        (
            str(row.resource.branch), row.resource.name, row.resource.code, row.month.open, row.month.booked,
            row.month.used, row.month.maintenance, row.month.no_show, row.percent, row.step,
        )
        for row in rows
    ]  # fmt: skip
    written = write_xlsx(plain, cells, _("機器の利用率"))
    name = f"{_('機器の利用率')}-{month:%Y-%m}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(written, content_type=xlsx_response_type, headers=headers)
