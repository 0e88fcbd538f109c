from dataclasses import replace
from itertools import count

import pytest

from bench.matching.assignments_checked import wrongs
from kosetsu.across.matching.rules.affinity import Part
from kosetsu.across.matching.rules.assignments.assigning import Assignment, assign, reassign
from kosetsu.across.matching.rules.assignments.given import TOTAL, Aim, Item, Load, Panel, Reader
from kosetsu.across.matching.rules.assignments.limits import Kind, Limit
from kosetsu.across.matching.rules.assignments.pricing import price
from kosetsu.across.matching.rules.assignments.reasoning import Next, Reason, reasons
from kosetsu.across.matching.rules.clashing import Clash, Relaxation
from kosetsu.across.matching.rules.misstated import Misstated
from kosetsu.across.matching.rules.watching import Unfinished, Watch
from kosetsu.across.matching.tests.panels import pairs, panel

UNEVEN = {"aX": 9, "aY": 5, "bX": 4, "bY": 1}


def taken(found: object) -> list[str]:
    assert isinstance(found, Assignment)
    return ["".join(pair) for pair in found.pairs]


def test_the_worst_item_comes_first_the_total_alone_does_not_mind():
    assert taken(assign(panel(UNEVEN))) == ["aY", "bX"]
    assert taken(assign(panel(UNEVEN, aim=TOTAL))) == ["aX", "bY"]


def test_a_floor_trades_the_worst_item_against_the_total():
    assert [taken(assign(panel(UNEVEN, aim=Aim(times)))) for times in (0, 1)] == [["aX", "bY"], ["aY", "bX"]]
    cheap = {**UNEVEN, "aX": 20}
    assert [taken(assign(panel(cheap, aim=Aim(times)))) for times in (1, 5)] == [["aX", "bY"], ["aY", "bX"]]


def test_what_is_found_says_its_points_and_that_nothing_is_better():
    found = assign(panel(UNEVEN))
    assert (found.total, found.worst, found.bound, found.worst_bound, found.gap, found.proven) == (9, 4, 9, 4, 0, True)


def test_with_the_same_worst_item_the_total_decides():
    assert taken(assign(panel({"aX": 1, "bY": 3, "bZ": 7, "aY": 1}, who=_readers("XYZ")))) == ["aX", "bZ"]


def test_conflicts_and_refusals_are_kept_and_locks_are_there():
    given = panel(UNEVEN, who=_readers("XYZ"), conflicts=pairs("aX"), refused=pairs("bX"), locks=pairs("aZ"))
    assert taken(assign(given)) == ["aZ", "bY"]


def test_an_item_has_a_senior_and_a_junior():
    who = (Reader("X", senior=True), Reader("Y", senior=True), Reader("Z"))
    given = panel({"aX": 5, "aY": 9, "aZ": 0}, own=(Item("a", 2, 1, 1),), who=who)
    assert taken(assign(given)) == ["aY", "aZ"]


def test_who_is_away_in_a_period_reads_nothing_of_it_and_of_others_no_more_than_a_batch_allows():
    own = (Item("a", 1, spans=frozenset({"May", "batch 1"})), Item("b", 1, spans=frozenset({"June", "batch 2"})),
           Item("c", 1, spans=frozenset({"June", "batch 2"})))  # fmt: skip
    who = (Reader("X", away=frozenset({"May"}), loads={"batch 2": Load(most=1)}), Reader("Y"))
    given = panel({"aX": 9, "bX": 9, "cX": 8}, own=own, who=who)
    assert taken(assign(given)) == ["aY", "bX", "cY"]


def test_everybody_has_as_many_as_they_are_to_have():
    who = (Reader("X"), Reader("Y", least=1))
    assert taken(assign(panel({"aX": 9, "bX": 8, "aY": 1, "bY": 2}, who=who, aim=TOTAL))) == ["aX", "bY"]


def test_an_item_that_nobody_is_to_read_is_not_the_worst():
    given = panel(UNEVEN, own=(Item("a", 0), Item("b", 1)))
    assert (taken(assign(given)), assign(given).worst) == (["bX"], 4)


def test_too_few_readers_clash_and_it_says_by_how_much():
    most = Limit(Kind.MOST, reader="X")
    two = [Limit(Kind.READERS, item) for item in "ab"]
    found = assign(panel({"aX": 1, "bX": 1, "cX": 1}, who=(Reader("X", most=1),)))
    assert isinstance(found, Clash)
    assert (sorted(found.core), found.minimal) == ([most, *two], True)
    assert found.ways_out == ((Relaxation(most, 2),),)


def test_a_conflict_is_no_limit_that_anybody_is_asked_to_give_up():
    limit = Limit(Kind.READERS, "a")
    found = assign(panel({"aX": 1, "bY": 1}, conflicts=pairs("aX", "aY")))
    assert found == Clash((limit,), True, ((Relaxation(limit, 1),),))


def test_a_lock_on_somebody_who_is_away_clashes_with_the_absence():
    own, who = (Item("a", 1, spans=frozenset({"May"})),), (Reader("X", away=frozenset({"May"})), Reader("Y"))
    found = assign(panel({"aX": 1}, own=own, who=who, locks=pairs("aX")))
    assert isinstance(found, Clash)
    assert sorted(found.core) == [Limit(Kind.AWAY, "", "X", "May"), Limit(Kind.LOCK, "a", "X")]


def test_too_many_locks_clash_with_what_a_reader_may_have():
    found = assign(panel({"aX": 1, "bX": 1, "aY": 1}, locks=pairs("aX", "bX")))
    assert isinstance(found, Clash)
    assert sorted(found.core) == [
        Limit(Kind.LOCK, "a", "X"), Limit(Kind.LOCK, "b", "X"), Limit(Kind.MOST, reader="X"),
    ]  # fmt: skip


