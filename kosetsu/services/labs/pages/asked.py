"""What tenants ask for, extensions and reliefs alike: a list of each, and a page on which somebody else decides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import Page, SignedIn, open_door
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.labs import actions
from kosetsu.services.labs.models import Extension, RentRelief
from kosetsu.services.labs.pages import forms
from kosetsu.services.labs.permissions import can_decide, can_read_labs
from kosetsu.services.labs.states import AskState

COLOURS = {"asked": "waiting", "granted": "active", "refused": "stopped", "withdrawn": "stopped"}


@dataclass(frozen=True, slots=True)
class Asking:
    """One kind of asking: its model, its words, what its rows show, and how it is decided."""

    model: Any
    name: str
    title: Any
    empty: Any
    columns: Sequence[Column]
    facts: Callable[[Any], list[tuple[Any, Any]]]


def urls_of(kind: Asking) -> list[URLPattern]:
    """The addresses of one kind: its list, its page, its verbs."""
    plural, below = f"{kind.name}s", f"{kind.name}s/<uuid:public_id>/"

    def known(request: Any) -> Any:
        return kind.model.objects.visible_to(request.user).select_related(
            "tenancy__case__organisation", "tenancy__lab__branch", "asked_by", "decided_by"
        )

    def load(request: Any, public_id: UUID) -> Any:
        return get_object_or_404(known(request), public_id=public_id)

    def address(one: Any) -> str:
        return reverse(f"labs-desk:{kind.name}", args=[one.public_id])

    def show(request: Any, found: Any, wrong: Wrong = None, status: int = 200) -> HttpResponse:
        context = {
            "asked": found, "tenancy": found.tenancy, "title": kind.title, "facts": kind.facts(found),
            "colour": COLOURS[found.state], "back": reverse(f"labs-desk:{plural}"),
            "panels": verbs.panels(request, found, wrong),
        }  # fmt: skip
        return render(request, "labs/staff/asked.html", context, status=status)

    show.__module__ = __name__
    verbs = Verbs(
        "asked", "labs-desk", can_read_labs, load,
        lambda request, one, verb: can_decide(request.user, one, verb.partition("_")[0]), show, address,
        [
            Verb(f"grant_{kind.name}", _l("承認する"), _l("承認しました。"), actions.grant, forms.DecideForm),
            Verb(f"refuse_{kind.name}", _l("承認しない"), _l("不承認を記録しました。"), actions.refuse,
                 forms.DecideForm, "secondary"),
            Verb(f"withdraw_{kind.name}", _l("申請を取り下げる"), _l("取り下げました。"), actions.withdraw,
                 kind="secondary"),
        ],
    )  # fmt: skip
    return [
        path(f"{plural}/", _list(kind, known, address), name=plural),
        path(below, _one(show, load), name=kind.name),
        *verbs.urls(below),
    ]


def _list(kind: Asking, known: Callable[[Any], Any], address: Callable[[Any], str]) -> Page:
    @require_safe
    @open_door(can_read_labs)
    def asked_list(request: SignedIn) -> HttpResponse:
        page = ListPage(
            request,
            known(request),
            [*COMMON, *kind.columns, STATE],
            [Filter(key="state", label=_("状態"), choices=AskState.choices)],
            lambda found, words: (
                found.filter(tenancy__lab__room__icontains=words)
                | found.filter(reason__icontains=words)
                | found.filter(tenancy__case__organisation__name__icontains=words)
            ),
            title=kind.title,
            url=address,
            order=("-asked_at",),
            empty_title=kind.empty,
        )
        return page.response()

    return asked_list


def _one(show: Callable[..., HttpResponse], load: Callable[[Any, UUID], Any]) -> Page:
    @require_safe
    @open_door(can_read_labs)
    def asked(request: SignedIn, public_id: UUID) -> HttpResponse:
        return show(request, load(request, public_id))

    return asked


COMMON = [
    Column(key="room", label=_l("室"), value="tenancy.lab.full_name",
           sort=("tenancy__lab__branch__code", "tenancy__lab__order")),
    Column(key="company", label=_l("会社"), value="tenancy.case.organisation.name",
           sort="tenancy__case__organisation__name"),
    Column(key="reason", label=_l("申請の理由"), sort="reason"),
    Column(key="asked_at", label=_l("申請日時"), sort="asked_at", kind=Kind.MOMENT),
]  # fmt: skip
STATE = Column(key="state", label=_l("状態"), value="get_state_display", sort="state",
               state=lambda one: COLOURS[one.state])  # fmt: skip
EXTENSIONS = Asking(
    Extension, "extension", _l("契約期間の延長"), _l("契約期間の延長の申請が、ここに並びます。"),
    [
        Column(key="until_before", label=_l("いまの終了日"), sort="until_before", kind=Kind.DATE),
        Column(key="until", label=_l("延長後の終了日"), sort="until", kind=Kind.DATE),
    ],
    lambda one: [(_("いまの終了日"), one.until_before), (_("延長後の終了日"), one.until)],
)  # fmt: skip
RELIEFS = Asking(
    RentRelief, "relief", _l("使用料の減免"), _l("使用料の減免の申請が、ここに並びます。"),
    [
        Column(key="rate", label=_l("減免の割合"), sort="rate"),
        Column(key="first", label=_l("減免の開始日"), sort="first", kind=Kind.DATE),
        Column(key="last", label=_l("減免の終了日"), sort="last", kind=Kind.DATE),
    ],
    lambda one: [
        (_("減免の規則"), f"{one.rule}（{one.rate}）"), (_("条件"), one.rule.condition),
        (_("減免の開始日"), one.first), (_("減免の終了日"), one.last),
    ],
)  # fmt: skip
URLS = [*urls_of(EXTENSIONS), *urls_of(RELIEFS)]
