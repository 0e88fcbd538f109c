"""The book of a day, and what a company has answered: what every page, job and operation of the API begins with."""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import QuerySet

from kosetsu.foundation.parties.models import Area, Organisation, Workplace
from kosetsu.foundation.parties.rules.law import BASIC, WIDENED, SizeThreshold, thresholds_on
from kosetsu.foundation.parties.states import CLIENT_KINDS, OrganisationKind
from kosetsu.services.programmes.models import Answer, DescriptionEdition, VocabularyEdition
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.language import Description, Fact, Value, Vocabulary
from kosetsu.services.programmes.rules.linting import lint
from kosetsu.services.programmes.rules.recorded import Columns, Recorded, from_columns, from_record

log = logging.getLogger(__name__)
Answers = dict[str, Value]
NOTHING = Vocabulary(facts=())
Text = tuple[int, str]
"""An edition by its number and its digest."""


def decider_on(day: dt.date, known_at: dt.datetime) -> Decider:
    """What decides by the descriptions that were known at ``known_at`` to hold on ``day``; its ``book`` holds them.

    Two questions, the rest is remembered.
    """
    vocabulary = VocabularyEdition.objects.filter(recorded_at__lte=known_at).values_list("pk", "digest").last()
    editions = DescriptionEdition.objects.in_force(day, known_at).values_list("pk", "digest")
    return _bound(day, vocabulary, tuple(editions))


def sizes_on(day: dt.date) -> tuple[SizeThreshold, ...]:
    """Every class of the SME Act and of what widens it that holds on the day."""
    return tuple(thresholds_on(day, (BASIC, WIDENED)))


@lru_cache(maxsize=4)
def vocabulary_of(edition: Text | None) -> Vocabulary:
    """The vocabulary as an edition has it; nothing can be said where there is none."""
    if edition is None:
        return NOTHING
    return Vocabulary.model_validate(VocabularyEdition.objects.values_list("body", flat=True).get(pk=edition[0]))


@lru_cache(maxsize=4)
def _bound(day: dt.date, vocabulary: Text | None, editions: tuple[Text, ...]) -> Decider:
    """Editions are never changed, so that a book is known by their numbers, and by their digests: a database that was
    restored or taken back gives a number twice.
    """
    bodies = DescriptionEdition.objects.in_bulk([pk for pk, _digest in editions])
    descriptions = tuple(Description.model_validate(bodies[pk].body) for pk, _digest in editions)
    return Decider(_book(day, vocabulary_of(vocabulary), descriptions))


def book_alone(description: Description, day: dt.date, vocabulary: Vocabulary) -> Book:
    """The book of one description: a draft, or one whose worked cases are tried."""
    return Book(day, vocabulary, (description,), sizes_on(day))


def _book(day: dt.date, vocabulary: Vocabulary, descriptions: tuple[Description, ...]) -> Book:
    """A description that rests on a fact the vocabulary has lost is left out and logged: it must not close the rest."""
    sizes = sizes_on(day)
    try:
        return Book(day, vocabulary, descriptions, sizes)
    except KeyError:
        broken = {one.code for one in descriptions for found in lint(one, vocabulary, (), sizes, day)
                  if found.severity == "error"}  # fmt: skip
        log.warning("descriptions rest on facts the vocabulary has lost: %s", ", ".join(sorted(broken)))
        return Book(day, vocabulary, tuple(one for one in descriptions if one.code not in broken), sizes)


class Stated(NamedTuple):
    """What is known of a company: its record, and over it what it answered itself."""

    answers: Answers
    recorded: frozenset[str]
    """The facts whose answer is what the record says."""


def stated_by(organisation: Organisation, book: Book) -> Stated:
    """Two questions: the open workplaces, the newest answers."""
    record = _record(organisation, book)
    stored = Answer.objects.newest().filter(organisation=organisation).values_list("fact", "value")
    answers = record | readable(dict(stored), book)
    return Stated(answers, frozenset(key for key, value in record.items() if answers[key] == value))


def answers_of(organisation: Organisation, book: Book) -> Answers:
    """The answers alone."""
    return stated_by(organisation, book).answers


