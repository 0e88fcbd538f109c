"""Pages of the screening: the desk takes a programme from the request to its return, the body sees its own state and
paper, and nobody sees what is not theirs.
"""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from kosetsu.common.tests.files import upload
from kosetsu.foundation.governance.models import AccessRecord
from kosetsu.foundation.parties.models import Membership
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Item, Reviewer
from kosetsu.services.screening import actions
from kosetsu.services.screening.models import CommitteeDispatch, RequestingBody, ScreeningProgramme, Submission
from kosetsu.services.screening.tests.conftest import DUE, Office, body_of, counted, sheet_of
from tests import build
from tests.build import browser, once
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
DESK = "/desk/screening/"
KEYS = ("number", "title", "applicant")
ROWS = [("A-1", "製品一", "甲社"), ("A-2", "製品二", "乙社")]


def of(programme: ScreeningProgramme, page: str = "") -> str:
    return f"{DESK}{programme.public_id}/{page}"


def send(programme: ScreeningProgramme, office: Office, rows: list[Any], **more: Any) -> Any:
    file = upload("一覧.xlsx", sheet_of(rows, KEYS))
    return browser(office.runner).post(of(programme, "import_submissions/"), once(sheet=file, **more))


def test_programme_goes_its_whole_way_on_the_pages(office: Office) -> None:
    desk, head, second = (browser(one) for one in (office.runner, office.head, office.readers[-1]))
    asked = {
        "body": str(office.body.public_id), "title": "表彰", "due_on": DUE.isoformat(), "fiscal_year": "2026",
        "way": "papers",
    }  # fmt: skip
    made = desk.post(f"{DESK}new/", once(**asked))
    programme = ScreeningProgramme.objects.get()
    assert made.url == of(programme)
    assert desk.post(of(programme, "accept_programme/"), once(sheet="sheet")).url == of(programme)
    programme.refresh_from_db()
    looked = send(programme, office, ROWS)
    assert (looked.status_code, Item.objects.count()) == (200, 0)
    assert "取り込めます" in looked.content.decode()
    assert send(programme, office, ROWS, take_in="on").url == of(programme)
    programme = office.scored(office.begun(programme))
    page = second.get(of(programme, "submissions/")).content.decode()
    assert ("選んだ申請を確認した" in page, "甲社" in page) == (True, True)
    keys = [str(key) for key in Submission.objects.values_list("public_id", flat=True)]
    assert second.post(of(programme, "read_again/"), {"selected": keys}).url == of(programme, "submissions/")
    assert desk.post(of(programme, "submit_results/"), once()).url == of(programme)
    assert "甲社" in head.get(of(programme, "results/")).content.decode()
    head.post(of(programme, "approve_results/"), once())
    desk.post(of(programme, "return_results/"), once())
    programme.case.refresh_from_db()
    assert (programme.case.state, counted()) == ("returned", 4)
    file = desk.get(of(programme, "return_file/"))
    assert load_workbook(BytesIO(file.getvalue()))["結果"]["A4"].value == "A-1"
    assert desk.get(of(programme, "return_letter/")).content.startswith(b"%PDF-")


def test_errors_of_a_list_stand_by_cell_and_nothing_is_kept(office: Office) -> None:
    programme = office.accepted()
    answer = send(programme, office, [("A-1", "", "甲社"), ("A-1", "製品", "")], take_in="on")
    page = answer.content.decode()
    assert (answer.status_code, Item.objects.count()) == (422, 0)
    assert [
        cell in page for cell in ("セルB2：空です", "セルA3：受付番号「A-1」は、すでにあります", "セルC3：空です")
    ] == [True] * 3
    assert "誤りが3件あります" in page


def test_list_sent_twice_is_taken_in_once(office: Office) -> None:
    programme = office.accepted()
    sent, content = once(take_in="on"), sheet_of(ROWS, KEYS)
    for _twice in range(2):
        file = upload("一覧.xlsx", content)
        answer = browser(office.runner).post(of(programme, "import_submissions/"), {**sent, "sheet": file})
        assert answer.status_code == 302
    assert Item.objects.count() == 2


def test_list_that_is_none_is_said_at_its_field(office: Office) -> None:
    programme = office.accepted()
    file = upload("一覧.pdf", b"%PDF-1.7")
    answer = browser(office.runner).post(of(programme, "import_submissions/"), once(sheet=file))
    assert (answer.status_code, "表計算のファイルではありません" in answer.content.decode()) == (422, True)


