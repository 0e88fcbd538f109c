"""Where a run lives: one folder and one environment for each database, apart from anybody's data."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("BENCH_DIR", "/tmp/kosetsu-bench"))
PLAN = ("2026-04-01", "2031-03-31")
FILLED = ("2021-04-01", "2026-03-31")


@dataclass(frozen=True, slots=True)
class Place:
    """One database with its data directory."""

    database: str
    size: str

    @property
    def folder(self) -> Path:
        return FOLDER / f"{self.database}-{self.size}"

    @property
    def mark(self) -> Path:
        """Written once the database is filled."""
        return self.folder / "filled"

    def environment(self) -> dict[str, str]:
        """What the program is told, with nothing of the caller's own set-up."""
        data = self.folder / "data"
        url = f"sqlite:///{data / 'kosetsu.sqlite3'}" if self.database == "sqlite" else os.environ["BENCH_POSTGRES_URL"]
        own = {
            "DATABASE_URL": url,
            "KOSETSU_DATA_DIR": str(data),
            "KOSETSU_INSTITUTE_DIR": str(self.folder / "institute"),
            "KOSETSU_DEMO": "1",
            "MALLOC_ARENA_MAX": "2",
            "SECRET_KEY": "of-the-bench-alone-of-the-bench-alone-of-the-bench",
            "AUDIT_KEY": "of-the-bench-alone-of-the-bench-alone-of-the-bench",
            "DJANGO_SETTINGS_MODULE": "kosetsu.config.settings",
            "PYTHONUNBUFFERED": "1",
        }
        kept = {
            key: os.environ[key]
            for key in ("PATH", "HOME", "LANG", "TMPDIR", "BENCH_DIR", "CACHE_URL")
            if key in os.environ
        }
        return {**kept, **own}


def databases() -> list[str]:
    """SQLite always; PostgreSQL where BENCH_POSTGRES_URL names a database that may be emptied."""
    return ["sqlite", "postgresql"] if os.environ.get("BENCH_POSTGRES_URL") else ["sqlite"]


def copy_institute(target: Path) -> None:
    """The demo institute, with the five years of its targets moved onto the five years that are filled."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(ROOT / "institutes" / "tokyo", target)
    targets = target / "reporting" / "targets.csv"
    text = targets.read_text(encoding="utf-8")
    for planned, filled in zip(PLAN, FILLED, strict=True):
        text = text.replace(planned, filled)
    targets.write_text(text, encoding="utf-8")
