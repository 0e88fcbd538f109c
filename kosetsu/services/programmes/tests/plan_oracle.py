"""The planner's answers by other means: every set of options, every day counted one by one, no solver.

Also a clerk who reads a finished plan line by line and says what is wrong with it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from typing import Any

from kosetsu.services.programmes.rules import language as said
from kosetsu.services.programmes.rules.language import Description, Fact, Value, Window
from kosetsu.services.programmes.rules.planning import Item, Plan
from kosetsu.services.programmes.tests.worlds import DAY, Reader, World

Made = tuple[tuple[str, Value], ...]
"""Facts and what steps make of them."""


@dataclass(frozen=True)
class Way:
    """One option: what is done, the last day, and from when to when each step may end."""

    code: str
    description: int
    lines: frozenset[str]
    yen: int
    paid: tuple[tuple[str, int], ...]
    fee: int
    made: Made
    spans: tuple[tuple[int, int], ...]
    spoils: frozenset[tuple[str, Value]]


class Brute:
    """The greatest yen after fees."""

    def __init__(self, world: World) -> None:
        self.world, self.reader = world, Reader(world.book)
        self.facts: dict[str, Fact] = dict(world.book.facts)
        self.kept = {one.code for one in world.kept}

    # ways of one programme

    @cached_property
    def ways(self) -> dict[str, list[Way]]:
        found: dict[str, dict[Any, Way]] = {}
        for n, one in enumerate(self.world.book.descriptions):
            if one.code in self.kept or one.code in self.world.refused or one.places_left == 0:
                continue
            if any(self.apart(one.code, code) for code in self.kept):
                continue
            for way in self._ways(n, one):
                same = (way.lines, way.made, way.spans, way.spoils, way.paid)
                known = found.setdefault(one.code, {}).get(same)
                if known is None or known.yen - known.fee < way.yen - way.fee:
                    found[one.code][same] = way
        return {code: list(ways.values()) for code, ways in found.items()}

    def _ways(self, n: int, one: Description) -> Iterator[Way]:
        for made in self.makings(one):
            answers = {**self.world.answers, **dict(made)}
            for number, course in enumerate(one.courses):
                if not self.reader.meets(n, number, answers):
                    continue
                spoils = frozenset(self._spoils(one, course, made))
                for spans in {spans for window in self._windows(one) if (spans := self._days(one, window, made))}:
                    yield from self._for_costs(n, number, answers, made, spans, spoils)

    def _for_costs(self, n: int, number: int, answers: Any, made: Made, spans: Any, spoils: Any) -> Iterator[Way]:
        one, costs = self.world.book.descriptions[n], self.world.project.lines
        pays, course = self.reader.pays(n, number, answers), one.courses[number]
        able = [line for line in costs if not course.costs or line.cost in course.costs]
        for size in range(len(able) + 1):
            for chosen in combinations(able, size):
                yen, total = pays(chosen) or 0, sum(line.yen for line in chosen)
                if not yen or (chosen and yen > total) or not self._room(one.code, chosen):
                    continue
                paid = split(yen, [line.yen for line in chosen])
                pairs = tuple((line.key, part) for line, part in zip(chosen, paid, strict=True))
                yield Way(one.code, n, frozenset(line.key for line in chosen), yen, pairs, one.fee_yen or 0, made,
                          spans, spoils)  # fmt: skip

    def _room(self, code: str, chosen: Sequence[Any]) -> bool:
        keys = {line.key for line in chosen}
        return all(self.both_allow(code, one.code) for one in self.world.kept for key, _yen in one.paid if key in keys)

    def makings(self, one: Description) -> Iterator[Made]:
        """Every way to do some of the steps that the programme speaks of, with what they need."""
        asked = {part.fact for top in one.conditions() for part in parts(top) if hasattr(part, "fact")}
        while more := {need for key in asked for need in self._needs(key)} - asked:
            asked |= more
        targets = {key: self.targets(key) for key in sorted(asked)}
        for choice in product(*([None, *some] for some in targets.values())):
            made = tuple((key, to) for key, to in zip(targets, choice, strict=True) if to is not None)
            done = {key for key, to in made if to is True} | {k for k, v in self.world.answers.items() if v is True}
            if all(set(self._needs(key)) <= done for key, _to in made):
                yield made

    def _needs(self, key: str) -> tuple[str, ...]:
        change = self.facts[key].change
        return change.needs if change is not None and change.kind == "step" else ()

    def targets(self, key: str) -> list[Value]:
        one, now = self.facts[key], self.world.answers.get(key)
        change = one.change
        if change is None or change.kind != "step" or change.programme in self.world.refused:
            return []
        if one.kind == "count":
            levels = {0} | {part.at_least for each in self.world.descriptions for top in each.conditions()
                            for part in parts(top) if isinstance(part, said.AtLeast) and part.fact == key}  # fmt: skip
            return [] if now is None else [level for level in sorted(levels) if level > int(now)]  # type: ignore[arg-type]
        return [to for to in change.to if to != now]

    def length(self, key: str, to: Value) -> int:
        change = self.facts[key].change
        assert change is not None
        if self.facts[key].kind != "count":
            return change.days
        distance = change.days_each * (int(to) - int(self.world.answers[key]))  # type: ignore[arg-type]
        return change.days + int(distance) + (distance != int(distance))

    def _spoils(self, one: Description, course: said.Course, made: Made) -> Iterator[tuple[str, Value]]:
        for top in (one.who, course.who, *(uplift.when for uplift in course.uplifts)):
            for part, wanted in literals(top, True):
                if part.fact in dict(made):
                    continue
                now = self.world.answers.get(part.fact)
                if now is None or meets(part, now) is wanted:
                    yield from ((part.fact, to) for to in self.targets(part.fact) if meets(part, to) is not wanted)

    # days

    def _windows(self, one: Description) -> list[Window | None]:
        if one.windows == "always":
            return [None] if one.effective_to is None or one.effective_to >= self.today else []
        return [window for window in one.windows or () if not self.ended(window)]

    @property
    def today(self) -> dt.date:
        return self.world.at.astimezone(self.world.zone).date()

    def ended(self, window: Window) -> bool:
        wall = self.world.at.astimezone(self.world.zone).replace(tzinfo=None)
        closes = dt.datetime.combine(window.closes, window.closes_at or dt.time.max)
        return wall >= closes

    def can_begin(self, key: str, day: dt.date) -> bool:
        """Whether a step can begin on a day, as far as the programme that does it takes applications."""
        change = self.facts[key].change
        assert change is not None
        by = [one for one in self.world.descriptions if one.code == change.programme]
        if day < self.today:
            return False
        return not by or any(self._takes(one, day) for one in by)

    def _takes(self, one: Description, day: dt.date) -> bool:
        if one.windows is None:
            return True
        if one.windows == "always":
            return one.effective_from <= day and (one.effective_to is None or day <= one.effective_to)
        return any(window.opens <= day <= window.closes and not self.ended(window) for window in one.windows)

    def award(self, one: Description, window: Window | None, day: dt.date) -> dt.date:
        if window is not None and window.decided is not None:
            return window.decided
        after = 1 if one.decision_days is None else one.decision_days
        return (window.closes if window is not None else day) + after * DAY

    def _days(self, one: Description, window: Window | None, made: Made) -> tuple[tuple[int, int], ...] | None:
        """For the last day that fits: (that day, 0), then from when to when each step may end. None: no day fits."""
        given = self.world.project
        last = window.closes if window is not None else min(one.effective_to or dt.date.max, given.latest_completion)
        first = max(self.today, window.opens if window is not None else one.effective_from)
        day = last
        while day >= first:
            ends = self._ends(one, made, day)
            if ends is not None and self._suits(one, self.award(one, window, day)):
                valid = {key: self.facts[key].change.valid_days for key, _to in made}  # type: ignore[union-attr]
                spans = tuple(
                    (-(10**9) if valid[key] is None else day.toordinal() - valid[key], ends[key].toordinal())
                    for key, _to in made
                )
                return ((day.toordinal(), 0), *spans)
            day -= DAY
        return None

    def _suits(self, one: Description, award: dt.date) -> bool:
        given = self.world.project
        if one.award_before_order is not False and award > given.latest_order:
            return False
        return one.period_months is None or anniversary(award, one.period_months) > given.latest_completion

    def _ends(self, one: Description, made: Made, day: dt.date) -> dict[str, dt.date] | None:
        """The last day on which each step can end for an application on a day; None where one cannot."""
        ends: dict[str, dt.date] = {}
        begins: dict[str, dt.date] = {}
        left = dict(made)
        while left:
            for key in [key for key in left if not any(key in self._needs(other) for other in left if other != key)]:
                to = left.pop(key)
                limit = min([day - one.prepare_days * DAY,
                             *(begins[other] for other in begins if key in self._needs(other))])  # fmt: skip
                begun = limit - self.length(key, to) * DAY
                while begun >= self.today and not self.can_begin(key, begun):
                    begun -= DAY
                begins[key], ends[key] = begun, begun + self.length(key, to) * DAY
                change = self.facts[key].change
                assert change is not None
                if begun < self.today or (change.valid_days is not None and ends[key] + change.valid_days * DAY < day):
                    return None
        return ends if day - one.prepare_days * DAY >= self.today else None

    # sets of ways

    def both_allow(self, one: str, other: str) -> bool:
        """Every round of both."""
        return all(
            two in each.stacks_with
            for code, two in ((one, other), (other, one)) for each in self.world.descriptions if each.code == code
        )  # fmt: skip

    def apart(self, one: str, other: str) -> bool:
        return any(two in each.exclusive_with for each in self.world.descriptions
                   for two in (one, other) if each.code in (one, other))  # fmt: skip

    def best(self) -> int:
        """Branches are left only where even all that is left would bring less."""
        codes = sorted(self.ways, key=lambda code: -max(way.yen - way.fee for way in self.ways[code]))
        most = [max(0, *(way.yen - way.fee for way in self.ways[code])) for code in codes]
        rest = [sum(most[n:]) for n in range(len(codes) + 1)]
        found = 0

        def walk(n: int, chosen: list[Way], value: int) -> None:
            nonlocal found
            net = value - self.step_fees(chosen)
            found = max(found, net)
            if n == len(codes) or net + rest[n] <= found:
                return
            for way in sorted(self.ways[codes[n]], key=lambda each: each.fee - each.yen):
                if all(self._go(way, other) for other in chosen) and self._within([*chosen, way]):
                    walk(n + 1, [*chosen, way], value + way.yen - way.fee)
            walk(n + 1, chosen, value)

        walk(0, [], 0)
        return found

    def _go(self, one: Way, other: Way) -> bool:
        if self.apart(one.code, other.code) or (one.lines & other.lines and not self.both_allow(one.code, other.code)):
            return False
        if set(one.made) & other.spoils or set(other.made) & one.spoils:
            return False
        return all(dict(other.made).get(key, to) == to for key, to in one.made)

    def _within(self, ways: Sequence[Way]) -> bool:
        paid = [pair for way in ways for pair in way.paid] + [pair for one in self.world.kept for pair in one.paid]
        return all(sum(yen for key, yen in paid if key == line.key) <= line.yen for line in self.world.project.lines)

    def step_fees(self, ways: Sequence[Way]) -> int:
        spans: dict[tuple[str, Value], list[tuple[int, int]]] = {}
        for way in ways:
            for made, span in zip(way.made, way.spans[1:], strict=True):
                spans.setdefault(made, []).append(span)
        return sum(self.facts[key].change.fee_yen * fewest(some) for (key, _to), some in spans.items())  # type: ignore[union-attr]


def fewest(spans: list[tuple[int, int]]) -> int:
    """The fewest groups of spans that have a day in common."""
    if not spans:
        return 0
    first, rest = spans[0], spans[1:]
    found = len(spans)
    for size in range(len(rest), -1, -1):
        for mates in combinations(range(len(rest)), size):
            group = [first, *(rest[n] for n in mates)]
            if max(low for low, _high in group) <= min(high for _low, high in group):
                found = min(found, 1 + fewest([span for n, span in enumerate(rest) if n not in mates]))
    return found


def split(yen: int, costs: Sequence[int]) -> list[int]:
    """In proportion; what is left over goes to the greatest remainders, the first of equal ones."""
    shares = [Fraction(yen * cost, sum(costs)) for cost in costs]
    paid = [int(share) for share in shares]
    for _ in range(yen - sum(paid) if costs else 0):
        most = max(range(len(costs)), key=lambda n: (shares[n] - paid[n], -n))
        paid[most] += 1
    return paid


def anniversary(day: dt.date, months: int) -> dt.date:
    total = day.year * 12 + day.month - 1 + months
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(total // 12, total % 12 + 1, last)
        except ValueError:
            continue
    raise AssertionError


def parts(condition: Any) -> Iterator[Any]:
    yield condition
    for name in ("all", "any", "of"):
        for part in getattr(condition, name, ()):
            yield from parts(part)
    if isinstance(condition, said.Not):
        yield from parts(condition.not_)


def literals(condition: Any, wanted: bool) -> Iterator[tuple[Any, bool]]:
    """Every comparison with the answer it should have."""
    match condition:
        case said.All(all=some) | said.Any_(any=some):
            for part in some:
                yield from literals(part, wanted)
        case said.Not(not_=part):
            yield from literals(part, not wanted)
        case _:
            yield condition, wanted


def meets(part: Any, value: Value) -> bool:
    return int(value) >= part.at_least if isinstance(part, said.AtLeast) else value == part.equals  # type: ignore[arg-type]


# --- the clerk -------------------------------------------------------------------------------------------------------


def wrongs(world: World, plan: Plan) -> list[str]:
    """What cannot be done as a plan says: read from the plan and the descriptions only."""
    return [text for text, wrong in _checks(Brute(world), world, plan) if wrong]


def _checks(brute: Brute, world: World, plan: Plan) -> Iterator[tuple[str, bool]]:
    steps = [item for item in plan.items if item.kind == "step"]
    final: Mapping[str, Value] = {**world.answers, **{item.subject: item.to for item in steps if item.to is not None}}
    codes = [one.code for one in (*plan.applications, *world.kept)]
    yield "a programme twice", len(set(codes)) < len(codes)
    yield "refused", bool(set(codes) & world.refused)
    yield "exclusive", any(brute.apart(one, two) for one, two in combinations(codes, 2))
    yield "a fact made two things", len({item.subject for item in steps}) < len({(i.subject, i.to) for i in steps})
    yield "fees", plan.fees_yen != sum(item.fee_yen for item in plan.items)
    yield "total", plan.total_yen != sum(one.yen for one in (*plan.applications, *world.kept))
    for item in plan.items:
        yield f"{item.kind} ends before it begins", not item.earliest <= item.latest <= item.last
        yield (
            f"{item.kind} in the past",
            item.latest < brute.today and item.kind != "order" and item.kind != "completion",
        )
    for item in steps:
        yield from _step_checks(brute, world, item, steps)
    for line in world.project.lines:
        users = [one.code for one in (*plan.applications, *world.kept) if line.key in dict(one.paid)]
        yield "a cost twice", any(not brute.both_allow(one, two) for one, two in combinations(users, 2))
        yield "more than it costs", plan.paid_by_line.get(line.key, 0) > line.yen
    for one in plan.applications:
        yield from _application_checks(brute, world, one, steps, final)


def _step_checks(brute: Brute, world: World, item: Item, steps: Sequence[Item]) -> Iterator[tuple[str, bool]]:
    change = brute.facts[item.subject].change
    assert change is not None
    assert item.to is not None
    length = brute.length(item.subject, item.to)
    yield "a decision taken for granted", change.kind != "step"
    yield "a step by a refused programme", change.programme in world.refused
    for begun in (item.earliest, item.latest):
        yield "a step that cannot begin", not brute.can_begin(item.subject, begun)
    yield "a step too short", item.latest + length * DAY != item.last
    for need in change.needs:
        before = [other for other in steps if other.subject == need and other.last <= item.latest
                  and _lasts(brute, other, item.latest)]  # fmt: skip
        yield "a step without what it needs", world.answers.get(need) is not True and not before


def _lasts(brute: Brute, item: Item, day: dt.date) -> bool:
    change = brute.facts[item.subject].change
    assert change is not None
    return change.valid_days is None or item.last + change.valid_days * DAY >= day


def _application_checks(
    brute: Brute, world: World, one: Any, steps: Sequence[Item], final: Mapping[str, Value]
) -> Iterator[tuple[str, bool]]:
    description = world.descriptions[one.description]
    number = next(n for n, course in enumerate(description.courses) if course.key == one.course)
    chosen = [line for line in world.project.lines if line.key in dict(one.paid)]
    begun = one.last_day - description.prepare_days * DAY
    mine = [item for item in steps if one.code in item.serves]
    own = {**world.answers, **{item.subject: item.to for item in mine if item.to is not None}}
    kinds = description.courses[number].costs
    yield "not met", not brute.reader.meets(one.description, number, own)
    yield "lost by other steps", not brute.reader.meets(one.description, number, final)
    yield "not this yen", brute.reader.pays(one.description, number, own)(chosen) != one.yen
    yield "less with other steps", (brute.reader.pays(one.description, number, final)(chosen) or 0) < one.yen
    yield "paid for nothing", chosen != [] and sum(dict(one.paid).values()) != one.yen
    yield "a cost that does not count", any(kinds and line.cost not in kinds for line in chosen)
    yield "steps", {item.subject for item in mine} != set(one.steps)
    yield "a step too late or lapsed", any(item.last > begun or not _lasts(brute, item, one.last_day) for item in mine)
    yield "prepared in the past", begun < brute.today
    yield "full", description.places_left == 0
    if one.window is None:
        yield "not always", description.windows != "always" or not brute._takes(description, one.last_day)
    else:
        yield "no such window", one.window not in (description.windows or ())
        yield "closed", brute.ended(one.window) or not one.window.opens <= one.last_day <= one.window.closes
    yield "another award", one.award != brute.award(description, one.window, one.last_day)
    yield "award too late or too early", not brute._suits(description, one.award)
