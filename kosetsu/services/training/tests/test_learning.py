"""Learning on demand: every second counts once, the test comes after the films, completing it brings a certificate."""

import datetime as dt
import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.gatherings import actions as gatherings
from kosetsu.foundation.gatherings.models import Attendance, Gathering, Registration
from kosetsu.foundation.gatherings.tests.conftest import DAY, come, published
from kosetsu.services.training import actions
from kosetsu.services.training.models import Attempt, OnDemandCourse, Part, Progress, Question
from kosetsu.services.training.tests.courses import WEBM, course, film, see
from tests import build
from tests.build import browser
from tests.fixtures import AT


def test_seconds_reported_twice_and_from_two_devices_count_once(
    on_demand: OnDemandCourse, learner: Registration
) -> None:
    part = on_demand.parts.all()[0]
    for spans in ([(0, 20)], [(10, 30)], [(0, 20), (40, 50)]):
        actions.watch(at=AT, registration=learner, part=part, spans=spans, second=spans[-1][1])
    row = Progress.objects.get()
    assert (row.seen, row.second) == ([[0, 30], [40, 50]], 50)


def test_whoever_begins_attends_once_and_the_end_writes_it_as_an_entry(
    institute: build.Institute, on_demand: OnDemandCourse, learner: Registration
) -> None:
    for _time in range(2):
        see(learner, on_demand, 5)
    come(on_demand.gathering, "b")
    rows = Attendance.objects.values_list("registration__name", "headcount", "headcount_online")
    assert [*rows] == [("a", 1, 1)]
    gatherings.close_gathering(by=institute.researcher, at=AT + 11 * DAY, gathering=on_demand.gathering)
    entry = Entry.objects.get(service="training", kind="attendance")
    assert (entry.headcount, entry.headcount_online, entry.format) == (1, 1, "on_demand")


def test_people_of_the_institute_learn_but_are_not_counted(
    institute: build.Institute, on_demand: OnDemandCourse
) -> None:
    guest = gatherings.Guest("職員", str(institute.counter.email))
    [own] = gatherings.register(
        by=institute.counter, at=AT, gathering=on_demand.gathering, quota=on_demand.gathering.quotas.get(),
        guests=[guest], agreed=True,
    )  # fmt: skip
    see(own, on_demand)
    assert (Progress.objects.count(), Attendance.objects.count()) == (2, 0)


@pytest.mark.parametrize(("days", "reason"), [(-1, "からです"), (10, "まででした")])
def test_course_is_seen_only_while_it_is_open(institute: build.Institute, days: int, reason: str) -> None:
    on_demand = course(institute, parts=[gatherings.Part(AT + DAY / 2, AT + 10 * DAY)])
    learner = come(on_demand.gathering, "a")
    with pytest.raises(Refused, match=reason):
        see(learner, on_demand, at=AT + days * DAY)


def test_more_than_a_player_can_play_is_refused(on_demand: OnDemandCourse, learner: Registration) -> None:
    part = on_demand.parts.all()[0]
    Part.objects.filter(pk=part.pk).update(seconds=10_000)
    part.refresh_from_db()
    with pytest.raises(Refused, match="読み取れません"):
        actions.watch(at=AT, registration=learner, part=part, spans=[(0, 9_000)], second=9_000)
    assert Progress.objects.count() == 0


def test_test_waits_for_the_films_and_ends_with_the_last_attempt(
    on_demand: OnDemandCourse, learner: Registration
) -> None:
    see(learner, on_demand, 89)
    with pytest.raises(Refused, match="すべての動画を見てから"):
        actions.sit_test(at=AT, registration=learner, answers=[[1]])
    see(learner, on_demand, 90)
    told = [actions.sit_test(at=AT, registration=learner, answers=[[0]]).passed for _time in range(3)]
    with pytest.raises(Refused, match="3回まで"):
        actions.sit_test(at=AT, registration=learner, answers=[[1]])
    learner.refresh_from_db()
    assert (told, learner.completed_at) == ([False] * 3, None)


def test_passing_completes_the_course_and_brings_the_certificate(
    on_demand: OnDemandCourse, learner: Registration
) -> None:
    page = reverse("gatherings:certificate", args=[learner.ticket])
    see(learner, on_demand)
    before = browser().get(page).status_code
    assert actions.sit_test(at=AT, registration=learner, answers=[[1]]).passed
    with pytest.raises(Refused, match="すでに合格"):
        actions.sit_test(at=AT, registration=learner, answers=[[1]])
    after = browser().get(page)
    assert (before, after.status_code, after.content[:5]) == (409, 200, b"%PDF-")


def test_course_without_a_test_is_completed_by_seeing_it(institute: build.Institute) -> None:
    on_demand = course(institute, questions=0)
    learner = come(on_demand.gathering, "a")
    see(learner, on_demand)
    learner.refresh_from_db()
    assert learner.completed_at == AT


def test_ticket_leads_to_the_course_the_player_and_the_test(on_demand: OnDemandCourse, learner: Registration) -> None:
    client, part = browser(), on_demand.parts.all()[0]
    ticket = client.get(reverse("gatherings:ticket", args=[learner.ticket])).content.decode()
    of_course = reverse("training:course", args=[learner.ticket])
    assert of_course in ticket
    address = [learner.ticket, part.public_id]
    watched = client.post(
        reverse("training:watch", args=address), json.dumps({"spans": [[0, 40]], "second": 40}), "application/json"
    )
    shown = client.get(reverse("training:part", args=address)).content.decode()
    piece = client.get(reverse("training:film", args=address), headers={"Range": "bytes=0-3"})
    captions = client.get(reverse("training:captions", args=address))
    assert (watched.json(), 'data-second="40"' in shown) == ({"percent": 40}, True)
    assert (piece.status_code, b"".join(piece), captions["Content-Type"]) == (  # type: ignore[arg-type]
        206, WEBM[:4], "text/vtt; charset=utf-8",
    )  # fmt: skip
    see(learner, on_demand)
    given = {"question_1": "1", "submission_key": str(uuid4())}
    answer = client.post(reverse("training:sit_test", args=[learner.ticket]), given, follow=True)
    assert "合格です（1問中1問正解）" in answer.content.decode()


