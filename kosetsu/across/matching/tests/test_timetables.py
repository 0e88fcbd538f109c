from dataclasses import replace

import pytest

from bench.matching.meetings_checked import wrongs
from bench.scale import meetings
from kosetsu.across.matching.rules.clashing import Clash, Relaxation
from kosetsu.across.matching.rules.misstated import Misstated
from kosetsu.across.matching.rules.timetables.arranging import arrange, rearrange
from kosetsu.across.matching.rules.timetables.dropping import dropped
from kosetsu.across.matching.rules.timetables.given import Meeting, Party, Wish
from kosetsu.across.matching.rules.timetables.limits import Kind, Limit
from kosetsu.across.matching.rules.timetables.refusing import Cause, Hindrance, Refusal
from kosetsu.across.matching.rules.timetables.seating import seated, table_moves
from kosetsu.across.matching.rules.watching import Progress, Unfinished, Watch
from kosetsu.across.matching.tests.fairs import fair


def places(found):
    return [(one.slot, one.seller, one.buyer) for one in found.meetings]


def test_a_pair_that_fits_meets_and_nothing_is_refused():
    found = arrange(fair(("S1", "B1", 3), slots=1))
    assert (found.meetings, found.total, found.bound, found.refusals) == ((Meeting(0, "S1", "B1", 0),), 3, 3, ())


def test_both_sides_count_in_the_total():
    given = replace(fair(("S1", "B1", 0)), wishes=(Wish("S1", "B1", 2, 5),))
    assert arrange(given).total == 7


def test_the_dearer_wish_goes_first_and_the_other_is_told_who_stood_in_the_way():
    found = arrange(fair(("S1", "B1", 3), ("S1", "B2", 2), slots=1))
    assert places(found) == [(0, "S1", "B1")]
    assert found.refusals == (
        Refusal(Wish("S1", "B2", 2, 0), Cause.SELLER, (Hindrance(0, Cause.SELLER, "S1", ("S1", "B1")),)),
    )


def test_a_wish_that_no_table_is_free_for_is_told_so():
    found = arrange(fair(("S1", "B1", 3), ("S2", "B2", 2), slots=1, tables=1))
    assert [(one.cause, one.hindrances) for one in found.refusals] == [(Cause.TABLES, (Hindrance(0, Cause.TABLES),))]


def test_a_wish_of_two_who_are_never_there_together_is_told_so():
    given = fair(("S1", "B1", 3), sellers=(Party("S1", frozenset({0})),), buyers=(Party("B1", frozenset({1})),))
    assert [one.cause for one in arrange(given).refusals] == [Cause.AWAY]


def test_a_wish_of_two_who_must_not_meet_is_told_so():
    found = arrange(fair(("S1", "B1", 3), aparts=frozenset({("S1", "B1")})))
    assert (found.meetings, [one.cause for one in found.refusals]) == ((), [Cause.APART])


def test_lunch_leaves_one_slot_of_the_window_free_and_a_wish_is_told_so():
    given = fair(("S1", "B1", 3), ("S1", "B2", 2), slots=2, lunch=frozenset({0, 1}))
    (refused,) = arrange(given).refusals
    assert (refused.wish.buyer, sorted(one.cause for one in refused.hindrances)) == ("B2", [Cause.LUNCH, Cause.SELLER])


def test_after_the_longest_run_comes_a_pause():
    wishes = [("S1", f"B{n}", 1) for n in range(4)]
    found = arrange(fair(*wishes, slots=4, longest_run=2))
    assert len(found.meetings) == 3
    assert {cause for one in found.refusals for cause in [hindrance.cause for hindrance in one.hindrances]} == {
        Cause.SELLER, Cause.PAUSE,
    }  # fmt: skip


def test_a_locked_meeting_keeps_its_slot_and_its_table():
    lock = Meeting(1, "S2", "B1", 1)
    found = arrange(fair(("S1", "B1", 9), ("S2", "B1", 1), ("S2", "B2", 9), locks=frozenset({lock})))
    assert lock in found.meetings
    assert found.total == 19


def test_those_who_must_meet_do_though_it_costs_points():
    found = arrange(fair(("S1", "B1", 1), ("S1", "B2", 9), slots=1, musts=frozenset({("S1", "B1")})))
    assert places(found) == [(0, "S1", "B1")]


def test_a_minimum_is_kept_though_it_costs_points():
    given = fair(("S1", "B1", 5), ("S2", "B1", 1), slots=1, tables=1)
    given = replace(given, sellers=(Party("S1"), Party("S2", least=1)))
    assert places(arrange(given)) == [(0, "S2", "B1")]


def test_two_locks_of_one_seller_at_once_clash_and_either_may_go():
    locks = Meeting(0, "S1", "B1"), Meeting(0, "S1", "B2")
    found = arrange(fair(("S1", "B1", 1), ("S1", "B2", 1), locks=frozenset(locks)))
    limits = Limit(Kind.LOCK, ("S1", "B1"), 0), Limit(Kind.LOCK, ("S1", "B2"), 0)
    assert found == Clash(limits, True, tuple((Relaxation(one, 1),) for one in limits))


