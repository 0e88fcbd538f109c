"""What an offer costs in the end: its price and what somebody else gives back. Pure arithmetic."""

from dataclasses import dataclass

from kosetsu.foundation.catalogue.rules import relief_yen


@dataclass(frozen=True, slots=True)
class Estimate:
    """The price of one offer for one asker, before anything is ordered; yen, tax as the tariff says."""

    price_yen: int
    formula: str
    relief_yen: int = 0
    relief_name: str = ""
    """The subsidy that gives ``relief_yen`` back; empty where none is known."""

    @property
    def net_yen(self) -> int:
        """What remains for the asker."""
        return self.price_yen - self.relief_yen


@dataclass(frozen=True, slots=True)
class SubsidyTerms:
    """The terms of one fee subsidy of a ward: a rate, a yearly cap, the unit below which the amount is cut."""

    rate: str
    limit_yen: int | None
    cut_unit_yen: int = 1
    minimum_cost_yen: int = 0
    tax_included: bool = True
    """Whether the tax counts among the eligible costs."""


def subsidy_yen(paid_yen: int, terms: SubsidyTerms, already_yen: int = 0) -> int | None:
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
