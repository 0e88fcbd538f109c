"""Surpluses and reserves: what was recognised for what, and what is left."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.treasury import actions, permissions
from kosetsu.services.treasury.models import Reserve, ReservePurpose
from kosetsu.services.treasury.pages import forms
from kosetsu.services.treasury.states import ReserveKind, ReserveState

RESERVES = [
    Column(key="approval", label=gettext_lazy("承認番号"), sort="approval"),
    Column(key="kind", label=gettext_lazy("種類"), value="get_kind_display", sort="kind"),
    Column(key="purpose", label=gettext_lazy("使途"), value="purpose.name", sort="purpose__order"),
    Column(key="recognised_on", label=gettext_lazy("承認日"), sort="recognised_on"),
    Column(key="yen", label=gettext_lazy("金額"), kind=Kind.YEN, sort="yen"),
    Column(key="used_yen", label=gettext_lazy("使用額"), kind=Kind.YEN, sort="used_yen"),
    Column(key="left_yen", label=gettext_lazy("残額"), kind=Kind.YEN),
    Column(key="state", label=gettext_lazy("状態"), value="get_state_display",
           state=lambda one: "done" if one.state == ReserveState.USED else "active"),
    Column(key="source", label=gettext_lazy("出典"), shown=False),
]  # fmt: skip


def _purposes() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in ReservePurpose.objects.all()]


@require_safe
@open_door(permissions.can_read)
def reserves(request: SignedIn) -> HttpResponse:
    """Every sum that was recognised."""
    page = ListPage(
        request,
        Reserve.objects.select_related("purpose"),
        RESERVES,
        [
            Filter(key="kind", label=_("種類"), choices=ReserveKind.choices),
            Filter(key="purpose", label=_("使途"), choices=_purposes, field="purpose__code"),
            Filter(key="state", label=_("状態"), choices=ReserveState.choices),
        ],
        lambda rows, text: rows.filter(approval__icontains=text) | rows.filter(purpose__name_ja__icontains=text),
        title=_("剰余金・積立金"),
        url=lambda one: one.get_absolute_url(),
        empty_title=_("剰余金・積立金はありません。"),
    )
    return page.response("treasury/staff/reserves.html", may_keep=permissions.can_keep(request.user))


@require_safe
@open_door(permissions.can_read)
def reserve(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One sum and what it was used for."""
    found = get_object_or_404(Reserve.objects.select_related("purpose"), public_id=public_id)
    context = {
        "reserve": found,
        "uses": found.uses.select_related("by"),
        "may_use": found.state == ReserveState.RECOGNISED and permissions.can_keep(request.user),
    }
    return render(request, "treasury/staff/reserve.html", context)


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep)
def recognise(request: SignedIn) -> HttpResponse:
    """Write down what was approved."""
    form = forms.RecogniseForm(request.POST or None, initial={"recognised_on": request.today})

    def work() -> str:
        names = ("kind", "purpose", "yen", "recognised_on", "approval")
        data = {name: form.cleaned_data[name] for name in names}
        return actions.recognise(by=request.user, at=request.at, **data).get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("剰余金・積立金を計上する"), done=_("計上を記録しました。")
    )


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_keep)
def use(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Write down what it was used for."""
    found = get_object_or_404(Reserve.objects.select_related("purpose"), public_id=public_id)
    form = forms.UseForm(request.POST or None, initial={"on_date": request.today})

    def work() -> str:
        data = {name: form.cleaned_data[name] for name in ("yen", "on_date", "words")}
        actions.use_reserve(by=request.user, at=request.at, reserve=found, **data)
        return found.get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("使用を登録する"), lead=str(found), done=_("使用を記録しました。")
    )
