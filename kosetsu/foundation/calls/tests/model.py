"""A call as its rules alone, in memory: the state tables, deadlines, points and choice of the house, and no database.

``test_walks.py`` lives many thousands of calls in it, and holds it against the records event by event.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kosetsu.common.clock import day_of
from kosetsu.foundation.calls.documents.choice import candidate_of, terms_in
from kosetsu.foundation.calls.rules.choosing import Chosen, Unsettled, choose
from kosetsu.foundation.calls.rules.deadlines import appeal_until, in_time
from kosetsu.foundation.calls.rules.kinds import Kind
from kosetsu.foundation.calls.states import (
    APPLICATION,
    CALL,
    GONE,
    UNCHECKED,
    AppealState,
    ApplicationState,
    CallState,
)
from kosetsu.foundation.reviews.rules.points import Scale, result_of
from kosetsu.foundation.reviews.states import PANEL, PanelState

A = ApplicationState
OPEN = (A.DRAFT, A.SUBMITTED, A.ASKED_BACK, A.COMPLETE)
ENDED = (CallState.FINISHED, CallState.CALLED_OFF)
RECEIVED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).isoformat()
"""No rule for ties of the walks asks for the moment."""


class Event(NamedTuple):
    """Something that somebody tries to do."""

    name: str
    at: dt.datetime
    given: tuple[Any, ...] = ()


@dataclass(slots=True)
class Applied:
    """One application; ``handed`` is when it was handed in, each time with until when it was asked for, if it was."""

    firm: int
    state: str = A.DRAFT
    number: str = ""
    until: dt.datetime | None = None
    seat: int | None = None
    place: int | None = None
    reason: bool = False
    appeal: str = ""
    handed: list[tuple[dt.datetime, dt.datetime | None]] = field(default_factory=list)


@dataclass(slots=True)
class Heard:
    """One round: who is in its panel still, the scores by application and reviewer, and what was chosen."""

    number: int
    panel: str
    waiting: set[int]
    reviews: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    chosen: list[Chosen] | None = None
    counted: dict[str, int] = field(default_factory=dict)


class Model:
    """One published call; :meth:`apply` says whether an event happens, or is refused."""

    def __init__(
        self, kind: Kind, *, capacity: int, opens: dt.datetime, shuts: dt.datetime, seed: str, year: int
    ) -> None:
        self.kind, self.capacity, self.opens, self.shuts, self.seed, self.year = (
            kind,
            capacity,
            opens,
            shuts,
            seed,
            year,
        )
        self.state: str = CallState.PUBLISHED
        self.decided_on: dt.date | None = None
        self.applied: list[Applied] = []
        self.rounds: list[Heard] = []
        self.at = opens
        self.scales = [
            [Scale(one.code, one.weight, one.lowest, one.highest, one.veto_below) for one in round_.criteria]
            for round_ in kind.rounds
        ]

    def apply(self, event: Event) -> bool:
        """Whether it happens."""
        self.at = event.at
        return bool(getattr(self, f"_{event.name}")(*event.given))

    @property
    def undecided(self) -> Heard | None:
        return next((one for one in self.rounds if one.chosen is None), None)

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    def seen(self) -> Any:
        """What the records must say as well."""
        return (
            str(self.state),
            [(one.number, str(one.state), one.seat, one.place, one.reason, one.appeal) for one in self.applied],
            [(one.panel, sorted((c.key, c.rank, str(c.rule)) for c in one.chosen or [])) for one in self.rounds],
        )

    def _second(self) -> dt.datetime:
        return self.at.replace(microsecond=0)

    def _takes(self) -> bool:
        return self.state == CallState.PUBLISHED and in_time(self.at, self.opens, self.shuts)

    def _move(self, one: Applied, verb: str) -> bool:
        if not APPLICATION.allows(verb, one.state):
            return False
        one.state = APPLICATION.target(verb, one.state)
        return True

    def _step(self, verb: str) -> bool:
        if not CALL.allows(verb, self.state):
            return False
        self.state = CALL.target(verb, self.state)
        return True

    def _begin(self, firm: int) -> bool:
        if not self._takes() or any(one.firm == firm and one.state not in GONE for one in self.applied):
            return False
        self.applied.append(Applied(firm))
        return True

    def _submit(self, place: int, whole: bool) -> bool:
        one = self.applied[place]
        asked = one.state == A.ASKED_BACK
        if asked and one.until and self._second() > one.until:
            return False
        if not asked and (not APPLICATION.allows("submit", one.state) or not self._takes()):
            return False
        if not whole:
            return False
        self._move(one, "supplement" if asked else "submit")
        one.handed.append((self.at, one.until if asked else None))
        one.number = one.number or f"{self.kind.prefix}{self.year}-{sum(bool(a.number) for a in self.applied) + 1:04d}"
        one.until = None
        return True

    def _withdraw(self, place: int, who: str) -> bool:
        one = self.applied[place]
        if who == "office" and one.state != A.REVIEWING:
            return False
        if not self._move(one, "withdraw_application"):
            return False
        if round_ := self.undecided:
            round_.waiting.discard(place)
            round_.reviews = {key: said for key, said in round_.reviews.items() if key[0] != place}
        one.until = None
        return True

    def _ask_back(self, place: int) -> bool:
        one = self.applied[place]
        if not self._move(one, "ask_back"):
            return False
        one.until = (self.at + dt.timedelta(days=self.kind.correction_days)).replace(microsecond=0)
        return True

    def _find_complete(self, place: int) -> bool:
        return self._move(self.applied[place], "find_complete")

    def _lapse(self) -> bool:
        late = [one for one in self.applied if one.state == A.ASKED_BACK and one.until and self._second() > one.until]
        for one in late:
            self._move(one, "lapse_application")
            one.reason = True
        return bool(late)

    def _begin_round(self) -> bool:
        if self.undecided or not CALL.allows("begin_round", self.state):
            return False
        state = A.REVIEWING if self.rounds else A.COMPLETE
        states = [one.state for one in self.applied]
        if not self.rounds and (
            self._second() <= self.shuts or any(one in UNCHECKED for one in states) or state not in states
        ):
            return False
        heard = {place for place, one in enumerate(self.applied) if one.state == state}
        for place in heard:
            self._move(self.applied[place], "hear")
        panel = PANEL.target("open_scoring", PanelState.PREPARING) if heard else PanelState.PREPARING
        self.rounds.append(Heard(len(self.rounds) + 1, panel, heard))
        return self._step("begin_round")

    def _score(self, place: int, reviewer: int, said: tuple[int, ...]) -> bool:
        round_ = self.undecided
        if round_ is None or round_.panel != PanelState.SCORING:
            return False
        if place not in round_.waiting or (place, reviewer) in round_.reviews:
            return False
        round_.reviews[place, reviewer] = said
        return True

    def _close(self) -> bool:
        round_ = self.undecided
        if round_ is None or not PANEL.allows("close_panel", round_.panel):
            return False
        quorum = self.kind.rounds[round_.number - 1].quorum
        if any(len(self._scores(round_, place)) < quorum for place in round_.waiting):
            return False
        round_.panel = PANEL.target("close_panel", round_.panel)
        return True

    def _scores(self, round_: Heard, place: int) -> list[dict[str, int | None]]:
        codes = [one.code for one in self.scales[round_.number - 1]]
        return [dict(zip(codes, said, strict=True)) for key, said in round_.reviews.items() if key[0] == place]

    def _decide(self, explained: bool) -> bool:
        round_ = self.undecided
        if round_ is None or not CALL.allows("decide_call", self.state) or not explained:
            return False
        if any(one.state == A.REVIEWING for one in self.applied) and round_.panel != PanelState.CLOSED:
            return False
        try:
            chosen = choose(*self._board(round_))
        except Unsettled:
            return False
        round_.chosen = chosen
        last = round_.number == len(self.kind.rounds)
        by_number = {one.number: one for one in self.applied}
        for one in chosen:
            round_.counted[one.key] = len(self._scores(round_, self.applied.index(by_number[one.key])))
            if last or not one.seat:
                self._outcome(by_number[one.key], one)
        if last or not any(one.seat for one in chosen):
            self._step("decide_call")
            self.decided_on = day_of(self.at)
        return True

    def _board(self, round_: Heard) -> Any:
        of_kind, scales = self.kind.rounds[round_.number - 1], self.scales[round_.number - 1]
        known = [
            candidate_of(
                result_of(place, self._scores(round_, place), scales, quorum=of_kind.quorum, received=RECEIVED),
                self.applied[place].number,
            )
            for place in sorted(round_.waiting)
        ]
        return known, terms_in(self.kind, round_.number, self.capacity, self.seed)

    def _outcome(self, one: Applied, what: Chosen) -> None:
        self._move(one, "accept" if what.seat else "put_on_reserve" if what.place else "refuse")
        one.seat, one.place, one.reason = what.seat, what.place, bool(self.kind.reasons.get(what.rule))

    def _appeal(self, place: int) -> bool:
        one = self.applied[place]
        late = self.decided_on is None or day_of(self.at) > appeal_until(self.decided_on, self.kind.appeal_days)
        if one.state != A.REFUSED or one.appeal or self.state != CallState.DECIDED or late:
            return False
        one.appeal = AppealState.MADE
        return True

    def _hear(self, place: int, right: bool) -> bool:
        one = self.applied[place]
        if one.appeal != AppealState.MADE:
            return False
        one.appeal = AppealState.UPHELD if right else AppealState.DISMISSED
        if right:
            self._move(one, "uphold")
            one.place = max((other.place or 0 for other in self.applied), default=0) + 1
            self._pass_on()
        return True

    def _pass_on(self) -> None:
        for one in sorted((one for one in self.applied if one.state == A.RESERVE), key=lambda one: one.place or 0):
            taken = {other.seat for other in self.applied}
            free = next((seat for seat in range(1, self.capacity + 1) if seat not in taken), None)
            if free is None:
                return
            self._move(one, "call_up")
            one.seat, one.place = free, None

    def _conclude(self, place: int) -> bool:
        return self._move(self.applied[place], "conclude")

    def _decline(self, place: int) -> bool:
        one = self.applied[place]
        if not self._move(one, "decline"):
            return False
        one.seat = one.place = None
        self._pass_on()
        return True

    def _finish(self) -> bool:
        waits = any(one.state == A.ACCEPTED or one.appeal == AppealState.MADE for one in self.applied)
        if not CALL.allows("finish_call", self.state) or waits or self.decided_on is None:
            return False
        if day_of(self.at) <= appeal_until(self.decided_on, self.kind.appeal_days):
            return False
        for one in self.applied:
            if one.state == A.RESERVE:
                self._move(one, "release")
                one.place = None
        return self._step("finish_call")

    def _call_off(self) -> bool:
        if not self._step("call_off_call"):
            return False
        for one in self.applied:
            if one.state in OPEN:
                self._move(one, "withdraw_application")
                one.reason = True
        return True
