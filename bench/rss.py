"""The memory of this process, as the kernel counts it."""

from pathlib import Path


def peak_mb() -> float:
    """The most that was resident since the process began."""
    return _status("VmHWM")


def now_mb() -> float:
    return _status("VmRSS")


def _status(name: str) -> float:
    """One line of the process's status. Its peak starts at exec, where ``getrusage`` keeps that of the parent."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(name)
