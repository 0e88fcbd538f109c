"""Saved filters: kept under a name, on one list, by one person; nobody else meets them."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from lxml import html

from kosetsu.common.decisions import Refused
from kosetsu.foundation.accounts import actions
from kosetsu.foundation.accounts.models import Person, SavedFilter
from kosetsu.foundation.accounts.pages.filters import SavedFilters
from kosetsu.foundation.accounts.pages.forms import ListForm
from kosetsu.foundation.accounts.pages.people import people
from kosetsu.foundation.accounts.permissions import MOST_FILTERS, can_save_filter

pytestmark = pytest.mark.django_db
LIST = "/desk/organisations/"
KEY = "01900000-0000-7000-8000-00000000000"


@pytest.fixture
def save(institute, at):
    """Keep a filter of the counter's list of organisations."""

    def keep(name="区外の会社", query="q=乙", by=None, page=LIST):
        return actions.save_filter(by=by or institute.counter, at=at, page=page, name=name, query=query)

    return keep


@pytest.fixture
def counter(client, institute):
    client.force_login(institute.counter, "django.contrib.auth.backends.ModelBackend")
    return client


def block_of(page):
    """The links of the saved filters, and the forms' hidden fields."""
    tree = html.fromstring(page.content.decode())
    [block] = tree.find_class("saved-filters")
    links = [(link.text, link.get("href"), link.get("aria-current")) for link in block.xpath(".//nav//a")]
    fields = {one.get("name"): one.get("value") for one in block.xpath(".//input[@type='hidden']")}
    return links, fields


def kept():
    return list(SavedFilter.objects.values_list("owner__name", "page", "name", "query").order_by("pk"))


def test_list_saved_under_a_name_is_one_press_away(counter, institute):
    _none, fields = block_of(counter.get(LIST + "?q=甲&sort=-name&colour=red&columns=secret&page=7"))
    answer = counter.post("/people/filters/", {**fields, "name": "甲社"})
    address = f"{LIST}?q=%E7%94%B2&sort=-name"
    assert (answer.status_code, answer.url) == (302, address)
    assert kept() == [(institute.counter.name, LIST, "甲社", "q=%E7%94%B2&sort=-name")]
    assert block_of(counter.get(address))[0] == [("甲社", address, "true")]
    assert block_of(counter.get(LIST + "?q=丙"))[0] == [("甲社", address, None)]
    assert block_of(counter.get("/desk/workplaces/"))[0] == []


def test_saved_filter_pressed_twice_is_one(counter):
    sent = {**block_of(counter.get(LIST + "?q=甲"))[1], "name": "甲社"}
    assert [counter.post("/people/filters/", sent).status_code for _ in range(2)] == [302, 302]
    assert len(kept()) == 1


def test_long_question_is_kept_whole(counter):
    words = "塩水噴霧試験の後に出た白い粉の正体を知りたい" * 4
    sent = {**block_of(counter.get(f"{LIST}?q={words}"))[1], "name": "長い問い"}
    assert counter.post("/people/filters/", sent, follow=True).context["list"].query == words
    assert SavedFilter.objects.get().get_absolute_url() == counter.get(f"{LIST}?q={words}").context["list"].address


def test_same_name_on_the_same_list_takes_the_new_question(save, institute):
    save(query="q=乙")
    save(query="q=丙")
    save(query="q=丁", page="/desk/workplaces/")
    assert [(page, query) for _owner, page, _name, query in kept()] == [(LIST, "q=丙"), ("/desk/workplaces/", "q=丁")]


def test_filter_without_a_name_is_not_saved_and_the_list_stays_as_it_was(counter):
    sent = {**block_of(counter.get(LIST + "?q=甲"))[1], "name": " "}
    answer = counter.post("/people/filters/", sent, follow=True)
    assert answer.redirect_chain == [(LIST + "?q=%E7%94%B2", 302)]
    assert "名前：このフィールドは必須です。" in answer.content.decode()
    assert kept() == []


