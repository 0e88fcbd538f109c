"""Every item of ISO/IEC 17025:2017 7.8 is asked for by name; nothing else holds an issue up."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from kosetsu.services.testing.papers.content import Address, Opinion, Sampling, dump, load, texts, translated
from kosetsu.services.testing.papers.standard import missing_items, untranslated
from kosetsu.services.testing.papers.verdicts import Limit, judge
from kosetsu.services.testing.tests.samples import content, judged

SAMPLING = Sampling(dt.date(2026, 11, 2), "井戸水", "架空工場 第1井戸", "JIS K 0094:1994", "晴れ 14 °C")


def clauses(said):
    return [one.clause for one in missing_items(said)]


def results(**changes):
    return tuple(replace(one, **changes) for one in content().results)


def test_a_whole_report_misses_nothing():
    assert missing_items(content()) == []


@pytest.mark.parametrize(
    ("changes", "clause"),
    [
        ({"title": " "}, "7.8.2.1 a"),
        ({"laboratory": Address("", "江東区")}, "7.8.2.1 b"),
        ({"laboratory": Address("公設試験所", "")}, "7.8.2.1 b"),
        ({"places": ()}, "7.8.2.1 c"),
        ({"number": ""}, "7.8.2.1 d"),
        ({"client": Address("", "大田区")}, "7.8.2.1 e"),
        ({"client": Address("架空めっき", "")}, "7.8.2.1 e"),
        ({"methods": ("",)}, "7.8.2.1 f"),
        ({"samples": (replace(content().samples[0], description=""),)}, "7.8.2.1 g"),
        ({"samples": (replace(content().samples[0], received_on=None),)}, "7.8.2.1 h"),
        ({"started_on": None}, "7.8.2.1 i"),
        ({"issued_on": None}, "7.8.2.1 j"),
        ({"results": ()}, "7.8.2.1 m"),
        ({"results": (replace(content().results[1], value=""),)}, "7.8.2.1 m"),
        ({"results": (replace(content().results[1], unit=""),)}, "7.8.2.1 m"),
        ({"deviations": ""}, "7.8.2.1 n"),
        ({"authorised_by": ""}, "7.8.2.1 o"),
        ({"results": (replace(content().results[1], external=True),)}, "7.8.2.1 p"),
        ({"verified_by": ()}, "7.8.1.1"),
        ({"conditions": ""}, "7.8.3.1 a"),
        ({"needs_uncertainty": True}, "7.8.3.1 c"),
        ({"uncertainty_note": ""}, "7.8.3.1 c"),
        ({"opinions": (Opinion("腐食は軽微である", "", "試験 太郎"),)}, "7.8.7.1"),
        ({"opinions": (Opinion("腐食は軽微である", "表1", ""),)}, "7.8.7.1"),
    ],
)
def test_a_report_without_an_item_names_it(changes, clause):
    assert clauses(content(**changes)) == [clause]


def test_a_result_of_an_unknown_sample_is_named():
    assert clauses(content(results=results(sample="試R8-99999-1"))) == ["7.8.2.1 g", "7.8.2.1 g"]


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (None, None),
        (dt.date(2026, 11, 9), dt.date(2027, 11, 8)),
        (dt.date(2025, 11, 8), dt.date(2026, 11, 7)),
    ],
    ids=["never calibrated", "calibrated the day after", "ran out the day before"],
)
def test_a_calibration_that_does_not_hold_on_the_last_day_is_named(since, until):
    gauge = replace(content().instruments[0], calibrated_on=since, valid_until=until)
    assert clauses(content(instruments=(gauge,))) == ["6.4.6"]


def test_a_calibration_of_the_last_day_alone_is_enough():
    gauge = replace(content().instruments[0], calibrated_on=content().ended_on, valid_until=content().ended_on)
    assert missing_items(content(instruments=(gauge,))) == []


def test_a_calibration_certificate_asks_for_uncertainty_traceability_and_the_state_before_adjustment():
    untraced = replace(content().instruments[0], traceability="")
    said = content(kind="calibration", conditions="", adjusted=True, instruments=(untraced,))
    assert clauses(said) == ["7.8.4.1 b", "7.8.4.1 a", "7.8.4.1 c", "7.8.4.1 d"]


def test_a_sampling_report_needs_no_result_but_everything_about_the_sampling():
    assert clauses(content(kind="sampling", results=())) == ["7.8.5"]
    assert missing_items(content(kind="sampling", results=(), sampling=SAMPLING)) == []
    empty = Sampling(None, "", "", "", "")
    assert clauses(content(sampling=empty)) == ["7.8.5 a", "7.8.5 b", "7.8.5 c", "7.8.5 d", "7.8.5 e"]


def test_a_verdict_names_its_specification_its_rule_and_its_requirement():
    said = content(results=(replace(content().results[0], verdict="passed"),))
    assert clauses(said) == ["7.8.6.2 b", "7.8.6.2 c", "7.8.6.2 a"]


def test_an_amendment_says_what_it_replaces_what_changed_and_why():
    assert clauses(content(replaces="B01-R8-00001")) == ["7.8.8.3", "7.8.8.1", "7.8.8.1"]


def test_a_missing_item_is_said_in_words_with_a_next_step():
    [one] = missing_items(content(deviations=""))
    assert (str(one), one.next_step) == (
        "方法からの逸脱の有無（ISO/IEC 17025:2017 7.8.2.1 n）がありません。",
        "なければ「なし」と書いてください。",
    )


@pytest.mark.parametrize(
    ("low", "high", "simple", "guarded"),
    [
        ("7.8", None, "passed", "passed"),
        ("8.4", None, "passed", "undecided"),
        ("8.5", None, "failed", "undecided"),
        ("9.0", None, "failed", "undecided"),
        ("9.1", None, "failed", "failed"),
        ("7.8", "9.0", "passed", "passed"),
        (None, "8.9", "passed", "undecided"),
        (None, "7.7", "failed", "failed"),
    ],
)
def test_8_4_with_0_6_beside_limits(low, high, simple, guarded):
    limit = Limit("膜厚", low and Decimal(low), high and Decimal(high))
    thickness = content().results[0]
    assert [judge(thickness, limit, guarded=rule).verdict for rule in (False, True)] == [simple, guarded]


@pytest.mark.parametrize("changes", [{"uncertainty": ""}, {"value": "良好"}])
def test_a_guarded_verdict_without_a_number_for_the_doubt_is_undecided(changes):
    assert (
        judge(replace(content().results[0], **changes), Limit("膜厚", Decimal(1)), guarded=True).verdict == "undecided"
    )


def test_another_specification_changes_requirement_and_verdict_alone():
    first, second = judged(guarded=False, low=Decimal("8")), judged(guarded=False, high=Decimal("8"))
    assert [one.verdict for one in (*first.results, *second.results)] == ["passed", "", "failed", ""]
    assert [(one.value, one.uncertainty) for one in first.results] == [
        (one.value, one.uncertainty) for one in second.results
    ]
    assert missing_items(second) == []


def test_content_survives_its_storage():
    said = content(sampling=SAMPLING, opinions=(Opinion("軽微", "表1", "太郎"),), remarks=("写真1",))
    assert load(dump(said)) == said


def test_what_an_english_paper_still_needs_is_listed_once_each():
    said = content()
    assert untranslated(said, {}) == list(texts(said))
    assert "JIS Z 2371:2015" not in untranslated(said, {})
    english = {text: f"text {place}" for place, text in enumerate(texts(said))}
    assert (untranslated(said, english), list(texts(translated(said, english)))) == ([], [])
