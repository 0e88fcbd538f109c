"""Reading a problem: notions by their words, deadlines in the ways people write them."""

import datetime as dt

import pytest

from kosetsu.across.navigator.rules import Notion, understand

TODAY = dt.date(2026, 11, 20)
FACETS = [
    ("material", "アルミニウム", ["アルミ", "A5052"]),
    ("material", "電子部品", ["IC", "基板"]),
    ("phenomenon", "腐食・さび", ["さび", "白い粉"]),
    ("purpose", "原因を調べる", ["原因"]),
]


def test_a_problem_is_read_in_the_order_of_its_words():
    read = understand("ｱﾙﾐ部品の表面に白い粉が出る。原因を調べたい", FACETS, TODAY)
    assert read.notions == (
        Notion("material", "アルミニウム", "アルミ"),
        Notion("phenomenon", "腐食・さび", "白い粉"),
        Notion("purpose", "原因を調べる", "原因"),
    )


def test_a_short_ascii_term_is_found_as_a_whole_word_only():
    assert understand("plastic の容器", FACETS, TODAY).notions == ()
    assert understand("ICの足が折れた", FACETS, TODAY).of("material") == [Notion("material", "電子部品", "IC")]


def test_a_country_is_not_read_out_of_a_wish():
    assert understand("原因を調べたい", [("purpose", "海外へ出す", ["タイ"])], TODAY).notions == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3週間以内に答えがほしい", dt.date(2026, 12, 11)),
        ("１０日以内", dt.date(2026, 11, 30)),
        ("2か月後に量産", dt.date(2027, 1, 20)),
        ("12月10日まで", dt.date(2026, 12, 10)),
        ("2月1日までに", dt.date(2027, 2, 1)),
        ("2027/3/5まで", dt.date(2027, 3, 5)),
        ("令和9年1月15日まで", dt.date(2027, 1, 15)),
        ("来月末までに", dt.date(2026, 12, 31)),
        ("今週中に", dt.date(2026, 11, 20)),
        ("来週中に", dt.date(2026, 11, 27)),
        ("年度末まで", dt.date(2027, 3, 31)),
        ("いつでもよい", None),
        ("13月40日まで", None),
    ],
)
def test_a_deadline_is_read(text, day):
    assert understand(text, FACETS, TODAY).deadline == day


def test_urgency_is_noticed_without_a_day():
    assert understand("至急お願いします", FACETS, TODAY).urgent
