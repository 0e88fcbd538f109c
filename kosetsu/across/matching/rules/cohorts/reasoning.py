"""Why somebody is in a cohort, and why somebody is in none."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kosetsu.across.matching.rules.cohorts.room import OUT, Room


@dataclass(frozen=True, slots=True)
class Reason:
    """One member's place: what the cohort has in common with them, and what another place would bring.

    ``same_trade``, ``same_size`` and ``same_place`` are the other members of the same (None where the place is not
    known); ``shared`` are interests and how many others
    have each. ``brings`` is what the cohort would lose without them, in points, ``elsewhere`` the most that any other
    cohort with a day for them and no rival there would gain; None where there is no such cohort.
    """

    applicant: str
    cohort: int
    settled: bool
    same_trade: int
    same_size: int
    same_place: int | None
    shared: tuple[tuple[str, int], ...]
    met: tuple[str, ...]
    brings: int
    elsewhere: int | None


class Cause(StrEnum):
    FULL = "full"
    DAY = "day"
    RIVAL = "rival"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What keeps an applicant out of a cohort; ``rivals`` are those who are in it."""

    cohort: int
    cause: Cause
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """One applicant without a cohort, and why each is closed to them."""

    applicant: str
    hindrances: tuple[Hindrance, ...]


def reasons(room: Room) -> tuple[Reason, ...]:
    """One for every member, in the order of the applicants."""
    return tuple(_reason(room, n) for n, cohort in enumerate(room.where) if cohort != OUT)


def refusals(room: Room) -> tuple[Refusal, ...]:
    """One for everybody without a cohort."""
    keys = [one.key for one in room.intake.applicants]
    return tuple(Refusal(keys[n], tuple(_closed(room, n))) for n, cohort in enumerate(room.where) if cohort == OUT)


def _reason(room: Room, n: int) -> Reason:
    applicants, cohort = room.intake.applicants, room.where[n]
    one, others = applicants[n], [two for m, two in enumerate(applicants) if room.where[m] == cohort and m != n]
    shared = ((each, sum(each in two.interests for two in others)) for each in sorted(one.interests))
    room.take(n)
    elsewhere = [room.brings(n, other) for other in range(len(room.days)) if other != cohort and room.fits(n, other)]
    brings = room.brings(n, cohort)
    room.put(n, cohort)
    return Reason(
        one.key, cohort, one.key in room.intake.locks, sum(two.trade == one.trade for two in others),
        sum(two.size == one.size for two in others),
        sum(two.place == one.place for two in others) if one.place else None, tuple(pair for pair in shared if pair[1]),
        tuple(applicants[m].key for m in room.met[n] if room.where[m] == cohort), brings, max(elsewhere, default=None),
    )  # fmt: skip


def _closed(room: Room, n: int) -> Iterator[Hindrance]:
    one = room.intake.applicants[n]
    for cohort, day in enumerate(room.days):
        there = tuple(room.intake.applicants[m].key for m in room.rivals[n] if room.where[m] == cohort)
        if room.intake.locks.get(one.key, cohort) != cohort:
            yield Hindrance(cohort, Cause.SETTLED)
        elif day not in one.days:
            yield Hindrance(cohort, Cause.DAY)
        elif there:
            yield Hindrance(cohort, Cause.RIVAL, there)
        elif room.sizes[cohort] >= room.intake.most:
            yield Hindrance(cohort, Cause.FULL)
