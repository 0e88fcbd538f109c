"""Whose applications a list holds: the applicant by corporate number, by name, by a former or other name."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from kosetsu.common.text import fold, fold_company
from kosetsu.foundation.parties.models import Organisation, OrganisationName, Workplace
from kosetsu.services.screening.states import Matched

AT_ONCE = 500
MAIN = fold("本社")
Key = TypeVar("Key", str, int)


@dataclass(frozen=True, slots=True)
class Applicant:
    """The applicant of one row, as far as it is known here."""

    matched: Matched
    organisation: Organisation | None = None
    workplace: Workplace | None = None


class Applicants:
    """The organisations that a list may mean, read once for all its rows.

    A name that several bear means nobody: conflicts of interest are then looked for by the name, and by a number that
    the list gives.
    """

    def __init__(self, names: Iterable[str], numbers: Iterable[str], day: dt.date) -> None:
        folded = {fold_company(name) for name in names} - {""}
        self._by_number = {
            str(one.corporate_number): one
            for some in _pieces(set(numbers) - {""})
            for one in Organisation.objects.filter(corporate_number__in=some)
        }
        self._by_name: dict[str, dict[int, Organisation]] = defaultdict(dict)
        for some in _pieces(folded):
            for one in Organisation.objects.filter(name_folded__in=some):
                self._by_name[one.name_folded][one.pk] = one
        self._by_alias: dict[str, dict[int, Organisation]] = defaultdict(dict)
        for known in OrganisationName.objects.select_related("organisation"):
            if (name := fold_company(known.name)) in folded:
                self._by_alias[name][known.organisation_id] = known.organisation
        self._places = self._workplaces(day)

    def _workplaces(self, day: dt.date) -> dict[int, list[Workplace]]:
        found = {pk for known in (self._by_name, self._by_alias) for bodies in known.values() for pk in bodies}
        found |= {one.pk for one in self._by_number.values()}
        places: dict[int, list[Workplace]] = defaultdict(list)
        for some in _pieces(found):
            for place in Workplace.objects.filter(organisation__in=some).open_on(day).order_by("pk"):
                places[place.organisation_id].append(place)
        return places

    def of(self, name: str, number: str, workplace: str) -> Applicant:
        """The body that a row names, and its workplace of that name (its only or main one where it names none)."""
        if number and (body := self._by_number.get(number)):
            return Applicant(Matched.NUMBER, body, self._place(body, workplace))
        folded = fold_company(name)
        for known, how in ((self._by_name, Matched.NAME), (self._by_alias, Matched.ALIAS)):
            bodies = [one for one in known.get(folded, {}).values() if _may_have(one, number)]
            if len(bodies) > 1:
                return Applicant(Matched.SEVERAL)
            if bodies:
                return Applicant(how, bodies[0], self._place(bodies[0], workplace))
        return Applicant(Matched.NOBODY)

    def _place(self, body: Organisation, workplace: str) -> Workplace | None:
        places = self._places.get(body.pk, [])
        wanted = {fold(workplace)} if workplace else {MAIN}
        found = [one for one in places if fold(one.name) in wanted] or ([] if workplace else places)
        return found[0] if len(found) == 1 else None


def _may_have(body: Organisation, number: str) -> bool:
    """Whether the number can be this body's: one that is known to have another is a namesake."""
    return not (number and body.corporate_number)


def _pieces(keys: Collection[Key]) -> Iterable[list[Key]]:
    """A few hundred at a time: no database takes any number of values in one question."""
    every = sorted(keys)
    return (every[n : n + AT_ONCE] for n in range(0, len(every), AT_ONCE))
