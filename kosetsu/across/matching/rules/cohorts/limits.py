"""What may stand in the way of a whole composition, and an intake without some of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kosetsu.across.matching.rules.clashing import Relaxation
from kosetsu.across.matching.rules.cohorts.given import Applicant, Intake


class Kind(StrEnum):
    DAYS = "days"
    RIVALS = "rivals"
    LOCK = "lock"
    LEAST = "least"


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    """One thing that was asked for: the days of an applicant, two rivals, a settled member, or (``LEAST``) the fewest
    members of every cohort."""

    kind: Kind
    applicants: tuple[str, ...] = ()


def relaxed(intake: Intake, relaxations: Iterable[Relaxation[Limit]]) -> Intake:
    """The intake without what is given up. ``LEAST`` gives way by a number, everything else whole."""
    for one in relaxations:
        intake = _without(intake, one.limit, one.by)
    return intake


def _without(intake: Intake, limit: Limit, by: int) -> Intake:
    match limit.kind:
        case Kind.LEAST:
            return replace(intake, least=max(intake.least - by, 0))
        case Kind.LOCK:
            return replace(intake, locks={key: n for key, n in intake.locks.items() if (key,) != limit.applicants})
        case Kind.RIVALS:
            rivals = frozenset(two for two in intake.rivals if tuple(sorted(two)) != limit.applicants)
            return replace(intake, rivals=rivals)

    def always(one: Applicant) -> Applicant:
        return replace(one, days=frozenset(intake.days)) if (one.key,) == limit.applicants else one

    return replace(intake, applicants=tuple(map(always, intake.applicants)))
