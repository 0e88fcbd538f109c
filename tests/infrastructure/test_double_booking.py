"""Double booking by HTTP: twenty signed-in people press at the same moment, at pages and API of the running program.

One web process on a SQLite file, two on one PostgreSQL. ``KOSETSU_RACE_TRIALS=50`` for the whole proof.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.databases import Migrated
from tests.infrastructure.rivals import PEOPLE, Answer, Person, at_once, people_of
from tests.programs import Node
from tests.requirements import UNDER_TEST

TRIALS = int(os.environ.get("KOSETSU_RACE_TRIALS", "3"))
WORLD = Path(__file__).parent / "rivals_world.py"
AFTER = """
import json
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.bookings.models import BookedCell, Booking
from kosetsu.foundation.casebook.models import Entry
from kosetsu.services.instruments.models import Use
cells = list(BookedCell.objects.values_list("resource__code", "lane", "starts_at"))
held = {code: Booking.objects.filter(resource__code=code, state="confirmed").count()
        for code in ("R-BOOK", "R-THREE", "R-DESK", "R-MOVE", "R-LONG")}
print("AFTER " + json.dumps({"doubles": len(cells) - len(set(cells)), "held": held,
    "settled": [Use.objects.exclude(stopped_at=None).count(), Entry.objects.filter(kind="use").count(),
                Charge.objects.count()]}))
"""


class House:
    """The running program, the people before it, and what they want."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        nodes[0].env["TRIALS"] = str(TRIALS)
        self.world = self._said("WORLD", WORLD.read_text())
        self.people = people_of(nodes, self.world["people"])
        self.keepers = people_of(nodes, self.world["keeper"])

    def after(self) -> dict[str, Any]:
        return self._said("AFTER", AFTER)

    def times(self, trial: int) -> dict[str, str]:
        """The slot of a trial, with its offset."""
        return dict(zip(("starts_at", "ends_at"), self.world["slots"][trial], strict=True))

    def typed(self, trial: int) -> dict[str, str]:
        """The same as a form has it."""
        return {name: moment[:16] for name, moment in self.times(trial).items()}

    def book(self, who: Person, number: int, code: str, trial: int) -> Answer:
        """By the page, every other one by the API."""
        if number % 4 < 2:
            workplace = str(self.world["workplace"])
            return who.press(f"/bookings/resources/{code}/book/", workplace=workplace, **self.typed(trial))
        return who.call("/bookings", resource=code, **self.times(trial))

    def _said(self, mark: str, code: str) -> dict[str, Any]:
        said = self.nodes[0].manage("shell", "-v", "0", code=f"exec({code!r}, {{}})\n")
        [line] = [one for one in said.splitlines() if one.startswith(mark)]
        found: dict[str, Any] = json.loads(line.removeprefix(mark))
        return found


@pytest.fixture(scope="module", params=[UNDER_TEST])
def house(
    request: pytest.FixtureRequest, migrated: Migrated, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """One web process on a file, or two on a server."""
    folder = tmp_path_factory.mktemp("doubles")
    with ExitStack() as stack:
        names = ["one", "two"] if request.param == "postgres" else ["one"]
        (folder / "one").mkdir()
        server = request.param == "postgres"
        url = stack.enter_context(migrated.postgres()) if server else migrated.file(folder / "one")
        nodes = [Node(folder / name, url) for name in names]
        nodes[0].manage("createcachetable", "-v", "0")
        made = House(nodes)
        for node in nodes:
            node.manage("collectstatic", "--no-input", "-v", "0")
            node.start(stack, threads=8)
        yield made


def lets(many: int) -> Counter[str]:
    return Counter({"ok": many, "refused": PEOPLE - many})


@pytest.mark.parametrize(("code", "places"), [("R-BOOK", 1), ("R-THREE", 3)])
def test_of_twenty_who_book_as_many_win_as_there_are_places(house: House, code: str, places: int) -> None:
    for trial in range(TRIALS):
        ends = at_once(house.people, lambda n, who, trial=trial: house.book(who, n, code, trial))  # type: ignore[misc]
        assert ends == lets(places)
    after = house.after()
    assert (after["held"][code], after["doubles"]) == (places * TRIALS, 0)


def test_of_twenty_who_move_to_one_time_one_wins(house: House) -> None:
    def move(number: int, who: Person, trial: int) -> Answer:
        own = house.world["moved"][number]
        if number % 4 < 2:
            return who.press(f"/bookings/{own}/move/", **house.typed(trial))
        return who.call(f"/bookings/{own}/move", **house.times(trial))

    for trial in range(TRIALS):
        assert at_once(house.people, lambda n, who, trial=trial: move(n, who, trial)) == lets(1)  # type: ignore[misc]
    after = house.after()
    assert (after["held"]["R-MOVE"], after["doubles"]) == (PEOPLE, 0)


def test_of_one_who_extends_and_nineteen_who_book_what_comes_after_one_wins(house: House) -> None:
    def press(number: int, who: Person, trial: int) -> Answer:
        ends = house.times(trial)["ends_at"]
        longer = house.world["extended"][trial]
        if number:
            return house.book(who, number, "R-LONG", trial)
        if trial % 2:
            return who.press(f"/bookings/{longer}/extend/", ends_at=ends[:16])
        return who.call(f"/bookings/{longer}/extend", ends_at=ends)

    for trial in range(TRIALS):
        assert at_once(house.people, lambda n, who, trial=trial: press(n, who, trial)) == lets(1)  # type: ignore[misc]
    assert house.after()["doubles"] == 0


def test_of_twenty_at_the_counter_and_at_home_one_wins(house: House) -> None:
    """Half of them telephone: a colleague enters it at the desk."""

    def press(number: int, who: Person, trial: int) -> Answer:
        if number % 2:
            return house.book(who, number, "R-DESK", trial)
        typed = {"resource": "R-DESK", "caller_name": f"電話 {number}", **house.typed(trial)}
        return house.keepers[number].press("/desk/bookings/new/", **typed)

    for trial in range(TRIALS):
        assert at_once(house.people, lambda n, who, trial=trial: press(n, who, trial)) == lets(1)  # type: ignore[misc]
    after = house.after()
    assert (after["held"]["R-DESK"], after["doubles"]) == (TRIALS, 0)


def test_a_use_begins_once_and_is_settled_once_however_many_stand_at_the_bench(house: House) -> None:
    """The screen that the instrument's code opens, on twenty telephones."""
    for used in house.world["used"]:
        for verb in ("start_use", "stop_use"):
            press = f"/desk/instruments/uses/{used}/{verb}/"
            ends = at_once(house.keepers, lambda _n, who, press=press: who.press(press))  # type: ignore[misc]
            refused = {word for word in ends if word != "ok"}
            assert ends["ok"] == 1, ends
            assert all(word.startswith("422") and "この操作はできません" in word for word in refused), ends
    assert house.after()["settled"] == [TRIALS, TRIALS, TRIALS]
