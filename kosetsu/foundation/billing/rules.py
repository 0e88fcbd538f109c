"""What an offer costs in the end: its price and what somebody else gives back."""

from dataclasses import dataclass


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
