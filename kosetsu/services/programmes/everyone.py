"""The answers of every company on record, fact by fact: what the night and the preview of an edit read."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import QuerySet

from kosetsu.foundation.parties.models import Organisation, Workplace
from kosetsu.foundation.parties.states import CLIENT_KINDS, OrganisationKind
from kosetsu.services.programmes.context import Answers, typed
from kosetsu.services.programmes.models import Answer
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.language import Fact, Value
from kosetsu.services.programmes.rules.recorded import Recorded, from_records

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

    What it says of one company is what ``context.answers_of`` says.
    """
    facts = {key: book.facts[key] for key in keys if key in book.facts}
    on_file = {key: fact for key, fact in facts.items() if fact.record}
    where = any(fact.record in ("area", "workplace") for fact in on_file.values())
    for records in _parts(book.day if where else None, size):
        pks = [one.pk for one in records]
        answers = from_records(records, on_file)
        _over(answers, pks, facts)
        yield Part(pks, answers)


def _parts(day: dt.date | None, size: int) -> Iterator[list[Recorded]]:
    """With the places that were open on the day; without them where it is None."""
    fields = ("pk", "industry", "employees", "capital_yen", "large_owned", "kind", "area__code")
    companies, last = on_record().order_by("pk").values_list(*fields), 0
    while found := list(companies.filter(pk__gt=last)[:size]):
        first, last = found[0][0], found[-1][0]
        places = _places(day, first, last) if day else {}
        yield [Recorded(*row, places.get(row[0], NOWHERE)) for row in found]  # type: ignore[call-arg]


def _places(day: dt.date, first: int, last: int) -> dict[int, frozenset[str]]:
    """Where the companies from one number to another have open workplaces."""
    found: dict[int, frozenset[str]] = {}
    rows = Workplace.objects.open_on(day).filter(organisation__gte=first, organisation__lte=last).exclude(area=None)
    for organisation, code in rows.values_list("organisation", "area__code"):
        found[organisation] = found.get(organisation, NOWHERE) | {code}
    return found


def _over(answers: dict[str, list[Value | None]], pks: list[int], facts: dict[str, Fact]) -> None:
    """What the companies answered themselves stands over their records; what no longer fits its fact does not."""
    place = {pk: n for n, pk in enumerate(pks)}
    newest = Answer.objects.newest().filter(organisation__gte=pks[0], organisation__lte=pks[-1], fact__in=list(facts))
    for organisation, key, value in newest.exclude(value=None).values_list("organisation", "fact", "value"):
        n, read = place.get(organisation), typed(facts[key], value)
        if n is not None and read is not None:
            answers.setdefault(key, [None] * len(pks))[n] = read
