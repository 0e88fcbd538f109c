"""Many processes that apply for one workplace in the deadline's second, and that are heard for the one seat left.

Imported before Django is set up, so that each process can choose its database first.
"""

from collections import Counter
from typing import Any

from kosetsu.foundation.bookings.tests.racer_process import drop, ended, set_up, together


def apply(url: str, guards: list[str], people: int, results: Any) -> None:
    """By guard: the states and numbers of all applications at the end, and how it ended for each process.

    "whole"; "late" (a second after the deadline); "constraint" (nobody locks or looks, the database alone decides);
    "none" (its constraint is gone too; in a database of its own).
    """
    _race(url, guards, people, results, _apply, ("one_application_a_workplace",))


def hear(url: str, guards: list[str], people: int, results: Any) -> None:
    """The same for as many upheld appeals, of which one finds a seat."""
    _race(url, guards, people, results, _hear, ("one_application_a_seat", "one_application_a_place"))


def _race(url: str, guards: list[str], people: int, results: Any, run: Any, constraints: tuple[str, ...]) -> None:
    set_up(url)
    from tests import build

    if guards == ["none"]:  # before there is a row: SQLite rebuilds the table
        _drop(*constraints)
    institute = build.institute()
    made = {guard: _prepare(institute, guard, people if run is _hear else 0) for guard in guards}
    told = {}
    for guard in guards:
        heard = together(people, run, guard, made[guard])
        told[guard] = (_stand(made[guard]), Counter(end for one in heard for end in one[guard]))
    results.put(told)


def _prepare(institute: Any, guard: str, people: int) -> int:
    """A published call with one seat; where appeals are heard, decided, with a refused application for each process."""
    from django.db import connection

    from kosetsu.foundation.calls import actions
    from kosetsu.foundation.calls.tests.conftest import plan, read_kind
    from kosetsu.foundation.parties.states import StaffRole
    from tests import build
    from tests.fixtures import AT

    kind = read_kind(prizes=[], key=f"kind_{guard}", prefix=guard[0].upper())
    actions.learn_kind(by=None, at=AT, kind=kind)
    approver = build.post(build.person("役員"), StaffRole.EXECUTIVE, institute.head_office)
    call = actions.plan_call(by=institute.planner, at=AT, plan=plan(kind.key, capacity=1))
    actions.approve_call(by=approver, at=AT, call=call)
    actions.publish_call(by=institute.planner, at=AT, call=call)
    build.company(f"甲{guard}", "131083")
    if people:
        _appeals(call, guard, people)
    connection.close()
    return int(call.pk)


def _appeals(call: Any, guard: str, people: int) -> None:
    """Refused applications of a decided call, each with its appeal."""
    from kosetsu.foundation.calls.models import Appeal, Application
    from tests import build
    from tests.fixtures import AT

    for number in range(people):
        firm = build.company(f"{guard}{number}", "131083")
        made = Application.objects.create(
            call=call, workplace=firm.workplace, number=f"{guard}-{number}", state="refused", reason="x",
            made_by=firm.engineer, made_at=AT, submitted_at=AT, contact_email="a@example.jp",
        )  # fmt: skip
        Appeal.objects.create(application=made, text="x", made_by=firm.engineer, made_at=AT)
    call.state, call.decided_at = "decided", AT
    call.save()


def _drop(*names: str) -> None:
    from django.db import connection, transaction

    from kosetsu.common.db import guards
    from kosetsu.foundation.calls.models import Application
    from kosetsu.foundation.calls.models.guards import GUARDS

    with transaction.atomic():
        guards.end(connection, GUARDS)
    for name in names:
        drop(Application, name)
    connection.close()


def _apply(number: int, guard: str, call_pk: int, barrier: Any, told: Any) -> None:
    from kosetsu.common.decisions import YES
    from kosetsu.foundation.calls import actions
    from kosetsu.foundation.calls.actions import applying, beats
    from kosetsu.foundation.calls.models import Call
    from kosetsu.foundation.calls.tests.conftest import ANSWERS, SHUTS
    from kosetsu.foundation.calls.tests.test_applying import ALMOST, SECOND
    from kosetsu.foundation.parties.models import Membership

    _unguard(guard, beats)
    if guard in ("constraint", "none"):
        applying._alone = lambda *given: YES  # type: ignore[assignment]
    member = Membership.objects.select_related("person", "workplace").get(organisation__name=f"甲{guard}")
    at = SHUTS + (SECOND if guard == "late" else ALMOST)
    call = Call.objects.get(pk=call_pk)

    def go() -> str:
        made = actions.begin_application(by=member.person, at=at, call=call, workplace=member.workplace)
        return str(actions.submit(by=member.person, at=at, application=made, title="x", answers=ANSWERS).state)

    _tell(go, guard, barrier, told)


def _hear(number: int, guard: str, call_pk: int, barrier: Any, told: Any) -> None:
    from kosetsu.foundation.calls import actions
    from kosetsu.foundation.calls.actions import beats
    from kosetsu.foundation.calls.models import Appeal
    from kosetsu.foundation.parties.models import StaffPost
    from tests.fixtures import AT

    _unguard(guard, beats)
    if guard in ("constraint", "none"):
        beats.free_seat = lambda call: 1
    planner = StaffPost.objects.filter(role="planning").select_related("person").first()
    assert planner is not None
    appeal = Appeal.objects.select_related("application__call").get(application__number=f"{guard}-{number}")

    def go() -> str:
        actions.uphold_appeal(by=planner.person, at=AT, appeal=appeal, reason="認める")
        return "upheld"

    _tell(go, guard, barrier, told)


def _unguard(guard: str, beats: Any) -> None:
    """Letters are left out: a fresh process would read every address and template while the others wait."""
    beats.tell = lambda *given, **more: None
    if guard in ("constraint", "none"):
        beats.lock_keys = lambda *keys: None


def _tell(go: Any, guard: str, barrier: Any, told: Any) -> None:
    end = ended(go, barrier)
    told.put({guard: ["refused" if end == "Refused" else end]})


def _stand(call_pk: int) -> tuple[list[str], list[int]]:
    """The states of the call's applications and the seats held, in order."""
    from django.db import connection

    from kosetsu.foundation.calls.models import Application

    rows = Application.objects.filter(call=call_pk)
    states = sorted(str(one) for one in rows.values_list("state", flat=True))
    seats = [seat for seat in rows.order_by("seat").values_list("seat", flat=True) if seat]
    connection.close()
    return states, seats
