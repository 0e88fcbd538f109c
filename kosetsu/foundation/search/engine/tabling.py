"""The concept table made in a process of its own: `python -m kosetsu.foundation.search.engine.tabling`.

To take thousands of terms apart reads half of the dictionary, which then stays mapped into whoever did it: some fifty
megabytes of each web process, whose questions need a tenth of that. Nothing of Django is imported here, so that the
process starts quickly.
"""

from collections.abc import Sequence

from kosetsu.common.apart import ApartError, Keeping, serve
from kosetsu.foundation.search.engine.concepts import ConceptTable, ConceptWords

IDLE_SECONDS = 30
"""How long it waits for the next table: whoever edits a concept soon saves it."""

_kept = Keeping(__name__, most=1)


def made_apart(concepts: Sequence[ConceptWords]) -> ConceptTable:
    """What ``ConceptTable.of`` makes of them, made over there; here where no process can be had."""
    try:
        with _kept.one() as apart:
            table: ConceptTable = apart.ask("table", concepts)
    except (ApartError, OSError, EOFError):
        return ConceptTable.of(concepts)
    return table


class _Maker:
    """The other side."""

    def begin(self) -> None:
        """Terms that it took apart before are quicker the next time."""

    def table(self, concepts: Sequence[ConceptWords]) -> ConceptTable:
        return ConceptTable.of(concepts)


if __name__ == "__main__":
    serve(_Maker, IDLE_SECONDS)
