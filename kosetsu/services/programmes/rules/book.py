"""All descriptions that hold on one day, put into atoms and formulas.

The values of a fact fall into **regions** within which no condition changes: a flag has two, a number one between two
thresholds. An **atom** is one comparison, true in some regions of one fact; equal comparisons are one atom, however
many programmes make them. A condition becomes a **formula** over atoms. A company is then a region for every fact it
has answered, and whatever is computed about it reads the same book.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from kosetsu.foundation.parties.rules.law import SizeThreshold
from kosetsu.foundation.parties.rules.sizes import own_beginning
from kosetsu.services.programmes.rules import language as said
from kosetsu.services.programmes.rules.language import Description, Fact, Value, Vocabulary

SIZE_FACTS = ("industry", "employees", "capital_yen", "sole_trader")
"""What the size of a business is decided by."""


@dataclass(frozen=True)
class Regions:
    """How the values of one fact are cut: by ``cuts`` for numbers and days, by ``names`` otherwise."""

    fact: Fact
    names: tuple[bool | str, ...] = ()
    """Flags: False, True; choices: their keys; codes: every beginning that is asked for, and "" for any other."""
    cuts: tuple[int, ...] = ()
    """Region i begins at cuts[i-1] and ends before cuts[i]."""

    @property
    def count(self) -> int:
        return len(self.names) or len(self.cuts) + 1

    @cached_property
    def possible(self) -> tuple[int, ...]:
        """The regions a value can be in at all: those between the fact's least and most."""
        low = 0 if self.fact.least is None or self.names else bisect_right(self.cuts, self.fact.least)
        high = self.count - 1 if self.fact.most is None or self.names else bisect_right(self.cuts, self.fact.most)
        return tuple(range(low, high + 1))

    def of(self, value: Value) -> tuple[int, ...]:
        """The region of an answer; several where a code is too short to tell.

        Raises ``KeyError`` for a choice that does not exist.
        """
        if self.fact.kind == "code":
            return self._of_code(str(value))
        if self.names:
            if value not in self.names:
                raise KeyError(value)
            return (self.names.index(value),)
        return (bisect_right(self.cuts, number(value)),)

    def _of_code(self, code: str) -> tuple[int, ...]:
        own = max((name for name in self.names if code.startswith(str(name))), key=lambda name: len(str(name)))
        deeper = [n for n, name in enumerate(self.names) if str(name).startswith(code) and name != code]
        return tuple(sorted({self.names.index(own), *deeper}))

    def bounds(self, region: int) -> tuple[int | None, int | None]:
        """The least and the most number of a region, None where it has no end."""
        low = self.cuts[region - 1] if region else self.fact.least
        high = self.cuts[region] - 1 if region < len(self.cuts) else self.fact.most
        return low, high

    def nearest(self, region: int, value: Value | None) -> Value:
        """A value of the region, the one nearest to ``value`` where it is a number."""
        if self.names:
            return self.names[region]
        low, high = self.bounds(region)
        wished = number(value) if value is not None else (low if low is not None else high or 0)
        found = max(wished, low) if low is not None else wished
        found = min(found, high) if high is not None else found
        return dt.date.fromordinal(found) if self.fact.kind == "day" else found


def number(value: Value) -> int:
    """A number or a day as what regions are cut by."""
    return value.toordinal() if isinstance(value, dt.date) else int(value)


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison: its fact, the regions in which it is true (as bits), and how it was said."""

    fact: str
    true_in: int
    said: Any
    """The condition of ``language`` it came from, or :class:`InIndustry`."""


@dataclass(frozen=True, slots=True)
class InIndustry:
    """The industry falls under a class of the SME Act."""

    fact: str
    name: str
    clause: str


@dataclass(frozen=True, slots=True)
class One:
    """An atom, or its opposite."""

    atom: int
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """At least ``least`` of the parts hold: all of them, any of them, n of them."""

    least: int
    parts: tuple["Formula", ...]


Formula = One | Count
TRUE, FALSE = Count(0, ()), Count(1, ())


@dataclass(frozen=True)
class Book:
    """The descriptions of one day over one vocabulary. ``sizes`` are the classes of the SME Act that hold on it."""

    day: dt.date
    vocabulary: Vocabulary
    descriptions: tuple[Description, ...]
    sizes: tuple[SizeThreshold, ...]
    facts: dict[str, Fact] = field(init=False)
    regions: dict[str, Regions] = field(init=False)
    atoms: tuple[Atom, ...] = field(init=False)
    who: tuple[Formula, ...] = field(init=False)
    """One formula for each description: who may apply."""
    courses: tuple[tuple[tuple[Formula, tuple[Formula, ...]], ...], ...] = field(init=False)
    """For each description, for each course: who it is for, and when each uplift applies."""

    def __post_init__(self) -> None:
        build = _Builder(self)
        set_ = object.__setattr__
        set_(self, "facts", build.facts)
        set_(self, "regions", build.regions)
        set_(self, "who", tuple(build.formula(one.who, one) for one in self.descriptions))
        set_(self, "courses", tuple(
            tuple(
                (build.formula(course.who, one), tuple(build.formula(uplift.when, one) for uplift in course.uplifts))
                for course in one.courses
            )
            for one in self.descriptions
        ))  # fmt: skip
        set_(self, "atoms", tuple(build.atoms))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Which description a code is; the last of several rounds."""
        return {one.code: n for n, one in enumerate(self.descriptions)}


