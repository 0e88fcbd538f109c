"""Requesting bodies at the desk: the list, one body, how it is dealt with."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.screening import actions
from kosetsu.services.screening.models import FeeRule, FormEdition, RequestingBody
from kosetsu.services.screening.pages import forms
from kosetsu.services.screening.pages.programmes import METHODS
from kosetsu.services.screening.pages.shown import colour
from kosetsu.services.screening.permissions import can_manage_screening
from kosetsu.services.screening.states import BodyClass

COLUMNS = [
    Column(key="name", label=_l("団体名"), value="organisation.name", sort="organisation__name"),
    Column(key="class", label=_l("実施主体の区分"), value="get_body_class_display", sort="body_class"),
    Column(key="form", label=_l("様式"), sort="form"),
    Column(key="contact", label=_l("担当部署"), sort="contact"),
    Column(key="many", label=_l("事業"), sort="many", kind=Kind.NUMBER),
]


@require_safe
@open_door(can_manage_screening)
def bodies(request: SignedIn) -> HttpResponse:
    """Every body that has its programmes screened here."""
    page = ListPage(
        request,
        RequestingBody.objects.select_related("organisation").annotate(many=Count("programmes")),
        COLUMNS,
        [Filter(key="class", label=_("実施主体の区分"), choices=BodyClass.choices, field="body_class")],
        lambda found, words: found.filter(organisation__name__icontains=words),
        title=_("技術審査の依頼団体"),
        url=lambda one: one.get_absolute_url(),
        order=("organisation__name",),
        empty_title=_("技術審査を依頼する団体が、ここに並びます。"),
    )
    return page.response("screening/staff/bodies.html")


def _load(public_id: UUID) -> RequestingBody:
    return get_object_or_404(RequestingBody.objects.select_related("organisation"), public_id=public_id)


@require_safe
@open_door(can_manage_screening)
def body(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One body with its programmes, its form and what it pays."""
    found = _load(public_id)
    rows = found.programmes.for_lists(request.user).order_by("-fiscal_year", "-pk")[:100]
    context: dict[str, Any] = {
        "body": found,
        "form": FormEdition.of(found.form, request.today),
        "fee": FeeRule.of(found.body_class, request.today),
        "programmes": [(one, colour(one)) for one in rows],
    }
    return render(request, "screening/staff/body.html", context)


@require_http_methods(METHODS)
@open_door(can_manage_screening)
def register_body(request: SignedIn) -> HttpResponse:
    """A body asks for the first time."""
    return _keep(request, None)


@require_http_methods(METHODS)
@open_door(can_manage_screening)
def change_body(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Other particulars than before."""
    return _keep(request, _load(public_id))


def _keep(request: SignedIn, known: RequestingBody | None) -> HttpResponse:
    names = ("body_class", "form", "contact", "email", "note")
    initial = {name: getattr(known, name) for name in names} if known else {}
    form = forms.BodyForm(request.POST or None, today=request.today, known=known, initial=initial)

    def work() -> str:
        return actions.keep_body(by=request.user, at=request.at, **form.given()).get_absolute_url()

    return form_page(
        request, form, work, layout="desk", lead=str(known) if known else "", button=_("登録する"),
        title=_("依頼団体の登録内容を変える") if known else _("依頼団体を登録する"), done=_("登録しました。"),
    )  # fmt: skip


URLS = [
    path("bodies/", bodies, name="bodies"),
    path("bodies/new/", register_body, name="register_body"),
    path("bodies/<uuid:public_id>/", body, name="body"),
    path("bodies/<uuid:public_id>/change_body/", change_body, name="change_body"),
]
