"""A plan for anyone, kept nowhere: costs, days and answers in, the plan out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kosetsu.common.limits import take_turns, visitor_waits
from kosetsu.services.programmes.actions import plans as actions
from kosetsu.services.programmes.context import area_names, decider_on, readable
from kosetsu.services.programmes.pages.answering import FactsForm, field_name
from kosetsu.services.programmes.pages.plan_forms import LESS, MORE, CostsForm
from kosetsu.services.programmes.pages.plans import asked_facts, shown
from kosetsu.services.programmes.pages.projects import lines_asked
from kosetsu.services.programmes.rules import stored
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.language import Fact


@require_http_methods(["GET", "HEAD", "POST"])
@take_turns("programmes", "PROGRAMMES_PER_MINUTE", visitor_waits)
def plan_once(request: HttpRequest) -> HttpResponse:
    """The form, filled with what the finder's address says; then the plan. Whoever wants to keep it signs in."""
    today, at = request.today, request.at  # type: ignore[attr-defined]
    decider, posted = decider_on(today, at), request.POST or None
    vocabulary = decider.book.vocabulary
    form = CostsForm(
        posted,
        vocabulary=vocabulary,
        today=today,
        initial={"order_from": today},
        lines=lines_asked(request, vocabulary),
    )
    facts = asked_facts(decider, {one.key for one in vocabulary.costs})
    answers = FactsForm(posted or (request.GET or None), facts, {}, area_names())
    if posted and not {MORE, LESS} & {*posted} and all([form.is_valid(), answers.is_valid()]):
        return render(request, "programmes/plans/once.html", _planned(request, decider, form, answers))
    main = {one.key for one in facts if _is_main(one)}
    context = {
        "form": form,
        "answers": answers,
        "main": [answers[field_name(one.key)] for one in facts if one.key in main],
        "more": [answers[field_name(one.key)] for one in facts if one.key not in main],
    }
    return render(request, "programmes/plans/once_form.html", context, status=422 if form.is_bound else 200)


def _planned(request: Any, decider: Decider, form: CostsForm, answers: FactsForm) -> dict[str, Any]:
    given = {key: value for key, value in answers.answered.items() if value is not None}
    asked = actions.asked_of(given, actions.numbered(form.costs, decider), **form.days)
    found = actions.found_for(decider, stored.asked_from(asked, readable(asked["answers"], decider.book)), request.at)
    return shown(found, asked, request)


def _is_main(fact: Fact) -> bool:
    """Who the company is, and what it decides itself."""
    return bool(fact.record) or (fact.change is not None and fact.change.kind == "decision")
