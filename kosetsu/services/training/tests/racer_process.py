"""Many people who want the last place of a bundle's course, and many who record the same tailored course as held.

Imported before Django is set up, so that each process can choose its database first.
"""

from collections import Counter
from typing import Any

from kosetsu.foundation.bookings.tests.racer_process import drop, ended, set_up, together

WIDE = 50
"""Seats of the bundle's other course."""


def hold(url: str, guards: list[str], people: int, results: Any) -> None:
    """By what is raced for and guard: what stands afterwards, and how everybody ended.

    Bundles: seats held in the narrow and the wide course. Tailored: entries of the whole, charges.
    """
    set_up(url)
    from tests import build

    institute, companies = build.institute(), [_company(number) for number in range(people)]
    build.rules_of_paying()
    keys = {guard: (_bundle(institute, guard), _tailored(institute, companies[0], guard)) for guard in guards}
    told: dict[tuple[str, str], Any] = {}
    for guard in guards:
        if guard == "none":
            _drop()
        bundle, course = keys[guard]
        for what, key in (("bundle", bundle), ("tailored", course)):
            heard = together(people, _run, what, guard, key)
            told[what, guard] = (*_stand(what, key), Counter(one["end"][0] for one in heard))
    results.put(told)


def _company(number: int) -> Any:
    from tests import build

    made = build.company(f"競争{number:02}株式会社", "131083")
    made.organisation.class_decided, made.organisation.class_reason = "sme", "試験"
    made.organisation.save()
    return made


def _bundle(institute: Any, guard: str) -> int:
    """A bundle of a wide course and one with a single seat."""
    from kosetsu.services.training.actions import bundles
    from kosetsu.services.training.tests.conftest import offering
    from kosetsu.services.training.tests.test_bundles import course

    own, whole = (offering(institute, f"{code}-{guard}", code, 5_000, "人") for code in ("C", "S"))
    courses = [course(institute, f"{guard}-{n}", 10 * n, seats, offering=own) for n, seats in ((1, WIDE), (2, 1))]
    chosen = bundles.Set(title=guard, offering=whole, gatherings=courses)
    made = bundles.plan_bundle(by=institute.planner, at=_at(), chosen=chosen)
    return int(bundles.open_bundle(by=institute.planner, at=_at(), bundle=made).pk)


def _tailored(institute: Any, client: Any, guard: str) -> int:
    """A tailored course whose days are over and counted."""
    from django.db import connection

    from kosetsu.foundation.gatherings import actions as gatherings
    from kosetsu.services.training.models import TailoredTerms
    from kosetsu.services.training.tests.conftest import BEGINS, DAY, HOUR, Tailoring, offering

    if not TailoredTerms.objects.exists():
        TailoredTerms.objects.create(
            offering=offering(institute, "T", "教程", 10_000, "時間"), basis="time", source="試験"
        )
    course = Tailoring(institute, client).ready()
    for n in range(2):
        gatherings.count_heads(
            by=institute.researcher, at=BEGINS + DAY + 3 * HOUR, gathering=course.gathering,
            on_date=(BEGINS + n * DAY).date(), headcount=2,
        )  # fmt: skip
    connection.close()
    return int(course.pk)


def _drop() -> None:
    from django.db import connection

    from kosetsu.foundation.gatherings.models import Registration

    drop(Registration, "one_person_per_seat")
    connection.close()


def _run(number: int, what: str, guard: str, key: int, barrier: Any, told: Any) -> None:
    if guard != "whole":
        _weaken()
    act = (_take if what == "bundle" else _complete)(key, number)
    told.put({"end": [ended(act, barrier)]})


def _weaken() -> None:
    """Nobody locks and nobody looks: everybody takes the first seat, and acts on the course as it was read before."""
    from kosetsu.foundation.gatherings.actions import beats as gatherings
    from kosetsu.foundation.gatherings.actions import registering
    from kosetsu.services.training.actions import beats, bundles, holding

    gatherings.lock_keys = lambda *keys: None  # type: ignore[attr-defined]
    registering.seats_of = lambda quota, count: [1]  # type: ignore[assignment]
    beats.lock_keys = lambda *keys: None  # type: ignore[attr-defined]
    beats.locked = lambda course: course
    bundles._once = lambda bundle, email: bundles.YES
    holding.gatherings.close_gathering = lambda *, by, at, gathering: _closed(gathering)  # type: ignore[assignment]


def _closed(gathering: Any) -> Any:
    gathering.state = "closed"
    return gathering


def _take(key: int, number: int) -> Any:
    from kosetsu.foundation.parties.models import Organisation
    from kosetsu.services.training.models import Bundle
    from kosetsu.services.training.tests.test_bundles import taken
    from tests.build import Company

    bundle = Bundle.objects.get(pk=key)
    body = Organisation.objects.get(name=f"競争{number:02}株式会社")
    one = body.memberships.select_related("person", "workplace").filter(role="engineer")[0]
    who = Company(organisation=body, workplace=one.workplace, engineer=one.person)
    return lambda: taken(bundle, who)


def _complete(key: int, number: int) -> Any:
    from kosetsu.services.training import actions
    from kosetsu.services.training.models import TailoredCourse
    from kosetsu.services.training.tests.conftest import BEGINS, DAY, HOUR

    rows = TailoredCourse.objects.select_related("case__organisation", "case__workplace", "quote", "gathering__branch")
    course = rows.get(pk=key)
    by, at = course.designed_by, BEGINS + DAY + 3 * HOUR
    return lambda: actions.complete_tailored(by=by, at=at, course=course)


def _stand(what: str, key: int) -> tuple[int, int]:
    """What the races left; no connection is left for the next racers to inherit."""
    from django.db import connection

    from kosetsu.foundation.billing.models import Charge
    from kosetsu.foundation.casebook.models import Entry
    from kosetsu.foundation.gatherings.models import Registration
    from kosetsu.services.training.models import Bundle, TailoredCourse

    if what == "bundle":
        courses = Bundle.objects.get(pk=key).gatherings.order_by("-starts_on")
        counts = [Registration.objects.filter(gathering=one, state="confirmed").count() for one in courses]
    else:
        case = TailoredCourse.objects.get(pk=key).case
        counts = [rows.filter(case=case).count() for rows in (Entry.objects, Charge.objects)]
    connection.close()
    return counts[0], counts[1]


def _at() -> Any:
    from tests.fixtures import AT

    return AT