def test_a_pair_says_its_parts_its_rank_and_who_would_be_next_and_is_full():
    given, parts = panel(UNEVEN, conflicts=pairs("bY"), who=_readers("XYZ")), (Part("cases", 5, ("錆",)),)
    found = assign(given)
    assert taken(found) == ["aY", "bX"]
    assert reasons(given, found.pairs, {("a", "Y"): parts}) == (
        Reason(("a", "Y"), 5, parts, False, 2, 3, Next("X", 9, ("",))),
        Reason(("b", "X"), 4, (), False, 1, 2, Next("Z", 0, ())),
    )


def test_the_price_of_forcing_and_of_forbidding_is_what_the_best_without_loses():
    given = panel(UNEVEN)
    found = assign(given)
    forced, forbidden = price(given, found, ("a", "X")), price(given, found, ("a", "Y"))
    assert (forced.forced, forced.worst, forced.total, forced.exact) == (True, 3, -1, True)
    assert (forbidden.forced, forbidden.worst, forbidden.total, forbidden.exact) == (False, 3, -1, True)


def test_what_cannot_be_forced_says_what_clashes():
    given = panel(UNEVEN, conflicts=pairs("aX"))
    assert price(given, assign(given), ("a", "X")) == Clash(
        (Limit(Kind.LOCK, "a", "X"),), True, ((Relaxation(Limit(Kind.LOCK, "a", "X"), 1),),)
    )


def test_after_a_withdrawal_few_others_change_though_a_new_assignment_would_be_better():
    keys = [f"{item}{reader}" for item in "abcdef" for reader in "UVWXYZ"]
    points = {key: (ord(key[0]) * 7 + ord(key[1]) * 5) % 11 for key in keys}
    before = assign(panel(points))
    now = panel({**points, "".join(before.pairs[0]): 0}, refused=frozenset(before.pairs[:1]))
    found = {count: reassign(now, before.pairs, most_changed=count) for count in (1, 3, 6)}
    assert {count: len(set(before.pairs[1:]) - set(one.pairs)) <= count for count, one in found.items()} == {
        1: True, 3: True, 6: True,
    }  # fmt: skip
    assert [wrongs(now, one.pairs) for one in found.values()] == [[], [], []]
    assert found[6] == replace(assign(now), pairs=found[6].pairs)


def test_a_lock_beside_what_is_kept_does_not_clash_with_it():
    before = assign(panel(UNEVEN))
    locked = before.pairs[:1]
    assert reassign(panel(UNEVEN, locks=frozenset(locked)), before.pairs, most_changed=0).pairs == before.pairs


def test_where_more_have_to_change_as_few_do_as_can():
    chain = panel(dict.fromkeys(("aW", "bW", "bX", "cX", "cY", "dY", "dZ"), 1), readers="WXYZ", conflicts=pairs(
        "aX", "aY", "aZ", "bY", "bZ", "cW", "cZ", "dW", "dX"))  # fmt: skip
    before = pairs("bW", "cX", "dY")
    found = reassign(chain, before, most_changed=1)
    assert taken(found) == ["aW", "bX", "cY", "dZ"]


def test_the_same_panel_has_the_same_assignment():
    assert assign(panel(UNEVEN)) == assign(panel(UNEVEN))


def test_a_search_that_is_called_off_at_once_is_unfinished():
    with pytest.raises(Unfinished):
        assign(panel(UNEVEN), Watch(cancelled=lambda: True))


def test_when_the_time_is_over_the_best_so_far_says_how_much_better_it_could_be():
    def said(seconds: int) -> object:
        try:
            found = assign(panel(UNEVEN), Watch(seconds, now=count().__next__))
        except Unfinished:
            return None
        return found.worst, found.worst_bound, found.total, found.proven

    assert list(dict.fromkeys(map(said, range(1, 40)))) == [None, (1, 4, 10, False), (4, 4, 9, True)]


def test_a_search_says_how_far_it_is():
    told = []
    assign(panel(UNEVEN), Watch(tell=told.append))
    assert [(one.stage, one.total) for one in told] == [("assigning", 10), ("assigning", 9)]


@pytest.mark.parametrize(("field", "more"), [
    ("items", {"items": ()}),
    ("items", {"items": (Item("a", 1), Item("a", 1))}),
    ("items", {"items": (Item("a", 1, 1, 1), Item("b", 1))}),
    ("readers", {"readers": ()}),
    ("readers", {"readers": (Reader("X", 3, 2), Reader("Y"))}),
    ("readers", {"readers": (Reader("X", loads={"May": Load(2, 1)}), Reader("Y"))}),
    ("points", {"points": {("a", "Q"): 1}}),
    ("points", {"points": {("a", "X"): -1}}),
    ("conflicts", {"conflicts": pairs("qX")}),
    ("refused", {"refused": pairs("aQ")}),
    ("locks", {"locks": pairs("aQ")}),
    ("aim", {"aim": Aim(-1)}),
])  # fmt: skip
def test_a_panel_that_names_what_is_not_there_is_refused_by_field(field, more):
    with pytest.raises(Misstated) as refused:
        assign(replace(panel(UNEVEN), **more))
    assert refused.value.field == field


def test_every_number_of_a_panel_may_be_nothing():
    assert assign(Panel((Item("a", 0),), (Reader("X"),))).pairs == ()


def _readers(keys: str) -> tuple[Reader, ...]:
    return tuple(Reader(key, most=1) for key in keys)
