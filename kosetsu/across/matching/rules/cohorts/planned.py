"""The intake as a linear program: who is in which cohort, which meets on which day, and what each is worth."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kosetsu.across.matching.rules.cohorts.given import Intake
from kosetsu.across.matching.rules.cohorts.limits import Kind, Limit
from kosetsu.across.matching.rules.cohorts.room import OUT, Room
from kosetsu.across.matching.rules.linear import Program


@dataclass
class Planned:
    """One program of one room.

    ``days`` says whether the cohorts' days are those of the room or still to be chosen; only the cohorts of ``free``
    are composed anew, of their own members and of those who are nowhere.
    """

    room: Room
    days: bool = False
    free: Collection[int] | None = None
    program: Program = field(default_factory=Program)
    joins: dict[tuple[int, int], int] = field(default_factory=dict)
    meets: dict[tuple[int, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        every = range(self.room.intake.cohorts)
        self.cohorts = every if self.free is None else sorted(self.free)
        where = self.room.where
        self.among = [n for n, cohort in enumerate(where) if self.free is None or cohort == OUT or cohort in self.free]
        for cohort in self.cohorts:
            self._cohort(cohort)
        for n in self.among:
            own = [self.joins[n, cohort] for cohort in self.cohorts if (n, cohort) in self.joins]
            self.program.row(own, most=1)
        self._locks()

    @property
    def intake(self) -> Intake:
        return self.room.intake

    def _cohort(self, cohort: int) -> None:
        if self.days:
            self._days(cohort)
        for n in self.among:
            if self.days or self.room.open[n][cohort]:
                self.joins[n, cohort] = self.program.column()
        members = [self.joins[n, cohort] for n in self.among if (n, cohort) in self.joins]
        self._size(members)
        if self.days:
            self._there(cohort)
        self._rivals(cohort)

    def _days(self, cohort: int) -> None:
        for day in self.intake.days:
            self.meets[cohort, day] = self.program.column()
        self.program.row([self.meets[cohort, day] for day in self.intake.days], least=1, most=1)

    def _there(self, cohort: int) -> None:
        for n in self.among:
            one = self.intake.applicants[n]
            own = [self.meets[cohort, day] for day in sorted(one.days)]
            limit = Limit(Kind.DAYS, (one.key,))
            self.program.row({self.joins[n, cohort]: 1.0, **dict.fromkeys(own, -1.0)}, most=0, limit=limit)

    def _size(self, members: Sequence[int]) -> None:
        limit, least = Limit(Kind.LEAST), self.intake.least
        self.program.row(members, most=self.intake.most)
        self.program.row(members, least=least, limit=limit)
        self.program.gives[limit] = least

    def _rivals(self, cohort: int) -> None:
        for n in self.among:
            for two in self.room.rivals[n]:
                if n < two and (n, cohort) in self.joins and (two, cohort) in self.joins:
                    keys = sorted(self.intake.applicants[each].key for each in (n, two))
                    columns = [self.joins[n, cohort], self.joins[two, cohort]]
                    self.program.row(columns, most=1, limit=Limit(Kind.RIVALS, tuple(keys)))

    def _locks(self) -> None:
        for key, cohort in sorted(self.intake.locks.items()):
            if cohort in self.cohorts:
                n = self.room.numbers[key]
                there = [self.joins[n, cohort]] if (n, cohort) in self.joins else []
                self.program.row(there, least=1, limit=Limit(Kind.LOCK, (key,)))

    def seats(self) -> None:
        """Asks for as many members as possible."""
        for n in self.joins.values():
            self.program.gains[n] = 1

    def worth(self, least_seated: int) -> None:
        """Asks for the best composition with so many members."""
        for n in self.joins.values():
            self.program.gains[n] = 0
        self.program.row(list(self.joins.values()), least=least_seated)
        floor = self.intake.worth.floor
        weakest = self.program.column(floor, least=-1e6, most=1e6, whole=False) if floor else None
        fixed = [points for cohort, points in enumerate(self.room.points) if cohort not in self.cohorts]
        if weakest is not None:
            self.program.row([weakest], most=min(fixed, default=1e6))
        for cohort in self.cohorts:
            terms = self._traits(cohort) | self._met(cohort)
            for n, points in terms.items():
                self.program.gains[n] += points
            if weakest is not None:
                self.program.row({weakest: 1.0, **{n: -points for n, points in terms.items()}}, most=0)

    def _traits(self, cohort: int) -> dict[int, float]:
        """Steps are taken in their order; where none brings more than the one before, that is so by itself."""
        own: dict[int, list[int]] = {}
        for n in self.among:
            if (n, cohort) in self.joins:
                for trait in self.room.traits[n]:
                    own.setdefault(trait, []).append(self.joins[n, cohort])
        terms: dict[int, float] = {}
        for trait, members in own.items():
            steps = self.room.steps[trait][: len(members)]
            falling = all(one >= two for one, two in pairwise(steps))
            columns = [self.program.column(whole=not falling) for _step in steps]
            self.program.row({**dict.fromkeys(columns, 1.0), **dict.fromkeys(members, -1.0)}, most=0)
            for one, two in pairwise(columns) if not falling else ():
                self.program.row({two: 1.0, one: -1.0}, most=0)
            terms |= dict(zip(columns, map(float, steps), strict=True))
        return terms

    def _met(self, cohort: int) -> dict[int, float]:
        """Two who met are together where both are in; a day is not needed to say so."""
        terms: dict[int, float] = {}
        for n in self.among:
            for two in self.room.met[n]:
                if n < two and (n, cohort) in self.joins and (two, cohort) in self.joins:
                    both = self.program.column(whole=False)
                    columns = {self.joins[n, cohort]: 1.0, self.joins[two, cohort]: 1.0, both: -1.0}
                    self.program.row(columns, most=1)
                    terms[both] = float(self.intake.worth.met)
        return terms
