import re

import pytest
from django.utils import translation
from lxml import html

from kosetsu.common.charts import Bar, Series, bar_chart, line_chart, stacked_chart
from kosetsu.common.tests.gallery import figures
from kosetsu.common.tests.markup import words


@pytest.fixture(autouse=True)
def _japanese():
    with translation.override("ja"):
        yield


def _tree(figure):
    return html.fragment_fromstring(figure)


def _rows(figure):
    return [[words(cell) for cell in row] for row in _tree(figure).iter("tr")]


def test_chart_holds_no_inline_style_or_script():
    assert [re.search(r"style=|<style|<script|onclick", figure) for figure in figures()] == [None, None, None]


def test_chart_names_itself_with_title_and_sentence():
    drawings = [_tree(figure).xpath("./svg")[0] for figure in figures()]
    assert [drawing.get("role") for drawing in drawings] == ["img"] * 3
    assert drawings[0].get("aria-label") == "第二期の目標。三つのうち二つが目安を超えています。"


def test_bar_chart_begins_at_zero_and_keeps_proportions():
    figure = bar_chart(title="t", summary="s", bars=[Bar("a", 50), Bar("b", 100), Bar("c", 0)])
    widths = [bar.get("width") for bar in _tree(figure).xpath(".//rect[@fill='#0017c1']")]
    assert widths == ["47.0%", "94.0%", "0.0%"]


def test_bar_chart_against_target_draws_each_bar_as_a_share_of_its_own():
    bars = [Bar("相談", 60_000, target=120_000), Bar("製品化", 30, target=60)]
    figure = bar_chart(title="t", summary="s", bars=bars, against_target=True)
    assert [bar.get("width") for bar in _tree(figure).xpath(".//rect[@fill='#0017c1']")] == ["47.0%", "47.0%"]


def test_bar_chart_tells_the_same_numbers_in_its_table():
    bars = [Bar("相談", 98_400, target=120_000), Bar("製品化", None, target=60, unit="社")]
    assert _rows(bar_chart(title="t", summary="s", unit="件", bars=bars)) == [
        ["項目", "実績", "目標"],
        ["相談", "98,400件", "120,000件"],
        ["製品化", "―", "60社"],
    ]


def test_bar_with_an_address_is_a_link_in_the_table():
    figure = bar_chart(title="t", summary="s", bars=[Bar("相談", 1, url="/rows/")])
    assert [link.get("href") for link in _tree(figure).iter("a")] == ["/rows/"]


def test_line_chart_leaves_a_gap_where_a_year_is_unknown():
    series = [Series("試験", [10, None, 30, 40])]
    figure = line_chart(title="t", summary="s", labels=["R1", "R2", "R3", "R4"], series=series, head="年度")
    assert len(_tree(figure).xpath(".//svg/circle")) == 3
    assert len(_tree(figure).xpath(".//svg/line[@stroke='#0017c1']")) == 1
    assert _rows(figure) == [["年度", "試験"], ["R1", "10"], ["R2", "―"], ["R3", "30"], ["R4", "40"]]


def test_line_chart_scale_begins_at_zero_and_holds_the_largest():
    figure = line_chart(title="t", summary="s", labels=["R1", "R2"], series=[Series("試験", [980, 1210])])
    scale = [node.text for node in _tree(figure).xpath(".//svg/text[@font-size='13']")]
    assert scale == ["0", "500", "1,000", "1,500"]


def test_line_chart_labels_of_equal_lines_stand_apart():
    figure = line_chart(title="t", summary="s", labels=["R1"], series=[Series("a", [10]), Series("b", [10])])
    first, second = (float(node.get("y")) for node in _tree(figure).xpath(".//svg/text[@font-weight='700']"))
    assert abs(first - second) >= 18


def test_stacked_chart_parts_follow_each_other():
    series = [Series("来所", [25, 0]), Series("電話", [75, 50])]
    figure = stacked_chart(title="t", summary="s", labels=["本部", "支社"], series=series, head="所")
    parts = [(part.get("x"), part.get("width")) for part in _tree(figure).xpath("./svg/rect")]
    assert parts == [("0.0%", "23.5%"), ("23.5%", "70.5%"), ("0.0%", "47.0%")]
    assert _rows(figure) == [["所", "来所", "電話"], ["本部", "25", "75"], ["支社", "0", "50"]]


def test_chart_of_nothing_is_drawn_empty():
    figure = bar_chart(title="t", summary="s", bars=[Bar("a", None)])
    assert [bar.get("width") for bar in _tree(figure).xpath(".//rect[@fill='#0017c1']")] == ["0%"]


def test_chart_in_another_language_keeps_decimal_points_in_the_drawing():
    with translation.override("de"):
        figure = bar_chart(title="t", summary="s", bars=[Bar("a", 1), Bar("b", 3)])
    assert [bar.get("width") for bar in _tree(figure).xpath(".//rect[@fill='#0017c1']")] == ["31.33%", "94.0%"]


def test_chart_text_from_a_user_is_escaped():
    figure = bar_chart(title="<b>", summary="s", bars=[Bar("<script>", 1)])
    assert "<script>" not in figure
