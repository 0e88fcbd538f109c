"""A page in several languages: written part by part, checked with it, read with a note where it stays Japanese."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.foundation.search import queries
from kosetsu.foundation.search.sources import PUBLIC
from kosetsu.services.exhibitions import actions, rules
from kosetsu.services.exhibitions.models import Booth, Exhibition
from kosetsu.services.exhibitions.tests.conftest import DURING, in_view, invited
from tests import build
from tests.build import browser
from tests.fixtures import AT

HEAD = {"name": "Quiet Motors", "topic": "Motor maker", "lead": "A small and quiet motor"}
PART = {"title": "Silent drive", "text": "Below 20 dB at 1 m."}
NOTE = "出展者がこの言語の文章を書いていない"


@pytest.fixture
def draft(exhibition: Exhibition, company: build.Company, institute: build.Institute) -> Booth:
    return invited(exhibition, company, institute)


def translated(booth: Booth, by: Any, head: rules.Texts = HEAD, part: rules.Texts = PART) -> Booth:
    key = str(booth.panels.get().public_id)
    return actions.translate_booth(by=by, at=AT, booth=booth, language="en", head=head, parts={key: part})


def read(booth: Booth, language: str, settings: Any) -> str:
    settings.KOSETSU_FIXED_NOW = DURING
    client = Client(headers={"accept-language": language})
    return client.get(reverse("exhibitions:booth", args=[booth.public_id])).content.decode()


def test_reader_has_the_page_in_their_language_and_the_search_finds_it(
    draft: Booth, company: build.Company, institute: build.Institute, settings: Any
) -> None:
    booth = in_view(translated(draft, company.engineer), company.engineer, institute.planner)
    english, japanese = read(booth, "en", settings), read(booth, "ja", settings)
    assert ("Quiet Motors" in english, "Below 20 dB" in english, "静音駆動" in english) == (True, True, False)
    assert ("Quiet Motors" in japanese, "静音駆動" in japanese, "この言語" in japanese) == (False, True, False)
    assert len(queries.find("silent drive", scope=PUBLIC, kinds=["booth"], limit=5)) == 1


def test_language_that_was_not_written_is_read_in_japanese_which_says_so(
    draft: Booth, company: build.Company, institute: build.Institute, settings: Any
) -> None:
    booth = in_view(translated(draft, company.engineer), company.engineer, institute.planner)
    thai = read(booth, "th", settings)
    assert ("静音駆動" in thai, "Silent drive" in thai, '<section class="stack" lang="ja">' in thai) == (
        True,
        False,
        True,
    )
    assert 'class="notice' in thai.split("静音駆動")[0].split("<main")[1]


def test_part_that_stays_japanese_is_marked_and_the_rest_is_not(
    draft: Booth, company: build.Company, institute: build.Institute, settings: Any
) -> None:
    nothing = {"title": "", "text": ""}
    booth = in_view(translated(draft, company.engineer, part=nothing), company.engineer, institute.planner)
    english = read(booth, "en", settings)
    assert ("Quiet Motors" in english, "静音駆動" in english, "Some of the texts" in english) == (True, True, True)


def test_half_a_part_is_refused_with_its_name_and_nothing_is_kept(draft: Booth, company: build.Company) -> None:
    with pytest.raises(Refused, match="「静音駆動」の訳がそろっていません"):
        translated(draft, company.engineer, part={"title": "Silent drive", "text": ""})
    draft.refresh_from_db()
    assert (draft.translations, draft.panels.get().translations) == ({}, {})


def test_translation_of_texts_that_changed_since_is_not_shown_until_it_is_written_again(
    draft: Booth, company: build.Company, institute: build.Institute, settings: Any
) -> None:
    booth = translated(draft, company.engineer)
    actions.change_panel(
        by=company.engineer, at=AT, panel=booth.panels.get(), title="超静音駆動", text="10dB以下です。"
    )
    address = reverse("exhibitions:translate_booth", args=[booth.public_id, "en"])
    asked = browser(company.engineer).get(address).content.decode()
    assert ("日本語が変わりました。いまの日本語：10dB以下です。" in asked, PART["text"] in asked) == (True, True)
    english = read(in_view(booth, company.engineer, institute.planner), "en", settings)
    assert ("Silent drive" in english, "超静音駆動" in english) == (False, True)


def test_page_of_a_language_keeps_what_was_typed_and_saves_once_it_is_whole(
    draft: Booth, company: build.Company
) -> None:
    address, client = reverse("exhibitions:translate_booth", args=[draft.public_id, "en"]), browser(company.engineer)
    key = str(draft.panels.get().public_id)
    typed = {f"head.{name}": text for name, text in HEAD.items()} | {f"{key}.title": PART["title"]}
    half = client.post(address, {**typed, "submission_key": "1" * 32})
    assert (half.status_code, "Quiet Motors" in half.content.decode()) == (422, True)
    whole = client.post(address, {**typed, f"{key}.text": PART["text"], "submission_key": "2" * 32})
    draft.refresh_from_db()
    assert (whole.status_code, draft.translations["en"]["texts"]) == (302, HEAD)


def test_checker_reads_every_language(draft: Booth, company: build.Company, institute: build.Institute) -> None:
    translated(draft, company.engineer)
    page = browser(institute.planner).get(reverse("exhibitions-desk:booth", args=[draft.public_id])).content.decode()
    assert ("A small and quiet motor" in page, "Below 20 dB at 1 m." in page) == (True, True)


def test_another_company_and_an_unknown_language_find_nothing(
    draft: Booth, company: build.Company, rival: build.Company
) -> None:
    told = [
        browser(who).get(reverse("exhibitions:translate_booth", args=[draft.public_id, language])).status_code
        for who, language in ((rival.engineer, "en"), (company.engineer, "fr"), (company.engineer, "en"))
    ]
    assert told == [404, 404, 200]


@pytest.mark.parametrize(("given", "lacking"), [
    ({}, []), ({"title": "", "text": ""}, []), ({"title": "a", "text": ""}, ["text"]),
    ({"title": "a", "text": "b"}, []),
])  # fmt: skip
def test_translation_is_whole_or_not_begun(given: dict[str, str], lacking: list[str]) -> None:
    assert rules.lacking({"title": "見出し", "text": "本文"}, given) == lacking
