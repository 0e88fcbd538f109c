"""One of many processes that want the same time at the same moment; and the hand that fills their database.

Imported before Django is set up, so that each process can choose its database first.
"""

import datetime as dt
import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

AT = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
PATIENCE = 180
NEXT = "次に空いている時間"


@dataclass(frozen=True, slots=True)
class Race:
    """One scenario: what everybody does ``trials`` times to a resource of ``capacity`` places.

    ``guard``: "whole"; "constraint" (no lock and no look, the database alone decides); "none" (its index is gone too).
    """

    verb: str
    trials: int
    capacity: int = 1
    guard: str = "whole"

    @property
    def code(self) -> str:
        return f"{self.verb}-{self.capacity}-{self.guard}"

    @property
    def side(self) -> str:
        """What the second row of a sheet books: there is room for everybody."""
        return f"{self.code}-side"


def slot(trial: int) -> Any:
    """The hour that a trial is about: each its own day, holidays left out."""
    from kosetsu.common.calendars import is_holiday
    from kosetsu.foundation.bookings.rules import Span

    days = (AT + dt.timedelta(days=n) for n in range(2, 300))
    starts = [day for day in days if not is_holiday(day.date())][trial]
    return Span(starts, starts + HOUR)


def hold(url: str, races: Sequence[Race], people: int, results: Any) -> None:
    """Fill the migrated database, let so many processes race, and tell: race → trial → how many ended how; how many
    cells of which race stand twice; how many bookings each has. The racers are forked from here, so that Django is
    read once; each connects on its own.
    """
    set_up(url)
    _prepare(races, people)
    heard = together(people, _run, races)
    ends = {race.code: [Counter(one[race.code][n] for one in heard) for n in range(race.trials)] for race in races}
    results.put((ends, _doubles(), _held()))


def spawned(hold: Callable[..., None], *given: Any) -> Any:
    """What ``hold`` tells of its races, in a process of its own that chooses its database before Django is set up."""
    spawn = multiprocessing.get_context("spawn")
    results = spawn.Queue()
    host = spawn.Process(target=hold, args=(*given, results))
    host.start()
    told = results.get(timeout=PATIENCE * 6)
    host.join(PATIENCE)
    return told


def together(people: int, run: Callable[..., None], *given: Any) -> list[dict[Any, list[str]]]:
    """Fork so many processes that run at the same moment, and hear from each how its races ended."""
    fork = multiprocessing.get_context("fork")
    barrier, told = fork.Barrier(people), fork.Queue()
    racers = [fork.Process(target=run, args=(number, *given, barrier, told)) for number in range(people)]
    for racer in racers:
        racer.start()
    heard = [told.get(timeout=PATIENCE * 5) for _racer in racers]
    for racer in racers:
        racer.join(PATIENCE)
    return heard


def _prepare(races: Sequence[Race], people: int) -> None:
    """One company, its people, and one resource per race; without the index where it says."""
    from django.db import connection

    from kosetsu.foundation.bookings.models import BookedCell
    from kosetsu.foundation.bookings.tests.conftest import resource
    from tests import build

    institute = build.institute()
    company = build.company("競争株式会社", "131083")
    for number in range(people):
        who = build.person(f"競争 {number:02}", name_kana=f"racer-{number:02}")
        who.memberships.create(organisation=company.organisation, workplace=company.workplace, role="engineer")
    rule = {"opening": "0-6 00:00-24:00", "horizon": "days+400", "fee": ""}
    for race in races:
        made = resource(race.code, institute.head_office, rule=rule, capacity=race.capacity)
        _bookings(race, made, company)
        if race.verb == "import":
            resource(race.side, institute.head_office, rule=rule, capacity=people)
    if any(race.guard == "none" for race in races):
        drop(BookedCell, "one_booking_per_cell")
    connection.close()


def drop(model: Any, name: str) -> None:
    """The database no longer holds this constraint of the model."""
    from django.db import connection

    [dropped] = [one for one in model._meta.constraints if one.name == name]
    model._meta.constraints.remove(dropped)  # SQLite makes the table anew, from what the model says
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, dropped)


def _run(number: int, races: Sequence[Race], barrier: Any, told: Any) -> None:
    """All races, each trial at the same moment as everybody else; tells what each ended with."""
    ends = {}
    for race in races:
        weaken(race.guard)
        act = _act(race, number)
        ends[race.code] = [once(act, trial, barrier) for trial in range(race.trials)]
    told.put(ends)


def _doubles() -> Counter[str]:
    """How many cells of each resource stand twice."""
    from kosetsu.foundation.bookings.models import BookedCell

    cells = Counter(BookedCell.objects.values_list("resource__code", "lane", "starts_at"))
    return Counter(code for (code, _lane, _starts), many in cells.items() if many > 1)


