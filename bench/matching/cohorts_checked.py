"""What is wrong with a composition of cohorts, and what it is worth, found without the program that made it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any


def wrongs(intake: Any, where: Mapping[str, int]) -> list[str]:
    """One sentence for each thing that does not hold, and for each seat that is empty without need."""
    cohorts = [[one for one in intake.applicants if where.get(one.key) == n] for n in range(intake.cohorts)]
    found = [f"{key} is settled" for key, cohort in intake.locks.items() if where.get(key) != cohort]
    for n, members in enumerate(cohorts):
        found += [f"cohort {n}: {what}" for what in _cohort(intake, members)]
    for one in intake.applicants:
        if one.key not in where:
            found += [
                f"{one.key} could join {n}" for n, members in enumerate(cohorts) if _could(intake, members, one, n)
            ]
    return found


def points(intake: Any, where: Mapping[str, int]) -> tuple[int, ...]:
    """Points of each cohort."""
    return tuple(
        _points(intake, [one for one in intake.applicants if where.get(one.key) == n]) for n in range(intake.cohorts)
    )


def value(intake: Any, where: Mapping[str, int]) -> int:
    own = points(intake, where)
    return sum(own) + intake.worth.floor * min(own)


def _cohort(intake: Any, members: Sequence[Any]) -> Iterator[str]:
    if not intake.least <= len(members) <= intake.most:
        yield f"{len(members)} members"
    if members and not frozenset.intersection(*(one.days for one in members)):
        yield "no day for all"
    for one, two in combinations(members, 2):
        if _among(intake.rivals, one, two):
            yield f"{one.key} and {two.key} are rivals"


def _could(intake: Any, members: Sequence[Any], one: Any, cohort: int) -> bool:
    joined = [*members, one]
    return intake.locks.get(one.key, cohort) == cohort and not list(_cohort(intake, joined))


def _points(intake: Any, members: Sequence[Any]) -> int:
    worth = intake.worth
    total = worth.met * sum(_among(intake.met, one, two) for one, two in combinations(members, 2))
    for steps, names in (
        (worth.trade, [one.trade for one in members]), (worth.size, [one.size for one in members]),
        (worth.place, [one.place for one in members if one.place]),
        (worth.interest, [each for one in members for each in one.interests]),
    ):  # fmt: skip
        total += sum(sum(steps[:count]) for count in Counter(names).values())
    return total


def _among(twos: Any, one: Any, two: Any) -> bool:
    return (one.key, two.key) in twos or (two.key, one.key) in twos
