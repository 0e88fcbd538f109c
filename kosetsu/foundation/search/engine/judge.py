"""Does anything fit? A small logistic over what the best hits answer and what the question means; data, not rules."""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kosetsu.foundation.search.engine.documents import Found, Hit, NothingFits
from kosetsu.foundation.search.engine.meaning import Meaning

FEATURES = ("coverage", "bigram_coverage", "evidence", "named", "close", "like", "foreign", "foreign_like")
NEAREST = 5
FILE = Path(__file__).with_name("judge.json")
_LOOKED_AT = 3
_EVIDENCE_ENOUGH = 4.0
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-鿿]")


@dataclass(frozen=True, slots=True)
class Judge:
    """The logistic: weights by feature, intercept, and the confidence from which something fits."""

    intercept: float
    weights: dict[str, float]
    threshold: float

    @classmethod
    @cache
    def fitted(cls) -> "Judge":
        """The judge whose coefficients are in ``judge.json``, written by ``bench/search/fit.py``."""
        data: dict[str, Any] = json.loads(FILE.read_text())
        return cls(data["intercept"], data["weights"], data["threshold"])

    def confidence(self, features: dict[str, float]) -> float:
        logit = self.intercept + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, logit))))

    def decide(self, question: str, hits: Sequence[Hit], named: float, asked: Meaning | None) -> Found | NothingFits:
        """The typed answer: hits, or the question itself with what came nearest."""
        if not hits:
            return NothingFits(question, (), 0.0)
        confidence = self.confidence(features(question, hits, named, asked.like if asked else 0.0))
        if confidence >= self.threshold:
            return Found(question, tuple(hits), confidence)
        return NothingFits(question, tuple(hits[:NEAREST]), confidence)


def features(question: str, hits: Sequence[Hit], named: float, like: float) -> dict[str, float]:
    """What the judge looks at: how much the best hits answer, how close they come, and what the question is like."""
    best = hits[:_LOOKED_AT]
    foreign = 0.0 if _JAPANESE.search(question) else 1.0
    return {
        "coverage": max((hit.coverage for hit in best), default=0.0),
        "bigram_coverage": max((hit.bigram_coverage for hit in best), default=0.0),
        "evidence": min(max((hit.evidence for hit in best), default=0.0), _EVIDENCE_ENOUGH),
        "named": named,
        "close": max((hit.closeness for hit in hits), default=0.0),
        "like": like,
        "foreign": foreign,
        "foreign_like": foreign * like,
    }
