"""The desk in the morning: my overdue cases first, then today, this week, and what is new for my group."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.permissions import can_keep_register
from kosetsu.foundation.parties.standing import standing
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.consultations import rules, states
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.consultations.pages.shown import state_kind
from kosetsu.services.consultations.permissions import can_enter, can_read_queue

SHOWN = 10
Line = dict[str, Any]


@require_safe
@open_door(can_read_queue)
def home(request: SignedIn) -> HttpResponse:
    """My queue, my group's new consultations, and counts that are links."""
    mine, new = _my_lines(request), _new_lines(request)
    context = {"counts": _counts(request, mine), "mine": mine, "new": new, "may_enter": can_enter(request.user)}
    return render(request, "desk/home.html", context)


def _my_lines(request: Any) -> dict[str, list[Line]]:
    """My open cases on which the institute owes the next step, by urgency."""
    found = Consultation.objects.visible_to(request.user).our_turn().filter(case__assignee=request.user)
    week_end = rules.week_end(request.today)
    by_urgency: dict[str, list[Line]] = {"overdue": [], "today": [], "week": [], "later": []}
    for consultation in found.for_lists().order_by("case__due_on", "case__opened_at"):
        urgency = rules.urgency(consultation.case.due_on, request.today, week_end)
        by_urgency[urgency].append(_line(consultation, request.today))
    return by_urgency


def _new_lines(request: Any) -> list[Line]:
    """What nobody has taken yet: of my groups; the counter, which hands out the work, sees all of it."""
    place = standing(request.user)
    waiting = Consultation.objects.visible_to(request.user).unassigned().for_lists()
    if place.groups and not place.has(StaffRole.COUNTER):
        waiting = waiting.of_groups(place.groups)
    found = waiting.order_by("case__due_on", "case__opened_at")[:SHOWN]
    return [_line(consultation, request.today) for consultation in found]


def _line(consultation: Consultation, today: dt.date) -> Line:
    case = consultation.case
    return {
        "number": case.number,
        "title": case.title,
        "who": case.workplace or consultation.caller_name,
        "due_on": case.due_on,
        "overdue": bool(case.due_on and case.due_on < today),
        "state": states.State(case.state).label,
        "state_kind": state_kind(case.state),
        "url": reverse("consultations-desk:case", args=[consultation.public_id]),
    }


def _counts(request: Any, mine: dict[str, list[Line]]) -> list[Line]:
    everyone = Consultation.objects.visible_to(request.user)
    groups = standing(request.user).groups
    return [
        {"label": _("私の期限超過"), "count": len(mine["overdue"]), "url": _queue(whose="me", when="overdue")},
        {"label": _("私の今日まで"), "count": len(mine["today"]), "url": _queue(whose="me", when="today")},
        {
            "label": _("私のグループの未対応"),
            "count": everyone.of_groups(groups).unassigned().count(),
            "url": _queue(whose="group_new"),
        },
        {"label": _("担当未定"), "count": everyone.unassigned().count(), "url": _queue(whose="unassigned")},
        {
            "label": _("全体の期限超過"),
            "count": everyone.overdue(request.today).count(),
            "url": _queue(when="overdue"),
        },
        *_register(request),
    ]


def _register(request: Any) -> list[Line]:
    """Companies that registered themselves, for those who keep the register."""
    if not can_keep_register(request.user):
        return []
    count = Organisation.objects.visible_to(request.user).to_verify().count()
    url = f"{reverse('parties-desk:organisations')}?unverified=1"
    return [{"label": _("登録の確認待ち"), "count": count, "url": url}]


def _queue(**asked: str) -> str:
    return f"{reverse('consultations-desk:queue')}?{urlencode(asked)}"
