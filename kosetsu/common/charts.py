"""Three kinds of figures as accessible SVG: bars with a target, lines over fiscal years, stacked bars.

    bar_chart(title=…, summary=…, unit=_("件"), bars=[Bar(_("依頼試験"), 1200, target=1500, pace=1100)])

Each answers with safe HTML: a <figure> with title, one-sentence summary, drawing, and table of the same numbers.
Bars begin at zero. Places across are percentages and places down are pixels, so text keeps its size on any screen;
colours are presentation attributes, because the content policy allows no style attribute.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10
from typing import Any

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

Text = str | Promise
Number = int | float

# Each next to white 4.5:1 or more; stacked neighbours also differ in lightness and are told apart by a white gap.
COLOURS = ("#0017c1", "#8a4b00", "#197a4b", "#9b1a8a", "#4d4d4d", "#00708c")
DASHES = ("", "7 4", "2 4", "10 3 2 3", "4 2", "1 3")
FULL = 94  # per cent of the width that the largest value takes, so that a marker at the end is not cut


@dataclass(frozen=True)
class Bar:
    """One bar: what was reached, the target of the period, and where it should stand today."""

    label: Text
    value: Number | None
    target: Number | None = None
    pace: Number | None = None
    url: str = ""
    unit: Text = ""


@dataclass(frozen=True)
class Series:
    """One line, or one colour of stacked bars; None is a gap, not a zero."""

    label: Text
    values: Sequence[Number | None]


def bar_chart(
    *,
    title: Text,
    summary: Text,
    bars: Sequence[Bar],
    unit: Text = "",
    against_target: bool = False,
    download: str = "",
) -> SafeString:
    """Horizontal bars with the target as a line and the pace as a mark; every bar carries its own numbers.

    Bars of different units are drawn ``against_target``: each as a share of its own target, from zero.
    """
    bases = [(bar.target or _top([bar.value, bar.pace])) if against_target else 1 for bar in bars]
    shares = [_shares(bar, base) for bar, base in zip(bars, bases, strict=True)]
    top = _top([share for three in shares for share in three.values()])
    drawn = [
        {"bar": bar, "y": number * 64, **{k: None if v is None else _across(v, top) for k, v in three.items()}}
        for number, (bar, three) in enumerate(zip(bars, shares, strict=True))
    ]
    has = {name: any(getattr(bar, name) is not None for bar in bars) for name in ("target", "pace")}
    return _figure("bars", title, summary, unit, download, bars=drawn, height=len(bars) * 64, has=has)


def line_chart(
    *,
    title: Text,
    summary: Text,
    labels: Sequence[Text],
    series: Sequence[Series],
    unit: Text = "",
    head: Text = "",
    download: str = "",
) -> SafeString:
    """Lines over fiscal years; the scale begins at zero, each line ends in its name and its last number."""
    scale = _scale(_top([n for one in series for n in one.values]))
    places = [round(13 + 84 * number / max(len(labels) - 1, 1), 2) for number in range(len(labels))]
    drawn = _apart([_line(one, number, places, scale[-1]) for number, one in enumerate(series)])
    grid = [{"value": value, "y": _down(value, scale[-1])} for value in scale]
    years = [{"label": label, "x": x} for label, x in zip(labels, places, strict=True)]
    return _figure(
        "lines", title, summary, unit, download, grid=grid, years=years, lines=drawn, **_table(labels, series, head)
    )


def stacked_chart(
    *,
    title: Text,
    summary: Text,
    labels: Sequence[Text],
    series: Sequence[Series],
    unit: Text = "",
    head: Text = "",
    download: str = "",
) -> SafeString:
    """One horizontal bar per label, divided among the series; the total stands at its end."""
    totals = [sum(one.values[row] or 0 for one in series) for row in range(len(labels))]
    top = _top(totals)
    drawn = [
        {"label": label, "y": row * 64, "total": totals[row], "parts": _parts(series, row, top)}
        for row, label in enumerate(labels)
    ]
    keys = [{"label": one.label, "colour": _colour(number)} for number, one in enumerate(series)]
    return _figure(
        "stacks", title, summary, unit, download,
        stacks=drawn, keys=keys, height=len(labels) * 64, **_table(labels, series, head),
    )  # fmt: skip


def _shares(bar: Bar, base: Number) -> dict[str, Number | None]:
    values = {"width": bar.value, "target": bar.target, "pace": bar.pace}
    return {key: None if value is None else value / base for key, value in values.items()}


def _figure(kind: str, title: Text, summary: Text, unit: Text, download: str, **drawing: Any) -> SafeString:
    context = {"title": title, "summary": summary, "unit": unit, "download": download, **drawing}
    return render_to_string(f"charts/{kind}.html", context)


def _table(labels: Sequence[Text], series: Sequence[Series], head: Text) -> dict[str, Any]:
    rows = [{"label": label, "values": [one.values[row] for one in series]} for row, label in enumerate(labels)]
    return {"rows": rows, "series": series, "head": head}


def _parts(series: Sequence[Series], row: int, top: Number) -> list[dict[str, Any]]:
    parts, start = [], 0.0
    for number, one in enumerate(series):
        width = _across(one.values[row] or 0, top)
        if width:
            told = width >= 4 + 3 * len(f"{one.values[row]:,}")  # as many per cent as its digits need on a telephone
            part = {"x": round(start, 2), "width": width, "colour": _colour(number), "told": told}
            parts.append(part | {"value": one.values[row]})
        start += width
    return parts


def _line(one: Series, number: int, places: Sequence[float], top: Number) -> dict[str, Any]:
    points = [
        None if value is None else {"x": x, "y": _down(value, top), "value": value}
        for x, value in zip(places, one.values, strict=True)
    ]
    known = [point for point in points if point]
    pairs = [(a, b) for a, b in pairwise(points) if a and b]
    dash = DASHES[number % len(DASHES)]
    return {"label": one.label, "colour": _colour(number), "dash": dash, "points": known, "pairs": pairs}


def _apart(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give each line's own label a height, at least 18 pixels from the next, in the order of the line ends."""
    floor_y = 224.0
    for line in sorted((one for one in lines if one["points"]), key=lambda one: -one["points"][-1]["y"]):
        line["label_y"] = floor_y = round(min(line["points"][-1]["y"] - 11, floor_y - 18), 1)
    return lines


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]


def _top(values: Sequence[Number | None]) -> Number:
    return max([value for value in values if value is not None], default=0) or 1


def _across(value: Number, top: Number) -> float:
    return round(FULL * max(value, 0) / top, 2)


def _down(value: Number, top: Number) -> float:
    """Pixels from the top of a drawing 200 high with room for the figures above."""
    return round(216 - 192 * max(value, 0) / top, 1)


def _scale(top: Number) -> list[Number]:
    """Round numbers from zero to at least ``top``: steps of 1, 2 or 5 times a power of ten, four to six of them."""
    raw = top / 4
    power = 10 ** floor(log10(raw))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= raw)
    whole = int(step) if step >= 1 else step
    return [round(whole * number, 10) for number in range(ceil(top / step) + 1)]
