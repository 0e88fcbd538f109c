"""What is known when a plan is asked for, and the ways there are to be supported."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, Protocol

from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.language import Value, Window
from kosetsu.services.programmes.rules.steps import Begins, Key, Step, Steps
from kosetsu.services.programmes.rules.windows import day_of

Reason = Literal[
    "refused", "unpublished", "full", "nothing_to_pay", "amount_unknown", "closed", "too_short", "award_late",
    "period_short", "exclusive", "same_cost", "same_programme", "other_fact", "fees",
]  # fmt: skip
"""Why a programme the company can have is not in its plan."""
Remark = Literal["decision_unknown", "order_rule_unknown", "fee_unknown", "step_unpublished"]
"""What the source does not say and the plan had to suppose."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost of a project, of one kind of the vocabulary."""

    key: str
    cost: str
    yen: int


@dataclass(frozen=True, slots=True)
class Project:
    """What a company wants to buy or do: its costs, when it is ordered and when it is finished."""

    lines: tuple[CostLine, ...]
    earliest_order: dt.date
    latest_order: dt.date
    latest_completion: dt.date

    def __post_init__(self) -> None:
        if not self.earliest_order <= self.latest_order <= self.latest_completion:
            raise ValueError("a project is ordered and then finished")
        if len({line.key for line in self.lines}) < len(self.lines) or any(line.yen <= 0 for line in self.lines):
            raise ValueError("each cost has a key of its own and some yen")


Paying = Callable[[Sequence[CostLine]], int | None]


class Judge(Protocol):
    """Whoever knows whether a company meets a programme, and what a course of it pays."""

    def meets(self, description: int, course: int | None, answers: Mapping[str, Value]) -> bool:
        """Whether it surely meets the programme and the course (None: only the programme)."""

    def pays(self, description: int, course: int, answers: Mapping[str, Value]) -> Paying:
        """The exact yen for some of the costs, None where the source leaves it open. More costs never pay less."""


@dataclass(frozen=True, slots=True)
class Kept:
    """An application that was made already: the plan is built around it."""

    code: str
    paid: tuple[tuple[str, int], ...] = ()
    """The yen it pays for each cost line, by key."""
    yen: int = 0
    course: str = ""
    award: dt.date | None = None


@dataclass(frozen=True)
class Situation:
    """All that is known when a plan is asked for."""

    book: Book
    judge: Judge
    answers: Mapping[str, Value]
    project: Project
    at: dt.datetime
    zone: dt.tzinfo
    refused: frozenset[str] = frozenset()
    kept: tuple[Kept, ...] = ()

    @cached_property
    def today(self) -> dt.date:
        return day_of(self.at, self.zone)

    @cached_property
    def steps(self) -> Steps:
        return Steps(self.book, self.answers, self.refused, self.at, self.zone)

    @cached_property
    def partners(self) -> dict[str, frozenset[str]]:
        """By code, the programmes that may pay for the same cost: both say so, in every round."""
        said: dict[str, set[str]] = {}
        for one in self.book.descriptions:
            said[one.code] = said.get(one.code, set(one.stacks_with)) & set(one.stacks_with)
        return {code: frozenset(two for two in others if code in said.get(two, ())) for code, others in said.items()}

    @cached_property
    def rivals(self) -> dict[str, frozenset[str]]:
        """By code, the programmes that are not given to the same company: either says so."""
        found: dict[str, set[str]] = {one.code: set() for one in self.book.descriptions}
        for one in self.book.descriptions:
            for other in one.exclusive_with:
                found[one.code].add(other)
                found.setdefault(other, set()).add(one.code)
        return {code: frozenset(others) for code, others in found.items()}

    @cached_property
    def made(self) -> dict[str, dict[str, int]]:
        """By cost line, what the applications already made pay for it, by code."""
        found: dict[str, dict[str, int]] = {line.key: {} for line in self.project.lines}
        for one in self.kept:
            for key, yen in one.paid:
                found.setdefault(key, {})[one.code] = yen
        return found

    @cached_property
    def left(self) -> dict[str, int]:
        """By cost line, what the applications already made leave of it."""
        return {line.key: line.yen - sum(self.made[line.key].values()) for line in self.project.lines}

    def with_steps(self, steps: Iterable[Step]) -> dict[str, Value]:
        """The answers once the steps are done."""
        return {**self.answers, **{step.fact: step.to for step in steps}}


@dataclass(frozen=True)
class When:
    """The days of one application: they fit the window, the steps before it and the project."""

    window: Window | None
    first_day: dt.date
    last_day: dt.date
    begins: Begins
    """The latest day on which each step before it begins."""
    first_award: dt.date
    award: dt.date
    """The decision on what is handed in on the last day."""


@dataclass(frozen=True)
class Late:
    """Why no days fit, with the days that do not."""

    reason: Reason
    data: dict[str, dt.date] = field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """One way to be supported."""

    description: int
    code: str
    course: int
    lines: frozenset[str]
    yen: int
    paid: Mapping[str, int]
    fee_yen: int
    steps: tuple[Step, ...]
    keys: frozenset[Key]
    """The steps by key."""
    when: When
    spoils: frozenset[Key]
    """Steps that would make the company lose it."""


@dataclass(frozen=True)
class Candidate:
    """One programme a company can have: its options, or why there are none; and what it could pay by itself."""

    description: int
    code: str
    possible_yen: int
    options: tuple[Option, ...] = ()
    reason: Reason | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
