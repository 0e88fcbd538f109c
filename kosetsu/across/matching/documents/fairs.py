"""A business-meeting day of an exhibition as the solver's question, and its answer as the exhibition keeps it."""

from collections import defaultdict
from typing import Any

from kosetsu.across.matching.rules.timetables.arranging import Timetable
from kosetsu.across.matching.rules.timetables.given import Fair as Question
from kosetsu.across.matching.rules.timetables.given import Meeting as Held
from kosetsu.across.matching.rules.timetables.given import Party
from kosetsu.across.matching.rules.timetables.given import Wish as Asked
from kosetsu.services.exhibitions.models import Away, Fair, Meeting
from kosetsu.services.exhibitions.states import TAKING_PART, MeetingState


def seller(booth_id: int) -> str:
    """The key of an exhibitor."""
    return f"b{booth_id}"


def buyer(visitor_id: int) -> str:
    """The key of a visitor."""
    return f"v{visitor_id}"


def question(fair: Fair) -> Question:
    """Everybody who wishes or was put at a table by hand, with the slots in which they cannot come."""
    wishes = fair.wishes.filter(declined=False, booth__state__in=TAKING_PART).order_by("pk")
    asked = [Asked(seller(one.booth_id), buyer(one.visitor_id), one.seller_points, one.buyer_points) for one in wishes]
    standing, away = [(one.locked, held(one)) for one in settled(fair)], _away(fair)
    pairs = [one.pair for one in asked] + [one.pair for _locked, one in standing]
    sides = [dict.fromkeys(pair[side] for pair in pairs) for side in (0, 1)]
    slots = list(fair.slots.all())
    return Question(
        tables=tuple(slot.open_tables for slot in slots),
        sellers=tuple(Party(key, frozenset(away[key])) for key in sides[0]),
        buyers=tuple(Party(key, frozenset(away[key])) for key in sides[1]),
        wishes=tuple(asked), lunch=frozenset(slot.number for slot in slots if slot.lunch),
        longest_run=fair.longest_run, locks=frozenset(one for locked, one in standing if locked), seed=fair.pk,
    )  # fmt: skip


def _away(fair: Fair) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for booth, visitor, number in Away.objects.filter(slot__fair=fair).values_list("booth", "visitor", "slot__number"):
        found[seller(booth) if booth else buyer(visitor)].add(number)
    return found


def settled(fair: Fair) -> Any:
    """The meetings that stand now."""
    return fair.meetings.filter(state=MeetingState.SETTLED).select_related("slot")


def held(meeting: Meeting) -> Held:
    """A meeting as the solver knows it."""
    return Held(meeting.slot.number, seller(meeting.booth_id), buyer(meeting.visitor_id), meeting.table)


def told(found: Timetable) -> dict[str, Any]:
    """A timetable as a proposal keeps it."""
    return {
        "meetings": [(one.slot, one.table, int(one.seller[1:]), int(one.buyer[1:])) for one in found.meetings],
        "bound": found.bound, "waits": found.waits, "moved": found.moved,
        "refusals": [(int(one.wish.seller[1:]), int(one.wish.buyer[1:]), one.cause) for one in found.refusals],
    }  # fmt: skip
