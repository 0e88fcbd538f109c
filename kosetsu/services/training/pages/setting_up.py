"""A course on demand at the desk: its films, its questions, how far its people are."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.gatherings.pages.desk import load
from kosetsu.foundation.gatherings.permissions import can_plan
from kosetsu.foundation.parties.pages.submitting import form_page, pressed
from kosetsu.services.training import actions
from kosetsu.services.training.models import OnDemandCourse, Part
from kosetsu.services.training.pages.forms import AsksForm, PartForm, QuestionForm
from kosetsu.services.training.permissions import can_set_up


@require_safe
@open_door(can_plan)
def contents(request: SignedIn, public_id: UUID) -> HttpResponse:
    """What the course is made of, and how far its people are."""
    gathering = load(request, public_id)
    course = OnDemandCourse.objects.filter(gathering=gathering).first()
    seen = Count("progress", distinct=True)
    states = gathering.registrations.aggregate(
        began=Count("pk", filter=Q(progress__isnull=False), distinct=True),
        completed=Count("pk", filter=Q(completed_at__isnull=False), distinct=True),
        passed=Count("pk", filter=Q(attempts__passed=True), distinct=True),
    )
    context = {
        "gathering": gathering,
        "course": course,
        "parts": course.parts.annotate(people=seen).order_by("place") if course else [],
        "questions": course.questions.all() if course else [],
        "states": states,
        "may": can_set_up(request.user, gathering),
        "once": OnceForm(auto_id=False),
    }
    return render(request, "training/staff/contents.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan)
def add_part(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One film more."""
    gathering = load(request, public_id)
    form = PartForm(request.POST or None, request.FILES or None)

    def work() -> str:
        actions.add_part(by=request.user, at=request.at, gathering=gathering, given=form.part())
        return _contents(gathering)

    return _page(request, gathering, form, work, title=_("動画を加える"), done=_("動画を加えました。"))


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan)
def add_question(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One question more."""
    gathering = load(request, public_id)
    form = QuestionForm(request.POST or None)

    def work() -> str:
        given = {"text": form.cleaned_data["text"], **form.cleaned_data["choices"]}
        actions.add_question(by=request.user, at=request.at, gathering=gathering, **given)
        return _contents(gathering)

    return _page(request, gathering, form, work, title=_("問題を加える"), done=_("問題を加えました。"))


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan)
def set_up(request: SignedIn, public_id: UUID) -> HttpResponse:
    """What is asked of whoever wants to complete the course."""
    gathering = load(request, public_id)
    course = OnDemandCourse.objects.filter(gathering=gathering).first() or OnDemandCourse(gathering=gathering)
    names = ("seen_percent", "pass_percent", "most_attempts")
    form = AsksForm(request.POST or None, initial={name: getattr(course, name) for name in names})

    def work() -> str:
        given = {name: form.cleaned_data[name] for name in names}
        actions.set_up(by=request.user, at=request.at, gathering=gathering, **given)
        return _contents(gathering)

    return _page(request, gathering, form, work, title=_("修了の条件"), done=_("修了の条件を保存しました。"))


@require_POST
@open_door(can_plan)
def take_out_part(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A film that nobody has seen yet goes away."""
    part = get_object_or_404(Part.objects.select_related("course__gathering"), public_id=public_id)
    address = _contents(part.course.gathering)

    def work() -> str:
        actions.take_out_part(by=request.user, at=request.at, part=part)
        return address

    return pressed(request, work, address)


def _page(request: SignedIn, gathering: Gathering, form: OnceForm, work: Any, **words: Any) -> HttpResponse:
    if not (may := can_set_up(request.user, gathering)):
        return refusal(request, may)
    return form_page(request, form, work, layout="desk", lead=gathering.title, button=words["title"], **words)


def _contents(gathering: Gathering) -> str:
    return reverse("training-desk:contents", args=[gathering.public_id])
