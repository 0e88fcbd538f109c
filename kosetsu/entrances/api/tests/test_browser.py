"""The pages of the API in a real browser: no axe violation, no console message (strict policy), nothing sideways."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
FLAGS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM and not os.environ.get("CI"), reason="no chromium: the browser tests did NOT run"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at:UserWarning"),  # nothing is collected in tests
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Playwright's loop runs in this thread, and Django refuses ORM calls beside a running loop.
    with pytest.MonkeyPatch.context() as monkeypatch, sync_playwright() as playwright:
        monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        flags = [*FLAGS.split(), "--no-first-run", "--disable-quic"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, live_server: Any, company: Any, client: Any) -> Iterator[Any]:
    """A tab in which the company's engineer is signed in; what the browser complains of is written down."""
    client.force_login(company.engineer)
    context = chromium.new_context(base_url=live_server.url, locale="ja-JP", viewport={"width": 320, "height": 900})
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    tab: Any = context.new_page()
    tab.complaints = []
    tab.on("console", lambda message: tab.complaints.append(message.text))
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    yield tab
    context.close()


def _flawless(page: Any) -> None:
    found = Axe().run(page, options=RULES).response
    assert len(found["passes"]) > 20
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]
    assert page.complaints == []


def test_documentation_is_read_under_the_strict_policy(page: Any) -> None:
    page.goto("/api/v1/docs/")
    assert page.get_by_role("heading", name="料金の計算").is_visible()
    page.locator("summary", has_text="ConsultationIn").click()
    assert page.get_by_role("cell", name="wished_on").first.is_visible()
    _flawless(page)


def test_token_is_made_seen_once_and_ended(page: Page) -> None:
    page.goto("/api/tokens/")
    page.get_by_label("名前").fill("測定室のPC")
    page.get_by_label("相談などの案件を読む").check()
    page.get_by_role("button", name="トークンを発行する").click()
    assert page.get_by_label("トークン", exact=True).input_value().startswith("kst_")
    _flawless(page)
    page.goto("/api/tokens/")
    assert page.get_by_label("トークン", exact=True).count() == 0
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="「測定室のPC」を失効させる").click()
    page.get_by_text("失効させました").wait_for()
    _flawless(page)
