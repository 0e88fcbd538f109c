"""A table for every meeting, so that few sellers change theirs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kosetsu.across.matching.rules.timetables.given import Fair, Meeting


def seated(fair: Fair, meetings: Iterable[Meeting], before: Iterable[Meeting] = ()) -> tuple[Meeting, ...]:
    """The meetings with tables. Locked tables stay; who sat somewhere before sits there again where that is free."""
    return _Seating(fair, sorted(meetings), tuple(before)).seated()


def table_moves(meetings: Iterable[Meeting]) -> int:
    """How often a seller sits at another table than at the meeting before."""
    tables = defaultdict[str, list[int]](list)
    for meeting in sorted(meetings):
        tables[meeting.seller].append(meeting.table)
    return sum(one != two for own in tables.values() for one, two in pairwise(own))


@dataclass
class _Seating:
    """Most sellers have a table of their own; the others sit where its owner is away for longest."""

    fair: Fair
    meetings: list[Meeting]
    before: tuple[Meeting, ...]
    works: dict[int, dict[str, Meeting]] = field(default_factory=lambda: defaultdict(dict))
    last: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for meeting in self.meetings:
            self.works[meeting.slot][meeting.seller] = meeting
        self.locked = {(one.slot, one.seller): one.table for one in self.fair.locks if one.table >= 0}
        self.same = {(one.slot, *one.pair): one.table for one in self.before}
        self.homes = self._homes()
        self.owners = {table: seller for seller, table in self.homes.items()}

    def _homes(self) -> dict[str, int]:
        """Tables that stand all day, one each: where somebody sat before, then by the number of meetings."""
        count = Counter(meeting.seller for meeting in self.meetings)
        sellers = sorted((party.key for party in self.fair.sellers), key=lambda key: -count[key])
        habits = Counter((one.seller, one.table) for one in (*self.before, *self.fair.locks) if one.table >= 0)
        homes: dict[str, int] = {}
        free = dict.fromkeys(range(min(self.fair.tables, default=0)))
        for (seller, table), _count in sorted(habits.items(), key=lambda habit: (-habit[1], habit[0])):
            if seller not in homes and table in free:
                homes[seller] = table
                del free[table]
        without = [seller for seller in sellers if seller not in homes and count[seller]]
        return homes | dict(zip(without, free, strict=False))

    def seated(self) -> tuple[Meeting, ...]:
        return tuple(meeting for slot in self.fair.slots for meeting in self._slot(slot))

    def _slot(self, slot: int) -> list[Meeting]:
        works, taken = self.works[slot], dict[str, int]()
        for wanted in (self._locked, self._same, self._home):
            for seller, meeting in works.items():
                table = wanted(meeting)
                if seller not in taken and 0 <= table < self.fair.tables[slot] and table not in taken.values():
                    taken[seller] = table
        for seller in works:
            if seller not in taken:
                taken[seller] = self._free(seller, slot, taken)
        self.last |= taken
        return [replace(meeting, table=taken[seller]) for seller, meeting in works.items()]

    def _locked(self, meeting: Meeting) -> int:
        return self.locked.get((meeting.slot, meeting.seller), -1)

    def _same(self, meeting: Meeting) -> int:
        return self.same.get((meeting.slot, *meeting.pair), -1)

    def _home(self, meeting: Meeting) -> int:
        return self.homes.get(meeting.seller, -1)

    def _free(self, seller: str, slot: int, taken: Mapping[str, int]) -> int:
        """The last table, if it is free; else that whose owner comes back last."""
        free = [table for table in range(self.fair.tables[slot]) if table not in taken.values()]
        last = self.last.get(seller)
        return last if last in free else max(free, key=lambda table: (self._free_for(table, slot), -table))

    def _free_for(self, table: int, slot: int) -> int:
        """In how many slots from now on a table's owner does not need it."""
        owner = self.owners.get(table)
        later = range(slot, len(self.fair.tables))
        return next((at - slot for at in later if owner in self.works[at]), len(later))
