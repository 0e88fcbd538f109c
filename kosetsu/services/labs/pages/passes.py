"""The list of who may come day and night, and the page of one pass."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.labs import actions
from kosetsu.services.labs.models import Pass
from kosetsu.services.labs.pages import forms
from kosetsu.services.labs.permissions import can_end_pass, can_give_pass, can_manage_labs

WORDS = {
    "wished": _l("交付待ち"),
    "out": _l("交付中"),
    "back": _l("返却済み"),
    "lost": _l("紛失"),
    "struck": _l("取消し"),
}
COLOURS = {"wished": "waiting", "out": "active", "back": "done", "lost": "danger", "struck": "stopped"}


def stands(one: Pass) -> str:
    """Where a pass stands."""
    if one.ended_on is None:
        return "out" if one.given_on else "wished"
    if one.given_on is None:
        return "struck"
    return "lost" if one.lost else "back"


COLUMNS = [
    Column(key="card", label=_l("入館証の番号"), value=lambda one: one.card or "―", sort="card"),
    Column(key="holder", label=_l("氏名"), value=lambda one: one.holder or _("（消去済み）"), sort="holder"),
    Column(key="room", label=_l("室"), value="tenancy.lab.full_name", sort=("tenancy__lab__branch__code",
                                                                          "tenancy__lab__order")),
    Column(key="company", label=_l("会社"), value="tenancy.case.organisation.name",
           sort="tenancy__case__organisation__name"),
    Column(key="telephone", label=_l("緊急連絡先")),
    Column(key="given_on", label=_l("交付日"), sort="given_on", kind=Kind.DATE),
    Column(key="ended_on", label=_l("返却日"), sort="ended_on", kind=Kind.DATE, shown=False),
    Column(key="state", label=_l("状態"), value=lambda one: WORDS[stands(one)], state=lambda one: COLOURS[stands(one)]),
]  # fmt: skip


@require_safe
@open_door(can_manage_labs)
def pass_list(request: SignedIn) -> HttpResponse:
    """Who may be in the building at night: asked for first, then cards out."""
    page = ListPage(
        request,
        _known(request),
        COLUMNS,
        [
            Filter(key="now", label=_("交付中・交付待ちだけ"), kind="flag",
                   apply=lambda found, _on: found.filter(ended_on=None)),
            Filter(key="wished", label=_("交付待ちだけ"), kind="flag", apply=_wished),
        ],
        lambda found, words: (
            found.filter(card__icontains=words)
            | found.filter(holder__icontains=words)
            | found.filter(tenancy__lab__room__icontains=words)
            | found.filter(tenancy__case__organisation__name__icontains=words)
        ),
        title=_("24時間入館証"),
        url=lambda one: reverse("labs-desk:pass", args=[one.public_id]),
        order=("ended_on", "tenancy__lab__branch__code", "tenancy__lab__order", "pk"),
        empty_title=_("入居者が登録した、夜間・休日に入館する人がここに並びます。"),
    )  # fmt: skip
    return page.response()


@require_safe
@open_door(can_manage_labs)
def lab_pass(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One pass, and what can be done with it now."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Pass:
    """The pass, or 404 just as for nothing."""
    found: Pass = get_object_or_404(_known(request), public_id=public_id)
    return found


def show(request: Any, found: Pass, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    where = stands(found)
    context = {
        "one": found, "tenancy": found.tenancy, "word": WORDS[where], "colour": COLOURS[where],
        "panels": VERBS.panels(request, found, wrong),
    }  # fmt: skip
    return render(request, "labs/staff/pass.html", context, status=status)


def _wished(found: Any, _on: bool) -> Any:
    return found.wished()


def _known(request: Any) -> Any:
    return Pass.objects.visible_to(request.user).select_related("tenancy__case__organisation", "tenancy__lab__branch")


def _may(request: Any, one: Pass, verb: str) -> Decision:
    return (can_give_pass if verb == "give_pass" else can_end_pass)(request.user, one)


VERBS = Verbs(
    "one", "labs-desk", can_manage_labs, load, _may, show, lambda one: reverse("labs-desk:pass", args=[one.public_id]),
    [
        Verb("give_pass", _l("入館証を交付する"), _l("交付を記録しました。"), actions.give_pass, forms.CardForm),
        Verb("end_pass", _l("返却・紛失・取消しを記録する"), _l("記録しました。"), actions.end_pass, forms.EndPassForm,
             "secondary"),
    ],
)  # fmt: skip
URLS = [
    path("passes/", pass_list, name="passes"),
    path("passes/<uuid:public_id>/", lab_pass, name="pass"),
    *VERBS.urls("passes/<uuid:public_id>/"),
]
