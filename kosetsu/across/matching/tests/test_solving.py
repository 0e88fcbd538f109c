from itertools import count

from bench.scale import applicants
from kosetsu.across.matching.rules.clashing import Clash, Relaxation, clash
from kosetsu.across.matching.rules.cohorts.planned import Planned
from kosetsu.across.matching.rules.cohorts.room import Room
from kosetsu.across.matching.rules.linear import Program
from kosetsu.across.matching.rules.solving import solve
from kosetsu.across.matching.rules.watching import Watch


def knapsack() -> Program:
    program = Program()
    columns = [program.column(gain) for gain in (5, 4, 3)]
    program.row(dict(zip(columns, (4.0, 3.0, 2.0), strict=True)), most=5)
    return program


def test_whole_numbers_bring_no_more_than_fractions():
    whole, parts = (solve(knapsack(), Watch(), whole=whole) for whole in (True, False))
    assert (whole.value, whole.bound, list(whole.values), whole.proven) == (7, 7, [0, 1, 1], True)
    assert parts.value == parts.bound == 7


def test_what_is_known_is_asked_to_be_bettered_and_cannot_be_once_it_is_the_best():
    known, best = knapsack(), knapsack()
    known.better(6)
    best.better(7)
    assert (solve(known, Watch()).value, solve(best, Watch()).possible) == (7, False)


def test_rows_that_cannot_hold_are_blamed_and_no_others():
    program = knapsack()
    program.row([0], least=1, limit="first")
    program.row([1], least=1, limit="second")
    program.row([0, 1], most=1, limit="one")
    answer = solve(program, Watch(), whole=False)
    assert (answer.possible, answer.found, set(answer.blamed) <= {1, 2, 3}) == (False, False, True)


def test_limits_that_clash_are_named_without_those_that_do_not():
    program = knapsack()
    for n, limit in enumerate(("first", "second", "third")):
        program.row([n], least=1, limit=limit)
    program.rows[0] = program.rows[0].__class__({0: 4.0, 1: 3.0}, 0, 5)
    assert clash(program, Watch()) == Clash(
        ("first", "second"), True, ((Relaxation("first", 1),), (Relaxation("second", 1),))
    )


def test_a_limit_that_gives_way_by_a_number_says_the_least_that_helps():
    program = Program()
    columns = [program.column() for _n in range(3)]
    program.row(columns, least=7, limit="many")
    program.gives["many"] = 7
    assert clash(program, Watch()).ways_out == ((Relaxation("many", 4),),)


def test_a_solver_that_is_called_off_stops_with_what_it_has():
    intake = applicants.intake(1, 60, 3, 15, 20)
    plan = Planned(Room(intake, [""] * intake.cohorts), days=True)
    plan.worth(60)
    asked = count()
    answer = solve(plan.program, Watch(600, cancelled=lambda: next(asked) > 20))
    assert answer.proven is False


def test_a_watch_has_nothing_left_once_it_is_called_off_or_its_time_is_over():
    clock = iter((0, 4, 11)).__next__
    watch = Watch(10, now=clock)
    assert (watch.left, watch.over) == (6, True)
    assert Watch(10, cancelled=lambda: True, now=lambda: 0).left == 0
