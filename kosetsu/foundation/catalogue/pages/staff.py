"""The desk's catalogue: everything in every state, the review queue, one offering with its editions, its forms."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import require
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.common.list_parts import Filter
from kosetsu.common.lists import ListPage
from kosetsu.foundation.accounts.doors import open_door
from kosetsu.foundation.catalogue import actions, permissions
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.pages import columns
from kosetsu.foundation.catalogue.pages.forms import (
    EditionForm,
    NewOfferingForm,
    OfferingForm,
    ReasonForm,
    TariffForms,
    lines_on,
)
from kosetsu.foundation.catalogue.states import OfferingState

VERBS = {
    "propose": (gettext_lazy("公開を提案する"), permissions.can_propose, False),
    "offer": (gettext_lazy("公開する"), permissions.can_review, False),
    "return": (
        gettext_lazy("差し戻す"),
        lambda user, one: permissions.can_review(user, one, "return_to_draft"),
        True,
    ),
    "withdraw": (gettext_lazy("提供を終える"), permissions.can_withdraw, True),
    "revive": (gettext_lazy("再開を提案する"), permissions.can_revive, False),
}
"""Verb → its words, the question its door asks, whether it wants a reason."""


def load(code: str) -> Offering:
    return get_object_or_404(
        Offering.objects.select_related("branch", "group", "field", "proposed_by").prefetch_related("tariff"), code=code
    )


@require_safe
@open_door(permissions.can_read_catalogue)
def offerings(request: HttpRequest) -> HttpResponse:
    """Everything, in every state."""
    return _list(request, gettext_lazy("支援メニュー"), Offering.objects.all())


@require_safe
@open_door(permissions.can_read_catalogue)
def review_queue(request: HttpRequest) -> HttpResponse:
    """What waits for a reviewer."""
    return _list(request, gettext_lazy("公開の確認待ち"), Offering.objects.waiting())


def _list(request: Any, title: Any, queryset: Any) -> HttpResponse:
    page = ListPage(
        request,
        columns.shown(queryset),
        [
            columns.NAME,
            columns.KIND,
            columns.STATE,
            columns.BRANCH,
            columns.GROUP,
            columns.FIELD,
            columns.unit_price(request.today),
            columns.CODE,
            columns.UPDATED,
        ],
        [
            columns.kind_filter(),
            Filter(key="state", label=gettext_lazy("状態"), choices=OfferingState.choices),
            *columns.filters(),
        ],
        columns.search(),
        title=title,
        url=lambda one: reverse("catalogue-desk:offering", args=[one.code]),
        order=["code"],
        empty_title=gettext_lazy("確認を待っているものはありません"),
    )
    can_add = bool(permissions.can_write(request.user))
    return page.response("catalogue/staff/list.html", can_add=can_add)


@require_safe
@open_door(permissions.can_read_catalogue)
def offering(request: Any, code: str) -> HttpResponse:
    """One offering with its verbs and every edition of its tariff."""
    return show(request, load(code))


def show(request: Any, found: Offering, wrong: tuple[str, OnceForm] | None = None) -> HttpResponse:
    """The page; ``wrong`` is the verb whose form was refused, with what was typed."""
    verbs = [
        {"key": key, "label": label, "form": wrong[1] if wrong and wrong[0] == key else _form(key, reason)}
        for key, (label, can, reason) in VERBS.items()
        if can(request.user, found) or (wrong and wrong[0] == key)
    ]
    context = {
        "offering": found,
        "state_kind": columns.STATE_KINDS[OfferingState(found.state)],
        "verbs": verbs,
        "can_change": permissions.can_change_offering(request.user, found),
        "can_price": permissions.can_price(request.user),
        "tariff": sorted(found.tariff.all(), key=lambda line: (line.valid_from, line.client_class), reverse=True),
    }
    return render(request, "catalogue/staff/offering.html", context, status=422 if wrong else 200)


def _form(key: str, reason: bool) -> OnceForm:
    return (ReasonForm if reason else OnceForm)(auto_id=f"{key}_%s")


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_write)
def new(request: Any) -> HttpResponse:
    """Write down something new."""
    form = NewOfferingForm(request.POST or None)

    def work() -> str:
        data = form.cleaned_data
        made = actions.draft_offering(by=request.user, at=request.at, code=data["code"], kind=data["kind"], **form.said)
        messages.success(request, _("下書きを作りました。"))
        return reverse("catalogue-desk:offering", args=[made.code])

    return submitted(request, form, work) or _form_page(request, form, None)


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_read_catalogue)
def edit(request: Any, code: str) -> HttpResponse:
    """Correct what is said about an offering."""
    found = load(code)
    require(permissions.can_change_offering(request.user, found))
    form = OfferingForm(request.POST or None, initial=OfferingForm.values(found))

    def work() -> str:
        actions.change_offering(by=request.user, at=request.at, offering=found, **form.said)
        messages.success(request, _("変更しました。"))
        return reverse("catalogue-desk:offering", args=[found.code])

    return submitted(request, form, work) or _form_page(request, form, found)


@require_http_methods(["GET", "POST"])
@open_door(permissions.can_price)
def tariff(request: Any, code: str) -> HttpResponse:
    """A new edition of the tariff, beginning from the lines in force."""
    found = load(code)
    form = EditionForm(request.POST or None)
    lines = TariffForms(request.POST or None, initial=lines_on(found, request.today), prefix="lines")

    def work() -> str:
        entries = [line.entry for line in lines if line.entry]
        data = form.cleaned_data
        actions.revise_tariff(
            by=request.user,
            at=request.at,
            offering=found,
            valid_from=data["valid_from"],
            entries=entries,
            source=data["source"],
        )
        messages.success(request, _("料金の改定を登録しました。"))
        return reverse("catalogue-desk:offering", args=[found.code])

    sent = submitted(request, form, work) if request.method == "POST" and lines.is_valid() else None
    status = 422 if request.method == "POST" else 200
    context = {"offering": found, "form": form, "lines": lines}
    return sent or render(request, "catalogue/staff/tariff.html", context, status=status)


def _form_page(request: Any, form: OnceForm, found: Offering | None) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "catalogue/staff/form.html", {"form": form, "offering": found}, status=status)
