"""What every generator throws for: identifiers, texts, and who comes again."""

import random
from collections.abc import Sequence

from bench.catalogue_text import clauses, titles

ENDS = ("を調べたい", "で困っている。原因は?", "に合う試験を教えてください", "の費用は", "を相談したい")


def public_id(dice: random.Random) -> str:
    return f"{dice.getrandbits(128):032x}"


def sentence(dice: random.Random) -> str:
    """A problem as a company might put it."""
    return f"{dice.choice(clauses())}{dice.choice(ENDS)}"


def text(dice: random.Random, shortest: int, longest: int) -> str:
    """Some clauses of the catalogue, one after another."""
    return "。".join(dice.choices(clauses(), k=dice.randint(shortest, longest))) + "。"


def title(dice: random.Random) -> str:
    return dice.choice(titles())


def regular(count: int, elapsed: float, dice: random.Random) -> int:
    """Who comes on a day: few come often, and new ones join from year to year (``elapsed`` runs from 0 to 1)."""
    known = count * (0.4 + 0.6 * elapsed)
    return int(known * dice.random() ** 2.2)


def pick(values: Sequence[int], dice: random.Random) -> int:
    """One of the values, the first ones more often."""
    return values[int(len(values) * dice.random() ** 1.5)]
