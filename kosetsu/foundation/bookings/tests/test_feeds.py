"""Calendar feeds: readers take them, unchanged they are 304, revoked they are nothing; the public sees no names."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
from django.test import Client

from kosetsu.common.decisions import Refused
from kosetsu.foundation.bookings import actions, documents
from kosetsu.foundation.bookings.models import Booking, Feed, Resource
from kosetsu.foundation.bookings.tests.conftest import hours, resource
from tests import build

Book = Callable[..., Booking]


def path(feed: Feed) -> str:
    return "/bookings/" + documents.feed_address(feed).partition("/bookings/")[2]


def read(client: Client, feed: Feed, **headers: str) -> Any:
    return client.get(path(feed), headers=headers)


def events(answer: Any) -> list[Any]:
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


@pytest.fixture
def feed(company: build.Company, sem: Resource, at: dt.datetime) -> Feed:
    """The microscope's public calendar, made by a client."""
    return actions.open_feed(by=company.engineer, at=at, resource=sem)


def test_a_public_feed_says_when_and_never_who(client: Client, feed: Feed, book: Book, company: Any) -> None:
    booking = book(hours(10, 12), purpose="極秘の試作品")
    answer = read(client, feed)
    [event] = events(answer)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (booking.starts_at, booking.ends_at)
    assert str(event["SUMMARY"]) == "走査電子顕微鏡（予約あり）"
    text = answer.content.decode()
    hidden = ("極秘", "城東", company.engineer.name, str(booking.public_id))
    assert [word for word in hidden if word in text] == []


def test_a_keeper_has_names_as_long_as_the_post_lasts(
    client: Client, book: Book, sem: Resource, institute: Any, company: Any, at: dt.datetime
) -> None:
    book(hours(10, 12))
    named = actions.open_feed(by=institute.researcher, at=at, resource=sem, named=True)
    assert str(events(read(client, named))[0]["SUMMARY"]) == f"走査電子顕微鏡 {company.engineer.name}"
    institute.researcher.posts.update(until=at.date() - dt.timedelta(days=1))
    assert str(events(read(client, named))[0]["SUMMARY"]) == "走査電子顕微鏡（予約あり）"


def test_a_client_gets_no_feed_with_names(company: Any, sem: Resource, at: dt.datetime) -> None:
    with pytest.raises(Refused) as refused:
        actions.open_feed(by=company.engineer, at=at, resource=sem, named=True)
    assert refused.value.decision.hidden


def test_unchanged_it_is_304_and_a_change_gives_new_bytes(
    client: Client, feed: Feed, book: Book, company: Any, at: dt.datetime, django_assert_num_queries: Any
) -> None:
    booking = book(hours(10, 12))
    first, again = read(client, feed), read(client, feed)
    tag = first.headers["ETag"]
    assert (first.content, tag) == (again.content, again.headers["ETag"])
    with django_assert_num_queries(2):
        same = read(client, feed, if_none_match=tag)
    assert (same.status_code, same.content) == (304, b"")
    later = at + dt.timedelta(minutes=1)
    actions.extend(by=company.engineer, at=later, booking=booking, ends_at=hours(0, 13).ends)
    changed = read(client, feed, if_none_match=tag)
    assert (changed.status_code, int(events(changed)[0]["SEQUENCE"])) == (200, 1)


def test_revoked_it_answers_like_nothing(client: Client, feed: Feed, company: Any, rival: Any, at: dt.datetime) -> None:
    with pytest.raises(Refused):
        actions.revoke_feed(by=rival.engineer, at=at, feed=feed)
    assert read(client, feed).status_code == 200
    actions.revoke_feed(by=company.engineer, at=at, feed=feed)
    assert read(client, feed).status_code == 404


def test_a_guessed_signature_answers_like_nothing(client: Client, feed: Feed) -> None:
    assert client.get(f"/bookings/feeds/{feed.public_id}/guess.ics").status_code == 404


def test_a_persons_feed_holds_their_own_bookings_only(
    client: Client, book: Book, company: Any, rival: Any, at: dt.datetime
) -> None:
    book(hours(10, 12), purpose="断面観察")
    book(hours(13, 14), by=rival.engineer, workplace=rival.workplace, purpose="競合の秘密")
    answer = read(client, actions.open_feed(by=company.engineer, at=at))
    assert ["断面観察" in str(event["DESCRIPTION"]) for event in events(answer)] == [True]
    assert "競合" not in answer.content.decode()


def test_a_branchs_feed_leaves_out_what_is_not_public(
    client: Client, book: Book, institute: Any, company: Any, at: dt.datetime
) -> None:
    hidden = resource("I-SEC", institute.head_office, name_ja="非公開の装置", public=False)
    book(hours(10, 12))
    book(hours(10, 12), resources=(hidden,), by=institute.counter)
    feeds = [
        actions.open_feed(by=by, at=at, branch=institute.head_office, named=named)
        for by, named in ((company.engineer, False), (institute.counter, True))
    ]
    assert [len(events(read(client, one))) for one in feeds] == [1, 2]
