"""The finder: what a company can use, why not, how much, and what to answer next."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kosetsu.common.idempotency import submitted
from kosetsu.common.limits import take_turns, visitor_waits
from kosetsu.services.programmes.actions.answers import answer_facts
from kosetsu.services.programmes.context import answers_as_of
from kosetsu.services.programmes.documents import wording
from kosetsu.services.programmes.pages.answering import CostLine, FactsForm, field_name
from kosetsu.services.programmes.pages.asked import Asked, number_of
from kosetsu.services.programmes.pages.cards import GROUPS, Verdicts, card, matter, shelves, verdicts
from kosetsu.services.programmes.rules.amounts import amount
from kosetsu.services.programmes.rules.asking import next_question
from kosetsu.services.programmes.rules.language import Fact

FACT_GROUPS = {
    "company": _("会社のこと"),
    "business": _("事業と計画のこと"),
    "decision": _("これから決められること"),
    "step": _("申請の前に済ませること"),
}
LINES = 2
"""Empty lines for costs where none is given; with some, one more."""


@require_http_methods(["GET", "HEAD", "POST"])
@take_turns("programmes", "PROGRAMMES_PER_MINUTE", visitor_waits)
def finder(request: HttpRequest) -> HttpResponse:
    """For everyone by the address; for a company with what it saved, and a form that saves."""
    asked = Asked(request)
    form = None
    if request.method == "POST":
        if asked.company is None:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        form = _posted(asked)
        if answer := submitted(request, form, lambda: _save(asked, form)):
            return answer
    htmx: Any = request.htmx  # type: ignore[attr-defined]
    template = "programmes/_finder_part.html" if htmx and htmx.target == "finder" else "programmes/finder.html"
    context = {**_context(asked, form), "focus": bool(htmx) and htmx.trigger == "next-form"}
    response = render(request, template, context, status=422 if form else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _posted(asked: Asked) -> FactsForm:
    shown = set(asked.request.POST.getlist("shown"))
    facts = [one for one in asked.decider.book.vocabulary.facts if one.key in shown]
    return FactsForm(asked.request.POST, facts, asked.answers, asked.areas, record=asked.recorded, kept=True)


def _save(asked: Asked, form: FactsForm) -> str:
    """Only what the person changed is written: a colleague's later answer to another question stays."""
    assert asked.company is not None
    request: Any = asked.request
    seen = number_of(request.POST.get("seen", "")) or 0
    before = answers_as_of(asked.company, asked.decider.book, seen)
    new = {key: value for key, value in form.answered.items() if value != before.get(key)}
    answer_facts(
        by=request.user,
        at=request.at,
        organisation=asked.company,
        vocabulary=asked.decider.book.vocabulary,
        answers=new,
    )
    skip = [key for key in asked.skipped if key not in new]
    asked.skipped = skip
    return reverse("programmes:finder") + asked.address(("since", str(seen)))


def _context(asked: Asked, refused: FactsForm | None) -> dict[str, Any]:
    found = verdicts(asked.decider, asked.numbers, asked.answers)
    cards = [card(asked.decider, one, asked.asker) for one in found]
    open_ = matter(asked.decider, asked.numbers, asked.answers)
    vocabulary = asked.decider.book.vocabulary
    return {
        "asked": asked,
        "shelves": shelves(cards),
        "count": len(cards),
        "question": _question(asked, open_, refused),
        "groups": _groups(asked, open_, refused),
        "moved": _moved(asked, found),
        "purposes": [(n, wording.named(one)) for n, one in enumerate(vocabulary.purposes, 1)],
        "purpose_name": wording.named(vocabulary.purposes[asked.purpose - 1]) if asked.purpose else "",
        "kinds": [(one.key, wording.named(one.words)) for one in vocabulary.costs],
        "lines": [*asked.lines, *[CostLine()] * (1 if asked.lines else LINES)],
        "carried": [*asked.looked_at, ("from", urlencode(asked.given))],
        "action": asked.address(without=["from"]) if asked.company else "",
    }


@dataclass(frozen=True, slots=True)
class Asking:
    """The question that matters most, with its one field."""

    key: str
    text: str
    effect: str
    flag: bool
    field: Any
    form: FactsForm
    skip: str
    carried: list[tuple[str, str]]


