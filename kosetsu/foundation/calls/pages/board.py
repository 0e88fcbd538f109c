"""The decision at the desk: the ranking with its ties and the line of the seats, the reasons, the verdict."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.calls import actions
from kosetsu.foundation.calls.documents.choice import candidates, log_of, replayed, terms_of
from kosetsu.foundation.calls.models import Call, Round
from kosetsu.foundation.calls.pages.public import load as load_call
from kosetsu.foundation.calls.permissions import can_decide, can_read_calls, can_see_board
from kosetsu.foundation.calls.rules.choosing import Chosen, Unsettled, choose
from kosetsu.foundation.calls.states import Rule


class DecideForm(OnceForm):
    """An explanation, the order of those who are equal, and a reason for each that needs its own words."""

    note = forms.CharField(label=_l("決定の説明"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    order = forms.CharField(
        label=_l("同点の順"), max_length=2000, required=False,
        help_text=_l("委員長が決める同点があるときだけ、番号を上の順位から「,」で区切って書きます。"),
    )  # fmt: skip

    def __init__(self, *args: Any, rows: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            self.fields[f"reason_{row['number']}"] = forms.CharField(
                label=_("%(number)s の理由") % {"number": row["number"]}, max_length=1000, required=False,
                initial=row["reason"], widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    def word(self) -> actions.Word:
        given = self.cleaned_data
        order = [one.strip() for one in given["order"].replace("、", ",").split(",") if one.strip()]
        reasons = {name.removeprefix("reason_"): text for name, text in given.items() if name.startswith("reason_")}
        return actions.Word(given["note"], reasons, order)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_calls)
def board(request: SignedIn, public_id: UUID, number: int) -> HttpResponse:
    """One round: as it would be decided now, or as it was, made once more from the log."""
    call = load_call(request, public_id)
    found = get_object_or_404(call.rounds.select_related("panel", "decided_by"), number=number)
    found.call = call
    if not (sees := can_see_board(request.user, found)):
        return refusal(request, sees)
    chosen, problem = _decided(found) if found.decided_at else _to_decide(found)
    rows = _rows(found, chosen)
    may = can_decide(request.user, found)
    if request.method == "POST" and not may:
        return refusal(request, may)
    form = DecideForm(request.POST or None, rows=[] if found.decided_at else rows)

    def work() -> str:
        actions.decide_round(by=request.user, at=request.at, round_=found, word=form.word())
        return address(call, number)

    if answer := submitted(request, form, work):
        return answer
    context = {
        "call": call, "round": found, "rows": rows, "form": form, "may_decide": may, "problem": problem,
        "kind": call.kind.rounds[number - 1], "terms": terms_of(found), "prizes": bool(call.kind.prizes),
    }  # fmt: skip
    return render(request, "calls/staff/board.html", context, status=422 if request.method == "POST" else 200)


def _to_decide(found: Round) -> tuple[list[Chosen], str]:
    """As it stands; what keeps it from being decided."""
    known = candidates(found)
    try:
        return choose(known, terms_of(found)), ""
    except Unsettled as why:
        by_points = sorted(known, key=lambda one: (-(one.points or 0), one.key))
        waiting = [Chosen(one.key, None, Rule.BEYOND) for one in by_points]
        if why.short:
            return waiting, _("審査票が足りない応募：%(numbers)s") % {"numbers": "、".join(why.short)}
        return waiting, _("委員長が順を決める同点：%(numbers)s") % {"numbers": "、".join(why.tied)}


def _decided(found: Round) -> tuple[list[Chosen], str]:
    """What was chosen, made again from the panel's log; it says so should it ever differ."""
    again = replayed(found.terms, log_of(found))
    kept = set(found.entrants.exclude(rule="").values_list("application__number", "rank", "rule"))
    same = {(one.key, one.rank, str(one.rule)) for one in again} == kept
    return again, "" if same else _("記録から作り直した順位が、決定と一致しません。監査の担当へ知らせてください。")


def _rows(found: Round, chosen: list[Chosen]) -> list[dict[str, Any]]:
    """Each with its points and outcome."""
    points = {one.key: one for one in candidates(found)} if not found.decided_at else {}
    entrants = {
        str(one.application.number): one
        for one in found.entrants.select_related("application__workplace__organisation", "application__made_by", "item")
    }
    rows, capacity = [], terms_of(found).capacity
    for one in chosen:
        entrant = entrants[one.key]
        value = points[one.key].points if one.key in points else _kept(entrant)
        rows.append({
            "number": one.key, "application": entrant.application, "rank": one.rank, "tie": one.tie,
            "points": None if value is None else f"{float(value):.2f}",
            "rule": Rule(one.rule).label, "prize": found.call.kind.prize_of(one.seat), "seat": one.seat,
            "line": one.rank == capacity, "reason": str(found.call.kind.reasons.get(Rule(one.rule), "")),
        })  # fmt: skip
    return rows


def _kept(entrant: Any) -> float | None:
    return None if entrant.denominator is None else entrant.numerator / entrant.denominator


def address(call: Call, number: int) -> str:
    return reverse("calls-desk:board", args=[call.public_id, number])
