"""What reviewers really did, as words: their group's field, their cases and tests, their talks, what they reviewed."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q

from kosetsu.across.matching.documents.reading import words_of
from kosetsu.across.matching.models import Deed, ReaderPoints, Word
from kosetsu.across.matching.rules.affinity import Doer, Weights
from kosetsu.common.calendars import after_months
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.parties.models import StaffPost
from kosetsu.foundation.reviews.models import Item, Review
from kosetsu.foundation.search.engine.concepts import ConceptTable
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.exhibitions.models import Talk
from kosetsu.services.testing.models import OrderItem

Said = Iterator[tuple[int, str]]
"""A person's row number and a text of theirs, the newest first."""
MOST = 300
"""So many texts of one source tell enough of a person."""
LONGEST = 2000
_BETWEEN_NAMES = re.compile(r"[、，,・／/]")


def weights_on(day: dt.date) -> dict[str, dict[str, int | None]]:
    """What deeds and wishes are worth on a day, and how many years of them count, as a proposal keeps it."""
    rows = {one.kind: one for one in ReaderPoints.objects.on(day)}
    order = [*Deed.values, *Word.values]
    return {kind: {"points": rows[kind].points, "years": rows[kind].years} for kind in order if kind in rows}


def weights(kept: Mapping[str, Mapping[str, Any]]) -> Weights:
    """The same as the rules take it; of wishes without points none counts."""
    points = {kind: int(said["points"]) for kind, said in kept.items()}
    bids = {word: points.get(word, 0) for word in (Word.WANT.value, Word.MAY.value)}
    return Weights({kind: points[kind] for kind in Deed.values if kind in points}, bids)


def doers(
    people: Mapping[str, Person], kept: Mapping[str, Mapping[str, Any]], day: dt.date, table: ConceptTable
) -> tuple[Doer, ...]:
    """Everybody with the words of each source that counts; ``people`` by their key."""
    persons = {one.pk: one for one in people.values()}
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for deed in Deed:
        if deed.value in kept:
            texts = texts_of_each(SOURCES[deed](persons, since(day, kept[deed.value]["years"])))
            for person, said in texts.items():
                found[person][deed.value] = words_of(said, table)
    return tuple(Doer(key, found[person.pk]) for key, person in people.items())


def item_texts(item: Item) -> list[str]:
    """What an item says of itself."""
    return [item.title, *item.fields, item.text]


def since(day: dt.date, years: int | None) -> dt.date:
    """From when on deeds count."""
    return dt.date.min if years is None else after_months(day, -12 * years)


def texts_of_each(said: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """By whose they are, the first of them, as much as tells enough."""
    found: dict[int, list[str]] = defaultdict(list)
    for whose, text in said:
        if len(found[whose]) < MOST:
            found[whose].append(text[:LONGEST])
    return found


def _fields(people: Mapping[int, Person], since: dt.date) -> Said:
    """Groups whose post somebody holds, or held since."""
    rows = StaffPost.objects.filter(Q(until=None) | Q(until__gte=since), person__in=people).exclude(group=None)
    yield from rows.order_by("-since", "pk").values_list("person", "group__name_ja")


def _cases(people: Mapping[int, Person], since: dt.date) -> Said:
    """Cases they were given; of consultations what was asked and understood, but for those that are to be secret."""
    rows = Case.objects.filter(assignee__in=people, opened_at__date__gte=since).order_by("-opened_at")
    secret = Consultation.objects.filter(confidential=True).values("case")
    texts = rows.exclude(pk__in=secret).values_list(
        "assignee", "title", "consultation__question", "consultation__understood"
    )
    for person, *said in texts:
        yield person, "\n".join(filter(None, said))


def _tests(people: Mapping[int, Person], since: dt.date) -> Said:
    """Parts of orders they carry out."""
    rows = OrderItem.objects.filter(assignee__in=people, order__case__opened_at__date__gte=since).order_by("-pk")
    for person, *said in rows.values_list("assignee", "label", "offering__name_ja", "offering__summary"):
        yield person, "\n".join(filter(None, said))


def _talks(people: Mapping[int, Person], since: dt.date) -> Said:
    """Talks of the research presentation; their programme knows speakers by name."""
    by_name = defaultdict(list)
    for one in people.values():
        by_name[_plain(one.name)].append(one.pk)
    rows = Talk.objects.shown().given().filter(starts_at__date__gte=since).order_by("-starts_at")
    for talk in rows:
        for name in _BETWEEN_NAMES.split(talk.speaker):
            for person in by_name.get(_plain(name), ()):
                yield person, f"{talk.title}\n{talk.abstract}"


def _plain(name: str) -> str:
    return "".join(name.split())


def _reviews(people: Mapping[int, Person], since: dt.date) -> Said:
    """Items whose reviews they handed in."""
    rows = Review.objects.handed_in().filter(reviewer__person__in=people, handed_in_at__date__gte=since)
    for review in rows.select_related("item", "reviewer").order_by("-handed_in_at"):
        yield review.reviewer.person_id, "\n".join(item_texts(review.item))


SOURCES: dict[Deed, Callable[[Mapping[int, Person], dt.date], Said]] = {
    Deed.FIELDS: _fields, Deed.CASES: _cases, Deed.TESTS: _tests, Deed.TALKS: _talks, Deed.REVIEWS: _reviews,
}  # fmt: skip
