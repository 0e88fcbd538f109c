"""Small intakes for the tests, by hand and by chance, and the best composition of each by trying everything."""

import datetime as dt
import random
from itertools import product

from bench.matching.cohorts_checked import value, wrongs
from kosetsu.across.matching.models import CohortPoints
from kosetsu.across.matching.rules.cohorts.composing import Composition
from kosetsu.across.matching.rules.cohorts.given import Applicant, Intake, Two, Worth

WORTH = Worth(trade=(6, 3, 1), size=(2, 1), place=(2, 1), interest=(0, 3, 1), met=-2, floor=2)


def cohort_points(**said: object) -> CohortPoints:
    """As the institute's table has them."""
    return CohortPoints.objects.create(
        **{"valid_from": dt.date(2020, 4, 1), "trade": [6, 3, 1], "size": [2, 1], "place": [2, 1], "source": "試験",
           "interest": [0, 3, 1], "met": -4, "floor": 1, **said}
    )  # fmt: skip


def applicant(
    key: str, trade: str = "metal", days: str = "a", interests: str = "", place: str = ""
) -> Applicant:  # fmt: skip
    return Applicant(key, trade, "small", frozenset(interests), frozenset(days), place)


def random_intake(dice: random.Random) -> Intake:
    """Six applicants for two cohorts of two or three; often there is no composition."""
    applicants = tuple(
        Applicant(key, dice.choice("xyz"), dice.choice("sl"), _some(dice, "pqr"), _some(dice, "abc") or frozenset("a"),
                  dice.choice(("", "i", "j")))
        for key in "ABCDEF"
    )  # fmt: skip
    locks = {key: dice.randrange(2) for key in dice.sample("ABCDEF", dice.choice((0, 0, 1, 2)))}
    least = dice.choice((1, 2, 2, 3))
    return Intake(
        applicants,
        2,
        least,
        3,
        _twos(dice, dice.choice((0, 2, 5))),
        _twos(dice, 3),
        locks,
        dice.randrange(9),
        worth=WORTH,
    )


def _some(dice: random.Random, among: str) -> frozenset[str]:
    return frozenset(one for one in among if dice.random() < 0.55)


def _twos(dice: random.Random, count: int) -> frozenset[Two]:
    return frozenset(tuple(sorted(dice.sample("ABCDEF", 2))) for _ in range(count))  # type: ignore[misc]


def best(intake: Intake) -> tuple[int, int] | None:
    """Most members, then most points, of any composition; None where there is none."""
    found = []
    for places in product(range(-1, intake.cohorts), repeat=len(intake.applicants)):
        where = {one.key: place for one, place in zip(intake.applicants, places, strict=True) if place >= 0}
        if all("could join" in what for what in wrongs(intake, where)):
            found.append((len(where), value(intake, where)))
    return max(found, default=None)


def where(found: Composition) -> dict[str, int]:
    return {key: cohort for cohort, members in enumerate(found.members) for key in members}
