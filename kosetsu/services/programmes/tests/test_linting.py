"""The linter: one description for each thing that can be wrong, and none said of a sound one."""

import datetime as dt
from typing import Any

import pytest

from kosetsu.services.programmes.rules.language import Definition, Description, Vocabulary
from kosetsu.services.programmes.rules.linting import Finding, lint, worded
from kosetsu.services.programmes.tests.made_up import size_class
from kosetsu.services.programmes.tests.worlds import COSTS, course, fact, flag, programme, step, window

DAY = dt.date(2024, 5, 10)
SIZES = (size_class("other", "basic", ("*",), 300_000_000, 300, 20, "Art. 2"),)
FACTS = (
    fact("plain"), fact("founded", "day"), fact("industry", "code"), fact("employees", "count", least=0),
    fact("capital_yen", "yen", least=0), fact("sole_trader"), step("level", 3, kind="choice"),
    step("diagnosis", 30), step("dispatch", 10, needs=("diagnosis",)), step("egg", 1, needs=("hen",)),
    step("hen", 1, needs=("egg",)), step("visit", 1, programme="P9"),
)  # fmt: skip


def define(key: str, condition: Any) -> Definition:
    return Definition(key=key, words={"ja": key}, condition=condition, source="p. 1")


DEFINITIONS = (define("usual", flag("plain")), define("circle", {"any": [{"use": "circle"}, flag("plain")]}))


def found(*others: Description, **more: Any) -> list[tuple[str, str]]:
    return [(one.key, one.path) for one in findings(programme("P1", **more), *others)]


def findings(one: Description, *others: Description) -> tuple[Finding, ...]:
    costs = [{"key": key, "words": {"ja": key}} for key in COSTS]
    vocabulary = Vocabulary(facts=FACTS, costs=costs, definitions=DEFINITIONS)
    given = lint(one, vocabulary, (*others, one), SIZES, DAY)
    assert [each for each in given if not worded(each) or "%(" in worded(each)] == []
    return given


def of_course(**more: Any) -> list[tuple[str, str]]:
    return found(courses=[course(**more)])


def test_a_sound_description_has_no_findings():
    who = {
        "all": [
            {"size": "sme"},
            {"use": "usual"},
            flag("diagnosis"),
            {"confirm": "意欲がある", "by": "公社", "key": "will"},
        ]
    }
    better = {"when": {"fact": "level", "is": "b"}, "rate": "2/3"}
    assert found(who=who, courses=[course(uplifts=[better], costs=COSTS)], windows=[window(0, 40)]) == []


@pytest.mark.parametrize(
    ("condition", "key", "path"),
    [
        (flag("nothing"), "unknown_fact", "who"),
        ({"all": [flag("plain"), {"not": {"use": "nothing"}}]}, "unknown_definition", "who.1.not"),
        ({"use": "circle"}, "circular_definition", "definitions.circle"),
        ({"size": "small", "acts": ["nothing"]}, "unknown_act", "who"),
        ({"fact": "level", "is": "z"}, "unknown_choice", "who"),
        ({"fact": "level", "among": ["a", "z"]}, "unknown_choice", "who"),
        (flag("egg"), "circular_needs", "facts.egg.change.needs"),
        ({"fact": "plain", "at_least": 3}, "unfit_comparison", "who"),
        ({"fact": "level", "is": True}, "unfit_comparison", "who"),
        ({"fact": "plain", "is": "yes"}, "unfit_comparison", "who"),
        ({"fact": "employees", "under": ["A"]}, "unfit_comparison", "who"),
        ({"fact": "employees", "within_years": 3}, "unfit_comparison", "who"),
        ({"fact": "founded", "at_most": 3}, "unfit_comparison", "who"),
        ({"fact": "industry", "among": ["A"]}, "unfit_comparison", "who"),
        (flag("visit"), "unknown_programme", "facts.visit.change.programme"),
    ],
)
def test_a_name_or_comparison_that_does_not_fit_is_named_before_a_book_is_made(condition, key, path):
    assert found(who=condition) == [(key, path)]


@pytest.mark.parametrize(
    "condition",
    [
        {"all": [{"fact": "employees", "at_least": 21}, {"fact": "employees", "at_most": 20}]},
        {"all": [flag("plain"), {"not": {"use": "usual"}}]},
        {"all": [{"size": "small"}, {"fact": "employees", "at_least": 21}]},
        {"fact": "employees", "at_most": -1},
        {"at_least": 2, "of": [{"fact": "level", "is": one} for one in "abc"]},
        {"all": [{"fact": "industry", "under": ["E09"]}, {"not": {"fact": "industry", "under": ["E"]}}]},
    ],
)
def test_a_condition_nobody_can_meet_is_found_wherever_it_stands(condition):
    assert found(who=condition) == [("unsatisfiable", "who")]
    assert of_course(who=condition) == [("unsatisfiable", "courses.0.who")]
    assert of_course(uplifts=[{"when": condition, "rate": "2/3"}]) == [("unsatisfiable", "courses.0.uplifts.0.when")]


