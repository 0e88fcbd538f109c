"""Simulated annealing of cohorts, as a reference: members move and change places, a cohort changes its day.

It keeps its own books and does not know the solver; it runs for as many seconds as it is given, several times from the
start, each as long as the one before took to cool.
"""

import random
import time
from dataclasses import dataclass, field
from math import exp
from typing import Any

OUT = -1
HOT, COLD = 12.0, 0.3
RUNS = 3
SEAT = 200
"""What a seat that is taken is worth: more than any member brings."""


def annealed(intake: Any, seconds: float) -> dict[str, int]:
    """The best composition found, of those with most members: cohorts by applicant."""
    best: tuple[int, list[int]] = (-(10**9), [])
    for run in range(RUNS):
        state = _State(intake, random.Random(f"{intake.seed} {run}"))
        best = max(best, state.cooled(seconds / RUNS), key=lambda one: one[0])
    return {one.key: cohort for one, cohort in zip(intake.applicants, best[1], strict=True) if cohort != OUT}


@dataclass
class _State:
    intake: Any
    dice: random.Random
    where: list[int] = field(init=False)

    def __post_init__(self) -> None:
        intake, number = self.intake, {one.key: n for n, one in enumerate(self.intake.applicants)}
        names = sorted({day for one in intake.applicants for day in one.days})
        self.masks = [sum(1 << n for n, day in enumerate(names) if day in one.days) for one in intake.applicants]
        self.all_days = range(len(names))
        self.traits = [[("trade", one.trade), ("size", one.size), *[("place", one.place)][: bool(one.place)],
                        *(("interest", i) for i in sorted(one.interests))]
                       for one in intake.applicants]  # fmt: skip
        self.steps = {trait: getattr(intake.worth, trait[0]) for own in self.traits for trait in own}
        self.rivals = [set[int]() for _one in self.masks]
        self.met = [set[int]() for _one in self.masks]
        for twos, apart in ((intake.rivals, self.rivals), (intake.met, self.met)):
            for one, two in twos:
                apart[number[one]].add(number[two])
                apart[number[two]].add(number[one])
        self.locks = {number[key]: cohort for key, cohort in intake.locks.items()}
        self.free = [n for n in range(len(self.masks)) if n not in self.locks]
        self.where = [OUT] * len(self.masks)
        self.counts = [dict.fromkeys(self.steps, 0) for _n in range(intake.cohorts)]
        self.sizes, self.points = [0] * intake.cohorts, [0] * intake.cohorts
        self.days = [self._day(cohort) for cohort in range(intake.cohorts)]
        for n, cohort in self.locks.items():
            self._put(n, cohort)

    def _day(self, cohort: int) -> int:
        """A day for all who are settled in a cohort."""
        mask = -1
        for n, own in self.locks.items():
            mask &= self.masks[n] if own == cohort else -1
        return self.dice.choice([day for day in self.all_days if mask >> day & 1])

    def cooled(self, seconds: float) -> tuple[int, list[int]]:
        end, began = time.monotonic() + seconds, time.monotonic()
        now = self._value()
        best, heat, turn = (now, list(self.where)), HOT, 0
        while True:
            if turn % 256 == 0:
                clock = time.monotonic()
                if clock > end:
                    return best
                heat = HOT * (COLD / HOT) ** ((clock - began) / seconds)
            turn += 1
            before = self._step()
            then = self._value() if before else now
            if before and then < now and self.dice.random() >= exp((then - now) / heat):
                self._back(before)
                continue
            now = then
            if now > best[0]:
                best = now, list(self.where)

    def _value(self) -> int:
        short = sum(max(self.intake.least - size, 0) for size in self.sizes)
        return sum(self.points) + self.intake.worth.floor * min(self.points) + SEAT * (sum(self.sizes) - 2 * short)

    def _step(self) -> Any:
        chance = self.dice.random()
        if chance < 0.0005:
            return self._other_day()
        n, two = self.dice.choice(self.free), self.dice.choice(self.free)
        mine, others = self.where[n], self.where[two]
        if chance < 0.2 or mine == others:
            cohort = self.dice.randrange(self.intake.cohorts)
            if cohort == mine or self.sizes[cohort] >= self.intake.most or not self._fits(n, cohort, OUT):
                return None
            return self._apply([(n, cohort)])
        if (others == OUT or self._fits(n, others, two)) and (mine == OUT or self._fits(two, mine, n)):
            return self._apply([(n, others), (two, mine)])
        return None

    def _other_day(self) -> Any:
        """Whoever cannot come on the new day leaves; who has no seat fills up."""
        cohort = self.dice.randrange(self.intake.cohorts)
        old, self.days[cohort] = self.days[cohort], self._day(cohort)
        gone = [n for n in self.free if self.where[n] == cohort and not self.masks[n] >> self.days[cohort] & 1]
        before = self._apply([(n, OUT) for n in gone])
        for n in self.free:
            if self.where[n] == OUT and self.sizes[cohort] < self.intake.most and self._fits(n, cohort, OUT):
                before += self._apply([(n, cohort)])
        return [*before, (OUT, cohort, old)]

    def _fits(self, n: int, cohort: int, instead: int) -> bool:
        if not self.masks[n] >> self.days[cohort] & 1:
            return False
        return not any(self.where[two] == cohort and two != instead for two in self.rivals[n])

    def _apply(self, changes: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
        before = [(n, self.where[n], 0) for n, _cohort in changes]
        for n, _cohort in changes:
            self._take(n)
        for n, cohort in changes:
            self._put(n, cohort)
        return before

    def _back(self, before: list[tuple[int, int, int]]) -> None:
        for n, cohort, day in reversed(before):
            if n == OUT:
                self.days[cohort] = day
            else:
                self._take(n)
        for n, cohort, _day in before:
            if n != OUT and self.where[n] == OUT:
                self._put(n, cohort)

    def _brings(self, n: int, cohort: int) -> int:
        counts, gain = self.counts[cohort], 0
        for trait in self.traits[n]:
            steps, count = self.steps[trait], counts[trait]
            if count < len(steps):
                gain += steps[count]
        return gain + self.intake.worth.met * sum(self.where[two] == cohort for two in self.met[n])

    def _put(self, n: int, cohort: int) -> None:
        if cohort != OUT:
            self.points[cohort] += self._brings(n, cohort)
            for trait in self.traits[n]:
                self.counts[cohort][trait] += 1
            self.sizes[cohort] += 1
            self.where[n] = cohort

    def _take(self, n: int) -> None:
        cohort, self.where[n] = self.where[n], OUT
        if cohort != OUT:
            for trait in self.traits[n]:
                self.counts[cohort][trait] -= 1
            self.sizes[cohort] -= 1
            self.points[cohort] -= self._brings(n, cohort)
