import io
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation
from lxml import html
from openpyxl import load_workbook

from kosetsu.common.list_parts import Control
from kosetsu.common.lists import Bulk, Column, Filter, ListPage
from kosetsu.common.models import NumberSeries
from kosetsu.common.spreadsheets import Kind
from kosetsu.common.tests.markup import words

pytestmark = pytest.mark.django_db
COLUMNS = [
    Column(key="document", label="書類", sort="document"),
    Column(key="year", label="年度", value="fiscal_year", sort="fiscal_year"),
    Column(key="last", label="最後の番号", kind=Kind.NUMBER, sort="last", shown=False),
    Column(key="state", label="状態", value=lambda one: "使用中" if one.last else "", state=lambda one: "active"),
]
FILTERS = [
    Filter(key="year", label="年度", field="fiscal_year", choices=lambda: [(2025, "令和7年度"), (2026, "令和8年度")]),
    Filter(key="used", label="使ったものだけ", kind="flag", apply=lambda queryset, on: queryset.exclude(last=0)),
    Filter(key="on", label="日", kind="dates", apply=lambda q, days: q.filter(fiscal_year__gte=days[0].year)),
]


@pytest.fixture(autouse=True)
def _japanese():
    with translation.override("ja"):
        yield


@pytest.fixture
def series():
    rows = [("相談", 2025, 3), ("相談", 2026, 1200), ("見積", 2026, 0), ("=請求", 2026, 5)]
    return NumberSeries.objects.bulk_create([NumberSeries(document=d, fiscal_year=y, last=n) for d, y, n in rows])


def _page(address="/x/", **options):
    request = RequestFactory().get(address)
    request.user = AnonymousUser()
    search = lambda queryset, text: queryset.filter(document__contains=text)  # noqa: E731
    options = {"title": "番号の一覧", "url": lambda one: f"/x/{one.pk}/", **options}
    return ListPage(request, NumberSeries.objects.all(), COLUMNS, FILTERS, search, **options)


def _first(page):
    return [row.cells[0].text for row in page.rows]


def test_list_without_questions_shows_all_rows_and_the_declared_columns(series):
    page = _page()
    assert [[cell.text for cell in row.cells] for row in page.rows] == [
        ["相談", "2025", "使用中"], ["相談", "2026", "使用中"], ["見積", "2026", ""], ["=請求", "2026", "使用中"],
    ]  # fmt: skip
    assert [heading.column.key for heading in page.headings] == ["document", "year", "state"]


@pytest.mark.parametrize("many", [1, 3])
def test_list_page_asks_the_database_twice_for_any_number_of_rows(many, django_assert_num_queries):
    NumberSeries.objects.bulk_create([NumberSeries(document=str(n), fiscal_year=2026, last=1) for n in range(many)])
    page = _page(bulk=[Bulk(label="消す", url="/y/")])
    with django_assert_num_queries(2):
        assert (page.total, len(page.rows), page.pager.last) == (many, many, many)


def test_search_filter_and_flag_narrow_together(series):
    assert _first(_page("/x/?q=相談&year=2026&used=1")) == ["相談"]
    assert [row.cells[1].text for row in _page("/x/?q=相談&year=2026&used=1").rows] == ["2026"]


def test_filter_by_an_era_date_is_read(series):
    assert [row.cells[1].text for row in _page("/x/?on_from=R8.4.1").rows] == ["2026", "2026", "2026"]


def test_choice_that_is_not_offered_narrows_nothing_and_says_so(series):
    page = _page("/x/?year=1999")
    assert page.total == 4
    assert page.problems == ["「年度」にない条件のため、絞り込んでいません。"]


def test_day_that_does_not_exist_narrows_nothing_and_says_so(series):
    page = _page("/x/?on_from=2026-02-30")
    assert (page.total, len(page.problems)) == (4, 1)


def test_sort_by_a_column_turns_round_on_the_second_press(series):
    assert [row.record.last for row in _page("/x/?sort=last").rows] == [0, 3, 5, 1200]
    page = _page("/x/?sort=-last&year=2026&columns=last")
    assert [row.record.last for row in page.rows] == [1200, 5, 0]
    heading = next(one for one in page.headings if one.column.key == "last")
    assert (heading.direction, heading.url) == ("descending", "/x/?columns=last&sort=last&year=2026")


def test_sort_by_an_unknown_or_unsortable_column_is_ignored(series):
    assert [_page(f"/x/?sort={key}").sorted_by[0] for key in ("state", "password", "-")] == [None, None, None]


def test_pages_of_equal_values_never_overlap():
    NumberSeries.objects.bulk_create([NumberSeries(document=str(n), fiscal_year=2026, last=7) for n in range(25)])
    seen = [row.record.pk for n in (1, 2, 3) for row in _page(f"/x/?sort=last&page={n}", per_page=10).rows]
    assert sorted(seen) == sorted(NumberSeries.objects.values_list("pk", flat=True))
    assert len(set(seen)) == 25


@pytest.mark.parametrize(("asked", "number"), [("2", 2), ("0", 1), ("-1", 1), ("x", 1), ("99", 2), ("9" * 5000, 1)])
def test_page_number_is_brought_into_range(series, asked, number):
    assert _page(f"/x/?page={asked}", per_page=3).pager.number == number


