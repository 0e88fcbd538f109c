"""Who reviews what: asked for, searched, settled by a person, refused once the panel is another one."""

import datetime as dt
from collections import Counter

import pytest

from kosetsu.across.matching.actions import panels as actions
from kosetsu.across.matching.actions import readers
from kosetsu.across.matching.actions.panel_search import search
from kosetsu.across.matching.documents.panel_words import clash_words, laid_out, loads, stale_words
from kosetsu.across.matching.models import PanelProposal, ReaderPoints, Stage, Way, Word
from kosetsu.across.matching.tests.review_panels import (
    ask,
    assigned,
    conflict_rules,
    found,
    pairs,
    reader_points,
    says,
    settle,
    two_each,
)
from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.actions import open_case
from kosetsu.foundation.governance.models import AuditEvent
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Conflict, Review
from kosetsu.foundation.reviews.states import Ground, ReviewState
from kosetsu.foundation.reviews.tests.conftest import FULL, hand_in, joins
from kosetsu.services.consultations.models import Consultation
from tests import build
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
A_DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _tables(db):
    reader_points()
    conflict_rules()


@pytest.fixture
def panel(institute):
    return two_each(institute)


@pytest.fixture
def expert(panel, institute):
    """A researcher who reviews in the panel as well."""
    return reviews.add_reviewer(by=panel.runner, at=AT, panel=panel.panel, person=institute.researcher)


def case_of(institute, title, question="", **columns):
    case = open_case(
        by=institute.researcher, at=AT - A_DAY, service="consultations", kind="consultation", title=title,
        state="open", branch=institute.head_office, assignee=institute.researcher, prefix="相",
    )  # fmt: skip
    Consultation.objects.create(case=case, question=question, **columns)


def give(panel, item, reviewer):
    """The office enters what a reviewer declines."""
    return readers.enter_bid(
        by=panel.runner, at=AT, item=panel.items[item], reviewer=panel.reviewers[reviewer], word=Word.DECLINE
    )


def test_every_item_gets_its_reviewers_and_everybody_within_their_load(panel):
    for one, (least, most) in zip(panel.reviewers, ((1, 2), (2, 3), (2, 3), (3, None)), strict=True):
        reviews.add_reviewer(
            by=panel.runner, at=AT, panel=panel.panel, person=one.person, senior=one.senior, least=least, most=most
        )
    ended = found(panel)
    by_item, by_reader = (Counter(pair[side] for pair in pairs(ended)) for side in (0, 1))
    assert (ended.stage, set(by_item.values()), len(by_item), ended.proven) == (Stage.FOUND, {2}, 5, True)
    assert [low <= by_reader[one.pk] <= high for one, (low, high) in zip(
        panel.reviewers, ((1, 2), (2, 3), (2, 3), (3, 5)), strict=True)] == [True] * 4  # fmt: skip


def test_senior_reads_every_item_where_the_panel_asks_for_one_and_no_item_is_read_by_seniors_alone(institute):
    panel = two_each(institute, seniors_each=1)
    reviews.add_reviewer(by=panel.runner, at=AT, panel=panel.panel, person=panel.reviewers[1].person, senior=True)
    ended = found(panel, juniors=1)
    seniors = {one.pk for one in panel.reviewers[:2]}
    counts = Counter(item for item, reader in pairs(ended) if reader in seniors)
    assert sorted(counts.items()) == [(one.pk, 1) for one in panel.items]


def test_who_did_the_like_reads_it_and_the_words_of_the_item_say_why(panel, expert, institute):
    case_of(institute, "めっき鋼板の腐食", "塩水噴霧試験で赤さびが出た")
    says(panel.items[2], "塩水噴霧で亜鉛めっきの腐食を抑える")
    [row] = [row for row in laid_out(found(panel)) if row.item == panel.items[2]]
    [told] = [one for one in row.pairs if one.reviewer == expert]
    assert (told.rank, "担当した案件" in told.why, "腐食" in told.why) == ("5人中1位", True, True)


