"""Arithmetic of commissioned tests: deadlines on working days, results from readings, Code 128. No Django, no clock."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Context, Decimal, InvalidOperation

from kosetsu.common.calendars import ClosingDays, add_working_days

DEFAULT_LEAD_DAYS = 10
_EXACT = Context(prec=28)
_NUMBER = re.compile(r"[+-]?(\d{1,18}(\.\d{1,12})?|\.\d{1,12})", re.ASCII)


def due_on(accepted: dt.date, lead_days: int | None, closing: ClosingDays, wished: dt.date | None = None) -> dt.date:
    """The working day by which a part is owed; sooner where the client needs it sooner and that can still be met."""
    owed = add_working_days(accepted, DEFAULT_LEAD_DAYS if lead_days is None else lead_days, closing)
    return min(owed, wished) if wished and wished >= accepted else owed


def number(text: str) -> Decimal | None:
    """The exact number a reading says; None where it is no number ("割れ", "<0.1")."""
    if not _NUMBER.fullmatch(text.strip()):
        return None
    try:
        return Decimal(text.strip())
    except InvalidOperation:  # pragma: no cover (the pattern lets nothing else through)
        return None


def _mean(values: Sequence[Decimal]) -> Decimal:
    return _EXACT.divide(sum(values, Decimal(0)), Decimal(len(values)))


def _deviation(values: Sequence[Decimal]) -> Decimal:
    """The sample's standard deviation; of one value there is none, which is written as 0."""
    if len(values) < 2:
        return Decimal(0)
    mean = _mean(values)
    squares = sum(((one - mean) ** 2 for one in values), Decimal(0))
    return _EXACT.sqrt(_EXACT.divide(squares, Decimal(len(values) - 1)))


CALCULATIONS: Mapping[str, Callable[[Sequence[Decimal]], Decimal]] = {
    "mean": _mean,
    "max": max,
    "min": min,
    "range": lambda values: max(values) - min(values),
    "deviation": _deviation,
    "sum": lambda values: sum(values, Decimal(0)),
}
"""What a template may ask to be computed of one sample's readings of one quantity."""


def calculate(kind: str, texts: Sequence[str]) -> tuple[str, str] | None:
    """(value, how it came about), rounded to one place more than the readings have; None where one is no number.

    >>> calculate("mean", ["1.2", "1.3"])
    ('1.25', 'mean(1.2, 1.3)')
    """
    values = [found for text in texts if (found := number(text)) is not None]
    if not values or len(values) != len(texts):
        return None
    places = max(max(-int(one.as_tuple().exponent), 0) for one in values)
    finer = kind in {"mean", "deviation"}
    found = CALCULATIONS[kind](values).quantize(Decimal(1).scaleb(-(places + finer)))
    return str(found), f"{kind}({', '.join(texts)})"


LIMITS = re.compile(r"(?P<sign>>=|<=|>|<|≧|≦|=)\s*(?P<limit>[+-]?\d+(\.\d+)?)")


def meets(value: str, specification: str) -> bool | None:
    """Whether a value keeps the limits of a specification such as ">= 90" or ">=1.0, <=2.0"; None where neither can
    be said: no number, or no limit in the text."""
    found = number(value)
    limits = [(one["sign"], Decimal(one["limit"])) for one in LIMITS.finditer(specification)]
    if found is None or not limits:
        return None
    kept: Mapping[str, Callable[[Decimal], bool]] = {
        ">": found.__gt__, ">=": found.__ge__, "≧": found.__ge__, "<": found.__lt__, "<=": found.__le__,
        "≦": found.__le__, "=": found.__eq__,
    }  # fmt: skip
    return all(kept[sign](limit) for sign, limit in limits)


CHAIN = ("quoted", "applied", "accepted", "tested", "reported", "completed")
_PLACE = {
    "enquired": 0, "quoted": 0, "applied": 1, "accepted": 2, "testing": 3, "tested": 3, "reported": 4, "completed": 5,
}  # fmt: skip


def chain_states(state: str) -> list[str]:
    """ "done", "current" or "todo" for each step of :data:`CHAIN`; an order given up shows no place."""
    place = _PLACE.get(state)
    if place is None:
        return ["skipped"] * len(CHAIN)
    return ["current" if step == place else "done" if step < place else "todo" for step in range(len(CHAIN))]


_PATTERNS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 "
    "113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 "
    "212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 "
    "113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 "
    "314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 "
    "241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 "
    "214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214 "
    "211232 2331112"
)
_CODE128 = _PATTERNS.split()
_START_B, _STOP = 104, 106


def code128(text: str) -> list[int]:
    """The widths of bars and gaps in turn, beginning with a bar, of a text in Code 128 (set B, ISO/IEC 15417).

    Raises ``ValueError`` for what is not printable ASCII.
    """
    if not text or not all(32 <= ord(one) < 127 for one in text):
        raise ValueError(f"Code 128 B holds printable ASCII: {text!r}")
    values = [_START_B, *(ord(one) - 32 for one in text)]
    check = (values[0] + sum(place * value for place, value in enumerate(values[1:], 1))) % 103
    return [int(width) for value in (*values, check, _STOP) for width in _CODE128[value]]
