"""Withdrawing during the review: out of panel, counts and ranking, in whatever stage; the reviewers are told."""

from typing import Any

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.calls import actions
from kosetsu.foundation.calls.documents.choice import log_of, replayed
from kosetsu.foundation.calls.models import Call, Entrant
from kosetsu.foundation.calls.pages.public import count_of
from kosetsu.foundation.calls.tests.conftest import AFTER, DAY, REASONS, apply, read_kind, states
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Review, ReviewNotice
from kosetsu.foundation.reviews.states import Ground


@pytest.mark.parametrize("until", ["scoring", "calibrating", "closed"])
def test_applicant_withdraws_in_the_review_and_is_out_of_panel_count_ranking_and_replay(
    until: str, publish: Any, firms: Any, hear: Any, office: Any
) -> None:
    call = publish(read_kind(prizes=[], reasons=REASONS), capacity=1)
    made = [apply(call, firm) for firm in firms[:2]]
    board = hear(call)
    board.score({one.number or "": (9 - n, 9) for n, one in enumerate(made)})
    if until != "scoring":
        reviews.begin_calibration(by=office.reviewing, at=AFTER, panel=board.round.panel)
    if until == "closed":
        board.close()
    actions.withdraw_application(by=firms[0].engineer, at=AFTER, application=made[0])
    item = Entrant.objects.get(application=made[0]).item
    told = ReviewNotice.objects.filter(kind="withdrawn").order_by("pk").values_list("reviewer", flat=True)
    assert (item.state, [*told]) == ("withdrawn", [one.pk for one in board.reviewers])
    assert (count_of(office.checker, call), item.reviews.alive().count()) == (1, 0)
    if until != "closed":
        board.close()
    decided = board.decide()
    assert states(call) == ["withdrawn", "accepted"]
    assert [one.key for one in replayed(decided.terms, log_of(decided))] == [made[1].number]


def test_decided_application_is_not_withdrawn_any_more(stand: Any, firms: Any) -> None:
    call, board = stand((9, 9), (8, 8), capacity=1)
    board.decide()
    with pytest.raises(Refused, match="「採択」のため、この操作はできません"):
        actions.withdraw_application(by=firms[0].engineer, at=AFTER, application=call.applications.get(seat=1))


def test_office_with_a_conflict_does_not_withdraw_for_the_applicant(stand: Any, office: Any) -> None:
    call, board = stand((9, 9), (8, 8))
    entrant = board.round.entrants.order_by("pk").first()
    reviews.reopen_panel(by=office.reviewing, at=AFTER, panel=board.round.panel, reason="確認のため")
    reviews.enter_conflict(
        by=office.reviewing, at=AFTER, item=entrant.item, person=office.reviewing, ground=Ground.OTHER
    )
    with pytest.raises(Refused) as refused:
        actions.withdraw_application(
            by=office.reviewing, at=AFTER, application=call.applications.get(pk=entrant.application_id)
        )
    assert refused.value.decision.hidden


def test_item_that_the_panel_took_out_alone_is_named_before_anything_is_decided(stand: Any, office: Any) -> None:
    call, board = stand((9, 9), (8, 8))
    first = call.applications.order_by("number").first()
    item = Entrant.objects.get(application=first).item
    reviews.take_out_item(by=office.reviewing, at=AFTER, item=item, reason="電話で取り下げの連絡")
    with pytest.raises(Refused, match=f"審査会で取り下げられた応募があります：{first.number}"):
        board.decide()
    actions.withdraw_application(by=office.reviewing, at=AFTER, application=first)
    board.decide()
    assert states(call) == ["withdrawn", "accepted"]


def test_withdrawn_while_scores_come_in_voids_its_reviews(publish: Any, firms: Any, hear: Any, office: Any) -> None:
    call = publish(read_kind(prizes=[], reasons=REASONS), capacity=1)
    made = [apply(call, firm) for firm in firms[:2]]
    board = hear(call)
    board.score({one.number or "": (9 - n, 9) for n, one in enumerate(made)})
    actions.withdraw_application(by=office.reviewing, at=AFTER, application=made[0])
    board.close()
    board.decide()
    assert (states(call), Review.objects.filter(state="void").count()) == (["withdrawn", "accepted"], 2)


def test_round_from_which_all_withdrew_can_still_be_decided(publish: Any, firms: Any, hear: Any, office: Any) -> None:
    call = publish(read_kind(prizes=[]), capacity=1)
    made = apply(call, firms[0])
    board = hear(call)
    actions.withdraw_application(by=office.reviewing, at=AFTER, application=made)
    board.decide()
    actions.finish_call(by=office.checker, at=AFTER + 11 * DAY, call=call)
    assert (states(call), Call.objects.get().state) == (["withdrawn"], "finished")
