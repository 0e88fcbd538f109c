"""Which companies fit a need or a seed, with their points by source, the words that match, their rank and who is next;
and which opposite opportunities of the same programme it fits.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kosetsu.across.matching.documents.company_deeds import Look, companies_as_doers, company_weights, points_on
from kosetsu.across.matching.documents.reading import words_of
from kosetsu.across.matching.models import CompanyDeed
from kosetsu.across.matching.rules.affinity import Affinities, Asked, Doer, Part, Weights
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.states import CLIENT_KINDS
from kosetsu.foundation.search import vocabulary
from kosetsu.foundation.search.engine.concepts import ConceptTable
from kosetsu.services.alliances.models import Opportunity, Pairing
from kosetsu.services.alliances.states import Side

SHOWN = 20
ASKED = "asked"
TEXT = "text"
WHOLE = 1000
"""Points of an opposite opportunity that says all of what this one says."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """One company: its points and what they are made of; without a rank where it is paired already (``pairing``)."""

    organisation: Organisation
    points: int
    parts: tuple[Part, ...]
    rank: int | None
    ahead: int | None
    """So many points more than the next one; None for the last of all."""
    pairing: Pairing | None

    @property
    def why(self) -> list[tuple[str, int, str]]:
        """By source: its word, the points, the words that match."""
        return [(str(CompanyDeed(one.source).label), one.points, "、".join(one.terms)) for one in self.parts]

    @property
    def told(self) -> str:
        """The reason in one line, as it is kept with a candidate."""
        return " ".join(f"{label}:{words}" for label, _points, words in self.why if words)[:300]


@dataclass(frozen=True)
class Companies:
    """All companies for one opportunity, the best first, as far as anything of theirs matches."""

    opportunity: Opportunity
    user: Any
    at: dt.datetime
    day: dt.date

    @cached_property
    def _known(self) -> dict[int, Organisation]:
        rows = Organisation.objects.filter(kind__in=CLIENT_KINDS).exclude(pk=self.opportunity.source_id)
        return {one.pk: one for one in rows.only("public_id", "name", "industry")}

    @cached_property
    def _table(self) -> ConceptTable:
        return vocabulary.table()

    @cached_property
    def _asked(self) -> Asked:
        return Asked(ASKED, words_of(texts_of(self.opportunity), self._table))

    @cached_property
    def _affinities(self) -> Affinities:
        points = points_on(self.day)
        look = Look(self._known, self.user, self.at, self.day, self.opportunity)
        return Affinities(companies_as_doers(look, points, self._table), company_weights(points))

    @cached_property
    def _order(self) -> list[tuple[int, int]]:
        """Company and points; of equal ones the name decides."""
        found = {int(key): points for (_asked, key), points in self._affinities.points([self._asked]).items()}
        return sorted(found.items(), key=lambda one: (-one[1], self._known[one[0]].name, one[0]))

    @cached_property
    def _paired(self) -> dict[int, Pairing]:
        """The newest pairing with each company, whatever became of it."""
        return {one.organisation_id: one for one in self.opportunity.pairings.order_by("pk")}

    @property
    def total(self) -> int:
        """How many of them could be made candidates."""
        return sum(1 for company, _points in self._order if company not in self._paired)

    def shown(self, start: int = 0) -> list[Fitting]:
        """Some of them, from this place of the order on."""
        free = [one for one in self._order if one[0] not in self._paired]
        rank = {company: n for n, (company, _points) in enumerate(free, start=1)}
        after = {free[n][0]: free[n][1] - free[n + 1][1] for n in range(len(free) - 1)}
        return [
            Fitting(
                self._known[company], points, self._affinities.between(self._asked, str(company)).parts,
                rank.get(company), after.get(company), self._paired.get(company),
            )
            for company, points in self._order[start : start + SHOWN]
        ]  # fmt: skip

    def more(self, start: int) -> bool:
        return len(self._order) > start + SHOWN

    def why(self, organisation: Organisation) -> str:
        """The reason for one company, in one line."""
        parts = self._affinities.between(self._asked, str(organisation.pk)).parts
        return Fitting(organisation, 0, parts, None, None, None).told

    def opposites(self) -> list[tuple[Opportunity, int, str]]:
        """Seeds for a need and needs for a seed, of the same programme: with points of a thousand and words."""
        other = Side(self.opportunity.side).opposite
        rows = Opportunity.objects.visible_to(self.user).filter(liaison=self.opportunity.liaison, side=other)
        there = list(rows.unfinished().select_related("case").order_by("-pk")[:500])
        return list(_nearest(self._asked, there, self._table))


def texts_of(opportunity: Opportunity) -> Sequence[str]:
    """What an opportunity says of itself."""
    return [opportunity.title, opportunity.summary, opportunity.detail]


def _nearest(asked: Asked, there: list[Opportunity], table: ConceptTable) -> Iterable[tuple[Opportunity, int, str]]:
    doers = tuple(Doer(str(one.pk), {TEXT: words_of(texts_of(one), table)}) for one in there)
    affinities = Affinities(doers, Weights({TEXT: WHOLE}))
    points = affinities.points([asked])
    by_key = {str(one.pk): one for one in there}
    for (_asked, key), many in sorted(points.items(), key=lambda one: (-one[1], one[0]))[:5]:
        (part,) = affinities.between(asked, key).parts
        yield by_key[key], many, "、".join(part.terms)
