import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from lxml import html

from kosetsu.common.decisions import no
from kosetsu.common.tests.gallery import context
from kosetsu.common.tests.markup import words

LAYOUTS = ["portal", "desk", "partner"]


@pytest.fixture(autouse=True)
def _japanese():
    with translation.override("ja"):
        yield


def _shown(template, **extra):
    request = RequestFactory().get("/x/?a=1")
    request.user = AnonymousUser()
    return render(request, template, {"portal_menu": [], **extra}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout_has_one_main_one_heading_and_a_way_to_skip(layout):
    tree = html.document_fromstring(_shown("gallery.html", **context() | {"layout": f"layouts/{layout}.html"}))
    assert tree.get("lang") == "ja"
    assert [len(tree.xpath(path)) for path in ("//main", "//h1", "//header[@class='site-header']", "//footer")] == [
        1,
        1,
        1,
        1,
    ]
    assert tree.find_class("skip-link")[0].get("href") == "#main" == f"#{tree.xpath('//main')[0].get('id')}"


@pytest.mark.django_db
@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout_holds_nothing_the_content_policy_refuses(layout):
    page = _shown("gallery.html", **context() | {"layout": f"layouts/{layout}.html"})
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|javascript:|//[a-z]+\.[a-z]+/", page) == []
    assert [script.text for script in html.document_fromstring(page).iter("script")] == [None] * page.count("<script")


@pytest.mark.django_db
def test_language_switch_offers_each_language_in_its_own_name_and_returns_here():
    tree = html.document_fromstring(_shown("gallery.html", **context()))
    form = tree.find_class("languages")[0]
    assert [(b.get("value"), b.get("lang"), b.get("aria-current")) for b in form.iter("button")] == [
        ("ja", "ja", "true"), ("en", "en", None), ("th", "th", None),
    ]  # fmt: skip
    assert form.xpath(".//input[@name='next']")[0].get("value") == "/x/?a=1"


@pytest.mark.django_db
def test_side_menu_marks_the_open_line_and_counts():
    tree = html.document_fromstring(_shown("gallery.html", **context()))
    lines = tree.xpath("//nav[@class='side-menu']//a")
    assert [(words(line), line.get("aria-current")) for line in lines] == [
        ("私の仕事件数 12", None), ("検索", None), ("相談件数 4", "page"), ("機関・会社", None),
        ("請求件数 2", None), ("入金件数 3", None), ("年報・実績", None),
    ]  # fmt: skip


@pytest.mark.django_db
def test_side_menu_folds_its_groups_but_those_of_today_and_of_this_page():
    groups = html.document_fromstring(_shown("gallery.html", **context())).find_class("menu-group")
    assert [one.find("ul").get("aria-label") for one in groups] == ["今日", "相談", "料金"]
    assert [(words(one.find("summary")), one.get("open") is not None) for one in groups] == [
        ("今日件数 12", True), ("相談（表示中のページを含む）件数 4", True), ("料金件数 5", False),
    ]  # fmt: skip


@pytest.mark.django_db
def test_top_menu_hangs_folded_one_at_a_time_over_the_page():
    tree = html.document_fromstring(_shown("gallery.html", **context() | {"layout": "layouts/portal.html"}))
    groups = tree.find_class("menu-group")
    assert [(words(one.find("summary")), one.get("open"), one.get("name")) for one in groups] == [
        ("試験と機器（表示中のページを含む）", None, "menu")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("template", "heading"),
    [
        ("404.html", "ページが見つかりません"),
        ("403.html", "この操作はできません"),
        ("413.html", "ファイルが大きすぎます"),
        ("429.html", "しばらくお待ちください"),
    ],
)
def test_error_page_says_what_happened(template, heading):
    tree = html.document_fromstring(_shown(template))
    assert words(tree.find(".//h1")) == heading


@pytest.mark.django_db
def test_refusal_carries_its_reason_and_next_step():
    page = _shown("403.html", decision=no("担当の支社ではありません。", "支社長へ依頼してください。"))
    tree = html.document_fromstring(page)
    assert [words(p) for p in tree.xpath("//main/p")][:2] == [
        "担当の支社ではありません。",
        "支社長へ依頼してください。",
    ]


def test_page_of_a_defect_needs_neither_request_nor_database():
    assert words(html.document_fromstring(render_to_string("500.html")).find(".//h1")) == "システムの不具合が起きました"
