"""The site's search: all public kinds, the words marked, nothing that is not for everyone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from kosetsu.common.tables import load_folder
from kosetsu.foundation.search import queries, sources
from kosetsu.foundation.search.sources import FIGURES, PUBLIC

pytestmark = pytest.mark.django_db
PAGE = "/search/"
TITLES = ("CNC三次元測定機", "CFRPの圧縮・層間せん断試験", "ICP質量分析（超微量元素）", "EMC設計・対策の基礎")
"""Of an instrument, two tests and a course; each has stood behind something else."""


@pytest.fixture(scope="module")
def tokyo(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The demo institute, loaded until the module's last test."""
    from django.db import transaction

    folder = Path(project.BASE_DIR) / "institutes" / "tokyo"
    with django_db_blocker.unblock(), transaction.atomic():
        load_folder(folder, demo=True)
        yield tmp_path_factory.mktemp("search")
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _one_index(settings: Any, tokyo: Path, _own_search_index: None) -> None:
    """Built once for the whole module: none of its tests writes."""
    settings.KOSETSU_SEARCH_DIR = tokyo


def sections(client: Client, **asked: str) -> dict[str, list[str]]:
    found = client.get(PAGE, asked).context["sections"]
    return {section.kind: [result.title for result in section.results] for section in found}


def test_page_without_a_question_is_the_field_alone(client: Client) -> None:
    answer = client.get(PAGE)
    assert (answer.status_code, answer.context["sections"], "見つかりません" in answer.content.decode()) == (
        200,
        [],
        False,
    )


def test_offerings_are_found_and_their_words_marked(client: Client) -> None:
    page = client.get(PAGE, {"q": "塩水噴霧"}).content.decode()
    assert ("塩水噴霧試験" in sections(client, q="塩水噴霧")["test"][0], "<mark>" in page) == (True, True)


def test_figure_is_found_by_its_name_and_leads_to_its_page(client: Client) -> None:
    [found] = [one for one in client.get(PAGE, {"q": "技術審査 延べ件数"}).context["sections"] if one.kind == "figure"]
    best = found.results[0]
    assert (best.title, best.url) == ("技術審査 延べ件数", "/figures/open/reviews.total/")
    assert client.get(best.url).status_code == 200


@pytest.mark.parametrize("title", TITLES)
def test_what_is_called_exactly_as_typed_comes_first(client: Client, title: str) -> None:
    first = client.get(PAGE, {"q": title}).context["sections"][0].results[0]
    assert (first.title, first.named) == (title, True)


def test_writing_of_the_title_makes_no_difference(client: Client) -> None:
    first = client.get(PAGE, {"q": "　ｃｎｃ三次元測定機 "}).context["sections"][0].results[0]
    assert first.title == "CNC三次元測定機"


def test_english_reader_who_types_the_japanese_title_finds_it_first(client: Client) -> None:
    answer = client.get(PAGE, {"q": TITLES[0]}, headers={"Accept-Language": "en"})
    assert answer.context["sections"][0].results[0].named


@pytest.mark.parametrize("text", ["アルミ部品の表面に白い粉が出る", "腐食", "ノイズ対策 相談", *TITLES])
def test_within_a_kind_only_an_exact_title_moves(client: Client, text: str) -> None:
    """Everything else stands in the order of the search."""
    for section in client.get(PAGE, {"q": text}).context["sections"]:
        scope = FIGURES if section.kind == "figure" else PUBLIC
        hits = queries.find(text, scope=scope, kinds=[section.kind], limit=50)
        found = [str(record) for _hit, record in sources.resolve(hits, AnonymousUser())]
        others = [one.title for one in section.results if not one.named]
        assert others == [title for title in found if title != text]


@pytest.mark.parametrize("text", ["アルミ部品の表面に白い粉が出る", "腐食"])
def test_kinds_stand_in_the_order_of_one_list_of_all(client: Client, text: str) -> None:
    """The best of a kind says something only beside the others of the same question."""
    shown = [section.kind for section in client.get(PAGE, {"q": text}).context["sections"] if section.kind != "figure"]
    ranked = dict.fromkeys(hit.kind for hit in queries.find(text, scope=PUBLIC, limit=100))
    expected = [kind for kind in ranked if kind in shown]
    assert shown[: len(expected)] == expected


def test_kind_shows_that_kind_alone(client: Client) -> None:
    assert set(sections(client, q="腐食")) > {"test"}
    assert set(sections(client, q="腐食", kind="test")) == {"test"}


def test_unknown_kind_is_as_if_none_was_asked(client: Client) -> None:
    assert sections(client, q="腐食", kind="case") == sections(client, q="腐食")


def test_past_cases_are_never_found_in_public(client: Client) -> None:
    """A demo consultation stands in the staff's index with these very words."""
    from kosetsu.foundation.search.sources import STAFF

    words = "六角穴付きボルト 三価クロメート 赤さび"
    assert [hit.kind for hit in queries.find(words, scope=STAFF, limit=1)] == ["case"]
    page = client.get(PAGE, {"q": words}).content.decode()
    assert ("case" in sections(client, q=words), "出荷から2か月" in page) == (False, False)


def test_question_that_finds_nothing_leads_to_the_plan(client: Client) -> None:
    page = client.get(PAGE, {"q": "zzzqqq"}).content.decode()
    assert ("見つかりませんでした" in page, "/plan/" in page or "?q=zzzqqq" in page) == (True, True)


def test_every_public_kind_leads_to_a_page(client: Client) -> None:
    words = "企業 技術 試験 機器 講習 補助金 セミナー 助成 規格 相談 件数 協定 解説テキスト"
    found = client.get(PAGE, {"q": words}).context["sections"]
    pages = {section.kind: client.get(section.results[0].url).status_code for section in found}
    kinds = {"test", "instrument", "course", "programme", "fee_subsidy", "partner", "guide_text", "figure"}
    assert (set(pages.values()), kinds - set(pages)) == ({200}, set())


def test_markup_in_the_question_is_only_text(client: Client) -> None:
    page = client.get(PAGE, {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_figures_are_no_part_of_the_plans_index(client: Client) -> None:
    hits = queries.find("技術審査 延べ件数", scope=PUBLIC, limit=50)
    assert [hit for hit in hits if hit.kind == "figure"] == []
