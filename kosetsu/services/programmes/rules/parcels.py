"""What is taken together: single options, and what two programmes that share costs can do with each other."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from kosetsu.services.programmes.rules.situation import Option, Situation
from kosetsu.services.programmes.rules.steps import Key, lapses


@dataclass(frozen=True)
class Parcel:
    """What is taken together: one option, or two of a couple that pay for the same cost."""

    options: tuple[Option, ...]
    codes: frozenset[str]
    lines: frozenset[str]
    keys: frozenset[Key]
    spoils: frozenset[Key]
    last_day: dt.date
    net_yen: int

    @classmethod
    def of(cls, one: Option) -> "Parcel":
        return cls((one,), frozenset((one.code,)), one.lines, one.keys, one.spoils, one.when.last_day,
                   one.yen - one.fee_yen)  # fmt: skip

    def with_(self, other: "Parcel") -> "Parcel":
        return Parcel(
            self.options + other.options, self.codes | other.codes, self.lines | other.lines, self.keys | other.keys,
            self.spoils | other.spoils, max(self.last_day, other.last_day), self.net_yen + other.net_yen,
        )  # fmt: skip

    @cached_property
    def lapsing(self) -> frozenset[tuple[str, Key, dt.date, dt.date]]:
        """The steps for which it matters when they are done, with the days that matter."""
        return frozenset(
            (one.code, step.key, one.when.begins[step.key], one.when.last_day)
            for one in self.options for step in one.steps if lapses(step)
        )  # fmt: skip

    def beats(self, other: "Parcel") -> bool:
        """Whether it brings as much for no more costs, programmes and steps, as early and as safely."""
        return (
            self.net_yen >= other.net_yen
            and self.lines <= other.lines
            and self.last_day <= other.last_day
            and self.keys <= other.keys
            and self.spoils <= other.spoils
            and self.codes <= other.codes
            and self.lapsing <= other.lapsing
        )


class Couples:
    """Programmes that share costs with one other programme and no third.

    All that two of them can do together is written down and the best of it kept. As amounts that must fit into a cost,
    as for larger parties, it would leave the solver with a bound several per cent too high.
    """

    def __init__(self, given: Situation, options: Sequence[Option]) -> None:
        self.given = given
        self.options: dict[str, list[Option]] = defaultdict(list)
        for option in options:
            self.options[option.code].append(option)
        partners = {code: given.partners[code] & self.options.keys() for code in self.options}
        only = {code: min(others) for code, others in partners.items() if len(others) == 1}
        self.of = {one: two for one, two in only.items() if two in only}
        self.partners = {code: frozenset[str]() if code in self.of else others for code, others in partners.items()}
        """By code, those that share costs in larger parties."""

    def parcels(self) -> Iterator[Parcel]:
        """All options, those of couples together where they share a cost."""
        for code, options in self.options.items():
            if code not in self.of:
                yield from map(Parcel.of, options)
            elif code < self.of[code]:
                yield from self._best(code, self.of[code])

    def _best(self, one: str, two: str) -> Iterator[Parcel]:
        """What two programmes can do, without what something else of it makes useless."""
        mine, others = ([Parcel.of(option) for option in self.options[code]] for code in (one, two))
        pairs = product(mine, others) if two not in self.given.rivals[one] else ()
        both = (first.with_(second) for first, second in pairs if self._share(first, second))
        kept: list[Parcel] = []
        for parcel in sorted((*mine, *others, *both), key=lambda parcel: (-parcel.net_yen, len(parcel.codes))):
            if not any(better.beats(parcel) for better in kept):
                kept.append(parcel)
        yield from kept

    def _share(self, first: Parcel, second: Parcel) -> bool:
        """Whether they can pay for a cost together."""
        lines = first.lines & second.lines
        paid, more = first.options[0].paid, second.options[0].paid
        return bool(lines) and all(paid[key] + more[key] <= self.given.left[key] for key in lines)
