"""Pages shown in English and Thai hold no Japanese but what people and institutes wrote themselves."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from kosetsu.common.drawing.routes import routes
from tests.architecture.house import ROOT, own_apps
from tests.architecture.rows import Town

JAPANESE = re.compile(r"[\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff々]")
SPOKEN_ATTRIBUTES = {"title", "aria-label", "placeholder", "alt", "data-confirm", "data-label"}
READERS = ("nobody", "engineer", "counter", "planner", "exporter", "administrator")
NAMES = ("日本語", "相R8-00012")
"""The name of the language itself, an example of a case number."""


class Words(HTMLParser):
    """What a page says, to the eye and to a screen reader."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent = tag in {"script", "style"}
        self.found += [value for name, value in attrs if value and name in SPOKEN_ATTRIBUTES]

    def handle_endtag(self, tag: str) -> None:
        self.silent = False

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append(" ".join(data.split()))


@pytest.fixture
def town(institute: Any, company: Any, at: Any) -> Town:
    call_command("compile_messages")
    town = Town(institute, company, at)
    town.add(1)
    return town


@pytest.mark.parametrize("language", ["en", "th"])
def test_pages_speak_the_chosen_language(town: Town, language: str) -> None:
    data = _data()
    pages = {route.path for route in routes() if not set("<^") & set(route.path) and "/api/v1/" not in route.path}
    left = {address: _left(_read(town, address, language), data) for address in sorted(pages)}
    assert {address: words for address, words in left.items() if words} == {}


def test_a_page_in_japanese_would_be_noticed(town: Town) -> None:
    """The negative control: what is removed as data leaves the interface's own words standing."""
    left = _left(_read(town, "/desk/", "ja"), _data())
    assert {"今日の仕事", "本文へ移動", "ログアウト"} - set(left) == set()


def _read(town: Town, address: str, language: str) -> str:
    """The page as the first reader who may open it sees it."""
    for reader in READERS:
        client = Client(raise_request_exception=False)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if reader != "nobody":
            client.force_login(town.company.engineer if reader == "engineer" else getattr(town.institute, reader))
        page = client.get(address)
        if page.status_code == 200:
            return page.content.decode() if "html" in page["Content-Type"] else ""
    return ""


def _left(html: str, data: "re.Pattern[str]") -> list[str]:
    words = Words()
    words.feed(html)
    return [text for text in words.found if JAPANESE.search(data.sub("", text))]


def _data() -> "re.Pattern[str]":
    """Whatever was written into the database or the institute's folder, the longest first."""
    stored = {
        text
        for config in own_apps()
        for model in config.get_models()
        for row in model._base_manager.values()
        for value in row.values()
        for text in _texts(value)
    }
    every = sorted({text for text in stored | _folder() | set(NAMES) if JAPANESE.search(text)}, key=len, reverse=True)
    return re.compile("|".join(re.escape(" ".join(text.split())) for text in every))


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []


@cache
def _folder() -> set[str]:
    """Names and units of figures, which only the institute's folder knows, and the words of the law."""
    files = [*(Path(settings.KOSETSU_INSTITUTE_DIR) / "reporting").rglob("*.*"), *(ROOT / "kosetsu").rglob("law/*.csv")]
    texts = "\n".join(path.read_text(encoding="utf-8") for path in files)
    return {part.strip() for part in re.split(r"""[\n,"{}:\[\]]+""", texts) if JAPANESE.search(part)}
