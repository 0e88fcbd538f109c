"""Every component in a real browser: no axe violation, no console message, nothing sideways, all of it by keyboard."""

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from kosetsu.common.models import NumberSeries

CHROMIUM = shutil.which("chromium")
FLAGS = "--no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = ["/gallery/?layout=desk", "/gallery/?layout=portal", "/list/", "/list/?q=ない"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.urls("kosetsu.common.tests.gallery_urls"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:No directory at:UserWarning"),  # nothing is collected in tests
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    # Playwright's loop runs in this thread, and Django refuses ORM calls beside a running loop.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        flags = [*FLAGS.split(), "--no-first-run", "--disable-quic"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium: Browser, live_server) -> Iterator[Page]:
    context = chromium.new_context(base_url=live_server.url, locale="ja-JP")
    tab = context.new_page()
    tab.complaints = []
    tab.on("console", lambda message: tab.complaints.append(message.text))
    tab.on("pageerror", lambda error: tab.complaints.append(str(error)))
    yield tab
    context.close()


@pytest.fixture
def _rows():
    rows = [NumberSeries(document=f"相R8-{n:03d}", fiscal_year=2026, last=n) for n in range(60)]
    NumberSeries.objects.bulk_create(rows)


@pytest.mark.usefixtures("_rows")
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("address", PAGES)
def test_page_at_a_width_breaks_no_rule_and_fits(page, address, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    found = Axe().run(page, options=RULES).response
    assert len(found["passes"]) > 20
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.complaints == []


@pytest.mark.usefixtures("_rows")
def test_list_is_walked_and_explained_by_keys(page):
    page.goto("/list/")
    for key in "jjk":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.textContent") == "相R8-000"
    page.keyboard.press("?")
    assert page.locator("#key-help").is_visible()
    page.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.locator(".row-link").first.focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "相R8-000"


@pytest.mark.usefixtures("_rows")
def test_filter_changes_the_rows_and_the_address_without_leaving(page):
    page.goto("/list/")
    page.locator("#list-small").check()
    page.wait_for_url("**/list/?small=1")
    assert page.locator(".row-link").all_text_contents() == ["相R8-000", "相R8-001", "相R8-002"]
    assert page.locator("#list-count").inner_text() == "3件のうち 1～3件"
    assert page.evaluate("document.activeElement.id") == "list-small"


@pytest.mark.usefixtures("_rows")
def test_list_works_without_script(chromium, live_server):
    tab = chromium.new_context(base_url=live_server.url, java_script_enabled=False).new_page()
    tab.goto("/list/")
    tab.fill("#list-q", "059")
    tab.click(".filter-actions button")
    assert tab.locator(".row-link").all_text_contents() == ["相R8-059"]
    tab.context.close()


def test_form_pressed_twice_is_sent_once(page):
    sent = []
    page.route(
        "**/*", lambda route: (sent.append(1), route.abort()) if route.request.method == "POST" else route.continue_()
    )
    page.goto("/gallery/?layout=desk")
    page.evaluate("""() => {
        const form = document.querySelector("form[data-dirty]");
        form.noValidate = true;
        const button = form.querySelector(".button-primary");
        button.click(); button.click();
    }""")
    page.wait_for_timeout(300)
    assert len(sent) == 1


@pytest.mark.parametrize("width", [320, 1280])
def test_top_menu_with_a_group_opened_breaks_no_rule_and_fits(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/gallery/?layout=portal")
    if width == 320:
        page.locator(".menu-toggle").press("Enter")
    page.locator(".menu-group summary").press("Enter")
    assert page.get_by_role("link", name="予約").is_visible()
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_top_menu_group_opens_and_closes_by_keys(page):
    page.goto("/gallery/?layout=portal")
    group = page.locator(".menu-group summary")
    group.press("Enter")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "予約"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert page.get_by_role("link", name="予約").count() == 0
    group.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.get_by_role("link", name="予約").count() == 0


def test_side_menu_folds_and_unfolds_without_script(chromium, live_server):
    tab = chromium.new_context(base_url=live_server.url, locale="ja-JP", java_script_enabled=False).new_page()
    tab.goto("/gallery/?layout=desk")
    assert [(link.text_content() or "").strip() for link in tab.locator(".side-menu a").all() if link.is_visible()] == [
        "私の仕事件数 12", "検索", "相談件数 4", "機関・会社", "年報・実績",
    ]  # fmt: skip
    tab.locator("summary", has_text="料金").click()
    assert tab.get_by_role("link", name="入金").is_visible()
    tab.context.close()
