"""Many processes match the same pairing, and make the same company a candidate, at the same moment.

Imported before Django is set up, so that each process can choose its database first.
"""

from collections import Counter
from typing import Any

from kosetsu.foundation.bookings.tests.racer_process import ended, set_up, together


def hold(url: str, people: int, results: Any) -> None:
    """How each of them ended, and what is there in the end: entries of a match, open pairings of the other company."""
    set_up(url)
    pairing, need, company = _prepare()
    heard = together(people, _run, pairing, need, company)
    told = {verb: Counter(one[verb] for one in heard) for verb in ("match", "add")}
    results.put((told, _counted(need, company)))


def _prepare() -> tuple[int, int, int]:
    """A pairing that was interviewed, its need, and another company."""
    from django.db import connection

    from kosetsu.services.alliances.tests.conftest import field_of
    from tests import build

    farm = field_of(build.institute())
    pairing = farm.interviewed(build.company("甲工業", "131083"))
    other = build.company("乙工業", "131083").organisation.pk
    connection.close()
    return pairing.pk, pairing.opportunity_id, other


def _run(number: int, pairing: int, need: int, company: int, barrier: Any, told: Any) -> None:
    """Half of them coordinate, half of them manage."""
    from kosetsu.foundation.accounts.models import Person
    from kosetsu.foundation.parties.models import Organisation
    from kosetsu.services.alliances import actions
    from kosetsu.services.alliances.models import Opportunity, Pairing
    from kosetsu.services.alliances.tests.conftest import TODAY
    from tests.fixtures import AT

    by = Person.objects.get(name="連携 係" if number % 2 else "表面 研究員")
    found = Pairing.objects.select_related("opportunity").get(pk=pairing)
    wanted, other = Opportunity.objects.get(pk=need), Organisation.objects.get(pk=company)

    def match() -> bool:
        return bool(actions.match(by=by, at=AT, pairing=found, matched_on=TODAY, agreement="合意"))

    def add() -> bool:
        return bool(actions.add_candidate(by=by, at=AT, opportunity=wanted, organisation=other))

    told.put({"match": ended(match, barrier), "add": ended(add, barrier)})


def _counted(need: int, company: int) -> tuple[int, int]:
    from django.db import connection

    from kosetsu.services.alliances.models import Pairing
    from kosetsu.services.alliances.tests.conftest import counted

    found = counted("farm_match")[0], Pairing.objects.filter(opportunity=need, organisation=company).count()
    connection.close()
    return found
