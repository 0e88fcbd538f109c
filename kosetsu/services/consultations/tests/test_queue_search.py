"""The queue searched by words: what is found, how soon, what never is, and what the page says when it is too much."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.search import follower
from kosetsu.foundation.search.sources import STAFF
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.actions.receive import Heard
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.consultations.pages import searching
from kosetsu.services.consultations.pages.searching import Search
from tests.build import browser

QUEUE = "/desk/consultations/"


class Asking:
    """Consultations by their question, and the queue as a researcher sees it."""

    def __init__(self, institute: Any, at: dt.datetime) -> None:
        self.institute, self.at, self.desk = institute, at, browser(institute.researcher)

    def ask(self, company: Any, question: str, **more: Any) -> Consultation:
        return actions.ask(by=company.engineer, at=self.at, workplace=company.workplace, question=question, **more)

    def take(self, consultation: Consultation) -> Consultation:
        return actions.take(by=self.institute.researcher, at=self.at, consultation=consultation)

    def close(self, consultation: Consultation) -> Consultation:
        common: dict[str, Any] = {"by": self.institute.researcher, "at": self.at, "consultation": consultation}
        self.take(consultation)
        actions.answer(**common, text="もらいさびです", channel="mail", on_date=self.at.date())
        return actions.close(**common, outcome="solved")

    def page(self, **asked: str) -> Any:
        return self.desk.get(QUEUE, asked).context["list"]

    def found(self, q: str, **asked: str) -> list[str]:
        return [row.record.case.number for row in self.page(q=q, **asked).rows]


@pytest.fixture
def asking(institute: Any, at: dt.datetime) -> Asking:
    return Asking(institute, at)


def test_words_are_found_in_title_thread_and_other_spellings(asking: Asking, company: Any, rival: Any) -> None:
    rust = asking.ask(company, "ボルトに赤さびが出ます\n海岸の倉庫で使う").case.number
    asking.ask(rival, "樹脂が割れる")
    words = ["ボルト", "赤さび", "赤さび ボルト", "海岸", "ボルト 倉庫", "ﾎﾞﾙﾄ", "さび"]
    assert [asking.found(q) for q in words] == [[rust]] * len(words)
    assert [asking.found(q) for q in ("ボルト 樹脂", "ラーメン", "。", "%")] == [[]] * 4


def test_case_opened_a_second_ago_and_what_was_just_said_are_found(asking: Asking, company: Any) -> None:
    asking.ask(company, "めっきのはがれ")
    follower.follow(STAFF)
    later = asking.take(asking.ask(company, "めっきのふくれ"))
    assert asking.found("ふくれ") == [later.case.number]
    actions.reply(by=company.engineer, at=asking.at, consultation=later, text="下地はニッケルです")
    assert asking.found("ニッケル") == [later.case.number]


@pytest.mark.parametrize("secret", [False, True])
@pytest.mark.parametrize("typed", ["相R8-00002", "R8-00002", "r8-00002", "相Ｒ８－００００２", " 相R8-00002 "])
def test_number_finds_its_case_alone_confidential_or_not(
    asking: Asking, company: Any, rival: Any, typed: str, secret: bool
) -> None:
    asking.ask(company, "R8-0000の型番のねじ")
    asking.ask(rival, "ねじ", confidential=secret)
    asking.ask(company, "R8-00020の型番のねじ")
    assert asking.found(typed) == ["相R8-00002"]


def test_company_and_caller_are_found_by_a_part_of_their_name(
    asking: Asking, company: Any, rival: Any, heard: Heard
) -> None:
    own = asking.ask(company, "x").case.number
    others = asking.ask(rival, "x", confidential=True).case.number
    call = actions.enter(by=asking.institute.counter, at=asking.at, heard=heard).case.number
    assert (asking.found("東精"), asking.found("競合工業株式会社"), asking.found("佐")) == ([own], [others], [call])


def test_confidential_words_and_notes_among_staff_find_nothing(asking: Asking, company: Any, rival: Any) -> None:
    asking.ask(rival, "極秘合金の割れ", confidential=True)
    noted = asking.take(asking.ask(company, "ねじの割れ"))
    actions.note(by=asking.institute.researcher, at=asking.at, consultation=noted, text="所内限りの所見")
    assert (asking.found("極秘合金"), asking.found("所見"), asking.found("割れ")) == ([], [], [noted.case.number])


def test_index_behind_a_case_that_became_confidential_tells_nothing(asking: Asking, company: Any) -> None:
    made = asking.ask(company, "ねじの割れ")
    assert asking.found("割れ") == [made.case.number]
    Consultation.objects.update(confidential=True)
    assert asking.found("割れ") == []


def test_another_company_s_case_stays_hidden_whatever_the_index_holds(
    asking: Asking, company: Any, rival: Any, institute: Any
) -> None:
    own, other = asking.ask(company, "ねじの割れ"), asking.ask(rival, "ねじの割れ")

    def seen(user: Any, words: str) -> set[Consultation]:
        return set(Search()(Consultation.objects.visible_to(user), words))

    assert seen(institute.planner, "割れ") == {own, other}
    assert seen(company.engineer, "割れ") == {own}
    assert [seen(company.engineer, words) for words in ("競合工業", other.case.number)] == [set(), set()]
    assert browser(company.engineer).get(QUEUE, {"q": "割れ"}).status_code == 404
    assert Client().get(QUEUE, {"q": "割れ"}).status_code == 302


@pytest.mark.parametrize("few", [5_000, 1])
def test_every_filter_narrows_what_was_found_and_the_order_stays(
    asking: Asking, company: Any, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Whether the index looks through the few that the filters leave, or through everything."""
    monkeypatch.setattr(searching, "FEW", few)
    closed = asking.close(asking.ask(company, "ねじの割れ")).case.number
    mine = asking.take(asking.ask(company, "割れたねじ")).case.number
    waiting = asking.ask(company, "割れ").case.number
    other = asking.ask(company, "ねじ").case.number
    assert asking.found("割れ") == [mine, waiting]
    assert asking.found("割れ", whose="all") == [closed, mine, waiting]
    assert asking.found("割れ", whose="all", sort="-number") == [waiting, mine, closed]
    assert asking.found("割れ", whose="me") == [mine]
    assert asking.found("割れ", whose="unassigned") == [waiting]
    assert asking.found("ねじ", whose="unassigned") == [other]
    assert asking.found("割れ", state="closed") == [closed]
    assert asking.found("割れ", state="assigned") == [mine]
    assert asking.found("割れ", branch="B02") == []
    assert asking.found("割れ", channel="mail") == [mine, waiting]
    assert asking.found("割れ", when="overdue") == []
    assert asking.page(q="割れ", whose="all").problems == []