def _record(one: Organisation, book: Book) -> Answers:
    """What its record says of the book's facts on the book's day."""
    places = one.workplaces.open_on(book.day).exclude(area=None).values_list("area__code", flat=True)
    area = one.area.code if one.area else None
    record = Recorded(
        one.pk, one.industry, one.employees, one.capital_yen, one.large_owned, one.kind, area, frozenset(places)
    )
    return from_record(record, book.facts)


def answers_as_of(organisation: Organisation, book: Book, last: int) -> Answers:
    """The same as it was when ``last`` was the last answer that was read."""
    rows = Answer.objects.filter(organisation=organisation, pk__lte=last).order_by("pk")
    return _record(organisation, book) | readable(dict(rows.values_list("fact", "value")), book)


def area_names() -> dict[str, str]:
    """Municipalities by their code, for a question and for an answer in words."""
    kinds = ("ward", "city", "town", "village")
    return {one.code: one.name for one in Area.objects.filter(kind__in=kinds).order_by("code")}


NOWHERE: frozenset[str] = frozenset()


class Part(NamedTuple):
    """Some thousand companies."""

    pks: list[int]
    """The numbers of their records."""
    answers: dict[str, list[Value | None]]
    """By fact an answer for each of them, None where there is none; a fact that nobody answers may be missing."""

    def of(self, n: int) -> Answers:
        """The answers of one of them."""
        return {fact: value for fact, values in self.answers.items() if (value := values[n]) is not None}


def on_record() -> QuerySet[Organisation]:
    """Every company: who can be given something by a programme."""
    return Organisation.objects.clients().filter(kind__in=(*CLIENT_KINDS, OrganisationKind.COOPERATIVE))


def everyone(book: Book, keys: Iterable[str], size: int) -> Iterator[Part]:
    """The answers of every company on record to these facts, ``size`` companies at a time: three questions a part.

    What it says of one company is what :func:`answers_of` says.
    """
    facts = {key: book.facts[key] for key in keys if key in book.facts}
    on_file = {key: fact for key, fact in facts.items() if fact.record}
    where = any(fact.record in ("area", "workplace") for fact in on_file.values())
    for records in _parts(book.day if where else None, size):
        pks = list(records.pk)
        answers = from_columns(records, on_file)
        _over(answers, pks, facts)
        yield Part(pks, answers)


def _parts(day: dt.date | None, size: int) -> Iterator[Columns]:
    """With the places that were open on the day; without them where it is None."""
    fields = ("pk", "industry", "employees", "capital_yen", "large_owned", "kind", "area__code")
    companies, last = on_record().order_by("pk").values_list(*fields), 0
    while found := list(companies.filter(pk__gt=last)[:size].iterator(size)):
        first, last = found[0][0], found[-1][0]
        places = _places(day, first, last) if day else {}
        columns = list(zip(*found, strict=True))
        yield Columns(*columns, [places.get(pk, NOWHERE) for pk in columns[0]])  # type: ignore[call-arg]


def _places(day: dt.date, first: int, last: int) -> dict[int, frozenset[str]]:
    """Where the companies from one number to another have open workplaces."""
    found: dict[int, frozenset[str]] = {}
    rows = Workplace.objects.open_on(day).filter(organisation__gte=first, organisation__lte=last).exclude(area=None)
    alone: dict[str, frozenset[str]] = {}
    for organisation, code in rows.values_list("organisation", "area__code").iterator(last - first + 1):
        one = alone.setdefault(code, frozenset((code,)))
        found[organisation] = found[organisation] | one if organisation in found else one
    return found


def _over(answers: dict[str, list[Value | None]], pks: list[int], facts: dict[str, Fact]) -> None:
    """What the companies answered themselves stands over their records; what no longer fits its fact does not."""
    place = {pk: n for n, pk in enumerate(pks)}
    newest = Answer.objects.newest().filter(organisation__gte=pks[0], organisation__lte=pks[-1], fact__in=list(facts))
    for organisation, key, value in newest.exclude(value=None).values_list("organisation", "fact", "value"):
        n, read = place.get(organisation), typed(facts[key], value)
        if n is not None and read is not None:
            answers.setdefault(key, [None] * len(pks))[n] = read


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
