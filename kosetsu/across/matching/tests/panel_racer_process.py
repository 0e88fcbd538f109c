"""Two processes settle two proposals of one panel at the same moment; no pair is in both.

Imported before Django is set up, so that each process can choose its database first.
"""

from collections import Counter
from typing import Any

from kosetsu.foundation.bookings.tests.racer_process import PATIENCE, set_up, together


def hold(url: str, guards: list[str], results: Any) -> None:
    """By guard: how many reviews each item has at the end, and how the settlements ended.

    "whole"; "constraint" (without its lock, the database alone decides); "none" (without its constraints, too).
    """
    set_up(url)
    told = {}
    for guard in guards:
        panel, proposals = _prepare()
        if guard == "none":
            _drop()
        heard = together(2, _run, guard, proposals)
        told[guard] = (_held(panel), Counter(end for one in heard for end in one[guard]))
    results.put(told)


def _prepare() -> tuple[int, list[int]]:
    from django.db import connection

    from kosetsu.across.matching.models import ReaderPoints
    from kosetsu.across.matching.tests.review_panels import found, reader_points, two_each
    from kosetsu.foundation.parties.models import Institute
    from tests import build

    if not Institute.objects.exists():
        build.institute()
    if not ReaderPoints.objects.exists():
        reader_points()
    made = two_each(None)
    proposals = []
    for some in (made.reviewers[:2], made.reviewers[2:]):
        free = found(made)
        free.locks = [[item.pk, one.pk] for item in made.items for one in some]
        proposals.append(found(made, keeping=free).pk)
    connection.close()
    return made.panel.pk, proposals


def _drop() -> None:
    from django.db import connection

    from kosetsu.across.matching.models import PanelProposal
    from kosetsu.foundation.bookings.tests.racer_process import drop
    from kosetsu.foundation.reviews.models import Step

    drop(Step, "one_step_a_position")
    drop(PanelProposal, "two_proposals_are_not_settled_upon_one_state")
    connection.close()


def _run(number: int, guard: str, proposals: list[int], barrier: Any, told: Any) -> None:
    from django.db import IntegrityError, OperationalError

    from kosetsu.across.matching.actions import panels as actions
    from kosetsu.across.matching.models import PanelProposal
    from kosetsu.common.decisions import Refused
    from tests.fixtures import AT

    proposal = PanelProposal.objects.select_related("panel", "asked_by").get(pk=proposals[number])
    if guard != "whole":
        _without_lock(barrier)
    barrier.wait(PATIENCE)
    try:
        end = actions.settle_assignment(by=proposal.asked_by, at=AT, proposal=proposal).stage
    except (Refused, IntegrityError, OperationalError) as refused:
        end = type(refused).__name__
    told.put({guard: [str(end)]})


def _without_lock(barrier: Any) -> None:
    """Both have read the panel before either writes, where the engine lets two write at once."""
    from django.db import connection

    from kosetsu.across.matching.actions import panels as actions
    from kosetsu.foundation.reviews.actions import beats

    beats.lock_keys = lambda *_keys, **_more: None
    changed = actions._changed

    def together_with_the_other(*given: Any) -> Any:
        said = changed(*given)
        if connection.vendor == "postgresql":
            barrier.wait(PATIENCE)
        return said

    actions._changed = together_with_the_other


def _held(panel: int) -> list[int]:
    from django.db import connection

    from kosetsu.foundation.reviews.models import Item

    counts = [item.reviews.alive().count() for item in Item.objects.filter(panel=panel).order_by("pk")]
    connection.close()
    return counts
