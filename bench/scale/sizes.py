"""How large the generated institute is."""

from dataclasses import dataclass, replace

YEARS = range(2021, 2026)
"""The fiscal years that are filled; the demo's own entries lie in the first."""
SEED = 20261121


@dataclass(frozen=True, slots=True)
class Calendars:
    """One row per scale of the calendars."""

    instruments: int
    users: int
    bookings: int

    def __str__(self) -> str:
        return f"{self.bookings:,} bookings of {self.instruments}"


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
    results: int
    """Test results that one failed check throws doubt on."""
    looks: int
    """The log of one exhibition."""
    calendars: tuple[Calendars, ...]
    """Smaller first: the larger one adds to it."""


FULL = Size("full", 1_500_000, 45_000, 60_000, 300_000, 20_000, 300, rounds=100, processes=4, results=100_000,
            looks=1_000_000, calendars=(Calendars(50, 500, 20_000), Calendars(200, 500, 500_000)))  # fmt: skip
SMALL = Size("small", 15_000, 450, 600, 3_000, 200, 12, rounds=1, processes=1, results=1_000,
             looks=10_000, calendars=(Calendars(5, 50, 200), Calendars(20, 50, 5_000)))  # fmt: skip
BOOKED = replace(SMALL, name="booked", rounds=FULL.rounds, results=FULL.results, looks=FULL.looks,
                 calendars=FULL.calendars)  # fmt: skip
"""Full calendars, results and a full log of looks in a small institute: what they cost does not hang on its cases."""
SIZES = {size.name: size for size in (FULL, SMALL, BOOKED)}
