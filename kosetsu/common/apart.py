"""Heavy libraries in processes of their own, kept between uses: `python -m MODULE` answers calls over its pipes.

A web process would hold what DuckDB or a language model once needed for as long as it lives. Such a library lives in a
process beside it instead, which several requests use one after the other. Nothing of Django is imported here, so that
those processes start quickly.
"""

import atexit
import pickle
import select
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]


class ApartError(RuntimeError):
    """The call failed over there; the text says how."""


class Apart:
    """One process; not safe among threads: whoever holds it asks alone."""

    def __init__(self, module: str) -> None:
        command = [sys.executable, "-m", module]
        self._child = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, verb: str, *given: Any) -> Any:
        """What the method ``verb`` over there answers; ApartError if it raises, OSError or EOFError if it is gone."""
        assert self._child.stdin
        assert self._child.stdout
        pickle.dump((verb, given), self._child.stdin)
        self._child.stdin.flush()
        fine, answer = pickle.load(self._child.stdout)
        if not fine:
            raise ApartError(answer)
        return answer

    @property
    def lives(self) -> bool:
        return self._child.poll() is None

    def end(self) -> None:
        """Its input ends, so it does."""
        assert self._child.stdin
        assert self._child.stdout
        with suppress(BrokenPipeError):  # it was gone already
            self._child.stdin.close()
        self._child.wait()
        self._child.stdout.close()


class Keeping:
    """Processes of one module, some ``most`` at once; those not in use are kept for whoever comes next."""

    def __init__(self, module: str, most: int, patience_seconds: float = 10) -> None:
        self._module, self._most, self._patience = module, most, patience_seconds
        self._turn = threading.Condition()
        self._idle: list[Apart] = []
        self._in_use = 0
        atexit.register(self.end)

    def take(self) -> Apart:
        """A process for one user alone, which begins anew. Bring it back with :meth:`give_back`.

        While all are in use it waits, but not for ever: two users who each hold one and want another would.
        """
        with self._turn:
            self._turn.wait_for(lambda: self._in_use < self._most, self._patience)
            self._in_use += 1
        try:
            return self._begun()
        except BaseException:
            self._leave()
            raise

    def give_back(self, apart: Apart) -> None:
        """Keep it for the next one, unless it has ended."""
        lives = apart.lives
        if not lives:
            apart.end()
        self._leave(*([apart] if lives else []))

    @contextmanager
    def one(self) -> Iterator[Apart]:
        """A process for the length of a block."""
        apart = self.take()
        try:
            yield apart
        finally:
            self.give_back(apart)

    def end(self) -> None:
        """End those that nobody uses."""
        with self._turn:
            idle, self._idle = self._idle, []
        for apart in idle:
            apart.end()

    def _begun(self) -> Apart:
        while kept := self._kept():
            try:
                kept.ask("begin")
            except (OSError, EOFError):  # it had waited long enough and ended
                kept.end()
            else:
                return kept
        return Apart(self._module)

    def _kept(self) -> Apart | None:
        with self._turn:
            return self._idle.pop() if self._idle else None

    def _leave(self, *kept: Apart) -> None:
        with self._turn:
            self._in_use -= 1
            self._idle.extend(kept)
            self._turn.notify()


def serve(make: Callable[[], Any], idle_seconds: float | None = None) -> None:
    """In the process itself: answer until the input ends, or nobody has asked for a while.

    What ``make`` makes has a method ``begin``, called before each further user, and the verbs that are asked.
    """
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints is no answer
    here = make()
    while select.select([asked], [], [], idle_seconds)[0]:
        try:
            verb, given = pickle.load(asked)
        except EOFError:
            return
        try:
            answer: tuple[bool, Any] = (True, getattr(here, verb)(*given))
        except Exception as error:  # whatever it is, the one who asked raises it
            answer = (False, f"{type(error).__name__}: {error}")
        pickle.dump(answer, answers)
        answers.flush()
