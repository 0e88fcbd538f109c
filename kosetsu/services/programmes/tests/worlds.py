"""Small made-up worlds for the planner: programmes, steps, a company and a project, and one who judges."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from kosetsu.services.programmes.rules import language as said
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.language import Description, Fact, Value, Vocabulary
from kosetsu.services.programmes.rules.situation import CostLine, Kept, Paying, Project

TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = dt.date(2024, 5, 10)
NOON = dt.datetime.combine(TODAY, dt.time(12), tzinfo=TOKYO)
DAY = dt.timedelta(days=1)
COSTS = ("machine", "software", "advice")


def days(count: int) -> dt.date:
    return TODAY + count * DAY


def fact(key: str, kind: str = "flag", **more: Any) -> Fact:
    return Fact(**{"key": key, "kind": kind, "words": {"ja": key}, "question": {"ja": key}, "source": "p. 1", **more})


def step(key: str, days: int, kind: str = "flag", **more: Any) -> Fact:
    """A fact that a step changes."""
    change = {"days": days, "words": {"ja": key}, **more}
    extra: dict[str, Any] = {"least": 0} if kind == "count" else {}
    if kind == "choice":
        extra["choices"] = [{"key": one, "words": {"ja": one}} for one in "abc"]
    return fact(key, kind, change=change, **extra)


def window(opens: int, closes: int, channel: str = "post", **more: Any) -> dict[str, Any]:
    more.setdefault("closes_at", "17:00" if channel == "electronic" else None)
    return {"channel": channel, "opens": days(opens), "closes": days(closes), "source": "p. 1", **more}


def programme(code: str, **more: Any) -> Description:
    """A grant of a half up to a million for any cost, open now, decided ten days after; nothing else asked."""
    given = {
        "code": code, "fiscal_year": 2024, "effective_from": dt.date(2024, 4, 1), "kind": "grant",
        "words": {"ja": code}, "sources": [{"document": "booklet", "page": 1}], "verified_until": dt.date(2025, 3, 31),
        "courses": [course()], "windows": [window(0, 20)], "decision_days": 10, "fee_yen": 0,
        "award_before_order": True, **more,
    }  # fmt: skip
    return Description(**given)


def course(rate: str | None = "1/2", limit: int | None = 1_000_000, **more: Any) -> dict[str, Any]:
    return {"key": "only", "rate": rate, "limit_yen": limit, **more}


def flag(key: str, value: bool = True) -> dict[str, Any]:
    return {"fact": key, "is": value}


def lines(*yen: int) -> tuple[CostLine, ...]:
    return tuple(CostLine(f"line{n}", COSTS[n % len(COSTS)], one) for n, one in enumerate(yen))


def project(*costs: CostLine, order: tuple[int, int] = (30, 60), done: int = 120) -> Project:
    return Project(costs, days(order[0]), days(order[1]), days(done))


@dataclass
class World:
    """Everything a plan is asked with."""

    descriptions: Sequence[Description]
    facts: Sequence[Fact]
    answers: Mapping[str, Value]
    project: Project
    refused: frozenset[str] = frozenset()
    kept: tuple[Kept, ...] = ()
    at: dt.datetime = NOON
    zone: dt.tzinfo = TOKYO
    book: Book = field(init=False)

    def __post_init__(self) -> None:
        costs = [{"key": key, "words": {"ja": key}} for key in COSTS]
        vocabulary = Vocabulary(facts=tuple(self.facts), costs=costs)
        self.book = Book(TODAY, vocabulary, tuple(self.descriptions), ())


class Reader:
    """A judge who reads the conditions as they are written; what is not answered is not met."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def meets(self, description: int, course: int | None, answers: Mapping[str, Value]) -> bool:
        one = self.book.descriptions[description]
        asked = [one.who] if course is None else [one.who, one.courses[course].who]
        return all(holds(condition, answers) is True for condition in asked)

    def pays(self, description: int, course: int, answers: Mapping[str, Value]) -> Paying:
        terms = self.book.descriptions[description].courses[course]
        better = [uplift for uplift in terms.uplifts if holds(uplift.when, answers) is True]
        rate = max((each.rate for each in (terms, *better) if each.rate is not None), default=None)
        limit = max((each.limit_yen for each in (terms, *better) if each.limit_yen is not None), default=None)

        def paying(costs: Sequence[CostLine]) -> int | None:
            if terms.fixed_yen is not None:
                return terms.fixed_yen
            return None if rate is None else amount(terms, rate, limit, sum(line.yen for line in costs))

        return paying


