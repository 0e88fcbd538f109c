"""The site's search: everything public by kind, with the words that matched."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kosetsu.across.navigator.pages.public import HEADINGS
from kosetsu.foundation.search import queries
from kosetsu.foundation.search.pages.finding import Result, results_of
from kosetsu.foundation.search.sources import FIGURES, PUBLIC, kinds_of

AT_ONCE = 5
TOGETHER = 100
"""Hits of all kinds that tell in which order the kinds are shown."""
OF_ONE_KIND = 50
"""Who finds more than these of one kind wants a better question, not more pages."""


@dataclass(frozen=True, slots=True)
class Section:
    """The results of one kind, and the address that shows only them."""

    kind: str
    heading: Any
    results: Sequence[Result]
    total: int
    url: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``?q=`` over everything that is public; ``?kind=`` shows one kind alone."""
    text = request.GET.get("q", "").replace("\0", "").strip()[: queries.LONGEST_QUESTION]
    found = [section for scope in (PUBLIC, FIGURES) for section in _sections(text, scope, request.user)] if text else []
    chosen = next((section for section in found if section.kind == request.GET.get("kind")), None)
    context = {
        "text": text,
        "sections": [chosen] if chosen else found,
        "filters": found,
        "chosen": chosen,
        "everything": _address(text),
        "shown": OF_ONE_KIND if chosen else AT_ONCE,
    }
    return render(request, "portal/search.html", context)


def _sections(text: str, scope: str, user: Any) -> list[Section]:
    """One question per kind, so that no kind crowds another out; what is named exactly so, then the best kind first."""
    found = {kind: queries.find(text, scope=scope, kinds=[kind], limit=OF_ONE_KIND) for kind in _ranked(text, scope)}
    sections = [_section(text, kind, results_of(hits, scope, user, asked=text)) for kind, hits in found.items()]
    return sorted((one for one in sections if one.total), key=lambda one: not one.results[0].named)


def _ranked(text: str, scope: str) -> list[str]:
    """The kinds by their best hit in one list of all: a score says nothing beside one of another question.

    A kind without a hit in that list comes last.
    """
    kinds = [kind for kind in kinds_of(scope) if kind in HEADINGS]
    together = queries.find(text, scope=scope, kinds=kinds, limit=TOGETHER)
    return list(dict.fromkeys([*(hit.kind for hit in together), *kinds]))


def _section(text: str, kind: str, results: Sequence[Result]) -> Section:
    return Section(kind, HEADINGS[kind], results, len(results), _address(text, kind))


def _address(text: str, kind: str = "") -> str:
    asked = {"q": text, "kind": kind} if kind else {"q": text}
    return f"{reverse('portal:search')}?{urlencode(asked)}"
