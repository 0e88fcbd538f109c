"""Questions typed in kana alone (のぎすのこうせい): known words are put back into the form that documents have."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from kosetsu.foundation.search.engine.text import plain, reading

_IDEOGRAPH = re.compile(r"[一-鿿]")
_RUN = re.compile(r"[ぁ-ゖァ-ヶー]+")
_SHORTEST = 3
_LONGEST = 16
_REMEMBERED = 20_000
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}


@dataclass(slots=True)
class Readings:
    """How known words sound, and how they are written; of two words with one sound the first one known is meant."""

    written: dict[str, str] = field(default_factory=dict)

    def add(self, terms: Iterable[str]) -> None:
        for term in terms:
            sound = _sound(term)
            if _SHORTEST <= len(sound) <= _LONGEST and _RUN.fullmatch(sound):
                self.written.setdefault(sound, term)

    def rewritten(self, text: str) -> str:
        """The question with its words in their usual form, where it is kana from end to end; any other as it is."""
        text = plain(text)
        if _IDEOGRAPH.search(text):
            return text
        return _RUN.sub(lambda run: self._run(run.group().translate(_HIRAGANA), run.group()), text)

    def _run(self, run: str, typed: str) -> str:
        """The cut of a run in which known words, long ones above all, take the most room."""
        best: list[tuple[int, int]] = [(0, 0)]
        for end in range(1, len(run) + 1):
            starts = range(max(0, end - _LONGEST), end - _SHORTEST + 1)
            known = ((best[at][0] + (end - at) ** 2, at) for at in starts if run[at:end] in self.written)
            best.append(max((best[end - 1][0], end - 1), *known, (0, end - 1)))
        return "".join(self._pieces(run, typed, best))

    def _pieces(self, run: str, typed: str, best: list[tuple[int, int]]) -> list[str]:
        pieces: list[str] = []
        end = len(run)
        while end:
            at = best[end][1]
            piece = run[at:end]
            pieces.append(typed[at:end] if end - at == 1 else f" {self.written[piece]} ")
            end = at
        return pieces[::-1]


@lru_cache(maxsize=_REMEMBERED)
def _sound(term: str) -> str:
    return reading(term).translate(_HIRAGANA)
