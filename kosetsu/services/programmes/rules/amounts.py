"""How much a programme gives: exact yen where everything is known, and otherwise between which amounts it lies.

The interval always contains what the company is given once all is known. Zero lies in it unless the verdict is yes.
A term that the source leaves open is never guessed: without a limit the amount is anything up to the share of the
costs, without a rate anything up to the limit, without both it has no upper end, and each open term is named.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from kosetsu.services.programmes.rules.circuits import bits
from kosetsu.services.programmes.rules.deciding import Decider, Known, Outcome, Verdict
from kosetsu.services.programmes.rules.language import Course, Description, Value

TRIES = 2_000
"""How many combinations of answers that courses and uplifts share are looked at; beyond it the interval is wider."""
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


@dataclass(frozen=True, slots=True)
class Amount:
    """What is given lies between ``least`` and ``most``; None is without an upper end."""

    verdict: Verdict
    least: int
    most: int | None
    course: str = ""
    """The course that gives most, and the one ``lines`` are about."""
    open_terms: tuple[str, ...] = ()
    """Terms of it that the source leaves open."""
    lines: tuple[Line, ...] = ()
    """How ``most`` is computed."""
    least_course: str = ""
    least_lines: tuple[Line, ...] = ()
    """How ``least`` is computed, where it is another amount."""

    @property
    def exact(self) -> bool:
        return self.least == self.most


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
    ones = (course, *(course.uplifts[n] for n in uplifts))
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


@dataclass
class _Bounds:
    """One description's verdicts, and between which amounts they leave it."""

    description: Description
    costs: Costs | None
    outcomes: Sequence[Outcome]
    low: Way = field(init=False)
    high: Way = field(init=False)

    def __post_init__(self) -> None:
        who = self.outcomes[0].verdict
        self.low = self.high = NOTHING
        if who is Verdict.NO:
            return
        for n, (own, uplifts) in enumerate(self._courses()):
            if own is not Verdict.NO:
                course = self.description.courses[n]
                sets = list(_sets(course, uplifts))
                if own is Verdict.YES is who:
                    least = min((Way(n, one, least_of(course, one, self.costs)) for one in sets), key=_size)
                    self.low = max(self.low, least, key=_size)
                most = max((Way(n, one, most_of(course, one, self.costs)) for one in sets), key=_size)
                self.high = max(self.high, most, key=_size)

    def _courses(self) -> Iterator[tuple[Verdict, list[Verdict]]]:
        at = 1
        for course in self.description.courses:
            own, *uplifts = (one.verdict for one in self.outcomes[at : at + 1 + len(course.uplifts)])
            yield own, uplifts
            at += 1 + len(course.uplifts)


def _sets(course: Course, verdicts: Sequence[Verdict]) -> Iterator[tuple[int, ...]]:
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


def _size(way: Way) -> tuple[bool, int]:
    return way.yen is None, way.yen or 0


def roots(decider: Decider, n: int) -> tuple[int, ...]:
    """Who may apply, then for each course who it is for and when each uplift applies."""
    circuit = decider.circuit
    return circuit.who[n], *(each for who, uplifts in circuit.terms[n] for each in (who, *uplifts))


def amount(decider: Decider, n: int, answers: Mapping[str, Value], costs: Costs | None) -> Amount:
    """What description ``n`` gives this company for these costs, with its computation line by line."""
    return amount_of(decider, n, decider.known(answers), costs)


def amount_of(decider: Decider, n: int, known: Known, costs: Costs | None) -> Amount:
    """The same for a company that was read before."""
    verdict, low, high = interval(decider, n, known, costs)
    description = decider.book.descriptions[n]
    course = description.courses[high.course] if high.course >= 0 else None
    other = description.courses[low.course] if low.course >= 0 and low.yen != high.yen else None
    return Amount(
        verdict,
        low.yen or 0,
        high.yen,
        course.key if course else "",
        terms(course, high.uplifts).open if course else (),
        tuple(_lines(course, high, spent(course, costs)[1])) if course else (),
        other.key if other else "",
        tuple(_lines(other, low, spent(other, costs)[0])) if other else (),
    )


def interval(decider: Decider, n: int, known: Known, costs: Costs | None) -> tuple[Verdict, Way, Way]:
    """The verdict, and the ways of the least and of the most."""
    nodes, description = roots(decider, n), decider.book.descriptions[n]
    first = _Bounds(description, costs, decider.outcomes(nodes, known))
    verdict = first.outcomes[0].verdict
    fact = _torn(decider, first.outcomes)
    if first.low.yen == first.high.yen or fact is None:
        return verdict, first.low, first.high
    low, high = _tightened(decider, nodes, known, first)
    return verdict, low, high


def _tightened(decider: Decider, nodes: tuple[int, ...], known: Known, first: _Bounds) -> tuple[Way, Way]:
    """Every combination of answers on which several verdicts rest, as far as it can still widen what was found."""
    low: Way | None = None
    high: Way | None = None
    stack = [known]
    for _try in range(TRIES):
        if not stack:
            return low or first.low, high or first.high
        now = stack.pop()
        here = _Bounds(first.description, first.costs, decider.outcomes(nodes, now))
        if low and high and _size(low) <= _size(here.low) and _size(here.high) <= _size(high):
            continue
        fact = None if here.low.yen == here.high.yen else _torn(decider, here.outcomes)
        if fact is not None:
            stack += _ways(decider, fact, now, nodes)
            continue
        low = here.low if low is None else min(low, here.low, key=_size)
        high = here.high if high is None else max(high, here.high, key=_size)
    return first.low, first.high


def _ways(decider: Decider, fact: str, known: Known, nodes: tuple[int, ...]) -> list[Known]:
    possible = known.regions.get(fact, decider.readers[fact].possible)
    classes = decider.told_apart(fact, nodes)
    return [decider.changed(known, fact, inside) for one in classes if (inside := one & possible)]


def _torn(decider: Decider, outcomes: Sequence[Outcome]) -> str | None:
    """The fact on which most of the unknown verdicts rest; None where no two share one: then any combination happens."""
    if outcomes[0].verdict is Verdict.NO:
        return None
    unknown = [one.open for one in outcomes if one.verdict is Verdict.UNKNOWN]
    found: Counter[str] = Counter()
    for mask in unknown if len(unknown) > 1 else ():
        found.update({decider.circuit.fact(literal) for literal in bits(mask)})
    fact, times = found.most_common(1)[0] if found else ("", 0)
    return fact if times > 1 else None


def _lines(course: Course, way: Way, total: int | None) -> Iterator[Line]:
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
