"""What is written at the desk is what is planned: sessions with speakers and tracks, partners, ways to attend."""

import datetime as dt
from typing import Any

import pytest
from lxml import html

from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Gathering, Registration
from kosetsu.foundation.gatherings.pages.forms import PlanForm, initial_of
from kosetsu.foundation.gatherings.tests.conftest import DAY, HOUR, come, published
from kosetsu.foundation.parties.models import Organisation
from tests import build
from tests.build import browser
from tests.fixtures import AT

ZONE = dt.timezone(dt.timedelta(hours=9))
THEN = AT + 10 * DAY


def form(institute: build.Institute, **more: str) -> PlanForm:
    said = {
        "kind": "training.seminar", "title": "めっき", "branch": institute.head_office.code, "format": "on_site",
        "starts_1": "2026-11-30T10:00", "ends_1": "2026-11-30T11:00", "selection": "first_come", "offer_hours": "48",
        "submission_key": "01890000-0000-7000-8000-000000000001",
    }  # fmt: skip
    return PlanForm({**said, **more}, zone=ZONE)


def planned(institute: build.Institute, **more: str) -> Gathering:
    given = form(institute, **more)
    assert given.errors == {}
    return actions.plan_gathering(by=institute.researcher, at=AT, plan=given.plan())


def test_sessions_are_planned_with_their_speakers_and_tracks_and_read_back(institute: build.Institute) -> None:
    said = {"said_1": "基調講演／表面 研究員", "starts_2": "2026-11-30T10:00", "ends_2": "2026-11-30T12:00",
            "said_2": "実習//B"}  # fmt: skip
    made = planned(institute, **said)
    sessions = sorted(made.sessions.values_list("title", "speaker", "track"))
    assert sessions == [("基調講演", "表面 研究員", ""), ("実習", "", "B")]
    first = initial_of(made)
    assert sorted((first["said_1"], first["said_2"])) == ["基調講演／表面 研究員", "実習／／B"]


@pytest.mark.parametrize("text", ["a／b／c／d", "あ" * 201, f"a／b／{'c' * 61}"])
def test_session_written_in_another_way_is_told_at_its_field(institute: build.Institute, text: str) -> None:
    assert list(form(institute, said_1=text).errors) == ["said_1"]


def test_known_body_that_holds_it_too_is_the_partner_of_its_entry(institute: build.Institute) -> None:
    bank = Organisation.objects.create(kind="bank", name="東京ベイ信用金庫", name_folded="東京ベイ信用金庫")
    made = planned(institute, partners="共催：東京ベイ信用金庫\n後援：知らない会")
    rows = made.organisers.exclude(role="host").order_by("name").values_list("role", "name", "organisation")
    assert [*rows] == [("cohost", "東京ベイ信用金庫", bank.pk), ("backer", "知らない会", None)]


def test_gathering_in_writing_is_registered_for_without_a_room_or_a_meeting_and_counted_as_neither(
    institute: build.Institute,
) -> None:
    pools = [actions.Pool("書面", Format.IN_WRITING)]
    made = published(institute, format=Format.IN_WRITING, pools=pools, parts=[actions.Part(THEN, THEN + HOUR)])
    for name in "abc":
        come(made, name)
    actions.count_heads(by=institute.counter, at=THEN, gathering=made, on_date=THEN.date(), headcount=3)
    closed = actions.close_gathering(by=institute.researcher, at=THEN + HOUR, gathering=made)
    assert [*made.quotas.values_list("format", flat=True)] == ["in_writing"]
    assert {*Registration.objects.values_list("state", flat=True)} == {"confirmed"}
    assert closed.attendances.get().headcount_online == 0


def test_form_of_a_gathering_in_writing_offers_one_way_without_an_end(institute: build.Institute) -> None:
    made = planned(institute, format="in_writing")
    assert [*made.quotas.values_list("name", "format", "capacity")] == [("書面", "in_writing", None)]
    assert (initial_of(made).get("on_site"), initial_of(made).get("online")) == (None, None)


def test_survey_is_drawn_with_its_table_and_its_sentence(institute: build.Institute, seminar: Gathering) -> None:
    for name, grade in (("a", 5), ("b", 3)):
        actions.answer_survey(at=THEN, registration=come(seminar, name), satisfaction=grade)
    page: Any = browser(institute.researcher).get(f"/desk/events/{seminar.public_id}/")
    figure = html.fromstring(page.content).xpath("//figure[.//*[contains(., 'アンケートの満足度')]]")[0]
    assert "回答2件のうち、満足は50%です。" in figure.text_content()
    assert len(figure.xpath(".//table")) == 1
