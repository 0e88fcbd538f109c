"""A plan as it is stored: what was asked and what was found, whole in itself, in one canonical text with its digest.

The texts of the book (names, clauses) are taken along, so that a stored plan can be read without any book. Made again
from what was asked as of its moment it is the same text, byte for byte.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from kosetsu.common.text import canonical_json
from kosetsu.services.programmes.rules.amounts import amount
from kosetsu.services.programmes.rules.circuits import bits
from kosetsu.services.programmes.rules.deciding import Decider, Outcome, Verdict
from kosetsu.services.programmes.rules.judging import Judge
from kosetsu.services.programmes.rules.language import Course, Description, Value, Words
from kosetsu.services.programmes.rules.paying import Line
from kosetsu.services.programmes.rules.planning import Application, Item, Left, Plan, plan
from kosetsu.services.programmes.rules.reasons import Reason, cheapest_change, why_not
from kosetsu.services.programmes.rules.situation import CostLine, Kept, Project

Json = dict[str, Any]
Answers = Mapping[str, Value]
OWN_KINDS = ("order", "completion")
"""What belongs to the project and not to a programme."""


class Refusal(NamedTuple):
    """A programme that was refused, and when."""

    code: str
    on: dt.date


@dataclass(frozen=True)
class Asked:
    """All that a plan is made from, besides the book of its moment."""

    answers: Answers
    project: Project
    words: Mapping[str, str] = field(default_factory=dict)
    """What the company calls each cost line."""
    refused: tuple[Refusal, ...] = ()
    kept: tuple[Json, ...] = ()
    """Applications of the plan before that stay as they are."""
    items: tuple[Json, ...] = ()
    """What of its timeline belongs to them."""


class Moment(NamedTuple):
    """As of when a plan is made, and where."""

    at: dt.datetime
    zone: dt.tzinfo


def found(decider: Decider, asked: Asked, moment: Moment, seconds: float = 10) -> Json:
    """The plan, computed."""
    made = plan(
        decider.book, Judge(decider), asked.answers, asked.project, at=moment.at, zone=moment.zone,
        refused=[one.code for one in asked.refused], kept=[_kept(one) for one in asked.kept], seconds=seconds,
    )  # fmt: skip
    return _Writer(decider, asked).written(made)


def digest(asked: Json, found: Json) -> str:
    """What tells a stored plan from any other."""
    return sha256(canonical_json({"asked": asked, "found": found}).encode()).hexdigest()


# --- what is asked ---------------------------------------------------------------------------------------------------


def asked_json(asked: Asked) -> Json:
    """As it is stored."""
    project = asked.project
    return {
        "answers": {key: plain(value) for key, value in sorted(asked.answers.items())},
        "lines": [
            {"key": one.key, "kind": one.cost, "words": asked.words.get(one.key, ""), "yen": one.yen}
            for one in project.lines
        ],
        "order_from": plain(project.earliest_order),
        "order_by": plain(project.latest_order),
        "complete_by": plain(project.latest_completion),
        "refused": [{"code": one.code, "on": plain(one.on)} for one in asked.refused],
        "kept": list(asked.kept),
        "items": list(asked.items),
    }


def asked_from(stored: Json, answers: Answers) -> Asked:
    """As it was; ``answers`` are the stored ones, read as values of the book's facts."""
    return Asked(
        answers,
        project_of(stored["lines"], *(day(stored[key]) for key in ("order_from", "order_by", "complete_by"))),
        {one["key"]: one["words"] for one in stored["lines"]},
        tuple(Refusal(one["code"], day(one["on"])) for one in stored["refused"]),
        tuple(stored["kept"]),
        tuple(stored["items"]),
    )


def project_of(lines: Iterable[Json], order_from: dt.date, order_by: dt.date, complete_by: dt.date) -> Project:
    """A project as the planner wants it. Raises ``ValueError`` for dates in the wrong order."""
    costs = tuple(CostLine(one["key"], one["kind"], one["yen"]) for one in lines)
    return Project(costs, order_from, order_by, complete_by)


def plain(value: Value | dt.time | None) -> Any:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else value


def day(written: str) -> dt.date:
    return dt.date.fromisoformat(written)


def after_refusal(asked: Json, found: Json, code: str, on: dt.date, kept: Iterable[str]) -> Json:
    """What is asked after a refusal: the programme is left out, those of ``kept`` stay with their days."""
    staying = set(kept) - {code}
    kept_before = {one["code"]: one for one in (*asked["kept"], *found["applications"])}
    return {
        **asked,
        "refused": [*asked["refused"], {"code": code, "on": plain(on)}],
        "kept": [one for key, one in kept_before.items() if key in staying],
        "items": [one for one in found["items"] if _belongs(one, staying)],
    }


def _belongs(item: Json, codes: set[str]) -> bool:
    """Steps and applications of what is kept; awards, the order and reports are found anew."""
    return item["kind"] in ("step", "application") and bool(codes & set(item["serves"]))


