"""What was changed: the audit log by thing, actor, verb, day and content, and whether the chain still fits."""

import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.common.lists import Column, Filter, ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.governance import access
from kosetsu.foundation.governance.models import AuditEvent, Verification
from kosetsu.foundation.governance.permissions import can_read_audit
from kosetsu.foundation.governance.verification import WORDS, Fault
from kosetsu.foundation.governance.words import thing_word, verb_word, verb_words

LONGEST = 80


def _choices(field: str, word: Callable[[str], str]) -> list[tuple[str, str]]:
    """What stands in the log, by its words; words that two codes share are told apart by the code."""
    found = AuditEvent.objects.order_by(field).values_list(field, flat=True).distinct()
    words = {code: word(code) for code in found}
    shared = {one for one, times in Counter(words.values()).items() if times > 1}
    named = [(code, f"{one} ({code})" if one in shared else one) for code, one in words.items()]
    return sorted(named, key=lambda pair: pair[1])


def _sides(event: AuditEvent) -> str:
    """The changes in one line, cut where a list still shows them."""
    line = "、".join(f"{name}: {_short(before)} → {_short(after)}" for name, before, after in event.changed)
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _short(value: Any) -> str:
    return "―" if value is None else str(value)


COLUMNS = (
    Column(key="sequence", label=gettext_lazy("番号"), sort="sequence", kind=Kind.TEXT),
    Column(key="at", label=gettext_lazy("日時"), kind=Kind.MOMENT),
    Column(
        key="actor_name",
        label=gettext_lazy("操作した人"),
        value=lambda row: row.actor_name or _("（システム）"),
    ),
    Column(key="verb", label=gettext_lazy("操作"), value=verb_word, hint=lambda row: row.verb),
    Column(
        key="thing",
        label=gettext_lazy("対象の種類"),
        value=lambda row: thing_word(row.thing),
        hint=lambda row: row.thing,
    ),
    Column(key="thing_id", label=gettext_lazy("対象の番号")),
    Column(key="sides", label=gettext_lazy("変更の前 → 後"), value=_sides),
    Column(key="reason", label=gettext_lazy("理由")),
    Column(key="verb_code", label=gettext_lazy("操作（コード）"), value="verb", shown=False),
    Column(key="thing_code", label=gettext_lazy("対象の種類（コード）"), value="thing", shown=False),
)
FILTERS = (
    Filter(key="thing", label=gettext_lazy("対象の種類"), choices=partial(_choices, "thing", thing_word)),
    Filter(key="verb", label=gettext_lazy("操作"), choices=partial(_choices, "verb", verb_words)),
    Filter(key="at", label=gettext_lazy("日付"), kind="dates", field="at__date"),
)


def _matching(rows: QuerySet[AuditEvent], words: str) -> QuerySet[AuditEvent]:
    """By number of the thing, actor or reason, or by what a value was or became."""
    inside = words if connection.vendor == "postgresql" else json.dumps(words)[1:-1]  # as the database keeps its JSON
    content = Q(before__icontains=inside) | Q(after__icontains=inside)
    return rows.filter(Q(thing_id=words) | Q(actor_name__icontains=words) | Q(reason__icontains=words) | content)


@open_door(can_read_audit)
def audit(request: SignedIn) -> HttpResponse:
    """Every change, newest first, under the result of the last verification."""
    page = ListPage(
        request,
        AuditEvent.objects.all(),
        COLUMNS,
        FILTERS,
        _matching,
        title=_("監査記録"),
        url=lambda row: reverse("governance-desk:audit_event", args=[row.sequence]),
        order=["-sequence"],
        search_label=_("氏名、対象の番号、理由、変更の前後の値でさがす"),
        empty_title=_("監査記録はありません"),
        empty_help=_("条件を減らしてください。操作のたびに1行が加わります。"),
    )
    last = Verification.objects.last()
    return page.response("governance/audit.html", verification=last, findings=_worded(last))


@open_door(can_read_audit)
def event(request: SignedIn, sequence: int) -> HttpResponse:
    """One change: what was before, what is after, and its place in the chain. The reading is noted."""
    row = get_object_or_404(AuditEvent, sequence=sequence)
    access.note(request.user, row, request.path, request.at)
    context = {"event": row, "verb": verb_word(row), "thing": thing_word(row.thing)}
    return render(request, "governance/audit_event.html", context)


def _worded(verification: Verification | None) -> list[tuple[int, Any]]:
    return [(sequence, WORDS[Fault(fault)]) for sequence, fault in verification.findings] if verification else []
