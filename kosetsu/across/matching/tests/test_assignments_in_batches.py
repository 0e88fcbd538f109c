from collections import Counter
from dataclasses import replace

import pytest

from bench.matching.assignments_checked import worth, wrongs
from bench.matching.by_the_best import pairs as by_the_best
from bench.scale import applications
from kosetsu.across.matching.rules.assignments.assigning import Assignment, assign
from kosetsu.across.matching.rules.assignments.batching import assign_batch
from kosetsu.across.matching.rules.assignments.coming import Like, Year, likely
from kosetsu.across.matching.rules.assignments.given import EVERYTHING, TOTAL, Item, Load, Pair, Panel, Reader
from kosetsu.across.matching.rules.assignments.limits import Kind, Limit
from kosetsu.across.matching.rules.clashing import Clash
from kosetsu.across.matching.rules.misstated import Misstated
from kosetsu.across.matching.tests.panels import pairs, panel

NEXT = frozenset({"next"})


def batch(points: dict[str, int], *who: Reader, **more: object) -> Panel:
    own = tuple(Item(key, 1, spans=frozenset({"now"})) for key in sorted({pair[0] for pair in points}))
    return panel(points, own=own, who=who, aim=TOTAL, **more)


def like(key: str, points: dict[str, int], count: int = 1, spans: frozenset[str] = NEXT) -> Like:
    return Like(Item(key, 1, spans=spans), points, count)


def test_somebody_who_is_needed_more_later_is_spared_for_it():
    given = batch({"aX": 9, "aY": 7}, Reader("X", most=1), Reader("Y"))
    later = like("z", {"X": 9, "Y": 1})
    assert assign_batch(given, Year()).pairs == (("a", "X"),)
    assert assign_batch(given, Year(expected=(later,))).pairs == (("a", "Y"),)


def test_a_minimum_that_later_batches_cannot_bring_is_brought_now():
    given = batch({"aX": 9, "aY": 1, "bX": 9, "bY": 1}, Reader("X"), Reader("Y", least=2))
    one_more, two_more = (Year(expected=(like("z", {"X": 9, "Y": 8}, count),)) for count in (2, 3))
    assert Counter(reader for _item, reader in assign_batch(given, one_more).pairs) == {"X": 1, "Y": 1}
    assert Counter(reader for _item, reader in assign_batch(given, two_more).pairs) == {"X": 2}


def test_what_a_reader_has_had_counts():
    given = batch({"aX": 9, "aY": 1}, Reader("X", most=3), Reader("Y", least=1))
    assert assign_batch(given, Year({"X": {EVERYTHING: 2}, "Y": {EVERYTHING: 1}})).pairs == (("a", "X"),)
    assert assign_batch(given, Year({"X": {EVERYTHING: 3}, "Y": {EVERYTHING: 1}})).pairs == (("a", "Y"),)


def test_a_batch_whose_minima_are_lost_already_is_assigned_all_the_same():
    given = batch({"aX": 9, "aY": 1}, Reader("X"), Reader("Y", least=2))
    assert assign_batch(given, Year()).pairs == (("a", "X"),)


def test_a_minimum_that_is_lost_takes_no_other_with_it():
    points = {f"{item}{reader}": 9 if reader == "X" else 1 for item in "ab" for reader in "XYZ"}
    given = batch(points, Reader("X"), Reader("Y", least=3), Reader("Z", least=1))
    assert Counter(reader for _item, reader in assign_batch(given, Year()).pairs) == {"X": 1, "Z": 1}


def test_more_that_is_expected_than_anybody_could_read_takes_no_minimum_with_it():
    given = batch({"aX": 9, "aY": 1}, Reader("X", most=2), Reader("Y", least=1, away=NEXT))
    assert assign_batch(given, Year(expected=(like("z", {"X": 9}, 5),))).pairs == (("a", "Y"),)


def test_a_minimum_is_not_left_to_a_batch_of_which_its_reader_may_have_less():
    given = batch({"aX": 9, "aY": 1, "bX": 9, "bY": 1}, Reader("X"), Reader("Y", least=3, loads={"next": Load(most=1)}))
    assert assign_batch(given, Year(expected=(like("z", {"Y": 9}, 9),))).pairs == (("a", "Y"), ("b", "Y"))


def test_a_batch_that_cannot_be_says_what_clashes():
    given = batch({"aX": 9}, Reader("X"), conflicts=pairs("aX"))
    found = assign_batch(given, Year())
    assert isinstance(found, Clash)
    assert found.core == (Limit(Kind.READERS, "a"),)


