"""The real program and a real Chromium for every test of this folder."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.fonts import write_config
from tests.browser.visitor import Visitor
from tests.databases import Migrated
from tests.programs import Program, started
from tests.requirements import CHROMIUM

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
]  # fmt: skip


@pytest.fixture(scope="session")
def demo(migrated: Migrated, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The demo institute, started by the README's command on the kind of database under test.

    Its tables are there already, made once by the same ``migrate`` that the command runs.

    While writing tests, KOSETSU_BROWSER_URL names a demo that runs already.
    """
    if url := os.environ.get("KOSETSU_BROWSER_URL"):
        yield Program(url, tmp_path_factory.mktemp("elsewhere"))
        return
    folder = tmp_path_factory.mktemp("demo")
    with migrated.copy(folder) as url, started(folder, DATABASE_URL=url) as program:
        yield program


@pytest.fixture(scope="session")
def font_config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_config(tmp_path_factory.mktemp("fonts"))


@pytest.fixture(scope="module")
def chromium(font_config: Path) -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's loop runs in this thread, and Django refuses ORM calls beside a running loop.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        env = {**os.environ, "FONTCONFIG_FILE": str(font_config)}
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, env=env)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, demo: Program) -> Iterator[Callable[..., Visitor]]:
    """Open the program as somebody: a browser of one's own each time."""
    with ExitStack() as stack:
        yield lambda *args, **options: stack.enter_context(Visitor.comes(chromium, demo, *args, **options))
