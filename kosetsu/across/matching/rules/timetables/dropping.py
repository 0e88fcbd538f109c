"""The fair on the day, once some do not come: what is over is over, and the others keep what they asked for."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from kosetsu.across.matching.rules.timetables.given import Fair, Meeting, Party


def dropped(fair: Fair, before: Sequence[Meeting], gone: Collection[str], from_slot: int = 0) -> Fair:
    """The fair as it is from a slot on, without those who are gone.

    Meetings of earlier slots are locked and no others are held there. Who is gone need not meet anybody any more.
    """
    past = [meeting for meeting in before if meeting.slot < from_slot]
    held = {meeting.pair for meeting in past}
    busy = {(key, meeting.slot) for meeting in past for key in meeting.pair}

    def now(party: Party) -> Party:
        idle = {slot for slot in range(from_slot) if (party.key, slot) not in busy}
        away = fair.slots[from_slot:] if party.key in gone else party.away
        return replace(party, away=frozenset(idle.union(away)), least=0 if party.key in gone else party.least)

    def stays(pair: tuple[str, str]) -> bool:
        return pair in held or not any(key in gone for key in pair)

    return replace(
        fair, sellers=tuple(map(now, fair.sellers)), buyers=tuple(map(now, fair.buyers)),
        wishes=tuple(wish for wish in fair.wishes if stays(wish.pair)),
        musts=frozenset(filter(stays, fair.musts)),
        locks=frozenset(past) | frozenset(one for one in fair.locks if one.slot >= from_slot and stays(one.pair)),
    )  # fmt: skip
