"""states.md: each state table as a diagram and as verbs."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from kosetsu.common.drawing.parts import own_apps, table
from kosetsu.common.states import Transitions


def tables() -> Iterator[tuple[str, str, Transitions[Any]]]:
    """(app, name, table) of every state table of the house."""
    for config in own_apps():
        if find_spec(f"{config.name}.states"):
            module = import_module(f"{config.name}.states")
            for name, value in vars(module).items():
                if isinstance(value, Transitions):
                    yield config.name, name, value


def states_of(moves: Transitions[Any]) -> Any:
    """The enumeration whose members the table moves between."""
    return type(next(iter(moves.moves.values()))[1])


def starts(moves: Transitions[Any]) -> list[Any]:
    """Where a record begins: the first state of the enumeration, and any that no verb reaches from another."""
    reached = {target for sources, target in moves.moves.values() if sources - {target}}
    return [state for place, state in enumerate(states_of(moves)) if not place or state not in reached]


def draw() -> Iterator[str]:
    yield "# States"
    for app, name, moves in tables():
        yield ""
        yield f"## {app.rpartition('.')[2]} — `{name}`"
        yield from _diagram(moves)
        yield from table(("verb", "from", "to"), _rows(moves))


def _diagram(moves: Transitions[Any]) -> Iterator[str]:
    yield ""
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in states_of(moves):
        yield f"    {state.value} : {state.label}"
    for state in starts(moves):
        yield f"    [*] --> {state.value}"
    for verb, (sources, target) in moves.moves.items():
        for source in _ordered(moves, sources):
            yield f"    {source.value} --> {target.value} : {verb}"
    yield "```"


def _rows(moves: Transitions[Any]) -> Iterator[tuple[str, str, str]]:
    for verb, (sources, target) in moves.moves.items():
        yield f"`{verb}`", "・".join(str(one.label) for one in _ordered(moves, sources)), str(target.label)


def _ordered(moves: Transitions[Any], sources: frozenset[Any]) -> list[Any]:
    return [state for state in states_of(moves) if state in sources]
