"""The pages of who reviews what: asked, watched, read, priced, locked, settled; and what nobody else sees of it."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse

from kosetsu.across.matching.actions import panels as actions
from kosetsu.across.matching.models import Bid, PanelProposal, ReaderLoad, Stage
from kosetsu.across.matching.tests.review_panels import (
    ask,
    assigned,
    conflict_rules,
    found,
    pairs,
    reader_points,
    says,
    two_each,
)
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Conflict, Review
from kosetsu.foundation.reviews.states import Ground
from kosetsu.foundation.reviews.tests.conftest import joins
from tests import build
from tests.build import once
from tests.fixtures import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel(institute, db):
    reader_points()
    conflict_rules()
    return two_each(institute)


@pytest.fixture
def office(panel):
    return build.browser(panel.runner)


def address(panel):
    return reverse("matching-desk:panel_proposals", args=[panel.panel.public_id])


def verb(name, proposal):
    return reverse(f"matching-desk:{name}", args=[proposal.public_id])


def item_page(proposal, item):
    return reverse("matching-desk:proposal_item", args=[proposal.public_id, item.public_id])


def text(answer):
    return answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_proposal_is_asked_for_on_the_panels_page_searched_shown_and_settled(panel, office):
    assert address(panel) in text(office.get(panel.panel.get_absolute_url()))
    plain = {"best": "worst", "floor": "", "way": "anew", "juniors": 0, "seconds": 10}
    answer = office.post(address(panel), once(**plain))
    [made] = PanelProposal.objects.all()
    assert (answer.url, made.stage) == (made.get_absolute_url(), Stage.FOUND)
    page = text(office.get(made.get_absolute_url()))
    assert [str(one) in page for one in [*panel.items, *panel.reviewers]] == [True] * 9
    assert ("これより良い案はありません。" in page, "新しく割り当て" in page) == (True, True)
    settled = office.post(verb("settle_assignment", made), once(), follow=True)
    assert ("案のとおりに割り当てました。" in text(settled), assigned(panel) == pairs(made)) == (True, True)


def test_progress_is_a_fragment_and_a_search_can_be_called_off(panel, office):
    made = ask(panel)
    shown = office.get(made.get_absolute_url(), headers={"HX-Request": "true"})
    assert ("順番待ち" in text(shown), "<html" in text(shown)) == (True, False)
    office.post(verb("cancel_assigning", made), once())
    made.refresh_from_db()
    again = office.get(made.get_absolute_url(), headers={"HX-Request": "true"})
    assert (made.stage, again["HX-Refresh"]) == (Stage.CANCELLED, "true")


def test_asking_with_a_weight_and_none_given_is_told_beside_the_field(panel, office):
    plain = {"best": "blend", "floor": "", "way": "anew", "juniors": 0, "seconds": 10}
    answer = office.post(address(panel), once(**plain))
    assert (answer.status_code, "重みを、1以上の数で書いてください。" in text(answer)) == (422, True)
    assert not PanelProposal.objects.exists()


def test_stale_proposal_says_what_changed_and_the_new_conflict_stays_blocked(panel, office, company):
    made = found(panel)
    joins(panel.reviewers[0].person, company)
    answer = text(office.post(verb("settle_assignment", made), once(), follow=True))
    assert "案を作ったあとに審査会が変わったため（利益相反）、割り当てませんでした。" in answer
    assert (Conflict.objects.in_force().count(), Review.objects.count()) == (1, 0)
    assert "利益相反" in text(office.get(made.get_absolute_url()))


def test_item_shows_everybody_who_could_review_it_and_what_another_choice_costs(panel, office):
    says(panel.items[0], "", title="めっきの耐食性")
    reviews.enter_conflict(
        by=panel.runner, at=AT, item=panel.items[0], person=panel.reviewers[3].person, ground=Ground.OTHER
    )
    made = found(panel)
    page = text(office.get(item_page(made, panel.items[0])))
    assert [str(one) in page for one in panel.reviewers] == [True] * 4
    chosen = next(one for one in panel.reviewers if (panel.items[0].pk, one.pk) in pairs(made))
    other = next(one for one in panel.reviewers[:3] if (panel.items[0].pk, one.pk) not in pairs(made))
    without = text(office.get(item_page(made, panel.items[0]), {"price": str(chosen.public_id)}))
    forced = text(office.get(item_page(made, panel.items[0]), {"price": str(other.public_id)}))
    assert ("この人を外すと" in without, "この人を担当にすると" in forced) == (True, True)
    barred = text(office.get(item_page(made, panel.items[0]), {"price": str(panel.reviewers[3].public_id)}))
    assert ("この人を" in barred, "利益相反" in barred) == (False, True)


def test_price_of_what_cannot_be_says_what_it_clashes_with(panel, office):
    for one in panel.reviewers[2:]:
        reviews.remove_reviewer(by=panel.runner, at=AT, reviewer=one, reason="異動")
    made = found(panel)
    page = text(office.get(item_page(made, panel.items[0]), {"price": str(panel.reviewers[0].public_id)}))
    assert ("次の条件と両立しません" in page, "「R-1」を2人で審査すること" in page) == (True, True)


def test_pair_is_locked_and_loosened_and_the_next_search_keeps_it(panel, office):
    made = found(panel)
    item = panel.items[1]
    other = next(one for one in panel.reviewers if (item.pk, one.pk) not in pairs(made))
    sent = {"item": item.public_id, "reviewer": other.public_id}
    office.post(verb("lock_pair", made), once(**sent, fixed="on"))
    made.refresh_from_db()
    assert made.locks == [[item.pk, other.pk]]
    office.post(verb("assign_again", made), once())
    again = PanelProposal.objects.first()
    assert again.locks == made.locks
    office.post(verb("lock_pair", made), once(**sent))
    made.refresh_from_db()
    assert made.locks == []


def test_wishes_and_loads_are_entered_at_the_panel(panel, office):
    bid = {"item": panel.items[0].public_id, "reviewer": panel.reviewers[0].public_id, "word": "want"}
    office.post(reverse("matching-desk:enter_bid", args=[panel.panel.public_id]), once(**bid))
    load = {"reviewer": panel.reviewers[0].public_id, "month": "2026-11", "least": 1, "most": 2}
    office.post(reverse("matching-desk:set_load", args=[panel.panel.public_id]), once(**load))
    assert (Bid.objects.get().word, ReaderLoad.objects.get().month) == ("want", dt.date(2026, 11, 1))
    both = office.post(reverse("matching-desk:set_load", args=[panel.panel.public_id]), once(**load, batch=1))
    assert (both.status_code, "どちらか一つ" in text(both)) == (422, True)


def test_excel_has_a_row_for_every_pair(panel, office):
    made = found(panel)
    answer = office.get(made.get_absolute_url(), {"format": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    names = {one.pk: str(one) for one in panel.reviewers}
    numbers = {one.pk: one.number for one in panel.items}
    assert {(row[0], row[2]) for row in rows[1:]} == {(numbers[item], names[key]) for item, key in pairs(made)}


def test_colleague_with_a_conflict_finds_nothing_of_the_proposal_and_asks_without_the_item(panel, institute):
    made = found(panel)
    person = build.post(build.person("審査 次席"), "review", institute.head_office)
    says(panel.items[0], "秘密の内容", title="秘密の題名")
    reviews.enter_conflict(by=panel.runner, at=AT, item=panel.items[0], person=person, ground=Ground.OTHER)
    browser = build.browser(person)
    gets = [
        made.get_absolute_url(), f"{made.get_absolute_url()}?format=xlsx", item_page(made, panel.items[0]),
        item_page(made, panel.items[1]),
    ]  # fmt: skip
    posts = ["settle_assignment", "assign_again", "replan_assignment", "cancel_assigning", "lock_pair"]
    assert [browser.get(one).status_code for one in gets] == [404] * 4
    assert [browser.post(verb(name, made), once()).status_code for name in posts] == [404] * 5
    assert made.get_absolute_url() not in text(browser.get(address(panel)))
    bid = reverse("matching-desk:enter_bid", args=[panel.panel.public_id])
    assert "秘密の題名" not in text(browser.get(bid))
    sent = {"item": panel.items[0].public_id, "reviewer": panel.reviewers[0].public_id, "word": "want"}
    assert (browser.post(bid, once(**sent)).status_code, Bid.objects.count()) == (422, 0)
    own = actions.ask_for_reviewers(by=person, at=AT, panel=panel.panel, terms=actions.Terms(seconds=10))
    page = text(browser.get(own.get_absolute_url()))
    assert (browser.get(own.get_absolute_url()).status_code, "秘密の題名" in page) == (200, False)
    assert item_page(own, panel.items[0]) not in page
    assert browser.get(item_page(own, panel.items[0])).status_code in (403, 404)


@pytest.mark.parametrize("who", ["reviewer", "researcher", "company"])
def test_proposal_is_nothing_to_whoever_does_not_run_the_panel(panel, institute, company, who):
    person = {
        "reviewer": panel.reviewers[0].person, "researcher": institute.researcher, "company": company.engineer
    }[who]  # fmt: skip
    made = found(panel)
    browser = build.browser(person)
    assert [browser.get(one).status_code for one in (made.get_absolute_url(), address(panel))] == [404, 404]
    assert browser.post(verb("settle_assignment", made), once()).status_code == 404
