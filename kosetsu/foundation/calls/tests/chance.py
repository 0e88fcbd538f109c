"""What happens to a call by chance, what everybody's duty is when it shall end, and what must never be."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from kosetsu.foundation.calls.states import SEATED, TOLD, AppealState, ApplicationState
from kosetsu.foundation.calls.tests.model import Event, Model

FIRMS, REVIEWERS = 3, 2
WAITS = [dt.timedelta(minutes=minutes) for minutes in (1, 30, 60 * 6, 60 * 24)]
EDGE = [dt.timedelta(microseconds=few) for few in (0, 999_999, 1_000_000)]
"""Around the deadline: in its second, at its end, in the next one."""
LONG = dt.timedelta(days=100)
NAMES = (
    *["begin"] * 4, *["submit"] * 6, "withdraw", *["ask_back"] * 2, *["find_complete"] * 6, "lapse",
    *["begin_round"] * 3, *["score"] * 14, *["close"] * 2, *["decide"] * 2, *["appeal"] * 4, *["hear"] * 2,
    "conclude", "decline", "finish", "call_off",
)  # fmt: skip


def later(model: Model, at: dt.datetime, chance: random.Random) -> dt.datetime:
    """The next moment at which somebody does something, often right at the deadline."""
    if at < model.shuts and chance.random() < 0.06:
        return model.shuts + chance.choice(EDGE)
    return at + chance.choice(WAITS)


def event(model: Model, at: dt.datetime, chance: random.Random) -> Event | None:
    """Something to try, whether it may happen or not; nothing where there is nobody to do it with."""
    name = chance.choice(NAMES)
    given = _given(name, model, chance)
    return None if given is None else Event(name, at, given)


def _given(name: str, model: Model, chance: random.Random) -> tuple[Any, ...] | None:
    match name:
        case "begin":
            return (chance.randrange(FIRMS),)
        case "lapse" | "begin_round" | "close" | "finish":
            return ()
        case "call_off":
            return () if chance.random() < 0.01 else None
        case "decide":
            return (chance.random() < 0.7,)
        case "score":
            return _scored(model, chance)
        case "hear":
            made = [place for place, one in enumerate(model.applied) if one.appeal == AppealState.MADE]
            return (chance.choice(made), chance.random() < 0.5) if made else None
    if not model.applied:
        return None
    place = chance.randrange(len(model.applied))
    if name == "submit":
        return place, chance.random() < 0.7
    if name == "withdraw":
        return (place, chance.choice(("owner", "office"))) if chance.random() < 0.2 else None
    if name == "decline":
        return (place,) if chance.random() < 0.3 else None
    return (place,)


def _scored(model: Model, chance: random.Random) -> tuple[Any, ...] | None:
    round_ = model.undecided
    if round_ is None or not round_.waiting:
        return None
    said = tuple(chance.randint(0, scale.highest) for scale in model.scales[round_.number - 1])
    return chance.choice(sorted(round_.waiting)), chance.randrange(REVIEWERS), said


def duties(model: Model, at: dt.datetime, chance: random.Random) -> Iterator[Event]:
    """What everybody has to do until the call is over; the caller carries each out before the next one is asked for."""
    at = max(at, model.shuts)
    for _turn in range(12):
        if model.ended:
            return
        at += LONG
        yield Event("lapse", at)
        for place in _in(model, ApplicationState.SUBMITTED):
            yield Event("find_complete", at, (place,))
        yield Event("begin_round", at)
        if round_ := model.undecided:
            for place in sorted(round_.waiting):
                for reviewer in range(REVIEWERS):
                    said = tuple(chance.randint(0, scale.highest) for scale in model.scales[round_.number - 1])
                    yield Event("score", at, (place, reviewer, said))
            yield Event("close", at)
            yield Event("decide", at, (True,))
        for place, one in enumerate(model.applied):
            if one.appeal == AppealState.MADE:
                yield Event("hear", at, (place, chance.random() < 0.5))
        for place in _in(model, ApplicationState.ACCEPTED):
            yield Event("conclude", at, (place,))
        yield Event("finish", at)
        if not model.rounds:
            yield Event("call_off", at)


def _in(model: Model, state: str) -> list[int]:
    return [place for place, one in enumerate(model.applied) if one.state == state]


def broken(model: Model) -> Iterator[str]:
    """What must never be, whatever happened."""
    seats = [one.seat for one in model.applied if one.state in SEATED]
    if len(seats) > model.capacity or len(set(seats)) < len(seats) or None in seats:
        yield f"seats {seats} of {model.capacity}"
    for one in model.applied:
        for at, asked in one.handed:
            if at.replace(microsecond=0) > (asked or model.shuts):
                yield f"{one.number} came late"
        if one.state in TOLD and not one.reason:
            yield f"{one.number} has no reason"
    for round_ in model.rounds:
        quorum = model.kind.rounds[round_.number - 1].quorum
        if any(count < quorum for count in round_.counted.values()):
            yield f"round {round_.number} was decided without its quorum"
