"""Random lives of calls: whatever comes in whatever order, the rules hold and there is a way to the end.

``KOSETSU_CALL_WALKS`` is how many: 100000 for the long run.
"""

import datetime as dt
import os
import random
from collections.abc import Callable
from typing import Any

from django.db import transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.calls import actions
from kosetsu.foundation.calls.documents.choice import log_of, replayed
from kosetsu.foundation.calls.models import Appeal, Application, Call, Entrant, Round
from kosetsu.foundation.calls.states import SEATED, TOLD, CallState
from kosetsu.foundation.calls.tests.conftest import ANSWERS, DAY, REASONS, SHUTS, read_kind
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Item, Review
from tests import build
from tests.fixtures import AT

WALKS = int(os.environ.get("KOSETSU_CALL_WALKS", "200"))
STEPS, TRIES = 40, 8
"""Events of a walk; how many are tried until one is not refused."""
ENDED = (CallState.FINISHED, CallState.CALLED_OFF)
FIRST = {"title": "書類", "reviews_each": 2, "quorum": 2, "passes": 2,
         "criteria": [{"code": "need", "label": "必要性", "highest": 5, "veto_below": 1}]}  # fmt: skip
LAST = {"title": "面接", "reviews_each": 2, "quorum": 1,
        "criteria": [{"code": "novelty", "label": "新規性", "highest": 4, "may_be_na": True}]}  # fmt: skip


class Walk:
    """One call and everybody who does something with it; each event happens, or is refused."""

    def __init__(self, call: Call, firms: list[build.Company], office: Any, reviewers: list[Any], seed: int) -> None:
        self.call, self.firms, self.office, self.reviewers = call, firms, office, reviewers
        self.chance, self.at = random.Random(seed), AT
        self.told: list[str] = []

    def step(self) -> None:
        self.at += dt.timedelta(minutes=self.chance.choice((1, 60, 60 * 24, 60 * 24 * 3)))
        if self.chance.random() < 0.1:
            self.at = SHUTS + dt.timedelta(microseconds=self.chance.choice((0, 999_999, 1_000_000)))
        any(self.do(self.chance.choice(EVENTS)) for _try in range(TRIES))

    def do(self, event: Callable[["Walk"], Any]) -> bool:
        """Whether it happened."""
        try:
            with transaction.atomic():
                event(self)
        except (Refused, IndexError):
            return False
        self.told.append(event.__name__)
        return True

    def one(self, *states: str) -> Application:
        """One of the applications in these states."""
        rows = self.call.applications.filter(state__in=states) if states else self.call.applications.all()
        return self.chance.choice(list(rows.select_related("call").order_by("pk")))

    def owner(self, application: Application) -> Any:
        return next(one.engineer for one in self.firms if one.workplace == application.workplace)

    @property
    def round(self) -> Round:
        return self.chance.choice(list(self.call.rounds.filter(decided_at=None).select_related("call", "panel")))


def begin(walk: Walk) -> None:
    firm = walk.chance.choice(walk.firms)
    actions.begin_application(by=firm.engineer, at=walk.at, call=walk.call, workplace=firm.workplace)


def submit(walk: Walk) -> None:
    made = walk.one()
    answers = walk.chance.choice((ANSWERS, ANSWERS, {}))
    actions.submit(by=walk.owner(made), at=walk.at, application=made, title="題", answers=answers)


def withdraw(walk: Walk) -> None:
    made = walk.one()
    by = walk.chance.choice((walk.owner(made), walk.office.reviewing))
    actions.withdraw_application(by=by, at=walk.at, application=made)


def ask_back(walk: Walk) -> None:
    actions.ask_back(by=walk.office.checker, at=walk.at, application=walk.one(), missing="書類")


def find_complete(walk: Walk) -> None:
    actions.find_complete(by=walk.office.checker, at=walk.at, application=walk.one())


def lapse(walk: Walk) -> None:
    actions.lapse_applications(at=walk.at)


def begin_round(walk: Walk) -> None:
    made = actions.begin_round(by=walk.office.reviewing, at=walk.at, call=walk.call)
    for person in walk.reviewers:
        reviews.add_reviewer(by=walk.office.reviewing, at=walk.at, panel=made.panel, person=person)
    reviews.set_times(by=walk.office.reviewing, at=walk.at, panel=made.panel, opens_at=None, due_at=None)
    reviews.open_scoring(by=walk.office.reviewing, at=walk.at, panel=made.panel)


def score(walk: Walk) -> None:
    panel = walk.round.panel
    item = walk.chance.choice(list(panel.items.waiting()))
    reviewer = walk.chance.choice(list(panel.reviewers.all()))
    _score(walk, item, reviewer)


def _score(walk: Walk, item: Item, reviewer: Any) -> None:
    given = {"by": walk.office.reviewing, "at": walk.at, "panel": item.panel}
    [review] = reviews.assign(**given, pairs=[reviews.Pair(item, reviewer)])
    marks = {one.code: reviews.Mark(walk.chance.randint(0, one.highest)) for one in item.panel.criteria.all()}
    reviews.hand_in(by=reviewer.person, at=walk.at, review=review, marks=marks, comment="")


def close(walk: Walk) -> None:
    reviews.close_panel(by=walk.office.reviewing, at=walk.at, panel=walk.round.panel)


def decide(walk: Walk) -> None:
    said = walk.chance.choice(("審査会の結果による", "", "審査会の結果による"))
    word = actions.Word(said, {}, [])
    actions.decide_round(by=walk.office.executive, at=walk.at, round_=walk.round, word=word)


