"""Every calendar that leaves the house, read by a reader that is not ours: whole, by the letter of RFC 5545."""

import datetime as dt
from typing import Any

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Gathering, Letter
from kosetsu.foundation.gatherings.tests.conftest import DAY, HOUR, come, plan, published
from tests import build
from tests.fixtures import AT

BEGINS = AT + 10 * DAY
AWKWARD = '金属、樹脂; "めっき", 塗装\\接着の不具合を、原因・評価・対策の順に一日で学ぶ講座（初めての方へ）🔩'


@pytest.fixture
def feed(institute: build.Institute, client: Client) -> bytes:
    """Two days with an awkward title in two tracks, one that was called off, and two that are not for everyone yet."""
    tracks = [
        actions.Part(BEGINS + n * DAY, BEGINS + n * DAY + HOUR, title=f"第{n + 1}日, {track}", track=track)
        for n in range(2) for track in "AB"
    ]  # fmt: skip
    published(institute, title=AWKWARD, place="本部;会議室,1", parts=tracks)
    off = published(institute, title="中止の会")
    actions.call_off(by=institute.researcher, at=AT, gathering=off, reason="台風")
    published(institute, title="会社だけの講座", public=False)
    actions.plan_gathering(by=institute.researcher, at=AT, plan=plan(title="計画中の会"))
    return bytes(client.get(reverse("gatherings:calendar")).content)


def events(text: bytes | str) -> list[Any]:
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def facts(event: Any) -> tuple[str, str, dt.datetime, dt.datetime]:
    return str(event["summary"]), str(event["status"]), event.decoded("dtstart"), event.decoded("dtend")


def test_feed_read_by_another_program_says_what_was_planned(feed: bytes) -> None:
    tomorrow = BEGINS + DAY
    assert sorted(map(facts, events(feed))) == sorted(
        [(f"{AWKWARD} 第1日, {track}", "CONFIRMED", BEGINS, BEGINS + HOUR) for track in "AB"]
        + [(f"{AWKWARD} 第2日, {track}", "CONFIRMED", tomorrow, tomorrow + HOUR) for track in "AB"]
        + [("中止の会", "CANCELLED", BEGINS, BEGINS + 2 * HOUR)]
    )
    assert {str(one.get("location")) for one in events(feed)} == {"本部;会議室,1", "本部"}


def test_feed_written_again_by_the_reader_is_the_same_to_the_byte(feed: bytes) -> None:
    assert icalendar.Calendar.from_ical(feed).to_ical() == feed


def test_feed_has_what_the_standards_ask_for(feed: bytes) -> None:
    calendar = icalendar.Calendar.from_ical(feed)
    assert (str(calendar["version"]), str(calendar["method"]), "prodid" in calendar) == ("2.0", "PUBLISH", True)
    found = events(feed)
    asked = {"UID", "DTSTAMP", "DTSTART", "DTEND", "ORGANIZER", "SUMMARY", "STATUS", "SEQUENCE", "URL"}
    assert [asked - set(one) for one in found] == [set()] * 5
    assert len({str(one["uid"]) for one in found}) == 5
    assert {one.decoded("dtstamp").utcoffset() for one in found} == {dt.timedelta(0)}
    assert [one.errors for one in found] == [[]] * 5


def test_feed_s_lines_are_short_and_end_as_the_standard_says(feed: bytes) -> None:
    lines = feed.split(b"\r\n")
    assert (lines[-1], max(map(len, lines)) <= 75, b"\n" in feed.replace(b"\r\n", b"")) == (b"", True, False)


def test_feed_without_events_is_read_as_an_empty_calendar(db: None, client: Client) -> None:
    assert events(client.get(reverse("gatherings:calendar")).content) == []


def test_feed_that_did_not_change_is_not_sent_again(feed: bytes, client: Client) -> None:
    first = client.get(reverse("gatherings:calendar"))
    again = client.get(reverse("gatherings:calendar"), headers={"If-None-Match": first.headers["ETag"]})
    assert (first.content, again.status_code, again.content) == (feed, 304, b"")


def test_one_gathering_s_file_holds_its_sessions_and_one_without_any_is_none(
    institute: build.Institute, client: Client
) -> None:
    seminar = published(institute)
    answer = client.get(reverse("gatherings:event", args=[seminar.public_id]))
    assert list(map(facts, events(answer.content))) == [(seminar.title, "CONFIRMED", BEGINS, BEGINS + 2 * HOUR)]
    bare = Gathering.objects.create(code="G", kind="seminar", title="日時のない会", starts_on=BEGINS.date())
    assert client.get(reverse("gatherings:event", args=[bare.public_id])).status_code == 404


def test_appointment_of_a_mail_is_taken_out_again_by_its_own_name(institute: build.Institute) -> None:
    seminar = published(institute, title=AWKWARD, format=Format.ON_SITE)
    mine = come(seminar, "a")
    actions.cancel_registration(by=None, at=AT, registration=mine)
    put, taken = [icalendar.Calendar.from_ical(one.calendar) for one in Letter.objects.order_by("pk")]
    [first], [last] = put.walk("VEVENT"), taken.walk("VEVENT")
    assert (str(put["method"]), str(taken["method"])) == ("REQUEST", "CANCEL")
    assert (first["uid"], first["sequence"] < last["sequence"], str(last["status"])) == (last["uid"], True, "CANCELLED")
    assert (str(first["attendee"]), "organizer" in first, first.errors) == ("mailto:a@example.jp", True, [])
