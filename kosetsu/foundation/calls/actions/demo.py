"""Calls of the demo, lived through by their actions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kosetsu.common.clock import day_of, now
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.calls.actions import after, applying, checking, deciding, plan, reviewing
from kosetsu.foundation.calls.models import Application, Call, Entrant, KindEdition
from kosetsu.foundation.calls.states import Channel
from kosetsu.foundation.parties.actions.demo import A_STEP
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Reviewer

WEEK = dt.timedelta(days=7)


def seed_of(code: str) -> str:
    """By what a call of the demo is known again."""
    return f"demo:{code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One call of the demo."""

    code: str
    kind: str
    title: str
    text: str
    capacity: int | None
    opens_at: dt.datetime
    shuts_at: dt.datetime
    planner: Person
    approver: Person
    planned_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """One application to it: on the web, or entered by whoever checks it; only begun, or handed in, or checked too."""

    call: Call
    workplace: Workplace
    by: Person | None
    checked_by: Person | None
    title: str
    at: dt.datetime
    draft: bool
    answers: Mapping[str, str]


def show(one: Shown) -> Call:
    """Plan a week before it opens, or now; approve and publish."""
    at = min(one.opens_at - WEEK, now())
    edition = KindEdition.objects.current(max(day_of(at), KindEdition.objects.get(kind=one.kind, number=1).valid_from))
    ways = edition.get(kind=one.kind).said.channels
    planned = plan.Plan(
        kind=one.kind, title=one.title, text=one.text, capacity=one.capacity, seed=seed_of(one.code),
        windows={way.channel.value: (one.opens_at, one.shuts_at) for way in ways},
    )  # fmt: skip
    call = plan.plan_call(by=one.planner, at=at, plan=planned)
    if one.planned_only:
        return call
    call = plan.approve_call(by=one.approver, at=at + A_STEP, call=call)
    return plan.publish_call(by=one.planner, at=at + 2 * A_STEP, call=call)


def apply(applied: Sequence[Applied]) -> None:
    """Each in turn, the oldest first."""
    for one in sorted(applied, key=lambda one: one.at):
        made = _begun(one)
        if made.state == "submitted" and one.checked_by:
            checking.find_complete(by=one.checked_by, at=one.at + 2 * A_STEP, application=made)


def _begun(one: Applied) -> Application:
    if one.by is None:
        assert one.checked_by is not None, "what came on paper was entered by somebody"
        return applying.enter_application(
            by=one.checked_by, at=one.at, call=one.call, workplace=one.workplace, channel=Channel.COUNTER,
            title=one.title, answers=one.answers, contact_name="担当者", contact_email="contact@demo.example.jp",
        )  # fmt: skip
    made = applying.begin_application(by=one.by, at=one.at, call=one.call, workplace=one.workplace)
    given: dict[str, Any] = {"title": one.title, "answers": one.answers}
    verb = applying.save_draft if one.draft else applying.submit
    return verb(by=one.by, at=one.at + A_STEP, application=made, **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How a call that has closed was decided: by whom, and when its review began."""

    call: Call
    runner: Person
    reviewers: Sequence[Person]
    decider: Person
    concluder: Person
    at: dt.datetime
    scores: Mapping[str, Mapping[str, int]]
    """By the title of the application."""


def judge(one: Judged) -> None:
    """Review, decide, and conclude with whoever was accepted."""
    round_ = reviewing.begin_round(by=one.runner, at=one.at, call=one.call)
    panel = round_.panel
    given: dict[str, Any] = {"by": one.runner, "at": one.at, "panel": panel}
    reviewers = [reviews.add_reviewer(**given, person=person, senior=n == 0) for n, person in enumerate(one.reviewers)]
    reviews.find_conflicts(**given)
    reviews.open_scoring(**given)
    for entrant in round_.entrants.select_related("item", "application"):
        for place, reviewer in enumerate(reviewers):
            _score(entrant, reviewer, one.scores[entrant.application.title], place, one)
    reviews.close_panel(**given)
    word = deciding.Word("入居者選定審査会の審査結果によります。", {})
    decided = deciding.decide_round(by=one.decider, at=one.at + A_STEP, round_=round_, word=word)
    for application in decided.call.applications.filter(seat__isnull=False):
        after.conclude(by=one.concluder, at=one.at + 2 * A_STEP, application=application)


def _score(entrant: Entrant, reviewer: Reviewer, scores: Mapping[str, int], place: int, one: Judged) -> None:
    """A reviewer in conflict scores nothing; the others differ a little."""
    if entrant.item.conflicts.in_force().filter(person=reviewer.person).exists():
        return
    pair = reviews.Pair(entrant.item, reviewer)
    [review] = reviews.assign(by=one.runner, at=one.at, panel=entrant.item.panel, pairs=[pair])
    if entrant.item.panel.secrecy:
        reviews.promise(by=reviewer.person, at=one.at, reviewer=reviewer)
    marks = {code: reviews.Mark(max(value - place % 2, 0)) for code, value in scores.items()}
    reviews.hand_in(by=reviewer.person, at=one.at, review=review, marks=marks, comment="計画が具体的です。")
