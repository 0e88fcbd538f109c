"""The guard that every state table shares: transitions are data, a move outside the table is refused."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext as _

from kosetsu.common.decisions import Refused, no

State = TypeVar("State", bound=str)


class Transitions(Generic[State]):
    """The moves one kind of record may make: verb → (states it leaves, state it reaches).

    >>> TABLE = Transitions({"close": ({Door.OPEN}, Door.CLOSED)})
    """

    def __init__(self, moves: Mapping[str, tuple[frozenset[State] | set[State], State]]) -> None:
        self.moves = {verb: (frozenset(sources), target) for verb, (sources, target) in moves.items()}

    def allows(self, verb: str, state: str) -> bool:
        """Whether ``verb`` may be used in ``state``."""
        return state in self.moves[verb][0]

    def target(self, verb: str, state: str) -> State:
        """The state ``verb`` leads to from ``state``; raises :class:`Refused` when the table has no such move."""
        sources, target = self.moves[verb]
        if state not in sources:
            raise Refused(
                no(
                    _("いまの状態では、この操作はできません。"),
                    _("画面を開き直して、最新の状態を確かめてください。"),
                )
            )
        return target

    def verbs(self, state: str) -> list[str]:
        """The verbs open in ``state``, in the order of the table."""
        return [verb for verb, (sources, _target) in self.moves.items() if state in sources]

    def states(self) -> set[str]:
        """Every state the table mentions."""
        return {s for sources, target in self.moves.values() for s in (*sources, target)}


def chain(way: Sequence[Any], state: str) -> list[dict[str, Any]]:
    """The straight way through a choice's states as ``<c-chain>`` shows it: done, current, to come.

    Off the way nothing is done.
    """
    at = next((n for n, one in enumerate(way) if one == state), -1)
    marks = ["done" if n < at else "current" if n == at else "todo" for n in range(len(way))]
    return [{"label": one.label, "state": mark} for one, mark in zip(way, marks, strict=True)]
