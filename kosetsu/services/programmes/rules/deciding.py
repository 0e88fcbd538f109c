"""Which programmes are open to one company: yes, no or unknown, with the comparisons it rests on.

Sound and exact: "yes" and "no" are said exactly when every completion of the missing answers agrees. A company
becomes two numbers, the literals that are true and those that are false; the formulas of a book become one straight
Python function over them, in which a plain conjunction is a comparison of masks.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import prod
from typing import Any, NamedTuple

from kosetsu.services.programmes.rules import cases
from kosetsu.services.programmes.rules.book import Book, Formula, One, Regions
from kosetsu.services.programmes.rules.circuits import Circuit, bits, needed
from kosetsu.services.programmes.rules.compiling import compiled, plain
from kosetsu.services.programmes.rules.language import Value

TRIES = 5_000
"""How many combinations of shared facts are looked at in one knot; beyond it "unknown" is said, which is sound."""
KEPT = 20_000
"""How many answers of each kind are remembered."""


class Verdict(StrEnum):
    """Whether a programme is open to a company."""

    NO = "no"
    UNKNOWN = "unknown"
    YES = "yes"


VERDICTS = (Verdict.NO, Verdict.UNKNOWN, Verdict.YES)
"""By their number in compiled code and in columns."""


class Outcome(NamedTuple):
    """A verdict with the literals it rests on, as bits; ``Decider.said`` opens them.

    ``failing`` are what makes it no, and empty otherwise. ``open`` are unanswered ones on which a part that does not
    hold yet still rests, so both are empty for a yes.
    """

    verdict: Verdict
    failing: int
    open: int


class Known(NamedTuple):
    """What is known of a company, in the terms of one decider."""

    true: int
    false: int
    undecided: int
    """The facts, as bits, that can still be in more than one region."""
    regions: dict[str, int]
    """The regions, as bits, an answered fact can be in."""


class Effect(NamedTuple):
    """What a fact says when it can be in certain regions."""

    regions: int
    true: int
    false: int
    undecided: int


@dataclass
class Reader:
    """One fact: from an answer, or from regions as bits, to the literals it decides."""

    regions: Regions
    bit: int
    literals: tuple[tuple[int, int], ...]
    """Each literal of it as a bit, and the regions it is true in."""

    def __post_init__(self) -> None:
        self.possible = sum(1 << region for region in self.regions.possible)
        self.mask = sum(bit for bit, _true_in in self.literals)
        self._effects: dict[int, Effect] = {}
        self._values: dict[Value, Effect] = {}

    def of(self, value: Value) -> Effect:
        """Raises ``KeyError`` for a choice that does not exist."""
        found = self._values.get(value)
        if found is None:
            found = self.within(sum(1 << region for region in self.regions.of(value)))
            if len(self._values) < KEPT:
                self._values[value] = found
        return found

    def within(self, regions: int) -> Effect:
        """What is decided when the fact is in one of these regions."""
        found = self._effects.get(regions)
        if found is None:
            true = sum(bit for bit, true_in in self.literals if not regions & ~true_in)
            false = sum(bit for bit, true_in in self.literals if not regions & true_in)
            several = self.bit if regions & (regions - 1) else 0
            found = self._effects[regions] = Effect(regions, true, false, several)
        return found

    def classes(self, under: int, every: bool = False) -> list[int]:
        """The possible regions (or all), those put together that the literals ``under`` do not tell apart."""
        found: dict[tuple[bool, ...], int] = {}
        asked = [true_in for bit, true_in in self.literals if bit & under]
        for region in range(self.regions.count) if every else self.regions.possible:
            key = tuple(bool(true_in >> region & 1) for true_in in asked)
            found[key] = found.get(key, 0) | 1 << region
        return list(found.values())

    @cached_property
    def told_apart(self) -> list[int]:
        """The possible regions, those put together that no literal tells apart."""
        return self.classes(self.mask)


Run = Callable[[int, int, int, int, Mapping[str, int], Any], list[Outcome]]
"""Outcomes from true, false, open and undecided bits, regions, and whoever answers about knots without a table."""


class Decider:
    """The evaluator of one book for one company at a time."""

    def __init__(self, book: Book) -> None:
        self.book, self.circuit = book, Circuit(book)
        self.readers = self._readers()
        self.everything = (1 << len(self.circuit.literals)) - 1
        self._unsaid = {key: reader.within(reader.possible) for key, reader in self.readers.items()}
        self._certain = [key for key, one in self._unsaid.items() if one.true | one.false]
        self._all_undecided = sum(one.undecided for one in self._unsaid.values())
        self._runs: dict[tuple[int, ...], Run] = {}
        self._knots: dict[int, Knot] = {}
        self._said: dict[int, tuple[One, ...]] = {}
        self._told_apart: dict[tuple[str, tuple[int, ...]], list[int]] = {}
        self.asked = frozenset(one.key for one in book.vocabulary.facts)
        """The facts a company is asked for; all others are for a named person to confirm."""

    def _readers(self) -> dict[str, Reader]:
        found: dict[str, list[tuple[int, int]]] = {}
        for n, one in enumerate(self.circuit.literals):
            atom = self.book.atoms[one.atom]
            every = (1 << self.book.regions[atom.fact].count) - 1
            found.setdefault(atom.fact, []).append((1 << n, atom.true_in ^ every if one.negated else atom.true_in))
        return {key: Reader(self.book.regions[key], 1 << n, tuple(ones)) for n, (key, ones) in enumerate(found.items())}

    # one company

    def known(self, answers: Mapping[str, Value]) -> Known:
        """What the answers decide. Answers to facts of no condition are passed over.

        Raises ``KeyError`` for a choice that does not exist.
        """
        true = false = answered = undecided = 0
        regions, readers = {}, self.readers
        for key, value in answers.items():
            reader = readers.get(key)
            if reader is not None:
                regions[key], now_true, now_false, several = reader.of(value)
                true |= now_true
                false |= now_false
                answered |= reader.bit
                undecided |= several
        for key in self._certain:
            if key not in regions:
                true |= self._unsaid[key].true
                false |= self._unsaid[key].false
        return Known(true, false, self._all_undecided & ~answered | undecided, regions)

    def changed(self, known: Known, fact: str, regions: int) -> Known:
        """The same with a fact in one of these regions, whatever it was before."""
        reader = self.readers[fact]
        effect, rest = reader.within(regions), ~reader.mask
        return Known(
            known.true & rest | effect.true,
            known.false & rest | effect.false,
            known.undecided & ~reader.bit | effect.undecided,
            {**known.regions, fact: regions},
        )

    def decide(self, answers: Mapping[str, Value]) -> list[Outcome]:
        """One outcome for each description."""
        return self.outcomes(self.circuit.who, self.known(answers))

    def decide_one(self, n: int, answers: Mapping[str, Value]) -> Outcome:
        """The outcome of one description."""
        return self.outcomes((self.circuit.who[n],), self.known(answers))[0]

    def decide_formula(self, formula: Formula, answers: Mapping[str, Value]) -> Outcome:
        """The outcome of a formula of the book: who a course is for, when an uplift applies."""
        return self.outcomes((self.circuit.add(formula),), self.known(answers))[0]

    def outcomes(self, nodes: tuple[int, ...], known: Known) -> list[Outcome]:
        """One outcome for each node; compiled when first asked for."""
        run = self._runs.get(nodes)
        if run is None:
            run = self._runs[nodes] = self._compiled(nodes)
        true, false, undecided, regions = known
        return run(true, false, self.everything & ~(true | false), undecided, regions, _Closer(self, regions))

    def _compiled(self, nodes: tuple[int, ...]) -> Run:
        every = self.circuit.nodes
        knots = {n: self.knot(n).table for n in needed(every, nodes) if every[n].shared}
        tables = {n: table.verdict for n, table in knots.items() if table is not None}
        run: Run = compiled(every, nodes, self._bits_of, Outcome, VERDICTS, tables)
        return run

    def said(self, mask: int) -> tuple[One, ...]:
        """The literals of a mask: each an atom, or its opposite."""
        found = self._said.get(mask)
        if found is None:
            found = tuple(self.circuit.literals[literal] for literal in bits(mask))
            if len(self._said) < KEPT:
                self._said[mask] = found
        return found

    def facts(self, mask: int) -> list[str]:
        """The facts that the literals of a mask rest on."""
        found = []
        while mask:
            fact = self.circuit.fact((mask & -mask).bit_length() - 1)
            mask &= ~self.readers[fact].mask
            found.append(fact)
        return found

    def told_apart(self, fact: str, nodes: tuple[int, ...]) -> list[int]:
        """The regions of a fact, as bits, those put together that these nodes do not tell apart."""
        found = self._told_apart.get((fact, nodes))
        if found is None:
            under = 0
            for node in nodes:
                under |= self.circuit.nodes[node].under
            found = self._told_apart[fact, nodes] = self.readers[fact].classes(under)
        return found

    def knot(self, node: int) -> "Knot":
        """What looks closer at a node whose parts share facts."""
        found = self._knots.get(node)
        if found is None:
            found = self._knots[node] = Knot(self, node)
        return found

    def _bits_of(self, facts: Sequence[str]) -> int:
        return sum(self.readers[fact].bit for fact in facts)


class _Closer(NamedTuple):
    """Who compiled code asks about a knot that is still unknown."""

    decider: Decider
    regions: Mapping[str, int]

    def __call__(self, node: int, true: int, false: int, open_: int) -> int:
        return self.decider.knot(node).verdict(true, false, open_, self.regions)


class Split(NamedTuple):
    """A fact that stands several times in a knot: its literals, and what it says in each class of its regions.

    Classes are regions that the knot does not tell apart, those first that make most literals true, or false.
    """

    fact: str
    literals: int
    for_yes: list[int]
    for_no: list[int]


class Knot:
    """A node in which facts stand several times.

    One of few facts is looked up in its table; of others, answers are searched that make it hold, and not hold.
    """

    def __init__(self, decider: Decider, node: int) -> None:
        self.decider, self.node = decider, decider.circuit.nodes[node]
        self.plain = plain(decider.circuit.nodes, node)
        self.facts = decider.facts(self.node.under)
        self.table = self._table(node)
        self.splits = [self._split(fact) for fact in self.node.shared]
        self.cut_short = [fact for fact in self.node.shared if decider.book.facts[fact].kind == "code"]
        self._seen: dict[tuple[int, ...], int] = {}

    def _table(self, node: int) -> cases.Table | None:
        under, readers = self.node.under, self.decider.readers
        facts = [(key, readers[key].possible, readers[key].classes(under, every=True)) for key in self.facts]
        if prod(len(classes) for _fact, _possible, classes in facts) > cases.LARGEST:
            return None
        axes = cases.axes(facts)
        literals = {bit.bit_length() - 1: axis.within(true_in) for axis in axes
                    for bit, true_in in readers[axis.fact].literals if bit & under}  # fmt: skip
        return cases.Table(self.decider.circuit.nodes, node, axes, literals)

    def _split(self, fact: str) -> Split:
        reader, under = self.decider.readers[fact], self.node.under
        classes = reader.classes(under)
        for_yes = sorted(classes, key=lambda one: (reader.within(one).true & under).bit_count())
        for_no = sorted(classes, key=lambda one: (reader.within(one).false & under).bit_count())
        return Split(fact, reader.mask & under, for_yes, for_no)

    def verdict(self, true: int, false: int, open_: int, regions: Mapping[str, int]) -> int:
        """0 no, 1 unknown, 2 yes: what every combination agrees on."""
        if self.table is not None:
            return self.table.verdict(regions)
        split = self.torn(open_)
        if split is None:
            return 1
        under = self.node.under
        key = (true & under, false & under, *(regions.get(fact, 0) for fact in self.cut_short))
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) >= KEPT:
                self._seen.clear()
            found = self._seen[key] = self._agreed(true, false, split, regions)
        return found

    def looked_at(self, known: Known) -> int:
        """The same of a company of whom nothing has been computed."""
        if self.table is not None:
            return self.table.verdict(known.regions)
        verdict, open_ = self.plain(known.true, known.false)
        return self.verdict(known.true, known.false, open_, known.regions) if verdict == 1 else verdict

    def supposed(self, known: Known, fact: str, ways: Sequence[int]) -> list[int]:
        """The same with a fact in other regions, for each of them."""
        if self.table is not None:
            return self.table.supposed(known.regions, fact, ways)
        return [self.looked_at(self.decider.changed(known, fact, within)) for within in ways]

    def torn(self, open_: int) -> Split | None:
        """A fact on which several parts that are not decided rest; without one, every combination can happen."""
        for split in self.splits:
            asked = open_ & split.literals
            if asked & (asked - 1) or open_ & self.node.repeated & asked:
                return split
        return None

    def _agreed(self, true: int, false: int, torn: Split, regions: Mapping[str, int]) -> int:
        if not self._reaches(2, true, false, torn, regions):
            return 0
        return 1 if self._reaches(0, true, false, torn, regions) else 2

    def _reaches(self, wanted: int, true: int, false: int, torn: Split, regions: Mapping[str, int]) -> bool:
        """Whether some combination comes to this verdict; taken for granted where there are too many."""
        stack = self._ways(wanted, true, false, torn, regions)
        for _try in range(TRIES):
            if not stack:
                return False
            true, false = stack.pop()
            verdict, open_ = self.plain(true, false)
            if verdict == 1:
                split = self.torn(open_)
                if split is None:
                    return True
                stack += self._ways(wanted, true, false, split, regions)
            elif verdict == wanted:
                return True
        return True

    def _ways(
        self, wanted: int, true: int, false: int, split: Split, regions: Mapping[str, int]
    ) -> list[tuple[int, int]]:
        """The classes a fact can be in, the most promising last."""
        reader = self.decider.readers[split.fact]
        possible = regions.get(split.fact, reader.possible)
        classes = split.for_yes if wanted else split.for_no
        effects = [reader.within(inside) for one in classes if (inside := one & possible)]
        return [(true | one.true, false | one.false) for one in effects]
