"""One person in front of a browser. Every page looked at must fit, be silent and break no rule of accessibility."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from axe_playwright_python.sync_playwright import Axe
from lxml import html
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.programs import ROOT, Program
from tests.requirements import LOOKED_AT

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what fits is counted, not described: on a long table that takes most of the time
}
PASSWORD = "kosetsu-demo-2026"
SCREENSHOTS = ROOT / "screenshots"
PICTURED = bool(os.environ.get("KOSETSU_PICTURES"))
"""Pictures are for people to look at; where nobody will, they only cost time."""
NARROW, SMALL, WIDE = 320, 360, 1280
HEIGHT = 900
LONGEST = 3000
"""Of a longer page the picture shows the beginning."""

OFFLINE = "net::ERR_INTERNET_DISCONNECTED"
"""The browser says it, some time later, of a request made while the test kept it from its network: no complaint."""

MOST_TABS = 150
FOCUS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), style = getComputedStyle(one);
  const label = one.labels && one.labels.length ? one.labels[0].innerText : "";
  return {
    tag: one.tagName, words: `${one.textContent} ${label} ${one.ariaLabel || ""}`,
    seen: box.bottom > 0 && box.top < innerHeight && (style.outlineStyle !== "none" || style.boxShadow !== "none"),
  };
}"""
"""What has the focus, in words, and whether somebody sees that it has."""


@dataclass(frozen=True, slots=True)
class Read:
    """A page as the server sends it, before any script ran."""

    address: str
    """Where it was led to in the end."""
    links: list[str]
    """Whole addresses; a download is none."""


class Visitor:
    """A signed-in or unknown person; ``look`` checks the page that stands open."""

    def __init__(self, page: Page, program: Program) -> None:
        self.page, self.program = page, program
        self.complaints: list[str] = []
        self.expected: set[int] = set()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))

    @classmethod
    @contextmanager
    def comes(
        cls, chromium: Browser, program: Program, who: str = "", *, script: bool = True, language: str = "ja-JP"
    ) -> Iterator["Visitor"]:
        """A browser of one's own; ``who`` is a demo account that signs in by one press."""
        context = chromium.new_context(
            base_url=program.url,
            locale=language,
            java_script_enabled=script,
            viewport={"width": WIDE, "height": HEIGHT},
        )
        context.set_default_timeout(15_000)
        visitor = cls(context.new_page(), program)
        if who:
            visitor.sign_in(who)
        yield visitor
        context.close()
        assert visitor.complaints == [], visitor.complaints

    def sign_in(self, who: str) -> None:
        """By one press on the demo's page."""
        self.go("/people/demo/")
        self.press("としてログイン", self.page.locator("li", has_text=f"{who}@demo.example.jp"))

    def sign_in_by_password(self, who: str, after: str = "/me/") -> None:
        self.go(f"/accounts/login/?next={after}")
        self.page.fill("input[name=login]", f"{who}@demo.example.jp")
        self.page.fill("input[name=password]", PASSWORD)
        self.press("ログイン", self.page.locator("main"), exact=True)
        assert self.page.url == self.program.url + after

    def go(self, address: str, status: int = 200) -> Response:
        """Open an address that answers ``status``."""
        self.expected.add(status)
        response = self.page.goto(address)
        assert response is not None
        assert response.status == status, f"{address}: {response.status}"
        return response

    def read(self, address: str) -> Read:
        """The page as text, by the same person; many times faster than opening it."""
        response = self.page.request.get(address)
        assert response.status == 200, f"{address}: {response.status}"
        anchors = html.fromstring(response.text()).xpath("//a[not(@download)]/@href")
        return Read(response.url, [urljoin(response.url, one) for one in anchors])

    def press(self, name: str, inside: Any = None, **options: Any) -> None:
        """A button or a link, by its words, and the page that follows."""
        place = inside or self.page
        button = place.get_by_role("button", name=name, **options)
        target = button if button.count() else place.get_by_role("link", name=name, **options)
        with self.page.expect_navigation():
            target.first.click()

    def tab_to(self, tag: str, words: str) -> None:
        """Press Tab until such an element with these words has the focus; it must be on the screen and marked."""
        for _press in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            focus = self.page.evaluate(FOCUS)
            if focus["tag"] == tag and words in focus["words"]:
                assert focus["seen"], focus
                return
        raise AssertionError(f"no Tab leads to {words}")

    def panel(self, name: str) -> Any:
        """The opened form of one verb on the desk's case page."""
        panel = self.page.locator(f"#panel-{name}")
        if panel.get_attribute("open") is None:
            panel.locator("summary").click()
        return panel

    def says(self) -> str:
        return self.page.inner_text("main")

    def look(self, name: str) -> None:
        """No violation, no sideways scroll at 320 px; where they are asked for, pictures at 360 and 1280 px."""
        if not LOOKED_AT:
            assert self.complaints == []
            return
        self.page.wait_for_load_state()  # a click returns when the next page has begun, not when it is read
        self.page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        found = Axe().run(self.page, options=RULES).response
        wrong = [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in found["violations"]]
        assert (name, wrong) == (name, [])
        if PICTURED:
            self.picture(name, WIDE)
        self.page.set_viewport_size({"width": NARROW, "height": HEIGHT})
        assert (name, self.page.evaluate("document.documentElement.scrollWidth")) == (name, NARROW)
        if PICTURED:
            self.picture(name, SMALL)
        self.page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        assert self.complaints == []

    def picture(self, name: str, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        file = re.sub(r"[^\w.-]+", "_", name)
        path = SCREENSHOTS / str(width) / f"{file}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        height = min(self.page.evaluate("document.documentElement.scrollHeight"), LONGEST)
        self.page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})

    def download(self, name: str, folder: Path) -> bytes:
        """What the link of this name gives."""
        with self.page.expect_download() as given:
            self.page.get_by_role("link", name=name, exact=True).click()
        path = folder / given.value.suggested_filename
        given.value.save_as(path)
        return path.read_bytes()

    def _hear(self, message: ConsoleMessage) -> None:
        refused = re.search(r"status of (\d{3})", message.text)
        expected = OFFLINE in message.text or (refused is not None and int(refused[1]) in self.expected)
        if message.type in ("error", "warning") and not expected:
            self.complaints.append(f"{self.page.url}: {message.text}")
