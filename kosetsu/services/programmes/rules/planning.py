"""The plan: from a project with its costs and days, the best set of programmes in the order in which things are done.

Nothing is in a plan that cannot be done from today on: steps fit before the last day of a window, the award comes
before the order, the project ends within the period. After a refusal the plan is asked for again, with the code among
``refused``, a later moment, and the applications already made among ``kept``.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from kosetsu.common.calendars import after_months
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.choosing import Chosen, Doing, best, doings
from kosetsu.services.programmes.rules.fitting import remarks
from kosetsu.services.programmes.rules.language import Description, Value, Window
from kosetsu.services.programmes.rules.options import candidates
from kosetsu.services.programmes.rules.situation import (
    Candidate,
    Judge,
    Kept,
    Option,
    Project,
    Reason,
    Remark,
    Situation,
)
from kosetsu.services.programmes.rules.steps import DAY, earliest

Kind = Literal["step", "application", "award", "order", "completion", "report"]
KINDS: tuple[Kind, ...] = ("step", "application", "award", "order", "completion", "report")


@dataclass(frozen=True, slots=True)
class Application:
    """One programme of the plan."""

    code: str
    description: int
    course: str
    window: Window | None
    """None: applications are taken all year."""
    yen: int
    paid: tuple[tuple[str, int], ...]
    """The yen for each cost line, by key; none where the amount belongs to no cost."""
    fee_yen: int
    steps: tuple[str, ...]
    """The facts made by steps before it."""
    last_day: dt.date
    award: dt.date
    remarks: tuple[Remark, ...]

    def kept(self) -> Kept:
        """As what was applied for, when the plan is asked for again."""
        return Kept(self.code, self.paid, self.yen, self.course, self.award)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the timeline: when it can begin, when it must, and the last day on which it is done."""

    kind: Kind
    subject: str
    """A fact for a step, a code for what belongs to a programme, empty for what is the project's."""
    earliest: dt.date
    latest: dt.date
    last: dt.date
    serves: tuple[str, ...] = ()
    """The programmes it is done for."""
    to: Value | None = None
    """What a step makes of its fact."""
    fee_yen: int = 0
    number: int = 0
    """Which of a programme's reports."""


@dataclass(frozen=True, slots=True)
class Left:
    """A programme the company can have that is not in the plan, and why."""

    code: str
    description: int
    possible_yen: int
    """What it would pay by itself."""
    reason: Reason
    by: tuple[str, ...] = ()
    """The programmes of the plan that stand in its way."""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """The best that can be had, in order."""

    applications: tuple[Application, ...]
    kept: tuple[Kept, ...]
    items: tuple[Item, ...]
    total_yen: int
    """What the applications pay, those already made included."""
    fees_yen: int
    naive_yen: int
    """What every programme would pay by itself, added up as if all could be had at once."""
    left: tuple[Left, ...]
    proven: bool
    """Nothing better exists."""

    @property
    def unpublished(self) -> tuple[Left, ...]:
        """What may come besides: programmes that have no dates yet."""
        return tuple(one for one in self.left if one.reason == "unpublished")

    @property
    def paid_by_line(self) -> dict[str, int]:
        """The yen paid for each cost line."""
        found: dict[str, int] = {}
        for paid in (*(one.paid for one in self.kept), *(one.paid for one in self.applications)):
            for key, yen in paid:
                found[key] = found.get(key, 0) + yen
        return found


def plan(
    book: Book, judge: Judge, answers: Mapping[str, Value], project: Project, *,
    at: dt.datetime, zone: dt.tzinfo, refused: Collection[str] = (), kept: Sequence[Kept] = (), seconds: float = 10,
) -> Plan:  # fmt: skip
    """The best feasible set of programmes for a project at a moment; ``proven`` says that the solver ended."""
    given = Situation(book, judge, answers, project, at, zone, frozenset(refused), tuple(kept))
    found = candidates(given)
    chosen = best(given, [option for one in found for option in one.options], seconds)
    alone = {made.code: made.yen for made in given.kept}
    for one in found:
        alone[one.code] = max(alone.get(one.code, 0), one.possible_yen)
    return Plan(
        applications=tuple(_application(given, option) for option in chosen.options),
        kept=given.kept,
        items=tuple(sorted(_items(given, chosen), key=lambda item: (item.latest, item.last, KINDS.index(item.kind)))),
        total_yen=chosen.yen + sum(made.yen for made in given.kept),
        fees_yen=chosen.fees_yen,
        naive_yen=sum(alone.values()),
        left=tuple(_left(given, one, chosen) for one in found if not _taken(one, chosen)),
        proven=chosen.proven,
    )


def _application(given: Situation, option: Option) -> Application:
    said = given.book.descriptions[option.description]
    paid = tuple((line.key, option.paid[line.key]) for line in given.project.lines if line.key in option.paid)
    return Application(
        code=option.code, description=option.description, course=said.courses[option.course].key,
        window=option.when.window, yen=option.yen, paid=paid, fee_yen=option.fee_yen,
        steps=tuple(step.fact for step in option.steps), last_day=option.when.last_day, award=option.when.award,
        remarks=remarks(given, said, option.when.window, option.steps),
    )  # fmt: skip


# --- the order of things ---------------------------------------------------------------------------------------------


