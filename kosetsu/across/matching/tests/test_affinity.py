from collections.abc import Mapping

import pytest

from kosetsu.across.matching.rules.affinity import BID, Affinities, Affinity, Asked, Doer, Part, Weights, Words
from kosetsu.across.matching.rules.misstated import Misstated
from kosetsu.across.matching.rules.wording import worded
from kosetsu.foundation.search.engine.concepts import NOISE, ConceptTable, ConceptWords

CONCEPTS = ConceptTable.of([
    ConceptWords("さび", ("さび", "腐食", "錆")), ConceptWords("noise", ("教えてください",), NOISE),
])  # fmt: skip
WEIGHTS = Weights({"fields": 200, "cases": 600, "papers": 200}, {"want": 300, "may": 100})


def doer(key: str, **texts: str) -> Doer:
    return Doer(key, {source: worded([text], CONCEPTS) for source, text in texts.items()})


def asked(key: str, text: str) -> Asked:
    return Asked(key, worded([text], CONCEPTS))


@pytest.fixture
def near() -> Affinities:
    return Affinities((
        doer("佐藤", fields="金属", cases="亜鉛めっき鋼板の腐食を塩水噴霧で調べた", papers="めっき皮膜の腐食速度"),
        doer("鈴木", fields="電気", cases="電波暗室で放射ノイズを測った。基板のノイズ対策"),
        doer("高橋", cases="鋼板の引張試験"),
    ), WEIGHTS)  # fmt: skip


def test_who_did_the_same_before_is_near_and_it_says_by_which_words_as_the_asker_wrote_them(near):
    found = near.between(asked("1", "鋼板に出た錆の原因を教えてください"), "佐藤")
    assert [(part.source, part.terms) for part in found.parts] == [("cases", ("錆", "鋼板")), ("papers", ("錆",))]
    assert found.points == sum(part.points for part in found.parts)


def test_who_did_nothing_alike_has_no_points_and_no_words(near):
    assert near.between(asked("1", "錆の原因"), "鈴木") == Affinity(0, ())


def test_a_bid_is_a_part_of_its_own(near):
    assert near.between(asked("1", "錆の原因"), "鈴木", "want") == Affinity(300, (Part(BID, 300, ("want",)),))


def test_a_rare_word_counts_more_than_one_that_many_have(near):
    both = asked("1", "鋼板 ノイズ")
    rare, common = near.between(both, "鈴木").points, near.between(both, "高橋").points
    assert rare > common > 0


def test_very_much_else_makes_the_same_word_count_less():
    much = "鋼板 " + " ".join(["電気", "機械", "化学", "音響", "照明", "環境", "木材", "繊維", "皮革"])
    near = Affinities((doer("one", cases="鋼板"), doer("two", cases=much)), WEIGHTS)
    one, two = (near.between(asked("1", "鋼板"), key).points for key in ("one", "two"))
    assert one > two > 0


def test_all_pairs_at_once_have_the_points_of_each(near):
    needs = [asked("1", "鋼板に出た錆"), asked("2", "基板の放射ノイズ"), asked("3", "引張試験の腐食への影響")]
    bids = {("2", "高橋"): "may", ("1", "佐藤"): "want"}
    each = {(need.key, one.key): near.between(need, one.key, bids.get((need.key, one.key), "")).points
            for need in needs for one in near.doers}  # fmt: skip
    assert near.points(needs, bids) == {pair: points for pair, points in each.items() if points}


def test_needs_find_seeds_by_the_same_measure():
    seeds = (doer("特許1", papers="亜鉛を用いない防食塗料"), doer("特許2", papers="低ノイズ増幅回路"))
    near = Affinities(seeds, Weights({"papers": 1000}))
    assert _best(near.points([asked("need", "増幅回路のノイズを下げたい")])) == ("need", "特許2")


def test_somebody_who_answers_everything_that_is_asked_has_nearly_all_points_of_the_source():
    near = Affinities((doer("one", cases="鋼板 " * 50), doer("two", cases="木材")), WEIGHTS)
    assert near.between(asked("1", "鋼板"), "one").points in range(590, 601)


@pytest.mark.parametrize(("field", "call"), [
    ("sources", lambda: Affinities((doer("one", rumours="鋼板"),), WEIGHTS)),
    ("bids", lambda: Affinities((doer("one", cases="鋼板"),), WEIGHTS).between(asked("1", "鋼板"), "one", "never")),
])  # fmt: skip
def test_a_source_or_a_bid_without_a_weight_is_refused(field, call):
    with pytest.raises(Misstated) as refused:
        call()
    assert refused.value.field == field


def test_texts_of_one_source_add_up():
    one, two = Words({"a": 1}, {"a": "A"}), Words({"a": 2, "b": 1}, {"a": "ａ", "b": "B"})
    assert one + two == Words({"a": 3, "b": 1}, {"a": "A", "b": "B"})


def _best(points: Mapping[tuple[str, str], int]) -> tuple[str, str]:
    return max(points, key=lambda pair: points[pair])
