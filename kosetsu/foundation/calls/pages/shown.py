"""What templates are given of a call and of an application: only the papers somebody sees."""

from typing import Any

from kosetsu.foundation.calls.models import Application, Call, Entrant
from kosetsu.foundation.calls.permissions import papers, viewers
from kosetsu.foundation.calls.rules.answers import Answers, in_words, shown
from kosetsu.foundation.calls.rules.kinds import Kind, Type
from kosetsu.foundation.calls.rules.sights import seen
from kosetsu.foundation.calls.states import GONE, SEATED, ApplicationState, CallState, Paper, Viewer

CALL_KINDS = {CallState.PUBLISHED: "active", CallState.CALLED_OFF: "stopped", CallState.PLANNED: "waiting"}
KINDS = {
    ApplicationState.ACCEPTED: "active", ApplicationState.CONCLUDED: "active", ApplicationState.REFUSED: "stopped",
    ApplicationState.LAPSED: "stopped", ApplicationState.DECLINED: "done", ApplicationState.WITHDRAWN: "done",
}  # fmt: skip


def call_kind(call: Call) -> str:
    """The colour of a call's state."""
    return CALL_KINDS.get(CallState(call.state), "done")


def state_kind(application: Application) -> str:
    """The colour of an application's state."""
    return KINDS.get(ApplicationState(application.state), "waiting")


def parts(user: Any, application: Application) -> dict[str, Any]:
    """One application as this person may see it; what is not theirs to see is not there at all."""
    mine = papers(user, application.call, application)
    found: dict[str, Any] = {}
    if Paper.APPLICANT in mine:
        found["applicant"] = application.applicant
        found["contact"] = f"{application.contact_name} {application.contact_email}"
    if Paper.FORM in mine:
        found["title"] = application.title
        found["answers"] = answered(application.call.kind, application.answers)
    if Paper.FILES in mine:
        labels = {one.key: one.label for one in application.call.kind.form}
        found["files"] = [(labels.get(one.key, one.key), one) for one in application.files.all()]
    if Paper.REASON in mine or application.state in GONE:
        found["reason"] = application.reason
    if Viewer.APPLICANT in viewers(user, application.call, application) or Paper.REASON in mine:
        found["appeals"] = list(application.appeals.all())
        found["prize"] = application.call.kind.prize_of(application.seat)
    found["rounds"] = [one for heard in _heard(application) if (one := _round(heard, mine))]
    return found


def _heard(application: Application) -> Any:
    rows = application.heard.filter(round__decided_at__isnull=False).select_related("round", "item")
    return rows.order_by("round__number")


def _round(heard: Entrant, mine: frozenset[Paper]) -> dict[str, Any]:
    """What one round came to, of what may be seen of it; nothing where that is nothing."""
    found: dict[str, Any] = {}
    if Paper.POINTS in mine and heard.denominator:
        found["points"] = f"{(heard.numerator or 0) / heard.denominator:.2f}"
    if Paper.RANK in mine and heard.rank:
        found["rank"] = heard.rank
    if Paper.COMMENTS in mine:
        comments = heard.item.reviews.handed_in().exclude(comment="").values_list("comment", flat=True)
        found["comments"] = sorted(comments)
    title = heard.application.call.kind.rounds[heard.round.number - 1].title
    return {"title": title, **found} if any(found.values()) else {}


def answered(kind: Kind, answers: Answers) -> list[tuple[Any, str]]:
    """Every question that is asked, with its answer in words."""
    asked = shown(kind.form, answers)
    return [(one.label, in_words(one, answers.get(one.key, ""))) for one in asked if one.type != Type.FILE]


def results(user: Any, call: Call) -> list[tuple[Any, Any]]:
    """Who was accepted, by the prize or none, where this person sees the list."""
    if Paper.RESULTS not in papers(user, call):
        return []
    rows = call.applications.filter(state__in=SEATED).select_related("workplace__organisation", "made_by")
    if Paper.RESULTS not in seen(call.kind.visibility, {Viewer.PUBLIC}, call.state):
        rows = rows.visible_to(user)
    return [(call.kind.prize_of(one.seat), one.applicant) for one in rows.order_by("seat")]
