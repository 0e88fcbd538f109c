"""What is wrong with an assignment, and what it is worth, found without the program that made it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any


def wrongs(panel: Any, pairs: Any) -> list[str]:
    """One sentence for each thing that was asked for and does not hold; none for a valid assignment."""
    pairs = list(pairs)
    return [*_named(panel, pairs), *_items(panel, pairs), *_readers(panel, pairs), *_settled(panel, pairs)]


def points(panel: Any, pairs: Any) -> dict[str, int]:
    """What each item that is to be read has."""
    found = {one.key: 0 for one in panel.items if one.readers}
    for item, reader in pairs:
        found[item] += panel.points.get((item, reader), 0)
    return found


def worth(panel: Any, pairs: Any) -> tuple[int, int]:
    """The points of the worst item, and of all."""
    own = points(panel, pairs)
    return min(own.values()), sum(own.values())


def worst_tenth(own: Iterable[float]) -> float:
    """The mean of the tenth of all items that has least."""
    ordered = sorted(own)
    few = ordered[: max(len(ordered) // 10, 1)]
    return sum(few) / len(few)


def _named(panel: Any, pairs: Any) -> Iterator[str]:
    items, readers = {one.key for one in panel.items}, {one.key for one in panel.readers}
    for pair, count in Counter(pairs).items():
        if count > 1:
            yield f"{pair} is there {count} times"
        if pair[0] not in items or pair[1] not in readers:
            yield f"{pair} is of nobody"


def _items(panel: Any, pairs: Any) -> Iterator[str]:
    senior = {one.key: one.senior for one in panel.readers}
    for item in panel.items:
        own = [reader for key, reader in pairs if key == item.key]
        seniors = sum(senior[reader] for reader in own)
        if len(own) != item.readers:
            yield f"{item.key} has {len(own)} readers, not {item.readers}"
        if seniors < item.seniors:
            yield f"{item.key} has {seniors} seniors, not {item.seniors}"
        if len(own) - seniors < item.juniors:
            yield f"{item.key} has {len(own) - seniors} juniors, not {item.juniors}"


def _readers(panel: Any, pairs: Any) -> Iterator[str]:
    spans = {one.key: one.spans for one in panel.items}
    for reader in panel.readers:
        own = [item for item, key in pairs if key == reader.key]
        if len(own) < reader.least or (reader.most is not None and len(own) > reader.most):
            yield f"{reader.key} has {len(own)} items, not {reader.least} to {reader.most}"
        for span, load in reader.loads.items():
            count = sum(span in spans[item] for item in own)
            if count < load.least or (load.most is not None and count > load.most):
                yield f"{reader.key} has {count} items of {span}, not {load.least} to {load.most}"
        for item in own:
            if spans[item] & reader.away:
                yield f"{reader.key} is away for {item}"


def _settled(panel: Any, pairs: Any) -> Iterator[str]:
    for what, forbidden in (("in conflict", panel.conflicts), ("refused", panel.refused)):
        yield from (f"{pair} is {what}" for pair in pairs if pair in forbidden)
    yield from (f"{pair} is locked" for pair in panel.locks if pair not in pairs)
