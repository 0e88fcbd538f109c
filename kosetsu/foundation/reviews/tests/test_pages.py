"""The pages: a reviewer promises, scores and hands in; the office assigns, blocks and compares."""

import datetime as dt
from fractions import Fraction

import pytest

from kosetsu.foundation.parties.states import StaffRole
from kosetsu.foundation.reviews import actions
from kosetsu.foundation.reviews.documents.results import results
from kosetsu.foundation.reviews.models import Conflict, Review
from kosetsu.foundation.reviews.states import Ground, PanelState, ReviewState
from kosetsu.foundation.reviews.tests.conftest import FULL, board, hand_in
from tests import build
from tests.build import once
from tests.fixtures import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(settings):
    settings.KOSETSU_FIXED_NOW = AT


def scored(**changed):
    values = {"value_novelty": "5", "value_market": "na", "value_plan": "4"}
    plain = {**values, "comment_plan": "工程表がある", "comment": "良い"}
    return once(**{**plain, **changed})


def page_of(review):
    return f"/reviews/{review.public_id}/"


def test_reviewer_keeps_first_and_hands_in_later(panel):
    review = panel.assign(0, 0)
    panel.open()
    browser = build.browser(review.reviewer.person)
    kept = browser.post(page_of(review), scored(value_plan="", keep="1"))
    review.refresh_from_db()
    assert (kept.url, review.state, review.scores.count()) == (page_of(review), ReviewState.ASSIGNED, 2)
    handed_in = browser.post(page_of(review), scored())
    review.refresh_from_db()
    said = [(one.criterion.code, one.value) for one in review.scores.all()]
    assert (handed_in.url, review.state) == ("/reviews/", ReviewState.HANDED_IN)
    assert said == [("novelty", 5), ("market", None), ("plan", 4)]


def test_comment_typed_before_its_score_is_kept_and_waits_for_it(panel):
    review = panel.assign(0, 0)
    panel.open()
    browser = build.browser(review.reviewer.person)
    browser.post(page_of(review), scored(keep="1"))
    browser.post(page_of(review), scored(value_plan="", comment_plan="根拠を調べる", keep="1"))
    review.refresh_from_db()
    assert (review.unscored, review.scores.filter(criterion__code="plan").exists()) == ({"plan": "根拠を調べる"}, False)
    form = browser.get(page_of(review)).context["form"]
    assert (form["value_plan"].value(), form["comment_plan"].value()) == ("", "根拠を調べる")
    refused = browser.post(page_of(review), scored(value_plan="", comment_plan="根拠を調べる"))
    assert (refused.status_code, "「計画の確かさ」に点を付けてください。" in refused.content.decode()) == (422, True)
    browser.post(page_of(review), scored(comment_plan="根拠を調べる"))
    review.refresh_from_db()
    said = [(one.criterion.code, one.value, one.comment) for one in review.scores.all()]
    assert (review.state, review.unscored) == (ReviewState.HANDED_IN, {})
    assert said == [("novelty", 5, ""), ("market", None, ""), ("plan", 4, "根拠を調べる")]


def test_comment_that_waits_for_its_score_is_read_beside_what_is_not_scored(panel):
    review = panel.assign(0, 0)
    panel.open()
    build.browser(review.reviewer.person).post(page_of(review), scored(value_plan="", comment_plan="途中", keep="1"))
    row = build.browser(panel.runner).get(f"/desk/reviews/papers/{review.public_id}/").context["rows"][-1]
    assert (row["score"], row["comment"]) == (None, "途中")