def _items(given: Situation, chosen: Chosen) -> Iterator[Item]:
    for doing in doings(chosen.options):
        yield _step(given, doing)
    for option in chosen.options:
        said, when = given.book.descriptions[option.description], option.when
        prepare = said.prepare_days * DAY
        yield Item("application", option.code, max(given.today, when.first_day - prepare), when.last_day - prepare,
                   when.last_day, (option.code,), fee_yen=option.fee_yen)  # fmt: skip
        yield Item("award", option.code, when.first_award, when.award, when.award, (option.code,))
    for one in given.kept:
        if one.award is not None and one.award >= given.today:
            yield Item("award", one.code, one.award, one.award, one.award, (one.code,))
    if chosen.options or given.kept:
        yield from _project(given, chosen)


def _step(given: Situation, doing: Doing) -> Item:
    """A doing begins no earlier than it can and than it would still hold on the last days it is done for."""
    first = given.today
    for option in doing.options:
        begins = earliest(option.steps, given.today) or {}
        first = max(first, begins[doing.step.key])
        if doing.step.valid_days is not None:
            lasting = option.when.last_day - (doing.step.valid_days + doing.step.days) * DAY
            first = max(first, doing.step.from_(lasting) or doing.begins)
    serves = tuple(dict.fromkeys(option.code for option in doing.options))
    return Item("step", doing.step.fact, min(first, doing.begins), doing.begins, doing.step.done(doing.begins),
                serves, doing.step.to, doing.step.fee_yen)  # fmt: skip


def _project(given: Situation, chosen: Chosen) -> Iterator[Item]:
    """The order waits for every award that must come before it; reports are due from the completion on."""
    descriptions, project = given.book.descriptions, given.project
    every = [descriptions[option.description] for option in chosen.options]
    waits = [option for option, said in zip(chosen.options, every, strict=True) if said.award_before_order is not False]
    awards = [option.when.first_award for option in waits] + [one.award for one in given.kept if one.award]
    first = min(max(project.earliest_order, given.today, *awards), project.latest_order)
    yield Item("order", "", first, project.latest_order, project.latest_order, tuple(one.code for one in waits))
    yield Item("completion", "", first, project.latest_completion, project.latest_completion)
    every += [descriptions[given.book.numbers[one.code]] for one in given.kept if one.code in given.book.numbers]
    for said in every:
        yield from _reports(project, said)


def _reports(project: Project, said: Description) -> Iterator[Item]:
    number = 0
    for report in said.reports:
        for time in range(report.times):
            number += 1
            day = after_months(project.latest_completion, report.first_months + time * report.every_months)
            yield Item("report", said.code, project.latest_completion, day, day, (said.code,), number=number)


# --- what is not in the plan -----------------------------------------------------------------------------------------


def _taken(one: Candidate, chosen: Chosen) -> bool:
    return any(option.description == one.description for option in chosen.options)


def _left(given: Situation, one: Candidate, chosen: Chosen) -> Left:
    reason, by = (one.reason, _by_kept(given, one)) if one.reason is not None else _crowded(given, one, chosen)
    return Left(one.code, one.description, one.possible_yen, reason, by, one.data)


def _by_kept(given: Situation, one: Candidate) -> tuple[str, ...]:
    if one.reason == "exclusive":
        return tuple(kept.code for kept in given.kept if kept.code in given.rivals[one.code])
    if one.reason == "same_cost":
        return tuple(kept.code for kept in given.kept if kept.paid)
    return ()


def _crowded(given: Situation, one: Candidate, chosen: Chosen) -> tuple[Reason, tuple[str, ...]]:
    """What in the plan stands in the way of a programme that is feasible by itself."""
    codes = tuple(option.code for option in chosen.options)
    if one.code in codes:
        return "same_programme", (one.code,)
    if by := tuple(code for code in codes if code in given.rivals[one.code]):
        return "exclusive", by
    if all(_by_facts(option, chosen) for option in one.options):
        return "other_fact", _by_facts(one.options[0], chosen)
    if all(_by_costs(given, option, chosen) for option in one.options):
        taken = (_by_costs(given, option, chosen) for option in one.options)
        return "same_cost", tuple(dict.fromkeys(code for some in taken for code in some))
    return "fees", ()


def _by_facts(option: Option, chosen: Chosen) -> tuple[str, ...]:
    """Programmes of the plan for which a fact is made what the option cannot bear."""
    facts = {step.fact: step.to for step in option.steps}
    return tuple(
        other.code for other in chosen.options
        if other.keys & option.spoils or option.keys & other.spoils
        or any(facts.get(step.fact, step.to) != step.to for step in other.steps)
    )  # fmt: skip


def _by_costs(given: Situation, option: Option, chosen: Chosen) -> tuple[str, ...]:
    """Programmes of the plan that pay for the option's costs and leave it too little."""
    shared = [other for other in chosen.options if other.lines & option.lines]
    if by := tuple(other.code for other in shared if other.code not in given.partners[option.code]):
        return by
    for line in given.project.lines:
        paid = sum(given.made[line.key].values())
        paid += sum(other.paid.get(line.key, 0) for other in chosen.options) + option.paid.get(line.key, 0)
        if paid > line.yen:
            return tuple(other.code for other in shared if line.key in other.lines)
    return ()