def test_a_minimum_beyond_what_there_is_says_by_how_much():
    given = replace(fair(("S1", "B1", 1), ("S1", "B2", 1), slots=3), sellers=(Party("S1", least=3),))
    limit = Limit(Kind.LEAST, ("S1",))
    assert arrange(given) == Clash((limit,), True, ((Relaxation(limit, 1),),))


def test_a_large_day_that_clashes_names_what_clashes():
    given = meetings.fair(1, 30, 40, 10, 25)
    seller = given.sellers[0]
    given = replace(
        given, sellers=(replace(seller, away=frozenset(range(8)), least=4), *given.sellers[1:]), locks=frozenset()
    )
    found = arrange(given)
    assert isinstance(found, Clash)
    assert {one.kind for one in found.core} <= {Kind.AWAY, Kind.LEAST}
    assert found.ways_out[0] == (Relaxation(Limit(Kind.LEAST, (seller.key,)), 2),)


def test_the_same_day_has_the_same_timetable():
    given = meetings.fair(3, 20, 30, 8, 18)
    assert arrange(given) == arrange(given)


def test_a_search_that_is_called_off_before_it_began_is_unfinished():
    with pytest.raises(Unfinished):
        arrange(fair(("S1", "B1", 1)), Watch(cancelled=lambda: True))


def test_a_search_that_is_called_off_on_its_way_brings_the_best_so_far_and_its_gap():
    told: list[Progress] = []
    given = fair(("S1", "B1", 4), ("S1", "B2", 3), ("S2", "B1", 2), slots=2)
    found = arrange(given, Watch(tell=told.append, cancelled=lambda: bool(told)))
    assert (wrongs(given, found.meetings), found.total, found.bound, found.gap, found.proven) == ([], 9, 9, 0, True)


def test_a_search_tells_how_far_it_is():
    told: list[Progress] = []
    arrange(fair(("S1", "B1", 4)), Watch(tell=told.append))
    assert told == [Progress("placing", 0), Progress("seating", 4)]


def test_who_drops_out_is_gone_and_the_others_stay_where_they_were():
    given = meetings.fair(2, 20, 30, 8, 18)
    before = arrange(given)
    gone = {given.sellers[3].key, given.buyers[5].key}
    now = dropped(given, before.meetings, gone)
    found = rearrange(now, before.meetings)
    assert wrongs(now, found.meetings) == []
    assert [one for one in found.meetings if not gone.isdisjoint(one.pair)] == []
    others = [one for one in before.meetings if gone.isdisjoint(one.pair)]
    assert found.moved == len({(m.slot, *m.pair) for m in others} - {(m.slot, *m.pair) for m in found.meetings})
    assert found.moved <= len(others) // 10
    assert found.total >= 0.98 * found.bound


def test_what_was_held_before_somebody_left_stays_as_it_was():
    given = meetings.fair(2, 20, 30, 8, 18)
    before = arrange(given)
    gone = {given.sellers[3].key}
    found = rearrange(dropped(given, before.meetings, gone, from_slot=4), before.meetings)
    assert [one for one in found.meetings if one.slot < 4] == [one for one in before.meetings if one.slot < 4]
    assert [one for one in found.meetings if one.slot >= 4 and one.seller in gone] == []


@pytest.mark.parametrize(("field", "more"), [
    ("wishes", {"buyers": ()}),
    ("musts", {"musts": frozenset({("S1", "B9")})}),
    ("locks", {"locks": frozenset({Meeting(0, "S1", "B1", 7)})}),
    ("lunch", {"lunch": frozenset({9})}),
    ("S1", {"sellers": (Party("S1", frozenset({9})),)}),
    ("parties", {"buyers": (Party("B1"), Party("S1"))}),
])  # fmt: skip
def test_a_day_that_names_what_is_not_there_is_refused_by_field(field, more):
    with pytest.raises(Misstated) as refused:
        arrange(fair(("S1", "B1", 1), **more))
    assert refused.value.field == field


def test_a_seller_without_a_table_of_their_own_sits_where_the_owner_is_away():
    given = fair(*[(seller, f"B{n}", 1) for seller in ("S1", "S2", "S3") for n in range(4)], slots=4)
    day = [(0, "S1"), (0, "S2"), (1, "S1"), (1, "S3"), (2, "S1"), (2, "S3"), (3, "S1"), (3, "S2")]
    found = seated(given, [Meeting(slot, seller, f"B{slot}") for slot, seller in day])
    assert [(one.slot, one.seller, one.table) for one in found] == [
        (0, "S1", 0), (0, "S2", 1), (1, "S1", 0), (1, "S3", 1), (2, "S1", 0), (2, "S3", 1), (3, "S1", 0), (3, "S2", 1),
    ]  # fmt: skip
    assert table_moves(found) == 0


def test_buyers_wait_less_where_the_meetings_can_move():
    wishes = [("S1", "B1", 1), ("S2", "B1", 1)]
    found = arrange(fair(*wishes, slots=4))
    assert (len(found.meetings), found.waits) == (2, 0)
