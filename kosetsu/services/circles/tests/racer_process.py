"""Many processes that want the same of one circle or call at the same moment; and the hand that fills their database.

Imported before Django is set up, so that each process can choose its database first.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

from kosetsu.foundation.bookings.tests.racer_process import AT, drop, ended, set_up, together

DAY = dt.timedelta(days=1)
VERBS = ("apply", "form", "join", "appoint", "look")


def hold(url: str, guards: list[str], people: int, results: Any) -> None:
    """By guard and verb: how many rows stand in the end, and how the attempts ended.

    "whole"; "constraint" (nobody locks or looks, the database alone decides); "none" (its constraints are gone too).
    """
    set_up(url)
    worlds = {guard: _prepare(number, guard) for number, guard in enumerate(guards)}
    told = {}
    for guard in guards:
        if guard == "none":
            _drop()
        heard = together(people, _run, guard, worlds[guard])
        rows = _stand(worlds[guard])
        told[guard] = {verb: (rows[verb], Counter(one[verb] for one in heard)) for verb in VERBS}
    results.put(told)


def _prepare(number: int, guard: str) -> SimpleNamespace:
    """A call to apply to, one to decide, a circle with one member, a video that is shown; all by row number."""
    from django.db import connection

    from kosetsu.foundation.parties.states import StaffRole
    from kosetsu.services.circles import actions
    from kosetsu.services.circles.states import CircleKind
    from kosetsu.services.circles.tests.conftest import call, wish
    from tests import build

    institute = build.institute() if not number else _institute()
    by = build.post(build.person(f"連携 {guard}"), StaffRole.PARTNERSHIPS, institute.head_office)
    firms = [build.company(f"競争{guard}{n}株式会社", "131083") for n in range(3)]
    year = dt.date(2030 + 2 * number, 7, 1)
    calls = [
        actions.plan_intake(by=by, at=AT, call=call(institute, AT, kind=kind, launches_on=year))
        for kind in (CircleKind.COHORT, CircleKind.TAMA)
    ]
    for one in firms[:2]:
        actions.apply(by=one.engineer, at=AT, intake=calls[1], workplace=one.workplace, wish=wish(one.engineer))
    circle = actions.found_circle(
        by=by, at=AT, kind=CircleKind.SOCIETY, name="研究会", branch=institute.head_office, purpose="学ぶ",
        founded_on=AT.date(),
    )  # fmt: skip
    member = actions.join(by=by, at=AT, circle=circle, workplace=firms[0].workplace)
    week = actions.plan_videos(
        by=by, at=AT, title="動画", branch=institute.head_office, opens_at=AT, closes_at=AT + 30 * DAY
    )
    video = actions.add_video(by=by, at=AT, week=week, member=member, title="紹介", url="https://video.example.jp/1")
    actions.show_videos(by=by, at=AT, week=week)
    connection.close()
    return SimpleNamespace(
        by=by.pk, open=calls[0].pk, closed=calls[1].pk, circle=circle.pk, member=member.pk, video=video.pk,
        mine=firms[1].workplace.pk, person=firms[1].engineer.pk,
    )  # fmt: skip


def _institute() -> SimpleNamespace:
    from kosetsu.foundation.parties.models import Branch

    return SimpleNamespace(head_office=Branch.objects.earliest("pk"))


def _drop() -> None:
    """The database no longer refuses anything of what races here."""
    from django.db import connection, models

    from kosetsu.services.circles.models import Application, Member, Office, View

    for model, name in (
        (Application, "one_application_per_workplace_and_intake"), (View, "a_visitor_counts_once"),
        (Member, "a_workplace_belongs_to_a_circle_once"), (Office, "one_chair_and_one_treasurer"),
    ):  # fmt: skip
        drop(model, name)
    once = Member._meta.get_field("application")
    often: Any = models.ForeignKey(Application, on_delete=models.PROTECT, null=True, related_name="+")
    often.set_attributes_from_name("application")
    often.model = Member
    with connection.schema_editor() as editor:
        editor.alter_field(Member, once, often)
    connection.close()


def _unguarded() -> None:
    """Nobody locks, and nobody looks at what the others did: everyone goes on from what they knew before."""
    from kosetsu.common.decisions import YES
    from kosetsu.services.circles.actions import beats, calls, founding, life
    from kosetsu.services.circles.models import ApplicationQuerySet, View

    beats.lock_keys = lambda *keys: None  # type: ignore[attr-defined]
    calls._once = lambda *given: None
    life._not_yet = lambda *given: YES
    life._step_down = lambda *given: None
    founding.can_decide_intake = lambda *given: YES  # type: ignore[attr-defined]
    known: list[Any] = []

    def waiting(self: Any) -> Any:
        known.extend([] if known else self.model.objects.filter(state="received").for_lists())
        mine = self._hints["instance"].pk
        return SimpleNamespace(for_lists=lambda: [one for one in known if one.intake_id == mine])

    ApplicationQuerySet.waiting = waiting  # type: ignore[method-assign]
    View.objects.get_or_create = lambda defaults, **given: (View.objects.create(**given, **defaults), True)


def _run(number: int, guard: str, world: SimpleNamespace, barrier: Any, told: Any) -> None:
    if guard != "whole":
        _unguarded()
    verbs = dict(_verbs(number, world))
    told.put({verb: ended(verbs[verb], barrier) for verb in VERBS})


def _verbs(number: int, world: SimpleNamespace) -> Iterator[tuple[str, Callable[[], str]]]:
    from kosetsu.foundation.accounts.models import Person
    from kosetsu.foundation.parties.models import Workplace
    from kosetsu.services.circles import actions
    from kosetsu.services.circles.models import Circle, Intake, Member, Video
    from kosetsu.services.circles.states import Role
    from kosetsu.services.circles.tests.conftest import wish

    by, person = Person.objects.get(pk=world.by), Person.objects.get(pk=world.person)
    mine, circle = Workplace.objects.get(pk=world.mine), Circle.objects.get(pk=world.circle)
    open_, closed = (Intake.objects.get(pk=key) for key in (world.open, world.closed))
    member, video = Member.objects.get(pk=world.member), Video.objects.select_related("week").get(pk=world.video)
    applied = list(closed.applications.waiting().for_lists())

    def done(work: Callable[..., object], **given: Any) -> Callable[[], str]:
        return lambda: "done" if work(**given) else "known"

    yield "apply", done(actions.apply, by=person, at=AT, intake=open_, workplace=mine, wish=wish(person))
    yield (
        "form",
        done(actions.form_circles, by=by, at=AT + 9 * DAY, intake=closed, cohorts=[applied], days=["水曜"], reasons={}),
    )
    yield "join", done(actions.join, by=by, at=AT, circle=circle, workplace=mine)
    yield (
        "appoint",
        done(actions.appoint, by=by, at=AT + DAY, circle=circle, member=member, role=Role.CHAIR, name=f"幹事{number}"),
    )
    yield "look", done(actions.look, at=AT + DAY, video=video, visitor="one")


def _stand(world: SimpleNamespace) -> dict[str, int]:
    """What the database holds in the end; no connection is left for the next racers to inherit."""
    from django.db import connection

    from kosetsu.services.circles.models import Application, Circle, Member, Office, View

    found = {
        "apply": Application.objects.filter(intake=world.open).count(),
        "form": Circle.objects.filter(intake=world.closed).count(),
        "join": Member.objects.filter(circle=world.circle, workplace=world.mine).count(),
        "appoint": Office.objects.filter(circle=world.circle, role="chair", until=None).count(),
        "look": View.objects.filter(video=world.video).count(),
    }
    connection.close()
    return found
