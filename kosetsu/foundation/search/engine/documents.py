"""What goes into an index and what comes out of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """One findable record as text. ``keywords`` count double: standards, codes, names, words people type."""

    kind: str
    key: str
    title: str
    keywords: tuple[str, ...] = ()
    body: str = ""

    @property
    def text(self) -> str:
        """All of it as one text, the title first."""
        return "\n".join((self.title, " ".join(self.keywords), self.body))


@dataclass(frozen=True, slots=True)
class Hit:
    """One document that answers a question, with the words that led to it."""

    key: str
    kind: str
    score: float
    matched: tuple[str, ...]
    """Words of the question which this document answers, as they were typed."""
    found_as: tuple[str, ...]
    """Other spellings and trade words under which they stand in the document."""
    coverage: float
    """Share of the question answered, by weight of its words (0 to 1)."""
    bigram_coverage: float
    strength: float
    """Word score as a share of the highest that the known words of this question could reach (0 to 1)."""
    evidence: float
    """Word score in words: how many words as rare as can be would weigh the same. Grows with the question."""
    closeness: float = 0.0
    """How close it is in meaning, whatever the words (0 to 1); 0 where meaning was not asked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """The question has an answer among the documents; best hits first."""

    question: str
    hits: tuple[Hit, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class NothingFits:
    """No document answers: the whole question goes to a person. ``nearest`` is what came closest."""

    question: str
    nearest: tuple[Hit, ...]
    confidence: float
