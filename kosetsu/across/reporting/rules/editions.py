"""What differs between two frozen states of a year's figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kosetsu.across.reporting.rules.figures import Figure

Kept = list[str | int | None]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure that is no longer what it was; an empty text stands for no value."""

    measure: str
    before: str
    after: str


def keep(figures: Mapping[str, Figure]) -> dict[str, Kept]:
    """The figures as JSON, exactly."""
    return {
        key: [None if figure.value is None else str(figure.value), figure.rows, figure.synthetic_rows]
        for key, figure in figures.items()
    }


def restore(kept: Mapping[str, Kept]) -> dict[str, Figure]:
    """The figures again."""
    return {
        key: Figure(None if value is None else Fraction(str(value)), int(rows or 0), int(synthetic or 0))
        for key, (value, rows, synthetic) in kept.items()
    }


def changes(before: Mapping[str, Kept], after: Mapping[str, Kept]) -> list[Change]:
    """Figures that both editions know and that differ, in the order of the later one."""
    return [
        Change(key, str(before[key][0] or ""), str(kept[0] or ""))
        for key, kept in after.items()
        if key in before and before[key][0] != kept[0]
    ]
