"""One item of a proposal and everybody who could review it: how near they are, and what stands in the way."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kosetsu.across.matching.documents.panel_answers import key_of
from kosetsu.across.matching.documents.panel_words import readers_of, why_words
from kosetsu.across.matching.documents.panels import DONE, Question
from kosetsu.across.matching.models import Bid, PanelProposal, Word
from kosetsu.across.matching.rules.affinity import Part
from kosetsu.across.matching.rules.assignments.board import Board
from kosetsu.across.matching.rules.assignments.given import Pair
from kosetsu.foundation.reviews.models import Item, Reviewer


@dataclass(frozen=True, slots=True)
class Choice:
    """One reviewer of the panel and one item; ``open``: the pair may be. ``word`` is what the reviewer says of it."""

    reviewer: Reviewer
    key: str
    points: int
    rank: int | None
    why: str
    stand: str
    word: str
    chosen: bool
    open: bool
    locked: bool
    firm: bool

    @property
    def pair_price(self) -> bool:
        """Whether there is another choice to be priced."""
        return self.open and not self.firm


def choices(proposal: PanelProposal, item: Item, question: Question) -> list[Choice]:
    """Whoever is in the panel now, the nearest first; in between whoever has it already."""
    board, readers = Board(question.now), readers_of(proposal)
    taken = set(map(key_of, proposal.pairs))
    words = dict(Bid.objects.filter(item=item).values_list("reviewer", "word"))
    row = board.items[str(item.pk)]
    points, free = board.points[row], board.open[row]
    found = []
    for number, reader in enumerate(question.now.readers):
        pair = (str(item.pk), reader.key)
        if reader.key.endswith(DONE) and pair not in taken:
            continue
        reviewer = readers[int(reader.key.removesuffix(DONE))]
        rank = 1 + int((free & (points > points[number])).sum()) if free[number] else None
        found.append(Choice(
            reviewer, reader.key, int(points[number]), rank, why_words(_told(question.parts(pair))),
            _stand(pair, question, taken, bool(free[number])), _word(words, reviewer), pair in taken,
            bool(free[number]), [item.pk, reviewer.pk] in proposal.locks, pair in question.frame.firm,
        ))  # fmt: skip
    return sorted(found, key=lambda one: (not one.open, -one.points, one.reviewer.pk))


def _told(parts: tuple[Part, ...]) -> list[dict[str, object]]:
    return [{"source": one.source, "points": one.points, "terms": list(one.terms)} for one in parts]


def _word(words: Mapping[int, str], reviewer: Reviewer) -> str:
    return str(Word(words[reviewer.pk]).label) if reviewer.pk in words else ""


def _stand(pair: Pair, question: Question, taken: set[Pair], free: bool) -> str:
    """How the pair stands in one word."""
    if pair in question.asked.conflicts:
        return _("利益相反")
    if pair in taken:
        return _("この案の担当")
    if pair in question.asked.refused:
        return _("辞退・交代済み")
    return _("担当できる") if free else _("休み")
