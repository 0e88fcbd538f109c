"""How long a search may go on, whom it tells how far it is, and whether it was called off."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field


class Unfinished(RuntimeError):
    """The time was over, or the search was called off, before anything was found."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One report of a search: what it is doing, and the best total so far, in points."""

    stage: str
    total: int


@dataclass(slots=True)
class Watch:
    """One limit for one search. The clock decides nothing but when to stop."""

    seconds: float = 60
    tell: Callable[[Progress], None] = lambda _progress: None
    cancelled: Callable[[], bool] = lambda: False
    now: Callable[[], float] = time.monotonic
    _began: float = field(init=False)

    def __post_init__(self) -> None:
        self._began = self.now()

    @property
    def left(self) -> float:
        """Seconds that are left; none once the search is called off."""
        return 0 if self.cancelled() else max(self.seconds - (self.now() - self._began), 0)

    @property
    def over(self) -> bool:
        return self.left <= 0

    def part(self, share: float) -> "Watch":
        """A watch over a share of what is left, called off with this one."""
        return Watch(self.left * share, self.tell, self.cancelled, self.now)


@dataclass(slots=True)
class Seldom:
    """Whether so many seconds have passed since it last said yes; at first it says yes."""

    every: float
    now: Callable[[], float] = time.monotonic
    _last: float | None = field(init=False, default=None)

    def due(self) -> bool:
        moment = self.now()
        if self._last is not None and moment - self._last < self.every:
            return False
        self._last = moment
        return True


class AskedSeldom:
    """A question that costs something, asked once in so many seconds; once yes, always yes."""

    def __init__(self, ask: Callable[[], bool], every: float, now: Callable[[], float] = time.monotonic) -> None:
        self.yes, self._ask, self._seldom = False, ask, Seldom(every, now)

    def __call__(self) -> bool:
        if not self.yes and self._seldom.due():
            self.yes = self._ask()
        return self.yes


def told_seldom(
    tell: Callable[[Progress], None], every: float, now: Callable[[], float] = time.monotonic
) -> Callable[[Progress], None]:
    """Tell how far it is once in so many seconds; what lies between is left out."""
    seldom = Seldom(every, now)

    def told(progress: Progress) -> None:
        if seldom.due():
            tell(progress)

    return told
