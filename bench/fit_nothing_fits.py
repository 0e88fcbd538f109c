"""Fit the judge that says "nothing fits" on labelled questions, and tell how well it does on those kept apart.

    python -m bench.fit_nothing_fits bench/problems.csv [--scope public] [--keep 0.92] [--write]

The CSV has the columns ``question``, ``label`` (good · near · off) and ``half`` (tune · final). The logistic is fitted
on the tuning half; the threshold is the highest that keeps the wanted share of its good questions. Run it on the
database and index of the demo institute (``DATABASE_URL``, ``KOSETSU_DATA_DIR``). ``--write`` replaces ``judge.json``.
"""

import argparse
import csv
import json
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

import django

PENALTY = 0.5
ROUNDS = 40

Sample = tuple[str, list[float]]


def fit(samples: list[Sample], penalty: float = PENALTY) -> list[float]:
    """Intercept and weights by Newton's method with a ridge; each class counts the same as a whole."""
    size = len(samples[0][1]) + 1
    good = sum(label == "good" for label, _ in samples)
    shares = {True: 0.5 / good, False: 0.5 / (len(samples) - good)}
    weights = [0.0] * size
    for _ in range(ROUNDS):
        slope = [-penalty * weight / len(samples) * (at > 0) for at, weight in enumerate(weights)]
        curve = [[penalty / len(samples) * (a == b) + 1e-9 * (a == b) for b in range(size)] for a in range(size)]
        for label, values in samples:
            row, wanted = [1.0, *values], label == "good"
            chance = _chance(weights, values)
            for a in range(size):
                slope[a] += shares[wanted] * (wanted - chance) * row[a]
                for b in range(size):
                    curve[a][b] += shares[wanted] * chance * (1 - chance) * row[a] * row[b]
        weights = [weight + step for weight, step in zip(weights, _solve(curve, slope), strict=True)]
    return weights


def _chance(weights: list[float], values: list[float]) -> float:
    logit = weights[0] + sum(weight * value for weight, value in zip(weights[1:], values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination; the matrix is positive definite."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at in range(len(rows)):
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(len(rows)):
            if other != at:
                factor = rows[other][at]
                rows[other] = [value - factor * own for value, own in zip(rows[other], rows[at], strict=True)]
    return [row[-1] for row in rows]


def threshold(weights: list[float], samples: list[Sample], keep: float) -> float:
    """The highest confidence that still keeps the share ``keep`` of the good questions."""
    chances = sorted((_chance(weights, values) for label, values in samples if label == "good"), reverse=True)
    return chances[min(math.ceil(keep * len(chances)), len(chances)) - 1]


def shares_found(weights: list[float], cut: float, samples: list[Sample]) -> dict[str, str]:
    """By label, how many questions are answered with hits."""
    seen: dict[str, list[bool]] = defaultdict(list)
    for label, values in samples:
        seen[label].append(_chance(weights, values) >= cut)
    return {
        label: f"{sum(found)}/{len(found)} = {sum(found) / len(found):.1%}" for label, found in sorted(seen.items())
    }


def read_samples(file: Path, scope: str) -> dict[str, list[Sample]]:
    from kosetsu.foundation.search import queries
    from kosetsu.foundation.search.engine.judge import FEATURES, features

    halves: dict[str, list[Sample]] = defaultdict(list)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            seen = features(*queries.examine(row["question"], scope=scope))
            halves[row["half"]].append((row["label"], [seen[name] for name in FEATURES]))
    return halves


def written(weights: list[float], cut: float, samples: list[Sample], file: Path) -> dict[str, Any]:
    from kosetsu.foundation.search.engine.judge import FEATURES

    named = {name: round(weight, 4) for name, weight in zip(FEATURES, weights[1:], strict=True)}
    fitted = {"by": f"bench/fit_nothing_fits.py on {file.name}", "questions": len(samples)}
    return {"intercept": round(weights[0], 4), "weights": named, "threshold": round(cut, 4), "fitted": fitted}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--scope", default="public")
    parser.add_argument("--keep", type=float, default=0.92)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    django.setup()
    halves = read_samples(options.file, options.scope)
    weights = fit(halves["tune"])
    cut = threshold(weights, halves["tune"], options.keep)
    data = written(weights, cut, halves["tune"], options.file)
    print(json.dumps(data, ensure_ascii=False, indent=2))
    for half, samples in sorted(halves.items()):
        print(half, json.dumps(shares_found(weights, cut, samples), ensure_ascii=False))
    if options.write:
        from kosetsu.foundation.search.engine import judge

        Path(judge.__file__).with_name("judge.json").write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
