"""Japanese texts as words for affinity: what means the same to those who ask (錆・さび・腐食) is one word."""

from collections import Counter
from collections.abc import Iterable

from kosetsu.across.matching.rules.affinity import Words
from kosetsu.foundation.search.engine.concepts import ConceptTable, Span
from kosetsu.foundation.search.engine.text import Token, plain, tokens


def worded(texts: Iterable[str], concepts: ConceptTable) -> Words:
    """The words of some texts; those that say nothing of the matter are left out."""
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for text in texts:
        found, text = tokens(text), plain(text)
        spans = {span.start: span for span in concepts.spans([token.word for token in found])}
        at = 0
        while at < len(found):
            span = spans.get(at)
            some = found[at : span.end if span else at + 1]
            if not (span and span.noise):
                word = _word(some, span)
                counts[word] += 1
                written.setdefault(word, text[some[0].start : max(one.end for one in some)])
            at += len(some)
    return Words(counts, written)


def _word(some: list[Token], span: Span | None) -> str:
    """The first of all spellings that mean the same, in the order of letters."""
    own = " ".join(token.word for token in some)
    return min([own, *(" ".join(term.words) for term in span.others)]) if span else own
