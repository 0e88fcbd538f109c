"""Words that come with the program, as files beside this one; a line that begins with # is a heading."""

from functools import cache
from pathlib import Path

from kosetsu.foundation.search.engine.concepts import NOISE, SPOKEN, ConceptWords

_HERE = Path(__file__).parent


@cache
def delivered() -> tuple[ConceptWords, ...]:
    """Words of no matter (教えてください), and words of the trade that people also type by their sound (のぎす)."""
    return tuple(ConceptWords("", _words(_HERE / f"{kind}.txt"), kind) for kind in (NOISE, SPOKEN))


def _words(file: Path) -> tuple[str, ...]:
    lines = (line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple(word for line in lines for word in line.split())
