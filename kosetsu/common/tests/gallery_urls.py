"""Addresses of the gallery, for the browser test only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from kosetsu.common.lists import Bulk, Column, Filter, ListPage
from kosetsu.common.models import NumberSeries
from kosetsu.common.spreadsheets import Kind
from kosetsu.common.tests import gallery

COLUMNS = [
    Column(key="document", label="番号・件名", sort="document"),
    Column(key="state", label="状態", value=lambda one: "対応中", state=lambda one: "active"),
    Column(key="last", label="金額", kind=Kind.YEN, sort="last"),
]
FILTERS = [
    Filter(key="year", label="年度", field="fiscal_year", choices=[(2026, "令和8年度")]),
    Filter(key="on", label="受付日", kind="dates", apply=lambda queryset, days: queryset),
    Filter(key="small", label="少額だけ", kind="flag", apply=lambda queryset, on: queryset.filter(last__lt=3)),
]


def show_gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery.html", gallery.context() | {"layout": f"layouts/{request.GET['layout']}.html"})


def show_list(request: HttpRequest) -> HttpResponse:
    page = ListPage(
        request,
        NumberSeries.objects.all(),
        COLUMNS,
        FILTERS,
        lambda queryset, text: queryset.filter(document__contains=text),
        title="相談の一覧",
        url=lambda one: f"/gallery/?layout=desk&row={one.pk}",
        bulk=[Bulk(label="担当を替える", url="/list/")],
    )
    return page.response(desk_menu=gallery.context()["desk_menu"])


urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/login/", show_gallery, name="account_login"),
    path("accounts/logout/", show_gallery, name="account_logout"),
    path("gallery/", show_gallery),
    path("list/", show_list),
]
