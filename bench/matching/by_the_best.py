"""A year assigned without a thought of later: each application takes the best readers who are still free."""

from collections import Counter
from typing import Any


def pairs(batches: Any) -> list[tuple[str, str]]:
    """Of batches in their order. Maxima hold, minima nobody looks at."""
    had: Counter[str] = Counter()
    found = []
    for panel in batches:
        own: Counter[str] = Counter()
        for item in panel.items:
            free = [one for one in panel.readers if _free(panel, item, one, had, own)]
            free.sort(key=lambda one: -panel.points.get((item.key, one.key), 0))
            senior = [one for one in free if one.senior][: item.seniors]
            chosen = [*senior, *(one for one in free if one not in senior)][: item.readers]
            for one in chosen:
                own[one.key] += 1
                had[one.key] += 1
                found.append((item.key, one.key))
    return found


def _free(panel: Any, item: Any, reader: Any, had: Any, own: Any) -> bool:
    loads = [reader.loads[span].most for span in item.spans if span in reader.loads]
    return (
        (item.key, reader.key) not in panel.conflicts
        and not item.spans & reader.away
        and had[reader.key] < reader.most
        and all(own[reader.key] < most for most in loads)
    )
