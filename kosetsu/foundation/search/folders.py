"""The folder of one index: where it lies, how far it has read, and the lock that lets one process write at a time.

``<data>/search/<scope>/state.json`` names the generation in use; a rebuild writes the next generation beside it and
replaces the file, so that readers never see a half-built index. ``KOSETSU_SEARCH_DIR`` puts it elsewhere.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from kosetsu.foundation.search.changes import Gap, Position


@dataclass(frozen=True, slots=True)
class State:
    """What a folder says about itself."""

    format: str
    generation: str
    position: Position
    documents: int
    removed: int = 0
    """Documents replaced or withdrawn since the generation was built: their words still count a little."""


class Folder:
    """The folder of one scope on this machine."""

    def __init__(self, scope: str) -> None:
        place = getattr(settings, "KOSETSU_SEARCH_DIR", None) or Path(settings.KOSETSU_DATA_DIR) / "search"
        self.path = Path(place) / scope

    def state(self) -> State | None:
        """What the folder says, or None where it is missing or cannot be understood."""
        try:
            data = json.loads(self._file.read_text())
            last = data["position"]["last"]
            gaps = tuple(Gap(**gap) for gap in data["position"]["gaps"])
            return State(**data | {"position": Position(tuple(last) if last else None, gaps)})
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def stamp(self) -> int:
        """Changes whenever the state does; 0 where there is none. Cheap: asked at every question."""
        try:
            return self._file.stat().st_mtime_ns
        except OSError:
            return 0

    def write(self, state: State) -> None:
        """Replace the state in one step, then remove generations nobody needs."""
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(state)))
        os.replace(fresh, self._file)
        for old in self.path.glob("g*"):
            if old.name != state.generation:
                shutil.rmtree(old, ignore_errors=True)

    def generation(self, name: str) -> Path:
        return self.path / name

    @contextmanager
    def lock(self, *, wait: bool = True) -> Iterator[bool]:
        """Hold the right to write; yields False when another process has it and ``wait`` is off."""
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True

    @property
    def _file(self) -> Path:
        return self.path / "state.json"
