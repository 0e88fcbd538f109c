"""Does anything fit? A small logistic over how much of the question the best hit answers; its figures are data."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kosetsu.foundation.search.engine.documents import Found, Hit, NothingFits
from kosetsu.foundation.search.engine.signs import Signs

FEATURES = (
    "coverage",
    "bigram_coverage",
    "evidence",
    "named",
    "elsewhere",
    "away",
    "everyday",
    "trade",
    "things",
    "known",
)
NEAREST = 5
_LOOKED_AT = 3
_EVIDENCE_ENOUGH = 4.0
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

    def decide(self, question: str, hits: Sequence[Hit], signs: Signs) -> Found | NothingFits:
        """The typed answer: hits, or the question itself with what came nearest."""
        if not hits:
            return NothingFits(question, (), 0.0)
        confidence = self.confidence(features(hits, signs))
        if confidence >= self.threshold:
            return Found(question, tuple(hits), confidence)
        return NothingFits(question, tuple(hits[:NEAREST]), confidence)


def features(hits: Sequence[Hit], signs: Signs) -> dict[str, float]:
    """What the judge looks at: how much the best hits answer, and what the question's own words tell."""
    best = hits[:_LOOKED_AT]
    return {
        "coverage": max((hit.coverage for hit in best), default=0.0),
        "bigram_coverage": max((hit.bigram_coverage for hit in best), default=0.0),
        "evidence": min(max((hit.evidence for hit in best), default=0.0), _EVIDENCE_ENOUGH),
        "named": signs.named,
        "elsewhere": signs.elsewhere,
        "away": signs.away,
        "everyday": signs.everyday,
        "trade": signs.trade,
        "things": signs.things,
        "known": signs.known,
    }
