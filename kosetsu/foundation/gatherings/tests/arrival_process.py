"""Many devices that send the same arrivals, and many desks that read the same report in, at the same moment.

Imported before Django is set up, so that each process can choose its database first.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from kosetsu.foundation.bookings.tests.racer_process import drop, ended, set_up, together

PEOPLE, OTHERS = 5, 3
REPORT = "\n".join(
    ["Name,Email,Duration (Minutes)", *(f"guest{n},guest{n}@example.jp,60" for n in range(PEOPLE))]
    + [f"other{n},,60" for n in range(OTHERS)]
)


def hold(url: str, guards: list[str], devices: int, results: Any) -> None:
    """By guard and way ("reception", "report"): how many rows, how many heads, and how the devices ended."""
    set_up(url)
    from tests import build

    institute = build.institute()
    races = [(guard, way) for guard in guards for way in ("reception", "report")]
    codes = {race: _prepare(institute, race[1]) for race in races}
    told = {}
    for guard, way in races:
        if (guard, way) == ("none", "reception"):
            _drop()
        heard = together(devices, _run, guard, way, codes[guard, way])
        told[guard, way] = (*_stand(codes[guard, way]), Counter(one["end"][0] for one in heard))
    results.put(told)


def _prepare(institute: Any, way: str) -> str:
    """A seminar whose people all have their places."""
    from django.db import connection

    from kosetsu.foundation.casebook.states import Format
    from kosetsu.foundation.gatherings import actions
    from kosetsu.foundation.gatherings.tests.conftest import come, published

    made = published(institute, pools=[actions.Pool(way, Format.ONLINE, PEOPLE)])
    for number in range(PEOPLE):
        come(made, f"guest{number}")
    connection.close()
    return made.code


def _drop() -> None:
    from django.db import connection

    from kosetsu.foundation.gatherings.models import Attendance

    drop(Attendance, "one_arrival_per_registration_and_day")
    connection.close()


def _run(number: int, guard: str, way: str, code: str, barrier: Any, told: Any) -> None:
    from kosetsu.foundation.gatherings.models import Gathering

    if guard != "whole":
        _weaken(guard)
    act = _act(way, Gathering.objects.get(code=code))
    told.put({"end": [ended(act, barrier)]})


def _weaken(guard: str) -> None:
    """Nobody locks and nobody looks; with "none" a report read again is not known as the same either."""
    from kosetsu.foundation.gatherings.actions import beats, online
    from kosetsu.foundation.gatherings.models import Gathering

    beats.lock_keys = lambda *keys: None  # type: ignore[attr-defined]
    Gathering.written_down = lambda self, days: set()  # type: ignore[method-assign]
    if guard == "none":
        online.uuid5 = lambda *given: uuid4()  # type: ignore[attr-defined]


def _act(way: str, gathering: Any) -> Callable[[], Any]:
    """One device's whole list, each arrival under a key of its own; or the report of the web meeting."""
    from kosetsu.foundation.accounts.models import Person
    from kosetsu.foundation.gatherings import actions

    then, by = gathering.sessions.get().starts_at, Person.objects.get(pk=gathering.planned_by_id)
    if way == "report":
        return lambda: actions.receive_report(
            by=by, at=then, gathering=gathering, on_date=then.date(), content=REPORT.encode()
        )
    tickets = gathering.registrations.values_list("ticket", flat=True)
    arrivals = [actions.Arrival(ticket, uuid4(), then) for ticket in tickets]
    return lambda: actions.receive(by=by, at=then, gathering=gathering, arrivals=arrivals)


def _stand(code: str) -> tuple[int, int]:
    """How many arrivals and how many heads are written down."""
    from django.db import connection
    from django.db.models import Sum

    from kosetsu.foundation.gatherings.models import Attendance

    rows = Attendance.objects.filter(gathering__code=code)
    found = rows.exclude(registration=None).count(), rows.aggregate(all=Sum("headcount"))["all"] or 0
    connection.close()
    return found
