"""Codes kept whole: SUS304, A5052-H32, M3, REACH, JIS Z 2371, IEC 61000-4-2.

A dictionary reads M3 as cubic metres and cuts SUS304 in two, so every run of ASCII letters and digits is taken from the
text before the dictionary sees it. The whole code is one word; its parts follow apart, so that "304" and "IEC 61000"
are found too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RUN = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d,])|[A-Za-z0-9]+(?:[-._][A-Za-z0-9]+)*[+#]*")
_SHAPE = re.compile(r"([a-z]*)(\d*)([a-z]*)")
_LETTERS = re.compile(r"[A-Z]{1,6}")
_NUMBER = re.compile(r"\d[\d.\-]+[A-Za-z]?|\d")


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a text: where it stands, its whole form and the parts by which it is also known."""

    start: int
    end: int
    word: str
    parts: tuple[str, ...]


def find_codes(text: str) -> list[Code]:
    """All codes of an NFKC text, in order; letters before a number are joined over one space (JIS Z 2371)."""
    return [_code(text, run) for run in _groups(text)]


def _groups(text: str) -> Iterator[tuple[int, int]]:
    runs = [match.span() for match in _RUN.finditer(text)]
    at = 0
    while at < len(runs):
        reach = _joined(text, runs, at)
        yield runs[at][0], runs[reach][1]
        at = reach + 1


def _joined(text: str, runs: list[tuple[int, int]], at: int) -> int:
    """The index of the last run that belongs to the code beginning at ``at``."""
    for reach in range(at, min(at + 3, len(runs))):
        start, end = runs[reach]
        if reach > at and (start - runs[reach - 1][1] != 1 or text[start - 1] != " "):
            return at
        if text[start].isdigit():
            return reach if reach == at or _NUMBER.fullmatch(text, start, end) else at
        if not _LETTERS.fullmatch(text, start, end) or (reach > at and end - start > 2):
            return at
    return at


def _code(text: str, span: tuple[int, int]) -> Code:
    written = text[span[0] : span[1]].lower().replace(",", "")
    word = re.sub(r"(?<=[a-z])[ -](?=[a-z0-9])|(?<=\d) (?=[a-z])", "", written)
    parts = [part for part in _parts(word, written) if part != word and len(part) > 1]
    return Code(*span, word, tuple(dict.fromkeys(parts)))


def _parts(word: str, written: str) -> Iterator[str]:
    yield from re.split(r"[ \-]", written)
    pieces = word.split("-")
    yield from ("-".join(pieces[:count]) for count in range(1, len(pieces)))
    shape = _SHAPE.fullmatch(pieces[0])
    if shape and shape[2]:
        yield from (shape[1], shape[2], shape[1] + shape[2])
