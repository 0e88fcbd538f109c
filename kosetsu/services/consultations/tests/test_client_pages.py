"""The company's side in a engineer without JavaScript."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from kosetsu.common.models import SubmittedForm
from kosetsu.common.tests.files import PDF, upload
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.catalogue.models import Offering, TechnologyField
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.models import Attachment, Consultation, Message
from kosetsu.services.consultations.tests.conftest import queries
from tests.build import browser, once

NEW = "/consultations/new/"


@pytest.fixture
def engineer(company: Any) -> Client:
    return browser(company.engineer)


def _form(company: Any, **fields: Any) -> dict[str, Any]:
    return once(**{"question": "白い粉が出る", "workplace": company.workplace.pk, "channel": "mail", **fields})


def test_plan_leads_to_a_consultation_with_words_offerings_and_files(
    engineer: Client, company: Any, institute: Any
) -> None:
    field = TechnologyField.objects.create(code="COR", name_ja="腐食")
    offering = Offering.objects.create(
        code="T-1", kind="test", name_ja="塩水噴霧", branch=institute.head_office, group=institute.surface, field=field,
        state="offered",
    )  # fmt: skip
    page = engineer.get(NEW, {"q": "白い粉が出る", "offerings": "T-1,UNKNOWN"})
    assert (page.context["form"]["question"].value(), page.context["offerings"]) == ("白い粉が出る", [offering])
    ticked = engineer.get(f"{NEW}?offerings=UNKNOWN&offerings=T-1")  # as the plan's boxes send them
    assert ticked.context["offerings"] == [offering]
    sent = engineer.post(
        NEW, _form(company, offerings="T-1", attachments=[upload(), upload("写真.png", b"\x89PNG\r\n\x1a\n")])
    )
    made = Consultation.objects.get()
    assert (sent.status_code, sent["Location"]) == (302, f"/consultations/{made.public_id}/")
    assert (made.case.group, made.chosen.get().offering) == (institute.surface, offering)
    assert sorted(Attachment.objects.values_list("name", "size")) == [("写真.png", 8), ("図面.pdf", len(PDF))]


def test_same_form_twice_makes_one_case(engineer: Client, company: Any) -> None:
    form = _form(company)
    answers = {engineer.post(NEW, form)["Location"] for _press in range(3)}
    assert (len(answers), Case.objects.count(), SubmittedForm.objects.count()) == (1, 1, 1)


def test_old_form_with_other_words_is_not_dropped_silently(engineer: Client, company: Any) -> None:
    form = _form(company)
    engineer.post(NEW, form)
    again = engineer.post(NEW, {**form, "question": "別の相談"})
    assert (again.status_code, Case.objects.count()) == (422, 1)
    assert again.context["form"]["question"].value() == "別の相談"
    fresh = again.context["form"]["submission_key"].value()
    assert engineer.post(NEW, {**form, "question": "別の相談", "submission_key": fresh}).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"question": ""}, "question"),
        ({"question": "あ" * 10_001}, "question"),
        ({"workplace": 999_999}, "workplace"),
        ({"channel": "fax"}, "channel"),
        ({"wished_on": "2026-11-19"}, "wished_on"),
        ({"wished_on": "来週"}, "wished_on"),
        ({"attachments": upload("virus.exe", b"MZ")}, "attachments"),
        ({"attachments": upload("a.pdf", b"MZ")}, "attachments"),
        ({"attachments": upload("a.pdf", b"")}, "attachments"),
        ({"attachments": [upload(f"{n}.pdf") for n in range(6)]}, "attachments"),
        ({"submission_key": "x"}, "submission_key"),
    ],
)
def test_wrong_input_stands_beside_its_field_and_saves_nothing(
    engineer: Client, company: Any, wrong: dict[str, Any], field: str
) -> None:
    page = engineer.post(NEW, _form(company, **wrong))
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert (Case.objects.count(), Attachment.objects.count(), SubmittedForm.objects.count()) == (0, 0, 0)


def test_file_over_20_megabytes_is_refused_by_name(engineer: Client, company: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("kosetsu.common.attachments.MAX_FILE_BYTES", 10)
    page = engineer.post(NEW, _form(company, attachments=upload("大きい.pdf")))
    assert page.context["form"].errors["attachments"][0].startswith("「大きい.pdf」は")


def test_rivals_workplace_cannot_be_chosen(engineer: Client, company: Any, rival: Any) -> None:
    page = engineer.post(NEW, _form(company, workplace=rival.workplace.pk))
    assert list(page.context["form"].errors) == ["workplace"]


def test_visitor_is_asked_to_sign_in_and_comes_back(client: Client) -> None:
    assert client.get(NEW + "?q=x")["Location"] == "/accounts/login/?next=/consultations/new/%3Fq%3Dx"


def test_case_page_shows_thread_and_takes_the_reply(
    engineer: Client, taken: Consultation, institute: Any, at: dt.datetime
) -> None:
    actions.ask_back(by=institute.researcher, at=at, consultation=taken, text="材質は")
    url = f"/consultations/{taken.public_id}/"
    assert [line["side"] for line in engineer.get(url).context["thread"]] == ["ours", "theirs"]
    assert engineer.post(f"{url}reply/", once(text="SUS304", attachments=upload())).status_code == 302
    taken.case.refresh_from_db()
    assert (taken.case.state, Message.objects.last().text) == ("assigned", "SUS304")


def test_reply_to_a_closed_case_is_refused_with_the_next_step(
    engineer: Client, taken: Consultation, institute: Any, at: dt.datetime
) -> None:
    actions.close(by=institute.researcher, at=at, consultation=taken, outcome="withdrawn")
    page = engineer.post(f"/consultations/{taken.public_id}/reply/", once(text="まだ"))
    assert (page.status_code, "新しい相談を送信してください" in page.content.decode()) == (403, True)


def test_download_is_an_attachment_that_no_browser_sniffs(engineer: Client, company: Any) -> None:
    engineer.post(NEW, _form(company, attachments=upload()))
    kept = Attachment.objects.get()
    got = engineer.get(f"/consultations/files/{kept.public_id}/")
    assert (b"".join(got.streaming_content), got["Content-Type"], got["X-Content-Type-Options"]) == (
        PDF, "application/octet-stream", "nosniff",
    )  # fmt: skip
    assert got["Content-Disposition"].startswith("attachment;")
    assert got["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (kept.scan, "図面" in kept.file.name, kept.file.name.endswith(".pdf")) == ("not_scanned", False, False)


def test_survey_is_answered_once(engineer: Client, taken: Consultation, institute: Any, at: dt.datetime) -> None:
    url = f"/consultations/{taken.public_id}/survey/"
    assert engineer.get(url).status_code == 403
    actions.answer(by=institute.researcher, at=at, consultation=taken, text="x", channel="mail")
    form = once(satisfaction=4, comment="助かりました")
    assert [engineer.post(url, form).status_code for _press in range(2)] == [302, 302]
    assert (taken.survey.satisfaction, engineer.get(url).status_code) == (4, 403)


def test_upload_of_200_megabytes_is_refused_before_it_is_read(engineer: Client) -> None:
    page = engineer.generic(
        "POST", NEW, b"x", content_type="multipart/form-data; boundary=b", CONTENT_LENGTH=200 * 2**20
    )
    assert (page.status_code, "ファイルが大きすぎます" in page.content.decode()) == (413, True)


def test_my_list_and_case_have_the_same_queries_with_one_and_three_rows(
    engineer: Client, asked: Consultation, company: Any, at: dt.datetime
) -> None:
    case = f"/consultations/{asked.public_id}/"
    with_one = queries(engineer, "/consultations/"), queries(engineer, case)
    for _row in range(2):
        actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="x")
        actions.reply(by=company.engineer, at=at, consultation=asked, text="追伸", files=[upload(), upload()])
    assert (queries(engineer, "/consultations/"), queries(engineer, case)) == with_one
