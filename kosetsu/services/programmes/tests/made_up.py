"""Vocabularies, programmes and companies from a seed, small and tangled on purpose: few facts, asked often."""

import datetime as dt
import os
from fractions import Fraction
from random import Random
from string import ascii_lowercase
from typing import Any

from kosetsu.foundation.parties.rules.law import SizeThreshold
from kosetsu.services.programmes.rules import language as said
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.tests.oracle import Oracle

CASES = int(os.environ.get("KOSETSU_PROGRAMME_CASES", "60"))
"""How many cases a property is tried on; 10,000 for the proof."""
DAY = dt.date(2024, 2, 29)


def size_class(
    name: str, act: str, industries: tuple[str, ...], capital: int, employees: int, small: int, source: str
) -> SizeThreshold:
    """A class of the SME Act that holds for ever."""
    return SizeThreshold(name, name, act, industries, capital, employees, small, dt.date.min, None, source)


SIZES = (
    size_class("manufacturing", "basic", ("*",), 300, 30, 20, "Act 2(1)"),
    size_class("wholesale", "basic", ("I1",), 100, 10, 5, "Act 2(2)"),
    size_class("retail", "basic", ("I2", "K"), 50, 5, 5, "Act 2(3)"),
    size_class("inns", "inns", ("I21",), 50, 20, 5, "Order 1"),
)
COSTS = ("machines", "wages", "travel")
CODES = ("I", "I1", "I2", "I21", "K", "E09", "E")


def words(text: str) -> said.Words:
    return said.Words(ja=text)


def fact(key: str, kind: said.Kind, **more: Any) -> said.Fact:
    return said.Fact(key=key, kind=kind, words=words(key), question=words(key), source="s", **more)


