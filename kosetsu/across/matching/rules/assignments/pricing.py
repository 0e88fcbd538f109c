"""What it costs to force a pair that is not, or to forbid one that is."""

from dataclasses import dataclass, replace

from kosetsu.across.matching.rules.assignments.assigning import SECONDS, Assigning, Assignment
from kosetsu.across.matching.rules.assignments.board import Board
from kosetsu.across.matching.rules.assignments.given import Pair, Panel, checked
from kosetsu.across.matching.rules.assignments.limits import Limit
from kosetsu.across.matching.rules.clashing import Clash
from kosetsu.across.matching.rules.watching import Watch


@dataclass(frozen=True, slots=True)
class Price:
    """What the best assignment loses, in points of the worst item and of all; a gain is less than nothing.

    ``exact`` says that both assignments are proven the best.
    """

    pair: Pair
    forced: bool
    worst: int
    total: int
    exact: bool
    instead: Assignment


def price(panel: Panel, found: Assignment, pair: Pair, watch: Watch | None = None) -> Price | Clash[Limit]:
    """The price of the other choice for a pair, found by assigning again; what clashes where there is none.

    Raises what ``assign`` raises.
    """
    forced = pair not in found.pairs
    if forced:
        other = replace(panel, locks=panel.locks | {pair}, refused=panel.refused - {pair})
    else:
        other = replace(panel, locks=panel.locks - {pair}, refused=panel.refused | {pair})
    freer = pair in panel.locks | panel.refused
    highest = None if freer else found.worst_bound
    instead = Assigning(Board(checked(other)), watch or Watch(SECONDS), highest=highest).assigned()
    if isinstance(instead, Clash):
        return instead
    exact = found.proven and instead.proven
    return Price(pair, forced, found.worst - instead.worst, found.total - instead.total, exact, instead)