def test_blank_list_has_the_bodys_own_headings(office: Office) -> None:
    answer = browser(office.runner).get(of(office.accepted(), "blank_sheet/"))
    heads = [cell.value for cell in load_workbook(BytesIO(answer.content)).active[1]]
    assert (heads[0], "代表者名" in heads) == ("申請番号", False)


@pytest.mark.parametrize(
    "page", ["", "submissions/", "results/", "import_submissions/", "return_file/", "return_letter/"]
)
def test_colleagues_without_a_part_companies_and_officers_find_nothing_at_the_desk(
    office: Office, company: build.Company, page: str
) -> None:
    programme = office.returned(office.filled())
    for person in (office.institute.researcher, office.institute.counter, company.engineer, office.officer):
        assert browser(person).get(of(programme, page)).status_code == 404


def test_officer_sees_own_state_and_paper_and_no_word_of_a_review(office: Office) -> None:
    programme = office.submitted(office.filled(["甲社"]))
    officer, other = browser(office.officer), build.person("別の区 係")
    elsewhere = body_of(office.runner, "大田区")
    Membership.objects.create(person=other, organisation=elsewhere.organisation, role="officer")
    address = f"/partners/screening/{programme.public_id}/"
    before = officer.get(address).content.decode()
    assert [word in before for word in ("承認待ち", "1件", "甲社", "よい。", "研究員", "return_file")] == [
        True, True, False, False, False, False
    ]  # fmt: skip
    assert officer.get(f"{address}return_file/").status_code == 404
    programme = actions.approve_results(by=office.head, at=AT, programme=programme)
    actions.return_results(by=office.runner, at=AT, programme=programme)
    assert officer.get(f"{address}return_file/").getvalue().startswith(b"PK")
    assert officer.get(f"{address}return_letter/").status_code == 200
    for page in ("", "return_file/", "return_letter/"):
        assert browser(other).get(f"{address}{page}").status_code == 404
    assert "新製品助成" not in browser(other).get("/partners/screening/").content.decode()
    assert AccessRecord.objects.filter(person=office.officer).count() == 3


def test_officer_asks_for_the_own_body_only(office: Office) -> None:
    elsewhere = body_of(office.runner, "大田区")
    asked = {"title": "表彰", "due_on": DUE.isoformat(), "fiscal_year": "2026", "way": "papers"}
    officer = browser(office.officer)
    refused = officer.post("/partners/screening/new/", once(body=str(elsewhere.public_id), **asked))
    assert (refused.status_code, ScreeningProgramme.objects.count()) == (422, 0)
    sent = officer.post("/partners/screening/new/", once(body=str(office.body.public_id), charged="on", **asked))
    programme = ScreeningProgramme.objects.get()
    assert (sent.url, programme.charged) == (f"/partners/screening/{programme.public_id}/", False)


def test_conflict_removes_row_count_table_and_paper_for_whoever_runs_the_screening(
    office: Office, known: build.Company
) -> None:
    bound = build.post(build.person("審査 別係"), StaffRole.REVIEW, office.institute.head_office)
    Membership.objects.create(person=bound, organisation=known.organisation, role="engineer")
    programme = office.returned(office.filled(["城東精密", "甲社"]))
    reader = browser(bound)
    assert "城東精密" not in reader.get(of(programme, "submissions/")).content.decode()
    assert reader.get(of(programme)).context["counts"]["items"] == 1
    assert "return_file" not in reader.get(of(programme)).content.decode()
    for page in ("results/", "return_file/", "return_letter/"):
        assert reader.get(of(programme, page)).status_code == 404
    hidden = Submission.objects.get(item__number="A-1")
    assert reader.get(f"{DESK}submissions/{hidden.public_id}/").status_code == 404
    assert browser(office.runner).get(of(programme)).context["counts"]["items"] == 2


def test_second_reader_agrees_and_points_out_on_the_page_of_an_application(office: Office) -> None:
    programme = office.scored(office.begun(office.filled(["甲社", "乙社"])))
    first, second = Submission.objects.order_by("pk")
    reader = browser(office.readers[-1])
    page = reader.get(f"{DESK}submissions/{first.public_id}/").content.decode()
    assert ("よい。" in page, "確認した" in page) == (True, True)
    reader.post(f"{DESK}submissions/{first.public_id}/agree/", once())
    reader.post(f"{DESK}submissions/{second.public_id}/point_out/", once(note="点と所見が合わない"))
    assert [one.read for one in Submission.objects.with_reading().order_by("pk")] == [True, False]
    unread = reader.get(of(programme, "submissions/?unread=1"))
    assert [row.record for row in unread.context["list"].rows] == [second]
    assert browser(office.readers[0]).get(f"{DESK}submissions/{first.public_id}/").status_code == 404


