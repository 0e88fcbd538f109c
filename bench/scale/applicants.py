"""Applicants for cohorts from one seed: trades, sizes, places, interests, days; rivals and who met before."""

import random
from dataclasses import replace

from kosetsu.across.matching.rules.cohorts.given import Applicant, Intake, Worth

TRADES, SIZES, TOPICS, DAYS, PLACES = 14, 4, 24, 8, 20
WORTH = Worth(trade=(6, 3, 1), size=(2, 2, 2, 2, 2, 1, 1), place=(2, 1, 1), interest=(0, 3, 2, 1, 1), met=-4, floor=1)


def intake(seed: int, applicants: int = 110, cohorts: int = 4, least: int = 22, most: int = 26) -> Intake:
    """A few trades have many applicants; rivals are of one trade; members of earlier years apply again."""
    dice, places = random.Random(seed), random.Random(f"places {seed}")
    found = tuple(replace(_applicant(f"A{n:03}", dice), place=_place(places)) for n in range(applicants))
    twos = [(one.key, two.key) for n, one in enumerate(found) for two in found[n + 1 :]]
    trades = {one.key: one.trade for one in found}
    same = [two for two in twos if trades[two[0]] == trades[two[1]]]
    rivals = frozenset(dice.sample(same, min(len(same) // 6, applicants)))
    met = frozenset(dice.sample(twos, 2 * applicants))
    free = [one for one in found if not any(one.key in two for two in rivals)]
    locks = {one.key: n % cohorts for n, one in enumerate(free[: applicants // 30])}
    return Intake(found, cohorts, least, most, rivals, met, locks, seed, worth=WORTH)


def _place(dice: random.Random) -> str:
    """A few wards have many of them; of one in twenty it is not known."""
    return f"place {int(PLACES * dice.random() ** 1.5)}" if dice.random() < 0.95 else ""


def _applicant(key: str, dice: random.Random) -> Applicant:
    days = [f"D{n}" for n in range(DAYS) if dice.random() < 0.55] or ["D0"]
    topics = {f"T{int(TOPICS * dice.random() ** 1.4)}" for _ in range(dice.randint(2, 4))}
    trade = int(TRADES * dice.random() ** 1.6)
    return Applicant(
        key, f"trade {trade}", f"size {int(SIZES * dice.random() ** 1.3)}", frozenset(topics), frozenset(days)
    )
