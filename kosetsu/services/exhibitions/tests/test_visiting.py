"""Who looked: each registered visitor once per booth, by the printed rule; and what passes between the two sides."""

from typing import Any

import pytest
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.models import Entry
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Booth, Card, Exhibition, Look, Recount, Viewing
from kosetsu.services.exhibitions.tests.conftest import CLOSING, DAY, DURING, come, look
from tests import build
from tests.build import browser


def test_visitor_counts_once_per_booth_however_often_they_look(opened: Exhibition, booth: Booth) -> None:
    visitor = come(opened)
    verdicts = [look(booth, visitor, DURING + n * DAY) for n in range(3)]
    assert (verdicts, Look.objects.count(), Viewing.objects.count()) == (["counted"] * 3, 3, 1)


def test_robots_staff_the_exhibitor_the_unregistered_and_the_late_are_logged_and_not_counted(
    opened: Exhibition, booth: Booth, institute: build.Institute, company: build.Company
) -> None:
    visitor, colleague, own = come(opened), come(opened, institute.researcher), come(opened, company.engineer)
    told = [
        look(booth, visitor, agent="SomeBot/2.0"), look(booth, visitor, agent=""), look(booth, colleague),
        look(booth, own), look(booth, None), look(booth, visitor, at=CLOSING),
    ]  # fmt: skip
    assert told == ["robot", "robot", "staff", "own", "unregistered", "outside"]
    assert (Look.objects.count(), Viewing.objects.count()) == (6, 0)


def test_recount_of_the_log_says_what_is_kept_and_names_what_differs(opened: Exhibition, booth: Booth) -> None:
    for _number in range(3):
        look(booth, come(opened))
    same = actions.recount(at=CLOSING, exhibition=opened)
    Viewing.objects.order_by("pk")[0:1].get().delete()
    actions.recount_all(at=CLOSING)
    assert (same.looks, same.viewers, same.differing) == (3, 3, [])
    assert Recount.objects.latest("pk").differing == [booth.pk]


def test_registration_is_one_entry_and_a_second_one_is_refused(opened: Exhibition) -> None:
    visitor = come(opened)
    with pytest.raises(Refused, match="すでに参加登録しています"):
        come(opened, visitor.person)
    told = Entry.objects.filter(kind="registration").values_list("quantity", "unit", "reference")
    assert list(told) == [(1, "名", opened.code)]


def test_registration_after_the_deadline_is_refused_with_the_moment(opened: Exhibition) -> None:
    with pytest.raises(Refused, match="参加登録は2026/12/21 00:00に締め切りました"):
        come(opened, at=DURING + 20 * DAY)


def test_registration_without_consent_is_refused_and_keeps_what_was_typed(opened: Exhibition, settings: Any) -> None:
    settings.KOSETSU_FIXED_NOW = DURING
    answer = browser(build.person("来場 者")).post(
        reverse("exhibitions:register", args=[opened.public_id]), {"company": "丸の内商事", "submission_key": "1" * 32}
    )
    page = answer.content.decode()
    assert (answer.status_code, "同意が必要です" in page, "丸の内商事" in page) == (422, True, True)


