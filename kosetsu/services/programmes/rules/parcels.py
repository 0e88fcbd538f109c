"""What is taken together: single options, and what programmes that share costs can do with each other."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kosetsu.services.programmes.rules.situation import Option, Situation
from kosetsu.services.programmes.rules.steps import Key, lapses

MANY = 300_000
"""Sets that are looked at in one go: with more, the solver is as soon done without them."""
BITS = 62
"""Of a whole number in numpy."""


@dataclass(frozen=True)
class Parcel:
    """What is taken together: one option, or several of a party that pay for the same costs."""

    options: tuple[Option, ...]
    codes: frozenset[str]
    lines: frozenset[str]
    keys: frozenset[Key]
    spoils: frozenset[Key]
    last_day: dt.date
    net_yen: int

    @classmethod
    def of(cls, *options: Option) -> "Parcel":
        return cls(
            options,
            frozenset(one.code for one in options),
            frozenset().union(*(one.lines for one in options)),
            frozenset().union(*(one.keys for one in options)),
            frozenset().union(*(one.spoils for one in options)),
            max(one.when.last_day for one in options),
            sum(one.yen - one.fee_yen for one in options),
        )


@dataclass(frozen=True)
class Side:
    """What an option is besides its costs and its yen."""

    code: str
    keys: frozenset[Key]
    spoils: frozenset[Key]
    last_day: dt.date
    lapsing: frozenset[tuple[Key, dt.date]]
    """The steps for which it matters when they are done, with the days that matter besides the last."""

    @classmethod
    def of(cls, one: Option) -> "Side":
        lapsing = frozenset((step.key, one.when.begins[step.key]) for step in one.steps if lapses(step))
        return cls(one.code, one.keys, one.spoils, one.when.last_day, lapsing)

    def serves(self, other: "Side") -> bool:
        """Whether it is as good: no more steps, as early and as safely."""
        return (
            self.code == other.code
            and self.keys <= other.keys
            and self.spoils <= other.spoils
            and (self.last_day == other.last_day or (self.last_day < other.last_day and not self.lapsing))
            and self.lapsing <= other.lapsing
        )


class Parties:
    """Programmes that hang together by sharing costs.

    All that those of one party can do together is written down and the best of it kept. As amounts that must fit into
    a cost, as for a party with which there is too much to do, it leaves the solver with a bound several per cent too
    high.
    """

    def __init__(self, given: Situation, options: Sequence[Option]) -> None:
        by_code: dict[str, list[Option]] = defaultdict(list)
        for option in options:
            by_code[option.code].append(option)
        self.partners = {code: given.partners[code] & by_code.keys() for code in by_code}
        """By code, those that share costs in parties too large."""
        alone = (option for code, ones in by_code.items() if not self.partners[code] for option in ones)
        self.parcels = [Parcel.of(option) for option in alone]
        for party in tuple(parties(self.partners)):
            ones = [option for code in sorted(party) for option in by_code[code]]
            together = _Together(given, ones).best()
            if together is not None:
                self.partners |= dict.fromkeys(party, frozenset())
            self.parcels += map(Parcel.of, ones) if together is None else together


def parties(together: Mapping[str, Collection[str]]) -> Iterator[set[str]]:
    """Codes that hang together, two or more."""
    left = {code for code, others in together.items() if others}
    while left:
        party, waiting = set[str](), [min(left)]
        while waiting:
            code = waiting.pop()
            party.add(code)
            waiting += set(together[code]) - party
        left -= party
        yield party


class _Together:
    """All sets of options of one party that hang together by the costs they share, as columns.

    A set is its options by number, its costs and its sides as bits, what it brings and what it leaves of each cost.
    """

    def __init__(self, given: Situation, options: Sequence[Option]) -> None:
        import numpy

        self.numpy: Any = numpy
        self.given, self.options = given, options
        self.keys = [line.key for line in given.project.lines]
        self.sides = list(dict.fromkeys(map(Side.of, options)))
        self.width = len(options).bit_length()

    def _whole(self, numbers: Iterable[Any]) -> Any:
        return self.numpy.array(list(numbers), dtype=self.numpy.int64)

    def best(self) -> list[Parcel] | None:
        """All that nothing else of it makes useless; None where there are too many to look at."""
        if max(len(self.sides), len(self.keys)) > BITS:
            return None
        sets: _Sets | None = self._single()
        found = []
        while sets is not None and len(sets.net):
            found.append(sets)
            sets = self._larger(sets, found[0])
        if sets is None:
            return None
        return [Parcel.of(*(self.options[n] for n in numbers)) for numbers in self._useful(found)]

    def _single(self) -> "_Sets":
        """Every option by itself."""
        places = {side: n for n, side in enumerate(self.sides)}
        paid = self._whole([one.paid.get(key, 0) for key in self.keys] for one in self.options)
        mask = self._whole(sum(1 << n for n, key in enumerate(self.keys) if key in one.lines) for one in self.options)
        near = (mask[:, None] & mask) != 0
        codes = [one.code for one in self.options]
        partners = self.numpy.array([[two in self.given.partners[one] for two in codes] for one in codes])
        rivals = self.numpy.array([[one == two or two in self.given.rivals[one] for two in codes] for one in codes])
        return _Sets(
            members=self.numpy.arange(len(codes))[:, None], mask=mask,
            sides=self._whole(1 << places[Side.of(one)] for one in self.options),
            net=self._whole(one.yen - one.fee_yen for one in self.options),
            left=self._whole(self.given.left[key] for key in self.keys) - paid,
            near=near, able=~rivals & (partners | ~near), paid=paid,
        )  # fmt: skip

    def _larger(self, sets: "_Sets", single: "_Sets") -> "_Sets | None":
        """The sets with one option more, each once; the first of a set is there from the beginning."""
        numpy = self.numpy
        later = numpy.arange(len(self.options)) > sets.members[:, :1]
        one, two = numpy.nonzero(sets.near & sets.able & later)
        if len(one) > MANY or self.width * (sets.members.shape[1] + 1) > BITS:
            return None
        fits = (sets.left[one] >= single.paid[two]).all(axis=1)
        one, two = one[fits], two[fits]
        members = numpy.sort(numpy.column_stack((sets.members[one], two)), axis=1)
        numbers = members @ (1 << self.width * numpy.arange(members.shape[1]))
        once = numpy.unique(numbers, return_index=True)[1]
        members, one, two = members[once], one[once], two[once]
        return _Sets(
            members=members, mask=sets.mask[one] | single.mask[two], sides=sets.sides[one] | single.sides[two],
            net=sets.net[one] + single.net[two], left=sets.left[one] - single.paid[two],
            near=sets.near[one] | single.near[two], able=sets.able[one] & single.able[two], paid=single.paid,
        )  # fmt: skip

    def _useful(self, found: Sequence["_Sets"]) -> Iterator[tuple[int, ...]]:
        """By their members, the sets than which none is as good: as much for no more costs and programmes, with no
        more steps, as early and as safely."""
        numpy = self.numpy
        mask, sides, net = (numpy.concatenate([getattr(one, key) for one in found]) for key in ("mask", "sides", "net"))
        members = [row for one in found for row in one.members]
        order = numpy.lexsort((-net, sides, mask))
        first = (numpy.diff(mask[order], prepend=-1) != 0) | (numpy.diff(sides[order], prepend=-1) != 0)
        best = order[first]
        best = best[numpy.lexsort((sides[best], mask[best], -net[best]))]
        mask, sides = mask[best], sides[best]
        as_good = numpy.zeros(len(best), dtype=numpy.int64)
        for n, side in enumerate(self.sides):
            serving = sum(1 << m for m, other in enumerate(self.sides) if other.serves(side))
            as_good |= numpy.where(sides >> n & 1, serving, 0)
        kept = numpy.zeros(len(best), dtype=bool)
        for n in range(len(best)):
            better = kept[:n] & (mask[:n] & ~mask[n] == 0) & (sides[:n] & ~as_good[n] == 0)
            if not better.any():
                kept[n] = True
                yield members[best[n]]


@dataclass(frozen=True)
class _Sets:
    """Sets of so many options each, as columns."""

    members: Any
    mask: Any
    sides: Any
    net: Any
    left: Any
    near: Any
    """Whether it shares a cost with an option."""
    able: Any
    """Whether it may be taken with an option."""
    paid: Any
    """Of every option."""
