"""What comes before an application: steps a company takes to make a fact what a programme asks, and how long they take.

Steps that do not need each other run side by side. A step that a programme does can begin only while that programme
takes applications. The company's own decisions are no steps: a plan takes none for granted.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil

from kosetsu.services.programmes.rules.book import Book, number
from kosetsu.services.programmes.rules.language import NUMBERS, Change, Fact, Value
from kosetsu.services.programmes.rules.windows import coming

DAY = dt.timedelta(days=1)
Span = tuple[dt.date, dt.date]
Key = tuple[str, Value]
Begins = dict[Key, dt.date]


@dataclass(frozen=True)
class Step:
    """One fact made something else. It ends ``days`` after the day it begins."""

    fact: str
    to: Value
    days: int
    fee_yen: int = 0
    valid_days: int | None = None
    needs: tuple["Step", ...] = ()
    programme: str = ""
    spans: tuple[Span, ...] | None = None
    """Days on which it can begin; None is any day."""
    unpublished: bool = False
    """The programme that does it has published no dates."""
    key: Key = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (self.fact, self.to))

    def from_(self, day: dt.date) -> dt.date | None:
        """The first day on or after ``day`` on which it can begin."""
        if self.spans is None:
            return day
        return min((max(day, first) for first, last in self.spans if last >= day), default=None)

    def until(self, day: dt.date) -> dt.date | None:
        """The last day up to ``day`` on which it can begin."""
        if self.spans is None:
            return day
        return max((min(day, last) for first, last in self.spans if first <= day), default=None)

    def done(self, begun: dt.date) -> dt.date:
        return begun + self.days * DAY


class Steps:
    """The steps open to one company at one moment."""

    def __init__(
        self, book: Book, answers: Mapping[str, Value], refused: Collection[str], at: dt.datetime, zone: dt.tzinfo
    ) -> None:
        self.book, self.answers, self.refused, self.at, self.zone = book, answers, refused, at, zone
        self._known: dict[str, tuple[Step, ...]] = {}

    def to_change(self, fact: str) -> tuple[Step, ...]:
        """What the fact can be made by steps, other than it is."""
        if fact not in self._known:
            self._known[fact] = tuple(self._ways(self.book.facts[fact], frozenset()))
        return self._known[fact]

    def _ways(self, fact: Fact, above: frozenset[str]) -> Iterator[Step]:
        change = fact.change
        if change is None or change.kind != "step" or fact.key in above or change.programme in self.refused:
            return
        needs = self._needs(change, above | {fact.key})
        spans, unpublished = self._spans.get(change.programme, (None, False)) if change.programme else (None, False)
        if needs is None or spans == ():
            return
        for to, days in self._targets(fact, change):
            yield Step(fact.key, to, days, change.fee_yen, change.valid_days, needs, change.programme, spans,
                       unpublished)  # fmt: skip

    def _needs(self, change: Change, above: frozenset[str]) -> tuple[Step, ...] | None:
        """The steps before this one; None where one of them cannot be taken."""
        found = []
        for key in change.needs:
            if self.answers.get(key) is True:
                continue
            way = next((step for step in self._ways(self.book.facts[key], above) if step.to is True), None)
            if way is None:
                return None
            found.append(way)
        return tuple(found)

    def _targets(self, fact: Fact, change: Change) -> Iterator[tuple[Value, int]]:
        now = self.answers.get(fact.key)
        if fact.kind in ("flag", "choice"):
            yield from ((to, change.days) for to in change.to if to != now)
        elif fact.kind in NUMBERS and now is not None:
            regions = self.book.regions[fact.key]
            for region in regions.possible:
                to = regions.nearest(region, now)
                way = number(to) - number(now)
                if way and change.direction in ("both", "up" if way > 0 else "down"):
                    yield to, change.days + ceil(change.days_each * abs(way))

    @cached_property
    def _spans(self) -> dict[str, tuple[tuple[Span, ...] | None, bool]]:
        """By programme, the days on which it still takes applications, and whether it says none."""
        found: dict[str, tuple[tuple[Span, ...] | None, bool]] = {}
        for one in self.book.descriptions:
            spans, unpublished = found.get(one.code, ((), False))
            if one.windows is None:
                found[one.code] = (None, True)
            elif one.windows == "always" and spans is not None:
                found[one.code] = ((*spans, (one.effective_from, one.effective_to or dt.date.max)), unpublished)
            elif spans is not None:
                dates = tuple((window.opens, window.closes) for window in coming(one, self.at, self.zone))
                found[one.code] = ((*spans, *dates), unpublished)
        return found


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps and all they need, each once, what is needed before what needs it."""
    found: dict[Key, Step] = {}
    for step in steps:
        for each in (*in_order(step.needs), step):
            found.setdefault(each.key, each)
    return tuple(found.values())


def earliest(steps: Sequence[Step], today: dt.date) -> Begins | None:
    """When each can begin at the earliest; None where one cannot begin any more."""
    begins: Begins = {}
    for step in steps:
        ready = max((need.done(begins[need.key]) for need in step.needs), default=today)
        begun = step.from_(ready)
        if begun is None:
            return None
        begins[step.key] = begun
    return begins


def latest(steps: Sequence[Step], by: dt.date) -> Begins | None:
    """When each must begin at the latest for all to be done by a day; None where one cannot."""
    ends = {step.key: by for step in steps}
    begins: Begins = {}
    for step in reversed(steps):
        begun = step.until(ends[step.key] - step.days * DAY)
        if begun is None:
            return None
        begins[step.key] = begun
        for need in step.needs:
            ends[need.key] = min(ends[need.key], begun)
    return begins


def ready(steps: Sequence[Step], today: dt.date) -> dt.date | None:
    """The first day on which all are done."""
    begins = earliest(steps, today)
    return None if begins is None else max((step.done(begins[step.key]) for step in steps), default=today)


def last_day(steps: Sequence[Step], first: dt.date, by: dt.date, prepare_days: int) -> tuple[dt.date, Begins] | None:
    """The last day between two to hand in an application while every step still holds, with the latest beginnings.

    A step that lapses too early moves the day forward, which moves the steps forward, until both agree.
    """
    day = by
    while day >= first:
        begins = latest(steps, day - prepare_days * DAY)
        if begins is None:
            return None
        holds = (step.done(begins[step.key]) + step.valid_days * DAY for step in steps if step.valid_days is not None)
        until = min(holds, default=day)
        if until >= day:
            return day, begins
        day = until
    return None


def lapses(step: Step) -> bool:
    """Whether it matters when the step is done: it costs something and does not hold for ever."""
    return bool(step.fee_yen) and step.valid_days is not None