def amount(terms: said.Course, rate: Fraction, limit: int | None, total: int) -> int:
    yen = total * rate.numerator // rate.denominator
    yen = min(yen, limit) if limit is not None else yen
    yen -= yen % terms.cut_unit_yen
    return yen if yen >= terms.least_yen else 0


def holds(condition: Any, answers: Mapping[str, Value]) -> bool | None:
    """Three values: None is not known."""
    match condition:
        case said.All(all=parts):
            found = [holds(part, answers) for part in parts]
            return False if False in found else None if None in found else True
        case said.Any_(any=parts):
            found = [holds(part, answers) for part in parts]
            return True if True in found else None if None in found else False
        case said.Not(not_=part):
            one = holds(part, answers)
            return None if one is None else not one
    value = answers.get(condition.fact)
    if value is None:
        return None
    match condition:
        case said.Is(equals=wanted):
            return value == wanted
        case said.AtLeast(at_least=limit):
            return int(value) >= limit  # type: ignore[arg-type]
    raise TypeError(type(condition))


# --- made by chance --------------------------------------------------------------------------------------------------


def random_world(draw: random.Random) -> World:
    """Four or five programmes with dates, steps, stacking and exclusivity, and up to three costs."""
    codes = [f"P{n}" for n in range(draw.randint(3, 5))]
    facts = _facts(draw, codes)
    descriptions = [_programme(draw, code, codes) for code in codes]
    if draw.random() < 0.2:
        descriptions.append(_programme(draw, codes[0], codes, round="2"))
    answers: dict[str, Value] = {}
    for one in facts:
        if draw.random() < (0.25 if one.change else 0.85):
            answers[one.key] = {"flag": draw.random() < 0.6, "choice": draw.choice("abc"),
                                "count": draw.randint(0, 4)}[one.kind]  # fmt: skip
    first = draw.randint(-5, 60)
    last = first + draw.randint(0, 120)
    unit = draw.choice((1, 1, 1_000, 100_000))
    costs = lines(*(draw.randint(1, 40) * unit for _ in range(draw.choice((1, 2, 3, 3)))))
    given = project(*costs, order=(first, last), done=last + draw.randint(0, 150))
    refused = frozenset({draw.choice(codes)}) if draw.random() < 0.12 else frozenset()
    at = NOON.replace(hour=draw.choice((9, 16, 17, 18)))
    world = World(descriptions, facts, answers, given, refused, at=at)
    if draw.random() < 0.15 and (left := sorted(set(codes) - refused)):
        line = draw.choice(costs)
        yen = draw.randint(0, line.yen)
        world.kept = (Kept(draw.choice(left), ((line.key, yen),), yen, award=days(draw.randint(-9, 30))),)
    return world


def _facts(draw: random.Random, codes: list[str]) -> list[Fact]:
    """Two plain flags, a decision, and steps that may need steps before them."""
    decision = {"kind": "decision", "days": 0, "words": {"ja": "賃上げ"}}
    found = [fact("plain0"), fact("plain1"), fact("wages", change=decision)]
    names: list[str] = []
    for n in range(draw.randint(2, 3)):
        needs = [name for name in names if draw.random() < 0.35] + (["plain0"] if draw.random() < 0.1 else [])
        found.append(step(f"step{n}", **_change(draw, codes), needs=needs))
        names.append(f"step{n}")
    found.append(step("level", kind="choice", to=["b", "c"], **_change(draw, codes)))
    found.append(step("staff", kind="count", direction="up", days_each=draw.choice(("0", "3/2")),
                      **_change(draw, codes)))  # fmt: skip
    return found


