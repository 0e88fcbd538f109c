"""Every address the program answers, found in its URL patterns: route, name and parameters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

NOTHING = UUID("01900000-0000-7000-8000-00000000dead")
"""A public id that no record bears."""


@dataclass(frozen=True, slots=True)
class Door:
    """One URL pattern."""

    route: str
    name: str
    """With its namespaces; empty where the pattern has none."""
    parameters: tuple[tuple[str, Any], ...]
    """Each parameter with a value that leads to nothing."""

    def address(self, **known: Any) -> str:
        """The path, with ``known`` parameters in place of those that lead to nothing."""
        values = {**dict(self.parameters), **known}
        plain = re.sub(r"\\?/|\^|\$|\\Z", lambda found: "/" if "/" in found[0] else "", self.route)
        plain = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", plain)
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), plain)


def doors() -> list[Door]:
    """Every pattern once, in the order of its route."""
    found = {door.route: door for door in _below(get_resolver(), "", "")}
    return [found[route] for route in sorted(found)]


def _below(resolver: URLResolver, route: str, namespace: str) -> Iterator[Door]:
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Door(here, f"{namespace}{pattern.name or ''}", tuple(_parameters(here)))
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _below(pattern, here, inner)


def _parameters(route: str) -> Iterator[tuple[str, Any]]:
    for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", route):
        yield name, _nothing(kind, name)


def _nothing(kind: str, name: str) -> Any:
    if kind.startswith("uuid"):
        return NOTHING
    if kind == "int":
        return 999_999
    return {"app_label": "parties", "url": "nothing"}.get(name, "nothing")