def test_exhibitor_hears_of_companies_that_agreed_and_of_no_number_below_five(
    opened: Exhibition, booth: Booth, company: build.Company, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = DURING
    look(booth, come(opened, company="公開産業", shows_company=True))
    for _number in range(3):
        look(booth, come(opened, company="秘密工業"))
    address = reverse("exhibitions:exchange", args=[booth.public_id])
    few = browser(company.engineer).get(address).content.decode()
    look(booth, come(opened, company="秘密工業"))
    many = browser(company.engineer).get(address).content.decode()
    assert ("5人未満" in few, "5人" in many, "5人未満</dd>" in many) == (True, True, False)
    assert ("公開産業" in few, "秘密工業" in few + many) == (True, False)


def test_card_shows_either_side_only_once_both_agreed(
    opened: Exhibition, booth: Booth, company: build.Company, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = DURING
    visitor = come(opened, company="名刺商会")
    card = actions.offer_card(by=visitor.person, at=DURING, visitor=visitor, booth=booth)
    sides = (
        (company.engineer, reverse("exhibitions:exchange", args=[booth.public_id]), visitor.person.email),
        (visitor.person, reverse("exhibitions:visit", args=[opened.public_id]), company.engineer.email),
    )
    before = [str(email) in browser(who).get(address).content.decode() for who, address, email in sides]
    actions.accept_card(by=company.engineer, at=DURING, card=card)
    after = [str(email) in browser(who).get(address).content.decode() for who, address, email in sides]
    assert (before, after) == ([False, False], [True, True])


def test_same_card_twice_is_refused_and_stays_one(opened: Exhibition, booth: Booth) -> None:
    visitor = come(opened)
    actions.offer_card(by=visitor.person, at=DURING, visitor=visitor, booth=booth)
    with pytest.raises(Refused, match="すでに名刺交換を申し込んでいます"):
        actions.offer_card(by=visitor.person, at=DURING, visitor=visitor, booth=booth)
    assert Card.objects.count() == 1


def test_card_of_another_booth_is_not_mine_to_accept(opened: Exhibition, booth: Booth, rival: build.Company) -> None:
    visitor = come(opened)
    card = actions.offer_card(by=visitor.person, at=DURING, visitor=visitor, booth=booth)
    with pytest.raises(Refused):
        actions.accept_card(by=rival.engineer, at=DURING, card=card)


def test_question_reaches_the_exhibitor_and_its_answer_the_visitor_alone(
    opened: Exhibition, booth: Booth, company: build.Company, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = DURING
    visitor, other = come(opened), come(opened)
    asked = actions.ask_booth(by=visitor.person, at=DURING, visitor=visitor, booth=booth, text="防水ですか。")
    actions.answer_question(by=company.engineer, at=DURING, question=asked, answer="IP67です。")
    address = reverse("exhibitions:visit", args=[opened.public_id])
    told = ["IP67です。" in browser(one.person).get(address).content.decode() for one in (visitor, other)]
    assert told == [True, False]


def test_wall_finds_by_words_however_they_are_written_and_by_seeds(
    opened: Exhibition, booth: Booth, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = DURING
    address = reverse("exhibitions:wall", args=[opened.public_id])
    asked = ({"q": "ﾓｰﾀｰ"}, {"q": "溶接"}, {"tag": "環境"}, {"has": "seed"}, {"has": "need"})
    assert [booth.name in browser().get(address, one).content.decode() for one in asked] == [
        True, False, False, True, False,
    ]  # fmt: skip


def test_booths_stand_beside_each_other(opened: Exhibition, booth: Booth, settings: Any) -> None:
    settings.KOSETSU_FIXED_NOW = DURING
    address = reverse("exhibitions:compare", args=[opened.public_id])
    page = browser().get(address, {"booth": [str(booth.public_id), "x"]}).content.decode()
    assert (booth.name in page, "静音駆動" in page) == (True, True)


def test_visitors_verbs_are_refused_to_whoever_did_not_register(
    opened: Exhibition, booth: Booth, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = DURING
    answer = browser(build.person("通り すがり")).post(
        reverse("exhibitions:offer_card", args=[booth.public_id]), {"submission_key": "2" * 32}
    )
    assert (answer.status_code, "先に参加登録をしてください" in answer.content.decode()) == (403, True)


def test_same_card_twice_is_told_on_the_page_on_either_side_and_stays_exchanged(
    opened: Exhibition, booth: Booth, company: build.Company, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = DURING
    visitor = come(opened)
    offer = reverse("exhibitions:offer_card", args=[booth.public_id])
    offered = [browser(visitor.person).post(offer, {"submission_key": key * 32}, follow=True) for key in "12"]
    accept = reverse("exhibitions:accept_card", args=[Card.objects.get().public_id])
    accepted = [browser(company.engineer).post(accept, {"submission_key": key * 32}, follow=True) for key in "34"]
    told = [one.content.decode() for one in (*offered, *accepted)]
    assert ["すでに名刺交換を申し込んでいます" in told[1], "すでに交換しています" in told[3]] == [True, True]
    assert (Card.objects.count(), Card.objects.get().accepted_at) == (1, DURING)
