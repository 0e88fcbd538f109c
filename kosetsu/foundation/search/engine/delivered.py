"""Words that come with the program, as files beside this one; a line that begins with # is a heading."""

from functools import cache
from pathlib import Path

from kosetsu.foundation.search.engine.concepts import ELSEWHERE, EVERYDAY, NOISE, THINGS, TRADE, ConceptWords

_HERE = Path(__file__).parent
_KINDS = (NOISE, ELSEWHERE, EVERYDAY, TRADE, THINGS)


@cache
def delivered() -> tuple[ConceptWords, ...]:
    """Words of no matter (教えてください), of other matters (車検), of private life (犬), of making and of things."""
    return tuple(ConceptWords("", _words(_HERE / f"{kind}.txt"), kind) for kind in _KINDS)


def _words(file: Path) -> tuple[str, ...]:
    lines = (line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple(word for line in lines for word in line.split())