def test_a_lift_raises_items_that_have_little_at_the_price_of_the_total():
    points = {"aX": 10, "aY": 6, "bX": 4, "bY": 1, "cZ": 5, "dZ": 5, "eZ": 5}
    given = batch(points, Reader("X", most=1), Reader("Y", most=1), Reader("Z"))
    assert worth(given, assign_batch(given, Year()).pairs) == (1, 26)
    assert worth(given, assign_batch(given, Year(lift=2)).pairs) == (4, 25)


@pytest.mark.parametrize(("came", "expected"), [(90, range(80, 91)), (55, [50])])
def test_once_more_of_a_kind_came_than_chance_explains_more_of_it_is_expected(came, expected):
    now = frozenset({"now"})
    before = [like(f"b{n}", {"X": 9} if n < 50 else {"Y": 9}, spans=now) for n in range(100)]
    later = [like(f"l{n}", {"X": 9} if n < 50 else {"Y": 9}) for n in range(100)]
    points = {(f"i{n}", "X" if n < came else "Y"): 9 for n in range(100)}
    items = tuple(Item(key, 1, spans=now) for key, _reader in points)
    given = Panel(items, (Reader("X"), Reader("Y")), points)
    found = _by_best(likely(given, Year(expected=(*before, *later))))
    assert found["X"] in expected
    assert found.total() == 100


def test_few_items_are_best_for_the_same_readers_as_all():
    likes = tuple(like(f"l{n}", {"X": 9} if n % 10 < 7 else {"Y": 9}) for n in range(100))
    assert _by_best(likely(batch({"aX": 1}, Reader("X"), Reader("Y")), Year(expected=likes), most=10)) == {
        "X": 70, "Y": 30,
    }  # fmt: skip


def test_few_items_stand_for_all_that_is_to_come():
    given = batch({"aX": 1}, Reader("X"))
    likes = tuple(like(f"{span}{n}", {"X": n}, 3, frozenset({span})) for span in ("one", "two") for n in range(40))
    found = likely(given, Year(expected=likes), most=10)
    counts = Counter[str]()
    for one in found:
        counts[next(iter(one.item.spans))] += one.count
    assert (len(found), counts) == (10, {"one": 120, "two": 120})


@pytest.fixture(scope="module")
def year() -> applications.Applications:
    return applications.year(3, 240, 16, 6)


@pytest.mark.parametrize("name", ["expected", "wrongly"])
def test_a_year_in_batches_keeps_every_rule_and_is_better_than_whoever_is_free(year, name):
    found = _in_batches(year, getattr(year, name))
    hindsight = assign(year.panel)
    assert wrongs(year.panel, found) == []
    free = by_the_best([year.batch(span) for span in year.batches])
    assert wrongs(year.panel, free) != []
    assert worth(year.panel, free)[1] < worth(year.panel, found)[1] <= hindsight.total
    assert worth(year.panel, found)[1] > 0.95 * hindsight.total


def test_the_same_batch_has_the_same_assignment(year):
    given, known = year.batch(year.batches[0]), Year(expected=year.expected, lift=0.5)
    assert assign_batch(given, known) == assign_batch(given, known)


@pytest.mark.parametrize(("field", "known"), [
    ("had", Year({"Q": {EVERYTHING: 1}})),
    ("expected", Year(expected=(like("z", {"Q": 1}),))),
    ("expected", Year(expected=(like("z", {"X": 1}, 0),))),
    ("seen", Year(seen=(like("z", {"Q": 1}),))),
])  # fmt: skip
def test_a_year_that_names_what_is_not_there_is_refused_by_field(field, known):
    with pytest.raises(Misstated) as refused:
        assign_batch(batch({"aX": 1}, Reader("X")), known)
    assert refused.value.field == field


def _by_best(likes: tuple[Like, ...]) -> Counter[str]:
    found = Counter[str]()
    for one in likes:
        found[max(one.points, key=one.points.get)] += one.count
    return found


def _in_batches(year: applications.Applications, expected: tuple[Like, ...]) -> list[Pair]:
    had: dict[str, Counter[str]] = {one.key: Counter() for one in year.panel.readers}
    found: list[Pair] = []
    seen: tuple[Like, ...] = ()
    for span in year.batches:
        given = year.batch(span)
        one = assign_batch(given, replace(Year(had, expected, seen), lift=0.5))
        assert isinstance(one, Assignment)
        found += one.pairs
        for _item, reader in one.pairs:
            had[reader].update((span, EVERYTHING))
        seen += tuple(Like(item, {reader.key: given.points.get((item.key, reader.key), 0) for reader in given.readers})
                      for item in given.items)  # fmt: skip
    return found
