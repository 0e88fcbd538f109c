"""The language read word by word, for the tests: nothing of the book, its regions, atoms or circuits is used.

A condition is evaluated on full answers; what is unanswered is completed in every way that can matter, with the
values around each threshold and codes under and beside each beginning.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

from kosetsu.foundation.parties.rules.law import SizeThreshold
from kosetsu.services.programmes.rules import language as said

Answers = Mapping[str, Any]
NO_END = 10**20


@dataclass
class Oracle:
    """One vocabulary on one day."""

    day: dt.date
    vocabulary: said.Vocabulary
    sizes: tuple[SizeThreshold, ...]
    facts: dict[str, said.Fact] = field(init=False)

    def __post_init__(self) -> None:
        self.facts = {one.key: one for one in self.vocabulary.facts}
        self.definitions = {one.key: one.condition for one in self.vocabulary.definitions}

    # full answers

    def holds(self, condition: Any, answers: Answers, code: str = "") -> bool:
        """Whether a condition holds for answers to everything it asks. ``code`` is the programme's."""
        match condition:
            case said.All(all=parts):
                return all(self.holds(part, answers, code) for part in parts)
            case said.Any_(any=parts):
                return any(self.holds(part, answers, code) for part in parts)
            case said.Some(at_least=least, of=parts):
                return sum(self.holds(part, answers, code) for part in parts) >= least
            case said.Not(not_=part):
                return not self.holds(part, answers, code)
            case said.Use(use=key):
                return self.holds(self.definitions[key], answers, code)
            case said.Confirmed(key=key):
                return answers[f"confirmed_{code}_{key}".lower()] is True
            case said.Size():
                return self._size(condition, answers)
            case _:
                return self.compares(condition, answers[condition.fact])

    def compares(self, condition: Any, value: Any) -> bool:
        match condition:
            case said.Is(equals=wanted):
                return value == wanted
            case said.Among(among=names):
                return value in names
            case said.Under(under=beginnings):
                return any(value.startswith(begin) for begin in beginnings)
            case said.AtLeast(at_least=limit):
                return value >= limit
            case said.AtMost(at_most=limit):
                return value <= limit
            case said.Within(within_years=years):
                return self._years_before(years) <= value <= self.day
        raise TypeError(condition)

    def _years_before(self, years: int) -> dt.date:
        try:
            return self.day.replace(year=self.day.year - years)
        except ValueError:
            return dt.date(self.day.year - years, 2, 28)

    def _size(self, asked: said.Size, answers: Answers) -> bool:
        code = answers["industry"]
        classes = [one for one in self.sizes if one.act in asked.acts]
        named = [(len(begin), one) for one in classes for begin in one.industries if code.startswith(begin)]
        others = [one for one in classes if "*" in one.industries]
        if not named and not others:
            return False
        own = max(named, key=lambda pair: pair[0])[1] if named else others[0]
        if asked.size == "small":
            return bool(answers["employees"] <= own.small_employees_max)
        few = answers["employees"] <= own.employees_max
        return bool(few or (not answers["sole_trader"] and answers["capital_yen"] <= own.capital_max_yen))

    # what is asked

    def leaves(self, condition: Any) -> Iterator[Any]:
        """Comparisons as they stand in a condition."""
        match condition:
            case said.All(all=parts) | said.Any_(any=parts) | said.Some(of=parts):
                for part in parts:
                    yield from self.leaves(part)
            case said.Not(not_=part):
                yield from self.leaves(part)
            case said.Use(use=key):
                yield from self.leaves(self.definitions[key])
            case _:
                yield condition

    def asked(self, conditions: list[Any], code: str) -> dict[str, list[Any]]:
        """Every fact the conditions rest on, with the values that can matter."""
        marks: dict[str, set[Any]] = {}
        for leaf in (leaf for condition in conditions for leaf in self.leaves(condition)):
            for fact, found in self._marks(leaf, code):
                marks.setdefault(fact, set()).update(found)
        return {fact: self._values(fact, found) for fact, found in sorted(marks.items())}

    def _marks(self, leaf: Any, code: str) -> Iterator[tuple[str, set[Any]]]:
        match leaf:
            case said.AtLeast(fact=fact, at_least=limit):
                yield fact, {limit - 1, limit}
            case said.AtMost(fact=fact, at_most=limit):
                yield fact, {limit, limit + 1}
            case said.Within(fact=fact, within_years=years):
                first, one = self._years_before(years), dt.timedelta(days=1)
                yield fact, {first - one, first, self.day, self.day + one}
            case said.Under(fact=fact, under=beginnings):
                yield fact, {*beginnings, *(begin + "_" for begin in beginnings), "_"}
            case said.Confirmed(key=key):
                yield f"confirmed_{code}_{key}".lower(), {True, False}
            case said.Size():
                for one in (one for one in self.sizes if one.act in leaf.acts):
                    begins = set(one.industries) - {"*"}
                    yield "industry", {*begins, *(begin + "_" for begin in begins), "_"}
                    yield "employees", {n + m for n in (one.employees_max, one.small_employees_max) for m in (0, 1)}
                    yield "capital_yen", {one.capital_max_yen, one.capital_max_yen + 1}
                yield "sole_trader", {True, False}
            case _:
                yield leaf.fact, set()

    def _values(self, fact: str, marks: set[Any]) -> list[Any]:
        described = self.facts.get(fact)
        if described is None or described.kind == "flag":
            return [False, True]
        if described.kind == "choice":
            return [one.key for one in described.choices]
        if described.kind in said.NUMBERS:
            least = described.least if described.least is not None else min(marks)
            most = described.most if described.most is not None else max(marks)
            marks = {least, most} | {value for value in marks if least <= value <= most}
        return sorted(marks)

    def completions(self, conditions: list[Any], answers: Answers, code: str = "") -> Iterator[dict[str, Any]]:
        """Full answers that agree with what is answered; a code is completed by what begins with it."""
        asked = self.asked(conditions, code)
        ways = [self._ways(fact, values, answers) for fact, values in asked.items()]
        for values in product(*ways):
            yield dict(zip(asked, values, strict=True))

    def _ways(self, fact: str, values: list[Any], answers: Answers) -> list[Any]:
        if fact not in answers:
            return values
        answer = answers[fact]
        if fact in self.facts and self.facts[fact].kind == "code":
            return [answer, *(value for value in values if value.startswith(answer) and value != answer)]
        return [answer]

    def verdict(self, condition: Any, answers: Answers, code: str = "") -> str:
        """yes or no where every completion agrees."""
        found = set()
        for full in self.completions([condition], answers, code):
            found.add(self.holds(condition, full, code))
            if len(found) == 2:
                return "unknown"
        return "yes" if found == {True} else "no"

    # amounts

    def amount(
        self, description: said.Description, answers: Answers, costs: Mapping[str, int]
    ) -> tuple[int, int | None]:
        """What a company that has answered everything is given: one amount, or a span where the source is open."""
        code, lows, highs = description.code, [0], [0]
        if not self.holds(description.who, answers, code):
            return 0, 0
        for course in description.courses:
            if self.holds(course.who, answers, code):
                low, high = self._of_course(course, answers, costs, code)
                lows.append(low)
                highs.append(NO_END if high is None else high)
        return max(lows), None if max(highs) == NO_END else max(highs)

    def _of_course(
        self, course: said.Course, answers: Answers, costs: Mapping[str, int], code: str
    ) -> tuple[int, int | None]:
        applying = [course, *(one for one in course.uplifts if self.holds(one.when, answers, code))]
        rates = [one.rate for one in applying if one.rate is not None]
        limits = [one.limit_yen for one in applying if one.limit_yen is not None]
        fixed = [one.fixed_yen for one in applying if one.fixed_yen is not None]

        def paid(yen: Fraction | int) -> int:
            limited = min([Fraction(yen), *([Fraction(max(limits))] if limits else [])])
            whole = int(limited / course.cut_unit_yen) * course.cut_unit_yen
            return 0 if whole < course.least_yen else whole

        if not rates and not fixed:
            return 0, paid(max(limits)) if limits else None
        counted = sum(yen for kind, yen in costs.items() if not course.costs or kind in course.costs)
        best = paid(max([Fraction(one) for one in fixed] + [counted * one for one in rates]))
        if limits or not rates:
            return best, best
        return paid(max(fixed, default=0)), best
