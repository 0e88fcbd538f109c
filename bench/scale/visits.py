"""An exhibition with its log of looks: raw events by chance, judged by the rule and kept as the actions keep them."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.clock import LAST_MOMENT
from bench.scale.sizes import SEED
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.rules import is_robot
from kosetsu.services.exhibitions import rules
from kosetsu.services.exhibitions.models import Booth, Edition, Exhibition, Look, Viewing, Visitor
from kosetsu.services.exhibitions.states import BoothKind, BoothState, ExhibitionState, Verdict

BOOTHS = 66
ROBOTS = ("bot", "crawler", "spider")
AGENTS = ("Mozilla/5.0 Firefox", "Mozilla/5.0 Safari", "Mozilla/5.0 Chrome", "ExampleBot/2.1", "web-crawler 1.0", "")
AT_ONCE = 5_000


@dataclass(slots=True)
class Visited:
    """The exhibition, and by brute force who was seen at which booth: row number of the booth → visitors."""

    exhibition: Exhibition
    seen: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def fill(events: int) -> Visited:
    """So many looks; one in fourteen of the registered is staff, a third of the looks is nobody's."""
    dice, people = random.Random(SEED), max(events // 500, 20)
    exhibition = _exhibition()
    booths = Booth.objects.bulk_create(_booths(exhibition))
    by = exhibition.planned_by
    Edition.objects.bulk_create(
        Edition(booth=booth, number=1, name=booth.name, checked_by=by, checked_at=LAST_MOMENT) for booth in booths
    )
    persons = Person.objects.bulk_create(
        Person(email=f"visit{n}.{exhibition.pk}@bench.example.jp", name=f"来場 {n}") for n in range(people)
    )
    visitors = Visitor.objects.bulk_create(
        Visitor(exhibition=exhibition, person=one, agreed_at=LAST_MOMENT) for one in persons
    )
    visited = Visited(exhibition)
    Look.objects.bulk_create(_looks(visited, booths, visitors, events, dice), batch_size=AT_ONCE)
    counted = Look.objects.filter(booth__exhibition=exhibition, verdict=Verdict.COUNTED)
    pairs = counted.order_by().values_list("booth", "visitor").iterator(chunk_size=AT_ONCE)
    Viewing.objects.bulk_create(
        (Viewing(booth_id=booth, visitor_id=visitor, first_at=LAST_MOMENT) for booth, visitor in pairs),
        batch_size=AT_ONCE, ignore_conflicts=True,
    )  # fmt: skip
    return visited


def _exhibition() -> Exhibition:
    day = dt.timedelta(days=1)
    return Exhibition.objects.create(
        code=f"BENCH-{Exhibition.objects.count()}", title="計測の展示会", state=ExhibitionState.OPEN, terms="計測",
        recommends_until=LAST_MOMENT - 40 * day, opens_at=LAST_MOMENT - 30 * day, registers_until=LAST_MOMENT + day,
        closes_at=LAST_MOMENT + day, found_until=LAST_MOMENT + day, planned_by=Person.objects.order_by("pk")[0],
    )  # fmt: skip


def _booths(exhibition: Exhibition) -> Iterator[Booth]:
    for number in range(BOOTHS):
        kind = BoothKind.INSTITUTE
        yield Booth(exhibition=exhibition, kind=kind, name=f"出展 {number:02}", state=BoothState.CHECKED)


def _looks(
    visited: Visited, booths: list[Booth], visitors: list[Visitor], events: int, dice: random.Random
) -> Iterator[Look]:
    """Each event judged by the rule; beside it, in other words, who is to be counted."""
    for _number in range(events):
        booth, agent = booths[int(len(booths) * dice.random() ** 2)], dice.choice(AGENTS)
        place = dice.randrange(len(visitors) * 3 // 2)
        visitor = visitors[place] if place < len(visitors) else None
        staff = place % 14 == 0
        why = rules.verdict(
            robot=is_robot(agent, ROBOTS), staff=staff, own=False, registered=visitor is not None, running=True
        )
        if visitor and agent.startswith("Mozilla") and place % 14:
            visited.seen[booth.pk].add(visitor.pk)
        yield Look(booth=booth, visitor=visitor, at=LAST_MOMENT, verdict=why)