def test_an_uplift_against_who_may_apply_is_unsatisfiable_and_one_that_follows_from_it_always_true():
    against = {"when": {"fact": "employees", "at_least": 30}, "rate": "2/3"}
    follows = {"when": {"size": "sme"}, "rate": "2/3"}
    assert found(who={"size": "small"}, courses=[course(uplifts=[against, follows])]) == [
        ("unsatisfiable", "courses.0.uplifts.0.when"), ("always_true", "courses.0.uplifts.1.when"),
    ]  # fmt: skip


def test_a_condition_that_one_company_in_a_corner_meets_is_not_unsatisfiable():
    corner = {"all": [{"size": "sme"}, {"fact": "employees", "at_least": 301}, {"fact": "sole_trader", "is": False}]}
    assert found(who=corner) == []
    assert found(who={"all": [*corner["all"], {"fact": "capital_yen", "at_least": 300_000_001}]}) != []


def test_a_window_shorter_than_the_steps_that_all_need_is_named_with_both_lengths():
    one = programme("P1", who=flag("dispatch"), windows=[window(0, 39), window(50, 90)])
    assert [(each.key, each.path, each.data) for each in findings(one)] == [
        ("window_too_short", "windows.0", {"fact": "dispatch", "days": 40, "window_days": 39}),
    ]  # fmt: skip
    assert found(who={"any": [flag("dispatch"), flag("plain")]}, windows=[window(0, 5)]) == []


def test_rates_above_one_limits_of_nothing_and_minimums_above_the_limit_are_errors():
    assert of_course(rate="3/2") == [("rate_above_one", "courses.0.rate")]
    better = {"when": flag("plain"), "rate": "5/4"}
    assert of_course(uplifts=[better]) == [("rate_above_one", "courses.0.uplifts.0.rate")]
    assert of_course(limit=0) == [("limit_zero", "courses.0.limit_yen")]
    assert of_course(least_yen=1_000_001) == [("least_above_limit", "courses.0.least_yen")]
    assert of_course(rate=None, limit=None, fixed_yen=5, least_yen=6) == [("least_above_limit", "courses.0.least_yen")]
    assert of_course(least_yen=1_500_000, uplifts=[{"when": flag("plain"), "limit_yen": 2_000_000}]) == []


def test_a_kind_of_cost_that_does_not_exist_is_named():
    assert of_course(costs=["machine", "castle"]) == [("unknown_cost", "courses.0.costs")]


def test_missing_sources_and_pages_are_named():
    assert found(sources=[{"document": " ", "page": 1}]) == [("source_missing", "sources.0.document")]
    assert found(sources=[{"document": "booklet"}]) == [("page_missing", "sources.0.page")]
    assert found(windows=[window(0, 9) | {"source": ""}]) == [("source_missing", "windows.0.source")]


def test_a_description_not_verified_until_the_day_is_named_the_day_after():
    assert found(verified_until=DAY) == []
    assert found(verified_until=DAY - dt.timedelta(days=1)) == [("unverified", "verified_until")]


def test_rounds_of_one_programme_that_share_a_day_by_one_channel_overlap():
    second = programme("P1", round="2", windows=[window(20, 30), window(0, 50, "counter")])
    assert found(second, round="1") == [("rounds_overlap", "windows.0")]
    assert found(programme("P1", round="2", windows=[window(21, 30)]), round="1") == []
    assert found(windows=[window(0, 9), window(9, 12)]) == [("rounds_overlap", "windows.0")]
    assert found(programme("P2", round="2")) == []


def test_exclusivity_and_stacking_said_on_one_side_only_are_named_on_both():
    says, silent = programme("P1", exclusive_with=["P2"], stacks_with=["P3"]), programme("P2")
    assert [one.key for one in findings(says, silent, programme("P3"))] == [
        "one_sided_exclusive_with", "one_sided_stacks_with"]  # fmt: skip
    assert [(one.key, one.data) for one in findings(silent, says)] == [
        ("one_sided_exclusive_with", {"programme": "P1", "says": "P1"})]  # fmt: skip
    assert found(programme("P2", exclusive_with=["P1"]), exclusive_with=["P2"]) == []


def test_programmes_that_are_named_and_do_not_exist_are_named():
    assert found(exclusive_with=["P7"], stacks_with=["P8"]) == [
        ("unknown_programme", "exclusive_with"), ("unknown_programme", "stacks_with")]  # fmt: skip


def test_several_wrongs_are_all_said_at_once():
    keys = found(who=flag("nothing"), courses=[course("3/2", 0)], verified_until=dt.date(2024, 1, 1))
    assert [key for key, _path in keys] == ["unknown_fact", "rate_above_one", "limit_zero", "unverified"]
