"""Cohorts of one intake: most members first, then most points.

Days come first: every choice of them is tried shortly, the best ones for longer. What single changes cannot better is
composed anew by the solver, two cohorts at a time. A small intake goes to the solver whole.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import floor, inf

from kosetsu.across.matching.rules.clashing import Clash, clash
from kosetsu.across.matching.rules.cohorts.days import Choices, by_seats
from kosetsu.across.matching.rules.cohorts.given import Intake, checked
from kosetsu.across.matching.rules.cohorts.limits import Limit
from kosetsu.across.matching.rules.cohorts.planned import Planned
from kosetsu.across.matching.rules.cohorts.reasoning import Reason, Refusal, reasons, refusals
from kosetsu.across.matching.rules.cohorts.room import OUT, Room
from kosetsu.across.matching.rules.cohorts.searching import Search
from kosetsu.across.matching.rules.solving import NEAR, solve
from kosetsu.across.matching.rules.watching import Progress, Unfinished, Watch

SMALL = 100
"""Up to how many places (applicants times cohorts) the solver is asked for the whole."""
AT_FIRST = ((800, 3_000), (80, 10_000))
"""How many choices of days are tried, those with most seats first, and how many changes each is given."""
DAYS_RELAXED = 32
"""For how many of them the bound decides which go on."""
STAGES = ((8, 200_000), (3, 1_000_000))
"""How many go on, and how many changes each is given."""
HOT, COLD = 12.0, 0.3
NODES = 1_000
"""How many branches the solver looks at, where it composes some cohorts anew."""

NONE = Choices([], complete=False)


@dataclass(frozen=True)
class Composition:
    """The best composition found; with as many members nothing is worth more than ``bound`` points."""

    days: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    """Keys of applicants, by cohort."""
    points: tuple[int, ...]
    value: int
    """The points of all cohorts, and of the weakest as often again as the floor says."""
    bound: int
    reasons: tuple[Reason, ...]
    refusals: tuple[Refusal, ...]

    @property
    def gap(self) -> float:
        """How much better a composition could be, as a share of the bound."""
        return (self.bound - self.value) / self.bound if self.bound else 0


def compose(intake: Intake, watch: Watch | None = None, *, prove: bool = False) -> Composition | Clash[Limit]:
    """The best cohorts, or what clashes.

    ``prove`` looks for a closer bound as long as the watch lets it: on every choice of days, not on all at once.
    Raises ``Misstated`` where the intake names what is not there and ``Unfinished`` where the time was too short.
    """
    return _Composing(checked(intake), watch or Watch(), prove).composed()


@dataclass
class _Composing:
    intake: Intake
    watch: Watch
    prove: bool = False
    best: Room | None = None
    choices: Choices = NONE
    seated: int = 0
    bounds: dict[tuple[str, ...], float] = field(default_factory=dict)

    def composed(self) -> Composition | Clash[Limit]:
        if len(self.intake.applicants) * self.intake.cohorts <= SMALL:
            return self._exact()
        self.choices = by_seats(self.intake)
        self._searched()
        if self.best is None:
            return self._exact()
        self._polished(self.best)
        return self._finished(self.best, self._bound(self.best))

    def _searched(self) -> None:
        """Every choice of days for a moment, then those on which the bound is highest for longer."""
        rooms = self._narrowed([Room(self.intake, days) for _seats, days in self.choices.found], AT_FIRST)
        if self.best is None:
            return
        rooms = rooms[:DAYS_RELAXED]
        rooms.sort(key=lambda room: self._on_days(room.days), reverse=True)
        self._narrowed(rooms, STAGES)

    def _narrowed(self, rooms: list[Room], stages: Sequence[tuple[int, int]]) -> list[Room]:
        """Fewer rooms from stage to stage, each searched for longer; the best first."""
        for count, changes in stages:
            rooms = rooms[:count]
            for room in rooms:
                self._annealed(room, changes)
            rooms.sort(key=_rank, reverse=True)
        return rooms

    def _annealed(self, room: Room, changes: int) -> None:
        search = Search(room, random.Random(self.intake.seed))
        if not room.seated:
            search.begin()
        search.anneal(changes, HOT, COLD, self.watch.part(0.5))
        if not room.lacking and (self.best is None or _rank(room) >= _rank(self.best)):
            self.best = room
            self.watch.tell(Progress("searching", room.value))

    def _on_days(self, days: tuple[str, ...]) -> float:
        """The bound in fractions on some days, with as many members as the quick search found or more."""
        assert self.best is not None
        if days not in self.bounds:
            self.seated = self.seated or self.best.seated
            self.bounds[days] = self._relaxed(Planned(Room(self.intake, days)), self.seated)
        return self.bounds[days]

    def _polished(self, room: Room) -> None:
        """Two cohorts at a time are composed anew, for as long as that helps."""
        every = range(self.intake.cohorts)
        while sum(self._anew(room, free) for free in combinations(every, 2)):
            self.watch.tell(Progress("polishing", room.value))

    def _anew(self, room: Room, free: Sequence[int]) -> bool:
        """Whether some cohorts, composed anew, are worth more."""
        if self.watch.over:
            return False
        every, plan = range(self.intake.cohorts), Planned(room, free=free)
        plan.worth(sum(room.sizes[cohort] for cohort in free))
        plan.program.better(room.value - sum(room.points[cohort] for cohort in every if cohort not in free))
        answer = solve(plan.program, self.watch.part(0.3), nodes=NODES, gap=0.5)
        if not answer.found:
            return False
        _take_over(room, plan, answer.values)
        return True

    def _bound(self, room: Room) -> int:
        """The bound in fractions on all days at once, or over each choice on which as many find a seat."""
        bound = self._relaxed(Planned(room, days=True), room.seated)
        if self.prove and self.choices.complete:
            own = [self._on_days(days) for seats, days in self.choices.found if seats >= room.seated]
            bound = min(bound, max(own, default=inf))
        return _whole(bound, room)

    def _relaxed(self, plan: Planned, seated: int) -> float:
        plan.worth(seated)
        answer = solve(plan.program, self.watch, whole=False)
        return -inf if answer.possible is False else answer.value if answer.found else inf

    def _exact(self) -> Composition | Clash[Limit]:
        """The whole question: days, then most members, then most points."""
        room = Room(self.intake, [""] * self.intake.cohorts)
        plan = Planned(room, days=True)
        plan.seats()
        seated = solve(plan.program, self.watch)
        if seated.possible is False:
            return clash(plan.program, self.watch)
        if seated.found:
            plan.worth(round(seated.value))
            answer = solve(plan.program, self.watch, gap=0.5)
        if not seated.found or not answer.found:
            raise Unfinished
        days = [day for (_cohort, day), n in plan.meets.items() if answer.values[n] > 0.5]
        room = Room(self.intake, days)
        _take_over(room, plan, answer.values)
        return self._finished(room, _whole(answer.bound, room))

    def _finished(self, room: Room, bound: int) -> Composition:
        members = tuple(tuple(one.key for n, one in enumerate(self.intake.applicants) if room.where[n] == cohort)
                        for cohort in range(self.intake.cohorts))  # fmt: skip
        return Composition(room.days, members, tuple(room.points), room.value, bound, reasons(room), refusals(room))


def _rank(room: Room) -> tuple[bool, int, int]:
    return not room.lacking, room.seated, room.value


def _whole(bound: float, room: Room) -> int:
    """A bound in fractions as points; where the time was too short for one, all that any cohorts could bring."""
    return max(floor(min(bound, room.ceiling) + NEAR), room.value)


def _take_over(room: Room, plan: Planned, values: Sequence[float]) -> None:
    where = list(room.where)
    for n in plan.among:
        where[n] = OUT
    for (n, cohort), column in plan.joins.items():
        if values[column] > 0.5:
            where[n] = cohort
    room.fill(where)
