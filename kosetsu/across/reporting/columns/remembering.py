"""What a process keeps in mind for the next request: a bounded number of things, the least asked for goes first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Remembered(Generic[Kept]):
    """At most ``most`` things by key; safe among threads."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._turn = threading.Lock()

    def get(self, key: Hashable) -> Kept | None:
        """The thing, which is now the last to go; None where it is not known."""
        with self._turn:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Hashable, value: Kept) -> Kept:
        """Keep it, and let go of what is too much."""
        with self._turn:
            self._kept[key] = value
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        return value

    def get_or(self, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """The thing, made where it is not known; two threads may both make it, which costs time and nothing else."""
        known = self.get(key)
        return self.put(key, make()) if known is None else known

    def forget(self) -> None:
        """Begin anew."""
        with self._turn:
            self._kept.clear()
