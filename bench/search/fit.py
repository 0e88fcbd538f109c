"""Fit the judge that says "nothing fits" on the tuning halves of this folder's questions, without a database.

The threshold is chosen over batches, not over rows: every batch is judged by weights fitted on the other batches,
because the words of one batch have been seen by whoever wrote the word lists.

python -m bench.search.fit [--keep 0.97] [--write]
"""

import argparse
import json
import tempfile
from collections import defaultdict
from pathlib import Path

from bench.fit_nothing_fits import Sample, fit, shares_found, written
from bench.search import institute
from bench.search.quality import HALVES, HERE, Ours, table
from kosetsu.foundation.search.engine import judge
from kosetsu.foundation.search.engine.judge import Judge

LABELS = {"questions": "good", "off_topic": "off", "near_miss": "near"}
PENALTY = 2.0

Batches = dict[str, list[Sample]]


def batches(ours: Ours, half: str) -> Batches:
    """The questions of a half by the batch in which they were written."""
    found: Batches = defaultdict(list)
    for name, label in LABELS.items():
        for row in (row for row in table(name) if row["split"] == half):
            seen = judge.features(*ours.examine(row["text"]))
            batch = row["note"] if row["note"].endswith("batch") else "first batch"
            found[batch].append((label, [seen[feature] for feature in judge.FEATURES]))
    return found


def together(found: Batches, without: str = "") -> list[Sample]:
    return [sample for batch, samples in found.items() if batch != without for sample in samples]


def judged_apart(found: Batches) -> dict[str, list[tuple[str, float]]]:
    """Label and confidence of every question, by weights that have not seen its batch."""
    return {batch: _judged(fit(together(found, batch), PENALTY), samples) for batch, samples in found.items()}


def _judged(weights: list[float], samples: list[Sample]) -> list[tuple[str, float]]:
    apart = Judge(weights[0], dict(zip(judge.FEATURES, weights[1:], strict=True)), 0)
    return [(label, apart.confidence(dict(zip(judge.FEATURES, values, strict=True)))) for label, values in samples]


def threshold_apart(judged: dict[str, list[tuple[str, float]]], keep: float) -> float:
    """The highest confidence that keeps the share ``keep`` of the good questions."""
    good = sorted((sure for rows in judged.values() for label, sure in rows if label == "good"), reverse=True)
    return good[int(keep * len(good)) - 1]


def report(judged: dict[str, list[tuple[str, float]]], cut: float) -> None:
    for batch, rows in judged.items():
        for label in LABELS.values():
            found = [sure >= cut for one, sure in rows if one == label]
            print(f"{batch:13} {label:4} answered {sum(found):3}/{len(found)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=float, default=0.97)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(institute.documents(), Path(folder))
        halves = {half: batches(ours, half) for half in HALVES}
    judged = judged_apart(halves["tune"])
    cut = threshold_apart(judged, options.keep)
    report(judged, cut)
    samples = together(halves["tune"])
    weights = fit(samples, PENALTY)
    for half, found in halves.items():
        print(half, json.dumps(shares_found(weights, cut, together(found))))
    data = written(weights, cut, samples, HERE)
    data["fitted"]["by"] = "bench/search/fit.py on the tuning halves of bench/search"
    print(json.dumps(data, ensure_ascii=False, indent=2))
    if options.write:
        file = Path(judge.__file__).with_name("judge.json")
        file.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