def test_too_many_are_cut_to_the_newest_and_the_page_says_so(
    asking: Asking, company: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST", 2)
    numbers = [asking.ask(company, "ねじの割れ").case.number for _one in range(4)]
    said = "新しい2件の中からさがしました"
    for words in ("割れ", "城東精密"):
        page = asking.page(q=words)
        assert ([row.record.case.number for row in page.rows], said in page.problems[0]) == (numbers[2:], True)
    assert said in asking.desk.get(QUEUE, {"q": "割れ"}).content.decode()
    assert asking.page(q=numbers[0]).problems == []


def test_name_that_many_companies_bear_means_the_shortest_and_the_page_says_so(
    asking: Asking, company: Any, rival: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "COMPANIES", 1)
    Organisation.objects.filter(pk=company.organisation.pk).update(name="城東競合工業株式会社")
    asking.ask(company, "x")
    own = asking.ask(rival, "x").case.number
    page = asking.page(q="競合工業")
    assert ([row.record.case.number for row in page.rows], len(page.problems)) == ([own], 1)


def test_open_ones_are_never_lost_among_many_closed_ones(
    asking: Asking, company: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST", 2)
    old = asking.ask(company, "ねじの割れ").case.number
    for _one in range(3):
        asking.close(asking.ask(company, "ねじの割れ"))
    page = asking.page(q="割れ")
    assert ([row.record.case.number for row in page.rows], page.problems) == ([old], [])
