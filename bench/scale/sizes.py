"""How large the generated institute is."""

from dataclasses import dataclass

YEARS = range(2021, 2026)
"""The fiscal years that are filled; the demo's own entries lie in the first."""
SEED = 20261121


@dataclass(frozen=True, slots=True)
class Size:
    """One row per size; ``rounds`` thins out how often a page is asked."""

    name: str
    entries: int
    organisations: int
    workplaces: int
    cases: int
    documents: int
    """Findable offerings and programmes, besides those of the demo institute. Past cases come on top, for staff."""
    staff: int
    rounds: int
    processes: int
    """How many write the audit log at once."""


FULL = Size("full", 1_500_000, 45_000, 60_000, 300_000, 20_000, 300, rounds=100, processes=4)
SMALL = Size("small", 15_000, 450, 600, 3_000, 200, 12, rounds=1, processes=1)
SIZES = {size.name: size for size in (FULL, SMALL)}