def test_pager_shows_ends_neighbours_and_gaps():
    NumberSeries.objects.bulk_create([NumberSeries(document=str(n), fiscal_year=2026, last=7) for n in range(100)])
    pager = _page("/x/?page=5&q=", per_page=10).pager
    assert [link.number if link.url or link.current else "…" for link in pager.links] == [1, "…", 4, 5, 6, "…", 10]
    assert (pager.previous, pager.next) == ("/x/?page=4", "/x/?page=6")


def test_links_keep_what_was_asked_in_a_fixed_order(series):
    page = _page("/x/?year=2026&q=相&page=2&empty=")
    assert unquote(page.address) == "/x/?q=相&year=2026"
    assert [(chip.label, unquote(chip.remove)) for chip in page.chips] == [
        ("相", "/x/?year=2026"),
        ("年度：令和8年度", "/x/?q=相"),
    ]
    assert page.bare_address == "/x/"


def test_list_says_what_of_its_address_it_has_understood(series):
    page = _page(
        "/x/?q= 相談&year=2026&used=on&on_from=R8.4.1&on_to=nonsense&sort=-last&columns=last,secret&page=2"
        "&format=html&day=2026-04-01&evil=1&year_x=3",
        also=["day", "month"],
    )
    assert unquote(page.understood) == (
        "columns=last&day=2026-04-01&on_from=2026-04-01&q=相談&sort=-last&used=1&year=2026"
    )


@pytest.mark.parametrize("asked", ["", "year=1999", "sort=password", "sort=-", "columns=secret", "page=3", "used=no"])
def test_list_that_understands_nothing_says_so(series, asked):
    assert _page(f"/x/?{asked}").understood == ""


def test_choice_of_no_narrows_like_any_other():
    rows = [NumberSeries(document=str(last), fiscal_year=2026, last=last) for last in (0, 5)]
    NumberSeries.objects.bulk_create(rows)
    asked = Filter(key="last", label="番号", choices=[(0, "いいえ"), (5, "はい")])
    control = Control.read(asked, {"last": "0"}, [])
    assert (control.active, control.answers, control.sentence) == (True, {"last": "0"}, "番号：いいえ")
    assert [one.document for one in control.narrow(NumberSeries.objects.all())] == ["0"]


def test_chosen_columns_stand_in_the_declared_order_after_the_first(series):
    assert [one.key for one in _page("/x/?columns=last&columns=year&columns=secret").columns] == [
        "document",
        "year",
        "last",
    ]


def test_excel_holds_the_narrowed_rows_and_no_formula(series, django_assert_num_queries):
    page = _page("/x/?year=2026&columns=last&format=xlsx&sort=last")
    with django_assert_num_queries(2):
        answer = page.response()
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert [[cell.value for cell in row] for row in sheet] == [
        ["書類", "最後の番号"], ["見積", 0], ["=請求", 5], ["相談", 1200],
    ]  # fmt: skip
    assert sheet["A3"].data_type == "s"
    assert unquote(answer["Content-Disposition"]) == "attachment; filename*=utf-8''番号の一覧.xlsx"


@pytest.mark.parametrize(("kind", "encoding"), [("csv", "utf-8-sig"), ("cp932", "cp932")])
def test_csv_in_an_encoding_guards_formulas(series, kind, encoding):
    answer = _page(f"/x/?year=2026&used=1&columns=year&format={kind}").response()
    assert answer.content.decode(encoding) == "書類,年度\r\n相談,2026\r\n'=請求,2026\r\n"


def test_csv_that_cannot_hold_a_letter_answers_with_the_page_and_the_place():
    NumberSeries.objects.create(document="𠮷野", fiscal_year=2026, last=1)
    page = _page("/x/?format=cp932")
    tree = _shown(page)
    assert len(page.problems) == 1
    assert words(tree.find_class("notice-warning")[0]).startswith("注意")


def test_search_with_a_null_character_finds_as_without_it(series):
    assert _first(_page("/x/?q=%00見積")) == ["見積"]


def _shown(page):
    return html.fromstring(page.response(template="lists/_results.html").content.decode())


def test_table_shows_links_states_and_boxes(series):
    tree = _shown(_page(bulk=[Bulk(label="消す", url="/y/", confirm="消しますか。")]))
    assert [link.get("href") for link in tree.find_class("row-link")] == [f"/x/{one.pk}/" for one in series]
    assert [words(state) for state in tree.find_class("state-active")] == ["使用中"] * 3
    assert [box.get("value") for box in tree.xpath("//input[@name='selected']")] == [str(one.pk) for one in series]
    button = tree.xpath("//button[@formaction]")[0]
    assert (button.get("formaction"), button.get("data-confirm")) == ("/y/", "消しますか。")


def test_list_with_nothing_to_show_says_why(series):
    assert words(_shown(_page("/x/?q=ない")).find_class("empty-title")[0]) == "条件に合うものがありません"
    NumberSeries.objects.all().delete()
    page = _page(empty_title="番号はまだありません", empty_help="書類を発行すると並びます。")
    assert words(_shown(page).find_class("empty")[0]) == "番号はまだありません 書類を発行すると並びます。"


def test_typed_search_is_escaped_in_the_page():
    assert b"<script>alert" not in _page("/x/?q=<script>alert(1)</script>").response().content
