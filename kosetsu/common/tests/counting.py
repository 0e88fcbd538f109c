"""What `test_apart` lets live in a process beside it."""

import os

from kosetsu.common.apart import serve


class Counting:
    """Counts what it is told, for one user at a time."""

    def __init__(self) -> None:
        self.count = 0

    def begin(self) -> None:
        self.count = 0

    def add(self, number: int) -> int:
        print("something a library says")
        self.count += number
        return self.count

    def number(self) -> int:
        return os.getpid()

    def fail(self) -> None:
        raise ValueError("three is no four")

    def die(self) -> None:
        os._exit(3)


if __name__ == "__main__":
    serve(Counting)
