"""Being shown round: a group asks and answers by its ticket; the desk proposes a day, notes who came."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.common.limits import take_turns, visitor_waits
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.moments import day_field
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.models import Branch
from kosetsu.foundation.parties.pages.submitting import pressed
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Tour
from kosetsu.services.exhibitions.pages.forms import ReasonForm, partner_field
from kosetsu.services.exhibitions.permissions import can_answer_tour, can_move_tour, can_read_exhibitions
from kosetsu.services.exhibitions.states import TourState

COLOURS: dict[str, str] = {
    TourState.ASKED: "waiting", TourState.PROPOSED: "waiting", TourState.AGREED: "active", TourState.HELD: "done",
}  # fmt: skip
ANSWERS = ("accept_tour", "ask_other_day", "call_off_tour")
PEOPLE: dict[str, Any] = {"min_value": 1, "max_value": actions.MOST_PEOPLE}


class AskForm(OnceForm):
    """Who would like to come, when, and what for."""

    branch = forms.ModelChoiceField(Branch.objects.order_by("code"), label=_l("見学したい拠点"), to_field_name="code")
    group = forms.CharField(label=_l("団体名"), max_length=200)
    contact = forms.CharField(label=_l("代表者の氏名"), max_length=100)
    email = forms.EmailField(label=_l("メールアドレス"))
    people = forms.IntegerField(label=_l("人数"), **PEOPLE)
    wishes = forms.CharField(
        label=_l("希望する日時"), max_length=300, help_text=_l("第3希望まで、分かるように書いてください。")
    )
    interest = forms.CharField(label=_l("見たいもの・目的"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    language = forms.ChoiceField(label=_l("案内の言語"), choices=settings.LANGUAGES)


class OtherDayForm(OnceForm):
    wishes = forms.CharField(label=_l("希望する日時"), max_length=300)


class ProposeForm(OnceForm):
    """A day, and who guides; said again, it takes the place of what was proposed."""

    day = day_field(_l("見学の日"))
    starts = forms.TimeField(label=_l("開始"), widget=forms.TimeInput(attrs={"type": "time"}))
    minutes = forms.IntegerField(label=_l("長さ（分）"), min_value=10, max_value=actions.MOST_MINUTES, initial=60)
    guide = forms.ModelChoiceField(
        Person.objects.filter(posts__isnull=False, is_active=True).distinct().order_by("name"), label=_l("案内者")
    )
    partner = partner_field(_l("連携機関"), _l("連携機関の見学のときに選ぶと、その機関との活動として数えます。"))
    words = forms.CharField(
        label=_l("団体への連絡"), max_length=300, required=False, help_text=_l("集合場所、持ち物など")
    )


class HeldForm(OnceForm):
    came = forms.IntegerField(label=_l("来た人数"), **PEOPLE)


@require_http_methods(["GET", "HEAD", "POST"])
@take_turns("registrations", "REGISTRATIONS_PER_MINUTE", visitor_waits)
def ask_tour(request: Any) -> HttpResponse:
    """Ask, with or without an account; the ticket comes by mail, to one's own address at once on the screen as well."""
    user = request.user if request.user.is_authenticated else None
    known = {"contact": user.name, "email": user.email} if user else {}
    form = AskForm(request.POST or None, initial={**known, "language": (get_language() or "ja")[:2]})

    def work() -> str:
        made = actions.ask_tour(by=user, at=request.at, **form.said)
        own = user is not None and made.email == (user.email or "").lower()
        return reverse("exhibitions:tour_ticket", args=[made.ticket]) if own else reverse("exhibitions:tour_asked")

    if answer := submitted(request, form, work):
        return answer
    own_tours = Tour.objects.filter(asked_by=user).select_related("branch") if user else []
    context = {"form": form, "own_tours": [(one, COLOURS.get(one.state, "stopped")) for one in own_tours]}
    return render(request, "exhibitions/tours/ask.html", context, status=422 if form.errors else 200)


@require_safe
def tour_asked(request: Any) -> HttpResponse:
    """What follows: a mail."""
    return render(request, "exhibitions/tours/asked.html")


@require_safe
def tour_ticket(request: Any, ticket: str) -> HttpResponse:
    """One tour, for whoever has its address."""
    return _ticket(request, _of_ticket(ticket))


def _ticket(request: Any, found: Tour, form: OnceForm | None = None, status: int = 200) -> HttpResponse:
    context = {
        "tour": found, "colour": COLOURS.get(found.state, "stopped"), "key": OnceForm(auto_id=False),
        "form": form or OtherDayForm(), "may": {verb: can_answer_tour(found, verb, request.at) for verb in ANSWERS},
    }  # fmt: skip
    return render(request, "exhibitions/tours/ticket.html", context, status=status)


