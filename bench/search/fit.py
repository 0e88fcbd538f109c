"""Fit the judge that says "nothing fits" on the tuning halves of this folder's questions, without a database.

python -m bench.search.fit [--keep 0.955] [--write]
"""

import argparse
import json
import tempfile
from pathlib import Path

from bench.fit_nothing_fits import Sample, fit, shares_found, threshold, written
from bench.search import institute
from bench.search.quality import HALVES, HERE, Ours, table
from kosetsu.foundation.search.engine import judge

LABELS = {"questions": "good", "off_topic": "off", "near_miss": "near"}


def samples(ours: Ours, half: str) -> list[Sample]:
    found: list[Sample] = []
    for name, label in LABELS.items():
        for row in (row for row in table(name) if row["split"] == half):
            seen = judge.features(*ours.examine(row["text"]))
            found.append((label, [seen[feature] for feature in judge.FEATURES]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=float, default=0.955)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(institute.documents(), Path(folder))
        halves = {half: samples(ours, half) for half in HALVES}
    weights = fit(halves["tune"])
    cut = threshold(weights, halves["tune"], options.keep)
    for half, asked in halves.items():
        print(half, json.dumps(shares_found(weights, cut, asked)))
    data = written(weights, cut, halves["tune"], HERE)
    data["fitted"]["by"] = "bench/search/fit.py on the tuning halves of bench/search"
    print(json.dumps(data, ensure_ascii=False, indent=2))
    if options.write:
        file = Path(judge.__file__).with_name("judge.json")
        file.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