class MadeUp:
    """One seed's vocabulary, descriptions and answers."""

    def __init__(
        self, seed: int, descriptions: int = 1, depth: int = 3, changeable: bool = False, flags: int = 0
    ) -> None:
        self.random = Random(seed)
        self.changeable, self.flags = changeable, flags
        self.facts = self._flags(flags) if flags else self._facts()
        self.by_key = {one.key: one for one in self.facts}
        self.chosen = self.random.sample(list(self.by_key), self.random.randint(flags or 2, len(self.by_key)))
        self.sized = not flags and self.random.random() < 0.4
        definitions = tuple(
            said.Definition(key=f"definition_{n}", words=words("d"), condition=self.condition(1, n), source="s")
            for n in range(2)
        )
        self.vocabulary = said.Vocabulary(facts=self.facts, definitions=definitions)
        self.descriptions = tuple(self.description(f"P{n}", depth) for n in range(descriptions))
        self.book = Book(DAY, self.vocabulary, self.descriptions, SIZES)
        self.oracle = Oracle(DAY, self.vocabulary, SIZES)

    def _flags(self, count: int) -> tuple[said.Fact, ...]:
        return tuple(self._changeable(fact(f"flag_{letter}", "flag")) for letter in ascii_lowercase[:count])

    def _facts(self) -> tuple[said.Fact, ...]:
        choices = tuple(said.Choice(key=key, words=words(key)) for key in ("red", "green", "blue"))
        return tuple(self._changeable(one) for one in (
            fact("flag_a", "flag"), fact("flag_b", "flag"), fact("flag_c", "flag"), fact("sole_trader", "flag"),
            fact("colour", "choice", choices=choices), fact("industry", "code"),
            fact("employees", "count", least=0), fact("capital_yen", "yen", least=0, most=1000),
            fact("profit", "count"), fact("founded", "day"),
        ))  # fmt: skip

    def _changeable(self, plain: said.Fact) -> said.Fact:
        chance = self.random
        if not self.changeable or chance.random() < 0.2:
            return plain
        to: tuple[Any, ...] = {"flag": chance.choice([(True,), (False,), (True, False)]),
                               "choice": tuple(chance.sample(["red", "green", "blue"], 2)),
                               "code": ("I21", "E09")}.get(plain.kind, ())  # fmt: skip
        needs = tuple(chance.sample(["flag_a", "flag_b", "flag_c"], chance.choice([0, 0, 1, 2])))
        change = said.Change(
            to=to, direction=chance.choice(["up", "down", "both"]), days=chance.randint(0, 5), words=words("c"),
            days_each=Fraction(chance.randint(0, 4), 3), fee_yen=chance.choice([0, 0, 500, 700]),
            needs=tuple(one for one in needs if one != plain.key),
        )  # fmt: skip
        return plain.model_copy(update={"change": change})

    # conditions

    def condition(self, depth: int, definitions: int = 2) -> Any:
        """Any condition at all, made of the chosen facts."""
        chance = self.random
        if depth == 0 or chance.random() < 0.15:
            return self._leaf(definitions)
        parts = tuple(self.condition(depth - 1, definitions) for _ in range(chance.choice([1, 2, 2, 3])))
        match chance.choice(["all", "all", "any", "any", "some", "not"]):
            case "all":
                return said.All(all=parts if chance.random() > 0.02 else ())
            case "any":
                return said.Any_(any=parts)
            case "some":
                return said.Some(at_least=chance.randint(1, len(parts) + (chance.random() < 0.05)), of=parts)
        return said.Not.model_validate({"not": parts[0]})

    def _leaf(self, definitions: int) -> Any:
        chance = self.random
        if definitions and chance.random() < 0.1:
            return said.Use(use=f"definition_{chance.randrange(definitions)}")
        if not self.flags and chance.random() < 0.03:
            return said.Confirmed(confirm="words", by="staff", key=chance.choice("ab"))
        if self.sized and chance.random() < 0.15:
            acts = chance.choice([("basic",), ("basic", "inns")])
            return said.Size(size=chance.choice(["small", "sme"]), acts=acts)
        return self._comparison(self.by_key[chance.choice(self.chosen)])

    def _comparison(self, of: said.Fact) -> Any:
        chance = self.random
        match of.kind:
            case "flag":
                return said.Is.model_validate({"fact": of.key, "is": chance.random() < 0.5})
            case "choice" if chance.random() < 0.5:
                return said.Is.model_validate({"fact": of.key, "is": chance.choice(of.choices).key})
            case "choice":
                return said.Among(fact=of.key, among=tuple(chance.sample(["red", "green", "blue"], 2)))
            case "code":
                return said.Under(fact=of.key, under=tuple(chance.sample(CODES, chance.randint(1, 2))))
            case "day":
                return said.Within(fact=of.key, within_years=chance.choice([1, 3, 5]))
        limit = chance.choice([-2, 0, 5, 6, 20, 100])
        if chance.random() < 0.5:
            return said.AtLeast(fact=of.key, at_least=limit)
        return said.AtMost(fact=of.key, at_most=limit)

    # programmes

    def description(self, code: str, depth: int) -> said.Description:
        chance = self.random
        courses = tuple(self._course(f"c{n}") for n in range(chance.choice([0, 1, 1, 2, 3])))
        return said.Description(
            code=code, fiscal_year=2024, effective_from=DAY, kind="grant", words=words(code),
            who=self.condition(depth), courses=courses, sources=(said.Source(document="d"),), verified_until=DAY,
        )  # fmt: skip

    def _course(self, key: str) -> said.Course:
        chance = self.random
        way = chance.choice([{"rate": self._rate()}, {"rate": self._rate()}, {"fixed_yen": chance.randint(0, 900)}, {}])
        open_ = chance.random() < 0.15
        return said.Course(
            key=key, who=self.condition(chance.choice([0, 1])), costs=tuple(chance.sample(COSTS, chance.randint(0, 2))),
            limit_yen=None if open_ else chance.randint(0, 1000), least_yen=chance.choice([0, 0, 100]),
            cut_unit_yen=chance.choice([1, 10, 100]), **way,
            uplifts=tuple(self._uplift() for _ in range(chance.choice([0, 0, 1, 2, 3]))),
        )  # fmt: skip

    def _uplift(self) -> said.Uplift:
        chance = self.random
        return said.Uplift(
            when=self.condition(chance.choice([0, 1])),
            rate=self._rate() if chance.random() < 0.5 else None,
            limit_yen=chance.randint(0, 2000) if chance.random() < 0.5 else None,
            fixed_yen=chance.randint(0, 900) if chance.random() < 0.2 else None,
        )

    def _rate(self) -> Fraction:
        return Fraction(self.random.randint(1, 4), 4) if self.random.random() < 0.5 else Fraction(2, 3)

    def costs(self) -> dict[str, int]:
        return {kind: self.random.choice([0, 1, 333, 1000, 5001]) for kind in COSTS if self.random.random() < 0.7}

    # companies

    def full(self, conditions: list[Any], code: str = "") -> dict[str, Any]:
        """Answers to all that the conditions ask."""
        chance = self.random
        return {fact: chance.choice(values) for fact, values in self.oracle.asked(conditions, code).items()}

    def masked(self, full: dict[str, Any], at_most: int = 4) -> dict[str, Any]:
        """The same with some answers missing, and codes cut short."""
        chance = self.random
        hidden = chance.sample(list(full), min(len(full), chance.randint(0, at_most)))
        kept = {fact: value for fact, value in full.items() if fact not in hidden}
        if "industry" in kept and chance.random() < 0.3:
            kept["industry"] = kept["industry"][:1]
        return kept