def test_refused_sheet_is_shown_again_with_what_was_typed(panel):
    review = panel.assign(0, 0)
    panel.open()
    answer = build.browser(review.reviewer.person).post(page_of(review), scored(comment_plan="", comment="もう少し"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("「計画の確かさ」にはコメントが必要です。" in page, "もう少し" in page) == (True, True)
    assert not review.scores.exists()


def test_score_outside_the_scale_is_told_beside_its_criterion(panel):
    review = panel.assign(0, 0)
    panel.open()
    answer = build.browser(review.reviewer.person).post(page_of(review), scored(value_novelty="6"))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"value_novelty": ["正しく選択してください。 6 は候補にありません。"]}
    assert not review.scores.exists()


def test_load_without_a_limit_is_said_in_words(panel):
    for reviewer, load in zip(panel.reviewers, ({}, {"least": 2}, {"least": 1, "most": 3}), strict=False):
        actions.add_reviewer(by=panel.runner, at=AT, panel=panel.panel, person=reviewer.person, **load)
    page = build.browser(panel.runner).get(f"/desk/reviews/{panel.panel.public_id}/").content.decode()
    said = [f">{words}</td>" in page for words in ("上限なし", "2件以上（上限なし）", "1～3件", "0–")]
    assert said == [True, True, True, False]


def test_conflict_that_becomes_known_in_the_meeting_is_entered_and_scoring_goes_on(panel):
    panel.open()
    reviews = [panel.assign(0, place) for place in (0, 1)]
    for review in reviews:
        hand_in(review, FULL)
    browser, desk = build.browser(panel.runner), f"/desk/reviews/{panel.panel.public_id}/"
    for item in panel.items[1:]:
        actions.withdraw_item(by=panel.runner, at=AT, item=item, reason="取り下げ")
    browser.post(f"{desk}begin_calibration/", once())
    address = f"/desk/reviews/items/{panel.items[0].public_id}/enter_conflict/"
    given = once(reviewer=panel.reviewers[0].public_id, ground="other", detail="兄が代表")
    assert browser.post(address, given).status_code == 302
    assert "1件で、結果に必要な2件に足りません" in browser.post(f"{desk}close_panel/", once()).content.decode()
    browser.post(f"{desk}resume_scoring/", once(reason="利益相反で審査票が足りない"))
    hand_in(panel.assign(0, 2), FULL)
    browser.post(f"{desk}close_panel/", once())
    panel.panel.refresh_from_db()
    assert panel.panel.state == PanelState.CLOSED
    refused = browser.get(address)
    assert (refused.status_code, "「合議をやり直す」で合議に戻してから" in refused.content.decode()) == (403, True)


def test_before_the_promise_there_is_its_text_and_nothing_of_the_item(institute):
    panel = board(institute, secrecy="審査で知ったことを漏らさない。")
    review = panel.assign(0, 0)
    panel.open()
    browser = build.browser(review.reviewer.person)
    before = browser.get(page_of(review)).content.decode()
    assert ("審査で知ったことを漏らさない。" in before, "製品 1" in before) == (True, False)
    browser.post(f"/reviews/promises/{review.reviewer.public_id}/", once())
    assert "製品 1" in browser.get(page_of(review)).content.decode()


def test_blind_panel_names_the_applicant_to_its_office_alone(institute):
    panel = board(institute, blind=True)
    review = panel.assign(0, 0)
    panel.open()
    shown = build.browser(review.reviewer.person).get(page_of(review)).content.decode()
    office = build.browser(panel.runner).get(f"/desk/reviews/items/{panel.items[0].public_id}/").content.decode()
    assert ("城東精密" in shown, "城東精密" in office) == (False, True)


def test_scores_of_others_are_shown_once_the_own_are_handed_in_where_the_panel_shares_them(institute):
    panel = board(institute, scores_shared=True)
    own, other = panel.assign(0, 0), panel.assign(0, 1)
    panel.open()
    hand_in(other, FULL)
    browser = build.browser(own.reviewer.person)
    before = browser.get(page_of(own)).content.decode()
    hand_in(own, FULL)
    after = browser.get(page_of(own)).content.decode()
    assert ["ほかの審査員 1 の採点" in page for page in (before, after)] == [False, True]


def test_declared_conflict_leads_back_and_the_item_is_gone(panel):
    review = panel.assign(0, 0)
    panel.open()
    browser = build.browser(review.reviewer.person)
    assert browser.post(f"{page_of(review)}declare/", once(detail="妹が勤めている")).url == "/reviews/"
    assert browser.get(page_of(review)).status_code == 404


def test_conflict_declared_after_the_end_is_shown_to_the_office_beside_results_that_stand(panel):
    review = panel.assign(0, 0)
    panel.open()
    for one in (review, panel.assign(0, 1)):
        hand_in(one, FULL)
    for item in panel.items[1:]:
        actions.withdraw_item(by=panel.runner, at=AT, item=item, reason="取り下げ")
    actions.close_panel(by=panel.runner, at=AT, panel=panel.panel)
    browser, office = build.browser(review.reviewer.person), build.browser(panel.runner)
    assert f"{page_of(review)}declare/" in browser.get(page_of(review)).content.decode()
    assert "確定した結果は変わりません" in browser.get(f"{page_of(review)}declare/").content.decode()
    assert browser.post(f"{page_of(review)}declare/", once(detail="妹が勤めている")).url == "/reviews/"
    addresses = [f"/desk/reviews/{panel.panel.public_id}/", f"/desk/reviews/items/{panel.items[0].public_id}/"]
    assert ["妹が勤めている" in office.get(one).content.decode() for one in addresses] == [True, True]
    assert browser.get(page_of(review)).status_code == 200


def test_office_assigns_only_who_may_review(panel):
    item, (first, second, third, fourth) = panel.items[0], panel.reviewers
    panel.assign(0, 0)
    actions.enter_conflict(by=panel.runner, at=AT, item=item, person=second.person, ground=Ground.OTHER, detail="兄")
    browser, address = build.browser(panel.runner), f"/desk/reviews/items/{item.public_id}/"
    offered = browser.get(f"{address}assign/").context["form"].fields["reviewer"].queryset
    assert set(offered) == {third, fourth}
    assert browser.post(f"{address}assign/", once(reviewer=third.public_id)).url == address
    assert browser.post(f"{address}assign/", once(reviewer=second.public_id)).status_code == 422
    assert {review.reviewer for review in Review.objects.alive()} == {first, third}


def test_office_enters_a_conflict_and_lifts_it_with_a_reason(panel):
    item, reviewer = panel.items[0], panel.reviewers[0]
    browser, address = build.browser(panel.runner), f"/desk/reviews/items/{item.public_id}/"
    given = once(reviewer=reviewer.public_id, ground="other", detail="兄が代表")
    assert browser.post(f"{address}enter_conflict/", given).url == address
    conflict = Conflict.objects.get()
    lifted = f"{address}lift_conflict/{conflict.pk}/"
    assert browser.post(lifted, once(reason="")).status_code == 422
    assert browser.post(lifted, once(reason="別人だった")).url == address
    conflict.refresh_from_db()
    assert (conflict.person, conflict.lifted_because) == (reviewer.person, "別人だった")


def test_office_adds_a_reviewer_by_the_address_of_the_account(panel):
    address = f"/desk/reviews/{panel.panel.public_id}/"
    browser, fifth = build.browser(panel.runner), build.person("審査員 戊")
    given = {"senior": "on", "least": "1", "most": "3"}
    unknown = browser.post(f"{address}add_reviewer/", once(email="nobody@example.jp", **given))
    assert (unknown.status_code, panel.panel.reviewers.count()) == (422, 4)
    assert browser.post(f"{address}add_reviewer/", once(email=fifth.email, **given)).url == address
    added = panel.panel.reviewers.get(person=fifth)
    assert (added.senior, added.least, added.most) == (True, 1, 3)


def test_office_grants_leave_and_takes_a_reviewer_out(panel):
    address = f"/desk/reviews/{panel.panel.public_id}/"
    browser, reviewer = build.browser(panel.runner), panel.reviewers[0]
    own = f"/desk/reviews/reviewers/{reviewer.public_id}/"
    days = {"begins_on": "2026-12-01", "ends_on": "2026-12-03"}
    assert browser.post(f"{own}grant_leave/", once(**days)).url == address
    assert browser.post(f"{own}remove_reviewer/", once(reason="退職")).url == address
    reviewer.refresh_from_db()
    assert [leave.ends_on for leave in reviewer.leaves.all()] == [dt.date(2026, 12, 3)]
    assert reviewer.left_at == AT


def test_scoring_cannot_end_before_it_begins(panel):
    address = f"/desk/reviews/{panel.panel.public_id}/"
    times = {"opens_at": "2026-12-02T10:00", "due_at": "2026-12-01T10:00"}
    answer = build.browser(panel.runner).post(f"{address}set_times/", once(**times))
    panel.panel.refresh_from_db()
    assert (answer.status_code, panel.panel.due_at) == (422, None)


def test_meeting_sets_points_that_stand_in_the_ranking(panel):
    address, browser = f"/desk/reviews/{panel.panel.public_id}/", build.browser(panel.runner)
    panel.open()
    for item, value in ((0, 5), (1, 4)):
        for reviewer in (0, 1):
            hand_in(panel.assign(item, reviewer), {"novelty": value, "market": value, "plan": value})
    browser.post(f"{address}begin_calibration/", once())
    first = panel.items[0]
    given = {
        "held_on": "2026-11-20", "present": [one.public_id for one in panel.reviewers[:2]],
        "minutes": "全員で見直した。",
        f"points_{first.pk}": "75.5", f"reason_{first.pk}": "市場が小さい",
    }  # fmt: skip
    assert browser.post(f"{address}hold_calibration/", once(**given)).url == address
    placed = browser.get(f"{address}ranking/").context["placed"]
    assert [(one["item"].number, one["points"], one["agreed"]) for one in placed] == [
        ("R-2", "80.00", False), ("R-1", "75.50", True),
    ]  # fmt: skip
    assert {one.points for one in results(panel.panel)} == {Fraction(151, 2), Fraction(80), None}


def test_panel_is_nothing_to_a_post_that_does_not_run_it(panel, institute):
    stranger = build.post(build.person("支援 係"), StaffRole.TRAINING, institute.head_office)
    address = f"/desk/reviews/{panel.panel.public_id}/"
    codes = [build.browser(stranger).get(one).status_code for one in (address, f"{address}ranking/")]
    refused = build.browser(stranger).post(f"{address}open_scoring/", once()).status_code
    panel.panel.refresh_from_db()
    assert (codes, refused, panel.panel.state) == ([404, 404], 404, PanelState.PREPARING)
