"""Problem → plan: what fits, why, what it costs this asker, when it can start; or a person, when nothing fits."""

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import prefetch_related_objects

from kosetsu.across.navigator.asking import Asker
from kosetsu.across.navigator.models import Facet, Intent
from kosetsu.across.navigator.ranking import Intent as Wish
from kosetsu.across.navigator.ranking import boosted
from kosetsu.across.navigator.rows import Occasion, PlanRow, make_row, subsidy_rows
from kosetsu.across.navigator.rules import Understanding, understand
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.parties.models import Branch, Group
from kosetsu.foundation.search import queries, sources
from kosetsu.foundation.search.engine.documents import Hit
from kosetsu.foundation.search.sources import PUBLIC

URGENT = "urgent"
"""What ``without`` holds when the reader is in no hurry after all."""
ROWS = 5
"""Rows of one section that are shown at once."""
ASKED = 120
"""Hits read from the index; the sections are cut from them."""
WEIGHED = 20
"""Hits that tell where to ask."""
WEAK = 0.4
"""A row below this share of its section's best one is left out: a longer list is no better plan."""
FAINT = 0.25
"""So is a row below this share of the best one of all."""
NEAR = 0.7
"""One that shares no word with the problem must come this near to the best: much is a little like anything."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the plan: the rows of one kind, best first."""

    kind: str
    rows: Sequence[PlanRow]
    best: float


@dataclass(frozen=True, slots=True)
class Desk:
    """Where to ask: the branch and group whose offerings fit best."""

    branch: Branch
    group: Group | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer to a problem that something fits."""

    problem: str
    understanding: Understanding
    sections: Sequence[Section]
    desks: Sequence[Desk]

    @property
    def codes(self) -> list[str]:
        """The best offering of each section that is one, to take along into a consultation."""
        return [section.rows[0].code for section in self.sections if section.rows and section.rows[0].code][:3]


@dataclass(frozen=True, slots=True)
class HandOver:
    """Nothing fits: the whole question goes to a person; ``nearest`` is offered only as a glance."""

    problem: str
    understanding: Understanding
    nearest: Sequence[PlanRow]


def make_plan(problem: str, *, asker: Asker, day: dt.date, user: Any, without: Collection[str] = ()) -> Plan | HandOver:
    """The plan for ``problem``; reads the public index, then the records through ``visible_to(user)``.

    ``without`` holds what the reader took off: labels of notions, whose words no longer count, the words of the
    deadline, and :data:`URGENT`.
    """
    understanding = understand(problem, Facet.objects.values_list("kind", "label", "terms"), day)
    day_named = understanding.deadline_words
    problem, understanding = _taken_off(problem, understanding, without)
    occasion = Occasion.of(asker, day, understanding)
    answer = queries.search(_matter(problem, day_named), scope=PUBLIC, limit=ASKED)
    if isinstance(answer, queries.NothingFits):
        pairs = sources.resolve(answer.nearest[:ROWS], user)
        return HandOver(problem, understanding, [make_row(hit, record, occasion) for hit, record in pairs])
    pairs = _found(boosted(answer.hits, _wishes(), problem), user)
    prefetch_related_objects([record for _hit, record in pairs if isinstance(record, Offering)], "adviser_hours")
    sections = _sections(pairs, occasion, problem)
    return Plan(problem, understanding, [*sections, *_subsidies(sections, occasion)], _desks(pairs))


def _matter(problem: str, day_named: str) -> str:
    """The problem without the day it names: when an answer is wanted says nothing of what it is about."""
    return unicodedata.normalize("NFKC", problem).replace(day_named, " ") if day_named else problem


def _found(hits: Sequence[Hit], user: Any) -> list[tuple[Hit, Any]]:
    """The hits that can become rows or desks, with their records; all of them where any of these may not be seen.

    A record weighs far more than a hit (its tariff, its branch), and most of the hits only fill the tail of a section.
    """
    places: Counter[str] = Counter()
    needed = []
    for place, hit in enumerate(hits):
        if place < WEIGHED or places[hit.kind] < ROWS:
            needed.append(hit)
        places[hit.kind] += 1
    pairs = sources.resolve(needed, user)
    return pairs if len(pairs) == len(needed) else sources.resolve(hits, user)


def _wishes() -> list[Wish]:
    return [
        Wish(kind, tuple(words), weight)
        for kind, words, weight in Intent.objects.values_list("kind", "words", "weight")
    ]


def _taken_off(problem: str, read: Understanding, without: Collection[str]) -> tuple[str, Understanding]:
    for notion in read.notions:
        if notion.label in without:
            problem = problem.replace(notion.word, " ")
    read = replace(read, notions=tuple(n for n in read.notions if n.label not in without))
    if read.deadline_words in without:
        read = replace(read, deadline=None, deadline_words="")
    return problem, replace(read, urgent=read.urgent and URGENT not in without)


def _sections(pairs: Sequence[tuple[Hit, Any]], occasion: Occasion, problem: str) -> list[Section]:
    """Best first; but what is called exactly as the problem is what was meant."""
    kinds: dict[str, list[tuple[Hit, Any]]] = {}
    for hit, record in pairs:
        kinds.setdefault(hit.kind, []).append((hit, record))
    kinds.pop("fee_subsidy", None)  # a ward's subsidy follows from the asker's place, not from the words
    best = max((hit.score for hit, _record in pairs), default=0.0)
    sections = [
        Section(kind, _rows(strong, occasion, problem), found[0][0].score)
        for kind, found in kinds.items()
        if (strong := _strong(found, best))
    ]
    return sorted(sections, key=lambda section: (not section.rows[0].named, -section.best))


def _rows(pairs: Sequence[tuple[Hit, Any]], occasion: Occasion, problem: str) -> list[PlanRow]:
    rows = [replace(make_row(hit, record, occasion), named=_names(problem, record)) for hit, record in pairs]
    return sorted(rows, key=lambda row: not row.named)


def _names(problem: str, record: Any) -> bool:
    return queries.names(problem, str(record), getattr(record, "name_ja", ""))


def _strong(found: Sequence[tuple[Hit, Any]], best: float) -> list[tuple[Hit, Any]]:
    floor = max(found[0][0].score * WEAK, best * FAINT)
    return [pair for pair in found[:ROWS] if pair[0].score >= (floor if pair[0].matched else best * NEAR)]


def _subsidies(sections: Sequence[Section], occasion: Occasion) -> list[Section]:
    rows = subsidy_rows([row for section in sections for row in section.rows], occasion)
    return [Section("fee_subsidy", rows, 0.0)] if rows else []


def _desks(pairs: Sequence[tuple[Hit, Any]]) -> list[Desk]:
    """The two branches and groups behind the best offerings, weighed by their hits."""
    weight: dict[tuple[int, int | None], float] = {}
    known: dict[tuple[int, int | None], Desk] = {}
    for hit, record in pairs[:WEIGHED]:
        branch = getattr(record, "branch", None)
        if branch is None or not hasattr(record, "group_id"):
            continue
        key = (branch.pk, record.group_id)
        weight[key] = weight.get(key, 0.0) + hit.score
        known[key] = Desk(branch, record.group)
    return [known[key] for key in sorted(weight, key=lambda key: -weight[key])[:2]]
