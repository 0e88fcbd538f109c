"""routes.md: every address, who it is for, and the view behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from kosetsu.common.drawing.parts import first_line, table

AUDIENCES = {
    "-desk": "Staff",
    "-partner": "Partners",
    "": "Public and companies",
}


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the house."""

    path: str
    name: str
    view: Any

    @property
    def audience(self) -> str:
        space = self.name.partition(":")[0]
        return next(label for ending, label in AUDIENCES.items() if space.endswith(ending))

    @property
    def place(self) -> str:
        """Where the view is defined; an operation of the API is known by its name."""
        if not self.view.__module__.startswith("kosetsu."):
            return "an operation of the API"
        made = "<locals>" in self.view.__qualname__  # one of a family of pages made alike: known by its address' name
        return f"`{self.view.__module__}.{self.name.rpartition(':')[2] if made else self.view.__qualname__}`"


def routes() -> Iterator[Route]:
    """Every address whose view is the house's own, in the order of the address table."""
    yield from _walk(get_resolver().url_patterns, "/", ())


def _walk(patterns: Sequence[URLPattern | URLResolver], before: str, spaces: tuple[str, ...]) -> Iterator[Route]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            space = (pattern.namespace,) if pattern.namespace else ()
            yield from _walk(pattern.url_patterns, path, (*spaces, *space))
        elif spaces and _is_ours(pattern):
            yield Route(path, ":".join((*spaces, pattern.name or "—")), pattern.callback)


def _is_ours(pattern: URLPattern) -> bool:
    return pattern.callback.__module__.startswith(("kosetsu.", "ninja."))


def draw() -> Iterator[str]:
    every = sorted(routes(), key=lambda route: (route.path, route.name))
    yield "# Routes"
    yield ""
    yield "Beside these, libraries answer under `/accounts/` (allauth), `/i18n/` and `/backoffice/` (Django)."
    for audience in AUDIENCES.values():
        mine = [route for route in every if route.audience == audience]
        if mine:
            yield ""
            yield f"## {audience}"
            yield from table(
                ("address", "name", "view", "what it does"),
                ((f"`{route.path}`", f"`{route.name}`", route.place, first_line(route.view)) for route in mine),
            )
