"""法人番号 (13 digits, the first a check digit) and the qualified invoice issuer's number (T and 13 digits)."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from kosetsu.common.mistakes import Mistake

_SEPARATORS = re.compile(r"[\s\-‐‑‒–—―−ー]+")


class BadCorporateNumber(Mistake):
    """The text is not a corporate number."""


class WrongLength(BadCorporateNumber):
    """Not thirteen digits."""


class WrongCheckDigit(BadCorporateNumber):
    """Thirteen digits, one of them mistyped."""


class BadRegistrationNumber(Mistake):
    """The text is not an invoice registration number."""


def check_digit(base: str) -> int:
    """The check digit of the twelve base digits, 1–9 (法人番号の指定等に関する省令第2条)."""
    if len(base) != 12 or not (base.isascii() and base.isdecimal()):
        raise ValueError(f"twelve digits expected, not {base!r}")
    total = sum(int(digit) * (1 if n % 2 else 2) for n, digit in enumerate(reversed(base), start=1))
    return 9 - total % 9


def normalise(text: str) -> str:
    """The thirteen digits of a corporate number as typed (full-width, blanks, hyphens), or a BadCorporateNumber."""
    digits = _plain(text)
    if len(digits) != 13 or not (digits.isascii() and digits.isdecimal()):
        raise WrongLength(
            _("法人番号「%(text)s」は13桁の数字ではありません。"),
            _("国税庁法人番号公表サイトで13桁の番号を確かめて入力してください。"),
            text=text,
        )
    if int(digits[0]) != check_digit(digits[1:]):
        raise WrongCheckDigit(
            _("法人番号「%(text)s」は検査用数字が合いません。"),
            _("打ち間違いがないか、国税庁法人番号公表サイトで確かめてください。"),
            text=text,
        )
    return digits


def is_valid(text: str) -> bool:
    try:
        normalise(text)
    except BadCorporateNumber:
        return False
    return True


def normalise_registration(text: str) -> str:
    """登録番号 as "T" and 13 digits. A sole trader's has no check digit, so none is demanded."""
    number = _plain(text).upper()
    if not re.fullmatch(r"T[0-9]{13}", number):
        raise BadRegistrationNumber(
            _("登録番号「%(text)s」は「T」と13桁の数字ではありません。"),
            _("適格請求書発行事業者の登録番号を、頭の「T」から入力してください。"),
            text=text,
        )
    return number


def _plain(text: str) -> str:
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
