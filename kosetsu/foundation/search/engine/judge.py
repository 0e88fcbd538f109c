"""Does anything fit? A small logistic over how much of the question the best hit answers; its figures are data."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kosetsu.foundation.search.engine.documents import Found, Hit, NothingFits

FEATURES = ("coverage", "bigram_coverage", "strength", "margin", "unknown")
NEAREST = 5
_LOOKED_AT = 3
_MARGIN_AGAINST = 10
_FILE = Path(__file__).with_name("judge.json")


@dataclass(frozen=True, slots=True)
class Judge:
    """The logistic: weights by feature, intercept, and the confidence from which something fits."""

    intercept: float
    weights: dict[str, float]
    threshold: float

    @classmethod
    @cache
    def fitted(cls) -> "Judge":
        """The judge whose coefficients are in ``judge.json``, written by ``bench/fit_nothing_fits.py``."""
        data: dict[str, Any] = json.loads(_FILE.read_text())
        return cls(data["intercept"], data["weights"], data["threshold"])

    def confidence(self, features: dict[str, float]) -> float:
        logit = self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit))))

    def decide(self, question: str, hits: Sequence[Hit], unknown: float) -> Found | NothingFits:
        """The typed answer: hits, or the question itself with what came nearest."""
        if not hits:
            return NothingFits(question, (), 0.0)
        confidence = self.confidence(features(hits, unknown))
        if confidence >= self.threshold:
            return Found(question, tuple(hits), confidence)
        return NothingFits(question, tuple(hits[:NEAREST]), confidence)


def features(hits: Sequence[Hit], unknown: float) -> dict[str, float]:
    """What the judge looks at; ``unknown`` is the share of the question that no document of the index knows."""
    best = hits[:_LOOKED_AT]
    rival = hits[_MARGIN_AGAINST - 1].score if len(hits) >= _MARGIN_AGAINST else 0.0
    return {
        "coverage": max(hit.coverage for hit in best),
        "bigram_coverage": max(hit.bigram_coverage for hit in best),
        "strength": max(hit.strength for hit in best),
        "margin": 1 - rival / hits[0].score if hits[0].score else 0.0,
        "unknown": unknown,
    }
