"""A document as the index keeps it: a line of words and a line of runs, so that ``str.count`` gives the frequencies.

Keeping postings in Python would cost gigabytes; counting in the 200 best candidates costs three milliseconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kosetsu.foundation.search.engine.documents import Document
from kosetsu.foundation.search.engine.text import bigram_runs, bigrams, tokens

KEYWORD_WEIGHT = 2
_GAP = "  "  # two spaces: neighbours never share the space that ends one and begins the next


@dataclass(frozen=True, slots=True)
class Profile:
    """``words`` = " 塩水  噴霧  試験 "; ``runs`` = "塩水噴霧試験 鉄"; ``names``: the words of title and keywords."""

    words: str
    runs: str
    names: str = ""

    @classmethod
    def of(cls, document: Document) -> "Profile":
        keywords = " \n".join(document.keywords * KEYWORD_WEIGHT)
        whole = cls.of_text("\n".join(part for part in (document.title, keywords, document.body) if part))
        named = cls.of_text("\n".join((document.title, *document.keywords)))
        return cls(whole.words, whole.runs, " ".join(dict.fromkeys(named.words.split())))

    @classmethod
    def of_text(cls, text: str) -> "Profile":
        found = tokens(text)
        parts = [part for token in found for part in token.parts]
        return cls(phrase([*(token.word for token in found), *parts]), " ".join(bigram_runs(text)))

    @property
    def word_count(self) -> int:
        return (self.words.count(_GAP) + 1) if self.words else 0

    @property
    def pair_count(self) -> int:
        return max(len(self.runs) - 2 * self.runs.count(" ") - 1, 0)

    def pairs_line(self) -> str:
        """The pairs of the runs as text for the index."""
        return " ".join(bigrams(self.runs.split(), ends=True))


def phrase(words: Iterable[str]) -> str:
    """Words as they stand side by side in ``Profile.words``."""
    line = _GAP.join(words)
    return f" {line} " if line else ""
