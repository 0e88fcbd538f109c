"""The 87 components of Tokyo's booklet as they are described: complete, as printed, right in every worked case."""

import csv
import datetime as dt
import shutil
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kosetsu.common.tables import BrokenTables
from kosetsu.common.tables.reading import read
from kosetsu.foundation.parties.rules.law import thresholds_on
from kosetsu.services.programmes.descriptions import read_cases, read_descriptions, read_vocabulary
from kosetsu.services.programmes.rules.amounts import amount
from kosetsu.services.programmes.rules.book import Book, said_in
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.language import Confirmed, Course, Description, Value, Window, Words, WorkedCase
from kosetsu.services.programmes.tables import TABLES, window_of

ROOT = Path(__file__).parents[4]
FOLDER = ROOT / "institutes" / "tokyo" / "programmes"
MINIMAL = ROOT / "institutes" / "minimal" / "programmes"
DAY = dt.date(2024, 6, 1)
NO_GRANT = {"P068"}
"""The booklet prints sums that are prizes, not support of costs."""


@cache
def book(folder: Path = FOLDER) -> Book:
    return Book(DAY, read_vocabulary(folder), read_descriptions(folder), tuple(thresholds_on(DAY)))


@cache
def decider() -> Decider:
    return Decider(book())


CASES = read_cases(FOLDER)
CODES = [f"P{number:03d}" for number in range(1, 88)]


