"""One plan: the page, the A4, the calendar; made again after an answer or a refusal; shown to a body, taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.billing.pages.shown import pdf
from kosetsu.foundation.parties.pages.submitting import pressed
from kosetsu.services.programmes.actions import plans as actions
from kosetsu.services.programmes.actions.answers import answer_facts
from kosetsu.services.programmes.context import answers_of, area_names, decider_on, readable, stated_by
from kosetsu.services.programmes.documents import plan_words as words
from kosetsu.services.programmes.documents import wording
from kosetsu.services.programmes.documents.plan_calendar import calendar_text
from kosetsu.services.programmes.documents.plan_drawing import drawing
from kosetsu.services.programmes.documents.plan_paper import plan_pdf
from kosetsu.services.programmes.models import Plan, PlanShare
from kosetsu.services.programmes.pages.answering import FactsForm
from kosetsu.services.programmes.pages.plan_forms import RefusalForm, ShareForm
from kosetsu.services.programmes.pages.projects import planned
from kosetsu.services.programmes.permissions import can_plan, can_share
from kosetsu.services.programmes.rules import stored
from kosetsu.services.programmes.rules.circuits import bits
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.language import Fact


@require_safe
@open_door(can_plan)
def plan(request: SignedIn, public_id: UUID) -> HttpResponse:
    """What to do by when, what it brings, why not the others."""
    return _page(request, load(request, public_id))


@require_safe
@open_door(can_plan)
def plan_pdf_page(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The plan on A4."""
    found = load(request, public_id)
    return pdf(plan_pdf(found, request.today, request.at), words.title_of(found))


