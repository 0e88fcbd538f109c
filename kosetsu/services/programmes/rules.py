"""How much a ward gives back: pure arithmetic over dated terms."""

from dataclasses import dataclass

from kosetsu.foundation.catalogue.rules import relief_yen


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one fee subsidy: a rate, a yearly cap, the unit below which the amount is cut."""

    rate: str
    limit_yen: int | None
    cut_unit_yen: int = 1
    minimum_cost_yen: int = 0


def relief(paid_yen: int, terms: Terms, already_yen: int = 0) -> int | None:
    """What the ward gives back for ``paid_yen`` of eligible cost, ``already_yen`` having been given this year.

    Yen; None where the terms print no rate, so nothing can be promised. 87,600 at 2/3, cap 100,000,
    cut to 1,000 → 58,000.
    """
    if not terms.rate:
        return None
    if paid_yen < terms.minimum_cost_yen:
        return 0
    left = None if terms.limit_yen is None else max(terms.limit_yen - already_yen, 0)
    return relief_yen(paid_yen, terms.rate, left, terms.cut_unit_yen)
