"""Plans one can follow with a finger: each rule of time, money and company once."""

import datetime as dt
import os
import subprocess
import sys
from typing import Any

import pytest

from kosetsu.services.programmes.rules.planning import Item, Plan, plan
from kosetsu.services.programmes.rules.situation import CostLine, Kept, Project
from kosetsu.services.programmes.tests.worlds import (
    DAY,
    TODAY,
    TOKYO,
    Reader,
    World,
    course,
    days,
    fact,
    flag,
    lines,
    programme,
    project,
    step,
    window,
)

TWO = lines(1_000_000, 600_000)


def world(*descriptions: Any, facts: Any = (), answers: Any = None, given: Project | None = None, **more: Any) -> World:
    return World(descriptions, facts, answers or {}, given or project(*TWO), **more)


def planned(one: World, **more: Any) -> Plan:
    given = {"at": one.at, "zone": TOKYO, "refused": one.refused, "kept": one.kept, **more}
    return plan(one.book, Reader(one.book), one.answers, one.project, **given)


def codes(found: Plan) -> list[str]:
    return [one.code for one in found.applications]


def reasons(found: Plan) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {one.code: (one.reason, one.by) for one in found.left}


def item(found: Plan, kind: str, subject: str = "") -> Item:
    (one,) = (each for each in found.items if (each.kind, each.subject) == (kind, subject))
    return one


def test_one_grant_is_planned_with_its_amount_by_line_and_its_days():
    found = planned(world(programme("A", prepare_days=5, reports=[{"words": {"ja": "報告"}, "first_months": 1,
                                                                   "every_months": 12, "times": 2}])))  # fmt: skip
    (only,) = found.applications
    assert (only.yen, only.paid) == (800_000, (("line0", 500_000), ("line1", 300_000)))
    assert (found.total_yen, found.fees_yen, found.naive_yen, found.proven) == (800_000, 0, 800_000, True)
    assert [(one.kind, one.earliest, one.latest, one.last) for one in found.items] == [
        ("application", TODAY, days(15), days(20)),
        ("award", days(30), days(30), days(30)),
        ("order", days(30), days(60), days(60)),
        ("completion", days(30), days(120), days(120)),
        ("report", days(120), dt.date(2024, 10, 7), dt.date(2024, 10, 7)),
        ("report", days(120), dt.date(2025, 10, 7), dt.date(2025, 10, 7)),
    ]


def test_two_grants_for_one_cost_are_planned_for_different_costs_and_the_naive_sum_stands_beside():
    found = planned(world(programme("A"), programme("B", courses=[course("2/3", 700_000)])))
    assert sorted((one.code, one.paid) for one in found.applications) == [
        ("A", (("line1", 300_000),)), ("B", (("line0", 666_666),))]  # fmt: skip
    assert (found.total_yen, found.naive_yen) == (966_666, 1_500_000)


def test_a_cost_is_shared_where_both_say_so_and_never_paid_beyond_itself():
    half = {"courses": [course("1/2", None)]}
    both = planned(world(programme("A", stacks_with=["B"], **half), programme("B", stacks_with=["A"], **half)))
    one = planned(world(programme("A", stacks_with=["B"], **half), programme("B", **half)))
    most = {"courses": [course("3/4", None)]}
    over = planned(world(programme("A", stacks_with=["B"], **most), programme("B", stacks_with=["A"], **most)))
    assert (both.total_yen, one.total_yen, over.total_yen) == (1_600_000, 800_000, 1_200_000)
    assert both.paid_by_line == {"line0": 1_000_000, "line1": 600_000}


def test_three_that_all_say_so_share_a_cost_and_a_fourth_finds_nothing_left():
    third = {"courses": [course("1/3", None)]}
    several = [programme(code, stacks_with=[one for one in "ABCD" if one != code], **third) for code in "ABCD"]
    found = planned(world(*several))
    assert (len(codes(found)), found.paid_by_line) == (3, {"line0": 999_999, "line1": 600_000})
    chain = [programme("A", stacks_with=["B"], **third), programme("B", stacks_with=["A", "C"], **third),
             programme("C", stacks_with=["B"], **third)]  # fmt: skip
    assert planned(world(*chain)).total_yen == 1_066_666


