"""全国地方公共団体コード: the code of a prefecture, city, ward, town or village, five digits and a check digit."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from kosetsu.common.mistakes import Mistake


class BadAreaCode(Mistake):
    """The text is not the code of a local public entity."""


def check_digit(base: str) -> int:
    """The check digit of the five base digits (JIS X 0401 and X 0402)."""
    if len(base) != 5 or not (base.isascii() and base.isdecimal()):
        raise ValueError(f"five digits expected, not {base!r}")
    total = sum(int(digit) * weight for digit, weight in zip(base, (6, 5, 4, 3, 2), strict=True))
    return (11 - total % 11) % 10


def normalise(text: str) -> str:
    """The six digits of an area code; a five-digit code gets its check digit."""
    digits = unicodedata.normalize("NFKC", text).strip()
    if digits.isascii() and digits.isdecimal() and _is_prefecture(digits[:2]):
        if len(digits) == 5:
            return f"{digits}{check_digit(digits)}"
        if len(digits) == 6 and int(digits[5]) == check_digit(digits[:5]):
            return digits
    raise BadAreaCode(
        _("団体コード「%(text)s」が正しくありません。"),
        _("総務省の全国地方公共団体コード（6桁）を確かめて入力してください。"),
        text=text,
    )


def prefecture(code: str) -> str:
    """The two digits of the prefecture (JIS X 0401) of an area code."""
    return normalise(code)[:2]


def _is_prefecture(digits: str) -> bool:
    return "01" <= digits <= "47"
