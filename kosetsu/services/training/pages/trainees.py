"""Stays of trainees at the desk: numbers in lists and files; names on one page, for the few who need them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import FormPages, form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.training.actions import trainees as actions
from kosetsu.services.training.models import TraineeStay
from kosetsu.services.training.pages import trainee_forms as forms
from kosetsu.services.training.pages.tailored_forms import ReasonForm
from kosetsu.services.training.permissions import (
    can_enter,
    can_move_trainees,
    can_name_trainees,
    can_read_names,
    can_read_training,
)
from kosetsu.services.training.states import TraineeState

METHODS = ["GET", "HEAD", "POST"]
COLOURS = {TraineeState.OFFERED: "waiting", TraineeState.ACCEPTED: "active", TraineeState.STAYING: "active",
           TraineeState.ENDED: "done"}  # fmt: skip
COLUMNS = [
    Column(key="number", label=_l("番号"), sort="number"),
    Column(key="university", label=_l("大学・学校"), value="university_name", sort="university_name"),
    Column(key="theme", label=_l("研修の内容"), sort="theme"),
    Column(key="count", label=_l("人数"), sort="count", kind=Kind.NUMBER),
    Column(key="starts_on", label=_l("開始日"), sort="starts_on", kind=Kind.DATE),
    Column(key="ends_on", label=_l("終了日"), sort="ends_on", kind=Kind.DATE),
    Column(key="group", label=_l("担当グループ"), sort="group__code"),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state", state=lambda one: colour(one)),
]


def colour(stay: TraineeStay) -> str:
    """The colour of its state."""
    return COLOURS.get(TraineeState(stay.state), "stopped")


@require_safe
@open_door(can_read_training)
def trainee_stays(request: SignedIn) -> HttpResponse:
    """Every stay in numbers; the list is a file as well, without a name."""
    page = ListPage(
        request,
        TraineeStay.objects.visible_to(request.user).for_lists(),
        COLUMNS,
        [
            Filter(key="state", label=_("状態"), choices=TraineeState.choices),
            Filter(key="starts_on", label=_("開始日"), kind="dates"),
        ],
        lambda found, words: (
            found.filter(number__icontains=words)
            | found.filter(university_name__icontains=words)
            | found.filter(theme__icontains=words)
        ),
        title=_("研修学生の受入れ"),
        url=lambda one: one.get_absolute_url(),
        order=("-starts_on", "number"),
        empty_title=_("大学から受け入れる研修学生が、人数でここに並びます。"),
    )
    new = reverse("training-desk:offer_trainees") if can_enter(request.user) else ""
    return page.response("training/staff/trainee_stays.html", new=new)


@require_http_methods(METHODS)
@open_door(can_enter)
def offer_trainees(request: SignedIn) -> HttpResponse:
    """Enter what a university asks for."""
    form = forms.OfferForm(request.POST or None)

    def work() -> str:
        return actions.offer_trainees(by=request.user, at=request.at, offer=form.offer()).get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("研修学生の受入れを登録する"), button=_("登録する"),
        done=_("登録しました。グループ長の承認を受けてください。"),
        lead=_("氏名は、受入れが決まったあとに別の画面で登録します。"),
    )  # fmt: skip


@require_safe
@open_door(can_read_training)
def trainee_stay(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One stay, and what can be done with it now."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> TraineeStay:
    """The stay, or 404 just as for nothing."""
    return get_object_or_404(TraineeStay.objects.visible_to(request.user).for_lists(), public_id=public_id)


def show(request: Any, found: TraineeStay, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "stay": found,
        "colour": colour(found),
        "names": list(found.names.all()) if can_read_names(request.user, found) else [],
        "may_name": can_name_trainees(request.user, found),
        "may_change": can_move_trainees(request.user, found, "change_trainees"),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "training/staff/trainee_stay.html", context, status=status)


def _may(request: Any, stay: TraineeStay, verb: str) -> Decision:
    return can_move_trainees(request.user, stay, verb)


def _names(stay: TraineeStay) -> dict[str, str]:
    return {"names": "\n".join(stay.names.values_list("name", flat=True))}


MOVES = Verbs(
    "stay", "training-desk", can_read_training, load, _may, show, lambda one: one.get_absolute_url(),
    [
        Verb("accept_trainees", _l("受入れを決める"), _l("受入れを決めました。"), actions.accept_trainees),
        Verb("begin_trainees", _l("受入れの開始を記録する"), _l("開始を記録しました。"), actions.begin_trainees,
             forms.BeginForm),
        Verb("end_trainees", _l("受入れの終了を記録する"), _l("終了を記録しました。"), actions.end_trainees,
             forms.EndForm),
        Verb("refuse_trainees", _l("受け入れない"), _l("不承認を記録しました。"), actions.refuse_trainees, ReasonForm,
             "secondary"),
        Verb("call_off_trainees", _l("取りやめる"), _l("取りやめました。"), actions.call_off_trainees, ReasonForm,
             "danger"),
    ],
)  # fmt: skip
PAGES = FormPages(can_read_training, load, lambda one: one.get_absolute_url(), _may)
change_trainees = PAGES.move(
    "change_trainees", lambda request, one: forms.OfferForm(request.POST or None, initial=forms.as_it_is(one)),
    lambda form, one, **common: actions.change_trainees(**common, stay=one, offer=form.offer()),
    title=_l("受入れの内容を変える"), done=_l("変えました。"), button=_l("変える"),
)  # fmt: skip
name_trainees = PAGES.page(
    "name_trainees", can_name_trainees, lambda request, one: forms.NamesForm(request.POST or None, initial=_names(one)),
    lambda form, one, **common: actions.name_trainees(**common, stay=one, **form.said),
    title=_l("研修学生の氏名を登録する"), done=_l("登録しました。受入れの終了後、定められた日に消去されます。"),
    button=_l("登録する"),
)  # fmt: skip

BELOW = "trainees/<uuid:public_id>/"
URLS = [
    path("trainees/", trainee_stays, name="trainee_stays"),
    path("trainees/new/", offer_trainees, name="offer_trainees"),
    path(BELOW, trainee_stay, name="trainee_stay"),
    path(f"{BELOW}change_trainees/", change_trainees, name="change_trainees"),
    path(f"{BELOW}name_trainees/", name_trainees, name="name_trainees"),
    *MOVES.urls(BELOW),
]
