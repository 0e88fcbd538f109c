"""The pages: free and busy without names, two presses from a free time to a booking, telephone and approvals."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kosetsu.foundation.bookings import actions
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.bookings.states import State
from kosetsu.foundation.bookings.tests.conftest import hours, resource
from tests import build
from tests.build import once

Book = Callable[..., Booking]
WEEK = "/bookings/resources/I-SEM/?day=2026-11-24"
BOOK = "/bookings/resources/I-SEM/book/"


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def times(begins: str, ends: str) -> dict[str, str]:
    return {"starts_at": f"2026-11-24T{begins}", "ends_at": f"2026-11-24T{ends}"}


def test_the_week_shows_everyone_what_is_free_and_nobody_who_comes(client: Client, book: Book, company: Any) -> None:
    book(hours(10, 12), purpose="極秘の試作品")
    page = client.get(WEEK).content.decode()
    assert "?start=2026-11-24T09:00" in page
    assert "?start=2026-11-24T10:00" not in page
    assert [word for word in ("極秘", "城東", company.engineer.name) if word in page] == []


def test_the_week_shows_keepers_who_comes(book: Book, institute: Any, company: Any) -> None:
    book(hours(10, 12))
    page = signed_in(institute.researcher).get(WEEK).content.decode()
    assert company.engineer.name in page


def test_the_week_costs_as_many_queries_however_many_bookings(client: Client, book: Book) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(WEEK)
        return len(asked)

    book(hours(9, 10))
    client.get(WEEK)
    few = cost()
    for hour in range(10, 17):
        book(hours(hour, hour + 1))
    assert (cost(), few) == (few, 5)


def test_from_a_free_time_two_presses_book_it(company: Any, sem: Resource) -> None:
    browser = signed_in(company.engineer)
    form = browser.get(f"{BOOK}?start=2026-11-24T10:00").context["form"]
    shown = [form[name].value().isoformat() for name in ("starts_at", "ends_at")]
    assert shown == ["2026-11-24T10:00:00", "2026-11-24T11:00:00"]
    sent = once(**times("10:00", "11:00"), workplace=company.workplace.pk)
    answer = browser.post(BOOK, sent)
    booking = Booking.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/bookings/{booking.public_id}/")
    assert (booking.span, booking.person, booking.state) == (hours(10, 11), company.engineer, State.CONFIRMED)
    browser.post(BOOK, sent)
    assert Booking.objects.count() == 1


def test_a_refused_time_stands_above_the_form_with_the_next_free_ones_as_links(company: Any, book: Book) -> None:
    book(hours(10, 12))
    answer = signed_in(company.engineer).post(BOOK, once(**times("11:00", "12:00")))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "は、その時間は予約済みです。" in page
    assert "?start=2026-11-24T12:00&amp;end=2026-11-24T13:00" in page


def test_another_companys_booking_answers_like_nothing(book: Book, rival: build.Company) -> None:
    booking = book(hours(10, 12))
    browser = signed_in(rival.engineer)
    assert browser.get(f"/bookings/{booking.public_id}/").status_code == 404
    assert browser.post(f"/bookings/{booking.public_id}/cancel/", once()).status_code == 404
    assert Booking.objects.get().state == State.CONFIRMED


@pytest.mark.parametrize(
    ("verb", "fields", "state", "span"),
    [
        ("move", times("13:00", "15:00"), State.CONFIRMED, hours(13, 15)),
        ("extend", {"ends_at": "2026-11-24T13:00"}, State.CONFIRMED, hours(10, 13)),
        ("shorten", {"ends_at": "2026-11-24T11:00"}, State.CONFIRMED, hours(10, 11)),
        ("cancel", {"reason": "試料が届かない"}, State.CANCELLED, hours(10, 12)),
    ],
)
def test_the_verbs_of_a_client(book: Book, company: Any, verb: str, fields: Any, state: State, span: Any) -> None:
    booking = book(hours(10, 12))
    answer = signed_in(company.engineer).post(f"/bookings/{booking.public_id}/{verb}/", once(**fields))
    assert answer.status_code == 302
    booking.refresh_from_db()
    assert (booking.state, booking.span) == (state, span)


def test_what_a_verb_refuses_stands_above_its_form(book: Book, company: Any) -> None:
    booking = book(hours(10, 12))
    book(hours(13, 14))
    answer = signed_in(company.engineer).post(f"/bookings/{booking.public_id}/move/", once(**times("13:00", "14:00")))
    assert answer.status_code == 422
    assert "次に空いている時間" in answer.content.decode()


def test_the_counter_books_for_a_caller(institute: Any, company: Any, sem: Resource) -> None:
    browser = signed_in(institute.counter)
    sent = once(resource="I-SEM", caller_name="電話 太郎", company="城東精密", **times("10:00", "11:00"))
    assert browser.post("/desk/bookings/new/", sent).status_code == 302
    booking = Booking.objects.get()
    assert (booking.workplace, booking.person, booking.user_name) == (company.workplace, None, "電話 太郎")


def test_a_keeper_finds_and_approves_what_waits(book: Book, institute: Any, company: Any) -> None:
    chamber = resource("I-EMC", institute.head_office, name_ja="電波暗室", rule={"approval": True})
    booking = book(hours(10, 12), resources=(chamber,))
    browser = signed_in(institute.researcher)
    assert "電波暗室" in browser.get("/desk/bookings/approvals/").content.decode()
    assert signed_in(company.engineer).post(f"/bookings/{booking.public_id}/approve/", once()).status_code == 404
    assert browser.post(f"/bookings/{booking.public_id}/approve/", once()).status_code == 302
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_a_booking_cancelled_late_says_its_share_of_the_price(book: Book, company: Any) -> None:
    booking = book(hours(10, 12))
    morning = hours(9, 10).starts
    actions.cancel(by=company.engineer, at=morning, booking=booking)
    page = signed_in(company.engineer).get(f"/bookings/{booking.public_id}/").content.decode()
    assert "料金の50%" in page


@pytest.mark.parametrize(
    ("today", "monday"), [(20, "2026/11/16"), (21, "2026/11/23"), (22, "2026/11/23"), (23, "2026/11/23")]
)
def test_on_a_weekend_the_coming_week_is_shown(
    client: Client, sem: Resource, settings: Any, today: int, monday: str
) -> None:
    settings.KOSETSU_FIXED_NOW = hours(18, 19, day=today).starts
    page = client.get(f"/bookings/resources/{sem.code}/").content.decode()
    assert page.index(f"{monday}（月）") < page.index("（火）")


def test_a_feed_is_made_and_revoked_on_its_page(company: Any, sem: Resource) -> None:
    browser = signed_in(company.engineer)
    browser.post("/bookings/feeds/", once())
    [(feed, address)] = browser.get("/bookings/feeds/").context["feeds"]
    assert address.endswith(".ics")
    browser.post(f"/bookings/feeds/{feed.public_id}/revoke/", once())
    assert browser.get("/bookings/feeds/").context["feeds"] == []


def test_an_offer_is_accepted_once(book: Book, company: Any, rival: Any, sem: Resource, at: dt.datetime) -> None:
    whole = book(hours(9, 17))
    waiting = actions.join_waiting_list(
        by=rival.engineer, at=at, resource=sem, workplace=rival.workplace, minutes=60, within=hours(9, 17)
    )
    actions.cancel(by=company.engineer, at=at, booking=whole)
    actions.offer_freed(at=at, resource=sem)
    address = f"/bookings/waiting/{waiting.public_id}/accept/"
    assert signed_in(company.engineer).post(address, once()).status_code == 404
    assert signed_in(rival.engineer).post(address, once()).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.offered.state, waiting.state) == (State.CONFIRMED, "accepted")


def test_an_offer_is_accepted_by_the_button_of_its_hold(
    book: Book, company: Any, rival: Any, sem: Resource, at: dt.datetime
) -> None:
    whole = book(hours(9, 17))
    waiting = actions.join_waiting_list(
        by=rival.engineer, at=at, resource=sem, workplace=rival.workplace, minutes=60, within=hours(9, 17)
    )
    actions.cancel(by=company.engineer, at=at, booking=whole)
    actions.offer_freed(at=at, resource=sem)
    waiting.refresh_from_db()
    signed_in(rival.engineer).post(f"/bookings/{waiting.offered.public_id}/confirm_hold/", once())
    waiting.refresh_from_db()
    assert (waiting.offered.state, waiting.state) == (State.CONFIRMED, "accepted")