def test_dispatch_goes_its_way_on_the_pages_and_a_colleague_sees_the_own_one_only(office: Office) -> None:
    programme = office.accepted()
    desk, head = browser(office.runner), browser(office.head)
    asked = {"email": office.readers[0].email, "committee": "選考委員会", "on_date": AT.date().isoformat()}
    assert desk.post(of(programme, "request_dispatch/"), once(**asked)).url == of(programme)
    dispatch = CommitteeDispatch.objects.get()
    address = f"{DESK}dispatches/{dispatch.public_id}/"
    head.post(f"{address}approve_dispatch/", once())
    desk.post(f"{address}attend_dispatch/", once(reviewed="4"))
    assert counted() == 4
    assert browser(office.readers[0]).get(address).status_code == 200
    assert browser(office.readers[1]).get(address).status_code == 404
    assert "選考委員会" not in browser(office.readers[1]).get(f"{DESK}dispatches/").content.decode()


def test_body_is_registered_by_its_name_and_changed(office: Office) -> None:
    desk = browser(office.runner)
    other = body_of(office.runner, "大田区")
    organisation = other.organisation
    other.delete()
    asked = {"body_class": "ward_city", "form": "form"}
    wrong = desk.post(f"{DESK}bodies/new/", once(organisation="どこにもない区", **asked))
    assert (wrong.status_code, "登録がないか" in wrong.content.decode()) == (422, True)
    desk.post(f"{DESK}bodies/new/", once(organisation="大田区", **asked))
    made = RequestingBody.objects.get(organisation=organisation)
    desk.post(f"{DESK}bodies/{made.public_id}/change_body/", once(**{**asked, "contact": "産業振興課"}))
    made.refresh_from_db()
    assert (made.contact, "産業振興課" in desk.get(f"{DESK}bodies/{made.public_id}/").content.decode()) == (
        "産業振興課", True
    )  # fmt: skip


def assigned(office: Office, *names: str) -> ScreeningProgramme:
    """A programme in which the first reader has the first application, and the second all others; none is scored."""
    programme = office.begun(office.filled(names))
    assert programme.panel
    first, second = Reviewer.objects.filter(person__in=office.readers[:2], panel=programme.panel).order_by("pk")
    one, *others = programme.panel.items.order_by("pk")
    pairs = [reviews.Pair(one, first), *(reviews.Pair(other, second) for other in others)]
    reviews.assign(by=office.runner, at=AT, panel=programme.panel, pairs=pairs)
    return programme


def sheets(person: Any, programme: ScreeningProgramme) -> list[tuple[str, str]]:
    shown = browser(person).get(of(programme)).context["scoring_sheets"]
    return [(one.person.name, address) for one, address in shown]


def test_programme_leads_to_the_scoring_sheets_of_those_who_owe_reviews(office: Office) -> None:
    programme = assigned(office, "甲社", "乙社")
    found = sheets(office.runner, programme)
    assert [name for name, _address in found] == [one.name for one in office.readers[:2]]
    assert [browser(office.runner).get(address).status_code for _name, address in found] == [200, 200]


def test_second_reader_who_reviews_finds_the_own_sheet_and_no_other(office: Office) -> None:
    programme = assigned(office, "甲社", "乙社")
    actions.name_second_readers(by=office.runner, at=AT, programme=programme, people=office.readers[1:3])
    [(name, address)] = sheets(office.readers[1], programme)
    assert (name, browser(office.readers[1]).get(address).status_code) == (office.readers[1].name, 200)
    assert sheets(office.readers[2], programme) == sheets(office.head, programme) == []


def test_sheet_of_an_application_one_has_a_conflict_with_is_not_offered(office: Office, known: build.Company) -> None:
    bound = build.post(build.person("審査 別係"), StaffRole.REVIEW, office.institute.head_office)
    Membership.objects.create(person=bound, organisation=known.organisation, role="engineer")
    programme = assigned(office, "城東精密", "甲社")
    reviews.find_conflicts(by=office.runner, at=AT, panel=programme.panel)
    assert [name for name, _address in sheets(bound, programme)] == [office.readers[1].name]


def test_panel_leads_to_its_programme(office: Office) -> None:
    programme = office.filled()
    assert (
        programme.get_absolute_url() in browser(office.runner).get(programme.panel.get_absolute_url()).content.decode()
    )
