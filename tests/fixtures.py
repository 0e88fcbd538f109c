"""Fixtures every test may use: a fixed clock, people in their roles, two companies that must not see each other."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as properties

from tests import build, requirements, triggers
from tests.databases import Migrated
from tests.requirements import UNDER_TEST

AT = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.timezone(dt.timedelta(hours=9)))


properties.register_profile("any speed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("any speed")
"""A property is asked what holds, not how fast a busy machine finds it; speed is measured in bench/."""


def pytest_addoption(parser: pytest.Parser) -> None:
    text = "write what the tests keep in git, to be reviewed: the permission matrix, the README's picture"
    parser.addoption("--write", action="store_true", help=text)
    parser.addoption("--below", default="", help="look at addresses that begin so only (tests/architecture/matrix.csv)")


LONG = ("tests/browser/test_every_page.py", "tests/architecture/test_matrix.py",
        "tests/architecture/test_call_sights.py", "test_races.py",
        "tests/infrastructure/", "tests/browser/", "tests/bench/")  # fmt: skip
"""Files that take minutes, the longest first: begun last, one of them would keep a single process busy at the end."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, all else in the random order it has (xdist is told to keep it: --no-loadscope-reorder)."""
    items.sort(key=lambda item: next((rank for rank, part in enumerate(LONG) if part in item.nodeid), len(LONG)))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A request leaves its reader's language behind in the thread; every test begins in the institute's."""
    translation.activate(settings.LANGUAGE_CODE)
    requirements.meet(item)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    requirements.say_what_did_not_run(terminalreporter)


@pytest.fixture(autouse=True)
def _fixed_clock(settings: Any) -> None:
    settings.KOSETSU_FIXED_NOW = AT


@pytest.fixture(autouse=True)
def _no_counted_minute() -> None:
    """The clock stands still, so what another test asked was asked in the same minute."""
    cache.clear()


@pytest.fixture(autouse=True)
def _own_search_index(settings: Any) -> None:
    """An index must not outlive its test: the next one's change log begins with the same numbers and moments."""
    settings.KOSETSU_SEARCH_DIR = Path(settings.KOSETSU_DATA_DIR) / "search" / uuid.uuid4().hex


@pytest.fixture(autouse=True, scope="session")
def _tables_can_be_emptied() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        triggers.let_flush_pass(monkeypatch)
        yield


@pytest.fixture(scope="session")
def migrated() -> Migrated:
    """Copies of a database that was migrated once, for programs in processes of their own."""
    return Migrated()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, migrated: Migrated
) -> Iterator[None]:
    """The database under test is such a copy, too: migrating it finds nothing to do."""
    own = connection.settings_dict
    if UNDER_TEST == "postgres":
        own["TEST"]["TEMPLATE"] = migrated.template()
        yield
    elif own["TEST"]["NAME"] == ":memory:":
        with migrated.memory(f"file:memorydb_{connection.alias}?mode=memory&cache=shared"):
            yield
    else:
        yield


@pytest.fixture(scope="module")
def fresh_database(migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Addresses of migrated databases of the kind this run is about, each a copy of its own, for races."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(migrated.copy(tmp_path_factory.mktemp("race")))


@pytest.fixture
def at() -> dt.datetime:
    """2026-11-20 10:00 in Japan, a Friday."""
    return AT


@pytest.fixture
def institute(db: None) -> build.Institute:
    """A small institute: two branches with a group each, and one person in each common post."""
    return build.institute()


@pytest.fixture
def company(institute: build.Institute) -> build.Company:
    """A company with one workplace in 江東区 and a signed-up engineer."""
    return build.company("城東精密株式会社", "131083")


@pytest.fixture
def rival(institute: build.Institute) -> build.Company:
    """Another company: whatever it owns must never appear to ``company``."""
    return build.company("競合工業株式会社", "131091")
