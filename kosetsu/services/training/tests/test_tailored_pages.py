"""Both sides see a tailored course and what they can do next; another company nothing at all."""

from typing import Any
from uuid import uuid4

from django.urls import reverse

from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.services.training import actions
from kosetsu.services.training.models import TailoredCourse
from kosetsu.services.training.tests.conftest import BEGINS, DAY, Tailoring
from tests import build
from tests.build import browser


def post(who: Any, name: str, course: TailoredCourse | None = None, **fields: Any) -> Any:
    address = reverse(name, args=[course.public_id] if course else [])
    return browser(who).post(address, {"submission_key": str(uuid4()), **fields})


def test_company_asks_and_the_desk_finds_it_in_its_list(tailoring: Tailoring) -> None:
    who = tailoring.client
    sent = post(who.engineer, "training:ask_tailored", workplace=who.workplace.public_id, subject="表面処理\n基礎から",
                people=8, place="here")  # fmt: skip
    course = TailoredCourse.objects.get()
    assert sent["Location"] == reverse("training:tailored", args=[course.public_id])
    assert (
        "表面処理" in browser(tailoring.institute.counter).get(reverse("training-desk:tailored_list")).content.decode()
    )


def test_wished_time_that_ends_before_it_begins_is_said_beside_the_field_and_nothing_is_kept(
    tailoring: Tailoring,
) -> None:
    who = tailoring.client
    page = post(who.engineer, "training:ask_tailored", workplace=who.workplace.public_id, subject="表面処理",
                people=8, place="here", wished_from="2027-02-01", wished_until="2027-01-01")  # fmt: skip
    assert (page.status_code, TailoredCourse.objects.count()) == (422, 0)
    assert ["表面処理" in page.content.decode(), "始まりより後" in page.content.decode()] == [True, True]


def test_desk_designs_and_quotes_and_the_company_applies_and_names_its_people(tailoring: Tailoring) -> None:
    course, desk, engineer = tailoring.asked(), tailoring.institute.researcher, tailoring.client.engineer
    rows = {"lessons-TOTAL_FORMS": 2, "lessons-INITIAL_FORMS": 0, "lessons-MIN_NUM_FORMS": 1,
            "lessons-MAX_NUM_FORMS": 20, "lessons-0-day": 1, "lessons-0-title": "基礎", "lessons-0-minutes": 90,
            "lessons-1-day": 1, "lessons-1-title": "", "lessons-1-minutes": ""}  # fmt: skip
    sent = [
        post(desk, "training-desk:design_tailored", course, title="表面処理入門", group="G-SURF", people=2, **rows),
        post(desk, "training-desk:quote_tailored", course),
        post(engineer, "training:accept_tailored", course),
        post(engineer, "training:name_participants", course, people="社員 一,one@example.jp"),
        post(desk, "training-desk:plan_tailored", course, begins_1="2026-12-10T13:30"),
    ]
    assert [one.status_code for one in sent] == [302] * 5
    page = browser(engineer).get(reverse("training:tailored", args=[course.public_id])).content.decode()
    assert [words in page for words in ("社員 一", "表面処理入門", "日程の調整中")] == [True] * 3
    assert Gathering.objects.get().title == "表面処理入門"


def test_participant_written_otherwise_is_refused_with_its_line_and_what_was_typed(tailoring: Tailoring) -> None:
    page = post(tailoring.client.engineer, "training:name_participants", tailoring.accepted(), people="社員一")
    assert (page.status_code, page.content.decode().count("社員一") >= 2) == (422, True)


def test_other_company_gets_not_found_for_page_paper_and_verbs(tailoring: Tailoring, rival: build.Company) -> None:
    course = tailoring.quoted()
    client = browser(rival.engineer)
    names = ("tailored", "syllabus", "name_participants")
    answers = [client.get(reverse(f"training:{name}", args=[course.public_id])).status_code for name in names]
    answers += [post(rival.engineer, f"training:{verb}", course).status_code for verb in ("accept_tailored",)]
    assert answers == [404] * 4
    assert "講R8" not in client.get(reverse("training:tailored_list")).content.decode()


def test_syllabus_is_a_paper_for_the_company_from_the_quote_on(tailoring: Tailoring) -> None:
    course, client = tailoring.designed(), browser(tailoring.client.engineer)
    address = reverse("training:syllabus", args=[course.public_id])
    before = client.get(address).status_code
    tailoring.quoted(course)
    after = client.get(address)
    assert (before, after["Content-Type"], after.content[:5]) == (403, "application/pdf", b"%PDF-")


def test_title_of_a_course_of_one_company_stands_in_no_public_page_or_table(tailoring: Tailoring) -> None:
    from kosetsu.foundation.gatherings.relations import RELATIONS

    gathering = tailoring.ready().gathering
    for name in ("gatherings:list", "gatherings:calendar"):
        assert gathering.title not in browser().get(reverse(name)).content.decode()
    [relation] = RELATIONS
    assert [row[list(relation.columns).index("title")] for row in relation.rows()] == [""]


def test_desk_calls_off_and_says_why(tailoring: Tailoring) -> None:
    course = tailoring.accepted()
    said = {"reason": "講師の都合", "on_account_of": "institute"}
    post(tailoring.institute.researcher, "training-desk:call_off_tailored", course, **said)
    page = browser(tailoring.client.engineer).get(reverse("training:tailored", args=[course.public_id]))
    assert ["講師の都合" in page.content.decode(), "中止" in page.content.decode()] == [True, True]


def test_company_calls_off_itself_only_before_a_day_is_planned(tailoring: Tailoring) -> None:
    course = tailoring.accepted()
    begins = {1: BEGINS, 2: BEGINS + DAY}
    actions.plan_tailored(by=tailoring.institute.researcher, at=BEGINS - 5 * DAY, course=course, begins=begins)
    answer = post(tailoring.client.engineer, "training:call_off_tailored", course, reason="都合")
    assert (answer.status_code, "担当者が行います" in answer.content.decode()) == (403, True)
