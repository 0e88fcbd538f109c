"""The table of purposes (早見表), and programmes side by side."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kosetsu.services.programmes.context import decider_on
from kosetsu.services.programmes.documents import wording
from kosetsu.services.programmes.pages.cards import key_of
from kosetsu.services.programmes.pages.described import shown

AT_MOST = 4
"""Programmes side by side."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose with the programmes that serve it."""

    number: int
    name: str
    programmes: list[tuple[str, str, str]]


@require_safe
def purposes(request: HttpRequest) -> HttpResponse:
    """What one wants, and what there is for it; a programme stands under each purpose it serves."""
    asked: Any = request
    book = decider_on(asked.today, asked.at).book
    found = [
        Purpose(
            number,
            wording.named(name),
            [
                (one.code, wording.named(one.words), wording.kind_name(one))
                for one in book.descriptions
                if number in one.purposes
            ],
        )
        for number, name in enumerate(book.vocabulary.purposes, 1)
    ]
    return render(request, "programmes/purposes.html", {"purposes": found, "count": len(book.descriptions)})


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Up to four programmes, a column each; which ones stands in the address."""
    asked: Any = request
    decider = decider_on(asked.today, asked.at)
    numbers = {key_of(one): n for n, one in enumerate(decider.book.descriptions)}
    wanted = [key for key in dict.fromkeys(request.GET.getlist("p")) if key in numbers]
    keys = wanted[:AT_MOST]
    context = {
        "columns": [(shown(decider, numbers[key], asked.at), _without(keys, key)) for key in keys],
        "left": len(wanted) - len(keys),
    }
    return render(request, "programmes/compare.html", context)


def _without(keys: list[str], key: str) -> str:
    """The same table without one of its columns."""
    return "?" + urlencode([("p", one) for one in keys if one != key])