@pytest.mark.parametrize("state", ["waiting", "cancelled", "stranger"])
def test_film_is_for_who_has_a_place_in_this_course(institute: build.Institute, state: str) -> None:
    on_demand = course(institute, pools=[gatherings.Pool("オンデマンド", "online", 1)])  # type: ignore[arg-type]
    first, second = (come(on_demand.gathering, name) for name in "ab")
    gatherings.cancel_registration(by=None, at=AT, registration=first)
    stranger = come(published(institute), "c")
    ticket = {"waiting": second, "cancelled": first, "stranger": stranger}[state].ticket
    part = on_demand.parts.all()[0]
    names = ("part", "film", "captions")
    found = [browser().get(reverse(f"training:{name}", args=[ticket, part.public_id])).status_code for name in names]
    assert found == ([404] * 3 if state == "stranger" else [403] * 3)
    assert Progress.objects.count() == 0


@pytest.mark.parametrize("body", ["", "[]", '{"spans": [[1]], "second": 1}', '{"spans": [["x", 2]], "second": 1}'])
def test_report_that_is_none_says_so(on_demand: OnDemandCourse, learner: Registration, body: str) -> None:
    address = reverse("training:watch", args=[learner.ticket, on_demand.parts.all()[0].public_id])
    assert browser().post(address, body, "application/json").status_code == 422


def test_page_of_the_test_never_holds_the_answers(on_demand: OnDemandCourse, learner: Registration) -> None:
    see(learner, on_demand)
    text = browser().get(reverse("training:sit_test", args=[learner.ticket])).content.decode()
    assert ("正" in text, "○" in text, "checked" in text) == (True, False, False)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (lambda: film(b"MZ" + bytes(99)), "MP4またはWebM"),
        (lambda: SimpleUploadedFile("film.webm", b"\x1aE\xdf\xa3"), ""),
    ],
)
def test_film_is_known_by_its_content(institute: build.Institute, given: Any, problem: str) -> None:
    on_demand = course(institute)
    page = reverse("training-desk:add_part", args=[on_demand.gathering.public_id])
    asked = {"title": "付録", "film": given(), "length": "1:40", "submission_key": str(uuid4())}
    answer = browser(institute.researcher).post(page, asked)
    told = problem in answer.content.decode()
    assert (answer.status_code, told, Part.objects.count()) == ((422, True, 2) if problem else (302, True, 3))


def test_film_that_is_too_large_is_refused_with_the_limit(
    institute: build.Institute, on_demand: OnDemandCourse
) -> None:
    large = film()
    large.size = 300 * 1024 * 1024
    with pytest.raises(Refused, match="100MBを超えています"):
        actions.add_part(
            by=institute.researcher, at=AT, gathering=on_demand.gathering, given=actions.PartGiven("大", large, 9)
        )


def test_questions_stay_as_they_are_once_somebody_sat_the_test(
    institute: build.Institute, on_demand: OnDemandCourse, learner: Registration
) -> None:
    see(learner, on_demand)
    actions.sit_test(at=AT, registration=learner, answers=[[0]])
    with pytest.raises(Refused, match="すでに受験した人"):
        actions.add_question(
            by=institute.researcher, at=AT, gathering=on_demand.gathering, text="新", choices=["a", "b"], right=[0]
        )
    assert (Question.objects.count(), Attempt.objects.count()) == (1, 1)


def test_film_that_somebody_saw_stays(
    institute: build.Institute, on_demand: OnDemandCourse, learner: Registration
) -> None:
    first, second = on_demand.parts.all()
    actions.watch(at=AT, registration=learner, part=first, spans=[(0, 5)], second=5)
    actions.take_out_part(by=institute.researcher, at=AT, part=second)
    with pytest.raises(Refused, match="見た人がいる"):
        actions.take_out_part(by=institute.researcher, at=AT, part=first)
    assert [*Part.objects.values_list("title", flat=True)] == ["前編"]


def test_contents_are_for_the_institute_and_courses_on_demand_only(
    institute: build.Institute, company: build.Company, on_demand: OnDemandCourse
) -> None:
    other = published(institute)

    def page(who: Any, gathering: Gathering, name: str) -> int:
        return browser(who).get(reverse(f"training-desk:{name}", args=[gathering.public_id])).status_code

    assert [page(who, on_demand.gathering, "contents") for who in (institute.researcher, company.engineer)] == [
        200,
        404,
    ]
    assert [page(institute.researcher, one, "add_part") for one in (on_demand.gathering, other)] == [200, 404]


def test_set_up_replaces_what_is_asked_for(institute: build.Institute, on_demand: OnDemandCourse) -> None:
    for percent in (80, 60):
        actions.set_up(
            by=institute.researcher, at=AT + dt.timedelta(1), gathering=on_demand.gathering, seen_percent=percent,
            pass_percent=50, most_attempts=1,
        )  # fmt: skip
    on_demand.refresh_from_db()
    assert (on_demand.seen_percent, OnDemandCourse.objects.count()) == (60, 1)
