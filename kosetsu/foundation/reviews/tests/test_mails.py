"""What reviewers are told: how many, until when and where; never whose application it is, nor what it is about."""

import datetime as dt

import pytest

from kosetsu.foundation.reviews import actions
from kosetsu.foundation.reviews.models import ReviewNotice
from kosetsu.foundation.reviews.states import Ground
from kosetsu.foundation.reviews.tests.conftest import APPLICANTS, FULL, board, hand_in
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
DUE = AT + 10 * DAY


@pytest.fixture
def running(institute):
    """Two items for the first reviewer, one for the second; scoring ends in ten days."""
    panel = board(institute, due_at=DUE)
    panel.assign(0, 0)
    panel.assign(1, 0)
    panel.assign(0, 1)
    panel.open()
    ReviewNotice.objects.all().delete()
    return panel


def told(panel):
    """Who was told what, in turn, since it was asked last."""
    rows = ReviewNotice.objects.order_by("pk").select_related("reviewer")
    found = [(panel.reviewers.index(one.reviewer), str(one.kind)) for one in rows]
    rows.delete()
    return found


def morning(at):
    return actions.tell_reviewers(at=at)


def test_reviewer_is_told_of_the_appointment_once(institute):
    panel = board(institute)
    assert told(panel) == [(place, "appointed") for place in range(4)]
    actions.add_reviewer(by=panel.runner, at=AT, panel=panel.panel, person=panel.reviewers[0].person, most=3)
    assert told(panel) == []


def test_reviewer_who_had_left_is_told_again(institute):
    panel = board(institute)
    actions.remove_reviewer(by=panel.runner, at=AT, reviewer=panel.reviewers[0], reason="出張")
    told(panel)
    actions.add_reviewer(by=panel.runner, at=AT, panel=panel.panel, person=panel.reviewers[0].person)
    assert told(panel) == [(0, "appointed")]


def test_one_mail_in_the_morning_tells_of_all_that_is_new(running):
    assert (morning(AT), told(running)) == (2, [(0, "assigned"), (1, "assigned")])
    assert morning(AT + DAY) == 0
    running.assign(2, 1)
    assert (morning(AT + 2 * DAY), told(running)) == (1, [(1, "assigned")])


def test_nobody_is_told_before_the_scoring_begins(institute):
    panel = board(institute, opens_at=AT + DAY)
    panel.assign(0, 0)
    told(panel)
    assert morning(AT) == 0
    panel.open()
    assert [morning(AT), morning(AT + DAY)] == [0, 1]


def test_deadline_is_reminded_of_three_days_before_and_after_it_once_each(running):
    morning(AT)
    hand_in(running.items[0].reviews.get(reviewer=running.reviewers[1]), FULL)
    told(running)
    days = [(DUE - 4 * DAY, []), (DUE - 3 * DAY, [(0, "near")]), (DUE - 2 * DAY, []), (DUE + DAY, [(0, "overdue")]),
            (DUE + 2 * DAY, [])]  # fmt: skip
    kept = []
    for at, expected in days:
        morning(at)
        new = ReviewNotice.objects.order_by("pk")[len(kept) :]
        found = [(running.reviewers.index(one.reviewer), str(one.kind)) for one in new]
        kept += found
        assert (at, found) == (at, expected)


def test_deadline_that_was_put_off_is_reminded_of_anew(running):
    morning(AT)
    morning(DUE - DAY)
    later = DUE + 7 * DAY
    actions.set_times(by=running.runner, at=DUE, panel=running.panel, opens_at=None, due_at=later)
    ReviewNotice.objects.filter(kind="assigned").delete()
    morning(later - DAY)
    rows = ReviewNotice.objects.filter(reviewer=running.reviewers[0]).order_by("pk").values_list("kind", "due_at")
    assert [*rows] == [("near", DUE), ("near", later)]


def test_returned_review_and_withdrawn_item_are_told_to_their_reviewers_alone(running):
    review = running.items[0].reviews.get(reviewer=running.reviewers[0])
    hand_in(review, FULL)
    actions.return_review(by=running.runner, at=AT, review=review, reason="城東精密の根拠を書いてください")
    assert told(running) == [(0, "returned")]
    actions.withdraw_item(by=running.runner, at=AT, item=running.items[0], reason="申請者が取り下げた")
    assert told(running) == [(0, "withdrawn"), (1, "withdrawn")]


def test_end_is_told_to_who_handed_something_in(institute):
    panel = board(institute)
    panel.open()
    for reviewer in (0, 1):
        hand_in(panel.assign(0, reviewer), FULL)
    for item in panel.items[1:]:
        actions.withdraw_item(by=panel.runner, at=AT, item=item, reason="取り下げ")
    told(panel)
    actions.close_panel(by=panel.runner, at=AT, panel=panel.panel)
    assert told(panel) == [(0, "closed"), (1, "closed")]


def test_who_has_a_conflict_is_not_told_of_the_item(running):
    for reviewer in running.reviewers[:2]:
        actions.enter_conflict(
            by=running.runner, at=AT, item=running.items[0], person=reviewer.person, ground=Ground.OTHER, detail="兄"
        )
    assert (morning(AT), told(running)) == (1, [(0, "assigned")])
    actions.withdraw_item(by=running.runner, at=AT, item=running.items[0], reason="取り下げ")
    assert told(running) == []


def test_no_mail_names_an_applicant_a_title_a_score_or_a_reason(running):
    review = running.items[0].reviews.get(reviewer=running.reviewers[0])
    morning(AT)
    hand_in(review, FULL)
    actions.return_review(by=running.runner, at=AT, review=review, reason="城東精密の根拠を書いてください")
    for at in (DUE - DAY, DUE + DAY):
        morning(at)
    actions.withdraw_item(by=running.runner, at=AT, item=running.items[1], reason="城東精密の都合")
    kinds = {one.kind for one in ReviewNotice.objects.all()}
    text = "\n".join(f"{one.subject}\n{one.body}" for one in ReviewNotice.objects.all())
    secrets = [*APPLICANTS, "城東精密", "製品 1", "製品 2", "根拠", "見本を見た"]
    assert kinds == {"assigned", "returned", "near", "overdue", "withdrawn"}
    assert [secret for secret in secrets if secret in text] == []
    assert "/reviews/" in text


def test_mail_is_in_the_reviewers_language(running):
    person = running.reviewers[0].person
    person.language = "en"
    person.save(update_fields=["language"])
    morning(AT)
    subject = ReviewNotice.objects.get(reviewer=running.reviewers[0]).subject
    assert subject == "[Review] Items for you to review (入居者選定審査会)"