def _of_ticket(ticket: str) -> Tour:
    return get_object_or_404(Tour.objects.select_related("branch"), ticket=ticket)


def _answer(action: Callable[..., Tour]) -> Callable[..., HttpResponse]:
    """The page of an answer that asks for nothing more."""

    @require_POST
    def page(request: Any, ticket: str) -> HttpResponse:
        found, back = _of_ticket(ticket), reverse("exhibitions:tour_ticket", args=[ticket])

        def work() -> str:
            action(by=request.user if request.user.is_authenticated else None, at=request.at, tour=found)
            return back

        return pressed(request, work, back)

    page.__name__ = page.__qualname__ = action.__name__
    return page


accept_tour, cancel_tour = _answer(actions.accept_tour), _answer(actions.cancel_tour)


@require_POST
def ask_other_day(request: Any, ticket: str) -> HttpResponse:
    """Another day, please."""
    found, form = _of_ticket(ticket), OtherDayForm(request.POST)

    def work() -> str:
        by = request.user if request.user.is_authenticated else None
        actions.ask_other_day(by=by, at=request.at, tour=found, wishes=form.cleaned_data["wishes"])
        return reverse("exhibitions:tour_ticket", args=[ticket])

    if answer := submitted(request, form, work):
        messages.success(request, _("希望を受け付けました。日程をあらためてご提案します。"))
        return answer
    return _ticket(request, found, form, 422)


COLUMNS = [
    Column(key="group", label=_l("団体名"), sort="group"),
    Column(key="branch", label=_l("拠点"), sort="branch__code"),
    Column(key="state", label=_l("状態"), value="get_state_display", sort="state",
           state=lambda tour: COLOURS.get(tour.state, "stopped")),
    Column(key="people", label=_l("人数"), sort="people", kind=Kind.NUMBER),
    Column(key="starts_at", label=_l("日時"), sort="starts_at", kind=Kind.MOMENT),
    Column(key="guide", label=_l("案内者"), sort="guide__name"),
    Column(key="came", label=_l("来た人数"), sort="came", kind=Kind.NUMBER),
    Column(key="asked_at", label=_l("申込日時"), sort="asked_at", kind=Kind.MOMENT),
]  # fmt: skip


def _search(rows: QuerySet[Tour], text: str) -> QuerySet[Tour]:
    return rows.filter(Q(group__icontains=text) | Q(contact__icontains=text))


@require_safe
@open_door(can_read_exhibitions)
def tours(request: SignedIn) -> HttpResponse:
    """Every group that asked, those that wait for a day first."""
    rows = Tour.objects.visible_to(request.user).select_related("branch", "guide")
    page = ListPage(
        request, rows, COLUMNS, [Filter(key="state", label=_("状態"), choices=TourState.choices)], _search,
        title=_("見学"), url=_address, order=("-asked_at",), empty_title=_("見学の申し込みがここに並びます。"),
    )  # fmt: skip
    return page.response("exhibitions/desk/tours.html")


@require_safe
@open_door(can_read_exhibitions)
def tour(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One tour, and what can be done with it now."""
    return _show(request, _load(request, public_id))


def _load(request: Any, public_id: UUID) -> Tour:
    rows = Tour.objects.visible_to(request.user).select_related("branch", "guide", "partner")
    return get_object_or_404(rows, public_id=public_id)


def _show(request: Any, found: Tour, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "tour": found, "colour": COLOURS.get(found.state, "stopped"),
        "panels": TOUR_MOVES.panels(request, found, wrong),
    }  # fmt: skip
    return render(request, "exhibitions/desk/tour.html", context, status=status)


def _may(request: Any, tour: Tour, verb: str) -> Decision:
    return can_move_tour(request.user, tour, verb)


def _address(tour: Tour) -> str:
    return reverse("exhibitions-desk:tour", args=[tour.public_id])


TOUR_MOVES = Verbs(
    "tour", "exhibitions-desk", can_read_exhibitions, _load, _may, _show, _address,
    [
        Verb("propose_tour", _l("日程を提案する"), _l("提案し、団体へメールを送りました。"), actions.propose_tour,
             ProposeForm),
        Verb("hold_tour", _l("実施を記録する"), _l("記録しました。"), actions.hold_tour, HeldForm),
        Verb("decline_tour", _l("お断りする"), _l("お断りし、団体へメールを送りました。"), actions.decline_tour,
             ReasonForm, "secondary"),
        Verb("call_off_tour", _l("見学を取りやめる"), _l("取りやめ、団体へメールを送りました。"), actions.call_off_tour,
             ReasonForm, "danger"),
    ],
)  # fmt: skip
