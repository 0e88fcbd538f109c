"""Bundles for everyone and at the desk: the list, one bundle, taking it, giving it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.gatherings.actions import Guest
from kosetsu.foundation.parties.pages.submitting import FormPages, form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.training.actions import bundles as actions
from kosetsu.services.training.models import Bundle, BundlePlace
from kosetsu.services.training.pages import bundle_forms as forms
from kosetsu.services.training.permissions import (
    can_be_client,
    can_cancel_place,
    can_move_bundle,
    can_plan_bundles,
    can_read_training,
    can_take_bundle,
)
from kosetsu.services.training.states import BundlePlaceState, BundleState

METHODS = ["GET", "HEAD", "POST"]
COLOURS = {BundleState.PLANNED: "waiting", BundleState.OPEN: "active", BundleState.CLOSED: "done"}
PUBLIC = [
    Column(key="title", label=_l("名称"), sort="title"),
    Column(key="parts", label=_l("講習会の数"), sort="parts", kind=Kind.NUMBER),
    Column(key="offering", label=_l("料金表"), value="offering.name", sort="offering__code"),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state", state=lambda one: colour(one)),
]
COLUMNS = [*PUBLIC, Column(key="taken", label=_l("申込み"), sort="taken", kind=Kind.NUMBER)]


def colour(bundle: Bundle) -> str:
    """The colour of its state."""
    return COLOURS[BundleState(bundle.state)]


@require_safe
def bundles(request: HttpRequest) -> HttpResponse:
    """What is sold together, for everyone."""
    page = ListPage(
        request, Bundle.objects.shown().for_lists(), PUBLIC, [], _search, title=_("講習会のセット"),
        url=lambda one: one.address(desk=False), order=("state", "-pk"),
        empty_title=_("まとめて申し込める講習会が、ここに並びます。"),
    )  # fmt: skip
    return page.response("training/bundles.html", layout="layouts/portal.html", new="")


@require_safe
def bundle(request: Any, public_id: UUID) -> HttpResponse:
    """One bundle with its courses, and one's own place in it."""
    found = get_object_or_404(Bundle.objects.shown().select_related("offering"), public_id=public_id)
    return _show_public(request, found)


