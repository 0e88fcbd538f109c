"""The staff's search: what the public finds, and past cases, with the words that matched."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.search import queries, sources
from kosetsu.foundation.search.engine.documents import Document, Hit
from kosetsu.foundation.search.permissions import can_search_past_cases

SHOWN = 20
EXCERPT = 120


@dataclass(frozen=True, slots=True)
class Result:
    """One found record as the page shows it."""

    title: str
    kind: str
    excerpt: str
    url: str
    words: Sequence[str]
    """What to mark: the words asked for, and the other spellings under which they stand here."""
    named: bool = False
    """Whether it is called exactly what was typed."""


@require_safe
@open_door(can_search_past_cases)
def find(request: SignedIn) -> HttpResponse:
    """Both indexes for ``?q=``, side by side: each has its own frequencies, so their scores do not mix."""
    text = request.GET.get("q", "").replace("\0", "").strip()[: queries.LONGEST_QUESTION]
    sections = [
        {"title": _("支援メニュー・施策・催し"), "results": _results(text, sources.PUBLIC, request.user)},
        {"title": _("過去の案件"), "results": _results(text, sources.STAFF, request.user)},
    ]
    return render(request, "search/find.html", {"text": text, "sections": sections if text else []})


def _results(text: str, scope: str, user: Any) -> list[Result]:
    return results_of(queries.find(text, scope=scope, limit=SHOWN) if text else [], scope, user, asked=text)


def results_of(hits: Sequence[Hit], scope: str, user: Any, *, asked: str) -> list[Result]:
    """The hits that ``user`` may see, ready to be shown: what is called exactly as ``asked`` first, then as found."""
    documents = _documents(hits, scope)
    found = [_result(hit, record, documents[hit.key], asked) for hit, record in sources.resolve(hits, user)]
    return sorted(found, key=lambda one: not one.named)


def _documents(hits: Sequence[Hit], scope: str) -> dict[str, Document]:
    """The texts of the hits, as their sources give them now; what was withdrawn meanwhile is empty."""
    found = {hit.key: Document(hit.kind, hit.key, "") for hit in hits}
    for source in sources.sources(scope):
        keys = [hit.key for hit in hits if hit.kind in source.kinds]
        found |= {document.key: document for document in source.documents(keys)} if keys else {}
    return found


def _result(hit: Hit, record: Any, document: Document, asked: str) -> Result:
    words = (*hit.matched, *hit.found_as)
    kind = str(record.get_kind_display()) if hasattr(record, "get_kind_display") else ""
    named = queries.names(asked, str(record), document.title)
    return Result(str(record), kind, excerpt(document.body, words), sources.address_of(hit, record), words, named)


def excerpt(body: str, words: Sequence[str]) -> str:
    """The part of a text around its first marked word."""
    text = " ".join(body.split())
    places = [match.start() for word in words if (match := re.search(re.escape(word), text, re.IGNORECASE))]
    start = max(min(places, default=0) - EXCERPT // 4, 0)
    end = start + EXCERPT
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