def test_what_was_asked_in_secret_brings_nobody_nearer(panel, expert, institute):
    case_of(institute, "秘密の試作", "塩水噴霧試験で赤さびが出た", confidential=True)
    says(panel.items[2], "塩水噴霧の試験", title="塩水噴霧")
    ReaderPoints.objects.filter(kind="fields").delete()
    ended = found(panel)
    assert {part["source"] for one in ended.pairs for part in one["parts"]} == set()


def test_wish_brings_a_reviewer_nearer_and_what_is_declined_is_not_proposed(panel):
    one, other = panel.reviewers[2], panel.reviewers[3]
    readers.enter_bid(by=panel.runner, at=AT, item=panel.items[0], reviewer=one, word=Word.WANT)
    readers.enter_bid(by=panel.runner, at=AT, item=panel.items[0], reviewer=other, word=Word.DECLINE)
    ended = found(panel)
    wanted = (panel.items[0].pk, one.pk), (panel.items[0].pk, other.pk)
    assert [pair in pairs(ended) for pair in wanted] == [True, False]


def test_settled_proposal_assigns_all_with_its_reasons_and_fixes_what_was_locked(panel):
    pair = panel.items[4], panel.reviewers[3]
    first = found(panel)
    locked = actions.lock_pair(
        by=panel.runner, at=AT, proposal=first, item=pair[0], reviewer=pair[1], fixed=True
    )  # fmt: skip
    ended = settle(panel, found(panel, keeping=locked))
    rows = Review.objects.alive()
    fixed = [(one.item, one.reviewer) for one in rows if one.locked]
    assert (ended.stage, assigned(panel) == pairs(ended), len(rows), fixed) == (Stage.DECIDED, True, 10, [pair])
    assert {one.why["proposal"] for one in rows} == {str(ended.public_id)}
    assert AuditEvent.objects.filter(verb="settle_assignment").count() == 1


def test_locked_pair_that_the_proposal_has_not_is_to_be_searched_for_first(panel):
    ended = found(panel)
    item = panel.items[0]
    other = next(one for one in panel.reviewers if (item.pk, one.pk) not in pairs(ended))
    locked = actions.lock_pair(by=panel.runner, at=AT, proposal=ended, item=item, reviewer=other, fixed=True)
    with pytest.raises(Refused, match="固定した組が、この案にはありません"):
        settle(panel, locked)
    assert not Review.objects.exists()


def test_pair_in_conflict_cannot_be_locked(panel):
    ended = found(panel)
    reviews.enter_conflict(
        by=panel.runner, at=AT, item=panel.items[0], person=panel.reviewers[0].person, ground=Ground.OTHER
    )
    with pytest.raises(Refused, match="利益相反"):
        actions.lock_pair(
            by=panel.runner, at=AT, proposal=ended, item=panel.items[0], reviewer=panel.reviewers[0], fixed=True
        )


def test_what_is_handed_in_or_begun_stays_and_counts_while_the_rest_is_assigned_anew(panel):
    done, begun = panel.assign(0, 0), panel.assign(1, 1)
    panel.open()
    hand_in(done, FULL)
    reviews.open_review(by=begun.reviewer.person, at=AT, review=begun)
    ended = settle(panel, found(panel))
    done.refresh_from_db()
    stays = {(panel.items[n].pk, panel.reviewers[n].pk) for n in (0, 1)}
    assert (done.state, stays <= assigned(panel), set(Counter(item for item, _ in assigned(panel)).values())) == (
        ReviewState.HANDED_IN, True, {2}
    )  # fmt: skip
    assert ended.takes_away == []


def test_handed_in_review_of_somebody_who_left_still_counts(panel):
    done = panel.assign(0, 0)
    panel.open()
    hand_in(done, FULL)
    reviews.remove_reviewer(by=panel.runner, at=AT, reviewer=panel.reviewers[0], reason="異動")
    ended = found(panel)
    counts = Counter(reader for _item, reader in pairs(ended))
    assert (ended.stage, counts[panel.reviewers[0].pk], counts.total()) == (Stage.FOUND, 1, 10)