def _change(draw: random.Random, codes: list[str]) -> dict[str, Any]:
    return {
        "days": draw.choice((0, 1, 5, 9, 15)), "fee_yen": draw.choice((0, 1, 2, 3, 5, 2_000)),
        "valid_days": draw.choice((None, None, 0, 6, 15, 40)),
        "programme": draw.choice((*codes, "P9")) if draw.random() < 0.3 else "",
    }  # fmt: skip


def _programme(draw: random.Random, code: str, codes: list[str], **more: Any) -> Description:
    others = [other for other in codes if other != code]
    return programme(
        code,
        who={"all": [_condition(draw) for _ in range(draw.choice((0, 1, 1, 1, 2)))]},
        courses=[_course(draw, key) for key in ("one", "two")[: draw.choice((0, 1, 1, 1, 1, 1, 1, 2, 2))]],
        windows=_windows(draw), decision_days=draw.choice((None, 0, 7, 30)),
        award_before_order=draw.choice((True, True, None, False)), prepare_days=draw.choice((0, 0, 3, 14)),
        period_months=draw.choice((None, None, None, 6, 12)), fee_yen=draw.choice((None, 0, 0, 2, 500)),
        places_left=0 if draw.random() < 0.05 else None,
        exclusive_with=[other for other in others if draw.random() < 0.07],
        stacks_with=[other for other in others if draw.random() < 0.65],
        effective_to=draw.choice((None, days(60))), **more,
    )  # fmt: skip


def _windows(draw: random.Random) -> Any:
    if (dice := draw.random()) < 0.15:
        return "always" if dice < 0.1 else None
    found = []
    for _ in range(draw.choice((1, 1, 2, 3))):
        opens = draw.randint(-20, 50)
        closes = opens + draw.randint(0, 60)
        decided = days(closes + draw.randint(0, 20)) if draw.random() < 0.3 else None
        found.append(window(opens, closes, draw.choice(("post", "electronic", "counter")), decided=decided))
    return found


def _course(draw: random.Random, key: str) -> dict[str, Any]:
    more: dict[str, Any] = {"key": key, "who": {"all": [_condition(draw)] if draw.random() < 0.2 else []}}
    if draw.random() < 0.15:
        return {**more, "fixed_yen": draw.choice((0, 7, 20_000, 400_000))}
    unit = draw.choice((1, 1, 1, 10))
    limit = draw.choice((None, None, 11, 20, 9_000, 1_500_000))
    if draw.random() < 0.4:
        better = {"when": _condition(draw), "rate": "4/5", "limit_yen": None if limit is None else 2 * limit}
        more["uplifts"] = [better]
    costs = draw.sample(COSTS, draw.choice((0, 0, 0, 2)))
    return course(draw.choice(("1/3", "1/2", "2/3", "1/2", "3/4", "3/4", None)), limit, cut_unit_yen=unit,
                  least_yen=draw.choice((0, 0, 4)), costs=costs, **more)  # fmt: skip


def _condition(draw: random.Random, deep: bool = True) -> dict[str, Any]:
    dice = draw.random()
    if dice < 0.5 or not deep:
        return (
            flag(draw.choice(("step0", "step0", "step1", "plain0", "plain1", "wages"))) if dice < 0.45 else _rare(draw)
        )
    if dice < 0.65:
        return {"any": [_condition(draw, False), _condition(draw, False)]}
    if dice < 0.75:
        return {"not": _condition(draw, False)}
    return _rare(draw)


def _rare(draw: random.Random) -> dict[str, Any]:
    return draw.choice((
        {"fact": "level", "is": "b"}, {"fact": "level", "is": "c"}, {"fact": "staff", "at_least": 3}, flag("step0"),
    ))  # fmt: skip
