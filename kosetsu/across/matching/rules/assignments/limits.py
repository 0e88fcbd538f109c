"""What may stand in the way of a whole assignment, and a panel without some of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from kosetsu.across.matching.rules.assignments.given import EVERYTHING, Item, Load, Panel, Reader
from kosetsu.across.matching.rules.clashing import Relaxation


class Kind(StrEnum):
    READERS = "readers"
    SENIORS = "seniors"
    JUNIORS = "juniors"
    LEAST = "least"
    MOST = "most"
    AWAY = "away"
    REFUSED = "refused"
    LOCK = "lock"


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    """One thing that was asked for: of an item, of a reader (in a span), or of a pair.

    Conflicts are none: nothing gives way to them, and nobody is asked whether they may.
    """

    kind: Kind
    item: str = ""
    reader: str = ""
    span: str = EVERYTHING


def relaxed(panel: Panel, relaxations: Iterable[Relaxation[Limit]]) -> Panel:
    """The panel without what is given up: absences, refusals and locks whole, everything else by a number."""
    for one in relaxations:
        panel = _without(panel, one.limit, one.by)
    return panel


def _without(panel: Panel, limit: Limit, by: int) -> Panel:
    pair = limit.item, limit.reader
    match limit.kind:
        case Kind.REFUSED:
            return replace(panel, refused=panel.refused - {pair})
        case Kind.LOCK:
            return replace(panel, locks=panel.locks - {pair})
        case Kind.READERS | Kind.SENIORS | Kind.JUNIORS:
            return replace(panel, items=tuple(_item(one, limit, by) for one in panel.items))
    return replace(panel, readers=tuple(_reader(one, limit, by) for one in panel.readers))


def _item(item: Item, limit: Limit, by: int) -> Item:
    if item.key != limit.item:
        return item
    match limit.kind:
        case Kind.READERS:
            return replace(item, readers=item.readers - by)
        case Kind.SENIORS:
            return replace(item, seniors=item.seniors - by)
    return replace(item, juniors=item.juniors - by)


def _reader(reader: Reader, limit: Limit, by: int) -> Reader:
    if reader.key != limit.reader:
        return reader
    if limit.kind == Kind.AWAY:
        return replace(reader, away=reader.away - {limit.span})
    if limit.span == EVERYTHING:
        eased = _eased(Load(reader.least, reader.most), limit.kind, by)
        return replace(reader, least=eased.least, most=eased.most)
    loads = {span: _eased(load, limit.kind, by) if span == limit.span else load for span, load in reader.loads.items()}
    return replace(reader, loads=loads)


def _eased(load: Load, kind: Kind, by: int) -> Load:
    if kind == Kind.LEAST:
        return replace(load, least=load.least - by)
    return replace(load, most=None if load.most is None else load.most + by)
