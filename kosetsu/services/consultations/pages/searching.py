"""The queue searched by words: the staff's index for what was said, the database for numbers, companies and callers."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from kosetsu.common.text import fold
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.search import queries
from kosetsu.foundation.search.sources import STAFF
from kosetsu.services.consultations.actions.beats import PREFIX
from kosetsu.services.consultations.models import Consultation

FEW = 5_000
"""Where the filters leave no more cases than these (the open ones, mine), the index looks through these alone."""

MOST = 1_000
"""How many cases a search lists at most, and with how many it asks the database.

A word may stand in a hundred thousand cases. The newest are taken, not the best: the list has an order of its own, a
clerk looks for what came lately, and "the newest 1,000" can be said in a sentence.
"""

COMPANIES = 200
"""How many companies a name may mean, the shortest names first: 東京 is 東京株式会社 before it is a part of others."""


@dataclass(slots=True)
class Search:
    """The search of one request; ``notes`` say afterwards what it left out."""

    notes: list[str] = field(default_factory=list)

    def __call__(self, found: QuerySet[Consultation], words: str) -> QuerySet[Consultation]:
        """Those of ``found`` in which every word was said, or whose number, company or caller is meant."""
        said = queries.newest(words, scope=STAFF, kind="case", limit=MOST + 1, among=_few(found))
        companies = _companies(words)
        named = list(_named(found, words, companies[:COMPANIES])[: MOST + 1])
        if max(len(said), len(named)) > MOST or len(companies) > COMPANIES:
            self.notes.append(_cut(words))
        # The index may lag behind a case that has just become confidential.
        return found.filter(Q(pk__in=said[:MOST], confidential=False) | Q(pk__in=named[:MOST]))


def _few(found: QuerySet[Consultation]) -> list[int] | None:
    """The cases to look through, where they are few enough."""
    left = list(found.order_by().values_list("pk", flat=True)[: FEW + 1])
    return left if len(left) <= FEW else None


def _companies(words: str) -> list[int]:
    """The companies whose name holds the words."""
    named = Organisation.objects.filter(name__icontains=words).order_by(Length("name"), "pk")
    return list(named.values_list("pk", flat=True)[: COMPANIES + 1])


def _named(found: QuerySet[Consultation], words: str, companies: list[int]) -> QuerySet[Consultation, int]:
    """The newest by what the index does not hold: confidential cases by number, all by company and caller.

    Three questions in one, so that each has its own index to go by.
    """
    typed = fold(words).upper().replace(" ", "")
    ways = [
        found.filter(case__number__in=[words, typed, f"{PREFIX}{typed}"]),
        found.filter(case__organisation__in=companies),
        found.filter(caller_name__gt="", caller_name__icontains=words),
    ]
    first, *others = (way.order_by().values_list("pk", flat=True) for way in ways)
    return first.union(*others).order_by("-pk")


def _cut(words: str) -> str:
    """What the reader is told where older cases were left out."""
    text = _(
        "「%(words)s」に合う案件が多いため、新しい%(most)s件の中からさがしました。言葉を足すと、ほかの案件も見つかります。"
    )
    return text % {"words": words, "most": f"{MOST:,}"}