@require_http_methods(METHODS)
@open_door(can_be_client)
def take_bundle(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Take every course of it, or none; for oneself."""
    return _take(request, get_object_or_404(Bundle.objects.shown(), public_id=public_id), desk=False)


@require_http_methods(METHODS)
@open_door(can_plan_bundles)
def take_for(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The same for whoever asks at the desk."""
    return _take(request, load(request, public_id), desk=True)


@require_POST
@open_door()
def cancel_place(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Give every seat of a bundle back."""
    rows = BundlePlace.objects.visible_to(request.user).select_related("bundle__offering")
    found = get_object_or_404(rows, public_id=public_id)
    if not (may := can_cancel_place(request.user, found)):
        return refusal(request, may)
    desk = standing(request.user).is_staff

    def work() -> str:
        actions.cancel_place(by=request.user, at=request.at, place=found)
        messages.success(request, _("申し込みを取り消しました。"))
        return found.bundle.address(desk=desk)

    answer = submitted(request, OnceForm(request.POST), work)
    return answer or (show if desk else _show_public)(request, found.bundle, status=422)


@require_safe
@open_door(can_read_training)
def bundle_list(request: SignedIn) -> HttpResponse:
    """Every bundle, planned ones too."""
    page = ListPage(
        request, Bundle.objects.visible_to(request.user).for_lists(), COLUMNS,
        [Filter(key="state", label=_("状態"), choices=BundleState.choices)], _search, title=_("講習会のセット"),
        url=lambda one: one.address(desk=True), order=("-pk",),
        empty_title=_("まとめて申し込める講習会が、ここに並びます。"),
    )  # fmt: skip
    new = reverse("training-desk:plan_bundle") if can_plan_bundles(request.user) else ""
    return page.response("training/bundles.html", layout="layouts/desk.html", new=new)


@require_http_methods(METHODS)
@open_door(can_plan_bundles)
def plan_bundle(request: SignedIn) -> HttpResponse:
    """Choose what is sold together."""
    form = forms.SetForm(request.POST or None, today=request.today)

    def work() -> str:
        return actions.plan_bundle(by=request.user, at=request.at, chosen=form.chosen()).address(desk=True)

    return form_page(
        request, form, work, layout="desk", title=_("講習会のセットを計画する"), button=_("計画する"),
        done=_("計画しました。"), lead=_("受付を始めるまで、外からは見えません。"),
    )  # fmt: skip


@require_safe
@open_door(can_read_training)
def desk_bundle(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One bundle, who takes it, and what can be done with it now."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Bundle:
    """The bundle, or 404 just as for nothing."""
    return get_object_or_404(Bundle.objects.visible_to(request.user).select_related("offering"), public_id=public_id)


def show(request: Any, found: Bundle, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    owing = set(BundlePlace.objects.owing().filter(bundle=found).values_list("pk", flat=True))
    places = list(found.places.select_related("workplace__organisation", "charge"))
    context = {
        **_facts(found, desk=True),
        "places": [(one, one.pk in owing, can_cancel_place(request.user, one)) for one in places],
        "form": OnceForm(auto_id=False),
        "may_change": can_move_bundle(request.user, found, "change_bundle"),
        "may_take": can_plan_bundles(request.user) and can_take_bundle(request.user, found, request.at),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "training/bundle.html", context, status=status)


def _show_public(request: Any, found: Bundle, status: int = 200) -> HttpResponse:
    own = BundlePlace.objects.visible_to(request.user).filter(bundle=found, state=BundlePlaceState.REGISTERED)
    mine = [] if standing(request.user).is_staff else list(own.select_related("workplace__organisation"))
    may = can_take_bundle(request.user, found, request.at)
    context = {
        **_facts(found, desk=False),
        "places": [(one, False, can_cancel_place(request.user, one)) for one in mine],
        "form": OnceForm(auto_id=False),
        "may_take": may and not mine and not standing(request.user).is_staff,
        "refused": None if may else may,
    }
    return render(request, "training/bundle.html", context, status=status)


def _facts(found: Bundle, *, desk: bool) -> dict[str, Any]:
    return {
        "layout": f"layouts/{'desk' if desk else 'portal'}.html", "desk": desk, "bundle": found,
        "colour": colour(found), "courses": found.gatherings.select_related("branch").order_by("starts_on", "pk"),
    }  # fmt: skip


def _take(request: SignedIn, found: Bundle, *, desk: bool) -> HttpResponse:
    if not (may := can_take_bundle(request.user, found, request.at)):
        return refusal(request, may)
    form = forms.TakeForm(request.POST or None, bundle=found, user=request.user, today=request.today)

    def work() -> str:
        given, (name, email) = form.cleaned_data, form.guest
        actions.take_bundle(
            by=request.user, at=request.at, bundle=found, workplace=given["workplace"], guest=Guest(name, email),
            quotas=form.quotas(), agreed=given.get("agreed", False), language=(get_language() or "ja")[:2],
        )  # fmt: skip
        return found.address(desk=desk)

    return form_page(
        request, form, work, layout="desk" if desk else "portal", title=_("セットに申し込む"), lead=str(found),
        button=_("申し込む"), done=_("すべての講習会に申し込みました。受付票をメールでお送りします。"),
    )  # fmt: skip


def _search(found: Any, words: str) -> Any:
    return found.filter(title__icontains=words) | found.filter(summary__icontains=words)


def _may(request: Any, found: Bundle, verb: str) -> Decision:
    return can_move_bundle(request.user, found, verb)


MOVES = Verbs(
    "bundle", "training-desk", can_read_training, load, _may, show, lambda one: one.address(desk=True),
    [
        Verb("open_bundle", _l("受付を始める"), _l("受付を始めました。"), actions.open_bundle),
        Verb("close_bundle", _l("受付を終える"), _l("受付を終えました。"), actions.close_bundle, kind="secondary"),
    ],
)  # fmt: skip
PAGES = FormPages(can_plan_bundles, load, lambda one: one.address(desk=True), _may)
change_bundle = PAGES.move(
    "change_bundle",
    lambda request, one: forms.SetForm(request.POST or None, today=request.today, initial=forms.as_it_is(one)),
    lambda form, one, **common: actions.change_bundle(**common, bundle=one, chosen=form.chosen()),
    title=_l("セットの計画を変える"), done=_l("変えました。"), button=_l("変える"),
)  # fmt: skip

BELOW = "bundles/<uuid:public_id>/"
URLS = [
    path("bundles/", bundles, name="bundles"),
    path(BELOW, bundle, name="bundle"),
    path(f"{BELOW}take_bundle/", take_bundle, name="take_bundle"),
    path("bundles/places/<uuid:public_id>/cancel_place/", cancel_place, name="cancel_place"),
]
DESK_URLS = [
    path("bundles/", bundle_list, name="bundles"),
    path("bundles/new/", plan_bundle, name="plan_bundle"),
    path(BELOW, desk_bundle, name="bundle"),
    path(f"{BELOW}change_bundle/", change_bundle, name="change_bundle"),
    path(f"{BELOW}take_bundle/", take_for, name="take_bundle"),
    *MOVES.urls(BELOW),
]
