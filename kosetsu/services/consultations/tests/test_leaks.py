"""What must never be seen: another company's case, message, file, mail; notes among staff."""

import datetime as dt
import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from kosetsu.common.tests.files import upload
from kosetsu.foundation.governance.models import AccessRecord
from kosetsu.foundation.parties.models import Membership, Workplace
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.documents import SEARCH_SOURCES
from kosetsu.services.consultations.models import Attachment, Consultation, Notice
from tests import build
from tests.build import browser, once

CANARY = "カナリア9f31"
DOORS = [
    ("get", "/consultations/{case}/"),
    ("post", "/consultations/{case}/reply/"),
    ("get", "/consultations/{case}/survey/"),
    ("post", "/consultations/{case}/survey/"),
    ("get", "/consultations/files/{file}/"),
]
DESK_DOORS = [
    ("get", "/desk/consultations/"),
    ("get", "/desk/consultations/?format=csv"),
    ("get", "/desk/consultations/new/"),
    ("get", "/desk/consultations/companies/?company=競合"),
    ("get", "/desk/consultations/{case}/"),
    ("get", "/desk/consultations/{case}/propose/"),
    *(
        ("post", f"/desk/consultations/{{case}}/{verb}/")
        for verb in (
            "take", "triage", "assign", "ask-back", "answer", "note", "visit", "pass-on", "split", "join", "close",
            "reopen", "propose",
        )
    ),
]  # fmt: skip


@pytest.fixture
def secret(rival: Any, institute: Any, at: dt.datetime) -> Consultation:
    """The rival's case, full of canaries: question, file, note with a file, answer."""
    made = actions.ask(
        by=rival.engineer, at=at, workplace=rival.workplace, question=CANARY, files=[upload(f"{CANARY}.pdf")]
    )
    actions.take(by=institute.researcher, at=at, consultation=made)
    actions.note(
        by=institute.researcher, at=at, consultation=made, text=f"所内{CANARY}", files=[upload(f"所内{CANARY}.pdf")]
    )
    actions.answer(by=institute.researcher, at=at, consultation=made, text=f"答{CANARY}", channel="mail")
    return made


def _body(response: Any) -> str:
    """The page without what differs each time: the masked CSRF token and the address that was asked for."""
    text = re.sub(r'"[A-Za-z0-9]{64}"', "", response.content.decode())
    return text.replace(response.wsgi_request.path, "")


def _status(client: Client, url: str) -> int:
    """The status alone; a file that comes is read to its end, which closes it."""
    answer = client.get(url)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def _ask(client: Client, method: str, url: str) -> Any:
    return client.get(url) if method == "get" else client.post(url, once(text="x", satisfaction=5))


@pytest.mark.parametrize(("method", "door"), [*DOORS, *DESK_DOORS])
def test_another_companys_case_looks_like_nothing(company: Any, secret: Consultation, method: str, door: str) -> None:
    client = browser(company.engineer)
    file = Attachment.objects.first()
    assert file is not None
    theirs = _ask(client, method, door.format(case=secret.public_id, file=file.public_id))
    nothing = _ask(client, method, door.format(case=uuid4(), file=uuid4()))
    assert (theirs.status_code, _body(theirs)) == (404, _body(nothing))
    assert CANARY not in theirs.content.decode()


@pytest.mark.parametrize(("method", "door"), [*DOORS, *DESK_DOORS])
def test_partner_sees_nothing(rival: Any, secret: Consultation, method: str, door: str) -> None:
    officer = build.person("区 担当")
    Membership.objects.create(person=officer, organisation=rival.organisation, role="officer")
    file = Attachment.objects.first()
    assert file is not None
    url = door.format(case=secret.public_id, file=file.public_id)
    assert _ask(browser(officer), method, url).status_code == 404


@pytest.mark.parametrize(("method", "door"), [*DOORS, *DESK_DOORS])
def test_visitor_is_sent_to_sign_in(client: Client, secret: Consultation, method: str, door: str) -> None:
    answer = _ask(client, method, door.format(case=secret.public_id, file=uuid4()))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_lists_and_exports_hold_only_ones_own(company: Any, secret: Consultation, at: dt.datetime) -> None:
    actions.ask(by=company.engineer, at=at, workplace=company.workplace, question="自社の相談")
    client = browser(company.engineer)
    assert client.get(f"/consultations/?q={CANARY}").context["list"].total == 0
    assert CANARY not in client.get("/consultations/").content.decode()
    assert "自社の相談" in client.get("/consultations/?format=csv").content.decode()