@cache
def printed() -> dict[str, dict[str, str]]:
    with (FOLDER / "programmes.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def description(code: str) -> Description:
    return book().descriptions[book().numbers[code]]


def texts(value: Any) -> Iterator[Words]:
    """Every text in a part of the vocabulary or of a description."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif hasattr(type(value), "model_fields"):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name))


# --- what is there ---------------------------------------------------------------------------------------------------


def test_descriptions_of_the_booklet_are_87_components():
    assert [one.code for one in book().descriptions] == CODES


@pytest.mark.parametrize("code", CODES)
def test_description_and_printed_table_have_the_same_page_and_kind(code):
    row, one = printed()[code], description(code)
    assert f"{row['source'].split()[0]} {one.sources[0].page}ページ" == row["source"]
    assert one.kind == row["component_kind"]
    assert one.fiscal_year == int(row["fiscal_year"])


@pytest.mark.parametrize("code", [code for code in CODES if printed()[code]["limit_yen"] and code not in NO_GRANT])
def test_limit_of_a_description_is_the_printed_one(code):
    assert max(limits(description(code))) == int(printed()[code]["limit_yen"])


@pytest.mark.parametrize("code", [code for code in CODES if printed()[code]["rate"]])
def test_printed_rate_is_one_of_the_description(code):
    assert Fraction(printed()[code]["rate"]) in set(rates(description(code)))


@pytest.mark.parametrize("code", [code for code in CODES if printed()[code]["fee_yen"]])
def test_fee_of_a_description_is_the_printed_one(code):
    assert description(code).fee_yen == int(printed()[code]["fee_yen"])


@pytest.mark.parametrize("code", [code for code in CODES if not printed()[code]["limit_yen"] or code in NO_GRANT])
def test_description_without_a_printed_sum_gives_no_money(code):
    for course in description(code).courses:
        assert (course.rate, course.limit_yen, course.fixed_yen) == (None, None, 0)


def limits(one: Description) -> list[int]:
    return [limit for terms in all_terms(one) for limit in [terms.limit_yen] if limit is not None]


def rates(one: Description) -> list[Fraction]:
    return [rate for terms in all_terms(one) for rate in [terms.rate] if rate is not None]


def all_terms(one: Description) -> Iterator[Any]:
    for course in one.courses:
        yield from (course, *course.uplifts)


def test_no_date_is_given_but_the_one_printed():
    always = {one.code for one in book().descriptions if one.windows == "always"}
    dated = {one.code: one.windows for one in book().descriptions if isinstance(one.windows, tuple)}
    assert always == {"P025", "P070"}, "申請・審査（随時）; a desk with its hours"
    assert [(w.opens, w.closes) for w in dated.pop("P087")] == [(dt.date(2024, 4, 8), dt.date(2024, 4, 12))]
    assert dated == {}


def test_order_before_award_is_open_everywhere():
    """The booklet says it of none."""
    assert {one.award_before_order for one in book().descriptions} == {None}


@pytest.mark.parametrize("code", CODES)
def test_description_says_until_when_and_what_is_open(code):
    one = description(code)
    assert one.verified_until == dt.date(2025, 3, 31)
    assert (one.effective_from, one.effective_to) == (dt.date(2024, 4, 1), dt.date(2025, 3, 31))
    assert one.open_terms
    assert all(source.wording for source in one.sources)


def test_two_pages_of_one_programme_have_the_same_terms_and_keep_both_wordings():
    for twelve, eighteen in (("P028", "P054"), ("P029", "P053")):
        one, other = description(twelve), description(eighteen)
        assert (one.who, one.courses) == (other.who, other.courses)
        assert one.sources == other.sources[::-1]
        assert len({source.wording for source in one.sources}) == 2
        assert (one.exclusive_with, other.exclusive_with) == ((eighteen,), (twelve,))


# --- the words -------------------------------------------------------------------------------------------------------


def test_every_text_has_three_languages():
    missing = [one.ja for one in texts((book().vocabulary, *book().descriptions)) if not (one.en and one.th)]
    assert missing == []


def test_purposes_are_the_thirteen_of_the_early_table_and_each_has_programmes():
    assert len(book().vocabulary.purposes) == 13
    used = {number for one in book().descriptions for number in one.purposes}
    assert used == set(range(1, 14))


def test_every_description_serves_a_purpose():
    assert [one.code for one in book().descriptions if not one.purposes] == []


def test_kinds_of_cost_of_courses_are_in_the_vocabulary():
    known = {one.key for one in book().vocabulary.costs}
    assert [course.key for course in courses() if not set(course.costs) <= known] == []


def courses() -> list[Course]:
    return [course for one in book().descriptions for course in one.courses]


def test_days_that_no_source_prints_are_marked_as_assumed():
    changes = [one.change for one in book().vocabulary.facts if one.change]
    assert [one.words.ja for one in changes if "fixture" not in one.source] == []


def test_programme_of_a_step_exists():
    steps = {one.change.programme for one in book().vocabulary.facts if one.change and one.change.programme}
    assert steps <= set(CODES)


def test_what_only_a_person_can_confirm_names_the_person_and_the_clause_in_three_languages():
    definitions = {one.key: one for one in book().vocabulary.definitions}
    said = [part for one in book().descriptions for top in one.conditions() for part in said_in(top, definitions)]
    confirmed = [one for one in said if isinstance(one, Confirmed)]
    assert [one.confirm for one in confirmed if not (one.by and one.clause and one.en and one.th)] == []


# --- the worked cases ------------------------------------------------------------------------------------------------


def test_every_programme_has_two_worked_cases():
    count = Counter(case.programme for case in CASES)
    assert set(count) == set(CODES)
    assert min(count.values()) >= 2


@pytest.mark.parametrize("code", [code for code in CODES if printed()[code]["rate"]])
def test_every_grant_has_a_case_at_its_limit_and_one_below(code):
    exact = {case.most_yen for case in CASES if case.programme == code}
    assert exact & set(limits(description(code)))
    assert any(yen and yen < min(limits(description(code))) for yen in exact)


def test_answers_of_cases_are_facts_of_the_book():
    known = set(book().facts)
    assert [(case.programme, case.key) for case in CASES if not set(case.answers) <= known] == []


def test_days_of_cases_are_the_day_of_the_book():
    assert {case.day for case in CASES} == {None, DAY}


def test_costs_of_cases_are_kinds_of_the_vocabulary():
    known = {one.key for one in book().vocabulary.costs}
    assert [(case.programme, case.key) for case in CASES if not set(case.costs) <= known] == []


def named(case: WorkedCase) -> str:
    return f"{case.programme}-{case.key}"


@pytest.mark.parametrize("case", CASES, ids=named)
def test_case_gets_the_verdict_worked_out_by_hand(case):
    outcome = decider().decide(case.answers)[book().numbers[case.programme]]
    assert outcome.verdict == case.verdict
    assert (case.fails in clauses(outcome.failing)) == bool(case.fails)


def clauses(failing: int) -> set[str]:
    return {book().atoms[one.atom].said.clause for one in decider().said(failing)}


@pytest.mark.parametrize("case", [case for case in CASES if case.least_yen is not None], ids=named)
def test_case_gets_the_amount_worked_out_by_hand(case):
    found = amount(decider(), book().numbers[case.programme], case.answers, case.costs)
    assert (found.least, found.most) == (case.least_yen, case.most_yen)


@pytest.mark.parametrize("code", CODES)
def test_company_that_says_nothing_is_not_refused(code):
    assert decider().decide({})[book().numbers[code]].verdict != "no"


def test_line_of_a_food_maker_in_katsushika_with_a_wage_plan_is_supported_by_three_quarters():
    """The company of the issue: 18 people, 12,000,000 yen."""
    answers: dict[str, Value] = {
        "industry": "E09", "employees": 18, "capital_yen": 10_000_000, "sole_trader": False, "large_owned": False,
        "area": "131229", "wage_plan": True,
    }  # fmt: skip
    given = {code: amount(decider(), book().numbers[code], answers, {"machinery": 12_000_000}) for code in CODES}
    sure = {code: found.least for code, found in given.items() if found.least}
    assert sure == {"P029": 9_000_000, "P053": 9_000_000, "P061": 6_000_000, "P062": 5_000_000}


# --- the demo's windows ----------------------------------------------------------------------------------------------


@cache
def demo_windows() -> list[tuple[str, Window]]:
    rows, _errors = read(next(table for table in TABLES if table.file == "demo/programme_windows.csv"), FOLDER.parent)
    return [(row.programme, window_of(line, row, dt.date(2026, 5, 1))) for line, row in rows]


def test_windows_of_the_demo_belong_to_grants_and_say_that_they_are_made_up():
    assert {description(code).kind for code, _window in demo_windows()} == {"grant"}
    assert [code for code, window in demo_windows() if "デモ用の仮の日程" not in window.source] == []


def test_rounds_of_the_demo_do_not_overlap():
    ordered = sorted(demo_windows(), key=lambda pair: (pair[0], pair[1].channel, pair[1].opens))
    pairs = [(one, other) for one, other in pairwise(ordered) if one[0] == other[0]]
    assert [one for one, other in pairs if one[1].channel == other[1].channel and one[1].closes >= other[1].opens] == []


def test_two_pages_of_one_programme_have_the_same_windows_in_the_demo():
    for twelve, eighteen in (("P028", "P054"), ("P029", "P053")):
        assert windows_of(twelve) == windows_of(eighteen)


def windows_of(code: str) -> list[Window]:
    return [window for own, window in demo_windows() if own == code]


# --- other folders, broken files -------------------------------------------------------------------------------------


def test_example_for_a_stranger_is_a_book_with_right_cases():
    ours = Decider(book(MINIMAL))
    for case in read_cases(MINIMAL):
        n = ours.book.numbers[case.programme]
        found = amount(ours, n, case.answers, case.costs)
        assert (found.verdict, found.least, found.most) == (case.verdict, case.least_yen or 0, case.most_yen or 0)


@pytest.fixture
def copied(tmp_path):
    shutil.copytree(MINIMAL, tmp_path / "programmes")
    return tmp_path / "programmes"


def edited(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def wrong(read: Any, folder: Path) -> list[tuple[str, str]]:
    with pytest.raises(BrokenTables) as refused:
        read(folder)
    return [(one.file, one.field) for one in refused.value.errors]


def test_unknown_word_in_a_condition_is_named_with_file_and_path(copied):
    edited(copied, "descriptions/EX1.yaml", "under:", "udner:")
    assert wrong(read_descriptions, copied) == [("descriptions/EX1.yaml", "who.all.0")]


def test_wrong_rate_is_named_with_file_and_path(copied):
    edited(copied, "descriptions/EX1.yaml", "rate: 1/2", "rate: half")
    assert wrong(read_descriptions, copied) == [("descriptions/EX1.yaml", "courses.0.rate")]


def test_mistake_deep_in_a_condition_is_named_where_it_is_written(copied):
    edited(copied, "descriptions/EX1.yaml", 'under: ["E"]', "under: []")
    assert wrong(read_descriptions, copied) == [("descriptions/EX1.yaml", "who.all.0.under")]


def test_condition_without_its_fact_is_named_where_it_is_written(copied):
    edited(copied, "descriptions/EX1.yaml", "{fact: energy_diagnosed, is: true,", "{is: true,")
    assert wrong(read_descriptions, copied) == [("descriptions/EX1.yaml", "who.all.1.fact")]


def test_two_descriptions_of_one_code_are_refused(copied):
    shutil.copy(copied / "descriptions" / "EX1.yaml", copied / "descriptions" / "EX2.yaml")
    assert wrong(read_descriptions, copied) == [("descriptions/EX2.yaml", "code")]


def test_mistakes_of_several_files_are_named_at_once(copied):
    shutil.copy(copied / "descriptions" / "EX1.yaml", copied / "descriptions" / "EX2.yaml")
    edited(copied, "descriptions/EX1.yaml", "kind: grant", "knid: grant")
    edited(copied, "descriptions/EX2.yaml", "rate: 1/2", "rate: half")
    first, second = "descriptions/EX1.yaml", "descriptions/EX2.yaml"
    assert wrong(read_descriptions, copied) == [(first, "kind"), (first, "knid"), (second, "courses.0.rate")]


def test_file_that_is_no_yaml_is_named(copied):
    (copied / "descriptions" / "EX1.yaml").write_text("who: [", encoding="utf-8")
    assert wrong(read_descriptions, copied) == [("descriptions/EX1.yaml", "")]


def test_missing_vocabulary_is_named(copied):
    (copied / "vocabulary.yaml").unlink()
    assert wrong(read_vocabulary, copied) == [("vocabulary.yaml", "")]


def test_case_that_is_a_no_without_a_clause_is_named(copied):
    edited(copied, "cases/EX1.yaml", 'verdict: "yes"', 'verdict: "no"')
    assert wrong(read_cases, copied) == [("cases/EX1.yaml", "cases.0")]