def confirmed(description: Description, condition: said.Confirmed) -> str:
    """The fact that a condition becomes which only a named person can confirm."""
    return f"confirmed_{description.code}_{condition.key}".lower()


def leaves(formula: Formula) -> Iterator[One]:
    """Every atom of a formula as it stands in it, repeated ones repeatedly."""
    if isinstance(formula, One):
        yield formula
    else:
        for part in formula.parts:
            yield from leaves(part)


def negation(formula: Formula) -> Formula:
    """What holds exactly when the formula does not."""
    if isinstance(formula, One):
        return One(formula.atom, not formula.negated)
    return Count(len(formula.parts) - formula.least + 1, tuple(map(negation, formula.parts)))


def said_in(condition: Any, definitions: Mapping[str, said.Definition]) -> Iterator[Any]:
    """Every condition a condition is made of, definitions opened.

    Raises ``KeyError`` for a definition that does not exist; the linter looks for circles first.
    """
    yield condition
    match condition:
        case said.All(all=parts) | said.Any_(any=parts) | said.Some(of=parts):
            for part in parts:
                yield from said_in(part, definitions)
        case said.Not(not_=part):
            yield from said_in(part, definitions)
        case said.Use(use=key):
            yield from said_in(definitions[key].condition, definitions)


class _Builder:
    """Regions first, from every comparison of every description; then atoms and formulas over them."""

    def __init__(self, book: Book) -> None:
        self.book, self.atoms, self._numbers = book, [], {}
        self.definitions = {one.key: one for one in book.vocabulary.definitions}
        self.facts = {one.key: one for one in book.vocabulary.facts}
        said_all = [(one, part) for one in book.descriptions for top in one.conditions()
                    for part in said_in(top, self.definitions)]  # fmt: skip
        self.facts |= {confirmed(one, part): _confirmation(one, part)
                       for one, part in said_all if isinstance(part, said.Confirmed)}  # fmt: skip
        self.regions = self._regions(part for _one, part in said_all)

    atoms: list[Atom]
    _numbers: dict[tuple[str, int, str], int]

    def _regions(self, parts: Iterable[Any]) -> dict[str, Regions]:
        cuts: dict[str, set[int]] = {}
        codes: dict[str, set[str]] = {}
        for part in parts:
            match part:
                case said.AtLeast(fact=fact, at_least=limit):
                    cuts.setdefault(fact, set()).add(limit)
                case said.AtMost(fact=fact, at_most=limit):
                    cuts.setdefault(fact, set()).add(limit + 1)
                case said.Within(fact=fact):
                    cuts.setdefault(fact, set()).update(self._within(part))
                case said.Under(fact=fact, under=under):
                    codes.setdefault(fact, set()).update(under)
                case said.Size():
                    self._cut_by_size(part, cuts, codes)
        return {key: self._cut(fact, cuts.get(key, set()), codes.get(key, set())) for key, fact in self.facts.items()}

    def _cut(self, fact: Fact, cuts: set[int], codes: set[str]) -> Regions:
        match fact.kind:
            case "flag":
                return Regions(fact, names=(False, True))
            case "choice":
                return Regions(fact, names=tuple(one.key for one in fact.choices))
            case "code":
                return Regions(fact, names=tuple(sorted({"", *codes})))
        low = -1 if fact.least is None else fact.least
        return Regions(fact, cuts=tuple(sorted(cut for cut in cuts if fact.least is None or cut > low)))

    def _cut_by_size(self, asked: said.Size, cuts: dict[str, set[int]], codes: dict[str, set[str]]) -> None:
        for one in self._classes(asked):
            codes.setdefault("industry", set()).update(set(one.industries) - {"*"})
            for fact, limit in (("employees", one.employees_max), ("employees", one.small_employees_max),
                                ("capital_yen", one.capital_max_yen)):  # fmt: skip
                cuts.setdefault(fact, set()).add(limit + 1)

    def _classes(self, asked: said.Size) -> list[SizeThreshold]:
        return [one for one in self.book.sizes if one.act in asked.acts]

    def _within(self, asked: said.Within) -> tuple[int, int]:
        """The first day that counts, and the day after the last."""
        day = self.book.day
        leap = (day.month, day.day) == (2, 29)
        first = day.replace(year=day.year - asked.within_years, day=28 if leap else day.day)
        return first.toordinal(), day.toordinal() + 1

    # formulas

    def formula(self, condition: Any, of: Description) -> Formula:
        """The condition over atoms."""
        match condition:
            case said.All(all=parts):
                return Count(len(parts), tuple(self.formula(part, of) for part in parts))
            case said.Any_(any=parts):
                return Count(1, tuple(self.formula(part, of) for part in parts))
            case said.Some(at_least=least, of=parts):
                return Count(least, tuple(self.formula(part, of) for part in parts))
            case said.Not(not_=part):
                return negation(self.formula(part, of))
            case said.Use(use=key):
                return self.formula(self.definitions[key].condition, of)
            case said.Size():
                return self._size(condition)
            case said.Confirmed():
                return self._one(confirmed(of, condition), 0b10, condition)
            case _:
                return self._one(condition.fact, self._true_in(condition), condition)

    def _true_in(self, condition: Any) -> int:
        regions = self.regions[condition.fact]
        if regions.names:
            return sum(1 << n for n, name in enumerate(regions.names) if _holds(condition, name))
        low, high = self._between(condition)
        inside = [n for n in range(regions.count) if _inside(regions, n, low, high)]
        return sum(1 << n for n in inside)

    def _between(self, condition: Any) -> tuple[int | None, int | None]:
        match condition:
            case said.AtLeast(at_least=limit):
                return limit, None
            case said.AtMost(at_most=limit):
                return None, limit
            case said.Within():
                first, after = self._within(condition)
                return first, after - 1
        raise TypeError(f"{type(condition).__name__} does not compare a number")

    def _one(self, fact: str, true_in: int, how: Any) -> One:
        key = (fact, true_in, type(how).__name__ + getattr(how, "clause", ""))
        if key not in self._numbers:
            self._numbers[key] = len(self.atoms)
            self.atoms.append(Atom(fact, true_in, how))
        return One(self._numbers[key])

    def _size(self, asked: said.Size) -> Formula:
        classes = self._classes(asked)
        parts = []
        for one in classes:
            own = InIndustry("industry", one.name, one.source)
            few = self._at_most(
                "employees", one.small_employees_max if asked.size == "small" else one.employees_max, one
            )
            industry = self._one("industry", self._industries(one, classes), own)
            parts.append(Count(2, (industry, few if asked.size == "small" else Count(1, (few, self._little(one))))))
        return Count(1, tuple(parts))

    def _little(self, one: SizeThreshold) -> Formula:
        """A natural person has no capital: only the employees count."""
        person = self._one("sole_trader", 0b10, said.Is(fact="sole_trader", clause=one.source, **{"is": True}))
        return Count(2, (One(person.atom, negated=True), self._at_most("capital_yen", one.capital_max_yen, one)))

    def _at_most(self, fact: str, limit: int, one: SizeThreshold) -> One:
        how = said.AtMost(fact=fact, at_most=limit, clause=one.source)
        return self._one(fact, self._true_in(how), how)

    def _industries(self, one: SizeThreshold, classes: Sequence[SizeThreshold]) -> int:
        """The regions of the industry for which this is the class with the longest beginning."""
        known = {begin: each for each in classes for begin in each.industries}
        names = self.regions["industry"].names
        return sum(1 << n for n, name in enumerate(names) if known.get(own_beginning(str(name), known)) is one)


def _inside(regions: Regions, region: int, low: int | None, high: int | None) -> bool:
    first, last = regions.bounds(region)
    return (low is None or (first is not None and first >= low)) and (
        high is None or (last is not None and last <= high)
    )


def _holds(condition: Any, name: bool | str) -> bool:
    match condition:
        case said.Is(equals=wanted):
            return name == wanted
        case said.Among(among=wanted_names):
            return name in wanted_names
        case said.Under(under=beginnings):
            return str(name).startswith(beginnings)
    raise TypeError(f"{type(condition).__name__} does not compare a name")


def _confirmation(description: Description, condition: said.Confirmed) -> Fact:
    return Fact(
        key=confirmed(description, condition),
        kind="flag",
        words=condition.words,
        question=condition.words,
        source=condition.clause,
    )
