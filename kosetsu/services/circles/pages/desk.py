"""Circles at the desk: the list, one circle with its verbs, its members, officers and adviser."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.pages.submitting import FormPages, form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Circle, Member, Outcome, Secretary
from kosetsu.services.circles.pages import circle_forms as forms
from kosetsu.services.circles.pages.forms import ReasonForm
from kosetsu.services.circles.pages.public import COLUMNS, search, state_kind
from kosetsu.services.circles.permissions import can_commission_again, can_keep, can_move, can_read_circles, can_run
from kosetsu.services.circles.states import CircleKind, CircleState

DESK = [
    Column(key="code", label=_l("番号"), sort="code"),
    *COLUMNS,
    Column(key="companies", label=_l("会員"), sort="companies", kind=Kind.NUMBER),
]


@require_safe
@open_door(can_read_circles)
def circles(request: SignedIn) -> HttpResponse:
    """Every circle, the newest first."""
    current = Q(members__since__lte=request.today) & (Q(members__until=None) | Q(members__until__gte=request.today))
    page = ListPage(
        request,
        Circle.objects.visible_to(request.user, request.today).annotate(companies=Count("members", filter=current)),
        DESK,
        [
            Filter(key="kind", label=_("種類"), choices=CircleKind.choices),
            Filter(key="state", label=_("状態"), choices=CircleState.choices),
        ],
        search,
        title=_("交流グループ"),
        url=lambda row: reverse("circles-desk:circle", args=[row.public_id]),
        order=("-fiscal_year", "code"),
        empty_title=_("交流グループ・研究会がここに並びます。"),
    )
    return page.response("circles/staff/circles.html", may_run=can_run(request.user))


@require_safe
@open_door(can_read_circles)
def circle(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One circle, and what can be done with it now."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Circle:
    """The circle, or 404 just as for nothing."""
    rows = Circle.objects.visible_to(request.user, request.today).select_related("branch", "intake", "gathering")
    return get_object_or_404(rows, public_id=public_id)


def show(request: Any, found: Circle, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "circle": found,
        "state_kind": state_kind(found),
        "members": found.members.on(request.today).for_lists(),
        "offices": found.offices.select_related("member__workplace__organisation"),
        "secretaries": found.secretaries.on(request.today).select_related("person"),
        "commissions": found.commissions.select_related("adviser"),
        "meetings": found.meetings.all()[:60],
        "reports": found.reports.all(),
        "outcomes": _outcomes(found),
        "developments": found.developments.select_related("case"),
        "may_keep": can_keep(request.user, found),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "circles/staff/circle.html", context, status=status)


def _outcomes(circle: Circle) -> Any:
    """What the members said of each year, added up."""
    rows = Outcome.objects.filter(member__circle=circle).values("fiscal_year")
    figures = {name: Sum(name) for name in ("contacts", "deals", "developments", "open_talks")}
    return rows.annotate(answers=Count("pk"), **figures).order_by("-fiscal_year")


def _may(request: Any, found: Circle, verb: str) -> Decision:
    if verb == "commission_again":
        may = can_keep(request.user, found)
        return can_commission_again(found) if may else may
    return can_move(request.user, found, verb, request.today)


def _again(**given: Any) -> None:
    actions.commission_again(**given)


def _address(found: Circle) -> str:
    return reverse("circles-desk:circle", args=[found.public_id])


MOVES = Verbs(
    "circle", "circles-desk", can_read_circles, load, _may, show, _address,
    [
        Verb("launch", _l("発足させる"), _l("発足しました。"), actions.launch),
        Verb("hand_over", _l("自主運営に移す"), _l("自主運営に移しました。"), actions.hand_over),
        Verb("commission_again", _l("助言者にもう一年委嘱する"), _l("再委嘱を記録しました。"), _again,
             kind="secondary"),
        Verb("close_circle", _l("終了する"), _l("終了しました。"), actions.close_circle, ReasonForm, "danger"),
    ],
)  # fmt: skip


PAGES = FormPages(can_read_circles, load, _address)


def _form_of_circle(
    build: Callable[[SignedIn, Circle], OnceForm], action: Callable[..., Any], title: Any, done: Any
) -> Callable[..., HttpResponse]:
    """The page of one form about a circle: what is typed is what the action is given."""

    def act(form: OnceForm, circle: Circle, **common: Any) -> None:
        action(**common, circle=circle, **form.said)

    return PAGES.page(action.__name__, can_keep, build, act, title=title, done=done)


def _described(request: SignedIn, circle: Circle) -> OnceForm:
    initial = {name: getattr(circle, name) for name in ("name", "summary", "purpose", "statutes", "fee_yen", "public")}
    return forms.DescribeForm(request.POST or None, initial=initial)


describe_circle = _form_of_circle(_described, actions.describe_circle, _l("紹介を書く"), _l("保存しました。"))
join = _form_of_circle(
    lambda request, _circle: forms.JoinForm(request.POST or None),
    actions.join, _l("会員を加える"), _l("会員を加えました。"),
)  # fmt: skip
appoint = _form_of_circle(
    lambda request, circle: forms.AppointForm(request.POST or None, circle=circle, today=request.today),
    actions.appoint, _l("役員を選ぶ"), _l("役員を記録しました。"),
)  # fmt: skip
commission = _form_of_circle(
    lambda request, _circle: forms.CommissionForm(request.POST or None),
    actions.commission, _l("助言者に委嘱する"), _l("委嘱を記録しました。"),
)  # fmt: skip


assign_colleague = _form_of_circle(
    lambda request, _circle: forms.AssignForm(request.POST or None),
    actions.assign_colleague, _l("担当の職員を加える"), _l("担当者を記録しました。"),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_run)
def relieve_colleague(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A colleague no longer looks after it."""
    secretary = get_object_or_404(Secretary.objects.select_related("circle", "person"), public_id=public_id)
    form = OnceForm(request.POST or None)

    def work() -> str:
        actions.relieve_colleague(by=request.user, at=request.at, secretary=secretary)
        return _address(secretary.circle)

    return form_page(
        request, form, work, layout="desk", title=_("担当を終える"), lead=str(secretary),
        done=_("担当の終了を記録しました。"), button=_("担当を終える"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_run)
def leave(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A workplace leaves."""
    member = get_object_or_404(Member.objects.select_related("circle", "workplace__organisation"), public_id=public_id)
    form = forms.LeaveForm(request.POST or None)

    def work() -> str:
        actions.leave(by=request.user, at=request.at, member=member, reason=form.cleaned_data["reason"])
        return _address(member.circle)

    return form_page(
        request, form, work, layout="desk", title=_("退会を記録する"), lead=str(member), done=_("退会を記録しました。")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_run)
def found_circle(request: SignedIn) -> HttpResponse:
    """A society, the exchange with one trade, a partner group or a committee begins."""
    form = forms.FoundForm(request.POST or None, initial=request.GET.dict())

    def work() -> str:
        given = form.said
        return _address(actions.found_circle(by=request.user, at=request.at, **given))

    return form_page(
        request,
        form,
        work,
        layout="desk",
        title=_("研究会・業種別交流会・実行委員会を始める"),
        done=_("発足を記録しました。"),
    )