def _held() -> Counter[str]:
    """How many bookings each resource has in the end."""
    from kosetsu.foundation.bookings.models import Booking

    return Counter(Booking.objects.values_list("resource__code", flat=True))


def set_up(url: str) -> None:
    os.environ["DATABASE_URL"] = url
    os.environ["DJANGO_SETTINGS_MODULE"] = "kosetsu.config.testing"
    import django
    from django.conf import settings

    options = settings.DATABASES["default"].get("OPTIONS", {})
    if "options" in options:  # who wins is asked, not how soon: many processes share few cores
        options["options"] += f" -c lock_timeout={PATIENCE}s"
    django.setup()


def ended(act: Callable[[], Any], barrier: Any) -> str:
    """Begin with everybody else; what it said, "done", or the name of what it raised."""
    barrier.wait(PATIENCE)
    try:
        said = act()
    except Exception as broken:
        return type(broken).__name__
    return said if isinstance(said, str) else "done"


def once(act: Callable[[int], Any], trial: int, barrier: Any) -> str:
    from kosetsu.foundation.bookings.actions.beats import OtherTimes

    barrier.wait(PATIENCE)
    try:
        said = act(trial)
    except OtherTimes as refused:
        return "refused" if len(refused.spans) == 3 else f"refused without times: {refused}"
    except Exception as broken:
        return f"{type(broken).__name__}: {broken}"
    return said if isinstance(said, str) else "ok"


def _act(race: Race, number: int) -> Callable[[int], Any]:
    from kosetsu.foundation.accounts.models import Person
    from kosetsu.foundation.bookings import actions
    from kosetsu.foundation.bookings.models import Booking, Resource
    from kosetsu.foundation.parties.models import Workplace

    resource = Resource.objects.select_related("branch", "group").get(code=race.code)
    by, workplace = Person.objects.get(name_kana=f"racer-{number:02}"), Workplace.objects.get()
    mine = Booking.objects.select_related("resource__branch").filter(resource=resource, person=by).order_by("starts_at")
    own = list(mine)
    keeper = Person.objects.filter(posts__role="counter").first()
    assert keeper

    def book(trial: int) -> Any:
        wish = actions.Wish(resources=(resource,), span=slot(trial), workplace=workplace)
        return actions.request(by=by, at=AT, wish=wish)

    def move(trial: int) -> Any:
        span = slot(trial)
        return actions.move(by=by, at=AT, booking=own[0], starts_at=span.starts, ends_at=span.ends)

    def extend(trial: int) -> Any:
        if own:
            return actions.extend(by=by, at=AT, booking=own[trial], ends_at=slot(trial).ends)
        return book(trial)

    def bring(trial: int) -> Any:
        """A sheet of two rows: the time that everybody wants, and one that is everybody's to have."""
        from zoneinfo import ZoneInfo

        span, zone = slot(trial), ZoneInfo(resource.branch.timezone)
        hours = f"{span.starts.astimezone(zone):%Y-%m-%d,%H:%M},{span.ends.astimezone(zone):%H:%M}"
        lines = ["resource,day,starts,ends,caller_name", *(f"{code},{hours},{by}" for code in (race.code, race.side))]
        sheet = actions.import_bookings(by=keeper, at=AT, content="\n".join(lines).encode(), name="x.csv")
        if sheet.problems:
            return "refused" if all(NEXT in one for one in sheet.problems) else str(sheet.problems)
        return "ok"

    return {"book": book, "move": move, "extend": extend, "import": bring}[race.verb]


def _bookings(race: Race, resource: Any, company: Any) -> None:
    """What is moved: one booking each, at other hours. What is extended: the hour before each slot, on each place."""
    from kosetsu.foundation.accounts.models import Person
    from kosetsu.foundation.bookings import actions
    from kosetsu.foundation.bookings.rules import Span

    racers = Person.objects.filter(name_kana__startswith="racer").order_by("name_kana")
    wanted = []
    if race.verb == "move":
        wanted = [(who, slot(race.trials + 5 + n)) for n, who in enumerate(racers)]
    if race.verb == "extend":
        firsts = list(racers[: race.capacity])
        spans = [slot(trial) for trial in range(race.trials)]
        wanted = [(who, Span(span.starts - HOUR, span.starts)) for who in firsts for span in spans]
    for who, span in wanted:
        wish = actions.Wish(resources=(resource,), span=span, workplace=company.workplace)
        actions.request(by=who, at=AT, wish=wish)


def weaken(guard: str) -> None:
    """Nobody locks and nobody looks: everyone takes the first place. The races with the whole guard come first."""
    if guard == "whole":
        return
    from kosetsu.foundation.bookings import rules
    from kosetsu.foundation.bookings.actions import beats

    beats.lock_keys = lambda *keys: None  # type: ignore[attr-defined]
    rules.free_lane = lambda lanes, wanted, preferred=None: preferred or 0  # type: ignore[assignment]
