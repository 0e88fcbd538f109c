"""The writer gate: one OS file lock that every writer of a SQLite file holds from before BEGIN until after COMMIT.

SQLite's own wait is a race that some writers keep losing. The kernel queues waiters of a file lock, and drops the lock
when its holder dies, so writers take turns and a crash never leaves the gate shut.
"""

import fcntl
import os
import threading

from django.db.utils import OperationalError


class _Turn(threading.Thread):
    """Waits in the kernel's queue, so that the caller can give up in time without losing the queue's fairness."""

    def __init__(self, descriptor: int) -> None:
        super().__init__(daemon=True, name="writer-gate")
        self.descriptor = descriptor
        self.came = threading.Event()
        self._decide = threading.Lock()
        self._abandoned = False

    def run(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_EX)
        with self._decide:
            if self._abandoned:
                os.close(self.descriptor)
            else:
                self.came.set()

    def abandon(self) -> None:
        """Nobody waits any more: whoever comes last closes the file, which frees the lock."""
        with self._decide:
            self._abandoned = True
            if self.came.is_set():
                os.close(self.descriptor)


class Gate:
    """One writer's hold on the gate of one database file. Not shared between threads."""

    def __init__(self, path: str, timeout: float) -> None:
        self.path = path
        self.timeout = timeout
        self._descriptor: int | None = None
        self._holder = 0

    @property
    def held(self) -> bool:
        return self._descriptor is not None and self._holder == os.getpid()

    def enter(self) -> None:
        """Wait for the gate; OperationalError if it does not open in time."""
        if self.held:
            return
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o660)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._queue(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor, self._holder = descriptor, os.getpid()

    def leave(self) -> None:
        if self._descriptor is None:
            return
        # A process forked inside a transaction only drops its copy; the lock is its parent's.
        if self.held:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        os.close(self._descriptor)
        self._descriptor = None

    def _queue(self, descriptor: int) -> None:
        turn = _Turn(descriptor)
        turn.start()
        try:
            came = turn.came.wait(self.timeout)
        except BaseException:
            turn.abandon()
            raise
        if not came:
            turn.abandon()
            raise OperationalError(f"database is locked: no turn at the writer gate within {self.timeout} s")
