"""Fit the judge that says "nothing fits" on the tuning halves of this folder's questions, without a database.

Two steps: a kernel ridge over the vectors of the questions (what is it like?), and a logistic over that and what was
found. The second sees only likenesses from fits that have not seen the question's batch, and the threshold is chosen
over batches in the same way, because sentences of one batch resemble each other.

python -m bench.search.fit [--keep 0.90] [--write]
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.search import institute
from bench.search.quality import HALVES, Examined, Ours, table
from kosetsu.foundation.search.engine import judge, meaning

LABELS = {"questions": "good", "off_topic": "off", "near_miss": "near"}
SHARES = {"good": 0.5, "off": 0.48, "near": 0.02}
"""What each label counts as a whole: who asks for a recipe must be told so, a near miss a clerk answers gladly."""
LIKENESS_SHARES = {"good": 0.5, "off": 0.45, "near": 0.05}
RIDGE = 0.3
PENALTY = 2.0
ROUNDS = 30

Numbers = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions of one half, each with its label and batch, and what the search made of it."""

    texts: Sequence[str]
    labels: Numbers
    batches: Numbers
    examined: Sequence[Examined]

    @property
    def good(self) -> Numbers:
        return self.labels == "good"

    @property
    def vectors(self) -> Numbers:
        return np.array([asked.vector for _, _, asked in self.examined])

    def features(self, like: Numbers) -> Numbers:
        """A row for each question."""
        rows = zip(self.texts, self.examined, like, strict=True)
        seen = [judge.features(text, hits, named, own) for text, (hits, named, _), own in rows]
        return np.array([[one[name] for name in judge.FEATURES] for one in seen])

    @classmethod
    def of(cls, ours: Ours, half: str) -> "Asked":
        rows = [(label, row) for name, label in LABELS.items() for row in table(name) if row["split"] == half]
        batches = [row["note"] if row["note"].endswith("batch") else "first batch" for _, row in rows]
        texts = [row["text"] for _, row in rows]
        examined = [ours.examine(text) for text in texts]
        return cls(texts, np.array([label for label, _ in rows]), np.array(batches), examined)


def fit(rows: Numbers, labels: Numbers, penalty: float) -> Numbers:
    """Intercept and weights by Newton's method with a ridge; each label counts what ``SHARES`` says."""
    x = np.column_stack([np.ones(len(rows)), rows])
    good, share = labels == "good", _shares(labels, SHARES)
    ridge = np.full(x.shape[1], penalty / len(rows))
    ridge[0] = 1e-9
    weights = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (share * (good - chance)) - ridge * weights
        curve = (x * (share * chance * (1 - chance))[:, None]).T @ x + np.diag(ridge)
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def _shares(labels: Numbers, of: dict[str, float]) -> Numbers:
    """What each question counts, so that every label counts as a whole what ``of`` says."""
    return np.select(
        [labels == label for label in of], [share / (labels == label).sum() for label, share in of.items()]
    )


def judged(rows: Numbers, weights: Numbers) -> Numbers:
    return weights[0] + rows @ weights[1:]


def likeness(known: Numbers, labels: Numbers) -> Numbers:
    """The weight of every known question in the likeness of another, by a kernel ridge towards +1 (good) and -1."""
    share = _shares(labels, LIKENESS_SHARES)
    ridge = np.diag(RIDGE / (share / share.mean()))
    return np.linalg.solve(nearness(known, known) + ridge, np.where(labels == "good", 1.0, -1.0))


def nearness(asked: Numbers, known: Numbers) -> Numbers:
    """As ``meaning`` computes it for one question."""
    return np.exp(-meaning.KERNEL * (2 - 2 * asked @ known.T))


def packed(vectors: Numbers) -> Numbers:
    """A byte for each number."""
    return np.round(vectors * 127 / np.abs(vectors).max(axis=1, keepdims=True)).astype("int8")


def apart(asked: Asked, found_by: Callable[[Numbers, Numbers], Numbers]) -> Numbers:
    """For every question what ``found_by(known, asked)`` (masks) finds from the other batches alone."""
    found = np.zeros(len(asked.texts))
    for batch in set(asked.batches):
        its = asked.batches == batch
        found[its] = found_by(~its, its)
    return found


def report(name: str, asked: Asked, logits: Numbers, cut: float) -> None:
    for batch in (*sorted(set(asked.batches)), ""):
        its = asked.batches == batch if batch else np.ones(len(logits), bool)
        shares = {one: np.mean(logits[its & (asked.labels == one)] >= cut) for one in LABELS.values()}
        shown = "  ".join(f"{one} answered {share:6.1%}" for one, share in shares.items())
        print(f"{name:6} {batch or 'all':15} {shown}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=float, default=0.90)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(institute.documents(), Path(folder))
        tune, final = (Asked.of(ours, half) for half in HALVES)
    vectors, labels = tune.vectors, tune.labels
    like = apart(
        tune, lambda known, asked: nearness(vectors[asked], vectors[known]) @ likeness(vectors[known], labels[known])
    )
    rows = tune.features(like)
    logits = apart(tune, lambda known, asked: judged(rows[asked], fit(rows[known], labels[known], PENALTY)))
    cut = float(np.quantile(logits[tune.good], 1 - options.keep))
    weights, examples = fit(rows, labels, PENALTY), likeness(vectors, labels)
    report("tune", tune, logits, cut)
    report("final", final, judged(final.features(nearness(final.vectors, vectors) @ examples), weights), cut)
    data = written(weights, cut, len(rows))
    print(json.dumps(data, ensure_ascii=False))
    if options.write:
        judge.FILE.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        np.savez_compressed(meaning.EXAMPLES, vectors=packed(vectors), weights=examples.astype("float32"))


def written(weights: Numbers, cut: float, questions: int) -> dict[str, Any]:
    """What ``judge.json`` holds."""
    return {
        "intercept": round(float(weights[0]), 4),
        "weights": dict(zip(judge.FEATURES, (round(float(one), 4) for one in weights[1:]), strict=True)),
        "threshold": round(float(1 / (1 + np.exp(-cut))), 4),
        "fitted": {"by": "bench/search/fit.py on the tuning halves of bench/search", "questions": questions},
    }


if __name__ == "__main__":
    main()