def _question(asked: Asked, open_: list[str], refused: FactsForm | None) -> Asking | None:
    """Of the facts on which something looked at still rests."""
    aside = {*asked.skipped, *(asked.decider.asked - set(open_))}
    found = next_question(asked.decider, asked.answers, asked.costs, aside)
    if found is None:
        return None
    fact = asked.decider.book.facts[found.fact]
    again = refused is not None and _of_question(asked)
    data = refused.data if refused and again else _typed(asked, [fact])
    form = FactsForm(data, [fact], asked.answers, asked.areas, kept=bool(asked.company), auto_id="next_%s")
    return Asking(
        fact.key,
        wording.question(fact),
        wording.effect_text(found),
        fact.kind == "flag",
        form[field_name(fact.key)],
        form,
        asked.address(("skip", fact.key)),
        [*asked.given, *asked.looked_at, ("from", urlencode(asked.given))],
    )


def _of_question(asked: Asked) -> bool:
    """Whether what was sent is the one question, not the whole left side."""
    return "one" in asked.request.POST


def _typed(asked: Asked, facts: Iterable[Fact]) -> Any:
    """What stands in the address, where something there does not fit its field; else nothing was typed."""
    wrong = [] if asked.company else asked.typed.wrong
    return asked.request.GET if any(one.key in wrong for one in facts) else None


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts of one kind: those answered, and those that would still change something."""

    key: str
    title: str
    answered: list[Any]
    unknown: list[Any]
    open: bool

    @property
    def count(self) -> int:
        return len(self.answered) + len(self.unknown)


@dataclass(frozen=True, slots=True)
class Facts:
    """The left side: one form over everything that matters."""

    form: FactsForm
    groups: list[FactGroup]
    answered: int
    unknown: int


def _groups(asked: Asked, open_: list[str], refused: FactsForm | None) -> Facts:
    wrong = set() if asked.company else set(asked.typed.wrong)
    shown = [one for one in asked.facts if one.key in asked.answers or one.key in open_ or one.key in wrong]
    keeps = bool(asked.company)
    data = _typed(asked, shown)
    whole = None if _of_question(asked) else refused
    form = whole or FactsForm(data, shown, asked.answers, asked.areas, record=asked.recorded, kept=keeps)
    groups = [_group(form, key, str(title), asked) for key, title in FACT_GROUPS.items()]
    return Facts(
        form,
        [one for one in groups if one.answered or one.unknown],
        sum(len(one.answered) for one in groups),
        sum(len(one.unknown) for one in groups),
    )


def _group(form: FactsForm, key: str, title: str, asked: Asked) -> FactGroup:
    """Open where something is to be seen to: a mistake, what was just answered, and at first the company itself."""
    own = [one for one in form.facts if _kind(one) == key]
    fields = {one.key: form[field_name(one.key)] for one in own}
    answered = [fields[one.key] for one in own if one.key in asked.answers]
    unknown = [fields[one.key] for one in own if one.key not in asked.answers]
    touched = any(one.errors for one in fields.values()) or any(one.key in asked.changed for one in own)
    return FactGroup(key, title, answered, unknown, touched or (key == "company" and bool(unknown)))


def _kind(fact: Fact) -> str:
    if fact.record:
        return "company"
    return fact.change.kind if fact.change else "business"


@dataclass(frozen=True, slots=True)
class Moved:
    """A programme that stands elsewhere than before the last answer."""

    title: str
    before: str
    after: str


def _moved(asked: Asked, found: list[Verdicts]) -> list[Moved] | None:
    """What the last answer moved; None where nothing was just answered."""
    if asked.before is None:
        return None
    moved = []
    for then, now in zip(verdicts(asked.decider, asked.numbers, asked.before), found, strict=True):
        one = asked.decider.book.descriptions[now.number]
        before, after = (
            (str(GROUPS[each.group]), wording.amount_text(amount(asked.decider, now.number, answers, asked.costs), one))
            for each, answers in ((then, asked.before), (now, asked.answers))
        )
        if before != after:
            moved.append(Moved(wording.named(one.words), *map("・".join, _told_apart(before, after))))
    return moved


def _told_apart(before: tuple[str, str], after: tuple[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The group alone where the amount is the same in both."""
    return (before[:1], after[:1]) if before[1] == after[1] else (before, after)
