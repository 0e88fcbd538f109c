"""What anyone can look up: the lists of tests, instruments, courses …, the price list, and one page per offering."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kosetsu.common.list_parts import Column
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.common.units import unit_name
from kosetsu.foundation.catalogue.models import Offering, TariffLine
from kosetsu.foundation.catalogue.pages import columns
from kosetsu.foundation.catalogue.pages.examples import PriceForm, examples
from kosetsu.foundation.catalogue.states import PRICED_KINDS, OfferingKind, OfferingState
from kosetsu.foundation.parties.models import Institute

Page = Callable[[HttpRequest], HttpResponse]
TEXTS = {
    OfferingKind.TEST: _("依頼試験の一覧"),
    OfferingKind.INSTRUMENT: _("機器利用の一覧"),
    OfferingKind.COURSE: _("講習会の一覧"),
    OfferingKind.ROOM: _("施設・会議室の一覧"),
    OfferingKind.ADVISER_FIELD: _("相談できる分野の一覧"),
    OfferingKind.SEED: _("技術シーズの一覧"),
}


def _list(request: HttpRequest, title: Any, extra: Sequence[Column], kind: OfferingKind | None) -> HttpResponse:
    today = request.today  # type: ignore[attr-defined]
    offered = columns.shown(Offering.objects.offered(today))
    priced = [columns.unit_price(today)] if kind is None or kind in PRICED_KINDS else []
    page = ListPage(
        request,
        offered.filter(kind=kind) if kind else offered,
        [columns.NAME, *extra, columns.BRANCH, columns.GROUP, columns.FIELD, *priced, columns.SUMMARY, columns.CODE],
        [*([] if kind else [columns.kind_filter()]), *columns.filters()],
        columns.search(),
        title=title,
        url=lambda one: one.get_absolute_url(),
        order=["code"],
        search_label=_("測りたいこと・困りごと・規格・名称"),
        empty_title=_("提供中のものはまだありません"),
    )
    return page.response(layout="layouts/portal.html")


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Everything the institute offers, of every kind."""
    return _list(request, _("支援メニューの一覧"), [columns.KIND], None)


def _page(kind: OfferingKind, *extra: Column) -> Page:
    def page(request: HttpRequest) -> HttpResponse:
        return _list(request, TEXTS[kind], extra, kind)

    page.__name__ = page.__qualname__ = kind.value
    page.__doc__ = f"The list of what is offered as {kind.value}."
    return require_safe(page)


tests = _page(OfferingKind.TEST, columns.STANDARDS, columns.LEAD)
instruments = _page(OfferingKind.INSTRUMENT, columns.LEVEL, columns.STANDARDS)
courses = _page(OfferingKind.COURSE)
rooms = _page(OfferingKind.ROOM)
advisers = _page(OfferingKind.ADVISER_FIELD)
seeds = _page(OfferingKind.SEED)


@require_safe
def prices(request: HttpRequest) -> HttpResponse:
    """The tariff in force today: one row for every part of every price."""
    today = request.today  # type: ignore[attr-defined]
    offered = Offering.objects.offered(today)
    page = ListPage(
        request,
        TariffLine.objects.on(today).filter(offering__in=offered).select_related("offering"),
        _price_columns(),
        [columns.kind_filter("offering__"), *columns.filters("offering__")],
        columns.search("offering__"),
        title=_("料金表"),
        url=lambda line: line.offering.get_absolute_url(),
        order=["offering__code", "client_class", "part", "from_quantity"],
        per_page=100,
        search_label=_("測りたいこと・困りごと・規格・名称"),
    )
    return page.response(layout="layouts/portal.html")


def _price_columns() -> list[Column]:
    institute = Institute.current()
    names = institute.price_class_names if institute else {}
    return [
        Column(key="offering", label=_("名称"), value="offering.name", sort="offering__name_ja"),
        Column(
            key="client_class",
            label=_("料金区分"),
            value=lambda line: names.get(line.client_class) or line.get_client_class_display(),
            sort="client_class",
        ),
        Column(key="part", label=_("費目"), value="get_part_display"),
        Column(key="from_quantity", label=_("数量がこれを超える分から"), kind=Kind.NUMBER),
        Column(key="yen", label=_("金額"), kind=Kind.YEN, sort="yen"),
        Column(key="rate", label=_("率")),
        Column(key="unit", label=_("単位"), value=lambda line: unit_name(line.unit)),
        Column(key="tax_class", label=_("消費税"), value="get_tax_class_display"),
        Column(key="valid_from", label=_("適用開始日"), kind=Kind.DATE, sort="valid_from", shown=False),
        Column(key="source", label=_("根拠"), shown=False),
        Column(key="code", label=_("番号"), value="offering.code", sort="offering__code", shown=False),
    ]


@require_safe
def offering(request: HttpRequest, code: str) -> HttpResponse:
    """One offering: what it does, where, and what it costs each class, computed before one's eyes."""
    found = (
        Offering.objects.visible_to(request.user)
        .select_related("branch__area", "group", "field")
        .prefetch_related("tariff", "branch__statuses")
        .filter(code=code)
        .first()
    )
    if found is None:
        raise Http404
    today = request.today  # type: ignore[attr-defined]
    form = PriceForm.of(found, today, request.GET)
    context = {
        "offering": found,
        "offered": found.state == OfferingState.OFFERED,
        "branch_status": found.branch.status_on(today),
        "branch_open": found.branch.is_open_on(today),
        "form": form,
        "examples": examples(found, today, request.user, form) if form else [],
        "kind_list": f"catalogue:{LISTS[OfferingKind(found.kind)]}",
        "kind_title": TEXTS[OfferingKind(found.kind)],
    }
    return render(request, "catalogue/offering.html", context)


LISTS = {
    OfferingKind.TEST: "tests",
    OfferingKind.INSTRUMENT: "instruments",
    OfferingKind.COURSE: "courses",
    OfferingKind.ROOM: "rooms",
    OfferingKind.ADVISER_FIELD: "advisers",
    OfferingKind.SEED: "seeds",
}
