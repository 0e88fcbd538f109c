"""Which days the cohorts may meet on: those on which most applicants find a seat."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from kosetsu.across.matching.rules.cohorts.given import Intake

TRIED = 5_000


@dataclass(frozen=True, slots=True)
class Choices:
    """Days for all cohorts, with how many applicants find a seat then; ``complete`` says that no others exist."""

    found: list[tuple[int, tuple[str, ...]]]
    complete: bool


def by_seats(intake: Intake) -> Choices:
    """Most seats first; rivals are not looked at yet. Of very many choices, some."""
    own = [_settled(intake, cohort) for cohort in range(intake.cohorts)]
    complete = prod(map(len, own)) <= TRIED
    dice = random.Random(intake.seed)
    some = product(*own) if complete else (tuple(map(dice.choice, own)) for _ in range(TRIED if all(own) else 0))
    alike = [cohort for cohort in range(intake.cohorts) if cohort not in intake.locks.values()]
    unlike = dict.fromkeys(_sorted(days, alike) for days in some)
    found = [(_seats(intake, days), days) for days in unlike]
    return Choices(sorted(found, key=lambda one: -one[0]), complete)


def _sorted(days: Sequence[str], alike: Sequence[int]) -> tuple[str, ...]:
    """The same choice, up to the order of cohorts in which nobody is settled."""
    own = list(days)
    for cohort, day in zip(alike, sorted(days[cohort] for cohort in alike), strict=True):
        own[cohort] = day
    return tuple(own)


def _settled(intake: Intake, cohort: int) -> Sequence[str]:
    """The days on which all who are settled in a cohort can come."""
    members = [one.days for one in intake.applicants if intake.locks.get(one.key) == cohort]
    return sorted(set(intake.days).intersection(*members))


def _seats(intake: Intake, days: Sequence[str]) -> int:
    """How many find a seat on these days, by chains of members who make room for each other."""
    members: list[list[int]] = [[] for _day in days]
    locks = intake.locks
    options = [[cohort for cohort, day in enumerate(days) if day in one.days and locks.get(one.key, cohort) == cohort]
               for one in intake.applicants]  # fmt: skip

    def seat(n: int, seen: set[int]) -> bool:
        for cohort in options[n]:
            if cohort in seen:
                continue
            seen.add(cohort)
            if len(members[cohort]) < intake.most:
                members[cohort].append(n)
                return True
            for place, other in enumerate(members[cohort]):
                if seat(other, seen):
                    members[cohort][place] = n
                    return True
        return False

    return sum(seat(n, set()) for n in range(len(options)))