def test_other_workplace_of_the_same_company_is_hidden_from_who_is_limited(rival: Any, secret: Consultation) -> None:
    place = Workplace.objects.create(organisation=rival.organisation, name="第二工場")
    colleague = build.person("第二 技術")
    Membership.objects.create(person=colleague, organisation=rival.organisation, workplace=place, role="engineer")
    client = browser(colleague)
    assert client.get(f"/consultations/{secret.public_id}/").status_code == 404
    assert CANARY not in client.get("/consultations/").content.decode()


def test_notes_and_their_files_never_reach_the_company(rival: Any, secret: Consultation) -> None:
    client = browser(rival.engineer)
    page = client.get(f"/consultations/{secret.public_id}/").content.decode()
    assert (f"答{CANARY}" in page, f"所内{CANARY}" in page) == (True, False)
    files = {a.message.side: a for a in Attachment.objects.select_related("message")}
    codes = [_status(client, f"/consultations/files/{files[side].public_id}/") for side in ("client", "note")]
    assert codes == [200, 404]


def test_joined_thread_hides_notes_too(rival: Any, secret: Consultation, institute: Any, at: dt.datetime) -> None:
    into = actions.ask(by=rival.engineer, at=at, workplace=rival.workplace, question="続き")
    actions.join(by=institute.counter, at=at, consultation=secret, into=into)
    page = browser(rival.engineer).get(f"/consultations/{into.public_id}/").content.decode()
    assert (f"答{CANARY}" in page, f"所内{CANARY}" in page) == (True, False)


def test_mails_are_free_of_secrets_and_go_to_the_two_sides(rival: Any, secret: Consultation, institute: Any) -> None:
    mails = list(Notice.objects.order_by("id"))
    assert [(m.kind, m.address) for m in mails] == [
        ("received", rival.engineer.email),
        ("answer", rival.engineer.email),
    ]
    words = " ".join(m.subject + m.body for m in mails)
    assert [word for word in (CANARY, rival.organisation.name, rival.engineer.name) if word in words] == []
    assert f"/consultations/{secret.public_id}/" in mails[0].body


def test_confidential_reading_is_noted_for_staff_alone(rival: Any, institute: Any, at: dt.datetime) -> None:
    made = actions.ask(
        by=rival.engineer, at=at, workplace=rival.workplace, question="秘密", confidential=True, files=[upload()]
    )
    browser(rival.engineer).get(f"/consultations/{made.public_id}/")
    desk = browser(institute.planner)
    desk.get(f"/desk/consultations/{made.public_id}/")
    file = Attachment.objects.get()
    assert _status(desk, f"/consultations/files/{file.public_id}/") == 200
    noted = AccessRecord.objects.order_by("id").values_list("person", "thing_id", "page")
    assert list(noted) == [
        (institute.planner.pk, str(made.pk), f"/desk/consultations/{made.public_id}/"),
        (institute.planner.pk, str(made.pk), f"/consultations/files/{file.public_id}/"),
    ]


def test_infected_file_is_held_back(rival: Any, secret: Consultation) -> None:
    Attachment.objects.update(scan="infected")
    file = Attachment.objects.get(message__side="client")
    assert browser(rival.engineer).get(f"/consultations/files/{file.public_id}/").status_code == 403


def test_search_offers_past_cases_to_staff_alone(
    company: Any, rival: Any, secret: Consultation, institute: Any, at: dt.datetime
) -> None:
    hidden = actions.ask(by=rival.engineer, at=at, workplace=rival.workplace, question="極秘の相談", confidential=True)
    source = SEARCH_SOURCES[0]
    documents = list(source.documents(None))
    assert (source.scope, [d.key for d in documents]) == ("staff", [str(secret.pk)])
    assert (CANARY in documents[0].body, f"所内{CANARY}" in documents[0].body) == (True, False)
    keys = [str(secret.pk), str(hidden.pk), "x"]
    assert source.resolve is not None
    assert dict(source.resolve(keys, company.engineer)) == {}
    assert dict(source.resolve(keys, institute.counter)) == {str(secret.pk): secret}


def test_lists_say_nothing_of_a_confidential_case(rival: Any, institute: Any, at: dt.datetime) -> None:
    made = actions.ask(by=rival.engineer, at=at, workplace=rival.workplace, question=CANARY, confidential=True)
    part = actions.split(
        by=institute.counter, at=at, consultation=made, group=institute.emc, title=CANARY, question=CANARY
    )
    desk = browser(institute.planner)
    pages = [desk.get(url).content.decode() for url in ("/desk/consultations/", "/desk/consultations/?format=csv")]
    assert [(CANARY in page, page.count(part.case.number) > 0) for page in pages] == [(False, True)] * 2
    assert list(AccessRecord.objects.all()) == []