def _kept(one: Json) -> Kept:
    award = day(one["award"]) if one["award"] else None
    return Kept(one["code"], tuple((key, yen) for key, yen in one["paid"]), one["yen"], one["course"], award)


# --- what is found ---------------------------------------------------------------------------------------------------


class _Writer:
    """Writes a plan with the words of its book."""

    def __init__(self, decider: Decider, asked: Asked) -> None:
        self.decider, self.book, self.asked, self.judge = decider, decider.book, asked, Judge(decider)
        self.costs = {one.key: one.words for one in self.book.vocabulary.costs}
        self.steps: Answers = {}
        """What the steps of the plan make of facts."""

    def written(self, made: Plan) -> Json:
        self.steps = {one.subject: one.to for one in made.items if one.kind == "step" and one.to is not None}
        shown = [one for one in made.left if one.reason != "nothing_to_pay"]
        there = {one.description for one in made.applications} | {one.description for one in made.left}
        items = [*(self._item(one) for one in made.items), *self.asked.items]
        return {
            "total_yen": made.total_yen,
            "fees_yen": made.fees_yen,
            "naive_yen": made.naive_yen,
            "cost_yen": sum(line.yen for line in self.asked.project.lines),
            "proven": made.proven,
            "applications": [self._application(one) for one in made.applications],
            "kept": list(self.asked.kept),
            "items": sorted(items, key=lambda one: (one["latest"], one["last"], one["kind"])),
            "left": [self._left(one) for one in shown],
            "others": [one for n in range(len(self.book.descriptions)) if n not in there and (one := self._other(n))],
            "elsewhere": [one.code for one in made.left if one.reason == "nothing_to_pay"],
            "costs": {one.cost: spoken(self.costs.get(one.cost), one.cost) for one in self.asked.project.lines},
        }

    def _application(self, one: Application) -> Json:
        said = self.book.descriptions[one.description]
        number, course = next((n, each) for n, each in enumerate(said.courses) if each.key == one.course)
        paid = {key for key, _yen in one.paid}
        costs = [line for line in self.asked.project.lines if line.key in paid]
        answers = {**self.asked.answers, **{fact: self.steps[fact] for fact in one.steps}}
        computed = self.judge.computation(one.description, number, answers, costs)
        window = one.window
        return {
            **self._named(said),
            "course": one.course,
            "course_words": spoken(course.words, ""),
            "window": window and {
                "channel": window.channel, "opens": plain(window.opens), "closes": plain(window.closes),
                "closes_at": plain(window.closes_at), "decided": plain(window.decided), "round": window.round,
            },
            "yen": one.yen,
            "paid": [[key, yen] for key, yen in one.paid],
            "fee_yen": one.fee_yen,
            "steps": list(one.steps),
            "last_day": plain(one.last_day),
            "award": plain(one.award),
            "remarks": list(one.remarks),
            "computed": [self._line(each, course) for each in computed],
            "evidence": [spoken(each, "") for each in said.evidence],
            "open_terms": list(said.open_terms),
            "source": " ".join(filter(None, [said.sources[0].document, _page(said.sources[0].page)])),
        }  # fmt: skip

    def _line(self, one: Line, course: Course) -> Json:
        term = one.term
        if one.key == "uplift" and one.yen is not None:
            return {"key": "uplift", "yen": None, "rate": None, "term": course.uplifts[one.yen].clause}
        return {"key": one.key, "yen": one.yen, "rate": None if one.rate is None else str(one.rate), "term": term}

    def _item(self, one: Item) -> Json:
        fact = self.book.facts.get(one.subject)
        change = fact.change if fact is not None else None
        return {
            "kind": one.kind,
            "subject": one.subject,
            "words": self._item_words(one),
            "programme": change.programme if change is not None else "",
            "earliest": plain(one.earliest),
            "latest": plain(one.latest),
            "last": plain(one.last),
            "serves": list(one.serves),
            "fee_yen": one.fee_yen,
            "number": one.number,
        }

    def _item_words(self, one: Item) -> Json:
        fact = self.book.facts.get(one.subject)
        if fact is not None:
            return spoken(fact.change.words if fact.change is not None else fact.words, one.subject)
        said = next((each for each in self.book.descriptions if each.code == one.subject), None)
        if said is None:
            return spoken(None, one.subject)
        if one.kind == "report":
            words = [report.words for report in said.reports for _time in range(report.times)]
            return spoken(words[one.number - 1], one.subject)
        return spoken(said.words, one.subject)

    def _left(self, one: Left) -> Json:
        return {
            **self._named(self.book.descriptions[one.description]),
            "yen": one.possible_yen,
            "reason": one.reason,
            "by": list(one.by),
            "data": {key: plain(value) for key, value in one.data.items()},
        }

    def _named(self, said: Description) -> Json:
        return {"code": said.code, "round": said.round, "words": spoken(said.words, said.code)}

    # what the company cannot have, or not surely

    def _other(self, n: int) -> Json | None:
        """A programme that would pay for some of the costs; None where it pays for none of them."""
        said = self.book.descriptions[n]
        costs = {line.cost for line in self.asked.project.lines}
        courses = [k for k, one in enumerate(said.courses) if pays_for(one, costs)]
        if not courses or said.code in {one["code"] for one in self.asked.kept}:
            return None
        verdict, open_ = self._verdict(n, courses)
        spent: dict[str, int | None] = {}
        for line in self.asked.project.lines:
            spent[line.cost] = (spent.get(line.cost) or 0) + line.yen
        most = amount(self.decider, n, self.asked.answers, spent).most
        return {
            **self._named(said),
            "verdict": verdict,
            "most_yen": most,
            "reasons": [self._reason(one) for one in why_not(self.decider, n, self.asked.answers) or ()],
            "change": self._change(n),
            "asks": [{"fact": key, "words": self._fact_words(key)} for key in sorted(open_)],
        }

    def _verdict(self, n: int, courses: Sequence[int]) -> tuple[Verdict, set[str]]:
        """Of the programme, and where it is met of the courses that pay for these costs."""
        known, circuit = self.decider.known(self.asked.answers), self.decider.circuit
        [who] = self.decider.outcomes((circuit.who[n],), known)
        if who.verdict is not Verdict.YES:
            return who.verdict, self._asking([who])
        ways = self.decider.outcomes(tuple(circuit.terms[n][k][0] for k in courses), known)
        verdict = max((one.verdict for one in ways), key=["no", "unknown", "yes"].index)
        return verdict, self._asking(ways)

    def _asking(self, outcomes: Iterable[Outcome]) -> set[str]:
        unknown = [one.open for one in outcomes if one.verdict is Verdict.UNKNOWN]
        return {self.decider.circuit.fact(literal) for mask in unknown for literal in bits(mask)}

    def _reason(self, one: Reason) -> Json:
        return {
            "fact": one.fact,
            "words": self._fact_words(one.fact),
            "clause": one.clause,
            "value": plain(one.value),
            "threshold": one.threshold,
            **self._kind(one),
        }

    def _kind(self, one: Reason) -> Json:
        """What a reader needs to word the value: it is stored, because the vocabulary moves on."""
        fact = self.book.facts.get(one.fact)
        if fact is None:
            return {"kind": "flag", "unit": "", "record": "", "choice": None}
        choice = next((each.words for each in fact.choices if each.key == one.value), None)
        return {
            "kind": fact.kind,
            "unit": fact.unit,
            "record": fact.record,
            "choice": choice and spoken(choice, str(one.value)),
        }

    def _change(self, n: int) -> list[Json]:
        found = cheapest_change(self.decider, n, self.asked.answers)
        return [
            {"fact": one.fact, "words": self._change_words(one.fact), "after": plain(one.after), "days": one.days,
             "fee_yen": one.fee_yen}
            for one in (found.moves if found is not None else ())
        ]  # fmt: skip

    def _fact_words(self, key: str) -> Json:
        fact = self.book.facts.get(key)
        return spoken(fact.words if fact is not None else None, key)

    def _change_words(self, key: str) -> Json:
        fact = self.book.facts[key]
        return spoken(fact.change.words if fact.change is not None else fact.words, key)