def test_exclusive_programmes_are_not_planned_together_whichever_of_them_says_so():
    found = planned(world(programme("A"), programme("B", courses=[course("2/3", 400_000)], exclusive_with=["A"])))
    assert codes(found) == ["A"]
    assert reasons(found) == {"B": ("exclusive", ("A",))}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"windows": [window(-20, -1)]}, "closed"),
        ({"windows": [window(-20, 0, "electronic", closes_at="12:00")]}, "closed"),
        ({"windows": None}, "unpublished"),
        ({"prepare_days": 21}, "too_short"),
        ({"who": flag("diagnosis")}, "too_short"),
        ({"decision_days": 41}, "award_late"),
        ({"windows": [window(0, 20, decided=days(61))]}, "award_late"),
        ({"period_months": 2}, "period_short"),
        ({"places_left": 0}, "full"),
        ({"courses": []}, "nothing_to_pay"),
        ({"courses": [course(None)]}, "amount_unknown"),
        ({"fee_yen": 800_000}, "fees"),
    ],
)
def test_a_programme_that_cannot_be_had_is_left_out_with_its_reason(more, reason):
    one = world(programme("A", **more), facts=[step("diagnosis", 21)])
    assert (codes(planned(one)), reasons(planned(one))) == ([], {"A": (reason, ())})


def test_what_would_be_paid_by_unpublished_programmes_stands_apart_and_in_no_total():
    found = planned(world(programme("A", windows=None), programme("B", courses=[course(limit=5)])))
    assert [(one.code, one.possible_yen) for one in found.unpublished] == [("A", 800_000)]
    assert found.total_yen == 5


def test_an_award_not_needed_before_the_order_may_come_after_it():
    assert codes(planned(world(programme("A", decision_days=100, award_before_order=False)))) == ["A"]


def test_an_unsaid_decision_is_the_day_after_the_window_with_a_remark():
    (one,) = planned(world(programme("A", decision_days=None, award_before_order=None, fee_yen=None))).applications
    assert (one.award, one.remarks) == (days(21), ("decision_unknown", "order_rule_unknown", "fee_unknown"))


def test_what_is_taken_all_year_is_handed_in_in_time_for_its_award():
    found = planned(world(programme("A", windows="always", decision_days=40)))
    assert (item(found, "application", "A").last, item(found, "award", "A").latest) == (days(20), days(60))
    assert item(found, "order").earliest == days(40)


def test_steps_are_ordered_back_from_the_last_day_with_their_latest_beginnings():
    facts = [step("diagnosis", 7), step("plan", 5, needs=("diagnosis",)), step("gbiz", 3)]
    one = world(programme("A", who={"all": [flag("plan"), flag("gbiz")]}, prepare_days=2), facts=facts)
    found = [(each.subject, each.earliest, each.latest, each.last) for each in planned(one).items[:4]]
    assert found == [
        ("diagnosis", TODAY, days(6), days(13)), ("plan", days(7), days(13), days(18)),
        ("gbiz", TODAY, days(15), days(18)), ("A", days(12), days(18), days(20)),
    ]  # fmt: skip


def test_a_step_that_lapses_is_not_begun_so_early_that_it_has_lapsed_on_the_last_day():
    one = world(programme("A", who=flag("tax")), facts=[step("tax", 2, valid_days=5)])
    assert (item(planned(one), "step", "tax").earliest, item(planned(one), "step", "tax").latest) == (
        days(13),
        days(18),
    )


def test_a_step_paid_for_serves_two_programmes_while_it_holds_and_is_done_again_when_it_does_not():
    fixed = {"who": flag("tax"), "courses": [course(None, None, fixed_yen=100)]}
    early, late = programme("A", **fixed), programme("B", windows=[window(0, 40)], **fixed)
    given = project(*TWO, order=(60, 90))
    fees = {
        valid: planned(world(early, late, facts=[step("tax", 2, fee_yen=10, valid_days=valid)], given=given)).fees_yen
        for valid in (None, 40, 20, 19)
    }
    assert fees == {None: 10, 40: 10, 20: 10, 19: 20}


def test_a_step_by_a_programme_begins_while_that_takes_applications_and_never_after_its_refusal():
    facts = [step("visit", 4, programme="V")]
    expert = programme("V", courses=[], windows=[window(3, 10)])
    one = world(programme("A", who=flag("visit")), expert, facts=facts)
    visit = item(planned(one), "step", "visit")
    assert (visit.earliest, visit.latest) == (days(3), days(10))
    assert codes(planned(one, refused={"V"})) == []
    closed = world(programme("A", who=flag("visit")), programme("V", courses=[], windows=[window(-9, -1)]), facts=facts)
    assert codes(planned(closed)) == []


