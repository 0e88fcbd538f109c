"""What one course comes to: its terms with the uplifts that apply, exact, and between two ends where a term is open.

A term that the source leaves open is never guessed: without a limit the amount is anything up to the share of the
costs, without a rate anything up to the limit, without both it has no upper end, and each open term is named.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from kosetsu.services.programmes.rules.deciding import Verdict
from kosetsu.services.programmes.rules.language import Course, Uplift

Costs = Mapping[str, int | None]
"""What is spent on each kind of cost, None where that is not known. A kind that is not named is not spent on."""


class Line(NamedTuple):
    """One step of a computation.

    ``spent`` · ``rate`` · ``share`` (spent × rate) · ``fixed`` · ``limit`` · ``uplift`` (its number) · ``cut`` (to
    whole multiples of) · ``too_small`` (the least that can be applied for) · ``open`` (the term) · ``given``.
    """

    key: str
    yen: int | None = None
    rate: Fraction | None = None
    term: str = ""


class Way(NamedTuple):
    """One course with the uplifts that apply, and what it comes to."""

    course: int
    uplifts: tuple[int, ...]
    yen: int | None
    """None: without an upper end."""


NOTHING = Way(-1, (), 0)


class Terms(NamedTuple):
    """The terms of a course with the uplifts that apply: each the best of them."""

    rate: Fraction | None
    limit: int | None
    fixed: int | None

    @property
    def open(self) -> tuple[str, ...]:
        paid = self.rate is not None or self.fixed is not None
        limited = self.limit is not None or (self.rate is None and self.fixed is not None)
        return (() if paid else ("rate",)) + (() if limited else ("limit_yen",))


@lru_cache(maxsize=4096)
def _best(ones: tuple[tuple[Fraction | None, int | None, int | None], ...]) -> Terms:
    rates, limits, fixed = ([one for one in term if one is not None] for term in zip(*ones, strict=True))
    return Terms(max(rates, default=None), max(limits, default=None), max(fixed, default=None))


def terms(course: Course, uplifts: Iterable[int]) -> Terms:
    """The terms of a course when these uplifts apply."""
    ones: tuple[Course | Uplift, ...] = (course, *(course.uplifts[n] for n in uplifts))
    return _best(tuple((one.rate, one.limit_yen, one.fixed_yen) for one in ones))


def spent(course: Course, costs: Costs | None) -> tuple[int, int | None]:
    """The least and the most that counts; nothing at all is known where ``costs`` is None."""
    if costs is None:
        return 0, None
    counted = [yen for kind, yen in costs.items() if not course.costs or kind in course.costs]
    least = sum(yen for yen in counted if yen is not None)
    return least, None if None in counted else least


def least_of(course: Course, uplifts: Iterable[int], costs: Costs | None) -> int:
    """The least a course can come to: no more than its fixed amount where a term is open."""
    now = terms(course, uplifts)
    return _rounded(course, now, now.fixed or 0 if now.open else _raw(now, spent(course, costs)[0]))


def most_of(course: Course, uplifts: Iterable[int], costs: Costs | None) -> int | None:
    """The most a course can come to; None has no upper end."""
    now = terms(course, uplifts)
    total = spent(course, costs)[1]
    if "rate" in now.open or (total is None and now.rate is not None):
        return None if now.limit is None else _rounded(course, now, now.limit)
    return _rounded(course, now, _raw(now, total or 0))


def _raw(now: Terms, total: int) -> int:
    share = total * now.rate if now.rate is not None else Fraction(0)
    return max(share.numerator // share.denominator, now.fixed or 0)


def _rounded(course: Course, now: Terms, yen: int) -> int:
    limited = yen if now.limit is None else min(yen, now.limit)
    whole = limited - limited % course.cut_unit_yen
    return whole if whole >= course.least_yen else 0


def sets(course: Course, verdicts: Sequence[Verdict]) -> Iterator[tuple[int, ...]]:
    """The uplifts that may apply together: only those that are sure, and all that are not ruled out.

    More uplifts are never less, unless they put an end to a term that was open: then every set is looked at.
    """
    sure = tuple(n for n, one in enumerate(verdicts) if one is Verdict.YES)
    maybe = tuple(n for n, one in enumerate(verdicts) if one is Verdict.UNKNOWN)
    yield sure
    now = terms(course, sure)
    if maybe and (now.limit is None or now.open):
        for count in range(1, len(maybe)):
            yield from (tuple(sorted({*sure, *some})) for some in combinations(maybe, count))
    if maybe:
        yield tuple(sorted({*sure, *maybe}))


def size(way: Way) -> tuple[bool, int]:
    return way.yen is None, way.yen or 0


def lines(course: Course, way: Way, total: int | None) -> Iterator[Line]:
    now = terms(course, way.uplifts)
    yield from (Line("uplift", n) for n in way.uplifts)
    if now.rate is not None:
        share = None if total is None else _raw(now._replace(fixed=None), total)
        yield from (Line("spent", total), Line("rate", rate=now.rate), Line("share", share))
    if now.fixed is not None:
        yield Line("fixed", now.fixed)
    yield from (Line("open", term=term) for term in now.open)
    if now.limit is not None:
        yield Line("limit", now.limit)
    if course.cut_unit_yen > 1:
        yield Line("cut", course.cut_unit_yen)
    if way.yen is not None and way.yen < course.least_yen:
        yield Line("too_small", course.least_yen)
    yield Line("given", way.yen)