def spoken(words: Words | None, otherwise: str) -> Json:
    """A text in its languages."""
    if words is None:
        return {"ja": otherwise}
    return {language: text for language in ("ja", "en", "th") if (text := getattr(words, language))}


def pays_for(course: Course, costs: Collection[str]) -> bool:
    """Whether a course pays money for some of these kinds of cost."""
    in_money = course.rate is not None or course.fixed_yen is not None
    return in_money and (not course.costs or any(cost in course.costs for cost in costs))


def _page(page: int | None) -> str:
    return "" if page is None else f"p. {page}"


# --- what moved ------------------------------------------------------------------------------------------------------


class Moved(NamedTuple):
    """One plan against the one before: programmes by code with their yen."""

    added: tuple[Json, ...]
    dropped: tuple[Json, ...]
    changed: tuple[tuple[Json, int], ...]
    """Still there, with another amount: the difference."""
    yen: int
    answers: tuple[str, ...]
    """Facts that are answered otherwise."""

    @property
    def nothing(self) -> bool:
        return not (self.added or self.dropped or self.changed or self.yen)


def moved(before: tuple[Json, Json], after: tuple[Json, Json]) -> Moved:
    """From the plan before, asked and found, to this one."""
    old, new = (dict(_yens(one[1])) for one in (before, after))
    both = [code for code in new if code in old]
    said = [one[0]["answers"] for one in (before, after)]
    return Moved(
        tuple(one for code, one in new.items() if code not in old),
        tuple(one for code, one in old.items() if code not in new),
        tuple((new[code], gap) for code in both if (gap := new[code]["yen"] - old[code]["yen"])),
        after[1]["total_yen"] - before[1]["total_yen"],
        tuple(key for key in sorted({*said[0], *said[1]}) if said[0].get(key) != said[1].get(key)),
    )


def _yens(found: Json) -> Iterator[tuple[str, Json]]:
    for one in (*found["kept"], *found["applications"]):
        yield one["code"], one