@pytest.mark.parametrize("asked", ["", '["https://evil.example/","q=1"]:forged'])
def test_list_that_no_list_has_signed_is_neither_saved_nor_led_to(counter, asked):
    sent = {"submission_key": KEY + "1", "asked": asked, "name": "偽"}
    assert counter.post("/people/filters/", sent).status_code == 403
    assert kept() == []


def test_colleague_meets_neither_name_nor_words_of_my_filter(counter, save, institute):
    mine = save(name="わたしだけの名前", query="q=わたしだけの言葉", by=institute.researcher)
    page = counter.get(LIST).content.decode()
    assert ("わたしだけ" in page, "%E3%82%8F%E3%81%9F" in page) == (False, False)
    sent = {"submission_key": KEY + "2", "asked": ListForm.signed(LIST, "")}
    assert counter.post(f"/people/filters/{mine.public_id}/delete/", sent).status_code == 404
    assert "わたしだけの名前" in str(kept())
    assert list(SavedFilter.objects.visible_to(institute.administrator)) == []


def test_colleague_cannot_delete_it_by_the_action_either(save, institute):
    mine = save(by=institute.researcher)
    actions.delete_filter(by=institute.counter, saved=mine)
    assert len(kept()) == 1


def test_own_filter_is_deleted_and_the_list_stays_as_it_was(counter, save):
    save(name="残す")
    gone = save(name="消す")
    _links, fields = block_of(counter.get(LIST + "?q=甲"))
    for _press in range(2):
        answer = counter.post(f"/people/filters/{gone.public_id}/delete/", fields)
        assert (answer.status_code, answer.url) == (302, LIST + "?q=%E7%94%B2")
    assert [name for _owner, _page, name, _query in kept()] == ["残す"]


def test_account_that_is_deleted_takes_its_filters_along(save, institute):
    leaver = Person.objects.create_user("leaver@example.jp", name="去る人")
    save(by=leaver)
    save()
    leaver.delete()
    assert [owner for owner, _page, _name, _query in kept()] == [institute.counter.name]


def test_more_filters_than_a_person_may_keep_are_refused_with_the_next_step(save, institute):
    for number in range(MOST_FILTERS):
        save(name=f"条件{number}")
    with pytest.raises(Refused, match=r"50件まで.*削除してください"):
        save(name="もう一つ")
    save(name="条件0", query="q=新しい")
    save(by=institute.researcher)
    assert (len(kept()), SavedFilter.objects.get(name="条件0").query) == (MOST_FILTERS + 1, "q=新しい")


@pytest.mark.parametrize(
    ("query", "held", "allowed"),
    [("q=a", 0, True), ("q=a", MOST_FILTERS, False), ("", 0, False), ("q=" + "a" * 998, 0, True),
     ("q=" + "a" * 999, 0, False)],
)  # fmt: skip
def test_filter_may_be_saved_while_it_says_something_is_short_and_there_is_room(query, held, allowed):
    assert bool(can_save_filter(query, held)) is allowed


def test_list_that_asks_nothing_says_how_to_begin(counter):
    page = counter.get(LIST).content.decode()
    assert "まだ条件がありません。" in page
    assert "この条件を保存する" not in page


def test_visitor_has_no_block_and_costs_no_query(django_assert_num_queries):
    request = RequestFactory().get("/catalogue/tests/?q=錆")
    request.user = AnonymousUser()
    shown = type("Shown", (), {"request": request, "understood": "q=錆"})()
    with django_assert_num_queries(0):
        assert SavedFilters.of(shown) is None


def test_visitor_who_sends_the_form_signs_in_first(client):
    answer = client.post("/people/filters/", {"asked": ListForm.signed(LIST, "q=a"), "name": "試験"})
    assert (answer.status_code, answer.url.startswith("/accounts/login/"), kept()) == (302, True, [])


def test_people_filtered_by_those_who_left_are_only_those(institute, rf, at):
    institute.researcher.is_active = False
    institute.researcher.save()
    request = rf.get("/desk/people/?is_active=False")
    request.user, request.at, request.today = institute.administrator, at, at.date()
    assert institute.researcher.name in people(request).content.decode()
    assert institute.counter.name not in html.fromstring(people(request).content.decode()).text_content()
