"""A group is shown round: it asks without an account, a guide is kept for it once, who came is one entry."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Tour, TourLetter
from tests import build
from tests.build import browser
from tests.fixtures import AT

DAY = dt.timedelta(days=1)
ON = AT.date() + 7 * DAY
ASKED = {
    "group": "江東工業会", "contact": "会長", "email": "Kai@example.jp", "people": 12, "wishes": "12月の平日の午後",
    "interest": "塩水噴霧試験室",
}  # fmt: skip


@pytest.fixture
def tour(institute: build.Institute) -> Tour:
    return ask(institute)


def ask(institute: build.Institute, **changes: Any) -> Tour:
    given: dict[str, Any] = {**ASKED, **changes}
    return actions.ask_tour(by=None, at=AT, branch=institute.head_office, **given)


def proposed(tour: Tour, institute: build.Institute, **changes: Any) -> Tour:
    given: dict[str, Any] = {
        "day": ON, "starts": dt.time(14), "minutes": 60, "guide": institute.researcher, "words": "正面玄関へ"
    } | changes  # fmt: skip
    return actions.propose_tour(by=institute.planner, at=AT, tour=tour, **given)


def held(tour: Tour, institute: build.Institute, came: int, **changes: Any) -> Tour:
    tour = actions.accept_tour(by=None, at=AT, tour=proposed(tour, institute, **changes))
    return actions.hold_tour(by=institute.researcher, at=AT + 8 * DAY, tour=tour, came=came)


def test_tour_that_was_held_is_one_entry_with_its_people_and_partner(tour: Tour, institute: build.Institute) -> None:
    bank = Organisation.objects.create(kind="bank", name="きらぼし", name_folded="きらぼし")
    held(tour, institute, 11, partner=bank)
    told = Entry.objects.values_list("service", "kind", "on_date", "quantity", "unit", "headcount", "partner")
    assert list(told) == [("exhibitions", "tour", ON, 1, "回", 11, bank.pk)]


def test_group_hears_of_every_step_and_answers_without_an_account(
    tour: Tour, institute: build.Institute, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = AT
    proposed(tour, institute)
    client, page = Client(), reverse("exhibitions:tour_ticket", args=[tour.ticket])
    shown = client.get(page).content.decode()
    client.post(reverse("exhibitions:accept_tour", args=[tour.ticket]), {"submission_key": "1" * 32})
    assert ("2026/11/27 14:00" in shown, "正面玄関へ" in shown, "この日時に伺う" in shown) == (True, True, True)
    assert Tour.objects.get().state == "agreed"
    letters = list(TourLetter.objects.order_by("pk").values_list("kind", "address"))
    assert letters == [(kind, "kai@example.jp") for kind in ("asked", "proposed", "agreed")]
    assert all(tour.ticket in one.body for one in TourLetter.objects.all())


def test_another_day_frees_the_guide(tour: Tour, institute: build.Institute) -> None:
    proposed(tour, institute)
    other = ask(institute, group="別の会")
    with pytest.raises(Refused, match=r"2026/11/27 14:00からほかの見学の案内があります"):
        proposed(other, institute, starts=dt.time(14, 30))
    actions.ask_other_day(by=None, at=AT, tour=tour, wishes="1月以降")
    assert proposed(other, institute, starts=dt.time(14, 30)).state == "proposed"
    assert list(Tour.objects.filter(pk=tour.pk).values_list("state", "wishes", "guide")) == [("asked", "1月以降", None)]


def test_tour_after_another_one_of_the_same_guide_is_proposed(tour: Tour, institute: build.Institute) -> None:
    proposed(tour, institute)
    assert proposed(ask(institute), institute, starts=dt.time(15)).state == "proposed"


def test_database_alone_lets_a_guide_begin_one_tour_at_a_time(tour: Tour, institute: build.Institute) -> None:
    proposed(tour, institute)
    other = proposed(ask(institute), institute, starts=dt.time(16))
    with pytest.raises(IntegrityError), transaction.atomic():
        Tour.objects.filter(pk=other.pk).update(starts_at=Tour.objects.get(pk=tour.pk).starts_at)


@pytest.mark.parametrize(("changes", "reason"), [
    ({"day": AT.date() - DAY}, "これからの日時"), ({"minutes": 5}, "10分から480分"),
])  # fmt: skip
def test_proposal_that_cannot_be_is_refused(
    tour: Tour, institute: build.Institute, changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        proposed(tour, institute, **changes)


def test_nobody_is_counted_before_the_tour_began(tour: Tour, institute: build.Institute) -> None:
    tour = actions.accept_tour(by=None, at=AT, tour=proposed(tour, institute))
    with pytest.raises(Refused, match="見学が始まってから"):
        actions.hold_tour(by=institute.researcher, at=AT, tour=tour, came=3)
    assert Entry.objects.count() == 0


def test_tour_is_held_once(tour: Tour, institute: build.Institute) -> None:
    held(tour, institute, 5)
    with pytest.raises(Refused, match="実施済み"):
        actions.hold_tour(by=institute.planner, at=AT + 9 * DAY, tour=tour, came=5)
    assert Entry.objects.count() == 1


def test_tour_that_nobody_came_to_is_no_entry(tour: Tour, institute: build.Institute) -> None:
    with pytest.raises(Refused, match="誰も来なかったときは"):
        held(tour, institute, 0)
    tour = Tour.objects.get(pk=tour.pk)
    called_off = actions.call_off_tour(by=institute.planner, at=AT + 8 * DAY, tour=tour, reason="誰も来なかった")
    assert (called_off.state, Entry.objects.count()) == ("called_off", 0)


def test_group_cannot_answer_once_it_began(tour: Tour, institute: build.Institute) -> None:
    tour = proposed(tour, institute)
    with pytest.raises(Refused, match="開始の時刻を過ぎています"):
        actions.accept_tour(by=None, at=AT + 8 * DAY, tour=tour)


def test_declined_group_is_told_why(tour: Tour, institute: build.Institute) -> None:
    actions.decline_tour(by=institute.planner, at=AT, tour=tour, reason="設備の更新中です。")
    letter = TourLetter.objects.latest("pk")
    assert (letter.kind, "設備の更新中です。" in letter.body) == ("declined", True)


def test_asking_shows_nothing_of_the_ticket_but_mails_it(institute: build.Institute, settings: Any) -> None:
    settings.KOSETSU_FIXED_NOW = AT
    sent = {**ASKED, "branch": institute.head_office.code, "language": "en", "submission_key": "2" * 32}
    answer = Client().post(reverse("exhibitions:ask_tour"), sent)
    made = Tour.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, reverse("exhibitions:tour_asked"))
    assert (made.language, made.ticket in TourLetter.objects.get().body) == ("en", True)


def test_own_address_leads_to_the_ticket_at_once_and_to_it_again(
    institute: build.Institute, company: build.Company, rival: build.Company, settings: Any
) -> None:
    settings.KOSETSU_FIXED_NOW = AT
    page, client = reverse("exhibitions:ask_tour"), browser(company.engineer)
    sent = {**ASKED, "email": company.engineer.email, "branch": institute.head_office.code, "language": "ja"}
    answer = client.post(page, {**sent, "submission_key": "4" * 32})
    ticket = reverse("exhibitions:tour_ticket", args=[Tour.objects.get().ticket])
    assert answer["Location"] == ticket
    assert [ticket in browser(who).get(page).content.decode() for who in (company.engineer, rival.engineer)] == [
        True, False,
    ]  # fmt: skip


def test_form_keeps_what_was_typed_where_something_is_missing(institute: build.Institute) -> None:
    sent = {**ASKED, "people": 500, "branch": institute.head_office.code, "language": "ja", "submission_key": "3" * 32}
    answer = Client().post(reverse("exhibitions:ask_tour"), sent)
    assert (answer.status_code, "江東工業会" in answer.content.decode(), Tour.objects.count()) == (422, True, 0)


def test_groups_are_known_to_the_institute_alone(
    tour: Tour, institute: build.Institute, company: build.Company
) -> None:
    pages = [reverse("exhibitions-desk:tours"), reverse("exhibitions-desk:tour", args=[tour.public_id])]
    assert [browser(institute.researcher).get(one).status_code for one in pages] == [200, 200]
    assert [browser(company.engineer).get(one).status_code for one in pages] == [404, 404]
    assert Client().get(reverse("exhibitions:tour_ticket", args=["x" * 32])).status_code == 404


def test_whoever_guides_notes_who_came_and_another_researcher_does_not(tour: Tour, institute: build.Institute) -> None:
    tour = actions.accept_tour(by=None, at=AT, tour=proposed(tour, institute))
    stranger: Person = institute.exporter
    with pytest.raises(Refused):
        actions.hold_tour(by=stranger, at=AT + 8 * DAY, tour=tour, came=3)
    assert actions.hold_tour(by=institute.researcher, at=AT + 8 * DAY, tour=tour, came=3).came == 3
