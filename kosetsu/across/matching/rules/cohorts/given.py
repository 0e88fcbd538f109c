"""What cohorts are composed from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kosetsu.across.matching.rules.misstated import Misstated

Two = tuple[str, str]
"""The keys of two applicants, in either order."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """One who would like to be a member: of a trade and a size class, from a place (empty where none is known), on some
    days."""

    key: str
    trade: str
    size: str
    interests: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Worth:
    """What a cohort is worth, in points.

    The first member of a trade brings the first number, the second the second, what comes after brings nothing; the
    same of a size class, of a place and of an interest. Numbers that fall spread a trait over the cohorts, numbers that
    rise gather it. None of them is negative but ``met``.
    """

    trade: tuple[int, ...]
    size: tuple[int, ...]
    place: tuple[int, ...]
    interest: tuple[int, ...]
    """An interest is shared from the second member on."""
    met: int
    """For two who were members together before."""
    floor: int
    """How many times the weakest cohort's points count besides those of all."""


@dataclass(frozen=True)
class Intake:
    """One year's composition of cohorts."""

    applicants: tuple[Applicant, ...]
    cohorts: int
    least: int = 22
    most: int = 26
    rivals: frozenset[Two] = frozenset()
    met: frozenset[Two] = frozenset()
    locks: Mapping[str, int] = field(default_factory=dict)
    """Members that are settled, and the cohort of each, counted from 0."""
    seed: int = 0
    worth: Worth = field(kw_only=True)

    @property
    def days(self) -> tuple[str, ...]:
        return tuple(sorted({day for one in self.applicants for day in one.days}))


def checked(intake: Intake) -> Intake:
    """The intake, if all that it names is there once. Raises ``Misstated``."""
    keys = [one.key for one in intake.applicants]
    if twice := [key for key, count in Counter(keys).items() if count > 1]:
        raise Misstated("applicants", twice[0])
    if intake.cohorts < 1 or not 0 < intake.least <= intake.most:
        raise Misstated("cohorts", (intake.cohorts, intake.least, intake.most))
    if not intake.days:
        raise Misstated("days", "")
    for name, named in _named(intake):
        if unknown := sorted(set(named).difference(keys)):
            raise Misstated(name, unknown[0])
    for key, cohort in sorted(intake.locks.items()):
        if not 0 <= cohort < intake.cohorts:
            raise Misstated("locks", (key, cohort))
    return intake


def _named(intake: Intake) -> Iterable[tuple[str, Iterable[str]]]:
    yield "rivals", (key for two in intake.rivals for key in two)
    yield "met", (key for two in intake.met for key in two)
    yield "locks", intake.locks
