"""The formulas of a book in one normal form, shared and ready to be evaluated with yes, no and unknown.

Every atom, or its opposite, becomes a **literal**: one bit. Formulas are then monotone, equal parts are one **node**,
and a node's parts are told apart by the facts they rest on. Where no two parts of a node rest on the same fact,
three-valued logic is exact: any combination of what is still open can really happen. Parts that share a fact are
gathered into a **knot**, and only knots need a closer look when a shared fact is unanswered.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kosetsu.services.programmes.rules.book import FALSE, TRUE, Book, Count, Formula, One, leaves


@dataclass(frozen=True, slots=True)
class Node:
    """At least ``least`` of its literals and children hold."""

    least: int
    literals: int
    children: tuple[int, ...]
    shared: tuple[str, ...]
    """Facts that stand in it more than once; none unless it is a knot."""
    under: int
    """All literals in and under it."""
    repeated: int = 0
    """Those that stand in it more than once."""

    @property
    def parts(self) -> int:
        return self.literals.bit_count() + len(self.children)


class Circuit:
    """All nodes of a book, parts before wholes."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.literals = _literals(book)
        """Which atom, or its opposite, a bit is; those of one fact lie side by side."""
        self._facts = [book.atoms[one.atom].fact for one in self.literals]
        self.bits = {one: n for n, one in enumerate(self.literals)}
        self.nodes: list[Node] = []
        self._numbers: dict[Node, int] = {}
        self.who = tuple(self.add(formula) for formula in book.who)
        self.terms = tuple(
            tuple((self.add(who), tuple(self.add(one) for one in uplifts)) for who, uplifts in courses)
            for courses in book.courses
        )
        self.roots = tuple(
            (who, *(each for course, uplifts in courses for each in (course, *uplifts)))
            for who, courses in zip(self.who, self.terms, strict=True)
        )
        """For each description: who may apply, then for each course who it is for and when each uplift applies."""
        self._together: dict[tuple[int, int, tuple[int, ...]], int] = {}

    def add(self, formula: Formula) -> int:
        """The node of a formula over the book's literals."""
        return self._node(simple(formula))

    def together(self, n: int, course: int, uplifts: tuple[int, ...]) -> int:
        """The node that holds where a company may apply, for this course, and these uplifts apply."""
        key = (n, course, uplifts)
        if key not in self._together:
            who, applying = self.book.courses[n][course]
            parts: tuple[Formula, ...] = (self.book.who[n], who, *(applying[one] for one in uplifts))
            self._together[key] = self.add(Count(len(parts), parts))
        return self._together[key]

    def fact(self, literal: int) -> str:
        """The fact a literal rests on."""
        return self._facts[literal]

    def _node(self, formula: Formula) -> int:
        if isinstance(formula, One):
            return self._keep(1, (formula,), (), formula)
        least, parts = self._gathered(formula)
        ones = list(dict.fromkeys(part for part in parts if isinstance(part, One)))
        again = [part for part in parts if isinstance(part, One)]
        for one in ones:
            again.remove(one)
        wholes: list[Formula] = [part for part in parts if isinstance(part, Count)]
        return self._keep(least, ones, tuple(self._node(part) for part in (*again, *wholes)), formula)

    def _keep(self, least: int, ones: Sequence[One], children: tuple[int, ...], formula: Formula) -> int:
        literals = self._mask(ones)
        under = self._mask(leaves(formula))
        apart = sum(self._facts_under(mask) for mask in self._parts(ones, children))
        shared = () if apart == self._facts_under(under) else self._shared(formula)
        node = Node(least, literals, children, shared, under, self._repeated(formula))
        if node not in self._numbers:
            self._numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return self._numbers[node]

    def _parts(self, ones: Sequence[One], children: tuple[int, ...]) -> list[int]:
        return [1 << self.bits[one] for one in ones] + [self.nodes[child].under for child in children]

    def _facts_under(self, mask: int) -> int:
        return len({self.fact(literal) for literal in bits(mask)})

    def _shared(self, formula: Formula) -> tuple[str, ...]:
        found = Counter(self.book.atoms[one.atom].fact for one in leaves(formula))
        return tuple(fact for fact, times in found.most_common() if times > 1)

    def _repeated(self, formula: Formula) -> int:
        return self._mask(one for one, times in Counter(leaves(formula)).items() if times > 1)

    def _mask(self, ones: Iterable[One]) -> int:
        return sum(1 << bit for bit in {self.bits[one] for one in ones})

    def _gathered(self, formula: Count) -> tuple[int, tuple[Formula, ...]]:
        """The parts, those of an "all" or "any" that share a fact made one part."""
        every = formula.least == len(formula.parts)
        groups = self._groups(formula.parts)
        if not (every or formula.least == 1) or len(groups) == 1:
            return formula.least, formula.parts
        parts = tuple(
            group[0] if len(group) == 1 else Count(len(group) if every else 1, tuple(group)) for group in groups
        )
        return (len(parts) if every else 1), parts

    def _groups(self, parts: tuple[Formula, ...]) -> list[list[Formula]]:
        groups: list[tuple[set[str], list[Formula]]] = []
        for part in parts:
            facts, members = {self.book.atoms[one.atom].fact for one in leaves(part)}, [part]
            apart = [group for group in groups if not group[0] & facts]
            for group in groups:
                if group[0] & facts:
                    facts, members = facts | group[0], group[1] + members
            groups = [*apart, (facts, members)]
        return [members for _facts, members in groups]


def needed(nodes: Sequence[Node], roots: Iterable[int]) -> list[int]:
    """The nodes that these rest on, parts before wholes."""
    found: set[int] = set()
    left = list(roots)
    while left:
        node = left.pop()
        if node not in found:
            found.add(node)
            left.extend(nodes[node].children)
    return sorted(found)


def bits(mask: int) -> list[int]:
    """The bits that are set, lowest first."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def simple(formula: Formula) -> Formula:
    """The same formula without constants, with an "all" in an "all" and an "any" in an "any" opened."""
    if isinstance(formula, One):
        return formula
    parts = [simple(part) for part in formula.parts]
    least = formula.least - parts.count(TRUE)
    rest = [part for part in parts if part not in (TRUE, FALSE)]
    if least <= 0 or least > len(rest):
        return TRUE if least <= 0 else FALSE
    if len(rest) > 1 and least in (1, len(rest)):
        every = least == len(rest)
        rest = list(dict.fromkeys(_opened(rest, every)))
        least = len(rest) if every else 1
    return rest[0] if len(rest) == 1 else Count(least, tuple(rest))


def _opened(parts: list[Formula], every: bool) -> Iterable[Formula]:
    for part in parts:
        if isinstance(part, Count) and part.least == (len(part.parts) if every else 1):
            yield from part.parts
        else:
            yield part


def _literals(book: Book) -> tuple[One, ...]:
    formulas = [*book.who, *(each for one in book.courses for who, uplifts in one for each in (who, *uplifts))]
    order = {fact: n for n, fact in enumerate(book.facts)}
    found = {leaf for formula in formulas for leaf in leaves(simple(formula))}
    return tuple(sorted(found, key=lambda one: (order[book.atoms[one.atom].fact], one.atom, one.negated)))
