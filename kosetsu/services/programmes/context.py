"""The book of a day, and what a company has answered: what every page, job and operation of the API begins with."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from kosetsu.foundation.parties.models import Area, Organisation
from kosetsu.foundation.parties.rules.law import thresholds_on
from kosetsu.foundation.parties.states import OrganisationKind
from kosetsu.services.programmes.models import Answer, DescriptionEdition, VocabularyEdition
from kosetsu.services.programmes.rules.book import Book, SizeClass
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.language import Description, Fact, Value, Vocabulary

Answers = dict[str, Value]
NOTHING = Vocabulary(facts=())


def decider_on(day: dt.date, known_at: dt.datetime) -> Decider:
    """What decides by the descriptions that were known at ``known_at`` to hold on ``day``; its ``book`` holds them.

    Two questions, the rest is remembered.
    """
    vocabulary = VocabularyEdition.objects.filter(recorded_at__lte=known_at).values_list("pk", flat=True).last()
    editions = DescriptionEdition.objects.in_force(day, known_at).values_list("pk", flat=True)
    return _bound(day, vocabulary, tuple(editions))


def sizes_on(day: dt.date) -> tuple[SizeClass, ...]:
    """Every class of the SME Act and of what widens it that holds on the day."""
    return tuple(
        SizeClass(
            name=one.name,
            act=one.act,
            industries=one.industries,
            capital_max_yen=one.capital_max_yen,
            employees_max=one.employees_max,
            small_employees_max=one.small_employees_max,
            source=one.source,
        )
        for one in thresholds_on(day, ("basic", "widened"))
    )


@lru_cache(maxsize=4)
def _bound(day: dt.date, vocabulary: int | None, editions: tuple[int, ...]) -> Decider:
    """Editions are never changed, so that a book is known by their numbers."""
    texts = VocabularyEdition.objects.filter(pk__in=[vocabulary]).values_list("body", flat=True)
    bodies = DescriptionEdition.objects.in_bulk(editions)
    return Decider(
        Book(
            day,
            Vocabulary.model_validate(texts[0]) if texts else NOTHING,
            tuple(Description.model_validate(bodies[pk].body) for pk in editions),
            sizes_on(day),
        )
    )


def answers_of(organisation: Organisation, book: Book) -> Answers:
    """What is known of a company: its record, and over it what it answered itself."""
    stored = dict(Answer.objects.newest().filter(organisation=organisation).values_list("fact", "value"))
    return from_record(organisation, book.facts) | readable(stored, book)


def answers_as_of(organisation: Organisation, book: Book, last: int) -> Answers:
    """The same as it was when ``last`` was the last answer that was read."""
    rows = Answer.objects.filter(organisation=organisation, pk__lte=last).order_by("pk")
    return from_record(organisation, book.facts) | readable(dict(rows.values_list("fact", "value")), book)


def area_names() -> dict[str, str]:
    """Municipalities by their code, for a question and for an answer in words."""
    kinds = ("ward", "city", "town", "village")
    return {one.code: one.name for one in Area.objects.filter(kind__in=kinds).order_by("code")}


def from_record(organisation: Organisation, facts: Mapping[str, Fact]) -> Answers:
    """The facts that the organisation's record holds already."""
    known = {
        "industry": organisation.industry or None,
        "employees": organisation.employees,
        "capital_yen": organisation.capital_yen,
        "large_owned": organisation.large_owned or None,
        "sole_trader": organisation.kind == OrganisationKind.SOLE_TRADER,
        "cooperative": organisation.kind == OrganisationKind.COOPERATIVE,
        "area": organisation.area.code if organisation.area else None,
    }
    asked = {fact.key: known.get(fact.record) for fact in facts.values() if fact.record}
    return {key: value for key, value in asked.items() if value is not None}


def readable(stored: Mapping[str, Any], book: Book) -> Answers:
    """Stored answers as values of the book's facts; what no longer fits its fact counts as unanswered."""
    found: Answers = {}
    for key, value in stored.items():
        fact = book.facts.get(key)
        if fact is not None and value is not None and (read := typed(fact, value)) is not None:
            found[key] = read
    return found


def typed(fact: Fact, value: Any) -> Value | None:
    """A value as JSON has it, as the fact's kind wants it; None where it does not fit."""
    match fact.kind:
        case "flag":
            return value if isinstance(value, bool) else None
        case "choice":
            return value if value in {one.key for one in fact.choices} else None
        case "code":
            return str(value) or None
        case "day":
            return _day(value)
    fits = isinstance(value, int) and not isinstance(value, bool)
    return value if fits and _between(fact, value) else None


def _between(fact: Fact, value: int) -> bool:
    return (fact.least is None or fact.least <= value) and (fact.most is None or value <= fact.most)


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
