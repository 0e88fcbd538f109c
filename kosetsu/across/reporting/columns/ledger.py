"""What the columns folder holds: which Parquet files, of which years, up to which entry."""

import datetime as dt
import json
import os
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from kosetsu.across.reporting.columns.flat import ENTRY_COLUMNS

SCHEMA = sha256(json.dumps(ENTRY_COLUMNS).encode()).hexdigest()[:12]
"""Changes with the columns; a folder written with others is rebuilt."""


@dataclass(slots=True)
class Year:
    """One fiscal year's files, and how many rows they hold."""

    rows: int = 0
    files: list[str] = field(default_factory=list)
    frozen: bool = False


@dataclass(slots=True)
class Ledger:
    """The whole folder: every entry up to ``watermark`` is in one of its files."""

    schema: str = SCHEMA
    watermark: int = 0
    years: dict[int, Year] = field(default_factory=dict)
    written_at: str = ""

    def year(self, fiscal_year: int) -> Year:
        """The year, begun empty where it is new."""
        return self.years.setdefault(fiscal_year, Year())

    def paths(self, folder: Path) -> list[Path]:
        """Every file, oldest year first."""
        return [folder / name for _year, year in sorted(self.years.items()) for name in year.files]


def folder() -> Path:
    """Where the columns live: a disposable cache in the data directory."""
    return Path(settings.KOSETSU_DATA_DIR) / "columns" / "entries"


def load(place: Path) -> Ledger:
    """The folder's ledger; an empty one where the folder is lost, broken, or of other columns."""
    try:
        raw = json.loads((place / "ledger.json").read_text())
        years = {int(key): Year(**value) for key, value in raw.pop("years").items()}
        ledger = Ledger(years=years, **raw)
    except (OSError, ValueError, TypeError, KeyError):
        return Ledger()
    whole = ledger.schema == SCHEMA and all(path.exists() for path in ledger.paths(place))
    return ledger if whole else Ledger()


def save(ledger: Ledger, place: Path, at: dt.datetime) -> None:
    """Swap the ledger in one step: a reader sees the old folder or the new one."""
    ledger.written_at = at.isoformat()
    draft = place / "ledger.json.new"
    draft.write_text(json.dumps(asdict(ledger)))
    os.replace(draft, place / "ledger.json")