def appeal(walk: Walk) -> None:
    made = walk.one("refused")
    actions.appeal(by=walk.owner(made), at=walk.at, application=made, text="異議")


def hear(walk: Walk) -> None:
    rows = Appeal.objects.filter(application__call=walk.call, state="made").select_related("application__call")
    verb = walk.chance.choice((actions.uphold_appeal, actions.dismiss_appeal))
    verb(by=walk.office.planner, at=walk.at, appeal=walk.chance.choice(list(rows)), reason="調べた")


def conclude(walk: Walk) -> None:
    actions.conclude(by=walk.office.checker, at=walk.at, application=walk.one())


def decline(walk: Walk) -> None:
    made = walk.one()
    actions.decline(by=walk.owner(made), at=walk.at, application=made, reason="都合")


def finish(walk: Walk) -> None:
    actions.finish_call(by=walk.office.checker, at=walk.at, call=walk.call)


def call_off(walk: Walk) -> None:
    if walk.chance.random() < 0.1:
        actions.call_off_call(by=walk.office.planner, at=walk.at, call=walk.call, reason="都合")


EVENTS = (
    begin, begin, submit, submit, submit, withdraw, ask_back, find_complete, find_complete, lapse, begin_round,
    begin_round, score, score, score, close, decide, appeal, hear, conclude, decline, finish, call_off,
)  # fmt: skip


def holds(walk: Walk) -> None:
    """What must be true whatever happened."""
    call = Call.objects.select_related("edition").get(pk=walk.call.pk)
    rows = list(call.applications.all())
    seats = [one.seat for one in rows if one.state in SEATED]
    assert len(seats) <= call.capacity
    assert sorted(seat for seat in seats if seat) == sorted(set(seats))
    for one in rows:
        asked = one.missing_until is not None
        late = one.submitted_at is not None and one.submitted_at.replace(microsecond=0) > SHUTS
        assert not late or asked or _supplemented(one), f"{one.number} came late"
        assert one.state not in TOLD or one.reason, f"{one.number} has no reason"
    for entrant in Entrant.objects.filter(round__call=call).exclude(rule="").select_related("round__panel"):
        counted = Review.objects.handed_in().filter(item=entrant.item).count()
        assert counted >= entrant.round.panel.quorum, "decided without its quorum"
    for round_ in call.rounds.filter(decided_at__isnull=False).select_related("panel"):
        again = {(one.key, one.rank, str(one.rule)) for one in replayed(round_.terms, log_of(round_))}
        kept = round_.entrants.exclude(rule="").values_list("application__number", "rank", "rule")
        assert (again, bool(round_.reason)) == (set(kept), True)


def _supplemented(application: Application) -> bool:
    from kosetsu.foundation.governance.models import AuditEvent

    events = AuditEvent.objects.filter(thing="calls.Application", thing_id=str(application.pk), verb="supplement")
    return events.exists()


def lead_to_the_end(walk: Walk) -> None:
    """Everybody does their duty: the call ends."""
    walk.at = max(walk.at, SHUTS) + 100 * DAY
    for _turn in range(12):
        walk.at += 100 * DAY
        actions.lapse_applications(at=walk.at)
        for made in walk.call.applications.filter(state="submitted").select_related("call"):
            actions.find_complete(by=walk.office.checker, at=walk.at, application=made)
        walk.do(begin_round)
        for round_ in walk.call.rounds.filter(decided_at=None).select_related("panel", "call"):
            for item in round_.panel.items.waiting():
                for reviewer in round_.panel.reviewers.all():
                    walk.do(lambda walk, item=item, reviewer=reviewer: _score(walk, item, reviewer))
            walk.do(close)
            word = actions.Word("審査会の結果による", {}, [])
            walk.do(
                lambda walk, round_=round_, word=word: actions.decide_round(
                    by=walk.office.executive, at=walk.at, round_=round_, word=word
                )
            )
        while walk.do(hear):
            pass
        for made in walk.call.applications.filter(state="accepted").select_related("call"):
            actions.conclude(by=walk.office.checker, at=walk.at, application=made)
        walk.do(finish)
        if Call.objects.get(pk=walk.call.pk).state in ENDED:
            return
        if not walk.call.rounds.exists():
            walk.do(_give_up)


def _give_up(walk: Walk) -> None:
    actions.call_off_call(by=walk.office.planner, at=walk.at, call=walk.call, reason="応募がない")


def test_random_lives_keep_the_rules_and_come_to_an_end(publish: Any, firms: Any, office: Any) -> None:
    kind = read_kind(
        prizes=[], rounds=[FIRST, LAST], ties=["criterion:novelty", "lottery"], reserve=1, reasons=REASONS,
        channels=[{"channel": "web"}], least_points=20,
    )  # fmt: skip
    call = publish(kind, capacity=1, windows={"web": (AT, SHUTS)})
    people = [build.person(f"審査員{name}") for name in "東西"]
    ended: dict[str, int] = {}
    seen: set[str] = set()
    for seed in range(WALKS):
        with transaction.atomic():
            walk = Walk(call, firms[:3], office, people, seed)
            for _step in range(STEPS):
                walk.step()
            holds(walk)
            lead_to_the_end(walk)
            holds(walk)
            state = str(Call.objects.get(pk=call.pk).state)
            assert state in ENDED, f"walk {seed} has no way to the end: {state} after {walk.told}"
            ended[state] = ended.get(state, 0) + 1
            seen |= set(walk.told)
            transaction.set_rollback(True)
    assert sum(ended.values()) == WALKS
    if WALKS >= 200:
        assert seen >= {one.__name__ for one in EVENTS} - {"call_off"}
