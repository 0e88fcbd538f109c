"""Half of many processes assign an item to a reviewer while the other half enter a conflict of the two.

Imported before Django is set up, so that each process can choose its database first.
"""

from collections import Counter
from typing import Any

from kosetsu.foundation.bookings.tests.racer_process import PATIENCE, set_up, together

PAIRS = 4


def hold(url: str, guards: list[str], people: int, results: Any) -> None:
    """By guard: for each pair, whether a review counts and whether a conflict is in force at the end; how it ended.

    "whole"; "constraint" (both sides write rows at once, the database alone decides); "none" (without its guards).
    """
    set_up(url)
    panels = {guard: _prepare() for guard in guards}
    told = {}
    for guard in guards:
        if guard == "none":
            _drop()
        heard = together(people, _run, guard, panels[guard])
        told[guard] = (_stand(panels[guard]), Counter(end for one in heard for end in one[guard]))
    results.put(told)


def _prepare() -> int:
    from django.db import connection

    from kosetsu.foundation.parties.models import Institute
    from kosetsu.foundation.reviews.tests.conftest import board
    from tests import build

    if not Institute.objects.exists():
        build.institute()
    made = board(None)
    connection.close()
    return made.panel.pk


def _drop() -> None:
    from django.db import connection, transaction

    from kosetsu.common.db import guards
    from kosetsu.foundation.reviews.models.guards import GUARDS

    with transaction.atomic():
        guards.end(connection, GUARDS)
    connection.close()


def _run(number: int, guard: str, panel_pk: int, barrier: Any, told: Any) -> None:
    from django.db import IntegrityError

    from kosetsu.common.decisions import Refused
    from kosetsu.foundation.reviews.models import Panel

    panel = Panel.objects.get(pk=panel_pk)
    reviewer = panel.reviewers.select_related("person").order_by("pk")[0]
    ends = []
    barrier.wait(PATIENCE)
    for item in panel.items.order_by("pk")[:PAIRS]:
        try:
            (_by_actions if guard == "whole" else _by_rows)(number % 2 == 0, panel, item, reviewer)
            ends.append("done")
        except (Refused, IntegrityError) as refused:
            ends.append(type(refused).__name__)
    told.put({guard: ends})


def _by_actions(assigns: bool, panel: Any, item: Any, reviewer: Any) -> None:
    from kosetsu.foundation.accounts.models import Person
    from kosetsu.foundation.reviews import actions
    from kosetsu.foundation.reviews.states import Ground
    from tests.fixtures import AT

    runner = Person.objects.get(name="審査 係", posts__role="review", pk__in=panel.steps.values("by"))
    if assigns:
        actions.assign(by=runner, at=AT, panel=panel, pairs=[actions.Pair(item, reviewer)])
    else:
        actions.enter_conflict(by=runner, at=AT, item=item, person=reviewer.person, ground=Ground.OTHER, detail="兄")


def _by_rows(assigns: bool, panel: Any, item: Any, reviewer: Any) -> None:
    from django.db import transaction

    from kosetsu.foundation.reviews.models import Conflict, Review
    from kosetsu.foundation.reviews.states import Ground, Origin
    from tests.fixtures import AT

    with transaction.atomic():
        if assigns:
            Review.objects.create(item=item, reviewer=reviewer, assigned_by=reviewer.person, assigned_at=AT)
        else:
            Conflict.objects.create(
                item=item, person=reviewer.person, ground=Ground.OTHER, origin=Origin.ENTERED, found_at=AT
            )


def _stand(panel_pk: int) -> list[tuple[bool, bool]]:
    from django.db import connection

    from kosetsu.foundation.reviews.models import Conflict, Item, Review

    items = list(Item.objects.filter(panel=panel_pk).order_by("pk")[:PAIRS])
    found = [
        (Review.objects.alive().filter(item=one).exists(), Conflict.objects.in_force().filter(item=one).exists())
        for one in items
    ]
    connection.close()
    return found
