"""Support programmes as a booklet has them, from one seed: a size, a place, an industry, declarations, plans.

Most rest on ten to thirty comparisons, some on more than a hundred; each has words that only a named person confirms.
"""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import yaml

from bench.scale.sizes import SEED
from kosetsu.foundation.parties.rules.law import thresholds_on
from kosetsu.services.programmes.rules import language as said
from kosetsu.services.programmes.rules.book import Book, Regions, number
from kosetsu.services.programmes.rules.columns import Column, narrow
from kosetsu.services.programmes.rules.deciding import Decider

FOLDER = Path(__file__).resolve().parents[2] / "institutes" / "tokyo" / "programmes"
DAY = dt.date(2026, 3, 31)
UNANSWERED = 0.25
LARGEST = 2_000_000_000
"""OpenFisca counts in 32 bits."""
PROGRAMMES = 87
INDUSTRIES = tuple(f"{letter}{number:02}" for letter, first, last in (
    ("D", 6, 8), ("E", 9, 32), ("G", 37, 41), ("H", 42, 49), ("I", 50, 61), ("K", 68, 70), ("L", 71, 74), ("M", 75, 77),
    ("N", 78, 80), ("O", 81, 82), ("P", 83, 85), ("R", 88, 96)) for number in range(first, last + 1))  # fmt: skip
AREAS = tuple(f"ward_{number}" for number in range(1, 24))
FLAGS = tuple(f"flag_{number}" for number in range(1, 161))
COSTS = ("machines", "outsourcing", "experts", "advertising", "patents")
NUMBERS = {"sales_yen": (10_000_000, 50_000_000, 100_000_000, 1_000_000_000),
           "exports_percent": (0, 1, 5, 10), "wage_rise_permille": (15, 20, 30, 40, 50),
           "energy_yen": (1_000_000, 5_000_000), "employees_insured": (1, 2, 5, 10, 20, 50, 100)}  # fmt: skip


def books() -> list[str]:
    """Which books there are: the institute's, where its folder describes one, and the generated one."""
    return [*(["institute"] if (FOLDER / "vocabulary.yaml").exists() else []), "generated"]


def book(which: str) -> Book:
    """One of ``books``."""
    if which == "generated":
        return Book(DAY, vocabulary(), descriptions(), tuple(thresholds_on(DAY)))
    written = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("descriptions/*.yaml"))]
    flat = [one for each in written for one in (each if isinstance(each, list) else [each])]
    words = said.Vocabulary.model_validate(yaml.safe_load((FOLDER / "vocabulary.yaml").read_text(encoding="utf-8")))
    return Book(DAY, words, tuple(said.Description.model_validate(one) for one in flat), tuple(thresholds_on(DAY)))


def vocabulary() -> said.Vocabulary:
    """Some fifty facts and two definitions."""
    facts = [_fact(key, "flag", change=_step(key)) for key in FLAGS]
    facts += [_fact("closed", "flag"), _fact("sole_trader", "flag"), _fact("industry", "code"), _fact("founded", "day")]
    facts += [_fact("area", "choice", choices=tuple(said.Choice(key=key, words=_words(key)) for key in AREAS))]
    facts += [_fact(key, "count", least=0) for key in ("employees", "capital_yen", *NUMBERS)]
    return said.Vocabulary(facts=tuple(facts), costs=tuple(said.Choice(key=key, words=_words(key)) for key in COSTS),
                           definitions=(_definition("sme", "sme"), _definition("small", "small")))  # fmt: skip


def _words(text: str) -> said.Words:
    return said.Words(ja=text)


def _fact(key: str, kind: said.Kind, **more: Any) -> said.Fact:
    return said.Fact(key=key, kind=kind, words=_words(key), question=_words(key), source="bench", **more)


def _step(key: str) -> said.Change | None:
    number = int(key.removeprefix("flag_"))
    if number % 3 == 0:
        return None
    return said.Change(days=number, fee_yen=1_000 * (number % 4), words=_words(key), source="bench")


def _definition(key: str, size: Any) -> said.Definition:
    here = said.Among(fact="area", among=AREAS)
    business = said.All(all=(said.Size(size=size), here, said.Not.model_validate({"not": _is("closed")})))
    return said.Definition(key=key, words=_words(key), condition=business, source="bench")


def _is(key: str, answer: bool = True) -> said.Is:
    return said.Is.model_validate({"fact": key, "is": answer})


def descriptions(seed: int = SEED) -> tuple[said.Description, ...]:
    """All programmes; every twentieth with a long list of alternatives."""
    return tuple(_description(n, Random(seed + n)) for n in range(PROGRAMMES))


