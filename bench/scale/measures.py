"""Support programmes with windows, steps, stacking and exclusivity, and a project with costs, from one seed."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.language import Description, Fact, Value, Vocabulary
from kosetsu.services.programmes.rules.situation import CostLine, Paying, Project

TOKYO = ZoneInfo("Asia/Tokyo")
TODAY = dt.date(2024, 5, 10)
NOON = dt.datetime.combine(TODAY, dt.time(12), tzinfo=TOKYO)
KINDS = ("machine", "building", "software", "advice", "training", "exhibition")
STEPS = ("diagnosis", "declaration", "gbiz", "strategy", "security", "continuity")


class PlainJudge:
    """Every condition here asks that all of some flags hold; reading them is not what is measured."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def meets(self, description: int, course: int | None, answers: Mapping[str, Value]) -> bool:
        return all(answers.get(part.fact) is True for part in self.book.descriptions[description].who.all)

    def pays(self, description: int, course: int, answers: Mapping[str, Value]) -> Paying:
        terms = self.book.descriptions[description].courses[course]
        better = [one for one in terms.uplifts if answers.get(one.when.fact) is True]
        rate = max(one.rate for one in (terms, *better) if one.rate is not None)
        limit = max(one.limit_yen for one in (terms, *better) if one.limit_yen is not None)

        def paying(costs: Sequence[CostLine]) -> int:
            total = sum(line.yen for line in costs)
            yen = min(total * rate.numerator // rate.denominator, limit)
            return 0 if yen < terms.least_yen else yen - yen % terms.cut_unit_yen

        return paying


def book(draw: random.Random, count: int, party: int = 2, every: int = 30) -> Book:
    """Programmes that all can be had, in two windows each.

    Every third asks for a step, every fourth excludes another, every fourth pays more after a step; of ``every`` so
    many programmes the first ``party`` may pay for the same costs.
    """
    codes = [f"P{n:03}" for n in range(1, count + 1)]
    facts = tuple(_step(n, key) for n, key in enumerate(STEPS))
    costs = [{"key": key, "words": {"ja": key}} for key in KINDS]
    given = tuple(
        _programme(draw, n, code, codes).model_copy(update={"stacks_with": _party(n, codes, party, every)})
        for n, code in enumerate(codes)
    )
    return Book(TODAY, Vocabulary(facts=facts, costs=costs), given, ())


def _party(n: int, codes: Sequence[str], party: int, every: int) -> tuple[str, ...]:
    """The others of its party; none where it is in none."""
    first = n - n % every
    return tuple(code for code in codes[first : first + party] if code != codes[n]) if n - first < party else ()


def project(draw: random.Random, count: int) -> Project:
    """So many costs between half a million and six million yen."""
    costs = (draw.randint(5, 60) * 100_000 for _ in range(count))
    lines = tuple(CostLine(f"line{n}", KINDS[n % len(KINDS)], yen) for n, yen in enumerate(costs))
    return Project(lines, _day(60), _day(200), _day(330))


def _day(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def _step(n: int, key: str) -> Fact:
    """Each second needs the one before it; some cost something, some lapse."""
    change = {
        "days": 7 + 7 * n, "words": {"ja": key}, "needs": STEPS[n - 1 : n] if n % 2 else (),
        "fee_yen": 30_000 if n % 3 == 0 else 0, "valid_days": 120 if n % 3 != 1 else None,
    }  # fmt: skip
    return Fact(key=key, kind="flag", words={"ja": key}, question={"ja": key}, change=change, source="made up")


def _programme(draw: random.Random, n: int, code: str, codes: Sequence[str]) -> Description:
    asked = [{"fact": draw.choice(STEPS), "is": True}] if n % 3 == 0 else []
    better = [{"when": {"fact": draw.choice(STEPS), "is": True}, "rate": "4/5"}] if n % 4 == 1 else []
    course = {
        "key": "only", "rate": draw.choice(("1/2", "2/3", "3/4")), "cut_unit_yen": 1_000, "uplifts": better,
        "limit_yen": draw.choice((1, 2, 3, 5, 10, 15, 30)) * 1_000_000, "costs": draw.sample(KINDS, draw.randint(1, 5)),
    }  # fmt: skip
    opens = draw.randint(0, 90)
    windows = [
        {"channel": "electronic", "opens": _day(opens + later), "closes": _day(opens + later + 30),
         "closes_at": "17:00", "source": "made up"}
        for later in (0, 60)
    ]  # fmt: skip
    return Description(
        code=code, fiscal_year=2024, effective_from=dt.date(2024, 4, 1), kind="grant", words={"ja": code},
        who={"all": asked}, courses=[course], windows=windows, decision_days=draw.choice((30, 45, 60)), fee_yen=0,
        award_before_order=True, prepare_days=draw.choice((0, 7, 14)), verified_until=dt.date(2025, 3, 31),
        exclusive_with=draw.sample(codes, 1) if n % 4 == 0 else [],
        sources=[{"document": "made up", "page": 1}],
    )  # fmt: skip
