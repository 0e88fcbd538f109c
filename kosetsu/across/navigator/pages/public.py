"""Problem → plan, for anyone: load · plan · show."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.across.navigator.asking import asker_of
from kosetsu.across.navigator.models import Facet
from kosetsu.across.navigator.plan import URGENT, HandOver, Plan, make_plan
from kosetsu.foundation.catalogue.states import ClientClass, OfferingKind
from kosetsu.foundation.parties.models import Area, Institute
from kosetsu.foundation.search.actions import keep_unanswered
from kosetsu.foundation.search.sources import PUBLIC

LONGEST = 2_000
AT_ONCE = 3
HEADINGS: dict[str, Any] = {
    **dict(OfferingKind.choices),
    "programme": _("使える補助金・施策"),
    "fee_subsidy": _("事業所の区市の利用料助成"),
    "gathering": _("催し"),
    "booth": _("WEB展示会の出展者"),
    "talk": _("研究発表会の発表"),
    "partner": _("連携機関"),
    "guide_text": _("解説テキスト"),
    "figure": _("公開している数字"),
}


def plan(request: HttpRequest) -> HttpResponse:
    """The plan for ``?q=``; without a question, back to the first page."""
    problem = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    if not problem:
        return redirect("portal:home")
    asker = asker_of(request)
    without = set(request.GET.getlist("without"))
    answer = make_plan(problem, asker=asker, day=request.today, user=request.user, without=without)  # type: ignore[attr-defined]
    context = {
        "problem": problem,
        "answer": answer,
        "asker": asker,
        "chips": _chips(request, answer),
        "without": sorted(without),
        "off": {
            "deadline": _without(request, answer.understanding.deadline_words),
            "urgent": _without(request, URGENT),
        },
        "classes": _classes(),
        "areas": Area.objects.filter(kind__in=("ward", "city", "town", "village")),
    }
    if isinstance(answer, HandOver):
        _remember(problem, request)
        consult = f"{reverse('consultations:ask')}?{urlencode({'q': problem})}"
        return render(request, "navigator/hand_over.html", {**context, "consult": consult})
    return render(request, "navigator/plan.html", {**context, "sections": _sections(answer)})


def _classes() -> list[tuple[str, str]]:
    institute = Institute.current()
    named = institute.price_class_names if institute else {}
    return [(key, named.get(key) or str(label)) for key, label in ClientClass.choices if key != ClientClass.ANY]


def _sections(answer: Plan) -> list[dict[str, Any]]:
    """Each section with the rows shown at once and those behind "more"."""
    return [
        {
            "kind": section.kind,
            "heading": HEADINGS[section.kind],
            "count": len(section.rows),
            "rows": section.rows[:AT_ONCE],
            "more": section.rows[AT_ONCE:],
        }
        for section in answer.sections
    ]


def _chips(request: HttpRequest, answer: Plan | HandOver) -> list[tuple[str, str, str]]:
    """What was understood: (kind, label, the address without it)."""
    labels = dict(Facet.Kind.choices)
    return [
        (str(labels[Facet.Kind(notion.kind)]), notion.label, _without(request, notion.label))
        for notion in answer.understanding.notions
    ]


def _without(request: HttpRequest, understood: str) -> str:
    """This plan's address with one more thing taken off."""
    asked = request.GET.copy()
    asked.appendlist("without", understood)
    return f"?{asked.urlencode()}"


def _remember(problem: str, request: HttpRequest) -> None:
    keep_unanswered(by=None, at=request.at, question=problem, scope=PUBLIC)  # type: ignore[attr-defined]
