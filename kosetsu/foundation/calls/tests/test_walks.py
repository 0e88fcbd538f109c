"""Random lives of calls: whatever comes in whatever order, the rules hold and there is a way to the end.

``KOSETSU_CALL_WALKS`` is how many are lived by the rules alone (``model.py``): 100000 for the long run.
``KOSETSU_CALL_RECORD_WALKS`` is how many are lived by the records as well, and held against the rules event by event.
"""

import datetime as dt
import os
import random
from collections import Counter
from typing import Any

import pytest
from django.db import transaction

from kosetsu.foundation.calls.models import Call
from kosetsu.foundation.calls.rules.kinds import Kind
from kosetsu.foundation.calls.tests.chance import FIRMS, NAMES, REVIEWERS, broken, duties, event, later
from kosetsu.foundation.calls.tests.conftest import REASONS, SHUTS, read_kind
from kosetsu.foundation.calls.tests.driven import Driven
from kosetsu.foundation.calls.tests.model import Event, Model
from tests import build
from tests.fixtures import AT

WALKS = int(os.environ.get("KOSETSU_CALL_WALKS", "2000"))
RECORD_WALKS = int(os.environ.get("KOSETSU_CALL_RECORD_WALKS", "40"))
STEPS, TRIES = 60, 8
"""Moments of a walk; how much is tried at each until something is not refused."""
FIRST = {"title": "書類", "reviews_each": 2, "quorum": 2, "passes": 2,
         "criteria": [{"code": "need", "label": "必要性", "highest": 5, "veto_below": 1}]}  # fmt: skip
LAST = {"title": "面接", "reviews_each": 2, "quorum": 1,
        "criteria": [{"code": "novelty", "label": "新規性", "highest": 4, "may_be_na": True}]}  # fmt: skip
FISCAL_YEAR = 2026


def two_rounds() -> Kind:
    """A kind with everything that can go one way or another."""
    return read_kind(
        prizes=[], rounds=[FIRST, LAST], ties=["criterion:novelty", "lottery"], reserve=1, reasons=REASONS,
        channels=[{"channel": "web"}], least_points=20,
    )  # fmt: skip


def one_seat(kind: Kind) -> Model:
    return Model(kind, capacity=1, opens=AT, shuts=SHUTS, seed="seed", year=FISCAL_YEAR)


class Walk:
    """One life by chance; every event is tried with all of ``worlds``, the first of which is the model."""

    def __init__(self, seed: int, *worlds: Any) -> None:
        self.model, self.worlds, self.seed = worlds[0], worlds, seed
        self.chance, self.at = random.Random(seed), AT
        self.asking = random.Random(-seed - 1)
        self.told: list[str] = []
        self.tried = 0

    def live(self) -> None:
        """So many moments, then everybody's duty until the call is over."""
        for _moment in range(STEPS):
            self.at = later(self.model, self.at, self.chance)
            for _try in range(TRIES):
                tried = event(self.model, self.at, self.chance)
                if tried and self.happens(tried):
                    break
        for duty in duties(self.model, self.at, self.chance):
            self.happens(duty)
        assert self.model.ended, f"walk {self.seed} has no way to the end: {self.model.state} after {self.told}"

    def happens(self, tried: Event) -> bool:
        """Whether it does, in all worlds alike; and that nothing is true then that must not be.

        What the model refuses is asked of the records one time in five: most of what is tried is refused.
        """
        self.tried += 1
        answer = self.model.apply(tried)
        others = self.worlds[1:] if answer or self.asking.random() < 0.2 else ()
        assert all(world.apply(tried) == answer for world in others), (self.seed, tried, answer, self.told)
        if answer:
            self.told.append(tried.name)
            assert list(broken(self.model)) == [], (self.seed, tried, self.told)
            assert all(world.seen() == self.model.seen() for world in others), (self.seed, tried, self.told)
        return answer


def test_lives_by_the_rules_alone_keep_them_and_come_to_an_end() -> None:
    kind, ends, told, events = two_rounds(), Counter[str](), set[str](), 0
    for seed in range(WALKS):
        walk = Walk(seed, one_seat(kind))
        walk.live()
        ends[str(walk.model.state)] += 1
        told |= set(walk.told)
        events += walk.tried
    assert (sum(ends.values()), set(ends)) == (WALKS, {"finished", "called_off"})
    assert told == set(NAMES)
    print(f"{WALKS} lives, {events} events: {dict(ends)}")


def test_records_and_rules_agree_after_every_event(publish: Any, firms: Any, office: Any) -> None:
    kind = two_rounds()
    call = publish(kind, capacity=1, windows={"web": (AT, SHUTS)})
    people = [build.person(f"審査員{name}") for name in "東西"[:REVIEWERS]]
    told: set[str] = set()
    for seed in range(RECORD_WALKS):
        with transaction.atomic():
            driven = Driven(Call.objects.get(pk=call.pk), firms[:FIRMS], office, people)
            walk = Walk(seed, one_seat(kind), driven)
            walk.live()
            assert driven.replays(), (seed, walk.told)
            told |= set(walk.told)
            transaction.set_rollback(True)
    if RECORD_WALKS >= 40:
        assert told >= set(NAMES) - {"call_off"}


def test_a_model_without_its_deadline_is_found_out(publish: Any, firms: Any, office: Any) -> None:
    """The comparison can fail: a model that takes what comes late differs from the records, and breaks the rule."""
    kind = two_rounds()
    call = publish(kind, capacity=1, windows={"web": (AT, SHUTS)})
    lax = one_seat(kind)
    lax.shuts = SHUTS + dt.timedelta(days=1)
    driven = Driven(call, firms[:FIRMS], office, [])
    late = Event("begin", SHUTS + dt.timedelta(seconds=1), (0,))
    assert [world.apply(late) for world in (lax, driven)] == [True, False]
    honest = one_seat(kind)
    honest.apply(Event("begin", AT, (0,)))
    honest.applied[0].number = "AWD2026-0001"
    honest.applied[0].handed.append((SHUTS + dt.timedelta(seconds=1), None))
    assert list(broken(honest)) == ["AWD2026-0001 came late"]


@pytest.mark.parametrize("seat", [1, 2])
def test_second_seat_in_a_call_of_one_is_found_out(seat: int) -> None:
    model = one_seat(two_rounds())
    for firm in (0, 1):
        model.apply(Event("begin", AT, (firm,)))
    for one, given in zip(model.applied, (1, seat), strict=True):
        one.state, one.seat, one.reason = "accepted", given, True
    assert list(broken(model)) == [f"seats [1, {seat}] of 1"]
