"""A linear program under construction: columns, rows, and the limit that each row is owed to."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from math import inf


@dataclass(frozen=True, slots=True)
class Row:
    """The weights of the columns add up to something between ``least`` and ``most``.

    ``limit`` is what somebody asked for: such a row has one end only. Rows without are how the world is.
    """

    weights: dict[int, float]
    least: float
    most: float
    limit: Hashable = None


@dataclass(slots=True)
class Program:
    """What there is to choose, what each brings, and what must hold."""

    gains: list[float] = field(default_factory=list)
    lowers: list[float] = field(default_factory=list)
    uppers: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    gives: dict[Hashable, int] = field(default_factory=dict)
    """By how much a limit may be given up, where that is more than one."""

    def column(self, gain: float = 0, *, least: float = 0, most: float = 1, whole: bool = True) -> int:
        """A new column's number."""
        self.gains.append(gain)
        self.lowers.append(least)
        self.uppers.append(most)
        self.whole.append(whole)
        return len(self.gains) - 1

    def row(
        self, weights: Mapping[int, float] | Iterable[int], *, least: float = -inf, most: float = inf,
        limit: Hashable = None,
    ) -> None:  # fmt: skip
        """Something that must hold; columns that are only listed weigh one."""
        terms = dict(weights) if isinstance(weights, Mapping) else dict.fromkeys(weights, 1.0)
        self.rows.append(Row(terms, least, most, limit))

    def better(self, than: float) -> None:
        """Asks for one point more; nothing fulfils that where there is nothing better. Gains are whole numbers."""
        self.row({n: gain for n, gain in enumerate(self.gains) if gain}, least=than + 1)
