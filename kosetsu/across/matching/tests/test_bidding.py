"""Reviewers say what they want to review: asked by the office, blind where the panel is, nothing of a conflict."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse

from kosetsu.across.matching.actions import bidding
from kosetsu.across.matching.models import Bid, Word
from kosetsu.across.matching.tests.review_panels import conflict_rules, found, pairs, reader_points, two_each
from kosetsu.common.decisions import Refused
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Conflict, ReviewNotice
from kosetsu.foundation.reviews.states import Ground, Origin
from kosetsu.foundation.reviews.tests.conftest import APPLICANTS, joins
from tests import build
from tests.build import once
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
UNTIL = AT.date() + 7 * DAY
LATER = AT + 8 * DAY


@pytest.fixture(autouse=True)
def _now(settings):
    settings.KOSETSU_FIXED_NOW = AT


@pytest.fixture
def panel(institute):
    reader_points()
    conflict_rules()
    return two_each(institute)


@pytest.fixture
def asked(panel):
    """The reviewers are asked for a week."""
    return opened(panel)


def opened(panel, until=UNTIL):
    bidding.open_bidding(by=panel.runner, at=AT, panel=panel.panel, until=until)
    return panel


def say(panel, word, *items, reviewer=0, at=AT):
    one = panel.reviewers[reviewer]
    chosen = [panel.items[place] for place in items]
    return bidding.bid(by=one.person, at=at, reviewer=one, items=chosen, word=word)


def bar(panel, item=0, reviewer=0):
    given = {"item": panel.items[item], "person": panel.reviewers[reviewer].person, "ground": Ground.OTHER}
    return reviews.enter_conflict(by=panel.runner, at=AT, **given)


def browser(panel, reviewer=0):
    return build.browser(panel.reviewers[reviewer].person)


def page(panel):
    return reverse("matching:bids", args=[panel.panel.public_id])


def item_page(item):
    return reverse("matching:bid_item", args=[item.public_id])


def verb(item, name):
    return reverse(f"matching:{name}", args=[item.public_id])


def office(panel, name="panel_bidding"):
    return reverse(f"matching-desk:{name}", args=[panel.panel.public_id])


def said():
    return {(one.item.number, one.reviewer.person.name): one.word for one in Bid.objects.all()}


def text(answer):
    return answer.content.decode()


def numbers(answer):
    return [row.record.number for row in answer.context["list"].rows]


def test_reviewer_says_something_of_an_item_changes_it_and_takes_it_back(asked):
    own, item = browser(asked), asked.items[0]
    name = asked.reviewers[0].person.name
    for pressed, word in (("bid_want", "want"), ("bid_decline", "decline")):
        assert own.post(verb(item, pressed), once()).url == page(asked)
        assert said() == {("R-1", name): word}
    assert "避けたい" in text(own.get(item_page(item)))
    own.post(verb(item, "bid_nothing"), once())
    assert said() == {}


def test_many_items_are_answered_at_once(asked):
    own, name = browser(asked), asked.reviewers[0].person.name
    chosen = [str(one.public_id) for one in asked.items[:3]]
    many = reverse("matching:bid_many", args=[asked.panel.public_id, "may"])
    assert own.post(many, {"selected": chosen}).url == page(asked)
    assert said() == {(f"R-{number}", name): "may" for number in (1, 2, 3)}
    left = own.get(page(asked), {"unsaid": "1"})
    assert numbers(left) == ["R-4", "R-5"]


def test_nothing_chosen_and_a_broken_key_say_nothing(asked):
    many = reverse("matching:bid_many", args=[asked.panel.public_id, "want"])
    for selected in ([], ["R-1"]):
        assert browser(asked).post(many, {"selected": selected}).url == page(asked)
    assert said() == {}


@pytest.mark.parametrize(("blind", "shown"), [(False, True), (True, False)])
def test_applicant_is_told_in_no_way_where_the_panel_is_blind(institute, blind, shown):
    reader_points()
    panel = opened(two_each(institute, blind=blind))
    own, address = browser(panel), page(panel)
    book = openpyxl.load_workbook(io.BytesIO(own.get(address, {"format": "xlsx"}).content))
    texts = [
        text(own.get(address)), text(own.get(address, {"columns": "applicant"})),
        str([list(sheet.values) for sheet in book.worksheets]), text(own.get(item_page(panel.items[0]))),
    ]  # fmt: skip
    assert [APPLICANTS[0] in one for one in texts] == [shown] * 4


def test_neither_a_search_nor_an_order_tells_of_an_applicant(institute):
    reader_points()
    panel = opened(two_each(institute, blind=True))
    own, address = browser(panel), page(panel)
    assert numbers(own.get(address, {"q": APPLICANTS[0]})) == []
    assert numbers(own.get(address, {"sort": "-applicant"})) == ["R-1", "R-2", "R-3", "R-4", "R-5"]


def test_item_of_a_conflict_is_not_there_not_even_as_a_count(asked):
    say(asked, Word.WANT, 0)
    bar(asked)
    own, item = browser(asked), asked.items[0]
    answer = own.get(page(asked))
    assert (numbers(answer), answer.context["list"].total) == (["R-2", "R-3", "R-4", "R-5"], 4)
    names = ("bid_item", "bid_want", "bid_may", "bid_decline", "bid_nothing", "declare_before")
    get = [own.get(item_page(item)).status_code]
    post = [own.post(verb(item, name), once(detail="見たい")).status_code for name in names[1:]]
    assert (get, post) == ([404], [404] * 5)
    many = reverse("matching:bid_many", args=[asked.panel.public_id, "decline"])
    own.post(many, {"selected": [str(item.public_id)]})
    assert said() == {("R-1", asked.reviewers[0].person.name): "want"}


def test_what_only_the_records_know_as_a_conflict_is_not_shown_either(asked, company):
    joins(asked.reviewers[0].person, company)
    assert not Conflict.objects.exists()
    answer = browser(asked).get(page(asked))
    assert (numbers(answer), "製品 1" in text(answer)) == (["R-2", "R-3", "R-4", "R-5"], False)
    assert browser(asked).get(item_page(asked.items[0])).status_code == 404
    assert numbers(browser(asked, 1).get(page(asked)))[0] == "R-1"


def test_of_some_items_one_of_which_is_a_conflict_none_is_answered(asked):
    bar(asked, item=1)
    with pytest.raises(Refused) as refused:
        say(asked, Word.WANT, 0, 1)
    assert (refused.value.decision.hidden, said()) == (True, {})


def test_declared_conflict_takes_the_item_and_what_was_said_of_it_away(asked):
    item, person = asked.items[2], asked.reviewers[0].person
    say(asked, Word.WANT, 2)
    say(asked, Word.WANT, 2, reviewer=1)
    own = browser(asked)
    assert own.post(verb(item, "declare_before"), once(detail="")).status_code == 422
    assert own.post(verb(item, "declare_before"), once(detail="妹が勤めている")).url == page(asked)
    known = [(one.item, one.person, one.origin, one.detail) for one in Conflict.objects.in_force()]
    assert known == [(item, person, Origin.DECLARED, "妹が勤めている")]
    assert said() == {("R-3", asked.reviewers[1].person.name): "want"}
    assert own.get(item_page(item)).status_code == 404
    assert item.public_id not in {row.record.public_id for row in own.get(page(asked)).context["list"].rows}


def test_item_that_one_reviews_already_is_not_asked_about(asked):
    asked.assign(0, 0)
    assert numbers(browser(asked).get(page(asked))) == ["R-2", "R-3", "R-4", "R-5"]


def test_nobody_is_asked_before_the_bidding_is_open(panel):
    assert [browser(panel).get(one).status_code for one in (page(panel), item_page(panel.items[0]))] == [404, 404]
    with pytest.raises(Refused) as refused:
        say(panel, Word.WANT, 0)
    assert refused.value.decision.hidden


def ends_by_its_day(panel, settings):
    settings.KOSETSU_FIXED_NOW = LATER


def ends_by_the_office(panel, settings):
    bidding.close_bidding(by=panel.runner, at=AT, panel=panel.panel)


@pytest.mark.parametrize("end", [ends_by_its_day, ends_by_the_office])
def test_once_the_bidding_is_over_nothing_is_changed_and_one_is_told_so(asked, settings, end):
    say(asked, Word.WANT, 0)
    end(asked, settings)
    own, item = browser(asked), asked.items[0]
    answers = [own.get(page(asked)), own.get(item_page(item)), own.post(verb(item, "bid_decline"), once())]
    told = ["意向の受け付けは終わりました。" in text(one) for one in answers]
    assert ([one.status_code for one in answers], told) == ([403] * 3, [True] * 3)
    assert ("製品 1" in "".join(map(text, answers)), said()) == (False, {("R-1", "審査員 甲"): "want"})


def test_last_day_still_counts(asked):
    last = dt.datetime.combine(UNTIL, dt.time(23, 59), tzinfo=AT.tzinfo) - dt.timedelta(hours=10)
    assert [one.word for one in say(asked, Word.MAY, 0, at=last)] == ["may"]


def test_bids_are_nothing_to_a_stranger_a_company_or_who_has_left(asked, institute, company):
    reviews.remove_reviewer(by=asked.runner, at=AT, reviewer=asked.reviewers[1], reason="異動")
    people = [institute.researcher, company.engineer, asked.reviewers[1].person, asked.runner]
    addresses = [page(asked), item_page(asked.items[0])]
    codes = [build.browser(person).get(one).status_code for person in people for one in addresses]
    posts = [build.browser(person).post(verb(asked.items[0], "bid_want"), once()).status_code for person in people]
    assert (codes, posts, said()) == ([404] * 8, [404] * 4, {})


def test_nothing_of_an_item_is_told_before_the_promise(institute):
    reader_points()
    panel = opened(two_each(institute, secrecy="審査で知ったことを漏らさない。"))
    own, reviewer = browser(panel), panel.reviewers[0]
    assert own.get(page(panel)).url == reverse("reviews:promise", args=[reviewer.public_id])
    item = own.get(item_page(panel.items[0]))
    assert (item.status_code, "製品 1" in text(item)) == (403, False)
    own.post(reverse("reviews:promise", args=[reviewer.public_id]), once())
    assert "製品 1" in text(own.get(page(panel)))


def test_own_reviews_lead_to_the_bids_while_they_are_open(asked):
    own = browser(asked)
    before = page(asked) in text(own.get("/reviews/"))
    bidding.close_bidding(by=asked.runner, at=AT, panel=asked.panel)
    assert (before, page(asked) in text(own.get("/reviews/"))) == (True, False)


def test_what_a_reviewer_would_avoid_is_not_proposed(asked):
    say(asked, Word.DECLINE, 0)
    say(asked, Word.WANT, 0, reviewer=1)
    proposed = {reviewer for item, reviewer in pairs(found(asked)) if item == asked.items[0].pk}
    assert (asked.reviewers[0].pk in proposed, asked.reviewers[1].pk in proposed) == (False, True)


def test_office_asks_everyone_once_and_puts_the_day_off_without_another_mail(panel):
    ReviewNotice.objects.all().delete()
    desk = build.browser(panel.runner)
    assert office(panel) in text(desk.get(panel.panel.get_absolute_url()))
    assert desk.post(office(panel, "open_bidding"), once(until=UNTIL.isoformat())).url == office(panel)
    first = ReviewNotice.objects.get(reviewer=panel.reviewers[0])
    assert (first.kind, f"意向の締切日：{UNTIL.year}/{UNTIL.month}/{UNTIL.day}" in first.body) == ("bids", True)
    assert [name in first.body + first.subject for name in APPLICANTS] == [False] * 5
    desk.post(office(panel, "open_bidding"), once(until=(UNTIL + DAY).isoformat()))
    panel.panel.refresh_from_db()
    assert (panel.panel.bidding.until, ReviewNotice.objects.count()) == (UNTIL + DAY, 4)


def test_day_that_is_over_is_refused_with_what_was_typed(panel):
    answer = build.browser(panel.runner).post(office(panel, "open_bidding"), once(until="2026-01-05"))
    shown = text(answer)
    assert (answer.status_code, "今日か、これからの日" in shown, "2026-01-05" in shown) == (422, True, True)


def test_office_sees_who_has_answered_and_reminds_the_others(asked):
    say(asked, Word.WANT, 0, 1)
    bidding.declare_before(
        by=asked.reviewers[1].person, at=AT, reviewer=asked.reviewers[1], item=asked.items[0], detail="兄"
    )
    ReviewNotice.objects.all().delete()
    desk = build.browser(asked.runner)
    rows = desk.get(office(asked)).context["rows"]
    assert [(one["reviewer"].want, one["declared"], one["answered"]) for one in rows] == [
        (2, False, True), (0, True, True), (0, False, False), (0, False, False),
    ]  # fmt: skip
    desk.post(office(asked, "remind_bidders"), once())
    assert {one.reviewer for one in ReviewNotice.objects.all()} == {*asked.reviewers[2:]}


def test_office_counts_nothing_of_an_item_it_has_a_conflict_with(asked):
    say(asked, Word.WANT, 0)
    given = {"item": asked.items[0], "person": asked.runner, "ground": Ground.OTHER}
    other = build.post(build.person("審査 次席"), "review", asked.runner.posts.first().branch)
    reviews.enter_conflict(by=other, at=AT, **given)
    rows = [build.browser(one).get(office(asked)).context["rows"][0] for one in (asked.runner, other)]
    assert [(one["reviewer"].want, one["answered"]) for one in rows] == [(0, False), (1, True)]


def test_office_still_enters_bids_once_the_bidding_is_over(asked):
    desk = build.browser(asked.runner)
    desk.post(office(asked, "close_bidding"), once())
    given = {"item": asked.items[0].public_id, "reviewer": asked.reviewers[0].public_id, "word": "want"}
    desk.post(office(asked, "enter_bid"), once(**given))
    assert said() == {("R-1", "審査員 甲"): "want"}
    refused = desk.post(office(asked, "remind_bidders"), once())
    assert (refused.status_code, "いまは、審査員の意向を受け付けていません。" in text(refused)) == (403, True)


@pytest.mark.parametrize("who", ["reviewer", "researcher", "company"])
def test_bidding_is_nothing_to_whoever_does_not_run_the_panel(asked, institute, company, who):
    person = {
        "reviewer": asked.reviewers[0].person, "researcher": institute.researcher, "company": company.engineer
    }[who]  # fmt: skip
    names = ("open_bidding", "remind_bidders", "close_bidding")
    own = build.browser(person)
    assert own.get(office(asked)).status_code == 404
    assert [own.post(office(asked, name), once()).status_code for name in names] == [404] * 3
