"""The decision: by rank, ties by rule, never beyond the seats, a reason for each, nothing about anybody else."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.calls import actions, signals
from kosetsu.foundation.calls.documents.choice import log_of, replayed
from kosetsu.foundation.calls.models import Application, Call, Entrant, Letter, Round
from kosetsu.foundation.calls.permissions import papers
from kosetsu.foundation.calls.tests.conftest import AFTER, DAY, REASONS, SHUTS, apply, read_kind, states
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.states import Ground
from tests import build
from tests.fixtures import AT

TOLD = ("accepted", "reserve", "refused")


def test_review_begins_after_the_deadline_when_every_paper_is_checked(call: Call, firms: Any, office: Any) -> None:
    made = apply(call, firms[0])
    for at, why in ((SHUTS, "のあとに始められます"), (AFTER, "確認の済んでいない応募が1件")):
        with pytest.raises(Refused, match=why):
            actions.begin_round(by=office.reviewing, at=at, call=call)
    actions.find_complete(by=office.checker, at=AFTER, application=made)
    actions.begin_round(by=office.reviewing, at=AFTER, call=call)
    made.refresh_from_db()
    assert made.state == "reviewing"


def test_review_waits_as_long_as_paper_may_travel(call: Call, office: Any) -> None:
    with pytest.raises(Refused, match="締切（2026/12/02 10:00）のあとに"):
        actions.begin_round(by=office.reviewing, at=SHUTS + 2 * DAY, call=call)


def test_reviewers_read_the_answers_and_not_who_applied_in_a_blind_round(
    publish: Callable[..., Call], firms: Any, hear: Any
) -> None:
    kind = read_kind().model_dump(mode="json", by_alias=True)
    kind["rounds"][0]["blind"] = True
    kind["form"].append({"key": "boss", "label": "代表者", "type": "line", "names_applicant": True})
    call = publish(read_kind(rounds=kind["rounds"], form=kind["form"]))
    apply(call, firms[0], boss="甲野太郎")
    item = hear(call).round.entrants.get().item
    assert (item.panel.blind, "さびにくいねじ" in item.text, "甲野太郎" in item.text) == (True, True, False)


def test_best_two_of_five_have_seats_the_next_is_reserve_and_the_rest_are_refused(stand: Any) -> None:
    call, board = stand((5, 5), (9, 9), (7, 7), (3, 3), (8, 8))
    board.decide()
    assert states(call) == ["refused", "accepted", "reserve", "refused", "accepted"]
    rows = call.applications.exclude(seat=None).order_by("seat").values_list("number", "seat")
    assert [*rows] == [("AWD2026-0002", 1), ("AWD2026-0005", 2)]
    assert {one.reason for one in call.applications.filter(state="refused")} == {REASONS["beyond"]}


def test_vetoed_and_too_low_are_refused_by_their_rule_though_seats_are_free(stand: Any) -> None:
    call, board = stand((1, 10), (2, 2), (9, 9), capacity=3)
    board.decide()
    assert [*call.applications.order_by("number").values_list("state", "rule")] == [
        ("refused", "veto"), ("refused", "least"), ("accepted", "capacity"),
    ]  # fmt: skip


def test_not_applicable_is_left_out_of_the_mean(stand: Any) -> None:
    call, board = stand((9, None), (8, 10), capacity=1)
    board.decide()
    points = [(one.numerator, one.denominator) for one in Entrant.objects.order_by("pk")]
    assert (points, states(call)) == ([(90, 1), (260, 3)], ["accepted", "reserve"])


def test_equal_points_are_told_apart_by_the_rules_in_their_order(stand: Any) -> None:
    call, board = stand((6, 9), (7, 7), (7, 7), capacity=1, reserve=0)
    board.decide()
    rows = Entrant.objects.order_by("rank").values_list("application__number", "tie")
    assert [*rows] == [("AWD2026-0002", "number"), ("AWD2026-0003", "number"), ("AWD2026-0001", "criterion:novelty")]
    assert states(call) == ["refused", "accepted", "refused"]


def test_chair_decides_what_the_rules_leave_equal_and_only_that(stand: Any) -> None:
    call, board = stand((7, 7), (7, 7), (9, 9), capacity=2, ties=["chair"])
    with pytest.raises(Refused, match="同点の応募があります：AWD2026-0001、AWD2026-0002"):
        board.decide()
    assert states(call) == ["reviewing"] * 3
    board.decide(order=["AWD2026-0002", "AWD2026-0001", "AWD2026-0003"])
    assert states(call) == ["reserve", "accepted", "accepted"]


def test_lot_is_drawn_by_the_seed_that_stood_before_anybody_applied(stand: Any) -> None:
    call, board = stand((7, 7), (7, 7), (7, 7), capacity=1, ties=["lottery"])
    decided = board.decide()
    [first, *_others] = replayed(decided.terms, log_of(decided))
    assert first.key == call.applications.get(seat=1).number
    assert (call.seed, decided.terms["seed"]) == ("seed", "seed")


def test_choice_replays_identically_from_the_log_and_its_terms(stand: Any) -> None:
    _call, board = stand((5, 5), (7, 7), (7, 7), (1, 9), (2, 2))
    decided = board.decide()
    again = replayed(decided.terms, log_of(decided))
    kept = {one.application.number: one for one in decided.entrants.select_related("application")}
    assert [(one.key, one.rank, one.rule, one.seat, one.place, one.tie) for one in again] == [
        (one.key, kept[one.key].rank, kept[one.key].rule, kept[one.key].application.seat,
         kept[one.key].application.place, kept[one.key].tie)
        for one in again
    ]  # fmt: skip


def test_award_gives_fifteen_prizes_of_four_kinds_set_up_by_data_alone(
    publish: Callable[..., Call], institute: Any, hear: Any
) -> None:
    call = publish(read_kind(reasons=REASONS))
    firms = [build.company(f"応募{number:02}", "131083") for number in range(17)]
    made = [apply(call, firm) for firm in firms]
    board = hear(call)
    board.score({one.number or "": (4 + number // 3, 10 - number // 3) for number, one in enumerate(made)})
    board.close()
    board.decide()
    prizes = [str(call.kind.prize_of(one.seat).title) for one in call.applications.exclude(seat=None).order_by("seat")]
    assert prizes == ["大賞"] + ["優秀賞"] * 3 + ["奨励賞"] * 4 + ["特別賞"] * 7
    assert sorted(states(call)) == ["accepted"] * 15 + ["refused"] * 2


def test_decision_needs_the_quorum_and_the_closed_panel(publish: Any, firms: Any, hear: Any) -> None:
    call = publish(read_kind(prizes=[], reasons=REASONS), capacity=1)
    made = apply(call, firms[0])
    board = hear(call)
    with pytest.raises(Refused, match="結果が、まだ確定していません"):
        board.decide()
    board.score({made.number or "": (9, 9)}, by=(0,))
    with pytest.raises(Refused, match="必要な2件に足りません"):
        board.close()
    assert (Round.objects.get().decided_at, states(call)) == (None, ["reviewing"])


def test_decision_without_a_reason_is_refused_by_the_number_it_is_missing_for(stand: Any) -> None:
    call, board = stand((9, 9), (8, 8), capacity=1, reserve=0, reasons={"capacity": "順位によります。"})
    with pytest.raises(Refused, match="「AWD2026-0002」の決定に理由がありません"):
        board.decide()
    with pytest.raises(Refused, match="理由を書いてください"):
        board.decide(note=" ")
    assert (states(call), Letter.objects.filter(kind__in=TOLD).count()) == (["reviewing"] * 2, 0)
    board.decide(reasons={"AWD2026-0002": "市場がまだ小さい。"})
    assert call.applications.get(number="AWD2026-0002").reason == "市場がまだ小さい。"


def test_reason_is_kept_by_the_database_itself(stand: Any) -> None:
    call, board = stand((9, 9))
    board.decide()
    with pytest.raises(IntegrityError), transaction.atomic():
        call.applications.update(reason="")


def test_seat_beyond_the_capacity_is_impossible_in_the_database(stand: Any) -> None:
    call, board = stand((9, 9), (8, 8), capacity=1)
    board.decide()
    second = call.applications.get(number="AWD2026-0002")
    for seat in (1, 2):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=second.pk).update(state="accepted", seat=seat, place=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        call.applications.filter(seat=1).update(seat=None)


def test_seats_that_are_taken_bound_the_capacity(stand: Any) -> None:
    call, board = stand((9, 9), (8, 8), capacity=2)
    board.decide()
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(capacity=1)


def test_only_the_deciding_post_decides(stand: Any, office: Any) -> None:
    _call, board = stand((9, 9))
    with pytest.raises(Refused, match="「採否の決定」は、役員が行います"):
        board.decide(by=office.checker)


def test_who_has_a_conflict_with_one_of_them_decides_nothing(stand: Any, office: Any) -> None:
    call, board = stand((9, 9), (5, 5))
    item = board.round.entrants.first().item
    reviews.reopen_panel(by=office.reviewing, at=AFTER, panel=board.round.panel, reason="確認のため")
    reviews.enter_conflict(by=office.reviewing, at=AFTER, item=item, person=office.executive, ground=Ground.OTHER)
    board.close()
    with pytest.raises(Refused, match="利益相反のある応募が含まれるため"):
        board.decide()
    board.decide(by=office.second)
    assert states(call) == ["accepted", "accepted"]


def test_office_person_with_a_conflict_has_no_row_count_or_page_of_it(stand: Any, office: Any) -> None:
    call, board = stand((9, 9), (5, 5))
    first = board.round.entrants.select_related("application", "item").first()
    reviews.reopen_panel(by=office.reviewing, at=AFTER, panel=board.round.panel, reason="確認のため")
    before = papers(office.checker, call, first.application)
    reviews.enter_conflict(by=office.reviewing, at=AFTER, item=first.item, person=office.checker, ground=Ground.OTHER)
    rows = Application.objects.visible_to(office.checker).values_list("number", flat=True)
    assert (len(before) > 0, papers(office.checker, call, first.application), [*rows]) == (
        True, frozenset(), ["AWD2026-0002"],
    )  # fmt: skip


def test_applicant_hears_its_own_outcome_alone(stand: Any, firms: Any) -> None:
    _call, board = stand((9, 9), (8, 8), (3, 4), capacity=1)
    board.decide()
    told = Letter.objects.filter(kind__in=TOLD).order_by("pk")
    assert [(one.kind, one.address) for one in told] == [
        (kind, firm.engineer.email) for kind, firm in zip(TOLD, firms, strict=False)
    ]  # fmt: skip
    for letter, firm in zip(told, firms, strict=False):
        others = [other.organisation.name for other in firms if other != firm]
        assert not any(name in letter.body for name in others)


def test_decision_is_announced_after_the_commit(stand: Any, django_capture_on_commit_callbacks: Any) -> None:
    heard: list[tuple[str, str]] = []

    def listen(application: Application, at: dt.datetime, **rest: Any) -> None:
        heard.append((application.number or "", str(application.state)))

    _call, board = stand((9, 9), (8, 8), capacity=1, reserve=0)
    signals.application_decided.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            board.decide()
            assert heard == []
    finally:
        signals.application_decided.disconnect(listen)
    assert heard == [("AWD2026-0001", "accepted"), ("AWD2026-0002", "refused")]


def test_declined_seat_goes_to_the_first_of_the_reserve_list(stand: Any, firms: Any) -> None:
    call, board = stand((9, 9), (8, 8), (7, 7), capacity=1, reserve=2)
    board.decide()
    first = call.applications.get(seat=1)
    actions.decline(by=firms[0].engineer, at=AFTER, application=first, reason="別の場所に決めました")
    assert (states(call), call.applications.get(seat=1).number) == (
        ["declined", "accepted", "reserve"], "AWD2026-0002",
    )  # fmt: skip
    assert Letter.objects.filter(kind="called_up").get().address == firms[1].engineer.email


def test_nobody_declines_for_another(stand: Any, firms: Any) -> None:
    call, board = stand((9, 9))
    board.decide()
    with pytest.raises(Refused) as refused:
        actions.decline(by=firms[1].engineer, at=AFTER, application=call.applications.get(), reason="x")
    assert refused.value.decision.hidden


def test_appeal_is_made_once_within_the_days_and_heard_by_another(stand: Any, firms: Any, office: Any) -> None:
    call, board = stand((9, 9), (2, 3), capacity=2)
    board.decide()
    lost, won = call.applications.get(state="refused"), call.applications.get(state="accepted")
    given: dict[str, Any] = {"by": firms[1].engineer, "application": lost, "text": "点の計算が違います"}
    with pytest.raises(Refused, match="異議の申立ては2026/12/15まででした"):
        actions.appeal(**given, at=AFTER + 11 * DAY)
    with pytest.raises(Refused):
        actions.appeal(by=firms[0].engineer, application=won, text="x", at=AFTER)
    made = actions.appeal(**given, at=AFTER + 10 * DAY)
    with pytest.raises(Refused, match="すでに申し立てられています"):
        actions.appeal(**given, at=AFTER)
    with pytest.raises(Refused, match="「異議の審理」は、経営企画が行います"):
        actions.uphold_appeal(by=office.executive, at=AFTER, appeal=made, reason="x")
    with pytest.raises(Refused, match="理由を書いてください"):
        actions.uphold_appeal(by=office.planner, at=AFTER, appeal=made, reason=" ")
    actions.uphold_appeal(by=office.planner, at=AFTER, appeal=made, reason="配点の誤りを認めました。")
    assert (states(call), call.applications.get(seat=2).reason) == (["accepted"] * 2, "配点の誤りを認めました。")


def test_who_decided_hears_no_appeal(stand: Any, firms: Any, office: Any) -> None:
    call, board = stand((2, 3), actors={**read_kind().actors, "hear_appeal": ["executive"]})
    board.decide()
    made = actions.appeal(by=firms[0].engineer, at=AFTER, application=call.applications.get(), text="異議")
    with pytest.raises(Refused, match="採否を決めた人は、異議を審理できません"):
        actions.dismiss_appeal(by=office.executive, at=AFTER, appeal=made, reason="x")
    actions.dismiss_appeal(by=office.second, at=AFTER, appeal=made, reason="計算は正しい")
    assert (made.state, states(call)) == ("dismissed", ["refused"])


def test_upheld_appeal_without_a_free_seat_waits_behind_the_reserve_list(stand: Any, firms: Any, office: Any) -> None:
    call, board = stand((9, 9), (8, 8), (2, 3), capacity=1)
    board.decide()
    made = actions.appeal(by=firms[2].engineer, at=AFTER, application=call.applications.get(state="refused"), text="x")
    actions.uphold_appeal(by=office.planner, at=AFTER, appeal=made, reason="認める")
    rows = call.applications.exclude(place=None).order_by("place").values_list("number", "place")
    assert [*rows] == [("AWD2026-0002", 1), ("AWD2026-0003", 2)]


def test_second_round_hears_those_who_passed_and_decides(publish: Any, firms: Any, hear: Any, office: Any) -> None:
    kind = read_kind(prizes=[]).model_dump(mode="json", by_alias=True)
    first = {**kind["rounds"][0], "passes": 2, "title": "書類"}
    call = publish(read_kind(prizes=[], rounds=[first, kind["rounds"][0]], reasons=REASONS), capacity=1)
    made = [apply(call, firm) for firm in firms[:3]]
    papers_ = hear(call)
    papers_.score({one.number or "": (9 - n, 9) for n, one in enumerate(made)})
    papers_.close()
    with pytest.raises(Refused, match="第1回の審査が、まだ決まっていません"):
        actions.begin_round(by=office.reviewing, at=AFTER, call=call)
    papers_.decide()
    assert (states(call), Call.objects.get().state) == (["reviewing", "reviewing", "refused"], "reviewing")
    assert [one.address for one in Letter.objects.filter(kind="passed").order_by("pk")] == [
        one.engineer.email for one in firms[:2]
    ]
    talks = hear(call)
    assert (talks.round.number, talks.round.entrants.count()) == (2, 2)
    talks.score({made[0].number or "": (4, 4), made[1].number or "": (8, 8)})
    talks.close()
    talks.decide()
    assert (states(call), Call.objects.get().state) == (["refused", "accepted", "refused"], "decided")


def test_call_ends_when_nothing_is_open_and_releases_the_reserve(stand: Any, firms: Any, office: Any) -> None:
    call, board = stand((9, 9), (8, 8), capacity=1)
    board.decide()
    end = AFTER + 11 * DAY
    with pytest.raises(Refused, match="手続きの終わっていない採択者"):
        actions.finish_call(by=office.checker, at=end, call=call)
    actions.conclude(by=office.checker, at=AFTER, application=call.applications.get(seat=1))
    with pytest.raises(Refused, match="異議の申立期限（2026/12/15）のあとに"):
        actions.finish_call(by=office.checker, at=end - DAY, call=call)
    actions.finish_call(by=office.checker, at=end, call=call)
    assert (states(call), Call.objects.get().state) == (["concluded", "refused"], "finished")
    assert "辞退がなく" in call.applications.get(state="refused").reason


def test_inventor_neither_reviews_nor_runs_the_own_invention(publish: Any, office: Any, hear: Any) -> None:
    call = publish(read_kind(applicants="staff", prizes=[]), capacity=1)
    made = actions.begin_application(by=office.reviewing, at=AT, call=call, workplace=None)
    actions.submit(
        by=office.reviewing, at=AT, application=made, title="発明", answers={"product": "x", "stage": "trial"}
    )
    actions.find_complete(by=office.checker, at=AFTER, application=made)
    actions.begin_round(by=office.reviewing, at=AFTER, call=call)
    item = Entrant.objects.get().item
    assert item.conflicts.get().person == office.reviewing
