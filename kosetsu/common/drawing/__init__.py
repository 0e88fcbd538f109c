"""The house drawn from itself: state tables, floors, addresses, entries; ``manage.py draw_map`` writes them down."""

from collections.abc import Callable, Iterator

from django.utils import translation

from kosetsu.common.drawing import entries, floors, routes, states

DRAWINGS: dict[str, Callable[[], Iterator[str]]] = {
    "states.md": states.draw,
    "floors.md": floors.draw,
    "routes.md": routes.draw,
    "entries.md": entries.draw,
}

_NOTE = "<!-- Drawn by `make map` from the code; edits here are lost. -->"


def drawn(name: str) -> str:
    """One page, with the labels in Japanese whoever draws it."""
    with translation.override("ja"):
        title, *lines = DRAWINGS[name]()
    return "\n".join([title, "", _NOTE, *lines]) + "\n"