def _description(n: int, chance: Random) -> said.Description:
    parts: list[Any] = [said.Use(use=chance.choice(["sme", "sme", "small"]))] if chance.random() < 0.8 else []
    flags = iter(chance.sample(FLAGS, len(FLAGS)))
    parts += [_is(next(flags), chance.random() < 0.8) for _ in range(chance.randint(2, 6))]
    parts += [_one_of(chance, flags, 3) for _ in range(chance.randint(0, 2))]
    parts += [_number(chance) for _ in range(chance.randint(0, 2))]
    if chance.random() < 0.4:
        parts.append(said.Under(fact="industry", under=tuple(chance.sample(INDUSTRIES, 12))))
    if chance.random() < 0.4:
        parts.append(said.Within(fact="founded", within_years=chance.choice([3, 5, 10])))
    if chance.random() < 0.2:
        parts.append(said.Some(at_least=2, of=tuple(_is(next(flags)) for _ in range(5))))
    if n % 20 == 7:
        parts.append(said.Any_(any=tuple(said.All(all=tuple(_is(next(flags)) for _ in range(3))) for _ in range(40))))
    parts += [said.Confirmed(confirm="words", by="staff", key=f"c{m}", clause=f"{m}")
              for m in range(chance.randint(1, 4))]  # fmt: skip
    return said.Description(
        code=f"P{n:03}", fiscal_year=2025, effective_from=DAY, kind="grant", words=_words(f"P{n:03}"),
        who=said.All(all=tuple(parts)), courses=_courses(chance), sources=(said.Source(document="bench"),),
        verified_until=DAY,
    )  # fmt: skip


def _number(chance: Random) -> Any:
    fact = chance.choice(list(NUMBERS))
    limit = chance.choice(NUMBERS[fact])
    if chance.random() < 0.7:
        return said.AtLeast(fact=fact, at_least=limit)
    return said.AtMost(fact=fact, at_most=limit)


def _one_of(chance: Random, flags: Iterator[str], parts: int) -> said.Any_:
    return said.Any_(any=(*(_is(next(flags)) for _ in range(parts - 1)), _number(chance)))


def _courses(chance: Random) -> tuple[said.Course, ...]:
    return tuple(said.Course(
        key=f"course_{n}", rate=chance.choice([Fraction(1, 2), Fraction(2, 3)]), cut_unit_yen=1_000,
        limit_yen=chance.choice([1_000_000, 3_000_000, 10_000_000]), costs=tuple(chance.sample(COSTS, 2)),
        who=said.Use(use="small") if n else said.ALWAYS,
        uplifts=(said.Uplift(when=_is(chance.choice(FLAGS)), rate=Fraction(3, 4)),) if chance.random() < 0.3 else (),
    ) for n in range(chance.choice([0, 1, 1, 2])))  # fmt: skip


# --- companies -------------------------------------------------------------------------------------------------------


def population(decider: Decider, count: int, seed: int = SEED) -> dict[str, Column]:
    """Companies whose answers lie on both sides of every threshold; a quarter unanswered, nothing confirmed.

    One in five names the section of its industry only.
    """
    chance = np.random.default_rng(seed)
    return {key: _column(decider, key, count, chance) for key in decider.readers if key in decider.asked}


def _column(decider: Decider, key: str, count: int, chance: np.random.Generator) -> Column:
    known = chance.random(count) >= UNANSWERED
    regions = decider.readers[key].regions
    if regions.fact.kind == "code":
        names = (*INDUSTRIES, *sorted({code[0] for code in INDUSTRIES}))
        exact = chance.random(count) < 0.8
        full = chance.integers(len(INDUSTRIES), size=count)
        section = chance.integers(len(INDUSTRIES), len(names), count)
        return _named(np.where(known, np.where(exact, full, section), -1), names)
    if regions.names:
        return _named(np.where(known, chance.integers(len(regions.names), size=count), -1), regions.names)
    at = np.array([_at(regions, region) for region in regions.possible], np.int64)
    return Column(chance.choice(at, count), known=known)


def _named(values: np.ndarray, names: tuple[said.Value, ...]) -> Column:
    return Column(values.astype(narrow(len(names))), names)


def _at(regions: Regions, region: int) -> int:
    return min(number(regions.nearest(region, None)), LARGEST)


def rows(table: dict[str, Column], decider: Decider, count: int) -> list[dict[str, said.Value]]:
    """The first companies as the row evaluator is asked."""
    return [{key: answer for key, column in table.items() if (answer := _answer(decider, key, column, n)) is not None}
            for n in range(count)]  # fmt: skip


def _answer(decider: Decider, key: str, column: Column, n: int) -> said.Value | None:
    value = int(column.values[n])
    if column.names:
        return None if value < 0 else column.names[value]
    if column.known is not None and not column.known[n]:
        return None
    return dt.date.fromordinal(value) if decider.book.facts[key].kind == "day" else value
