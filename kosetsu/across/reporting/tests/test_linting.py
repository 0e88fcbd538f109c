"""A broken definition is named: file, key, field, reason."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from kosetsu.across.reporting.rules.measures import ENTRIES, Shape
from kosetsu.across.reporting.rules.outlines import Outline
from kosetsu.across.reporting.tables.book import read_book
from kosetsu.across.reporting.tables.measures import read_measures
from kosetsu.across.reporting.tables.outlines import read_outline
from kosetsu.across.reporting.tables.problems import BrokenReporting

SHAPES = {"entries": ENTRIES, "rooms": Shape("rooms", {"room": str, "since": dt.date})}
GOOD: dict[str, Any] = {
    "key": "m",
    "name": {"ja": "計"},
    "definition": {"ja": "数える"},
    "unit": "件",
    "relation": "entries",
    "filter": {"all": [["service", "is", "labs"], {"any": [["quantity", "above", 1]]}]},
    "aggregate": "count",
    "source": "試験",
}


def fields_wrong(**changed: Any) -> list[tuple[str, str, str]]:
    raw = {key: value for key, value in {**GOOD, **changed}.items() if value is not None}
    _good, bad = read_measures([raw], SHAPES, "measures.yaml")
    return [(problem.file, problem.key, problem.field) for problem in bad]


def test_whole_measure_has_no_problem() -> None:
    assert fields_wrong() == []


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"unit": None}, "unit"),
        ({"source": ""}, "source"),
        ({"name": {"en": "count"}}, "name.ja"),
        ({"definition": {"ja": "数", "fr": "compte"}}, "fr"),
        ({"relation": "entrise"}, "relation"),
        ({"fliter": {}}, "fliter"),
        ({"filter": {"all": [["servise", "is", "labs"]]}}, "filter.all[0]"),
        ({"filter": {"all": [["service", "like", "labs"]]}}, "filter.all[0]"),
        ({"filter": {"all": [["service", "is", 3]]}}, "filter.all[0]"),
        ({"filter": {"all": [["service", "above", "a"]]}}, "filter.all[0]"),
        ({"filter": {"all": [["service", "in", "labs"]]}}, "filter.all[0]"),
        ({"filter": {"all": [{"any": [["on_date", "at_least", "2021"]]}]}}, "filter.all[0].any[0]"),
        ({"filter": {"none": []}}, "filter"),
        ({"aggregate": None}, "aggregate"),
        ({"aggregate": {"median": "quantity"}}, "aggregate"),
        ({"aggregate": {"sum": "topic"}}, "aggregate"),
        ({"aggregate": {"distinct": "nothing"}}, "aggregate"),
        ({"aggregate": {"new_or_returning": "workplace_id"}}, "aggregate.years"),
        ({"relation": "rooms", "filter": None, "aggregate": {"new_or_returning": "room", "years": 5}}, "aggregate"),
    ],
)
def test_broken_measure_is_named_by_file_key_and_field(changed: dict[str, Any], field: str) -> None:
    assert fields_wrong(**changed) == [("measures.yaml", "m", field)]


def test_same_key_twice_is_one_problem() -> None:
    good, bad = read_measures([GOOD, GOOD], SHAPES, "measures.yaml")
    assert ([*good], [(p.key, p.field) for p in bad]) == (["m"], [("m", "key")])


def outline(*blocks: Any) -> tuple[Outline | None, list[tuple[str, str]]]:
    measures, _bad = read_measures([GOOD], SHAPES, "measures.yaml")
    section = {"number": "4.1", "title": "節", "blocks": list(blocks)}
    raw = {"key": "o", "fiscal_year": 2021, "title": "章", "source": "試験", "sections": [section]}
    found, bad = read_outline(raw, measures, SHAPES, "o.yaml")
    return found, [(problem.key, problem.field) for problem in bad]


def test_title_of_an_outline_is_said_by_language_and_a_broken_one_is_named() -> None:
    head = {"key": "o", "fiscal_year": 2026, "source": "s", "sections": []}
    plain, _bad = read_outline({**head, "title": "年報"}, {}, {}, "o.yaml")
    several, _bad = read_outline({**head, "title": {"ja": "年報", "en": "Annual report"}}, {}, {}, "o.yaml")
    assert plain
    assert several
    said = [one.named(language) for one in (plain, several) for language in ("ja", "en", "th")]
    assert said == ["年報", "年報", "年報", "年報", "Annual report", "年報"]
    for title, field in [({"en": "Annual report"}, "title.ja"), ({"ja": "年報", "fr": "x"}, "fr"), (None, "title.ja")]:
        _none, bad = read_outline({**head, "title": title}, {}, {}, "o.yaml")
        assert [one.field for one in bad] == [field]


def test_whole_outline_names_its_measures_once() -> None:
    found, bad = outline({"text": "{measure:m}件と{measure:m}件"}, {"items": ["{measure:m}"]})
    assert (found and found.measures(), bad) == (["m"], [])


@pytest.mark.parametrize(
    ("block", "field"),
    [
        ({"text": "{measure:unknown}件"}, "measure"),
        ({"picture": "a.png"}, "blocks[0]"),
        ({"table": {"title": "表", "columns": ["甲", "乙"], "rows": [["一"]]}}, "blocks[0].rows[0]"),
        ({"listing": {"title": "表", "relation": "rooms", "columns": {"floor": "階"}}}, "blocks[0].columns"),
        ({"listing": {"title": "表", "relation": "cellars", "columns": {"room": "室"}}}, "blocks[0].relation"),
    ],
)
def test_broken_outline_is_named_by_section_and_field(block: Any, field: str) -> None:
    assert outline(block) == (None, [("4.1", field)])


def test_broken_folder_says_every_problem_at_once(tmp_path: Path) -> None:
    broken = [{**GOOD, "unit": ""}, {**GOOD, "key": "n", "relation": "x"}]
    (tmp_path / "measures.yaml").write_text(yaml.safe_dump(broken), encoding="utf-8")
    with pytest.raises(BrokenReporting) as caught:
        read_book(tmp_path)
    assert [(p.key, p.field) for p in caught.value.problems] == [("m", "unit"), ("n", "relation")]


def test_word_without_japanese_or_in_an_unknown_language_is_named(tmp_path: Path) -> None:
    for word, field in (({"en": "cases"}, "unit.件.ja"), ({"ja": "件", "fr": "cas"}, "fr")):
        read_book.cache_clear()
        (tmp_path / "words.yaml").write_text(yaml.safe_dump({"unit": {"件": word}}), encoding="utf-8")
        with pytest.raises(BrokenReporting) as caught:
            read_book(tmp_path)
        assert [(p.file, p.field) for p in caught.value.problems] == [("words.yaml", field)]


def test_stored_value_is_read_in_the_language_or_in_japanese_or_as_it_is(tmp_path: Path) -> None:
    words = {"unit": {"件": {"ja": "件", "en": "cases"}, "社": "社（会社）"}}
    (tmp_path / "words.yaml").write_text(yaml.safe_dump(words), encoding="utf-8")
    book = read_book(tmp_path)
    said = [book.word("unit", value, language) for value in ("件", "社", "点") for language in ("ja", "en", "th")]
    assert said == ["件", "cases", "件", "社（会社）", "社（会社）", "社（会社）", "点", "点", "点"]


def test_every_unit_of_the_demo_institute_has_an_english_and_a_thai_word(settings: Any) -> None:
    tokyo = read_book(settings.BASE_DIR / "institutes" / "tokyo" / "reporting")
    units = {measure.unit for measure in tokyo.measures.values()} | {target.unit for target in tokyo.targets}
    assert [one for one in sorted(units - {"%"}) if {"ja", "en", "th"} - set(tokyo.words["unit"].get(one, {}))] == []


def test_institute_without_a_reporting_folder_has_an_empty_book(tmp_path: Path) -> None:
    assert read_book(tmp_path).measures == {}