@require_safe
@open_door(can_plan)
def plan_calendar(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Its dates for one's calendar."""
    found = load(request, public_id)
    headers = {"Content-Disposition": 'attachment; filename="plan.ics"', "Cache-Control": "private, no-store"}
    return HttpResponse(calendar_text(found), content_type="text/calendar; charset=utf-8", headers=headers)


@require_POST
@open_door(can_plan)
def answer(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Answers changed on the plan's page, and the plan for them."""
    found = load(request, public_id)
    form = answers_form(request, found, request.POST)
    if done := submitted(request, form, lambda: _answered(request, found, form)):
        return done
    return _page(request, found, 422, answers=form)


@require_POST
@open_door(can_plan)
def refuse(request: SignedIn, public_id: UUID) -> HttpResponse:
    """A programme was refused: the plan without it."""
    found = load(request, public_id)
    form = _refusal(request, found, request.POST)
    if done := submitted(request, form, lambda: _refused(request, found, form)):
        return done
    return _page(request, found, 422, refusal=form)


@require_POST
@open_door(can_plan)
def share(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Show it to one body, by consent."""
    found = load(request, public_id)
    form = ShareForm(request.POST, today=request.today)
    if done := submitted(request, form, lambda: _share(request, found, form)):
        return done
    return _page(request, found, 422, sharing=form)


@require_POST
@open_door(can_plan)
def take_back(request: SignedIn, public_id: UUID, pk: int) -> HttpResponse:
    """From the next request on the body reads it no more."""
    found = load(request, public_id)
    one = found.shares.filter(pk=pk).select_related("plan__project", "partner").first()
    if one is None:
        raise Http404
    here = reverse("programmes:plan", args=[found.public_id])
    return pressed(request, lambda: _take_back(request, one), here)


def load(request: SignedIn, public_id: UUID) -> Plan:
    """My company's, or 404 just as for nothing."""
    rows = Plan.objects.own_of(request.user).select_related("project__organisation__area")
    found: Plan | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def shown(found: stored.Json, asked: stored.Json, request: Any) -> dict[str, Any]:
    """What every page of a plan shows, stored or not."""
    rows = words.rows(found, request.today)
    return {
        "found": found,
        "asked": asked,
        "lines": [{**one, "label": words.named(found["costs"][one["kind"]])} for one in asked["lines"]],
        "supports": words.supports(found),
        "rows": rows,
        "drawing": drawing(rows, request.today),
        "total_text": words.total_text(found),
        "not_taken": words.not_taken(found),
        "first": words.first_step(found, request.today),
    }


def address_of(code: str) -> str:
    """Where one reads about a programme; the finder where a step belongs to none."""
    return reverse("programmes:described", args=[code]) if code else reverse("programmes:finder")


def asked_facts(decider: Decider, kinds: set[str]) -> list[Fact]:
    """The facts on which programmes that pay for some of these costs rest; what a person must confirm is not asked."""
    circuit, under = decider.circuit, 0
    for n, said in enumerate(decider.book.descriptions):
        paying = [k for k, one in enumerate(said.courses) if stored.pays_for(one, kinds)]
        nodes = [circuit.who[n]] if paying else []
        nodes += [node for k in paying for node in (circuit.terms[n][k][0], *circuit.terms[n][k][1])]
        for node in nodes:
            under |= circuit.nodes[node].under
    keys = {circuit.fact(literal) for literal in bits(under)}
    return [fact for fact in decider.book.vocabulary.facts if fact.key in keys]


def answers_form(request: SignedIn, found: Plan, data: Any = None) -> FactsForm:
    """The facts this plan rests on, as they are answered now."""
    decider, company = decider_on(request.today, request.at), found.project.organisation
    facts = asked_facts(decider, {line["kind"] for line in found.project.lines})
    answers, recorded = stated_by(company, decider.book)
    return FactsForm(data, facts, answers, area_names(), record=recorded, kept=True, auto_id="answer_%s")


def _page(request: SignedIn, found: Plan, status: int = 200, **forms: Any) -> HttpResponse:
    before = found.project.plans.filter(pk__lt=found.pk).order_by("-pk").first()
    moved = stored.moved((before.asked, before.found), (found.asked, found.found)) if before else None
    later = found.project.plans.filter(pk__gt=found.pk).order_by("-pk").first()
    may_share = can_share(request.user, found)
    context = {
        **shown(found.found, found.asked, request),
        "plan": found,
        "refusable": not later and (found.found["kept"] or found.found["applications"]),
        "before": before,
        "later": later,
        "moved": moved,
        "moved_lines": list(words.moved_text(moved)) if moved else [],
        "moved_yen": words.signed(moved.yen) if moved else "",
        "moved_answers": _changed_answers(request, moved, before, found),
        "answers": forms.get("answers") or (None if later else answers_form(request, found)),
        "refusal": forms.get("refusal") or (None if later else _refusal(request, found)),
        "sharing": forms.get("sharing") or ShareForm(today=request.today),
        "may_share": may_share,
        "shares": found.shares.on(request.today).select_related("partner").order_by("pk"),
        "once": OnceForm(auto_id=False),
    }
    first = context["first"]
    context["first_address"] = address_of(first.programme) if first else ""
    return render(request, "programmes/plans/plan.html", context, status=status)


def _changed_answers(request: SignedIn, moved: stored.Moved | None, before: Plan | None, found: Plan) -> list[str]:
    if moved is None or before is None:
        return []
    book, areas = decider_on(request.today, request.at).book, area_names()
    old, new = (readable(one.asked["answers"], book) for one in (before, found))
    return [
        _("%(fact)s：%(old)s → %(new)s")
        % {
            "fact": wording.fact_name(book, key),
            "old": wording.value_text(book.facts[key], old.get(key), areas),
            "new": wording.value_text(book.facts[key], new.get(key), areas),
        }
        for key in moved.answers
        if key in book.facts
    ]


def _refusal(request: SignedIn, found: Plan, data: Any = None) -> RefusalForm:
    every = (*found.found["kept"], *found.found["applications"])
    names = {one["code"]: words.named(one["words"]) for one in every}
    return RefusalForm(data, names=names, today=request.today, auto_id="refusal_%s")


def _answered(request: SignedIn, found: Plan, form: FactsForm) -> str:
    decider, company = decider_on(request.today, request.at), found.project.organisation
    stands = answers_of(company, decider.book)
    changed = {key: value for key, value in form.answered.items() if stands.get(key) != value}
    answer_facts(
        by=request.user, at=request.at, organisation=company, vocabulary=decider.book.vocabulary, answers=changed
    )
    return planned(request, found.project)


def _refused(request: SignedIn, found: Plan, form: Any) -> str:
    data = form.cleaned_data
    made = actions.refuse(
        by=request.user, at=request.at, plan=found, code=data["code"], on=data["on"], keep=data["keep"]
    )
    messages.success(request, _("計画を作り直しました。"))
    return reverse("programmes:plan", args=[made.public_id])


def _share(request: SignedIn, found: Plan, form: ShareForm) -> str:
    data = form.cleaned_data
    made = actions.share_plan(by=request.user, at=request.at, plan=found, partner=data["partner"], until=data["until"])
    messages.success(request, _("%(name)s に計画を共有しました。") % {"name": made.partner})
    return reverse("programmes:plan", args=[found.public_id])


def _take_back(request: SignedIn, one: PlanShare) -> str:
    actions.take_back(by=request.user, at=request.at, share=one)
    messages.success(request, _("%(name)s への共有をやめました。") % {"name": one.partner})
    return reverse("programmes:plan", args=[one.plan.public_id])
