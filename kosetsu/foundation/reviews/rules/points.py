"""What scores come to: exact fractions of a hundred; "not applicable" is left out on both sides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

FULL = 100


@dataclass(frozen=True, slots=True)
class Scale:
    """One criterion as the arithmetic needs it."""

    code: str
    weight: int
    lowest: int
    highest: int
    veto_below: int | None = None


Scores = Mapping[str, int | None]
"""Criterion's code → the score; None: not applicable."""


def points_of(scores: Scores, scales: Iterable[Scale]) -> Fraction | None:
    """One review's points of a hundred; None where nothing applied. What was not scored at all is not applicable."""
    counted = [(scale, value) for scale in scales if (value := scores.get(scale.code)) is not None]
    most = sum(scale.weight * scale.highest for scale, _value in counted)
    return Fraction(FULL * sum(scale.weight * value for scale, value in counted), most) if most else None


def mean(values: Iterable[Fraction | int | None]) -> Fraction | None:
    """The mean of those that are there."""
    found = [value for value in values if value is not None]
    return Fraction(sum(found), len(found)) if found else None


@dataclass(frozen=True, slots=True)
class Result:
    """What the reviews of one item came to.

    ``points`` is None while fewer than the quorum are handed in, or where nothing applied. ``agreed``: a calibration
    set the points. ``vetoes`` names the criteria whose mean is too low.
    """

    item: Any
    points: Fraction | None
    handed_in: int
    means: Mapping[str, Fraction | None]
    vetoes: tuple[str, ...]
    agreed: bool
    received: str
    """Moment it came in, as text that sorts."""

    @property
    def acceptable(self) -> bool:
        return self.points is not None and not self.vetoes


def result_of(
    item: Any, reviews: Sequence[Scores], scales: Sequence[Scale], *, quorum: int, received: str,
    agreed: Fraction | None = None,
) -> Result:  # fmt: skip
    """One item's result from the reviews that were handed in. Agreed points need the quorum as well."""
    means = {scale.code: mean(one.get(scale.code) for one in reviews) for scale in scales}
    vetoes = tuple(
        scale.code
        for scale in scales
        if scale.veto_below is not None and (value := means[scale.code]) is not None and value < scale.veto_below
    )
    own = agreed if agreed is not None else mean(points_of(one, scales) for one in reviews)
    points = own if len(reviews) >= quorum else None
    return Result(item, points, len(reviews), means, vetoes, agreed is not None, received)
