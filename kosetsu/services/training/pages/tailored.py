"""Tailored courses from either side: lists, asking for one, one course with its verbs, its people, its paper."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import Decision
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.common.states import chain
from kosetsu.foundation.accounts.doors import Page, SignedIn, open_door, refusal, side_door
from kosetsu.foundation.billing.pages.shown import pdf
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.training import actions
from kosetsu.services.training.documents.syllabus import syllabus_pdf
from kosetsu.services.training.models import TailoredCourse
from kosetsu.services.training.pages import tailored_forms as forms
from kosetsu.services.training.permissions import (
    can_be_client,
    can_move_tailored,
    can_name_participants,
    can_read_syllabus,
    can_read_training,
    can_work_tailored,
)
from kosetsu.services.training.states import CoursePlace, TailoredState

METHODS = ["GET", "HEAD", "POST"]
COLOURS = {
    TailoredState.ASKED: "waiting", TailoredState.DESIGNED: "waiting", TailoredState.QUOTED: "waiting",
    TailoredState.ACCEPTED: "active", TailoredState.PLANNED: "active", TailoredState.READY: "active",
    TailoredState.HELD: "done",
}  # fmt: skip
WAY = tuple(map(TailoredState, ("asked", "designed", "quoted", "accepted", "planned", "ready", "held")))
"""The straight way, for the chain on top."""
COLUMNS = [
    Column(key="number", label=_l("案件番号"), value="case.number", sort="case__number"),
    Column(key="title", label=_l("件名"), value="case.title"),
    Column(key="organisation", label=_l("会社"), value="case.organisation.name", sort="case__organisation__name"),
    Column(key="workplace", label=_l("事業所"), value="case.workplace.name"),
    Column(key="people", label=_l("人数"), sort="people", kind=Kind.NUMBER),
    Column(key="place", label=_l("場所"), value="get_place_display", sort="place"),
    Column(key="group", label=_l("担当グループ"), value="case.group", sort="case__group__code", shown=False),
    Column(key="state", label=_l("状態"), value="state.label", state=lambda one: colour(one), sort="case__state"),
    Column(key="opened", label=_l("受付日時"), value="case.opened_at", sort="case__opened_at", kind=Kind.MOMENT),
]


def colour(course: TailoredCourse) -> str:
    """The colour of its state."""
    return COLOURS.get(course.state, "stopped")


def list_page(desk: bool) -> Page:
    """All of them at the desk, or the company's own; the newest first."""

    @require_safe
    @side_door(desk, can_read_training)
    def tailored_list(request: SignedIn) -> HttpResponse:
        if not desk and standing(request.user).is_staff:
            return redirect("training-desk:tailored_list")
        page = ListPage(
            request,
            TailoredCourse.objects.visible_to(request.user).for_lists(),
            COLUMNS,
            [
                Filter(key="state", label=_("状態"), choices=TailoredState.choices, field="case__state"),
                Filter(key="place", label=_("場所"), choices=CoursePlace.choices),
            ],
            _search,
            title=_("オーダーメードセミナー"),
            url=lambda one: one.address(desk=desk),
            order=("-case__opened_at",),
            empty_title=_("会社に合わせて作る講習会の相談が、ここに並びます。"),
        )
        new = reverse(f"training{'-desk' if desk else ''}:ask_tailored")
        may = can_work_tailored(request.user) if desk else can_be_client(request.user)
        layout = f"layouts/{'desk' if desk else 'portal'}.html"
        return page.response("training/tailored_list.html", layout=layout, new=new if may else "")

    return tailored_list


def ask_page(desk: bool) -> Page:
    """Ask for a course."""

    @require_http_methods(METHODS)
    @open_door(can_work_tailored if desk else can_be_client)
    def ask_tailored(request: SignedIn) -> HttpResponse:
        form = forms.AskForm(request.POST or None, user=request.user, today=request.today)

        def work() -> str:
            told = form.said
            return actions.ask_tailored(by=request.user, at=request.at, **told).address(desk=desk)

        return form_page(
            request, form, work, layout="desk" if desk else "portal", title=_("オーダーメードセミナーを相談する"),
            lead=_("会社の課題に合わせて、担当の研究員が教程を作成し、見積りをお届けします。"), button=_("相談する"),
            done=_("受け付けました。"),
        )  # fmt: skip

    return ask_tailored


def course_page(desk: bool) -> Page:
    """One course from one side."""

    @require_safe
    @side_door(desk, can_read_training)
    def tailored(request: SignedIn, public_id: UUID) -> HttpResponse:
        found = load(request, public_id)
        if not desk and standing(request.user).is_staff:
            return redirect(found.address(desk=True))
        return (SHOW_DESK if desk else SHOW_CLIENT)(request, found)

    return tailored


def people_page(desk: bool) -> Page:
    """Say who takes the course."""

    @require_http_methods(METHODS)
    @side_door(desk, can_read_training)
    def name_participants(request: SignedIn, public_id: UUID) -> HttpResponse:
        found = load(request, public_id)
        if not (may := can_name_participants(request.user, found)):
            return refusal(request, may)
        form = forms.ParticipantsForm(request.POST or None, initial={"people": forms.named(found)})

        def work() -> str:
            people = form.cleaned_data["people"]
            return actions.name_participants(by=request.user, at=request.at, course=found, people=people).address(
                desk=desk
            )

        return form_page(
            request, form, work, layout="desk" if desk else "portal", title=_("受講者を登録する"), lead=str(found),
            button=_("登録する"), done=_("受講者を登録しました。"),
        )  # fmt: skip

    return name_participants


