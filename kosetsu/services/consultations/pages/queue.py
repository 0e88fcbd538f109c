"""The desk's queue: what waits, for whom, until when."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.parties.models import Branch
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.consultations import rules, states
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.consultations.pages.searching import Search
from kosetsu.services.consultations.pages.shown import state_kind
from kosetsu.services.consultations.permissions import can_enter, can_read_queue

WHOSE = [
    ("me", _("私の担当")),
    ("group", _("私のグループ")),
    ("group_new", _("私のグループの未対応")),
    ("unassigned", _("担当未定")),
    ("all", _("すべて（終了も）")),
]
WHEN = [("overdue", _("期限超過")), ("today", _("今日まで")), ("week", _("今週まで"))]
VIEWS = [
    (_("期限の順にすべて"), ""),
    (_("期限超過"), "when=overdue"),
    (_("私の担当"), "whose=me"),
    (_("私のグループの未対応"), "whose=group_new"),
    (_("担当未定"), "whose=unassigned"),
    (_("お客様の返信待ち"), "state=waiting"),
]
"""The questions asked every day, one press each; any other one a person saves under a name."""
COLUMNS = [
    Column(key="number", label=_("案件番号"), value="case.number", sort="case__number"),
    Column(key="title", label=_("件名"), value="case.title"),
    Column(key="organisation", label=_("会社"), value=lambda c: c.case.workplace or c.caller_name),
    Column(
        key="state",
        label=_("状態"),
        value=lambda c: states.State(c.case.state).label,
        state=lambda c: state_kind(c.case.state),
    ),
    Column(key="due", label=_("期限"), value="case.due_on", sort="case__due_on"),
    Column(key="group", label=_("グループ"), value="case.group", sort="case__group"),
    Column(key="assignee", label=_("担当"), value="case.assignee", sort="case__assignee__name"),
    Column(key="channel", label=_("受付方法"), value="case.get_channel_display", shown=False),
    Column(key="opened", label=_("受付日時"), value="case.opened_at", sort="case__opened_at", shown=False),
    Column(key="branch", label=_("拠点"), value="case.branch", shown=False),
    Column(key="field", label=_("技術分野"), value="field", shown=False),
]


@require_safe
@open_door(can_read_queue)
def queue(request: SignedIn) -> HttpResponse:
    """Open consultations, the earliest deadline first; the filters are in the address."""
    search = Search()
    page = ListPage(
        request,
        _asked(request),
        COLUMNS,
        _filters(request),
        search,
        title=_("技術相談"),
        url=lambda c: reverse("consultations-desk:case", args=[c.public_id]),
        order=("case__due_on", "case__opened_at"),
        search_label=_("番号・会社名・内容の言葉でさがす"),
        empty_title=_("ここに、対応を待つ相談が並びます"),
        empty_help=_("電話や来所の相談は「電話・来所の記録」から登録します。"),
    )
    page.problems.extend(search.notes)
    asked = request.META.get("QUERY_STRING", "")
    views = [
        {"label": label, "url": f"{request.path}?{query}" if query else request.path, "active": query == asked}
        for label, query in VIEWS
    ]
    return page.response("consultations/staff/queue.html", may_enter=can_enter(request.user), views=views)


def _asked(request: SignedIn) -> QuerySet[Consultation]:
    """Open ones, unless closed ones are asked for by name."""
    found = Consultation.objects.visible_to(request.user).for_lists()
    closed_too = request.GET.get("whose") == "all" or request.GET.get("state") in states.DONE
    return found if closed_too else found.open()


def _filters(request: Any) -> list[Filter]:
    return [
        Filter(key="whose", label=_("担当"), choices=WHOSE, apply=lambda found, value: _whose(request, found, value)),
        Filter(key="when", label=_("期限"), choices=WHEN, apply=lambda found, value: _when(request, found, value)),
        Filter(key="state", label=_("状態"), choices=states.State.choices, field="case__state"),
        Filter(key="branch", label=_("拠点"), choices=_branches, field="case__branch__code"),
        Filter(key="channel", label=_("受付方法"), choices=Channel.choices, field="case__channel"),
    ]


def _branches() -> list[tuple[str, str]]:
    return [(branch.code, branch.name) for branch in Branch.objects.all()]


def _whose(request: Any, found: Any, value: str) -> Any:
    if value == "me":
        return found.filter(case__assignee=request.user)
    if value in ("group", "group_new"):
        found = found.of_groups(standing(request.user).groups)
        return found.unassigned() if value == "group_new" else found
    return found.unassigned() if value == "unassigned" else found


def _when(request: Any, found: Any, value: str) -> Any:
    today = request.today
    if value == "overdue":
        return found.overdue(today)
    return found.due_between(today, today if value == "today" else rules.week_end(today))
