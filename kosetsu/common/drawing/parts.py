"""What every drawing needs: the apps of the house, tables of Markdown, first sentences."""

import inspect
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps


def own_apps() -> list[AppConfig]:
    """Every app of the house, lowest floor first."""
    return [config for config in apps.get_app_configs() if config.name.startswith("kosetsu.")]


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """A Markdown table."""
    yield ""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(_cell(cell) for cell in row)} |"


def _cell(value: Any) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def first_line(thing: Any) -> str:
    """The first line of its own docstring, without the dot."""
    doc = inspect.cleandoc(getattr(thing, "__doc__", None) or "")
    return doc.splitlines()[0].rstrip(".") if doc else ""