def paper_page(desk: bool) -> Page:
    """The syllabus to print."""

    @require_safe
    @side_door(desk, can_read_training)
    def syllabus(request: SignedIn, public_id: UUID) -> HttpResponse:
        found = load(request, public_id)
        if not (may := can_read_syllabus(request.user, found)):
            return refusal(request, may)
        return pdf(syllabus_pdf(found, at=request.at), f"{found.case.number}-syllabus")

    return syllabus


def load(request: Any, public_id: UUID) -> TailoredCourse:
    """The course, or 404 just as for nothing."""
    return get_object_or_404(TailoredCourse.objects.visible_to(request.user).for_lists(), public_id=public_id)


def show_page(desk: bool) -> Page:
    """How one side shows a course; ``wrong`` is a verb's form that was refused."""

    def show(request: Any, found: TailoredCourse, wrong: Wrong = None, status: int = 200) -> HttpResponse:
        context = {
            "layout": f"layouts/{'desk' if desk else 'portal'}.html",
            "space": f"training{'-desk' if desk else ''}",
            "desk": desk,
            "course": found,
            "case": found.case,
            "colour": colour(found),
            "chain": chain(WAY, found.state),
            "parts": found.parts.all() if desk or found.quote_id else [],
            "participants": found.participants.select_related("registration"),
            "sessions": found.gathering.sessions.all() if found.gathering else [],
            "may_design": can_move_tailored(request.user, found, "design_tailored"),
            "may_plan": can_move_tailored(request.user, found, "plan_tailored"),
            "may_name": can_name_participants(request.user, found),
            "fee_yen": found.fee_yen if found.state == TailoredState.CALLED_OFF else 0,
            "owed_yen": actions.call_off_fee(found, request.at) if desk or found.gathering else 0,
            "may_print": can_read_syllabus(request.user, found),
            "panels": (DESK if desk else CLIENT).panels(request, found, wrong),
        }
        return render(request, "training/tailored.html", context, status=status)

    show.__module__ = __name__
    return show


def urls_of(*, desk: bool) -> list[URLPattern]:
    """The addresses of one side below ``tailored/``."""
    below = "tailored/<uuid:public_id>/"
    return [
        path("tailored/", list_page(desk), name="tailored_list"),
        path("tailored/new/", ask_page(desk), name="ask_tailored"),
        path(below, course_page(desk), name="tailored"),
        path(f"{below}people/", people_page(desk), name="name_participants"),
        path(f"{below}syllabus/pdf/", paper_page(desk), name="syllabus"),
        *(DESK if desk else CLIENT).urls(below),
    ]


def _search(found: Any, words: str) -> Any:
    return (
        found.filter(case__number__icontains=words)
        | found.filter(case__title__icontains=words)
        | found.filter(case__organisation__name__icontains=words)
    )


def may_move(request: Any, course: TailoredCourse, verb: str) -> Decision:
    return can_move_tailored(request.user, course, verb)


SHOW_DESK, SHOW_CLIENT = show_page(True), show_page(False)
ACCEPT = Verb("accept_tailored", _l("この内容で申し込む"), _l("申し込みました。続けて受講者を登録してください。"),
              actions.accept_tailored)  # fmt: skip
CALL_OFF = Verb("call_off_tailored", _l("中止する"), _l("中止しました。"), actions.call_off_tailored, forms.ReasonForm,
                "danger")  # fmt: skip
DESK = Verbs(
    "course", "training-desk", can_read_training, load, may_move, SHOW_DESK, lambda one: one.address(desk=True),
    [
        Verb("quote_tailored", _l("見積りを出す"), _l("見積りを出し、会社に知らせました。"), actions.quote_tailored,
             forms.QuoteForm),
        Verb("accept_tailored", _l("申込みを記録する"), _l("申込みを記録しました。"), actions.accept_tailored),
        Verb("enrol_tailored", _l("受講者を登録し、受付票を送る"), _l("登録し、受付票を送りました。"),
             actions.enrol_tailored),
        Verb("complete_tailored", _l("実施を記録する"), _l("実施を記録し、料金を計上しました。"),
             actions.complete_tailored),
        Verb("refuse_tailored", _l("お断りする"), _l("お断りを伝えました。"), actions.refuse_tailored, forms.ReasonForm,
             "secondary"),
        replace(CALL_OFF, form=forms.CallOffForm),
    ],
)  # fmt: skip
CLIENT = Verbs(
    "course", "training", can_be_client, load, may_move, SHOW_CLIENT,
    lambda one: one.address(desk=False),
    [
        ACCEPT,
        Verb("decline_tailored", _l("今回は申し込まない"), _l("辞退を伝えました。"), actions.decline_tailored,
             forms.DeclineForm, "secondary"),
        CALL_OFF,
    ],
)  # fmt: skip
