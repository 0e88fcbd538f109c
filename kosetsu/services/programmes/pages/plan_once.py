"""A plan for anyone, kept nowhere: costs, days and answers in, the plan out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kosetsu.common.decisions import Refused
from kosetsu.services.programmes.actions import plans as actions
from kosetsu.services.programmes.context import decider_on, readable
from kosetsu.services.programmes.pages.plan_forms import LESS, MORE, OnceOnlyForm
from kosetsu.services.programmes.pages.plans import asked_facts, shown
from kosetsu.services.programmes.rules import stored
from kosetsu.services.programmes.rules.deciding import Decider


@require_http_methods(["GET", "HEAD", "POST"])
def plan_once(request: HttpRequest) -> HttpResponse:
    """The form; then the plan. Whoever wants to keep it signs in."""
    today, at = request.today, request.at  # type: ignore[attr-defined]
    decider = decider_on(today, at)
    kinds = {one.key for one in decider.book.vocabulary.costs}
    form = OnceOnlyForm(
        request.POST or None, vocabulary=decider.book.vocabulary, today=today,
        facts=asked_facts(decider, kinds), answers={}, initial={"order_from": today},
    )  # fmt: skip
    if request.method == "POST" and not {MORE, LESS} & {*request.POST} and form.is_valid():
        try:
            return render(request, "programmes/plans/once.html", _planned(request, decider, form))
        except Refused as refused:
            form.add_error(None, str(refused))
    status = 422 if form.is_bound else 200
    return render(request, "programmes/plans/once_form.html", {"form": form}, status=status)


def _planned(request: Any, decider: Decider, form: OnceOnlyForm) -> dict[str, Any]:
    answers = {key: value for key, value in form.answers.items() if value is not None}
    asked = actions.asked_of(answers, actions.numbered(form.costs, decider), **form.days)
    found = actions.found_for(decider, stored.asked_from(asked, readable(asked["answers"], decider.book)), request.at)
    return shown(found, asked, request)
