from dataclasses import replace

import pytest

from bench.matching.cohorts_checked import value, wrongs
from bench.scale import applicants
from kosetsu.across.matching.rules.clashing import Clash, Relaxation
from kosetsu.across.matching.rules.cohorts import composing
from kosetsu.across.matching.rules.cohorts.composing import Composition, compose
from kosetsu.across.matching.rules.cohorts.given import Applicant, Intake, Worth
from kosetsu.across.matching.rules.cohorts.limits import Kind, Limit
from kosetsu.across.matching.rules.cohorts.reasoning import Cause, Hindrance, Reason, Refusal
from kosetsu.across.matching.rules.misstated import Misstated
from kosetsu.across.matching.rules.watching import Unfinished, Watch
from kosetsu.across.matching.tests.intakes import applicant, where

FLAT = Worth(trade=(5, 1), size=(0,), place=(0,), interest=(0, 2), met=-3, floor=0)


def intake(*members: Applicant, cohorts: int = 2, least: int = 1, most: int = 2, **more: object) -> Intake:
    return Intake(members, cohorts, least, most, **{"worth": FLAT, **more})  # type: ignore[arg-type]


@pytest.fixture
def searching(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small intakes are searched as large ones are, with fewer changes."""
    monkeypatch.setattr(composing, "SMALL", 0)
    monkeypatch.setattr(composing, "AT_FIRST", ((150, 500),))
    monkeypatch.setattr(composing, "DAYS_RELAXED", 5)
    monkeypatch.setattr(composing, "STAGES", ((3, 3_000),))


def test_trades_are_spread_over_the_cohorts():
    found = compose(intake(applicant("A", "x"), applicant("B", "x"), applicant("C", "y"), applicant("D", "y")))
    assert (found.points, found.value, found.bound) == ((10, 10), 20, 20)
    assert [len(members) for members in found.members] == [2, 2]


def test_a_shared_interest_brings_two_together():
    found = compose(intake(
        applicant("A", "x", interests="p"), applicant("B", "y", interests="q"),
        applicant("C", "z", interests="p"), applicant("D", "w", interests="q"),
    ))  # fmt: skip
    assert sorted(found.members) == [("A", "C"), ("B", "D")]


def test_places_are_spread_by_falling_numbers_gathered_by_rising_ones_and_unknown_ones_bring_nothing():
    members = [applicant(key, key, place=place) for key, place in (("A", "i"), ("B", "i"), ("C", "j"), ("D", "j"))]
    unknown = [replace(one, place="") for one in members]
    spread, gathered = (replace(FLAT, place=steps) for steps in ((2, 1), (0, 3)))
    found = [compose(intake(*some, worth=worth)) for some in (members, unknown) for worth in (spread, gathered)]
    together = [sorted(one.members) == [("A", "B"), ("C", "D")] for one in found]
    assert ([one.value for one in found], together[:2]) == ([28, 26, 20, 20], [False, True])
    assert [one.same_place for one in found[1].reasons] + [one.same_place for one in found[2].reasons] == [1] * 4 + [
        None
    ] * 4


def test_two_who_met_before_are_kept_apart_where_that_costs_nothing():
    members = [applicant(key, key) for key in "ABCD"]
    found = compose(intake(*members, met=frozenset({("A", "B"), ("C", "D"), ("A", "C"), ("B", "D")})))
    assert sorted(found.members) == [("A", "D"), ("B", "C")]


def test_the_floor_lifts_the_weakest_cohort_at_the_price_of_the_strongest():
    members = [applicant(key, key, interests=topics) for key, topics in (("A", "p"), ("B", "p"), ("C", "p"), ("D", ""))]
    plain = Worth(trade=(5,), size=(0,), place=(0,), interest=(0, 4, 4), met=0, floor=0)
    assert sorted(compose(intake(*members, most=3, worth=plain)).points) == [5, 23]
    assert sorted(compose(intake(*members, most=3, worth=replace(plain, floor=5))).points) == [10, 14]


def test_every_cohort_has_a_day_for_all_its_members():
    members = [applicant("A", days="a"), applicant("B", days="b"), applicant("C", days="ab"), applicant("D", days="b")]
    found = compose(intake(*members))
    days = {key: found.days[cohort] for key, cohort in where(found).items()}
    assert (days["A"], days["B"], days["D"], len(days)) == ("a", "b", "b", 4)


def test_a_member_is_told_what_the_place_is_for():
    found = compose(intake(
        applicant("A", "x", interests="p"), applicant("B", "x", interests="p"), cohorts=1, met=frozenset({("A", "B")}),
    ))  # fmt: skip
    assert found.reasons[0] == Reason("A", 0, False, 1, 1, None, (("p", 1),), ("B",), brings=0, elsewhere=None)


def test_who_finds_no_place_is_told_what_closes_each_cohort():
    found = compose(intake(
        applicant("A", days="a"), applicant("B", days="b"), applicant("C", days="b"), applicant("D", days="a"),
        locks={"A": 0, "B": 1, "C": 1}, rivals=frozenset({("A", "D")}),
    ))  # fmt: skip
    assert found.refusals == (
        Refusal("D", (Hindrance(0, Cause.RIVAL, ("A",)), Hindrance(1, Cause.DAY))),
    )  # fmt: skip


def test_two_rivals_settled_in_one_cohort_clash():
    found = compose(
        intake(applicant("A"), applicant("B"), locks={"A": 0, "B": 0}, cohorts=1, rivals=frozenset({("B", "A")}))
    )
    limits = [Limit(Kind.RIVALS, ("A", "B")), Limit(Kind.LOCK, ("A",)), Limit(Kind.LOCK, ("B",))]
    assert isinstance(found, Clash)
    assert sorted(found.core) == sorted(limits)
    assert sorted(found.ways_out) == sorted((Relaxation(one, 1),) for one in limits)


def test_too_few_applicants_clash_with_the_least_and_it_says_by_how_much():
    found = compose(intake(applicant("A"), applicant("B"), least=3, most=4, cohorts=1))
    limit = Limit(Kind.LEAST)
    assert found == Clash((limit,), True, ((Relaxation(limit, 1),),))


def test_the_search_finds_what_the_solver_finds(searching):
    given = applicants.intake(7, 14, 2, 4, 6)
    found, best = compose(given), _whole(given)
    assert (wrongs(given, where(found)), value(given, where(found)), found.value) == ([], found.value, best.value)
    assert best.value <= compose(given, prove=True).bound <= found.bound


def test_the_same_intake_has_the_same_cohorts(searching):
    given = applicants.intake(4, 30, 2, 8, 12)
    assert compose(given) == compose(given)


def test_what_is_settled_stays_in_a_searched_composition(searching):
    given = applicants.intake(7, 30, 2, 8, 12)
    found = where(compose(given))
    assert {key: found[key] for key in given.locks} == {"A001": 0}


def test_time_too_short_for_a_bound_gives_a_far_one_instead_of_none(searching, monkeypatch):
    given = applicants.intake(7, 14, 2, 4, 6)
    near = compose(given).bound
    monkeypatch.setattr(composing._Composing, "_relaxed", lambda *given: float("inf"))
    far = compose(given)
    assert far.value <= near <= far.bound < 10 * near


def test_a_search_that_is_called_off_at_once_is_unfinished():
    with pytest.raises(Unfinished):
        compose(intake(applicant("A"), applicant("B")), Watch(cancelled=lambda: True))


@pytest.mark.parametrize(("field", "more"), [
    ("rivals", {"rivals": frozenset({("A", "Z")})}),
    ("met", {"met": frozenset({("Z", "A")})}),
    ("locks", {"locks": {"A": 7}}),
    ("cohorts", {"least": 5, "most": 4}),
    ("applicants", {"applicants": (applicant("A"), applicant("A"))}),
    ("days", {"applicants": (applicant("A", days=""),)}),
])  # fmt: skip
def test_an_intake_that_names_what_is_not_there_is_refused_by_field(field, more):
    with pytest.raises(Misstated) as refused:
        compose(replace(intake(applicant("A"), applicant("B")), **more))
    assert refused.value.field == field


def _whole(given: Intake) -> Composition:
    work = composing._Composing(given, Watch())
    found = work._exact()
    assert isinstance(found, Composition)
    return found