def test_conflict_that_the_records_know_is_blocked_before_the_search_and_the_pair_never_proposed(panel, company):
    joins(panel.reviewers[1].person, company)
    ended = found(panel)
    barred = panel.items[0].pk, panel.reviewers[1].pk
    assert (Conflict.objects.in_force().count(), barred in pairs(ended)) == (1, False)


CHANGES = {
    "審査対象": lambda panel: reviews.withdraw_item(by=panel.runner, at=AT, item=panel.items[0], reason="取り下げ"),
    "審査員・件数の範囲・休み": lambda panel: reviews.grant_leave(
        by=panel.runner, at=AT, reviewer=panel.reviewers[0], begins_on=AT.date(), ends_on=AT.date() + A_DAY
    ),
    "利益相反": lambda panel: reviews.enter_conflict(
        by=panel.runner, at=AT, item=panel.items[0], person=panel.reviewers[0].person, ground=Ground.OTHER
    ),
    "辞退": lambda panel: give(panel, 0, 0),
    "割り当てと提出": lambda panel: panel.assign(0, 0),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_proposal_older_than_a_change_of_the_panel_is_stale_and_nothing_is_assigned(panel, what):
    ended = found(panel)
    CHANGES[what](panel)
    before = assigned(panel)
    settled = settle(panel, ended)
    assert (settled.stage, stale_words(settled), assigned(panel)) == (Stage.STALE, what, before)


def test_conflict_that_came_into_the_records_after_the_search_stops_the_settlement_and_stays_blocked(panel, company):
    ended = found(panel)
    joins(panel.reviewers[0].person, company)
    settled = settle(panel, ended)
    assert (settled.stage, settled.stale_by, Conflict.objects.in_force().count()) == ("stale", ["conflicts"], 1)
    assert not Review.objects.exists()


def test_second_of_two_proposals_is_stale_once_the_first_is_settled(panel):
    one, two = found(panel), found(panel)
    settle(panel, one)
    before = assigned(panel)
    assert (settle(panel, two).stage, assigned(panel)) == (Stage.STALE, before)


def test_proposal_is_settled_once(panel):
    ended = found(panel)
    settle(panel, ended)
    with pytest.raises(Refused, match="この案は変えられません"):
        settle(panel, ended)


def test_after_a_reviewer_left_at_most_three_other_pairs_change(panel, institute):
    settle(panel, found(panel))
    before = assigned(panel)
    gone = panel.reviewers[1]
    for kept in Review.objects.exclude(reviewer=gone).order_by("pk")[:2]:
        reviews.fix_pair(by=panel.runner, at=AT, review=kept, fixed=True)
    reviews.remove_reviewer(by=panel.runner, at=AT, reviewer=gone, reason="異動")
    ended = settle(panel, found(panel, way=Way.AGAIN))
    stood = {pair for pair in before if pair[1] != gone.pk}
    assert (ended.stage, len(stood - assigned(panel)) <= 3, gone.pk in {one for _, one in assigned(panel)}) == (
        Stage.DECIDED, True, False
    )  # fmt: skip


def test_whoever_rests_gives_up_what_is_not_handed_in_and_the_others_keep_theirs(panel):
    settle(panel, found(panel))
    rests = panel.reviewers[2]
    reviews.grant_leave(by=panel.runner, at=AT, reviewer=rests, begins_on=AT.date() - A_DAY, ends_on=AT.date() + A_DAY)
    before = assigned(panel)
    settle(panel, found(panel, way=Way.AGAIN))
    stood = {pair for pair in before if pair[1] != rests.pk}
    assert (stood - assigned(panel), rests.pk in {one for _item, one in assigned(panel)}) == (set(), False)


def test_pair_that_a_person_took_away_does_not_come_back_but_what_a_proposal_took_away_may(panel):
    ended = settle(panel, found(panel))
    review = Review.objects.alive().order_by("pk")[0]
    reviews.take_away(by=panel.runner, at=AT, review=review, reason="本人の辞退")
    again = found(panel, way=Way.AGAIN)
    assert ((review.item_id, review.reviewer_id) in pairs(again), again.stage, ended.stage) == (
        False, Stage.FOUND, Stage.DECIDED
    )  # fmt: skip


def test_loads_of_the_page_count_what_others_items_bring(panel):
    ended = found(panel)
    told = {one.reviewer: (one.proposed, one.elsewhere, one.asked) for one in loads(ended)}
    assert sum(proposed for proposed, _else, _asked in told.values()) == 10
    assert {asked for _proposed, _else, asked in told.values()} == {"決まりなし"}


def test_limits_that_cannot_all_hold_are_told_in_sentences_with_the_smallest_ways_out(panel):
    for one in panel.reviewers[:2]:
        reviews.enter_conflict(
            by=panel.runner, at=AT, item=panel.items[0], person=one.person, ground=Ground.OTHER
        )  # fmt: skip
    give(panel, 0, 2)
    ended = found(panel)
    assert ended.stage == Stage.CLASH
    assert clash_words(ended) == (
        ["「R-1」を2人で審査すること", "審査員 丙さんを「R-1」の担当にしないこと"],
        ["「R-1」の審査員を1人減らす", "審査員 丙さんに「R-1」を頼む"],
    )


def test_search_without_points_of_the_day_is_refused(panel):
    ReaderPoints.objects.all().delete()
    with pytest.raises(Refused, match="点数表がありません"):
        ask(panel)


def test_one_search_of_a_panel_at_a_time(panel):
    ask(panel)
    with pytest.raises(Refused, match="いま案を作っています"):
        ask(panel)


def test_search_called_off_while_it_waits_never_begins(panel):
    proposal = ask(panel)
    actions.cancel_assigning(by=panel.runner, at=AT, proposal=proposal)
    assert search(proposal).stage == Stage.CANCELLED


def test_stranger_neither_asks_nor_settles(panel, institute):
    ended = found(panel)
    for act in (
        lambda: actions.ask_for_reviewers(by=institute.counter, at=AT, panel=panel.panel, terms=actions.Terms()),
        lambda: actions.settle_assignment(by=institute.counter, at=AT, proposal=ended),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.decision.hidden
    assert (PanelProposal.objects.count(), Review.objects.count()) == (1, 0)


@pytest.fixture
def conflicted(panel, institute):
    """A second of the office, who has a conflict with the first item."""
    person = build.post(build.person("審査 次席"), "review", institute.head_office)
    reviews.enter_conflict(by=panel.runner, at=AT, item=panel.items[0], person=person, ground=Ground.OTHER)
    return person


def test_proposal_with_an_item_in_conflict_is_nothing_to_that_person(panel, conflicted):
    ended = found(panel)
    assert PanelProposal.objects.visible_to(conflicted).filter(pk=ended.pk).exists() is False
    with pytest.raises(Refused) as refused:
        actions.settle_assignment(by=conflicted, at=AT, proposal=ended)
    assert refused.value.decision.hidden


def test_proposal_of_somebody_with_a_conflict_leaves_the_item_out_and_counts_its_reviews(panel, conflicted):
    panel.assign(0, 0)
    reviews.add_reviewer(by=panel.runner, at=AT, panel=panel.panel, person=panel.reviewers[0].person, most=2)
    asked = actions.ask_for_reviewers(by=conflicted, at=AT, panel=panel.panel, terms=actions.Terms(seconds=20))
    ended = search(asked)
    counts = Counter(reader for _item, reader in pairs(ended))
    assert (panel.items[0].pk in {item for item, _reader in pairs(ended)}, counts.total()) == (False, 8)
    assert counts[panel.reviewers[0].pk] <= 1
    assert actions.settle_assignment(by=conflicted, at=AT, proposal=ended).stage == Stage.DECIDED


def test_conflict_of_whoever_settles_that_the_records_find_only_now_makes_the_proposal_stale(panel, company):
    ended = found(panel)
    joins(panel.runner, company)
    assert (settle(panel, ended).stage, Review.objects.count()) == (Stage.STALE, 0)
