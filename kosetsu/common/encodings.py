"""The two encodings of Japanese offices: UTF-8 and Windows' Shift_JIS (cp932). Nothing is ever turned into "?"."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from kosetsu.common.mistakes import Mistake

# cp932 writes the left ones but reads them back as the right ones, or cannot write the left ones at all.
_SAME_IN_CP932 = str.maketrans(
    {"〜": "～", "−": "－", "‖": "∥", "¢": "￠", "£": "￡", "¬": "￢", "¥": "￥", "—": "―", "–": "‐", "‑": "‐"}
    | {"‒": "‐", "•": "・", "⁃": "‐", "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u202f": " "}
)


class UnreadableText(Mistake):
    """The bytes are in neither encoding."""


@dataclass(frozen=True)
class Place:
    """One character that cannot be written; row and column count from 1."""

    row: int
    column: int
    character: str


class UnwritableText(Mistake):
    """The text holds characters that cp932 lacks; `places` names each."""

    def __init__(self, places: list[Place]) -> None:
        self.places = places
        super().__init__(
            _("%(row)d行%(column)d列の「%(character)s」ほか%(count)d文字は、Shift_JISで書き出せません。"),
            _("文字を置き換えるか、UTF-8で書き出してください。"),
            row=places[0].row,
            column=places[0].column,
            character=places[0].character,
            count=len(places),
        )


def decode_csv(data: bytes) -> tuple[str, str]:
    """The text of an uploaded file and the encoding it was found in: "utf-8-sig", else "cp932"."""
    failures = []
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as failure:
            failures.append(failure)
            continue
        if "\x00" in text:
            raise UnreadableText(_("文字のファイルではありません。"), _("CSV UTF-8形式で保存し直してください。"))
        return text, encoding
    # The encoding that got further is the one that was meant.
    raise _unreadable(data, max(failures, key=lambda failure: failure.start))


def _unreadable(data: bytes, failure: UnicodeDecodeError) -> UnreadableText:
    return UnreadableText(
        _("%(row)d行目（先頭から%(byte)dバイト目、0x%(value)02X）の文字が読めません。"),
        _("ファイルをCSV UTF-8形式で保存し直してください。"),
        row=data.count(b"\n", 0, failure.start) + 1,
        byte=failure.start + 1,
        value=data[failure.start],
    )


def cp932_form(text: str) -> str:
    """The text as it will come back from cp932: 〜 as ～, − as －, dashes and blanks as the ones it has."""
    return text.translate(_SAME_IN_CP932)


def unwritable(text: str) -> Iterator[tuple[int, str]]:
    """Each character, with its index, that cp932 cannot write even after cp932_form."""
    for index, character in enumerate(cp932_form(text)):
        try:
            character.encode("cp932")
        except UnicodeEncodeError:
            yield index, character


def encode_cp932(text: str) -> bytes:
    """The text in cp932, with what can be mapped mapped; UnwritableText names the row and column of the rest."""
    try:
        return cp932_form(text).encode("cp932")
    except UnicodeEncodeError:
        raise UnwritableText(list(_places(text))) from None


def _places(text: str) -> Iterator[Place]:
    for row, line in enumerate(text.split("\n"), start=1):
        for index, character in unwritable(line):
            yield Place(row, index + 1, character)
