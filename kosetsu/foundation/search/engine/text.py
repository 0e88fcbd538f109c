"""Japanese text into words and character pairs, the same way for documents and for questions."""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sudachipy import Dictionary, SplitMode

from kosetsu.common.text import fold
from kosetsu.foundation.search.engine.codes import Code, find_codes

_CONTENT = {"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞"}
_RUNS = re.compile(r"[\w々〆ー]+")
_PIECES = re.compile(r"[^。\n]{1,4000}[。\n]?|[。\n]")  # the dictionary takes 49,149 bytes at once
_REMEMBERED = 50_000

RUN_END = "$"
"""Marks the end of a run: with it every character begins one pair, so a single character is found by prefix."""

_local = threading.local()


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: as typed, as indexed, and where it stands."""

    surface: str
    word: str
    start: int
    end: int
    parts: tuple[str, ...] = ()


def plain(text: str) -> str:
    """The text with full-width letters and half-width kana made ordinary; positions of tokens count in this form."""
    return unicodedata.normalize("NFKC", text)


def tokens(text: str) -> list[Token]:
    """Content words of ``plain(text)``; codes are kept whole, everything else is normalised and folded."""
    text = plain(text)
    codes = find_codes(text)
    inside = _Cover(codes)
    found = [Token(text[c.start : c.end], c.word, c.start, c.end, c.parts) for c in codes]
    for start, end, morpheme in _morphemes(text):
        if not inside.whole(start, end) and _has_content(morpheme):
            found.append(Token(text[start:end], _word(morpheme, mixed=inside.touches(start, end)), start, end))
    found = [token for token in found if token.word]
    return sorted(found, key=lambda token: (token.start, token.end))


def reading(text: str) -> str:
    """How a text sounds, in katakana."""
    return "".join(morpheme.reading_form() for _, _, morpheme in _morphemes(plain(text)))


def bigram_runs(text: str) -> list[str]:
    """The folded text cut at everything that is neither letter nor digit; pairs of characters never cross a cut."""
    return _RUNS.findall(fold(text))


def bigrams(runs: list[str], *, ends: bool = False) -> Iterator[str]:
    """All pairs of neighbouring characters of the runs; documents also carry the end marks."""
    for run in runs:
        yield from (run[at : at + 2] for at in range(len(run) - 1))
        if ends:
            yield run[-1] + RUN_END


class _Cover:
    """Which positions of a text belong to codes."""

    def __init__(self, codes: list[Code]) -> None:
        self.positions = {position for code in codes for position in range(code.start, code.end)}

    def whole(self, start: int, end: int) -> bool:
        return all(position in self.positions for position in range(start, end))

    def touches(self, start: int, end: int) -> bool:
        return any(position in self.positions for position in range(start, end))


def _morphemes(text: str) -> Iterator[tuple[int, int, Any]]:
    for piece in _PIECES.finditer(text):
        for morpheme in _tokenizer().tokenize(piece.group()):
            yield piece.start() + morpheme.begin(), piece.start() + morpheme.end(), morpheme


def _has_content(morpheme: Any) -> bool:
    kind = morpheme.part_of_speech()
    return kind[0] in _CONTENT and not (kind[0] == "動詞" and kind[1] == "非自立可能")


def _word(morpheme: Any, *, mixed: bool) -> str:
    """A word that is half letters (Tシャツ) stays as written, others take the dictionary's normal form."""
    return _folded(morpheme.surface() if mixed else morpheme.normalized_form())


@lru_cache(maxsize=_REMEMBERED)
def _folded(word: str) -> str:
    return fold(word).replace(" ", "")


@cache
def _dictionary() -> Any:
    return Dictionary(dict="small")


def _tokenizer() -> Any:
    """One tokenizer per thread: a tokenizer is not shared, its dictionary is."""
    if not hasattr(_local, "tokenizer"):
        _local.tokenizer = _dictionary().tokenizer(mode=SplitMode.A)
    return _local.tokenizer
