"""What was seen counts once, whatever order it comes in; what is right is all of it and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from kosetsu.services.training.rules import learning as rules

SPANS = st.lists(st.tuples(st.integers(-5, 120), st.integers(-5, 120)), max_size=12)


@given(SPANS, st.integers(1, 100))
def test_spans_together_hold_exactly_the_seconds_of_all_of_them(spans, length):
    seconds = {second for first, last in spans for second in range(max(first, 0), min(last, length))}
    found = rules.together(spans, length)
    assert {second for first, last in found for second in range(first, last)} == seconds
    assert rules.seconds_in(found) == len(seconds)


@given(SPANS, SPANS, st.integers(1, 100))
def test_spans_reported_one_after_the_other_are_those_reported_at_once(first, second, length):
    once = rules.together([*first, *second], length)
    assert rules.together([*rules.together(first, length), *second], length) == once


@given(st.integers(1, 10_000), st.integers(1, 100))
def test_a_film_is_seen_from_the_first_whole_second_that_makes_the_percentage(length, percent):
    enough = -(-length * percent // 100)
    assert rules.seen_all([(0, enough)], length, percent)
    assert not rules.seen_all([(0, enough - 1)], length, percent)


def test_question_is_right_with_all_its_right_choices_and_no_other():
    right = [[1], [0, 2], [0, 2], [0, 2]]
    assert rules.marked([[1], [2, 0], [0], [0, 1, 2]], right) == 2


def test_test_without_questions_is_never_passed():
    assert (rules.passed(0, 0, 1), rules.passed(7, 10, 70), rules.passed(6, 10, 70)) == (False, True, False)
