"""What costs something is asked and told seldom; a yes is never taken back."""

from collections.abc import Iterator

from kosetsu.across.matching.rules.watching import AskedSeldom, Progress, told_seldom


def clock(*moments: float) -> Iterator[float]:
    return iter(moments)


def test_question_is_asked_at_first_and_then_once_in_so_many_seconds() -> None:
    asked: list[str] = []
    moments = clock(0, 0.4, 1.0, 1.5)
    question = AskedSeldom(lambda: bool(asked.append("?")), 1, lambda: next(moments))
    assert ([question() for _time in range(4)], len(asked)) == ([False] * 4, 2)


def test_yes_is_kept_and_not_asked_again() -> None:
    answers, moments = iter([False, True]), clock(0, 1)
    question = AskedSeldom(lambda: next(answers), 1, lambda: next(moments))
    assert ([question() for _time in range(4)], question.yes) == ([False, True, True, True], True)


def test_reports_between_two_seconds_are_left_out() -> None:
    told: list[int] = []
    moments = clock(0, 0.9, 1.0, 1.9, 2.0)
    tell = told_seldom(lambda progress: told.append(progress.total), 1, lambda: next(moments))
    for total in range(5):
        tell(Progress("searching", total))
    assert told == [0, 2, 4]
