"""Many processes that register for one seminar at the same moment; and the hand that fills their database.

Imported before Django is set up, so that each process can choose its database first.
"""

from collections import Counter
from typing import Any

from kosetsu.foundation.bookings.tests.racer_process import PATIENCE, drop, set_up, together

PLACES = 30


def hold(url: str, guards: list[str], people: int, each: int, results: Any) -> None:
    """By guard: the seats held, the turns given, and how the sign-ups ended.

    "whole"; "constraint" (nobody locks, the database alone decides); "none" (its constraint is gone too).
    """
    set_up(url)
    from tests import build

    institute = build.institute()
    codes = {guard: _prepare(institute) for guard in guards}
    told = {}
    for guard in guards:
        if guard == "none":
            _drop()
        heard = together(people, _run, guard, codes[guard], each)
        told[guard] = (*_stand(codes[guard]), Counter(end for one in heard for end in one[guard]))
    results.put(told)


def _prepare(institute: Any) -> str:
    """One seminar with its places."""
    from django.db import connection

    from kosetsu.foundation.casebook.states import Format
    from kosetsu.foundation.gatherings import actions
    from kosetsu.foundation.gatherings.tests.conftest import published

    made = published(institute, pools=[actions.Pool("会場", Format.ON_SITE, PLACES)])
    connection.close()
    return made.code


def _drop() -> None:
    from django.db import connection

    from kosetsu.foundation.gatherings.models import Registration

    drop(Registration, "one_person_per_seat")
    connection.close()


def _run(number: int, guard: str, code: str, each: int, barrier: Any, told: Any) -> None:
    from kosetsu.common.decisions import Refused
    from kosetsu.foundation.gatherings.actions import beats, registering
    from kosetsu.foundation.gatherings.models import Gathering
    from kosetsu.foundation.gatherings.tests.conftest import come

    registering.tell = lambda *given, **more: None  # type: ignore[assignment]
    if guard != "whole":  # nobody locks and nobody looks: everyone takes the first seat
        beats.lock_keys = lambda *keys: None  # type: ignore[attr-defined]
        registering.seats_of = lambda quota, count: [1]  # type: ignore[assignment]
    gathering = Gathering.objects.get(code=code)
    ends = []
    barrier.wait(PATIENCE)
    for turn in range(each):
        try:
            ends.append(str(come(gathering, f"r{number}-{turn}").state))
        except Refused as refused:
            ends.append(f"refused: {refused}")
        except Exception as broken:
            ends.append(type(broken).__name__)
    told.put({guard: ends})


def _stand(code: str) -> tuple[list[int], list[int]]:
    """The seats held and the turns given, in order; no connection is left for the next racers to inherit."""
    from django.db import connection

    from kosetsu.foundation.gatherings.models import Registration

    rows = Registration.objects.filter(gathering__code=code)
    seats = rows.filter(seat__isnull=False).order_by("seat").values_list("seat", flat=True)
    turns = rows.filter(turn__isnull=False).order_by("turn").values_list("turn", flat=True)
    found = [seat for seat in seats if seat], [turn for turn in turns if turn]
    connection.close()
    return found
