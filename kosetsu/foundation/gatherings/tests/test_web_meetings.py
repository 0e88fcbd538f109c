"""Reports of web meetings: each program's own columns, one stay a person, whoever they are."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.common.encodings import UnreadableText
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Attendance, Gathering
from kosetsu.foundation.gatherings.rules import Stay, UnreadableReport, read_stays
from kosetsu.foundation.gatherings.tests.conftest import DAY, come, published
from tests import build
from tests.build import browser
from tests.fixtures import AT

THEN = AT + 10 * DAY
ZOOM = """Meeting ID,Topic,Duration (Minutes)
812 345,密着不良,120

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
a,a@example.jp,11/30/2026 01:30:02 PM,11/30/2026 02:10:00 PM,40,Yes
よその人,,11/30/2026 01:30:00 PM,11/30/2026 03:30:00 PM,120,Yes
a,A@example.jp,11/30/2026 02:15:00 PM,11/30/2026 03:30:00 PM,75,Yes
"""
TEAMS = (
    "1. 概要\r\n会議のタイトル\t密着不良\r\n\r\n2. 参加者\r\n"
    "名前\t最初の参加\t最後の退出\t会議の期間\tメール\t参加者 ID (UPN)\r\n"
    "a\t2026/11/30 13:30:02\t2026/11/30 15:10:00\t1 時間 39 分 58 秒\ta@example.jp\ta@example.jp\r\n"
    "よその人\t2026/11/30 13:30:02\t2026/11/30 13:35:00\t4 分 58 秒\t\t\r\n\r\n3. 会議中のアクティビティ\r\n"
    "名前\t参加日時\t退出日時\t期間\r\na\t2026/11/30 13:30:02\t2026/11/30 15:10:00\t1 時間 39 分 58 秒\r\n"
)
MEET = "First name,Last name,Email,Duration,Time joined,Time exited\nTaro,Gijutsu,a@example.jp,1h 5m,13:30,14:35\n"
WEBEX = "Display Name,Attendee Email,Join Time,Leave Time\na,a@example.jp,2026-11-30 13:30:00,2026-11-30 14:00:30\n"


@pytest.mark.parametrize(
    ("report", "found"),
    [
        (ZOOM.encode("utf-8-sig"), [("a", "a@example.jp", 115), ("よその人", "", 120)]),
        (TEAMS.encode("utf-16"), [("a", "a@example.jp", 99), ("よその人", "", 4)]),
        (MEET.encode(), [("Taro Gijutsu", "a@example.jp", 65)]),
        (WEBEX.encode(), [("a", "a@example.jp", 30)]),
        ("氏名,メール,参加時間\n甲,,01:20:30\n".encode("cp932"), [("甲", "", 80)]),
    ],
    ids=["zoom", "teams", "meet", "webex", "shift-jis"],
)
def test_report_of_each_program_says_who_stayed_how_long(report: bytes, found: list[tuple[str, str, int]]) -> None:
    assert read_stays(report) == [Stay(*one) for one in found]


@pytest.mark.parametrize(
    ("report", "problem"),
    [
        (b"a,b\n1,2\n", "見出し"),
        ("名前,参加時間\n甲,たくさん\n".encode(), "2行目：「甲」の参加時間が読み取れません。"),
        (b"", "見出し"),
        (b"\xff\xfe\x00", "見出し"),
        (b"name,duration\n" + b"x" * 200_000 + b",1\n", "見出し"),
    ],
)
def test_file_that_is_no_report_says_what_is_missing(report: bytes, problem: str) -> None:
    with pytest.raises(UnreadableReport, match=problem):
        read_stays(report)


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnreadableText):
        read_stays(b"\x89PNG\r\n\x1a\n\x00\x00")


@pytest.fixture
def seminar(institute: build.Institute) -> Gathering:
    return published(institute, pools=[actions.Pool("オンライン", Format.ONLINE)])


def rows(seminar: Gathering) -> list[tuple[Any, ...]]:
    found = seminar.attendances.order_by("registration__name")
    return [*found.values_list("registration__name", "headcount", "headcount_online")]


def test_report_counts_registrations_by_name_others_as_heads_and_own_people_not(
    institute: build.Institute, seminar: Gathering
) -> None:
    come(seminar, "a")
    own = f"職員,{institute.researcher.email},,,100,No\n"
    seen = actions.receive_report(
        by=institute.counter, at=THEN, gathering=seminar, on_date=THEN.date(), content=(ZOOM + own).encode()
    )
    assert ([one.name for one in seen.own], [one.name for one in seen.others]) == (["職員"], ["よその人"])
    assert sorted(rows(seminar), key=str) == sorted([(None, 1, 1), ("a", 1, 1)], key=str)


def test_report_read_again_with_a_longer_stay_asked_for_replaces_the_heads_and_keeps_who_was_received(
    institute: build.Institute, seminar: Gathering
) -> None:
    come(seminar, "a")
    given: dict[str, Any] = {"by": institute.counter, "at": THEN, "gathering": seminar, "on_date": THEN.date()}
    for least in (0, 0, 118, 121):
        actions.receive_report(content=ZOOM.encode(), least_minutes=least, **given)
    assert sorted(rows(seminar), key=str) == sorted([(None, 0, 0), ("a", 1, 1)], key=str)


def test_heads_that_were_counted_stand_beside_the_report(institute: build.Institute, seminar: Gathering) -> None:
    given: dict[str, Any] = {"by": institute.counter, "at": THEN, "gathering": seminar, "on_date": THEN.date()}
    actions.receive_report(content=ZOOM.encode(), **given)
    for heads in (3, 4):
        actions.count_heads(headcount=heads, **given)
    assert [*seminar.attendances.order_by("headcount").values_list("headcount", flat=True)] == [2, 4]


def test_report_of_another_day_is_refused(institute: build.Institute, seminar: Gathering) -> None:
    with pytest.raises(Refused, match="開催日を選んで"):
        actions.receive_report(
            by=institute.counter, at=THEN, gathering=seminar, on_date=THEN.date() - DAY, content=ZOOM.encode()
        )


def test_report_is_looked_at_before_it_is_written(
    institute: build.Institute, seminar: Gathering, settings: Any
) -> None:
    come(seminar, "a")
    settings.KOSETSU_FIXED_NOW = THEN
    client, page = browser(institute.counter), reverse("gatherings-desk:receive_report", args=[seminar.public_id])
    asked = {"on_date": THEN.date().isoformat(), "least_minutes": "0", "submission_key": str(uuid4())}
    looked = client.post(page, {**asked, "file": SimpleUploadedFile("zoom.csv", ZOOM.encode())})
    assert (looked.status_code, Attendance.objects.count()) == (200, 0)
    confirm = {one.name: one.value() for one in looked.context["confirm"]}
    answer = client.post(page, confirm)
    assert (answer.status_code, sorted(one[1] for one in rows(seminar))) == (302, [1, 1])
