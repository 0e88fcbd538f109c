"""Many processes that settle one thing at the same moment: a card given in return, a timetable, a place at a table, a
page that is checked.

Imported before Django is set up, so that each process can choose its database first.
"""

from collections import Counter
from typing import Any

from kosetsu.foundation.bookings.tests.racer_process import PATIENCE, drop, set_up, together

VERBS = ("accept_card", "settle_proposal", "place_meeting", "check_booth")
SIDES = ("one_meeting_per_slot_and_table", "one_meeting_per_slot_and_booth", "one_meeting_per_slot_and_visitor")


def hold(url: str, guards: list[str], people: int, results: Any) -> None:
    """By guard and verb: how the attempts ended; and what stands: editions, meetings at the table, mails of the day.

    "whole"; "none" (nobody locks, all go by what they read before the race, the tables' constraints are gone).
    """
    set_up(url)
    told = {}
    for guard in guards:
        given = _prepare(people)
        if guard == "none":
            _drop()
        heard = together(people, _run, guard, given)
        told[guard] = ({verb: Counter(one[verb] for one in heard) for verb in VERBS}, *_stand(given))
    results.put(told)


def _prepare(people: int) -> dict[str, Any]:
    """An open exhibition: a booth handed in, a card that waits, a day with a proposal that is ready."""
    from django.db import connection

    from kosetsu.services.exhibitions import actions
    from kosetsu.services.exhibitions.models import Booth, Exhibition, Proposal
    from kosetsu.services.exhibitions.tests import conftest as world
    from kosetsu.services.exhibitions.tests.racer_process import _institute
    from tests.fixtures import AT

    run, check, branch = _institute()
    made = actions.plan_exhibition(by=run, at=AT, plan=world.plan_at(branch))
    made = actions.begin_inviting(by=run, at=AT, exhibition=made)
    booth = actions.invite_booth(by=run, at=AT, exhibition=made, kind="institute", name="当センター")
    booth = world.in_view(world.written(booth, run), run, check)
    made = actions.open_exhibition(at=world.OPENING, exhibition=Exhibition.objects.get(pk=made.pk))
    visitors = [world.come(made) for _number in range(people)]
    card = actions.offer_card(by=visitors[0].person, at=world.DURING, visitor=visitors[0], booth=booth)
    booth = Booth.objects.select_related("exhibition").get(pk=booth.pk)
    booth = actions.submit_booth(
        by=run, at=world.DURING, booth=actions.revise_booth(by=run, at=world.DURING, booth=booth)
    )
    day = world.OPENING + 10 * world.DAY
    plan = actions.DayPlan(
        title="商談会", starts_at=day, ends_at=day + world.DAY / 12, minutes=30, tables=1, wishes_until=day
    )
    fair = actions.plan_fair(by=run, at=world.DURING, exhibition=made, plan=plan)
    held = [(number, 0, booth.pk, visitors[number].pk) for number in range(2)]
    proposal = Proposal.objects.create(fair=fair, state="ready", asked_by=run, asked_at=AT, found={"meetings": held})
    connection.close()
    return {
        "run": run.pk, "check": check.pk, "booth": booth.pk, "card": card.pk, "proposal": proposal.pk,
        "visitors": [one.pk for one in visitors],
    }  # fmt: skip


def _drop() -> None:
    from django.db import connection

    from kosetsu.services.exhibitions.models import Edition, Meeting

    for name in SIDES:
        drop(Meeting, name)
    drop(Edition, "one_edition_per_number")
    connection.close()


def _run(number: int, guard: str, given: dict[str, Any], barrier: Any, told: Any) -> None:
    from kosetsu.foundation.accounts.models import Person
    from kosetsu.services.exhibitions import actions
    from kosetsu.services.exhibitions.actions import beats, booths, exchange, proposals
    from kosetsu.services.exhibitions.models import Booth, Card, Proposal, Visitor
    from kosetsu.services.exhibitions.tests.conftest import DURING

    run, check = (Person.objects.get(pk=given[name]) for name in ("run", "check"))
    booth = Booth.objects.select_related("exhibition__branch").get(pk=given["booth"])
    card = Card.objects.select_related("booth__exhibition").get(pk=given["card"])
    proposal = Proposal.objects.select_related("fair__exhibition").get(pk=given["proposal"])
    visitor = Visitor.objects.get(pk=given["visitors"][number])
    slot = proposal.fair.slots.select_related("fair__exhibition").get(number=3)
    for room in (exchange, proposals):
        room.tell = lambda *given, **more: None  # type: ignore[attr-defined]
    if guard == "none":  # nobody waits, and nobody reads again what has changed meanwhile
        beats.lock_keys = lambda *keys: None  # type: ignore[attr-defined]
        booths.locked_booth = lambda stale: stale  # type: ignore[assignment]
        exchange._locked_card = lambda stale: stale
        proposals._locked_proposal = lambda stale: stale
    acts = {
        "accept_card": lambda: actions.accept_card(by=run, at=DURING, card=card),
        "settle_proposal": lambda: actions.settle_proposal(by=run, at=DURING, proposal=proposal),
        "place_meeting": lambda: actions.place_meeting(
            by=run, at=DURING, slot=slot, table=0, booth=booth, visitor=visitor
        ),
        "check_booth": lambda: actions.check_booth(by=check, at=DURING, booth=booth),
    }
    told.put({verb: _once(act, barrier) for verb, act in acts.items()})


def _once(act: Any, barrier: Any) -> str:
    """At the same moment as everybody else; how it ended."""
    barrier.wait(PATIENCE)
    try:
        act()
    except Exception as broken:
        return type(broken).__name__
    return "done"


def _stand(given: dict[str, Any]) -> tuple[int, int]:
    """The editions of the page, and the meetings at the one table of the slot."""
    from django.db import connection

    from kosetsu.services.exhibitions.models import Booth, Meeting

    meetings = Meeting.objects.filter(fair__proposals=given["proposal"], slot__number=3, state="settled")
    counted = Booth.objects.get(pk=given["booth"]).editions.count(), meetings.count()
    connection.close()
    return counted
