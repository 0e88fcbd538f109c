"""Many processes that offer the same rooms at the same moment, and that run the rent's job; and who prepares it.

Imported before Django is set up, so that each process can choose its database first.
"""

import datetime as dt
from collections import Counter
from typing import Any

from kosetsu.foundation.bookings.tests.racer_process import PATIENCE, drop, set_up, together

AT = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)
MONTHS = 5
LATER = AT + dt.timedelta(days=140)
"""Five months are over by then: November's rest, December, January, February, March."""


def hold(url: str, guards: list[str], people: int, rooms: int, results: Any) -> None:
    """By guard: how many tenancies hold each room's first day, and how the offers ended; under "rent" the charges.

    "whole"; "constraint" (nobody locks or looks, the database alone decides); "none" (its constraint is gone too).
    """
    set_up(url)
    _prepare(people, rooms, guards)
    told: dict[str, Any] = {}
    for guard in guards:
        if guard == "none":
            _drop()
        heard = together(people, _offer, guard, rooms)
        told[guard] = (_holders(guard, rooms), Counter(end for one in heard for end in one["ends"]))
    told["rent"] = _rent(people)
    results.put(told)


def _prepare(people: int, rooms: int, guards: list[str]) -> None:
    """Rooms for each guard, and as many companies as there are processes."""
    from django.db import connection

    from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
    from kosetsu.foundation.parties.models import Organisation
    from kosetsu.services.labs.models import Lab
    from kosetsu.services.labs.tests.conftest import terms
    from tests import build

    institute = build.institute()
    build.rules_of_paying()
    terms(deposit_months="0")
    field = TechnologyField.objects.create(code="MEC", name_ja="機械")
    rent = Offering.objects.create(
        code="R", kind="room", name_ja="ラボ", branch=institute.head_office, field=field, state="offered"
    )
    TariffLine.objects.create(offering=rent, client_class="any", part="unit", yen=66_000, unit="月", source="試験")
    for guard in guards:
        for number in range(rooms):
            Lab.objects.create(branch=institute.head_office, room=f"{guard}-{number}", offering=rent)
    for number in range(people):
        build.company(f"競争{number:02}株式会社", "131083")
    Organisation.objects.update(class_decided="sme", class_reason="試験")
    connection.close()


def _drop() -> None:
    from django.db import connection

    from kosetsu.services.labs.models import HeldDay

    drop(HeldDay, "one_tenancy_per_room_and_day")
    connection.close()


def _offer(number: int, guard: str, rooms: int, barrier: Any, told: Any) -> None:
    from kosetsu.common.decisions import Refused
    from kosetsu.foundation.accounts.models import Person
    from kosetsu.foundation.parties.models import Workplace
    from kosetsu.services.labs import actions
    from kosetsu.services.labs.actions import beats
    from kosetsu.services.labs.models import Lab

    if guard != "whole":
        beats.lock_keys = lambda *keys: None  # type: ignore[attr-defined]
        beats.first_taken = lambda tenancy, span: None  # type: ignore[assignment]
    by = Person.objects.get(posts__role="counter")
    workplace = Workplace.objects.order_by("pk")[number]
    ends = []
    for room in range(rooms):
        lab = Lab.objects.select_related("branch", "offering").get(room=f"{guard}-{room}")
        barrier.wait(PATIENCE)
        try:
            made = actions.offer_room(by=by, at=AT, workplace=workplace, lab=lab, theme="競争", since=AT.date())
            actions.contract(by=by, at=AT, tenancy=made)
            ends.append("ok")
        except Refused as refused:
            ends.append("refused" if "別の入居" in str(refused) else f"refused: {refused}")
        except Exception as broken:
            ends.append(type(broken).__name__)
    told.put({"ends": ends})


def _holders(guard: str, rooms: int) -> list[int]:
    """How many have each room on the first day; no connection is left for the next racers to inherit."""
    from django.db import connection

    from kosetsu.services.labs.models import HeldDay

    found = [HeldDay.objects.filter(lab__room=f"{guard}-{room}", day=AT.date()).count() for room in range(rooms)]
    connection.close()
    return found


def _rent(people: int) -> Counter[int]:
    """The job in all processes at once: how many charges each tenancy of the guarded rooms has."""
    from kosetsu.foundation.billing.models import Charge
    from kosetsu.services.labs.models import Tenancy

    together(people, _charge)
    guarded = Tenancy.objects.filter(lab__room__startswith="whole").values("case")
    return Counter(Counter(Charge.objects.filter(case__in=guarded).values_list("case", flat=True)).values())


def _charge(number: int, barrier: Any, told: Any) -> None:
    from kosetsu.services.labs import actions

    barrier.wait(PATIENCE)
    try:
        told.put({number: [str(actions.charge_rent(at=LATER))]})
    except Exception as broken:
        told.put({number: [f"{type(broken).__name__}: {broken}"]})
