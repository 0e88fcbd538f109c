"""The renewal plan at the desk: the list with the sums of its years, what the figures propose, the paper."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common import fiscal
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.pdf import pdf_response_type
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.parties.models import Branch
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.actions.conditions import proposals
from kosetsu.services.instruments.documents import renewals_pdf
from kosetsu.services.instruments.models import RenewalLine
from kosetsu.services.instruments.pages.forms import RenewalForm
from kosetsu.services.instruments.pages.renewal import state_kind
from kosetsu.services.instruments.permissions import can_plan_renewals
from kosetsu.services.instruments.states import RenewalKind, RenewalState

COLUMNS = [
    Column(key="device", label=_l("機器"), value="device.name", sort="device__code"),
    Column(key="code", label=_l("管理番号"), value="device.code", sort="device__code"),
    Column(key="fiscal_year", label=_l("予定年度"), value=lambda one: fiscal.label(one.fiscal_year),
           sort="fiscal_year"),
    Column(key="kind", label=_l("区分"), value="get_kind_display", sort="kind"),
    Column(key="estimated_yen", label=_l("概算額"), kind=Kind.YEN, sort="estimated_yen"),
    Column(key="money", label=_l("財源"), sort="money"),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state",
           state=lambda one: state_kind(one.state)),
    Column(key="reason", label=_l("理由"), shown=False),
    Column(key="branch", label=_l("拠点"), value="device.branch", sort="device__branch__code", shown=False),
    Column(key="planned_by", label=_l("計画した人"), value="planned_by", shown=False),
    Column(key="planned_at", label=_l("計画した日時"), kind=Kind.MOMENT, sort="planned_at", shown=False),
    Column(key="approved_by", label=_l("承認した人"), value="approved_by", shown=False),
    Column(key="approved_at", label=_l("承認した日時"), kind=Kind.MOMENT, sort="approved_at", shown=False),
    Column(key="ended_at", label=_l("終了した日時"), kind=Kind.MOMENT, sort="ended_at", shown=False),
    Column(key="outcome", label=_l("結果・取りやめの理由"), shown=False),
]  # fmt: skip


@require_safe
@open_door(can_plan_renewals)
def renewals(request: SignedIn) -> HttpResponse:
    """Every line, the earliest year first; the sums are those of the lines that the filters leave."""
    lines = RenewalLine.objects.visible_to(request.user)
    page = ListPage(
        request,
        lines.for_lists(),
        COLUMNS,
        [
            Filter(key="fiscal_year", label=_("予定年度"), choices=_years),
            Filter(key="kind", label=_("区分"), choices=RenewalKind.choices),
            Filter(key="state", label=_("状態"), choices=RenewalState.choices),
            Filter(key="branch", label=_("拠点"), choices=_branches, field="device__branch__code"),
        ],
        lambda found, words: (
            found.filter(device__name_ja__icontains=words)
            | found.filter(device__code__icontains=words)
            | found.filter(reason__icontains=words)
            | found.filter(money__icontains=words)
        ),
        title=_("機器の更新整備計画"),
        url=RenewalLine.get_absolute_url,
        order=("fiscal_year", "device__code"),
        empty_title=_("ここに、更新・改修・廃棄などの計画が年度順に並びます"),
    )
    sums = [{**one, "label": fiscal.label(one["fiscal_year"])} for one in lines.filter(pk__in=page.queryset).sums()]
    return page.response("instruments/staff/renewals.html", sums=sums)


@require_safe
@open_door(can_plan_renewals)
def renewal_proposals(request: SignedIn) -> HttpResponse:
    """What age, use, outages and repairs speak for, and nobody has planned yet."""
    return render(request, "instruments/staff/renewal_proposals.html", {"rows": proposals(request.today)})


@require_safe
@open_door(can_plan_renewals)
def renewals_paper(request: SignedIn) -> HttpResponse:
    """The plan on A4, by fiscal year, without what was cancelled."""
    lines = RenewalLine.objects.visible_to(request.user).exclude(state=RenewalState.CANCELLED).for_lists()
    name = content_disposition_header(False, f"{_('機器の更新整備計画')}.pdf") or "inline"
    made = renewals_pdf(list(lines), at=request.at)
    return HttpResponse(made, content_type=pdf_response_type, headers={"Content-Disposition": name})


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan_renewals)
def plan_renewal(request: SignedIn) -> HttpResponse:
    """Put a device on the plan; a proposal hands over what it knows in the address."""
    form = RenewalForm(request.POST or None, initial=_start(request), today=request.today)

    def work() -> str:
        line = actions.plan_renewal(by=request.user, at=request.at, **form.said)
        return line.get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("更新整備計画に加える"), done=_("計画に加えました。"),
        button=_("計画に加える"),
    )  # fmt: skip


def _start(request: Any) -> dict[str, Any]:
    device = Device.objects.visible_to(request.user).filter(code=request.GET.get("device", "")).first()
    asked = {name: request.GET.get(name) for name in ("kind", "fiscal_year", "reason") if request.GET.get(name)}
    return {**asked, "device": device.code} if device else asked


def _years() -> list[tuple[int, str]]:
    found = RenewalLine.objects.order_by("fiscal_year").values_list("fiscal_year", flat=True).distinct()
    return [(year, fiscal.label(year)) for year in found]


def _branches() -> list[tuple[str, str]]:
    return [(branch.code, branch.name) for branch in Branch.objects.all()]
