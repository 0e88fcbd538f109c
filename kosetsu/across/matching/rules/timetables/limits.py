"""What may stand in the way of a whole timetable, and a fair without some of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kosetsu.across.matching.rules.clashing import Relaxation
from kosetsu.across.matching.rules.timetables.given import Fair, Party, Wish


class Kind(StrEnum):
    AWAY = "away"
    LEAST = "least"
    LUNCH = "lunch"
    RUN = "run"
    MUST = "must"
    APART = "apart"
    LOCK = "lock"
    TABLES = "tables"


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that was asked for: of a party, of a pair, or (``TABLES``) of a slot."""

    kind: Kind
    parties: tuple[str, ...] = ()
    slot: int = -1


def relaxed(fair: Fair, relaxations: Iterable[Relaxation[Limit]]) -> Fair:
    """The fair without what is given up. ``LEAST`` and ``TABLES`` give way by a number, everything else whole.

    Who need not meet any more, or not in that slot, still may.
    """
    for one in relaxations:
        fair = _without(fair, one.limit, one.by)
    return fair


def _without(fair: Fair, limit: Limit, by: int) -> Fair:
    match limit.kind:
        case Kind.MUST:
            return replace(_may(fair, limit), musts=frozenset(pair for pair in fair.musts if pair != limit.parties))
        case Kind.APART:
            return replace(fair, aparts=frozenset(pair for pair in fair.aparts if pair != limit.parties))
        case Kind.LOCK:
            locks = (one for one in fair.locks if (one.pair, one.slot) != (limit.parties, limit.slot))
            return replace(_may(fair, limit), locks=frozenset(locks))
        case Kind.TABLES:
            return replace(fair, tables=tuple(count + by * (t == limit.slot) for t, count in enumerate(fair.tables)))
    return _each(fair, limit, by)


def _may(fair: Fair, limit: Limit) -> Fair:
    seller, buyer = limit.parties
    wished = any(wish.pair == limit.parties for wish in fair.wishes)
    return fair if wished else replace(fair, wishes=(*fair.wishes, Wish(seller, buyer, 0, 0)))


def _each(fair: Fair, limit: Limit, by: int) -> Fair:
    def eased(party: Party) -> Party:
        if limit.parties != (party.key,):
            return party
        match limit.kind:
            case Kind.AWAY:
                return replace(party, away=party.away - {limit.slot})
            case Kind.LEAST:
                return replace(party, least=party.least - by)
            case Kind.LUNCH:
                return replace(party, lunch=False)
        return replace(party, paused=False)

    return replace(fair, sellers=tuple(map(eased, fair.sellers)), buyers=tuple(map(eased, fair.buyers)))
