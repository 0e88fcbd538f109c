"""What some tests need from outside the repository. Without it they are skipped, and the last lines say so aloud.

``KOSETSU_REQUIRE="browser postgres redis signing"`` turns a skip into a failure: no half run is taken for a whole one.

The suite runs on two databases. What asks for neither, or is marked ``once``, runs on SQLite alone.
"""

import os
import shutil
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec

import pytest

UNDER_TEST = "postgres" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"
"""The engine this run of the suite is about: races are run on it alone, the other run of the suite runs the others."""
LOOKED_AT = UNDER_TEST == "sqlite"
"""What a page looks like does not depend on the database: on PostgreSQL it is only opened or read."""
DATABASE = {"db", "transactional_db", "django_db_setup", "migrated"}
"""The fixtures every test of a database comes to, by however many others."""

CHROMIUM = shutil.which("chromium") or ""


@cache
def _browser() -> str:
    return "" if CHROMIUM else "no chromium (Debian: apt-get install chromium)"


@cache
def _postgres() -> str:
    from django.db import connection

    return "" if connection.vendor == "postgresql" or postgres_url() else "neither DATABASE_URL nor TEST_POSTGRES_URL"


@cache
def _redis() -> str:
    return "" if os.environ.get("TEST_REDIS_URL") else "TEST_REDIS_URL is not set"


@cache
def _signing() -> str:
    return "" if find_spec("pyhanko") else "pyHanko is not installed (requirements/sign.txt)"


MISSING: dict[str, Callable[[], str]] = {
    "browser": _browser,
    "postgres": _postgres,
    "redis": _redis,
    "signing": _signing,
}
"""Marker → what is missing for it, or nothing."""
REQUIRED = frozenset(os.environ.get("KOSETSU_REQUIRE", "").split())


def postgres_url() -> str:
    """A PostgreSQL where databases may be made and dropped: the one under test, else the one for tests."""
    given = os.environ.get("DATABASE_URL", "")
    return given if given.startswith("postgres") else os.environ.get("TEST_POSTGRES_URL", "")


def meet(item: pytest.Item) -> None:
    """Skip the test, or fail it, when something its markers name is not there; skip what the other run does as well."""
    for name, missing in MISSING.items():
        if item.get_closest_marker(name) and (reason := missing()):
            if name in REQUIRED:
                pytest.fail(f"required by KOSETSU_REQUIRE: {name}: {reason}", pytrace=False)
            pytest.skip(f"{name.upper()} NOT TESTED: {reason}")
    if UNDER_TEST != "sqlite" and (item.get_closest_marker("once") or not asks_for_a_database(item)):
        pytest.skip("ONCE: does not depend on the database, NOT TESTED on PostgreSQL but on SQLite")


def asks_for_a_database(item: pytest.Item) -> bool:
    """Whether pytest-django lets the test near one, or a program of its own gets one; unmarked tests are refused."""
    asked = DATABASE.intersection(getattr(item, "fixturenames", ()))
    return bool(asked) or any(item.get_closest_marker(name) for name in ("django_db", "postgres"))


def say_what_did_not_run(reporter: pytest.TerminalReporter) -> None:
    """One loud line for each requirement that was not met."""
    reasons = [str(report.longrepr[2]) for report in reporter.stats.get("skipped", []) if report.longrepr]
    for reason in sorted({one for one in reasons if "NOT TESTED" in one}):
        line = f"{reason.removeprefix('Skipped: ')} ({reasons.count(reason)} tests)"
        reporter.write_line(line, yellow=True, bold=True)
