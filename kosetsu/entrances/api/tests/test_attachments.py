"""Files by program: the checks, the permission and the hand-out are those of the pages."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kosetsu.common.tests.files import PDF, upload
from kosetsu.foundation.governance.access import readings_of
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.models import Attachment, Consultation, Message


@pytest.fixture
def case(company: Any, at: dt.datetime) -> Consultation:
    """A consultation of the company."""
    return actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="ボルトに赤さびが出ます")


@pytest.fixture
def address(case: Consultation) -> str:
    """Where its files are sent and listed."""
    return f"/consultations/{case.public_id}/attachments"


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_sent_files_stand_in_the_thread_and_in_the_list_and_come_back_as_they_were(
    program: Any, company: Any, address: str
) -> None:
    mine = program(company.engineer)
    sent = mine.send(address, "図面を送ります", upload("図面.pdf"), upload("表.csv", b"a,b\n1,2\n"))
    assert sent.status_code == 201
    message = sent.json()["messages"][-1]
    assert (message["text"], [file["name"] for file in message["files"]]) == ("図面を送ります", ["図面.pdf", "表.csv"])
    assert mine.get(address).json()["items"] == message["files"]
    first = message["files"][0]
    assert (first["size"], first["scan"]) == (len(PDF), "not_scanned")
    got = mine.get(f"/attachments/{first['id']}")
    assert (got.status_code, content(got), got["Content-Type"]) == (200, PDF, "application/octet-stream")
    assert got["Content-Disposition"].startswith("attachment;")
    assert (got["X-Content-Type-Options"], got["Content-Security-Policy"], got["Cache-Control"]) == (
        "nosniff", "default-src 'none'; sandbox", "private, no-store",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("files", "detail"),
    [
        ([upload("道具.exe", b"MZ")], "「道具.exe」の形式は添付できません。"),
        ([upload("偽.pdf", b"MZ\x90\x00")], "「偽.pdf」の中身は、名前の形式と合いません。"),
        ([upload("空.txt", b"")], "入力されたファイルは空です。"),
        ([upload(), upload("大.txt", b"x" * 101)], "「大.txt」は0MBを超えています。"),
        ([upload() for _file in range(6)], "添付は5つまでです。"),
    ],
    ids=["kind", "content", "empty", "size", "number"],
)
def test_refused_file_is_named_and_nothing_is_kept(
    program: Any, company: Any, address: str, monkeypatch: Any, files: list[Any], detail: str
) -> None:
    monkeypatch.setattr("kosetsu.common.attachments.MAX_FILE_BYTES", 100)
    answer = program(company.engineer).send(address, "送ります", *files)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    [problem] = answer.json()["errors"]
    assert (problem["where"], problem["field"], problem["detail"].startswith(detail)) == ("body", "files", True)
    assert (Message.objects.count(), Attachment.objects.count()) == (1, 0)


@pytest.mark.parametrize(("form", "field"), [({"text": "図面"}, "files"), ({"files": [upload()]}, "text")])
def test_missing_part_is_named(program: Any, company: Any, address: str, form: dict[str, Any], field: str) -> None:
    mine = program(company.engineer)
    answer = mine.client.post("/api/v1" + address, form, headers=mine.headers)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"where": "body", "field": field, "detail": "入力してください。"}]


def test_same_key_sends_the_files_once_and_other_files_under_it_are_refused(
    program: Any, company: Any, address: str
) -> None:
    mine, key = program(company.engineer), {"Idempotency-Key": "drawing-1"}
    first, again = (mine.send(address, "図面", upload(), **key) for _time in range(2))
    assert (first.json(), again.headers["Idempotent-Replayed"]) == (again.json(), "true")
    for other in (upload("別の名前.pdf"), upload(content=PDF + b"%")):
        answer = mine.send(address, "図面", other, **key)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert Attachment.objects.count() == 1


def test_file_of_another_company_and_no_file_get_the_same_answer(
    program: Any, company: Any, rival: Any, address: str
) -> None:
    sent = program(company.engineer).send(address, "図面", upload()).json()["messages"][-1]["files"][0]
    spy = program(rival.engineer)
    answers = [spy.get(f"/attachments/{one}") for one in (sent["id"], uuid4())]
    answers += [spy.get(address), spy.send(address, "のぞき見", upload())]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert Attachment.objects.count() == 1


def test_file_of_a_note_is_for_staff_alone(
    program: Any, company: Any, institute: Any, case: Consultation, address: str, at: dt.datetime
) -> None:
    actions.note(by=institute.researcher, at=at, consultation=case, text="所内", files=[upload("所内.pdf")])
    kept = Attachment.objects.get().public_id
    mine, staff = program(company.engineer), program(institute.researcher)
    assert (mine.get(address).json()["items"], mine.get(f"/attachments/{kept}").status_code) == ([], 404)
    assert [file["name"] for file in staff.get(address).json()["items"]] == ["所内.pdf"]
    assert content(staff.get(f"/attachments/{kept}")) == PDF


def test_infected_file_is_held_back_with_the_reason(program: Any, company: Any, address: str) -> None:
    mine = program(company.engineer)
    sent = mine.send(address, "図面", upload()).json()["messages"][-1]["files"][0]
    Attachment.objects.update(scan="infected")
    answer = mine.get(f"/attachments/{sent['id']}")
    assert (answer.status_code, answer.json()["detail"]) == (
        403, "ウイルスの疑いがあるため、このファイルは渡せません。",
    )  # fmt: skip
    assert mine.get(address).json()["items"][0]["scan"] == "infected"


def test_file_of_a_confidential_case_read_by_staff_leaves_a_record(
    program: Any, company: Any, institute: Any, at: dt.datetime
) -> None:
    case = actions.ask(
        by=company.engineer, at=at, workplace=company.workplace, question="秘", confidential=True, files=[upload()]
    )
    assert content(program(institute.researcher).get(f"/attachments/{Attachment.objects.get().public_id}")) == PDF
    assert [record.person for record in readings_of(case)] == [institute.researcher]


def test_closed_case_takes_no_files_and_staff_answer_at_the_desk(
    program: Any, company: Any, institute: Any, case: Consultation, address: str, at: dt.datetime
) -> None:
    assert program(institute.researcher).send(address, "図面", upload()).status_code == 403
    actions.take(by=institute.researcher, at=at, consultation=case)
    actions.close(by=institute.researcher, at=at, consultation=case, outcome="withdrawn")
    answer = program(company.engineer).send(address, "図面", upload())
    assert (answer.status_code, answer.json()["detail"]) == (409, "この相談は終了しています。")


def test_scopes_of_reading_and_writing_are_apart(program: Any, company: Any, address: str, visitor: Any) -> None:
    assert program(company.engineer, "read:cases").send(address, "図面", upload()).status_code == 403
    assert program(company.engineer, "write:cases").get(address).status_code == 403
    assert visitor.send(address, "図面", upload()).status_code == 401


def test_broken_form_and_form_where_json_is_wanted_are_problems(program: Any, company: Any, address: str) -> None:
    mine = program(company.engineer)
    kind = "multipart/form-data; boundary="
    for key in ({}, {"Idempotency-Key": "k"}):
        broken = mine.client.post("/api/v1" + address, b"x", content_type=kind, headers={**mine.headers, **key})
        form = mine.send("/consultations", "図面", upload(), **key)
        assert [(one.status_code, one["Content-Type"]) for one in (broken, form)] == [
            (400, "application/problem+json")
        ] * 2
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(company.engineer)
    browser.get("/api/tokens/")
    headers = {"X-CSRFToken": browser.cookies["csrf"].value}
    assert browser.post("/api/v1/consultations", {"question": "x"}, headers=headers).status_code == 400
    assert browser.post("/api/v1" + address, {"text": "図面", "files": upload()}, headers=headers).status_code == 201


@pytest.mark.parametrize(("megabytes", "status"), [(2, 400), (111, 413)])
def test_form_of_files_may_be_large_up_to_the_limit_of_the_site(
    program: Any, company: Any, address: str, visitor: Any, megabytes: int, status: int
) -> None:
    """The bodies are announced and not sent: what passes the limit is found broken."""
    kind = "multipart/form-data; boundary="
    for who, expected in ((program(company.engineer), status), (visitor, 413)):
        answer = who.client.generic(
            "POST", "/api/v1" + address, b"x", content_type=kind, headers=who.headers,
            CONTENT_LENGTH=str(megabytes * 2**20),
        )  # fmt: skip
        assert (answer.status_code, answer["Content-Type"]) == (expected, "application/problem+json")
