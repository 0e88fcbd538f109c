"""A composition being made: who is in which cohort, and what the next change would bring."""

from collections.abc import Mapping, Sequence

from kosetsu.across.matching.rules.cohorts.given import Applicant, Intake, Two

OUT = -1


class Room:
    """The cohorts so far, each on its day. Applicants are counted as the intake has them."""

    def __init__(self, intake: Intake, days: Sequence[str]) -> None:
        self.intake, self.days, applicants = intake, tuple(days), intake.applicants
        self.numbers = {one.key: n for n, one in enumerate(applicants)}
        self.rivals, self.met = (self._apart(twos) for twos in (intake.rivals, intake.met))
        self.traits, self.steps = _traits(intake)
        self.where = [OUT] * len(applicants)
        self.counts = [[0] * len(self.steps) for _day in days]
        self.sizes = [0] * len(days)
        self.points = [0] * len(days)
        self.open = [[self._may(one, cohort) for cohort in range(len(days))] for one in applicants]
        self.locked = {self.numbers[key] for key in intake.locks}

    def _apart(self, twos: frozenset[Two]) -> list[list[int]]:
        apart: list[list[int]] = [[] for _one in self.intake.applicants]
        for one, two in sorted(twos):
            apart[self.numbers[one]].append(self.numbers[two])
            apart[self.numbers[two]].append(self.numbers[one])
        return apart

    def _may(self, one: Applicant, cohort: int) -> bool:
        return self.days[cohort] in one.days and self.intake.locks.get(one.key, cohort) == cohort

    def fits(self, n: int, cohort: int, instead: int = OUT) -> bool:
        """Whether an applicant may join: on the day, with no rival there but perhaps the one who leaves."""
        return self.open[n][cohort] and not any(self.where[two] == cohort and two != instead for two in self.rivals[n])

    def brings(self, n: int, cohort: int) -> int:
        """What an applicant outside would add to a cohort, in points."""
        counts, gain = self.counts[cohort], 0
        for trait in self.traits[n]:
            steps, count = self.steps[trait], counts[trait]
            if count < len(steps):
                gain += steps[count]
        return gain + self.intake.worth.met * sum(self.where[two] == cohort for two in self.met[n])

    def put(self, n: int, cohort: int) -> None:
        self.points[cohort] += self.brings(n, cohort)
        for trait in self.traits[n]:
            self.counts[cohort][trait] += 1
        self.sizes[cohort] += 1
        self.where[n] = cohort

    def take(self, n: int) -> int:
        """The cohort that the applicant leaves."""
        cohort, self.where[n] = self.where[n], OUT
        for trait in self.traits[n]:
            self.counts[cohort][trait] -= 1
        self.sizes[cohort] -= 1
        self.points[cohort] -= self.brings(n, cohort)
        return cohort

    def fill(self, where: Sequence[int]) -> None:
        """This composition instead."""
        for n, cohort in enumerate(self.where):
            if cohort != OUT:
                self.take(n)
        for n, cohort in enumerate(where):
            if cohort != OUT:
                self.put(n, cohort)

    @property
    def value(self) -> int:
        return worth(self.points, self.intake)

    @property
    def ceiling(self) -> int:
        """What it would be worth if every cohort had every trait as often as that brings anything."""
        return worth([sum(map(sum, self.steps))] * len(self.days), self.intake)

    @property
    def seated(self) -> int:
        return sum(self.sizes)

    @property
    def lacking(self) -> bool:
        """Whether a cohort is too small, or somebody who is settled is not where they should be."""
        locks: Mapping[str, int] = self.intake.locks
        wrong = any(self.where[self.numbers[key]] != cohort for key, cohort in locks.items())
        return wrong or min(self.sizes) < self.intake.least


def worth(points: Sequence[int], intake: Intake) -> int:
    """All cohorts' points, and those of the weakest as often again as the floor says."""
    return sum(points) + intake.worth.floor * min(points)


def _traits(intake: Intake) -> tuple[list[list[int]], list[tuple[int, ...]]]:
    """The traits of each applicant as numbers, and what the first, the second … member with each brings."""
    numbers: dict[tuple[str, str], int] = {}
    steps: list[tuple[int, ...]] = []
    traits = []
    for one in intake.applicants:
        own = [("trade", one.trade), ("size", one.size), *(("interest", each) for each in sorted(one.interests))]
        own += [("place", one.place)] if one.place else []
        for kind, name in own:
            if (kind, name) not in numbers:
                numbers[kind, name] = len(steps)
                steps.append(getattr(intake.worth, kind))
        traits.append([numbers[trait] for trait in own])
    return traits, steps
