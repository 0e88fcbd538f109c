"""Arithmetic of courses on demand: what was seen, and what a test's answers are worth."""

from collections.abc import Iterable, Sequence

Span = tuple[int, int]
"""Seconds of a film, from and to."""

MOST_AT_ONCE = 120
"""Seconds of film that one report of a player can hold: it reports every 15 seconds, at up to four times the speed."""


def together(spans: Iterable[Sequence[int]], length: int) -> list[Span]:
    """The same seconds in order, none touching the next, within the film.

    >>> together([(5, 9), (0, 5), (20, 99)], 30)
    [(0, 9), (20, 30)]
    """
    found: list[Span] = []
    for first, last in sorted((max(one[0], 0), min(one[1], length)) for one in spans):
        if last <= first:
            continue
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return found


def seconds_in(spans: Iterable[Sequence[int]]) -> int:
    """How many seconds they are together; they must not overlap."""
    return sum(last - first for first, last in spans)


def seen_all(spans: Iterable[Sequence[int]], length: int, percent: int) -> bool:
    """Whether that much of the film was seen; in whole numbers, so that 90 % of 10 seconds are 9."""
    return seconds_in(spans) * 100 >= length * percent


def marked(answers: Sequence[Sequence[int]], right: Sequence[Sequence[int]]) -> int:
    """How many questions have all their right choices and no other."""
    return sum(sorted(given) == sorted(asked) for given, asked in zip(answers, right, strict=True))


def passed(right: int, asked: int, percent: int) -> bool:
    """Whether that many right answers are enough."""
    return asked > 0 and right * 100 >= asked * percent