def test_a_decision_is_never_taken_for_granted():
    wages = fact("wages", change={"kind": "decision", "days": 0, "words": {"ja": "賃上げ"}})
    better = {"when": flag("wages"), "rate": "3/4", "limit_yen": 5_000_000}
    one = programme("A", courses=[course(uplifts=[better])])
    assert planned(world(one, facts=[wages])).total_yen == 800_000
    assert planned(world(one, facts=[wages], answers={"wages": True})).total_yen == 1_200_000
    assert codes(planned(world(programme("A", who=flag("wages")), facts=[wages]))) == []


def test_a_step_is_taken_for_better_terms_only_where_they_are_worth_its_fee():
    def total(fee: int) -> tuple[int, int]:
        better = {"when": flag("approved"), "rate": "5/8"}
        one = programme("A", courses=[course(uplifts=[better])])
        found = planned(world(one, facts=[step("approved", 3, fee_yen=fee)]))
        return found.total_yen, found.fees_yen

    assert (total(199_999), total(200_001)) == ((1_000_000, 199_999), (800_000, 0))


def test_steps_that_make_one_fact_two_things_are_not_planned_together():
    level = step("level", 1, kind="choice", to=("b", "c"))
    first = programme("A", who={"fact": "level", "is": "b"}, courses=[course(costs=["machine"])])
    second = programme("B", who={"fact": "level", "is": "c"}, courses=[course(costs=["software"])])
    found = planned(world(first, second, facts=[level]))
    assert (codes(found), reasons(found)) == (["A"], {"B": ("other_fact", ("A",))})


def test_of_equal_plans_the_one_with_the_earlier_last_day_is_taken_then_the_one_with_fewer_programmes():
    fixed = {"courses": [course(None, None, fixed_yen=100)]}
    later = programme("A", windows=[window(0, 30)], exclusive_with=["B"], **fixed)
    assert codes(planned(world(later, programme("B", **fixed)))) == ["B"]
    halves = [programme(code, courses=[course(None, None, fixed_yen=50)], exclusive_with=["C"]) for code in "AB"]
    assert codes(planned(world(*halves, programme("C", exclusive_with=["A", "B"], **fixed)))) == ["C"]


def test_after_a_refusal_the_plan_is_made_again_around_what_was_applied_for():
    best = programme("A", courses=[course("3/4", costs=["machine"])])
    other = programme("B", courses=[course("1/2", costs=["software"])])
    spare = programme("C", windows=[window(0, 40)])
    one = world(best, other, spare, given=project(*TWO, order=(60, 90)))
    first = planned(one)
    assert sorted(codes(first)) == ["A", "B"]
    kept = [application.kept() for application in first.applications if application.code == "B"]
    again = planned(one, at=one.at + 25 * DAY, refused={"A"}, kept=kept)
    assert (codes(again), again.kept, again.total_yen) == (["C"], tuple(kept), 500_000 + 300_000)
    assert again.paid_by_line == {"line1": 300_000, "line0": 500_000}
    assert reasons(again) == {"A": ("refused", ())}


def test_what_was_applied_for_keeps_its_costs_and_excludes_its_rivals():
    kept = (Kept("K", (("line0", 700_000),), 700_000, award=days(5)),)
    rival = programme("R", exclusive_with=["K"])
    same = programme("S", courses=[course(costs=["machine"])])
    found = planned(world(programme("K"), rival, same, kept=kept))
    assert (codes(found), reasons(found)) == ([], {"R": ("exclusive", ("K",)), "S": ("same_cost", ("K",))})
    assert (found.total_yen, item(found, "award", "K").last) == (700_000, days(5))


def test_a_project_that_ends_before_it_begins_and_costs_of_nothing_are_refused():
    with pytest.raises(ValueError, match="ordered"):
        Project(TWO, days(5), days(4), days(9))
    with pytest.raises(ValueError, match="cost"):
        Project((CostLine("one", "machine", 0),), days(4), days(5), days(9))


def test_no_programmes_give_an_empty_plan():
    found = planned(world())
    assert (found.applications, found.items, found.total_yen, found.proven) == ((), (), 0, True)


def test_the_planner_is_imported_without_the_solver_and_numpy():
    """They would hold 22 MB in every process that plans nothing."""
    code = ("import sys; import kosetsu.services.programmes.rules.planning; "
            "print({'numpy', 'highspy'} & set(sys.modules))")  # fmt: skip
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "kosetsu.config.testing"}
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert said.stdout.strip() == "set()"
