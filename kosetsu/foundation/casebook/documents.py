"""How a case's number is written."""

import datetime as dt

from kosetsu.common import eras, fiscal


def case_number(prefix: str, day: dt.date, serial: int) -> str:
    """ "相R8-00012": the kind's prefix, the fiscal year in its era, the serial within that year."""
    era, year = eras.era_year(fiscal.start_of(fiscal.fiscal_year(day)))
    return f"{prefix}{era.letter}{year}-{serial:05d}"
