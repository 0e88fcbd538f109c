"""Learning with a ticket: the course with one's progress, a part in the player, the test at the end."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.decisions import Decision, Refused
from kosetsu.common.downloads import played
from kosetsu.common.idempotency import submitted
from kosetsu.foundation.accounts.doors import refusal
from kosetsu.foundation.gatherings.models import Registration
from kosetsu.services.training import actions
from kosetsu.services.training.models import OnDemandCourse, Part
from kosetsu.services.training.pages.forms import AnswersForm
from kosetsu.services.training.permissions import can_learn, can_sit_test
from kosetsu.services.training.rules import learning as rules


@require_safe
def course(request: Any, ticket: str) -> HttpResponse:
    """The parts of the course, and how far one is."""
    registration, found = _load(ticket)
    if not (may := can_learn(registration, found, request.at)):
        return refusal(request, may)
    seen = {row.part_id: row for row in registration.progress.all()}
    parts = [(part, _percent(part, seen.get(part.pk)), _done(part, seen.get(part.pk))) for part in found.parts.all()]
    context = {
        "registration": registration,
        "course": found,
        "gathering": found.gathering,
        "parts": parts,
        "questions": found.questions.count(),
        "attempts": registration.attempts.all(),
        "may_sit": can_sit_test(registration, found, request.at),
        "closes_at": (found.opens_at() or (None, None))[1],
    }
    return render(request, "training/course.html", context)


@require_safe
def part(request: Any, ticket: str, public_id: UUID) -> HttpResponse:
    """One part in the browser's own player, which goes on where one left."""
    registration, found, may = _part(request, ticket, public_id)
    if not may:
        return refusal(request, may)
    row = registration.progress.filter(part=found).first()
    later = found.course.parts.filter(place__gt=found.place).first()
    context = {
        "registration": registration,
        "gathering": found.course.gathering,
        "part": found,
        "second": 0 if row is None or row.second >= found.seconds - 1 else row.second,
        "percent": _percent(found, row),
        "next": later,
    }
    return render(request, "training/part.html", context)


@require_safe
def film(request: Any, ticket: str, public_id: UUID) -> HttpResponse:
    """The film's bytes, as the player asks for them."""
    _registration, found, may = _part(request, ticket, public_id)
    return played(request, found.film, found.kind) if may else refusal(request, may)


@require_safe
def captions(request: Any, ticket: str, public_id: UUID) -> HttpResponse:
    """What is said, as WebVTT."""
    _registration, found, may = _part(request, ticket, public_id)
    if not may:
        return refusal(request, may)
    return HttpResponse(found.captions, content_type="text/vtt; charset=utf-8")


@require_POST
def watch(request: Any, ticket: str, public_id: UUID) -> JsonResponse:
    """What the player played since its last report: ``{spans: [[from, to]], second}`` → how much is seen now."""
    registration, found, _may = _part(request, ticket, public_id)
    try:
        said = json.loads(request.body)
        spans = [(int(first), int(last)) for first, last in said["spans"]]
        row = actions.watch(
            at=request.at, registration=registration, part=found, spans=spans, second=int(said["second"])
        )
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=409)
    except (KeyError, TypeError, ValueError, OverflowError):
        return JsonResponse({"problem": _("視聴の記録が読み取れません。")}, status=422)
    return JsonResponse({"percent": _percent(found, row)})


@require_http_methods(["GET", "HEAD", "POST"])
def sit_test(request: Any, ticket: str) -> HttpResponse:
    """The test at the end."""
    registration, found = _load(ticket)
    if not (may := can_sit_test(registration, found, request.at)):
        return refusal(request, may)
    form = AnswersForm(request.POST or None, questions=found.questions.all())

    def work() -> str:
        attempt = actions.sit_test(at=request.at, registration=registration, answers=form.answers())
        counts = {"right": attempt.right, "asked": attempt.asked}
        if attempt.passed:
            messages.success(request, _("合格です（%(asked)d問中%(right)d問正解）。") % counts)
        else:
            messages.warning(request, _("合格に届きませんでした（%(asked)d問中%(right)d問正解）。") % counts)
        return reverse("training:course", args=[ticket])

    if answer := submitted(request, form, work):
        return answer
    left = found.most_attempts - registration.attempts.count()
    context = {"form": form, "gathering": found.gathering, "course": found, "ticket": ticket, "left": left}
    return render(request, "training/test.html", context, status=422 if form.errors else 200)


def _load(ticket: str) -> tuple[Registration, OnDemandCourse]:
    registration = get_object_or_404(Registration.objects.select_related("gathering__branch"), ticket=ticket)
    rows = OnDemandCourse.objects.select_related("gathering__branch").prefetch_related("gathering__sessions")
    return registration, get_object_or_404(rows, gathering=registration.gathering_id)


def _part(request: Any, ticket: str, public_id: UUID) -> tuple[Registration, Part, Decision]:
    registration, course = _load(ticket)
    found = get_object_or_404(course.parts, public_id=public_id)
    found.course = course
    return registration, found, can_learn(registration, course, request.at)


def _percent(part: Part, row: Any) -> int:
    return 100 * rules.seconds_in(row.seen) // part.seconds if row else 0


def _done(part: Part, row: Any) -> bool:
    return row is not None and rules.seen_all(row.seen, part.seconds, part.course.seen_percent)
