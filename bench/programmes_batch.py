"""All companies decided in a process of its own: ``python -m bench.programmes_batch <book> <count> <folder>``.

Prints one line of JSON: seconds, CPU (``why``: that of the reasons alone) and peak memory, and writes the verdicts into
the folder for the comparison.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

from bench import rss
from bench.scale import programmes
from kosetsu.services.programmes.rules.columns import Column, Columns
from kosetsu.services.programmes.rules.deciding import Decider


def main(which: str, count: int, folder: Path) -> None:
    """Read the population that both evaluators are given, decide it with all reasons, say what it took."""
    began = time.process_time()
    decider = Decider(programmes.book(which))
    built = time.process_time() - began
    table = read(folder)
    before, began, used = rss.now_mb(), time.perf_counter(), time.process_time()
    verdicts = np.empty((len(decider.book.descriptions), count), np.uint8)
    reasons, why = 0, 0.0
    for chunk in Columns(decider).chunks(table, count):
        for n in range(len(verdicts)):
            verdicts[n, chunk.start : chunk.start + chunk.count] = chunk.verdicts(n)
        decided = time.process_time()
        reasons += sum(len(chunk.failing(n)) + len(chunk.open(n)) for n in range(len(verdicts)))
        why += time.process_time() - decided
    said = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - used, "built": built,
            "before": before, "peak": rss.peak_mb(), "reasons": reasons, "why": why}  # fmt: skip
    np.save(folder / "ours.npy", verdicts)
    print(json.dumps(said))


def write(table: dict[str, Column], folder: Path) -> None:
    """The population as files: a column's values, and beside it where it is known or its names."""
    folder.mkdir(parents=True, exist_ok=True)
    for key, column in table.items():
        np.save(folder / f"{key}.values.npy", column.values)
        if column.known is not None:
            np.save(folder / f"{key}.known.npy", column.known)
    (folder / "names.json").write_text(json.dumps({key: column.names for key, column in table.items()}))


def read(folder: Path) -> dict[str, Column]:
    """What ``write`` wrote."""
    names = json.loads((folder / "names.json").read_text())
    return {key: Column(np.load(folder / f"{key}.values.npy"), tuple(found), _known(folder, key))
            for key, found in names.items()}  # fmt: skip


def _known(folder: Path, key: str) -> np.ndarray | None:
    path = folder / f"{key}.known.npy"
    return np.load(path) if path.exists() else None


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
